package plain_test

import (
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/tui/plain"
)

// masked opens the incident on what an alert shows of the key.
func masked(r *rig) {
	r.leak = func(f *identify.Finding) {
		f.Credential.Secret, f.Confidence, f.Why, f.Ending = providers.Secret{}, identify.Low, identify.WhyMasked, r.last4()
	}
}

// baited opens it on a value that is filled as examples are.
func baited(r *rig) {
	r.leak = func(f *identify.Finding) { f.Confidence, f.Why = identify.Low, identify.WhyDecoy }
}

func (r *rig) sent(method, part string) (n int) {
	for _, q := range r.world.Requests() {
		if q.Method == method && strings.Contains(q.Path, part) {
			n++
		}
	}
	return n
}

func TestAMaskedKeyIsRevokedByItsEndingAndStaysUnproven(t *testing.T) {
	r := newRig(t)
	masked(r)
	k := r.hold(
		said{want: "unseen:"}, // on coming back the whole key is asked for
		said{want: "not checked: only its ending is known", line: "1"},
		said{want: "this cannot be undone type revoke", typed: r.phrase()},
		said{want: "What next?", line: "1"},
		said{want: "record: gone, 03:00:00Z 1 Leave it out", line: "q"},
	)
	if got := k.Outcome(); got != incident.AcceptedUnproven {
		t.Errorf("outcome %q", got)
	}
	if n := r.sent("GET", "/models"); n != 0 {
		t.Errorf("%d probes of a key whose value is not known", n)
	}
	r.hold(said{want: "nobody here has a value to prove dead.", line: "q"}) // and is not asked for any more
	r.clean()
}

func TestTheWholeOfAMaskedKeyIsTakenBeforeItIsRevoked(t *testing.T) {
	r := newRig(t)
	masked(r)
	r.noAdmin = true
	r.hold(
		said{want: "unseen:"},
		said{want: "4 I have the whole key", line: "q"},
	)
	r.noAdmin = false
	k := r.hold(slices.Concat([]said{{want: "unseen:", unseen: r.leaked()}}, r.kill(), []said{{want: "What next?", line: "q"}})...)
	if got := k.Outcome(); got != incident.ProvenDead {
		t.Errorf("outcome %q", got)
	}
	r.clean()
}

func TestOfSeveralRecordsThatEndAlikeNoneIsTaken(t *testing.T) {
	r := newRig(t)
	masked(r)
	if err := r.world.AddFault(simulator.Fault{Do: "same_mask"}); err != nil {
		t.Fatal(err)
	}
	r.hold(
		said{want: "unseen:"},
		said{want: "Who can kill it?", line: "q"},
	)
	if n := r.mutations(); n != 0 {
		t.Errorf("%d mutations", n)
	}
}

func TestF072BaitIsNotUsedBeforeThatWasAgreedTo(t *testing.T) {
	r := newRig(t)
	baited(r)
	r.hold(
		said{want: "Use this key? It may be bait", line: ""},
		said{want: "is not a choice", line: "1"},
		said{want: "What next?", line: "1"},
		said{want: "Use this key? It may be bait", line: "3"},
		said{want: "press enter to stay", line: ""},
		said{want: "Use this key? It may be bait", line: "q"},
	)
	if n := len(r.world.Requests()); n != 0 {
		t.Fatalf("%d requests", n)
	}
	k := r.hold(slices.Concat([]said{{want: "Use this key? It may be bait", line: "2"}, {want: "unseen:", unseen: r.leaked()}}, r.kill(),
		[]said{{want: "What next?", line: "q"}})...)
	if got := k.Outcome(); got != incident.ProvenDead {
		t.Errorf("outcome %q", got)
	}
	r.clean()
}

func TestAFalseAlarmEndsAnIncidentOverAnExample(t *testing.T) {
	r := newRig(t)
	baited(r)
	r.hold(said{want: "Use this key? It may be bait", line: "3"}, said{want: "press enter to stay", line: "y"})
	if s := r.engine.State(); s.Closing == nil || len(r.world.Requests()) != 0 {
		t.Errorf("closing %+v after %d requests", s.Closing, len(r.world.Requests()))
	}
}

func TestWhatStandsForAKeyIsSaidBeforeAnythingIsAsked(t *testing.T) {
	kind := providers.Kind("openai/service-account-key")
	for name, c := range map[string]struct {
		told incident.IdentifiedData
		want string
	}{
		"a masked key": {incident.IdentifiedData{Kind: kind, Last4: "4fQ2", Why: "masked", Masked: true}, "go on by its ending"},
		"an example":   {incident.IdentifiedData{Kind: kind, Last4: "4fQ2", Why: "decoy"}, "a question comes first. press enter to open an incident"},
	} {
		out := &paper{}
		input := &script{t: t, out: out, steps: []said{{want: "unseen:", line: "sk-...4fQ2"}, {want: c.want}}}
		talk := plain.New(plain.Config{In: input, Out: out, Lang: "en", Find: find,
			TakeIn: func([]byte) ([]runbook.Found, runbook.Shape) { return []runbook.Found{{Told: c.told}}, runbook.Shape{} }})
		found, _, ok := talk.Paste(t.Context())
		if !ok || !talk.Agree(t.Context(), incident.Live, found[0].Told) {
			t.Errorf("%s:\n%s", name, out)
		}
	}
}

func TestAPasteIsAnAnswerWhereTextIsAskedForAndAMaskedKeyMayBeInIt(t *testing.T) {
	r := newRig(t)
	note := "ana, for sk-" + "proj-..." + r.last4()
	k := r.hold(
		said{want: "What do we do first?", line: "4"},
		said{want: "who decided that", pasted: providers.NewSecret([]byte(note))},
		said{want: "What next?", line: "q"},
	)
	if k.Decided == nil || k.Decided.Note.Line(80) != note {
		t.Errorf("decided %+v", k.Decided)
	}
	if !strings.Contains(r.out.String(), note) {
		t.Error("it was not shown")
	}
}
