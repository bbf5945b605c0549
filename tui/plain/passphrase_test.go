package plain_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
)

// asking is a conversation outside an incident that is answered from a list.
func asking(t *testing.T, steps ...said) (*plain.Talk, *paper) {
	out := &paper{}
	in := &script{t: t, out: out, steps: steps}
	t.Cleanup(func() {
		if in.at != len(in.steps) && !in.lost {
			t.Errorf("%d of %d answers were asked for", in.at, len(in.steps))
		}
	})
	return plain.New(plain.Config{In: in, Out: out, Lang: words.English, Find: find}), out
}

func TestAPassphraseIsChosenTwiceAndNeverAWeakOne(t *testing.T) {
	talk, out := asking(t,
		said{want: "at least 12 characters", line: "hunter2"},
		said{want: "fewer than 12 characters", line: strings.Repeat("a", 20)},
		said{want: "One character over and over", unseen: newRig(t).leaked()},
		said{want: "This holds a key", line: "correct horse"},
		said{want: "Type it once more.", line: "correct house"},
		said{want: "The two differ", line: "correct horse"},
		said{want: "Type it once more.", line: "correct horse"},
	)
	got, err := talk.NewPassphrase()
	if err != nil || !got.Equal(providers.NewSecret([]byte("correct horse"))) {
		t.Errorf("%v", err)
	}
	if printed := out.String(); strings.Contains(printed, "horse") || strings.Contains(printed, "hunter2") {
		t.Errorf("it was shown:\n%s", printed)
	}
}

func TestAPassphraseThatWasChosenBeforeIsNotJudged(t *testing.T) {
	talk, _ := asking(t, said{want: "Type the passphrase chosen before", line: "hunter2"}, said{want: "That is not the passphrase", line: ""})
	if got, err := talk.Passphrase(false); err != nil || !got.Equal(providers.NewSecret([]byte("hunter2"))) {
		t.Errorf("%v", err)
	}
	if _, err := talk.Passphrase(true); !errors.Is(err, context.Canceled) {
		t.Errorf("an empty line: %v", err)
	}
}

func TestOnlyATypedYSaysYes(t *testing.T) {
	for answer, want := range map[string]bool{"y": true, "Y": true, "yes": true, "ya": true, "": false, "n": false, "yes please": false} {
		talk, _ := asking(t, said{want: "replace it", line: answer})
		if got := talk.Yes(t.Context(), words.English.ReplaceAdmin()); got != want {
			t.Errorf("%q: %v", answer, got)
		}
	}
	talk, _ := asking(t, said{want: "replace it", pasted: providers.NewSecret(slices.Repeat([]byte("y"), 50))}, said{want: "replace it", line: "y"})
	if !talk.Yes(t.Context(), words.English.ReplaceAdmin()) {
		t.Error("what was not shown is an answer")
	}
	talk, _ = asking(t)
	if talk.Yes(t.Context(), words.English.ReplaceAdmin()) {
		t.Error("the end of the input is a yes")
	}
}
