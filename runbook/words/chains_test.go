package words

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// pair is an incident on a dead key and one that lives.
func pair() incident.State {
	event := func(d time.Duration, cred string, t incident.Type, data any) incident.Event {
		text, err := json.Marshal(data)
		if err != nil {
			panic(err)
		}
		return incident.Event{At: at(d), Type: t, Cred: cred, Step: incident.StepValidate, Data: text}
	}
	return incident.Fold([]incident.Event{
		event(0, "c1", incident.Identified, incident.IdentifiedData{Kind: "openai/project-key", Last4: "4fQ2", Fingerprint: "a", Together: 2}),
		event(1, "c2", incident.Identified, incident.IdentifiedData{Kind: "aws/access-key-id", Last4: "7QXA", Fingerprint: "b", Together: 2}),
		event(2, "c1", incident.Validated, incident.Verdict{Life: providers.Dead, Reason: providers.ReasonInvalid, At: at(2)}),
		event(3, "c2", incident.Validated, incident.Verdict{Life: providers.Alive, At: at(3)}),
	})
}

func TestEveryKeyOfAnIncidentIsSaidTheMostDangerousFirst(t *testing.T) {
	s := pair()
	for _, l := range Langs {
		status := l.Status(s, start.Add(time.Minute), true)
		summary := l.Summary(s, "")
		for what, lines := range map[string][]string{"status": status[1:3], "summary": summary[:1], "open": summary[1:2], "close": l.CloseNeedsReason(s)[:1]} {
			text := strings.Join(lines, "\n")
			alive, dead := strings.Index(text, "7QXA"), strings.Index(text, "4fQ2")
			if alive < 0 || dead < 0 || what != "close" && alive > dead {
				t.Errorf("%s: %q", what, text)
			}
		}
		if len(status) != 4 || !strings.Contains(status[0], l.AliveOf(1, 2)) {
			t.Errorf("%q", status)
		}
	}
}

func TestWhatStandsForManyKeysIsCounted(t *testing.T) {
	s := pair()
	for range mostKeys {
		s.Order = append(s.Order, "c1")
	}
	if lines := English.Status(s, start, true); len(lines) != mostKeys+3 || !strings.Contains(lines[mostKeys+1], "2 keys") {
		t.Errorf("%q", lines)
	}
}

func TestOfASecretThatNoCallShowsItIsSaidWhatToDo(t *testing.T) {
	row := incident.RelatedRow{RelatedData: incident.RelatedData{ID: "acme/site/TOKEN", Relation: providers.WithinReach, Record: &incident.Record{ID: "acme/site/TOKEN"}}}
	for _, l := range Langs {
		want := l.unseenValue(row)
		parts := l.RelatedParts(row)
		if lines := l.RelatedLines(row); want == "" || lines[len(lines)-1] != want || parts[len(parts)-1].Text != want {
			t.Errorf("said %q, in parts %+v", lines, parts)
		}
		done, owned := row, row
		done.Decision, owned.Relation = incident.RotatedD, providers.SameOwner
		if l.unseenValue(done) != "" || l.unseenValue(owned) != "" {
			t.Error("said of another one, or of one that was decided on")
		}
	}
}
