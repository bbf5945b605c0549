package main

import (
	"cmp"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/files"
	"firebreak/providers/transport"
	"firebreak/runbook/incident"
)

// storeSurroundings gives stores the doors of this run, and the address and admin credential of an
// issuer's other calls. Nothing is approved yet.
func storeSurroundings(w world, c config, door *files.Door, record func(providers.Exchange)) all.Surroundings {
	return all.Surroundings{
		Files: door,
		Env:   w.env,
		Issuer: func(i all.Issuer) (string, all.Admin) {
			return cmp.Or(w.env(i.BaseEnv), c.BaseURL[i.Name]), adminOf(i, w, c)
		},
		HTTP: func(c transport.Config, routes ...providers.Route) (*transport.Door, error) {
			drill := w.mode == incident.Drill
			c.DryRun, c.LoopbackOnly, c.NoAmbient = w.mode == incident.DryRun, drill, drill
			c.Clock, c.Record = w.clock, record
			return transport.New(c, routes...)
		},
	}
}
