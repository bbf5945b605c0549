//go:build unix

package main_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/runbook/words"
)

// Faults of the provider that hold a screen.
const (
	slowProjects = `{"match":{"path":"/organization/projects"},"do":"slow","seconds":30}`
	slowDelete   = `{"match":{"method":"DELETE"},"do":"slow","seconds":30}`
	noDelete     = `{"match":{"method":"DELETE"},"do":"no_right"}`
	lostDelete   = `{"match":{"method":"DELETE"},"do":"cut_before"}`
)

// phases are the screens that can be reached, each with the way to it.
var phases = []phase{
	phase{name: "start", shows: "What happened?"}.taking("What leaked?"),
	{name: "help", way: key("?", "What can I press?"), shows: "What can I press?"},
	alive("paste", nil, "Paste the key").taking("What leaked?"),
	alive("a file", key("\x0f", "Which file holds it?"), "path of a file"),
	alive("recognised", pasted, "What leaked?").taking("What leaked?"),
	alive("several", several, "This text holds 2 keys").taking("What leaked?"),
	alive("check", asked, "busy").with(slowProjects),
	alive("choose", read, "What do we do first?"),
	alive("all steps", then(read, key("s", "Where does each step stand?")), "Where does each step stand?"),
	alive("what was sent", then(read, key("w", "What was sent?")), "What was sent?"),
	alive("the keys", then(read, key("b", "The one key of this incident")), "The one key of this incident"),
	alive("leaving", then(read, key("q", "Leave for now?")), "Leave for now?"),
	alive("not now", then(read, pick("Not now", "Who decided that")), "Who decided that"),
	alive("contain", then(read, pick("Contain first", "narrower scopes")), "Limit it first?"),
	alive("a limit", then(read, pick("Contain first", "narrower scopes"), key("\r", "threshold_amount")), "threshold_amount"),
	alive("a limit stands", then(read, pick("Contain first", "narrower scopes"), key("\r", "threshold_amount"), key("y", "the limit stands")), "the limit stands"),
	alive("refused", asked, "Refused. Dead, or not the whole key?").with(`{"do":"say_no"}`),
	alive("which record", asked, "Which record is it?").with(`{"do":"same_mask"}`),
	alive("who", asked, "Who can kill it?").without(),
	alive("the console", then(asked, pick("I delete it", "Delete it in the console")), "Delete it in the console").without(),
	alive("a text for the chat", then(asked, pick("Ask someone", "they hold no key")), "they hold no key").without(),
	alive("an admin key", then(asked, pick("I have an admin key", "Which admin key?")), "Which admin key?").without().taking("received"),
	alive("phrase", typing, "type revoke"),
	{name: "phrase of a dry run", args: arguments("respond", "--dry-run", short), way: typing, shows: "Dry run: reads are real"},
	alive("revoke in flight", then(sending("no answer for"), arrived), "Sent once. Its answer is awaited").with(slowDelete),
	alive("not revoked", sending(words.English.NotRevoked()), words.English.NotRevoked()).with(noDelete),
	alive("was it revoked", sending("Was it revoked?"), "Was it revoked?").with(lostDelete),
	{name: "proof", args: arguments("respond"), way: sending("Is it really dead?"), shows: "Is it really dead?"},
	phase{name: "back", before: killed, args: arguments("resume"), shows: "Back in INC-"}.taking("received"),
	dead("hub", then(), "What next?"),
	dead("review", pick("Review", "Go on to rotate"), "Which of it was not ours?"),
	dead("a group", then(pick("Review", "Go on to rotate"), key("\r", "Whose use was this?")), "Whose use was this?"),
	dead("rotate", pick("Rotate", "Where does the new key go?"), "Plan the rotation"),
	dead("plan", planned, "Rotation plan"),
	dead("a store", then(planned, pick("Name a store", "A store is named like")), "A store is named like"),
	dead("a key made by hand", then(planned, pick("Type in the key", "Make the new key")), "Make the new key in the console").taking("received"),
	dead("rights", then(planned, pick("Do it one by one", "What may the new key do?")), "What may the new key do?"),
	dead("lifetime", then(planned, pick("Do it one by one", "What may"), key("\r", "How long shall")), "How long shall the new key live?"),
	dead("create", creating, "Create the new key?"),
	dead("write", then(creating, key("y", "written: 0 of 1")), "Rotation under way"),
	dead("related", pick("Other credentials", "What else is at risk?"), "What else is at risk?"),
	dead("one of them", then(pick("Other credentials", "What else"), key("\r", "Already rotated by us")), "What becomes of this related credential?"),
	dead("trace", pick("Trace", "nothing was searched yet"), "Where was it, since when"),
	dead("since when", then(pick("Trace", "nothing was"), pick("Since when", "at the earliest?")), "Since when, at the earliest?"),
	{name: "searching", before: vast, args: arguments("resume", "--search", "vast"),
		way: then(back, pick("Trace", "nothing was"), pick("Search for the key", "busy")), shows: "busy"},
	dead("report", pick("Write the report", "The report is written"), "The report is written"),
	dead("closing", pick("Close the incident", "Close it with that open"), "Close it with that open"),
	dead("closed", then(pick("Close the incident", "Close it with that open"), key("\r", "takes no more events"), key("handed over", "> handed over"), key("\r", "The incident is closed")), "The incident is closed"),
	{name: "reports", before: killed, way: pick("Reports", "Which report?"), shows: "Which report?"},
	{name: "a report of before", before: killed, way: then(pick("Reports", "Which report?"), key("\r", "# Leaked OpenAI")), shows: "## Summary"},
	{name: "held", before: working, args: arguments("resume"), shows: "is open elsewhere"},
	{name: "watching", before: working, args: arguments("resume"), way: pick("Watch", "what happens there?"), shows: "what happens there?"},
	{name: "handing over", before: working, args: arguments("resume"), way: pick("Hand over", "What do we tell them?"), shows: "What do we tell them?"},
	{name: "card", args: drilling, shows: "Begin with this key"},
	{name: "tip", args: drilling, way: key("t", "What would we do now?"), shows: "What would we do now?"},
	{name: "questions", before: playedOut, args: arguments("resume"), way: then(key("\r", "End the drill"), pick("End the drill", "1 of 3")), shows: "Before the score", leaves: "not scored yet; go on with: firebreak resume INC-"},
	{name: "debrief", before: playedOut, args: arguments("resume"),
		way:   then(key("\r", "End the drill"), pick("End the drill", "1 of 3"), key("\r", "2 of 3"), key("\r", "3 of 3"), key("\r", "side by side")),
		shows: "Debrief S01"},
}

func TestF025OnEveryScreenAPasteChangesNothingAndCtrlCLeaves(t *testing.T) {
	t.Parallel()
	together(t, sampleOf(5, phases), func(t *testing.T, p phase) {
		c := p.visit(t)
		before := c.sim.mutations()
		c.pastesUnmarked()
		text := "B\no\nq\ny\n" + c.sim.key() + "\n"
		if p.takes == "" {
			c.dropsPaste(text)
			c.sees(p.shows)
		} else {
			c.pastes(text, p.takes)
		}
		c.interrupts()
		if !c.has(p.leaves) {
			t.Errorf("%q is not left on the normal screen:\n%s", p.leaves, c.glass.text())
		}
		if n := c.sim.mutations(); n != before {
			t.Errorf("%d mutations, before the pastes %d", n, before)
		}
		for _, path := range c.h.holding(c.sim.key()) {
			t.Errorf("the key is in %s", path)
		}
	})
}

func TestCtrlCLeavesAScreenThatWaitsForAPaste(t *testing.T) {
	t.Parallel()
	waiting := slices.DeleteFunc(slices.Clone(phases), func(p phase) bool { return p.takes == "" })
	together(t, waiting, func(t *testing.T, p phase) { p.visit(t).interrupts() })
}

// dropsPaste pastes a text with a key in it, and waits until it is said that nothing of it was
// taken: by a screen that takes no paste, or by a field that takes one without a key.
func (c *scene) dropsPaste(text string) {
	c.t.Helper()
	c.press("\x1b[200~" + text + "\x1b[201~")
	if !c.within(deadline, func() bool { return c.has(words.English.PasteDropped()) || c.has(words.English.KeyUnshown()[0]) }) {
		c.t.Fatalf("nothing is said of the paste:\n%s", c.glass.text())
	}
	<-time.After(behindPaste)
}

// interrupts leaves with ctrl+c, and holds that nothing of the program and no key is left on the
// terminal.
func (c *scene) interrupts() {
	c.t.Helper()
	c.press("\x03")
	if code := c.code(); code != 130 {
		c.t.Errorf("exit %d", code)
	}
	c.asFound()
	c.lacksSecrets(c.sim)
}

// pastesUnmarked pastes, as a terminal does that marks no pastes, answers to everything that the
// program may ask, and the key. The last y comes in a read of its own.
func (c *scene) pastesUnmarked() {
	c.t.Helper()
	const atOnce = 200 // of the program's reads
	text := "B\ro\rq\ry\rrevoke " + c.last4() + "\r" + c.sim.key()
	c.press(text + strings.Repeat("\r", atOnce-len(text)) + "y")
}

// holding lists the files of the program's own folder that hold a value. What a drill made up
// to be found is none of them.
func (h *home) holding(value string) (list []string) {
	h.t.Helper()
	for _, path := range h.listing() {
		if !strings.HasPrefix(path, "state") || strings.Contains(path, "/site/") {
			continue
		}
		if strings.Contains(h.read(filepath.Join(h.dir, path)), value) {
			list = append(list, path)
		}
	}
	return list
}
