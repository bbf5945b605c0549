package runbook_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestTheChainKillsProvesRotatesAndReports(t *testing.T) {
	t.Parallel()
	for _, strategy := range []incident.Strategy{incident.RevokeFirst, incident.RotateFirst, incident.ContainFirst} {
		t.Run(string(strategy), func(t *testing.T) {
			r := newRig(t)
			old := r.leaked()
			approve := append(all(), runbook.ApproveContain, runbook.ApproveUsed)
			k := r.run(&runbook.Policy{Approve: approve, Strategy: strategy})
			if got := k.Outcome(); got != incident.ProvenDead {
				t.Fatalf("outcome %q, marks %+v", got, k.Marks)
			}
			if n := r.sent("DELETE", "/api_keys/"); n != 1 {
				t.Errorf("%d deletes of keys", n)
			}
			if r.envHolds(old) {
				t.Error("the file still holds the old key")
			}
			if !k.Successor.Done() || k.Status(incident.StepRotate) != incident.StatusDone {
				t.Errorf("successor: %+v", k.Successor)
			}
			if open := r.engine.State().OpenSteps(k.Cred); len(open) != 0 {
				t.Errorf("open steps: %v, marks %+v", open, k.Marks)
			}
			if len(k.DueLooks()) != 2 {
				t.Errorf("looks due: %v", k.DueLooks())
			}
			if strategy == incident.ContainFirst {
				if len(k.Ops) < 4 || k.Ops[0].Intent.Act != incident.ActContain {
					t.Errorf("first op: %+v", k.Ops[0].Intent)
				}
				if len(k.Limits()) != 0 {
					t.Error("a limit of ours still stands")
				}
			}
			if k.Proof.Shortened || k.Proof.LastRefused.Sub(k.Proof.FirstRefused) < time.Minute {
				t.Errorf("proof: %+v", k.Proof)
			}
			if state, _ := r.world.KeyState("leaked"); state.State != simulator.Dead {
				t.Errorf("in truth the key is %s", state.State)
			}
		})
	}
}

func TestTheOrderOfRotateFirstKillsOnlyWhenTheNewKeyWorks(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.run(&runbook.Policy{Approve: append(all(), runbook.ApproveUsed), Strategy: incident.RotateFirst})
	verified, killed := time.Time{}, time.Time{}
	for _, ev := range r.engine.Events() {
		if ev.Type == incident.Verified {
			verified = ev.At
		}
		var in incident.IntentData
		if ev.Type == incident.Intended && ev.Decode(&in) == nil && in.Act == incident.ActRevoke {
			killed = ev.At
		}
	}
	if verified.IsZero() || killed.Before(verified) {
		t.Errorf("killed %s, verified %s", killed, verified)
	}
}

func TestNothingIsMutatedWithoutItsApproval(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	k := r.run(&runbook.Policy{})
	if n := r.mutations(); n != 0 {
		t.Errorf("%d mutations without any approval", n)
	}
	open := r.engine.State().OpenSteps(k.Cred)
	for _, want := range []incident.Step{incident.StepRevoke, incident.StepProve, incident.StepRotate} {
		if !containsStep(open, want) {
			t.Errorf("%s is not open: %v", want, open)
		}
	}
}

func containsStep(list []incident.Step, one incident.Step) bool {
	for _, s := range list {
		if s == one {
			return true
		}
	}
	return false
}

func TestADryRunShowsEveryRequestAndSendsNone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.mode = incident.DryRun
	before, err := os.ReadFile(r.envFile)
	if err != nil {
		t.Fatal(err)
	}
	k := r.run(&runbook.Policy{Approve: append(all(), runbook.ApproveContain), Strategy: incident.ContainFirst})
	if n := r.mutations(); n != 0 {
		t.Fatalf("%d mutations in a dry run", n)
	}
	after, err := os.ReadFile(r.envFile)
	if err != nil || !bytes.Equal(before, after) {
		t.Error("the file changed")
	}
	if _, err := os.Stat(r.reports); err == nil {
		t.Error("a report was written outside the incident's folder")
	}
	acts := map[incident.Act]bool{}
	for _, op := range k.Ops {
		if op.Outcome == nil || op.Outcome.Result != incident.Withheld {
			t.Errorf("%s ended %+v", op.Intent.Act, op.Outcome)
		}
		acts[op.Intent.Act] = true
	}
	for _, want := range []incident.Act{incident.ActContain, incident.ActRevoke, incident.ActCreate, incident.ActWrite} {
		if !acts[want] {
			t.Errorf("%s was not shown", want)
		}
	}
	if k.Outcome() != incident.WithheldOutcome {
		t.Errorf("outcome %q", k.Outcome())
	}
	if reports, _ := filepath.Glob(filepath.Join(r.dir, "*.md")); len(reports) != 1 {
		t.Errorf("reports in the incident's folder: %v", reports)
	}
}

func TestWithoutAnAdminCredentialTheWatchProvesAKillByHand(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.noAdmin = true
	k := r.run(&runbook.Policy{Approve: all()})
	if f := k.Marks[incident.StepLocate].Failed; f == nil || f.Reason != incident.WhyNoAdmin {
		t.Fatalf("locate: %+v", k.Marks[incident.StepLocate])
	}
	r.open(0, false)
	var err error
	r.clock.Run(func() {
		ctx := context.Background()
		if err = r.engine.Hold("c1", providers.Credential{Kind: k.Identity.Kind, Secret: r.leaked()}); err != nil {
			return
		}
		err = r.engine.Do(ctx, runbook.Action{Name: runbook.DoneByHand, Step: incident.StepRevoke, Cred: "c1"}, runbook.Input{Text: "deleted in the console"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.engine.State().Keys["c1"].Outcome(); got != incident.AcceptedUnproven {
		t.Errorf("F018: a claim alone gives %q", got)
	}
	r.deleteInConsole()
	if err := r.work(&runbook.Policy{}); err != nil {
		t.Fatal(err)
	}
	if got := r.engine.State().Keys["c1"].Outcome(); got != incident.ByHand {
		t.Errorf("outcome %q", got)
	}
}

func TestTheLeakedKeyIsNeverItsOwnAdmin(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *simulator.Config) { c.Leak = simulator.AdminKey })
	leaked := r.leaked()
	r.admin = &leaked
	k := r.run(&runbook.Policy{Approve: all()})
	if f := k.Marks[incident.StepLocate].Failed; f == nil || f.Reason != incident.WhySameKey {
		t.Errorf("locate: %+v", k.Marks[incident.StepLocate])
	}
	if n := r.mutations(); n != 0 {
		t.Errorf("%d mutations with the leaked key", n)
	}
}

func TestFaultsEndInTheirOwnOutcome(t *testing.T) {
	t.Parallel()
	del := simulator.Match{Method: "DELETE", Path: "/organization/projects/{project_id}/api_keys/{key_id}"}
	for name, tc := range map[string]struct {
		fault   simulator.Fault
		want    incident.Outcome
		deletes int
	}{
		"cut after it was done: settled by reading":       {simulator.Fault{Match: del, Do: "cut_after"}, incident.ProvenDead, 1},
		"server error after it was done":                  {simulator.Fault{Match: del, Do: "500_after"}, incident.ProvenDead, 1},
		"cut before it was done: settled, then sent anew": {simulator.Fault{Match: times(del, 1), Do: "cut_before"}, incident.ProvenDead, 2},
		"garbage as the answer":                           {simulator.Fault{Match: del, Do: "garbage"}, incident.ProvenDead, 1},
		"a page of a proxy instead of an answer":          {simulator.Fault{Match: times(del, 1), Do: "html"}, incident.ProvenDead, 2},
		"throttled twice":                                 {simulator.Fault{Match: del, Do: "429"}, incident.FailedOutcome, 2},
		"no right to delete":                              {simulator.Fault{Match: del, Do: "no_right"}, incident.NotPermitted, 1},
		"refused as a service account's key":              {simulator.Fault{Match: del, Do: "refuse_service_key"}, incident.FailedOutcome, 1},
		"F007 F020 success claimed, nothing done":         {simulator.Fault{Match: del, Do: "say_deleted"}, incident.AcceptedUnproven, 1},
		"F010 a check that says yes to anything":          {simulator.Fault{Do: "say_yes"}, incident.AcceptedUnproven, 1},
		"the key comes back inside the window":            {simulator.Fault{Do: "flap", Seconds: 120}, incident.ProvenDead, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			r.fault(tc.fault)
			k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
			if got := k.Outcome(); got != tc.want {
				t.Errorf("outcome %q, want %q; marks %+v", got, tc.want, k.Marks)
			}
			if n := r.sent("DELETE", "/api_keys/"); n != tc.deletes {
				t.Errorf("%d deletes, want %d", n, tc.deletes)
			}
		})
	}
}

func times(m simulator.Match, n int) simulator.Match { m.Times = n; return m }

func TestF014ARevivedKeyReopensTheIncident(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Do: "revive", Seconds: 360})
	if got := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}}).Outcome(); got != incident.ProvenDead {
		t.Fatalf("outcome %q", got)
	}
	r.clock.Run(func() { _ = r.clock.Sleep(context.Background(), 12*time.Minute) })
	k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
	if got := k.Outcome(); got != incident.RevivedOutcome {
		t.Errorf("outcome %q after the later look", got)
	}
	if c, _ := k.Condition(); c != incident.IsAliveAgain {
		t.Errorf("condition %q", c)
	}
}

func TestF024AThrottledProbeIsNeverDeath(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Match: simulator.Match{Path: "/models", After: 5, For: 300}, Do: "429_html"})
	k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
	if got := k.Outcome(); got != incident.ProvenDead {
		t.Errorf("outcome %q", got)
	}
	if k.Proof.FirstRefused.Sub(epoch) < 5*time.Minute {
		t.Errorf("first refusal %s while every answer was a throttle", k.Proof.FirstRefused)
	}
	if n := r.sent("GET", "/models"); n > 120 {
		t.Errorf("%d polls in five minutes of throttling", n)
	}
}

func TestACutNetworkIsNotPolledFasterForAShortWindow(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.window = 300 * time.Millisecond
	r.fault(simulator.Fault{Match: simulator.Match{Path: "/models", After: 5, For: 60}, Do: "cut_before"})
	k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
	if got := k.Outcome(); got != incident.ProvenDead {
		t.Errorf("outcome %q", got)
	}
	if n := r.sent("GET", "/models"); n > 150 {
		t.Errorf("%d polls in a minute without a network", n)
	}
}

func TestF003APlanThatCannotBeWrittenCreatesNothing(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*rig){
		"no store named":            func(r *rig) { r.stores = nil },
		"the file does not hold it": func(r *rig) { _ = os.WriteFile(r.envFile, []byte("PORT=1\n"), 0o600) },
		"one of two is not there": func(r *rig) {
			r.stores = append(r.stores, "dotenv:"+filepath.Join(filepath.Dir(r.envFile), "absent.env"))
		},
		"the file has a second name": func(r *rig) { _ = os.Link(r.envFile, r.envFile+".twin") },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			spoil(r)
			k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRotate}})
			if n := r.sent("POST", "/api_keys"); n != 0 {
				t.Errorf("%d keys were created", n)
			}
			if k.Status(incident.StepRotate) != incident.StatusFailed {
				t.Errorf("rotate is %q: %+v", k.Status(incident.StepRotate), k.Marks[incident.StepRotate])
			}
		})
	}
}

func TestTheKeyStandsInNoFileOfTheIncident(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	old := r.leaked()
	k := r.run(&runbook.Policy{Approve: append(all(), runbook.ApproveContain), Strategy: incident.ContainFirst})
	parked, err := r.ring.Parking(r.dir).Get(context.Background(), k.Successor.Parked.File)
	if err != nil {
		t.Fatal(err)
	}
	secrets := map[string]providers.Secret{"leaked": old, "admin": r.server.Admins["openai"], "replacement": parked}
	base := filepath.Dir(r.dir)
	err = filepath.WalkDir(base, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == r.envFile {
			return err
		}
		text, err := os.ReadFile(path)
		for name, secret := range secrets {
			for _, form := range secret.Forms() {
				if bytes.Contains(text, form) {
					t.Errorf("%s key in %s", name, strings.TrimPrefix(path, base))
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestF002TheOldKeyStaysOpenHoweverMuchSucceededSince(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Match: simulator.Match{Method: "DELETE", Path: "/organization/projects"}, Do: "500"})
	policy := func() *runbook.Policy {
		return &runbook.Policy{Approve: append(all(), runbook.ApproveUsed), Strategy: incident.RotateFirst}
	}
	k := r.run(policy())
	if k.Status(incident.StepRotate) != incident.StatusDone {
		t.Fatalf("rotate is %q", k.Status(incident.StepRotate))
	}
	if open := r.engine.State().OpenSteps(k.Cred); !containsStep(open, incident.StepRevoke) {
		t.Errorf("revoke is not open: %v", open)
	}
	old, _ := r.world.KeyState("leaked")
	if err := r.world.ClearFaults(); err != nil {
		t.Fatal(err)
	}
	k = r.run(policy())
	op, _ := k.LastOp(incident.ActRevoke)
	if op.Intent.Record.ID != old.ID || k.Outcome() != incident.ProvenDead {
		t.Errorf("resumed on %q: outcome %q", op.Intent.Record.ID, k.Outcome())
	}
}

func TestF004AWriteThatOnlyClaimsToBeOneIsNotSuccess(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.lying = true
	k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRotate}})
	if f := k.Marks[incident.StepRotate].Failed; f == nil || f.Reason != incident.WhyOldValue {
		t.Errorf("rotate: %+v", k.Marks[incident.StepRotate])
	}
	if k.Status(incident.StepRotate) == incident.StatusDone {
		t.Error("rotate counts as done")
	}
}

func TestAResumeWithoutApprovalDeletesNoOrphan(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Match: simulator.Match{Method: "POST", Path: "/organization/projects", Times: 1}, Do: "cut_after"})
	r.open(0, false)
	stop := &stopAt{Policy: runbook.Policy{Approve: all(), Strategy: incident.RotateFirst}, name: runbook.Settle}
	if err := r.work(stop); err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
	before := r.mutations()
	r.run(&runbook.Policy{})
	if n := r.mutations(); n != before {
		t.Errorf("%d mutations without any approval", n-before)
	}
	if k, _ := r.engine.State().First(); k.Marks[incident.StepRotate].Failed == nil || k.Marks[incident.StepRotate].Failed.Reason != incident.WhyStray {
		t.Errorf("nobody says that a key stands there whose value is lost: %+v", k.Marks[incident.StepRotate].Failed)
	}
	k := r.run(&runbook.Policy{Approve: all(), Strategy: incident.RotateFirst})
	r.ledgerIsClean("after a creation that was cut off", k)
	if made := k.Ops[slices.IndexFunc(k.Ops, func(o incident.Op) bool { return o.Intent.Act == incident.ActCreate })]; made.Outcome == nil || made.Outcome.Result != incident.Undone {
		t.Errorf("the creation whose key was deleted as an orphan is told as %+v", made.Outcome)
	}
}

// stopAt ends a run where the policy would do the named thing.
type stopAt struct {
	runbook.Policy
	name runbook.Name
}

func (s *stopAt) Choose(st incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
	c := s.Policy.Choose(st, sit, actions)
	if c.Action != nil && c.Action.Name == s.name {
		return runbook.Choice{}
	}
	return c
}

func TestATransientFailureOfCreateIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"429", "503", "cut_before", "reset"} {
		t.Run(fault, func(t *testing.T) {
			r := newRig(t, small)
			r.fault(simulator.Fault{Match: simulator.Match{Method: "POST", Path: "/organization/projects", Times: 1}, Do: fault})
			k := r.run(&runbook.Policy{Approve: all()})
			if k.Status(incident.StepRotate) != incident.StatusDone {
				t.Errorf("rotate is %q: %+v", k.Status(incident.StepRotate), k.Marks[incident.StepRotate].Failed)
			}
		})
	}
}

func TestSilenceIsNoProof(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Match: simulator.Match{Path: "/models", After: 12, For: 400}, Do: "503"})
	k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
	if !k.Proof.Proven() || k.Proof.LastRefused.Sub(k.Proof.FirstRefused) > 2*time.Minute {
		t.Errorf("run from %s to %s with %d refusals", k.Proof.FirstRefused, k.Proof.LastRefused, k.Proof.Refusals)
	}
}

func TestAKeyThatOutlivesItsKillCanBeKilledAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Match: simulator.Match{Method: "DELETE", Times: 1}, Do: "say_deleted"})
	for n, want := range []incident.Outcome{incident.AcceptedUnproven, incident.ProvenDead} { // an approval each
		k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
		if got := r.sent("DELETE", "/api_keys/"); k.Outcome() != want || got != n+1 {
			t.Errorf("outcome %q after %d deletes", k.Outcome(), got)
		}
	}
}

func TestOtherCredentialsOfTheSameFileAreRelated(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	text, err := os.ReadFile(r.envFile)
	if err != nil {
		t.Fatal(err)
	}
	other := r.adapter().Decoy(providers.Credential{Kind: simulator.ProjectKey, Secret: r.leaked()}).Secret
	other.Expose(func(b []byte) { text = append(append(append(text, "SECOND_KEY="...), b...), '\n') })
	if err := os.WriteFile(r.envFile, text, 0o600); err != nil {
		t.Fatal(err)
	}
	k := r.run(&runbook.Policy{Search: []string{filepath.Dir(r.envFile)}})
	rows := 0
	for _, row := range k.Related {
		if row.Relation == providers.SameFile && row.Record.ID == r.engine.Fingerprint(other) {
			rows++
		}
	}
	if rows != 1 {
		t.Errorf("related: %+v", k.Related)
	}
}
