package tui

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// alone is an engine whose vendor takes no admin credential.
type alone struct{ *fakeEngine }

func (e *alone) Vendor(string) runbook.Vendor { return runbook.Vendor{Adapter: oneDesk{}} }

type oneDesk struct{ desk }

func (d oneDesk) Guide(do string, kind providers.Kind) (providers.Guide, bool) {
	guide, known := d.desk.Guide(do, kind)
	return guide, known && do != "admin"
}

func TestAnAdminKeyIsAskedForOnlyWhereTheVendorTakesOne(t *testing.T) {
	for offered, vendor := range map[bool]func(*rig){true: helped, false: func(g *rig) { helped(g); g.config.Session.Engine = &alone{g.engine} }} {
		g := nobody(t, incident.WhyNoAdmin).open(vendor)
		if frame := plainly(g.frame()); strings.Contains(frame, "I have an admin key") != offered || !strings.Contains(frame, "Nobody can now") {
			t.Errorf("offered %v:\n%s", !offered, frame)
		}
	}
}
