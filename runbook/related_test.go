package runbook_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// mintedBy lists the rows that the leaked key made, by what the log calls their making.
func mintedBy(k incident.Key) (made []string) {
	for _, r := range k.Related {
		if r.Relation == providers.MintedByIt {
			made = append(made, r.Record.Name.Line(60))
		}
	}
	slices.Sort(made)
	return made
}

const unnamed = "keys made with it"

func TestWhatALeakedAdminKeyMadeIsARelatedCredentialToDecideOn(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault   string
		approve []string
		made    []string
		unsure  bool
	}{
		"the log tells":                    {"", nil, []string{"api_key.created", "service_account.created"}, false},
		"our replacement is not among it":  {"", all(), []string{"api_key.created", "service_account.created"}, false},
		"the log was never switched on":    {"audit_off", nil, nil, true},
		"the log may not be read by us":    {"no_right", nil, nil, true},
		"a part of the log may not be had": {"garbage", nil, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, func(c *simulator.Config) { c.Leak = simulator.AdminKey })
			if tc.approve == nil {
				r.stores = nil
			}
			if tc.fault != "" {
				r.fault(simulator.Fault{Match: simulator.Match{Method: "GET", Path: "/organization/audit_logs"}, Do: tc.fault})
			}
			r.run(&runbook.Policy{Approve: tc.approve})
			r.wait(auditShows)
			k := r.does(runbook.ListRelated)
			if got := mintedBy(k); !slices.Equal(got, tc.made) {
				t.Errorf("made by the key: %v, want %v", got, tc.made)
			}
			if got := slices.Contains(k.Unlisted, unnamed); got != tc.unsure || len(k.Unlisted) > 1 {
				t.Errorf("not listed: %v", k.Unlisted)
			}
			if undecided, _ := k.Undecided(); undecided < len(tc.made) {
				t.Errorf("%d rows to decide on", undecided)
			}
		})
	}
}

// silent is a vendor's adapter without an audit log.
type silent struct {
	providers.Matrix
	providers.Relater
}

func TestAVendorWithoutALogLeavesItNamedThatTheKeyMayHaveMadeMore(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.stores = nil
	r.run(&runbook.Policy{})
	r.adapted = func(a any) any { return silent{a.(providers.Matrix), a.(providers.Relater)} }
	if k := r.does(runbook.ListRelated); !slices.Equal(k.Unlisted, []string{unnamed}) || len(k.Related) == 0 {
		t.Errorf("not listed: %v; rows %v", k.Unlisted, k.Related)
	}
}

func TestWhatStandsBesideTheKeyInItsStoresIsARelatedCredential(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	text, err := os.ReadFile(r.envFile)
	if err != nil {
		t.Fatal(err)
	}
	other := "sk-" + strings.Repeat("DRILL", 4) + "T3Blbk" + "FJ" + strings.Repeat("drill", 4)
	text = append(text, "WORKER_KEY='"+other+"'\nNAME=plain\n# OLD="+other+"x\n"...)
	if err := os.WriteFile(r.envFile, text, 0o600); err != nil {
		t.Fatal(err)
	}
	k := r.run(&runbook.Policy{})
	if !slices.Contains(k.Unlisted, "what its stores hold beside it") {
		t.Errorf("the store was not searched, and not named: %v", k.Unlisted)
	}
	r.does(runbook.Plan)
	k = r.does(runbook.ListRelated)
	var beside []string
	for _, row := range k.Related {
		if row.Relation == providers.SameStore {
			beside = append(beside, row.Record.Name.Line(60))
		}
	}
	if !slices.Equal(beside, []string{"WORKER_KEY …" + other[len(other)-4:]}) || len(k.Unlisted) != 0 {
		t.Errorf("beside the key: %q; not listed: %v", beside, k.Unlisted)
	}
}
