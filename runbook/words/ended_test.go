package words

import (
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestTheReviewFindsWhoEndedTheKey(t *testing.T) {
	at := time.Date(2026, 11, 26, 10, 23, 53, 0, time.UTC)
	u := incident.FetchedData{EndedBy: &incident.Admin{At: at, Type: "api_key.deleted", Actor: providers.FromOutside("budi@example.test")}}
	for l, want := range map[Lang]string{
		English:    "this key was ended 2026-11-26T10:23:53Z by budi@example.test",
		Indonesian: "kunci ini diakhiri 2026-11-26T10:23:53Z oleh budi@example.test",
	} {
		if got := l.UseParts(u, "OpenAI")[0]; got.Text != want || !got.Caution {
			t.Errorf("on the screen %q, want %q", got.Text, want)
		}
		found := pick(l, "found: ", "ditemukan: ")
		if !slices.Contains(l.ReviewLines(u, "OpenAI"), "  "+found+want) {
			t.Errorf("the lines lack %q", want)
		}
	}
}

func TestAChartMarksAKeyThatWasFoundGoneAsThat(t *testing.T) {
	at := time.Date(2026, 11, 26, 10, 27, 19, 0, time.UTC)
	for l, want := range map[Lang][2]string{
		English:    {"2 min a cell; revoked 10:27Z", "2 min a cell; found gone 10:27Z"},
		Indonesian: {"2 mnt per sel; dicabut 10:27Z", "2 mnt per sel; sudah tidak ada 10:27Z"},
	} {
		for i, found := range []bool{false, true} {
			if got := l.ChartNotes(2*time.Minute, at, found, at)[0]; got != want[i] {
				t.Errorf("%q, want %q", got, want[i])
			}
		}
	}
}
