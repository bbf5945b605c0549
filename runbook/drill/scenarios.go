package drill

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/words"
)

// scenario is one that can be played. tell makes everything that a seed decides.
type scenario struct {
	id, name string
	level    int // 1 to 3
	title    text
	brief    text // one sentence, which gives nothing away
	tell     func(vary) Story
}

// scenarios in the order in which they are listed. The first one is what a drill is without a
// choice.
var scenarios = []scenario{s01, s02, s05, s07, s09}

// Listed is a scenario as it is chosen.
type Listed struct {
	ID, Title, Brief string
	Level            int // 1 to 3
}

// List tells of all scenarios, in their order.
func List(l words.Lang) []Listed {
	var all []Listed
	for _, s := range scenarios {
		all = append(all, Listed{ID: s.id, Title: s.title.in(l), Brief: s.brief.in(l), Level: s.level})
	}
	return all
}

// Lines lists the scenarios: id, level and name, and below them what each is about.
func Lines(l words.Lang) []string {
	var lines []string
	for _, s := range scenarios {
		lines = append(lines, fmt.Sprintf("%s  %s  %s", s.id, l.PracticeLevel(s.level), s.name))
		for _, line := range words.Wrap(s.brief.in(l), words.Width-5) {
			lines = append(lines, "     "+line)
		}
	}
	return lines
}

// Names lists the ids of the scenarios.
func Names() []string {
	var ids []string
	for _, s := range scenarios {
		ids = append(ids, s.id)
	}
	return ids
}

// Find makes a story from its id, in any case, or its name, and a seed.
func Find(id string, seed int64) (Story, error) {
	for _, s := range scenarios {
		if strings.EqualFold(id, s.id) || id == s.name {
			return s.story(seed, varied(s.id, seed)), nil
		}
	}
	return Story{}, fmt.Errorf("scenario %q: there are %v", id, Names())
}

func (c scenario) story(seed int64, v vary) Story {
	s := c.tell(v)
	s.ID, s.Name, s.Title, s.Seed = c.id, c.name, c.title, seed
	s.World.ID, s.World.Page = c.id, s.Page
	return s
}

// Attachable names the scenario that can be played against a separate simulator.
func Attachable() string { return s01.id }

// Plain is the attachable story at its default figures, for the simulator's own world, which leaks
// the same key in the same way with one difference: the probe of one token hides among our own
// requests, so it is no evidence. The page is that world's own, and nothing varies.
func Plain(page time.Time) Story {
	s := s01.story(0, vary{})
	s.Page, s.World.Page = page, page
	rows := s.World.Traffic
	first := len(rows) - len(s.theirs())
	rows[first+1].Model = rows[first+2].Model
	s.Evidence = slices.DeleteFunc(s.Evidence, func(e Evidence) bool { return e.ID == "E2" })
	return s
}
