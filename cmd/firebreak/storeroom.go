package main

import (
	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/files"
	"firebreak/providers/transport"
	"firebreak/runbook/incident"
)

// storeSurroundings gives stores the doors of this run. Nothing is approved yet.
func storeSurroundings(w world, door *files.Door, record func(providers.Exchange)) all.Surroundings {
	return all.Surroundings{
		Files: door,
		Env:   w.env,
		HTTP: func(c transport.Config, routes ...providers.Route) (*transport.Door, error) {
			drill := w.mode == incident.Drill
			c.DryRun, c.LoopbackOnly, c.NoAmbient = w.mode == incident.DryRun, drill, drill
			c.Clock, c.Record = w.clock, record
			return transport.New(c, routes...)
		},
	}
}
