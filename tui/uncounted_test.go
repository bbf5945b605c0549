package tui

import (
	"strings"
	"testing"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// A vendor that counts no requests has none in its list: what is not counted is not zero.
func TestUseWithoutACountOfRequestsIsListedByItsTokens(t *testing.T) {
	u := sampleUsage()
	u.Total.Uncounted = true
	for i := range u.Groups {
		u.Groups[i].Requests, u.Groups[i].Uncounted = 0, true
	}
	for _, wide := range []int{80, 120} {
		g := dead(t).fetched(u).open(nil).put(newReview)
		g.size(wide, 40)
		g.shows("tokens")
		g.shows(words.English.Tokens(u.Groups[0].In + u.Groups[0].Out))
		for _, line := range strings.Split(g.frame(), "\n") {
			if strings.Contains(line, "verdict") && strings.Contains(line, "requests") {
				t.Errorf("at %d columns: %q", wide, line)
			}
		}
	}
	u = incident.FetchedData{}
	if got := weighed(u, [6]string{"a", "b", "7", "9", "c", "d"}); got[2] != "7" || got[3] != "9" {
		t.Errorf("counted requests give way: %v", got)
	}
}
