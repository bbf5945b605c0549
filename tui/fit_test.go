package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// fitted lays rows out without colour.
func fitted(rows []row, w, h int) (string, bool) {
	p := newPaper(theme{}, words.English, w, rows)
	lines, left := p.fit(rows, h)
	return plainly(strings.Join(lines, "\n")), left
}

var decision = []row{
	fact("alive", "200 at 03:12:07Z", "200 at 03:12:07Z, organisation acme, which was asked with the pasted key itself and nothing else", 9),
	fact("record", "", "1 of 41 keys: docs-bot-prod", 8),
	fact("usual", "", "about 200 requests an hour", 3),
	fact("saved", "", "record and usage", 1),
	blank(),
	choice("Revoke now", "stops the thief in about 1 min, docs-bot fails about 4 min", true, ""),
	choice("Contain first", "a limit that can be undone", false, ""),
	choice("Rotate first", "no outage", false, "no store was named"),
	choice("Not now", "write who decided", false, ""),
	text("why: it burns money faster than the outage costs"),
}

func TestRoomGoesToChoicesThenToFactsByWeight(t *testing.T) {
	full, left := fitted(decision, 79, 20)
	if left || !strings.Contains(full, "nothing else") {
		t.Errorf("with room something is left out:\n%s", full)
	}
	for h := 12; h >= 5; h-- {
		got, left := fitted(decision, 79, h)
		if n := strings.Count(got, "\n") + 1; n > h {
			t.Errorf("%d lines in %d:\n%s", n, h, got)
		}
		for _, want := range []string{"> Revoke now", "stops the thief", "Contain first", "Rotate first", "Not now"} {
			if !strings.Contains(got, want) {
				t.Errorf("%d lines lack %q:\n%s", h, want, got)
			}
		}
		if strings.Contains(got, "saved") && !strings.Contains(got, "record") {
			t.Errorf("a lighter fact stayed:\n%s", got)
		}
		if h < 9 && !left {
			t.Errorf("%d lines: nobody says that something is left out", h)
		}
	}
}

func TestANarrowBodyPutsTheConsequenceBelow(t *testing.T) {
	got, _ := fitted(decision, 44, 30)
	if !strings.Contains(got, " > Revoke now\n     stops the thief in about 1 min,") {
		t.Errorf("got:\n%s", got)
	}
	for _, line := range strings.Split(got, "\n") {
		if width(line) > 44 {
			t.Errorf("too wide: %q", line)
		}
	}
}

func TestAChoiceInATightBodySaysInOneLineWhatItLeadsTo(t *testing.T) {
	rows := []row{choice("Revoke now", "ends it", true, ""), choice("Contain first", "a limit that can be undone; it stops docs-bot as well", false, ""),
		choice("Not now", "write who decided and why; asked again later", false, "")}
	rows[2].short = "asked again later"
	p := newPaper(theme{}, words.English, 50, rows)
	want := []string{" > Revoke now     ends it", "   Contain first  a limit that can be undone …", "   Not now        asked again later"}
	lines, _ := p.fit(rows, 3)
	if got := strings.Split(plainly(strings.Join(lines, "\n")), "\n"); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestAChoiceThatIsOffSaysWhy(t *testing.T) {
	got, _ := fitted(decision, 79, 30)
	if !strings.Contains(got, "Rotate first   not now: no store was named") {
		t.Errorf("got:\n%s", got)
	}
}

func TestAddressesAreWrappedAndNeverCut(t *testing.T) {
	long := "DELETE https://api.openai.com/v1/organization/projects/proj_8sK2nQ/api_keys/key_7HqW2mXv9LcA"
	for w := 20; w < 90; w += 7 {
		got, _ := fitted([]row{address("sends", long)}, w, 2)
		joined := ""
		for _, line := range strings.Split(got, "\n") {
			joined += strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "sends"))
		}
		all, _ := fitted([]row{address("sends", long)}, w, 40)
		joined = ""
		for _, line := range strings.Split(all, "\n") {
			joined += strings.TrimPrefix(strings.TrimSpace(line), "sends  ")
		}
		if joined != long && strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(long, " ", "") {
			t.Errorf("width %d: %q", w, joined)
		}
	}
}

func TestAChoiceThatIsNotMovedFromHasTheFactsBeginAtTheirTop(t *testing.T) {
	said := func(at int, first string) []row {
		rows := []row{must(first), must("what it means for the key, in a line that wraps once"), must("what to do now, and how")}
		for i := range 4 {
			rows = append(rows, choice(fmt.Sprintf("choice %d", i), "what it leads to", i == at, ""))
		}
		return rows
	}
	const short, long = "what happened", "what happened, told so long that not all of it has room here, not even in the short form"
	for name, c := range map[string]struct {
		rows []row
		want string
	}{
		"the first choice":  {said(0, short), "   what happened\n   ↑ 3 more lines\n > choice 0  what it leads to\n   choice 1  what it leads to\n   ↓ 2 more lines"},
		"after a long fact": {said(0, long), "   what happened, told so long that\n   ↑ 5 more lines\n > choice 0  what it leads to\n   choice 1  what it leads to\n   ↓ 2 more lines"},
		"the second choice": {said(1, short), "   ↑ 3 more lines\n   what to do now, and how\n   choice 0  what it leads to\n > choice 1  what it leads to\n   ↓ 2 more lines"},
		"no fact at all":    {said(0, short)[3:], " > choice 0  what it leads to\n   choice 1  what it leads to\n   choice 2  what it leads to\n   choice 3  what it leads to"},
	} {
		got, _ := fitted(c.rows, 38, 5)
		if got != c.want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

func TestALongListIsAWindowAroundTheSelection(t *testing.T) {
	for at := range 40 {
		var rows []row
		for i := range 40 {
			rows = append(rows, choice(fmt.Sprintf("choice %02d", i), "", i == at, ""))
		}
		got, left := fitted(rows, 40, 9)
		if !left || strings.Count(got, "\n") != 8 || !strings.Contains(got, fmt.Sprintf("> choice %02d", at)) {
			t.Errorf("selection %d:\n%s", at, got)
		}
	}
}

func TestTheStatusLineShortensInItsOrder(t *testing.T) {
	g := withSession("live", nil)(t)
	v := &g.root.view
	lost := map[string]int{}
	parts := []string{"docs-bot / acme", "service-account key", "INC-k7qd", "OpenAI", "03:12Z"}
	for w := 130; w >= 20; w-- {
		line := plainly(v.statusLine(v.heading(g.root.top()), w))
		if width(line) > w {
			t.Errorf("%d wide in %d: %q", width(line), w, line)
		}
		for _, p := range parts {
			if !strings.Contains(line, p) && lost[p] == 0 {
				lost[p] = w
			}
		}
		for _, stays := range []string{"ALIVE", "4fQ2", "REAL"} {
			if !strings.Contains(line, stays) {
				t.Errorf("%d: lacks %q: %q", w, stays, line)
			}
		}
	}
	for i := 1; i < len(parts); i++ {
		if lost[parts[i]] >= lost[parts[i-1]] {
			t.Errorf("%q goes at %d, %q at %d", parts[i], lost[parts[i]], parts[i-1], lost[parts[i-1]])
		}
	}
}

func TestFortyColumnsHaveTheTimeOfTheStateInEveryLocale(t *testing.T) {
	v := &view{lang: words.English}
	for _, h := range []heading{
		{state: "! UNKNOWN", since: "03:11Z", vendor: "OpenAI", last4: "…4fQ2", lead: "firebreak"},
		{state: "! still accepted", since: "03:11Z", last4: "…4fQ2"},
		{state: "! refused, not proven", since: "03:11Z", last4: "…4fQ2"},
		{state: "● ALIVE AGAIN", since: "03:11Z", last4: "…4fQ2", mode: incident.DryRun},
		{state: "this: ● ALIVE", since: "03:11Z", last4: "…4fQ2", lead: "● 2 of 5 ALIVE", mode: incident.Drill},
	} {
		h.mode = cmp.Or(h.mode, incident.Live)
		for _, v.theme.ascii = range []bool{false, true} {
			line := plainly(v.statusLine(h, 39))
			if !strings.Contains(line, "03:11Z") || !strings.Contains(line, "4fQ2 ") || width(line) > 39 {
				t.Errorf("ascii %v: %q", v.theme.ascii, line)
			}
		}
	}
}

func TestNoSizePanicsOrOverflows(t *testing.T) {
	for _, s := range scenes {
		g := s.play(t)
		for w := 0; w < 130; w += 7 {
			for h := 0; h < 40; h += 3 {
				g.size(w, h)
				lines := strings.Split(g.frame(), "\n")
				if len(lines) > max(h, 1) {
					t.Fatalf("%s %dx%d: %d lines", s.name, w, h, len(lines))
				}
				for _, line := range lines {
					if width(line) > max(w-1, 0) {
						t.Fatalf("%s %dx%d: %q", s.name, w, h, plainly(line))
					}
				}
			}
		}
		if g.root.end == endCrashed {
			t.Errorf("%s crashed", s.name)
		}
	}
}

func TestAFactOfNoWeightGoesBeforeTheBlankLines(t *testing.T) {
	rows := []row{fact("alive", "", "yes", 1), blank(), fact("money", "", "by line", 0), blank(), choice("go on", "", true, "")}
	if got, left := fitted(rows, 60, 4); strings.Contains(got, "money") || strings.Count(got, "\n") != 2 || !left {
		t.Errorf("got, left %v:\n%s", left, got)
	}
}

func TestWhatHasNoRoomEndsWithAClauseOrAWord(t *testing.T) {
	for s, want := range map[string]string{
		"the watch stops; on resume the window starts again": "the watch stops …",
		"a postmortem of what is known at this moment":       "a postmortem of what is known at …",
		"GET api.openai.com/v1/organization/projects/proj_1": "GET api.openai.com/v1/organization/…",
		"fits as it is, and stays as it is":                  "fits as it is, and stays as it is",
	} {
		if got := clause(s, 36, "…"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTheColumnsOfAListStandTogetherAndStillWhileItScrolls(t *testing.T) {
	list := func(names ...string) []row {
		var rows []row
		for _, name := range names {
			rows = append(rows, table(false, cell{text: name, least: width("the longest of all")}, cell{text: "here", width: 6}))
		}
		return rows
	}
	for _, rows := range [][]row{list("a", "bc"), list("the longest of all")} {
		got, _ := fitted(rows, 100, 9)
		if line, _, _ := strings.Cut(got, "\n"); strings.Index(line, "here") != indent+width("the longest of all")+len(tableGap) {
			t.Errorf("%q", got)
		}
	}
}

func TestNoTwoBlankLinesStandTogether(t *testing.T) {
	p := newPaper(theme{NoColour, darkBack, false}, words.English, 59, nil)
	lines, _ := p.fit([]row{blank(), blank(), text("one"), blank(), blank(), text("two")}, 12)
	if got := strings.Join(lines, "\n"); got != "\n   one\n\n   two" {
		t.Errorf("got %q", got)
	}
}

func TestAStepThatWrapsGoesOnBelowItsWords(t *testing.T) {
	p := newPaper(theme{NoColour, darkBack, false}, words.English, 20, nil)
	lines, _ := p.fit([]row{marked("3 ", "find the row, compare its use")}, 12)
	if got := strings.Join(lines, "\n"); got != "   3 find the row,\n     compare its use" {
		t.Errorf("got %q", got)
	}
}
