package plain_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/plain"

	"github.com/rivo/uniseg"
)

// kill leads to a revoked key, proven dead.
func (r *rig) kill() []said {
	return []said{
		{want: "What do we do first?", line: "1"},
		{want: "this cannot be undone type revoke", typed: r.phrase()},
		{want: "What next?", line: "1"},
		{want: "Is it really dead?", line: "1"},
	}
}

// whole is an incident from the decision to its close.
func (r *rig) whole() []said {
	return slices.Concat(r.kill(), []said{
		{want: "What next? 1 Proof of death (done)", line: "2"},
		{want: "Where does the new key go?", line: "1"},
		{want: "where is the key kept", line: "dotenv:" + r.env},
		{want: "Rotation plan", line: "1"},
		{want: "2 Only list models and call them", line: "2"},
		{want: "How long shall the new key live?", line: "2"},
		{want: `"expires_in_seconds":7776000`, line: "y"},
		{want: "What becomes of this related credential?", line: "3"},
		{want: "why does it stay", line: "its own service, never leaked"},
		{want: "who approves that", line: "platform lead"},
		{want: "What becomes of this related credential?", line: "4"},
		{want: "why does it stay", line: "other services"},
		{want: "who approves that", line: "platform lead"},
		{want: "What next?", line: "3"},
		{want: "Whose use was this?", line: "1"},
		{want: "Whose use was this?", line: "2"},
		{want: "Whose use was this?", line: "4"},
	})
}

func TestAPersonGetsFromTheDecisionToTheClose(t *testing.T) {
	r := newRig(t)
	k := r.hold(slices.Concat(r.whole(), []said{
		{want: "What next?", line: "4"},
		{want: "Where did it leak?", line: "1"},
		{want: "Since when, at the earliest?", line: "soon"},
		{want: "not a time", line: "3 days ago"},
		{want: "Who could read it there?", line: "everybody"},
		{want: "Where shall we search", line: filepath.Dir(r.env)},
		{want: "Where shall we search"},
		{want: "Where it was found", line: "1"},
		{want: "What next?", line: "5"},
		{want: "How and when did we learn of it?", line: "a mail at 02:50Z"},
		{want: "What should have found it?"},
		{want: "Which services use this key?", line: "b"},
		{want: "report written", line: "6"},
		{want: "Is everything done?", line: "y"},
	})...)
	if got := k.Outcome(); got != incident.ProvenDead {
		t.Errorf("outcome %q", got)
	}
	if !k.Successor.Done() {
		t.Errorf("successor %+v", k.Successor)
	}
	for _, row := range k.Related {
		if row.Decision != incident.KeptD || row.Approver.IsEmpty() || row.Reason.IsEmpty() {
			t.Errorf("related %s: %+v", row.ID, row)
		}
	}
	s := r.engine.State()
	if s.Closing == nil || len(s.Reports) != 1 {
		t.Errorf("closing %+v, reports %d", s.Closing, len(s.Reports))
	}
	if a, ok := s.Answer(incident.AskExposedSince, ""); !ok || !a.Time.Equal(time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)) && a.Time.Sub(time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)) > 10*time.Minute {
		t.Errorf("exposed since %+v", a)
	}
	if r.talk.Ended() {
		t.Error("the end of the incident counts as the end of the input")
	}
	r.clean()
}

// clean holds what was printed to the rules of plain mode, and looks for secrets in it and in
// every file of the incident.
func (r *rig) clean() {
	r.t.Helper()
	printed := r.out.String()
	for _, c := range printed {
		if c != '\n' && (c < ' ' || c > '~') {
			r.t.Fatalf("F030 a character that is no word: %q in %q", c, printed[max(0, strings.IndexRune(printed, c)-40):][:60])
		}
	}
	for line := range strings.Lines(printed) {
		if w := uniseg.StringWidth(strings.TrimRight(line, "\n")); w > words.Width && !strings.Contains(line, ": ") {
			r.t.Errorf("%d columns: %q", w, line)
		}
	}
	secrets := map[string]providers.Secret{"leaked": r.leaked(), "admin": r.server.Admins["openai"]}
	if k, _ := r.engine.State().First(); k.Successor.Parked != nil {
		value, err := r.ring.Parking(r.dir).Get(r.t.Context(), k.Successor.Parked.File)
		if err != nil {
			r.t.Fatal(err)
		}
		secrets["new"] = value
	}
	r.lacks(secrets, "the conversation", []byte(printed))
	base := filepath.Dir(r.dir)
	err := filepath.WalkDir(base, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == r.env {
			return err
		}
		text, err := os.ReadFile(path)
		r.lacks(secrets, strings.TrimPrefix(path, base), text)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) lacks(secrets map[string]providers.Secret, where string, text []byte) {
	r.t.Helper()
	for name, secret := range secrets {
		for _, form := range secret.Forms() {
			if bytes.Contains(text, form) {
				r.t.Errorf("%s key in %s", name, where)
			}
		}
	}
}

func TestEnterAloneNeverActs(t *testing.T) {
	r := newRig(t)
	r.stores = []string{"dotenv:" + r.env}
	r.hold(slices.Repeat([]said{{}}, 60)...)
	if n := r.mutations(); n != 0 {
		t.Errorf("%d mutations by enter alone", n)
	}
}

func TestF025APasteOfSeveralLinesAnswersNothing(t *testing.T) {
	r := newRig(t)
	paste := []string{"B", "o", "q", "1", "y", r.phrase()}
	k := r.hold(
		said{want: "What do we do first?", many: paste},
		said{want: "A paste is no answer here", many: []string{"1", r.phrase()}},
		said{want: "A paste is no answer here", many: []string{"B", "o", "q", "1", "y"}},
		said{want: "Several lines came at once", line: "1"},
		said{want: "type revoke", typed: "revoke 0000"},
		said{want: "Nothing was sent.", typed: ""},
		said{want: "What next?", many: paste},
		said{want: "A paste is no answer here", line: "q"},
	)
	if n := r.mutations(); n != 0 || k.Decided == nil || k.Decided.Choice != incident.RevokeFirst {
		t.Errorf("%d mutations, decided %+v", n, k.Decided)
	}
}

func TestF033TheEndOfInputStopsAtEveryQuestion(t *testing.T) {
	whole := newRig(t).whole()
	for n := range whole {
		r := newRig(t)
		r.hold(r.whole()[:n]...)
		if !r.talk.Ended() {
			t.Fatalf("after %d answers the end of input was not seen", n)
		}
		printed := r.out.String()
		prompt := strings.LastIndex(printed, ": ")
		if lines := strings.Count(printed[prompt:], "\n"); lines > 3 || !strings.Contains(flat(printed), "firebreak resume INC-20261123-talk") {
			t.Errorf("after %d answers: %d lines: %q", n, lines, printed[prompt:])
		}
	}
}

func TestF018AClaimByHandIsProvenByTheProbeOnly(t *testing.T) {
	r := newRig(t)
	r.noAdmin = true
	k := r.hold(
		said{want: "Who can kill it?", line: "2"},
		said{want: "Copy these lines; they hold no key:", line: "1"},
		said{want: "https://platform.openai.com/", line: "deleted in the console"},
		said{want: "The watch goes on", line: "1"},
		said{want: "still accepted", line: "1"},
		said{want: "The key is still accepted.", line: "q"},
	)
	if k.Proof.Proven() || k.Outcome() != incident.AcceptedUnproven {
		t.Errorf("outcome %q", k.Outcome())
	}
	if !strings.Contains(flat(r.out.String()), "03:00:00Z probe: 200, alive: the key works") {
		t.Error("that it still answers is not said")
	}
	if !slices.Contains(r.engine.State().OpenSteps(k.Cred), incident.StepProve) {
		t.Error("the proof is not open")
	}
}

func TestAnAdminKeyIsTypedUnseenForTheRun(t *testing.T) {
	r := newRig(t)
	r.noAdmin = true
	k := r.hold(
		said{want: "Who can kill it?", line: "3"},
		said{want: "nothing is shown", unseen: r.leaked()},
		said{want: "The admin key given here is the leaked key itself.", line: "3"},
		said{want: "nothing is shown", unseen: r.server.Admins["openai"]},
		said{want: "What do we do first?", line: "q"},
	)
	if k.Record() == nil {
		t.Error("the record was not found with the typed key")
	}
	r.clean()
}

func TestAnAnswerThatHoldsAKeyIsNotKept(t *testing.T) {
	r := newRig(t)
	note := ""
	r.leaked().Expose(func(b []byte) { note = "decided by ana, it was " + string(b) })
	r.hold(
		said{want: "What do we do first?", line: "4"},
		said{want: "who decided that", line: note},
		said{want: "looks like a key: it was not shown and not taken.", line: "ana: the demo runs until noon"},
		said{want: "What next?", line: "q"},
	)
	r.clean()
}

func TestAKeyPastedAtAnyVisibleFieldIsNotShown(t *testing.T) {
	r := newRig(t)
	key := ""
	r.leaked().Expose(func(b []byte) { key = string(b) })
	k := r.hold(
		said{want: "What do we do first?", pasted: r.leaked()},
		said{want: "A paste is no answer here", line: "4"},
		said{want: "who decided that", pasted: r.leaked()},
		said{want: "looks like a key", line: "b"},
		said{want: "What do we do first?", line: "1"},
		said{want: "type revoke", pasted: r.leaked()},
		said{want: "Type it, then press enter by itself.", pasted: providers.NewSecret([]byte(r.phrase()))},
		said{want: "That was pasted: nothing was sent.", typed: key},
		said{want: "That was pasted: nothing was sent.", typed: ""},
		said{want: "What next?", line: "q"},
	)
	if n := r.mutations(); n != 0 || k.Decided == nil {
		t.Errorf("%d mutations, decided %+v", n, k.Decided)
	}
	r.clean()
}

func TestTheLettersWorkAtTheFirstQuestion(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		steps []said
		ended bool
	}{
		{[]said{{want: "nothing is shown", line: "?"}, {want: "At every question", line: "b"}, {want: "first question; q leaves", line: "q"}}, false},
		{[]said{{want: "nothing is shown", line: "Q"}}, false},
	} {
		r.out = &paper{}
		input := &script{t: t, out: r.out, steps: c.steps}
		talk := plain.New(plain.Config{In: input, Out: r.out, Find: find})
		if _, _, ok := talk.Paste(t.Context()); ok || talk.Ended() != c.ended || input.at != len(c.steps) {
			t.Errorf("%d of %d answers, ok %v, ended %v:\n%s", input.at, len(c.steps), ok, talk.Ended(), r.out)
		}
	}
}

func TestAMistypedStoreIsTakenOffTheList(t *testing.T) {
	r := newRig(t)
	other := filepath.Join(filepath.Dir(r.env), "other.env")
	if err := os.WriteFile(other, []byte("PORT=2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.stores = []string{"dotenv:" + other, "dotenv:" + r.env, "dotenv:" + r.env + ".oops"}
	k := r.hold(slices.Concat(r.kill(), []said{
		{want: "What next?", line: "2"},
		{want: "stores dotenv:", line: "1"},
		{want: ".oops: no file of that name is there.", line: "3"},
		{want: "does not hold this key.", line: "3"},
		{want: "Rotation plan", line: "b"},
		{want: "What next?", line: "q"},
	})...)
	if n := k.Successor; len(n.Places) != 1 || n.Places[0].Store != "dotenv:"+r.env || len(n.Holders) != 0 {
		t.Errorf("places %+v, beside %+v", n.Places, n.Holders)
	}
}

func TestWithoutTheKeyNothingIsClaimedOfIt(t *testing.T) {
	r := newRig(t)
	r.hold(r.kill()[:2]...)
	r.hold(
		said{want: "This needs the leaked key", line: "b"},
		said{want: "not looked at in this run: it needs the key; last answer 03:00:", line: "q"},
	)
	if strings.Contains(flat(r.out.String()[strings.LastIndex(r.out.String(), "This needs"):]), "still accepted") {
		t.Error("nothing was probed, and it is called accepted")
	}
}

func TestAStepThatWasLeftOutIsTakenUpAgain(t *testing.T) {
	r := newRig(t)
	r.stores = []string{"dotenv:" + r.env}
	k := r.hold(slices.Concat(r.kill(), []said{
		{want: "What next?", line: "2"},
		{want: "Where does the new key go?", line: "5"},
		{want: "why is it left out", line: "no time tonight"},
		{want: "(left out)", line: "2"},
		{want: "This was left out. What next?", line: "2"},
		{want: "Where does the new key go?", line: "1"},
		{want: "Rotation plan", line: "q"},
	})...)
	if got := k.Status(incident.StepRotate); got != incident.StatusOpen {
		t.Errorf("rotate is %q", got)
	}
}

func TestAnOrderThatWasPutOffIsAskedForAgain(t *testing.T) {
	r := newRig(t)
	r.hold(
		said{want: "What do we do first?", line: "4"},
		said{want: "who decided that", line: "ana: the demo runs until noon"},
		said{want: "What next?", line: "q"},
	)
	r.clock.Run(func() { _ = r.clock.Sleep(t.Context(), 11*time.Minute) })
	r.hold(
		said{want: "put off for 10 min: ana: the demo runs until noon. ", line: "b"},
		said{want: "What next?", line: "q"},
	)
}

func TestAPlaceWrittenByHandCountsOnceItIsReadBack(t *testing.T) {
	r := newRig(t)
	r.stores = []string{"dotenv:" + r.env}
	k := r.hold(slices.Concat(r.kill(), []said{
		{want: "What next?", line: "2"},
		{want: "Where does the new key go?", line: "1"},
		{want: "Rotation plan", line: "2"},
		{want: "What may the new key do?", line: "3"},
		{want: "such as api.model.read", line: "no; such"},
		{want: "takes no such scopes for a new key", line: "api.model.read api.model.request"},
		{want: "How long shall the new key live?", line: "2"},
		{want: "type y to send it", line: "y"},
		{want: "Write it now?", line: "2"},
		{want: "what was done", line: "put it there from the console"},
		{want: "not confirmed everywhere", line: "q"},
	})...)
	if k.Successor.Done() || k.Status(incident.StepRotate) == incident.StatusDone {
		t.Errorf("a claim counts as done: %+v", k.Successor.Places)
	}
	if op, _ := k.LastOp(incident.ActCreate); len(op.Intent.Scopes) != 2 {
		t.Errorf("scopes %v", op.Intent.Scopes)
	}
}

func TestAnUnknownEndIsReadBeforeAnythingElse(t *testing.T) {
	r := newRig(t)
	if err := r.world.AddFault(simulator.Fault{Match: simulator.Match{Method: "DELETE", Path: "/organization/projects/{project_id}/api_keys/{key_id}", Times: 1}, Do: "cut_after"}); err != nil {
		t.Fatal(err)
	}
	k := r.hold(
		said{want: "What do we do first?", line: "1"},
		said{want: "type revoke", typed: r.phrase()},
		said{want: "Was it revoked? ", line: "1"},
		said{want: "Is it really dead?", line: "1"},
		said{want: "proven dead at", line: "q"},
	)
	if k.Outcome() != incident.ProvenDead {
		t.Errorf("outcome %q", k.Outcome())
	}
}

func TestAContainmentShowsItsUndoAndIsLiftedAgain(t *testing.T) {
	r := newRig(t)
	k := r.hold(
		said{want: "What do we do first?", line: "2"},
		said{want: "Limit it first?", line: "1"},
		said{want: "can be undone", line: ""},
		said{want: "Nothing was sent.", line: "1"},
		said{want: "can be undone", line: "y"},
		said{want: "Lift the limit that we set", line: "5"},
		said{want: "Lift the limit that we set?", line: "1"},
		said{want: "type y to send it", line: "y"},
		said{want: "What next?", line: "q"},
	)
	if len(k.Limits()) != 0 || len(k.Ops) != 2 {
		t.Errorf("%d limits stand, %d requests", len(k.Limits()), len(k.Ops))
	}
}

func TestSomebodyWhoComesBackIsAskedForTheSameKey(t *testing.T) {
	r := newRig(t)
	r.hold(r.kill()[:2]...)
	k := r.hold(
		said{want: "This needs the leaked key", unseen: r.other()},
		said{want: "This is another key", unseen: r.leaked()},
		said{want: "It is the same key", line: "?"},
		said{want: "Earlier runs, by the journal (changes, and what was read)", line: "1"},
		said{want: "Is it really dead?", line: "1"},
		said{want: "proven dead at", line: "q"},
	)
	if told := flat(r.out.String()); !strings.Contains(told, "about to revoke the key, DELETE") {
		t.Error("what was sent before the break is not told")
	}
	if k.Outcome() != incident.ProvenDead {
		t.Errorf("outcome %q", k.Outcome())
	}
}

// other is a key of the same kind that is not the incident's.
func (r *rig) other() providers.Secret {
	return r.adapter().Decoy(providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}).Secret
}

func TestIndonesianAsksTheSameQuestions(t *testing.T) {
	r := newRig(t)
	r.lang = words.Indonesian
	k := r.hold(
		said{want: "Apa yang kita lakukan dulu?", line: "1"},
		said{want: "ketik revoke", typed: r.phrase()},
		said{want: "Apa berikutnya?", line: "?"},
		said{want: "Apa berikutnya?", line: "q"},
		said{want: "Pantauan berhenti", line: "y"},
	)
	if k.Accepted().IsZero() {
		t.Error("the revocation was not accepted")
	}
}

// deleteElsewhere deletes the leaked key's record as somebody else would.
func (r *rig) deleteElsewhere() {
	r.t.Helper()
	key, _ := r.world.KeyState("leaked")
	req, err := http.NewRequest(http.MethodDelete, r.server.Bases["openai"]+"/organization/projects/"+key.Project+"/api_keys/"+key.ID, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	r.server.Admins["openai"].Expose(func(b []byte) { req.Header.Set("Authorization", "Bearer "+string(b)) })
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	_ = res.Body.Close()
	r.clock.Run(func() { _ = r.clock.Sleep(context.Background(), time.Minute) })
}

func TestAKeyRefusedAtOnceHasAQuestionOfItsOwn(t *testing.T) {
	r := newRig(t)
	r.deleteElsewhere()
	k := r.hold(
		said{want: "Refused. Dead, or not the whole key?", line: "2"},
		said{want: "(not now: ", line: "4"},
		said{want: "false alarm", line: ""},
		said{want: "Refused. Dead, or not the whole key?", line: "3"},
		said{want: "What next?", line: "q"},
		said{want: "The watch stops", line: "y"},
	)
	if n := r.mutations(); n != 1 { // the one made elsewhere
		t.Errorf("%d mutations", n)
	}
	if k.Outcome() != incident.NotAccepted {
		t.Errorf("outcome %q", k.Outcome())
	}
}

func TestADryRunIsTalkedThroughAndSendsNothing(t *testing.T) {
	r := newRig(t)
	r.mode = incident.DryRun
	k := r.hold(
		said{want: "What do we do first?", line: "1"},
		said{want: "Dry run: reads are real", typed: r.phrase()},
		said{want: "What next?", line: "q"},
	)
	if n := r.mutations(); n != 0 || k.Outcome() != incident.WithheldOutcome {
		t.Errorf("%d mutations, outcome %q", n, k.Outcome())
	}
}
