package plain

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// trace asks where it leaked, since when and who could read it there, then searches the
// folders that are named.
func (t *Talk) trace() (runbook.Choice, bool) {
	for _, ask := range []struct {
		about incident.Question
		put   turn
	}{{incident.AskChannel, t.channel}, {incident.AskExposedSince, t.since}, {incident.AskAudience, t.audience}} {
		if _, answered := t.state.Answer(ask.about, ""); answered || t.memo.asked[ask.about] {
			continue
		}
		return ask.put()
	}
	if t.memo.tried[runbook.Trace] || t.handled(incident.StepInvestigate) {
		return t.traced()
	}
	return t.searchWhere()
}

// channel offers the usual places of a leak.
func (t *Talk) channel() (runbook.Choice, bool) {
	title, _ := t.l.Question(incident.AskChannel)
	q := question{step: incident.StepInvestigate, title: title, back: t.later(incident.StepInvestigate)}
	for _, name := range incident.Channels {
		q.choices = append(q.choices, choice{text: t.l.Channel(name), do: func() (runbook.Choice, bool) {
			return t.answer(incident.AskChannel, runbook.Input{Text: name})
		}})
	}
	return t.ask(q)
}

// answer records what was said to a question.
func (t *Talk) answer(about incident.Question, in runbook.Input) (runbook.Choice, bool) {
	t.memo.asked[about] = true
	in.Question = about
	return t.try(runbook.Answer, "", in)
}

// since asks from when on the key could be read by others. An answer that names no time is
// taken as it is, and said not to be one.
func (t *Talk) since() (runbook.Choice, bool) {
	title, hint := t.l.Question(incident.AskExposedSince)
	t.head(incident.StepInvestigate, title)
	t.say(hint, t.l.SinceForms(), t.l.AnswerUnknown())
	for {
		text, how := t.text(t.l.AnswerPrompt())
		if how != gotLine {
			return t.skip(incident.StepInvestigate, how)
		}
		if text == "" {
			return t.answer(incident.AskExposedSince, runbook.Input{})
		}
		at, ok := words.ParseTime(text, t.sit.Now)
		switch {
		case !ok:
			t.say(t.l.NotATime())
		case at.After(t.sit.Now):
			t.say(t.l.TimeAhead())
		default:
			t.say(t.l.TakenAs(at, t.sit.Now))
			if k := t.key(); k.Usage != nil {
				t.say(t.l.ReviewWithIt())
			}
			return t.answer(incident.AskExposedSince, runbook.Input{Text: text, At: at})
		}
	}
}

// skip leaves a group of questions for now.
func (t *Talk) skip(step incident.Step, how got) (runbook.Choice, bool) {
	switch how {
	case gotOver:
		return runbook.Choice{}, true
	case gotBack:
		return t.later(step)()
	}
	return runbook.Choice{}, false
}

func (t *Talk) audience() (runbook.Choice, bool) {
	title, hint := t.l.Question(incident.AskAudience)
	t.head(incident.StepInvestigate, title)
	t.say(hint, t.l.AnswerUnknown())
	text, how := t.text(t.l.AnswerPrompt())
	if how != gotLine {
		return t.skip(incident.StepInvestigate, how)
	}
	return t.answer(incident.AskAudience, runbook.Input{Text: text})
}

// searchWhere asks for folders, and searches them.
func (t *Talk) searchWhere() (runbook.Choice, bool) {
	t.head(incident.StepInvestigate, t.l.WhereToSearch())
	t.say(t.l.SearchHint(t.memo.folders)...)
	text, how := t.text(t.l.FolderPrompt())
	if how != gotLine {
		return t.skip(incident.StepInvestigate, how)
	}
	if text != "" {
		t.addPlace(text)
		return runbook.Choice{}, false
	}
	if len(t.memo.folders) > 0 && !t.withKey() {
		return t.back(placeHub)
	}
	if len(t.memo.folders) == 0 {
		return t.ask(question{step: incident.StepInvestigate, title: t.l.NoFolder(), usual: 1, back: t.later(incident.StepInvestigate), choices: append([]choice{
			{text: t.l.SearchNothing(), do: func() (runbook.Choice, bool) { return t.try(runbook.Trace, "", runbook.Input{}) }},
		}, t.self(incident.StepInvestigate, placeHub)...)})
	}
	return t.try(runbook.Trace, "", runbook.Input{Places: t.memo.folders})
}

// addPlace takes a place to search, or says why it cannot be searched.
func (t *Talk) addPlace(typed string) {
	path := typed
	if t.cfg.Place != nil {
		var err error
		if path, err = t.cfg.Place(typed); err != nil {
			t.say(t.l.PlaceUnread(path, errors.Is(err, fs.ErrNotExist)))
			return
		}
	}
	if !slices.Contains(t.memo.folders, path) {
		t.memo.folders = append(slices.Clone(t.memo.folders), path)
	}
}

// traced shows what was found, with what was and was not read.
func (t *Talk) traced() (runbook.Choice, bool) {
	k := t.key()
	q := question{step: incident.StepInvestigate, title: t.l.TraceDone(), usual: 1, back: t.goes(placeHub)}
	if k.Traced != nil {
		q.body = append(q.body, t.l.Traced(*k.Traced))
		if len(k.Traced.Places) > 0 {
			q.body = append(q.body, t.l.SearchedIn(shown(k.Traced.Places)))
		}
	}
	for _, h := range k.Hits[:min(len(k.Hits), mostHeard)] {
		q.body = append(q.body, "  "+t.l.Hit(h))
	}
	if n := len(k.Hits) - mostHeard; n > 0 {
		q.body = append(q.body, t.l.AndMore(n))
	}
	for _, p := range t.l.ToldParts(k.Reported) {
		q.body = append(q.body, strings.TrimPrefix(p.Label+": "+p.Text, ": "))
	}
	return t.ask(q.with(
		choice{text: t.l.OtherSteps(), do: t.goes(placeHub)},
		choice{text: t.l.SearchMore(), do: func() (runbook.Choice, bool) { return t.searchWhere() }}))
}

func shown(places []string) string {
	var lines []string
	for _, p := range places {
		lines = append(lines, providers.FromOutside(p).Line(120))
	}
	return strings.Join(lines, ", ")
}
