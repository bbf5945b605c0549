package incident

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"firebreak/providers"
)

// payloads maps the events of version 1 to the structs that read them.
var payloads = map[Type]func() any{
	Opened: func() any { return new(OpenedData) }, Resumed: func() any { return new(ResumedData) }, Identified: func() any { return new(IdentifiedData) },
	Validated: func() any { return new(ValidatedData) }, Located: func() any { return new(LocatedData) }, ForecastSaved: func() any { return new(ForecastData) },
	Decided: func() any { return new(DecidedData) }, Intended: func() any { return new(IntentData) }, Concluded: func() any { return new(OutcomeData) },
	Probed: func() any { return new(ProbeData) }, StateSeen: func() any { return new(StateData) }, UsageFetched: func() any { return new(FetchedData) },
	StoreFound: func() any { return new(Place) }, Parked: func() any { return new(ParkedData) }, Created: func() any { return new(CreatedData) },
	Written: func() any { return new(Place) }, Verified: func() any { return new(VerifiedData) }, Related: func() any { return new(RelatedData) },
	ReportWritten: func() any { return new(ReportData) }, LookDue: func() any { return new(LookData) },
}

// TestAJournalOfVersion1StaysReadable holds a journal that was written once against the
// vocabulary of today: every field of it must still have its place, and add up to the same.
func TestAJournalOfVersion1StaysReadable(t *testing.T) {
	text, err := os.ReadFile("testdata/journal-v1.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var s State
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		e, err := Parse(lines.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if into, ok := payloads[e.Type]; ok {
			d := json.NewDecoder(bytes.NewReader(e.Data))
			d.DisallowUnknownFields()
			if err := d.Decode(into()); err != nil {
				t.Errorf("event %d, %s: %v", e.Seq, e.Type, err)
			}
		}
		s.Apply(e)
	}
	k, _ := s.First()
	if s.Damaged != 0 || s.Seq != 59 || s.Ops != 5 {
		t.Errorf("damaged %d, events %d, ops %d", s.Damaged, s.Seq, s.Ops)
	}
	if k.Outcome() != ProvenDead || !k.Successor.Done() || len(k.Looks) != 2 || len(k.Limits()) != 0 || k.Located.Strength != providers.MaskAndUse {
		t.Errorf("outcome %q, successor %+v", k.Outcome(), k.Successor)
	}
	if open := s.OpenSteps(k.Cred); len(open) != 0 {
		t.Errorf("open steps %v", open)
	}
}
