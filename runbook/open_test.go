package runbook_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// opened lists the credentials of the incident that another one led to.
func opened(s incident.State) (list []incident.Key) {
	for _, cred := range s.Order {
		if k := s.Keys[cred]; k.Identity.Because != nil {
			list = append(list, k)
		}
	}
	return list
}

func TestAKeyThatTheLeakedOneMadeIsOpenedAndLeftToItsOwnApproval(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *simulator.Config) { c.Leak = simulator.AdminKey })
	r.stores = nil
	r.run(&runbook.Policy{Opens: true})
	r.wait(auditShows)
	r.does(runbook.ListRelated)
	r.run(&runbook.Policy{Opens: true, Approve: []string{runbook.ApproveRevoke}})
	list := opened(r.engine.State())
	if len(list) != 1 || list[0].Identity.Because.Relation != providers.MintedByIt || list[0].Record() == nil {
		t.Fatalf("opened: %+v", list)
	}
	k := list[0]
	if _, sent := k.KillOp(); sent {
		t.Fatal("revoked without its approval")
	}
	left := runbook.Left(r.engine.State(), r.engine.Situation(), k.Cred, []string{runbook.ApproveRevoke}, []incident.Step{incident.StepRevoke})
	if !slices.Contains(left[0].Missing, runbook.ApproveRelated) {
		t.Errorf("left: %+v", left)
	}
	if undecided, _ := r.engine.State().Keys["c1"].Undecided(); slices.ContainsFunc(r.engine.State().Keys["c1"].Related, func(row incident.RelatedRow) bool {
		return row.ID == k.Record().ID && (row.Chain != k.Cred || row.Decision != incident.WorkedD)
	}) {
		t.Errorf("its row is still to be decided on, of %d", undecided)
	}
	r.run(&runbook.Policy{Opens: true, Approve: []string{runbook.ApproveRevoke, runbook.ApproveRelated}})
	k = r.engine.State().Keys[k.Cred]
	made, _ := r.world.KeyState(k.Record().ID)
	if op, _ := k.KillOp(); !op.Applied() || r.sent("DELETE", "/api_keys/"+k.Record().ID) != 1 || made.State != simulator.Dead && made.State != simulator.Dying {
		t.Errorf("not revoked: %+v, the world says %s", op, made.State)
	}
}

// fileWith writes a file that holds the leaked key and another one of the same owner, and gives its
// folder and the other one.
func (r *rig) fileWith() (dir, id string, other providers.Secret) {
	r.t.Helper()
	leaked, _ := r.world.KeyState("leaked")
	id, other, err := r.world.MakeByHand(leaked.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	dir = r.t.TempDir()
	r.leaked().Expose(func(a []byte) {
		other.Expose(func(b []byte) {
			err = os.WriteFile(filepath.Join(dir, "eval.env"), fmt.Appendf(nil, "A=%s\nB=%s\n", a, b), 0o600)
		})
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return dir, id, other
}

func TestAKeyBesideTheLeakedOneIsOpenedWithItsValue(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		approve []string
		want    incident.Outcome
		deletes int
	}{
		"left to its approval": {[]string{runbook.ApproveRevoke}, incident.NotTried, 0},
		"approved":             {[]string{runbook.ApproveRevoke, runbook.ApproveRelated}, incident.ProvenDead, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			dir, id, _ := r.fileWith()
			r.run(&runbook.Policy{Opens: true, Approve: tc.approve, Search: []string{dir}})
			list := opened(r.engine.State())
			if len(list) != 1 || list[0].Identity.Because.Relation != providers.SameFile || list[0].First == nil {
				t.Fatalf("opened: %+v", list)
			}
			if got := list[0].Outcome(); got != tc.want || r.sent("DELETE", "/api_keys/"+id) != tc.deletes {
				t.Errorf("%s, %d deletions", got, r.sent("DELETE", "/api_keys/"+id))
			}
		})
	}
}

func TestOnlyTheValueOfTheRowIsOpenedAndOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	dir, _, other := r.fileWith()
	r.run(&runbook.Policy{Opens: true, Search: []string{dir}})
	if got := len(opened(r.engine.State())); got != 1 {
		t.Fatalf("%d opened", got)
	}
	row := r.engine.State().Keys["c1"].Related[0]
	r.open(0, false)
	defer r.closeJournal()
	do := func(value providers.Secret) error {
		return r.engine.Do(context.Background(), runbook.Action{Name: runbook.OpenWith, Step: incident.StepRelated, Cred: "c1", About: row.ID},
			runbook.Input{Found: identify.Finding{Credential: providers.Credential{Kind: row.Record.Kind, Secret: value}}})
	}
	for name, value := range map[string]providers.Secret{"again": other, "the leaked one": r.leaked()} {
		if err := do(value); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

// forgetful is a vendor that listed a second key, and has no record of it any more.
type forgetful struct{ *vendor }

func (forgetful) Related(context.Context, providers.KeyRecord) ([]providers.RelatedKey, []string, error) {
	return []providers.RelatedKey{{Relation: providers.SameOwner, Record: providers.KeyRecord{Kind: vendorKind, ID: "key_2"}}}, nil, nil
}

func (forgetful) Record(context.Context, providers.KeyRecord) (providers.KeyRecord, error) {
	return providers.KeyRecord{}, fmt.Errorf("read key_2: %w", providers.ErrNotFound)
}

func TestARelatedCredentialWithoutARecordAnyMoreIsDecidedAndNotOpened(t *testing.T) {
	v := forgetful{&vendor{clock: providers.WallClock{}}}
	e := engineOver(t, v.vendor, func(c *runbook.Config) {
		c.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: v}}
	})
	prepare(t, e)
	do(t, e, runbook.ListRelated, runbook.Open)
	k, _ := e.State().First()
	if len(e.State().Order) != 1 || len(k.Related) != 1 || k.Related[0].Decision != incident.RevokedD || k.Related[0].Reason.IsEmpty() || k.Marks[incident.StepRelated].Failed != nil {
		t.Errorf("%d keys, rows %+v", len(e.State().Order), k.Related)
	}
}
