package words

import (
	"testing"
	"time"
)

func TestTimesAreReadAsPeopleWriteThem(t *testing.T) {
	now := time.Date(2026, 11, 23, 3, 12, 7, 0, time.UTC)
	for text, want := range map[string]string{
		"2026-11-12": "2026-11-12T00:00:00Z", "2026-11-12 09:40": "2026-11-12T09:40:00Z", "2026-11-12 09:40Z": "2026-11-12T09:40:00Z",
		"2026-11-12T16:40:00+07:00": "2026-11-12T09:40:00Z", "11 days ago": "2026-11-12T03:12:00Z", "11 hari lalu": "2026-11-12T03:12:00Z",
		"90 min ago": "2026-11-23T01:42:00Z", "2 h": "2026-11-23T01:12:00Z", "yesterday": "2026-11-22T00:00:00Z", "Kemarin": "2026-11-22T00:00:00Z",
		"soon": "", "": "", "12.11.": "", "999999 months ago": "", "ago": "", "-3 days ago": "", "3 parsecs ago": "",
	} {
		at, ok := ParseTime(text, now)
		got := ""
		if ok {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}
