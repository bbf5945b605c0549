package tui

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What the question for the key shows, and its answers.

// options are the keys to take, all or one of them, or else the ways on with the one at hand.
func (s *paste) options(v *view) options {
	if !s.picked {
		return s.several(v)
	}
	list := s.resumes(v, s.got.known[:1], s.got.found[:1])
	title := s.verb(v)
	if len(list) > 0 {
		title = v.lang.NewIncident()
	}
	return append(list, option{title, "", "", func() (nav, tea.Cmd) { return stay(), s.create(v, s.got.found[:1]) }})
}

// several are the ways on with more than one key: all that are whole together, or one.
func (s *paste) several(v *view) options {
	var list options
	if all, known := s.whole(); len(all) > 1 {
		list = s.resumes(v, known, all)
		var vendors []string
		for _, f := range all {
			if p := f.Credential.Kind.Provider(); !slices.Contains(vendors, p) {
				vendors = append(vendors, p)
			}
		}
		list = append(list, option{v.lang.WorkOnAll(len(all)), v.lang.AsksAll(len(all), vendors), "", func() (nav, tea.Cmd) { return stay(), s.create(v, all) }})
	}
	for i, f := range s.got.found {
		list = append(list, optionOf(v.lang.KeyLine(f.Told), "", func() (nav, tea.Cmd) {
			s.pick(i)
			return stay(), nil
		}))
	}
	return list
}

// whole are the keys of a text whose value came, examples left out, with the incidents that know them.
func (s *paste) whole() (all []Found, on []known) {
	for i, f := range s.got.found {
		if !f.Told.Masked && !f.Told.Decoy() {
			all, on = append(all, f), append(on, s.got.known[i])
		}
	}
	return all, on
}

// resumes are the open incidents that work on keys already, each once.
func (s *paste) resumes(v *view, on []known, keys []Found) options {
	var list options
	var seen []string
	for _, k := range on {
		for _, one := range k.open {
			if slices.Contains(seen, one.ID) {
				continue
			}
			seen = append(seen, one.ID)
			list = append(list, option{v.lang.GoOnWith(one.ID), v.lang.Standing(one.State, v.now), "", func() (nav, tea.Cmd) { return stay(), s.resume(v, one.ID, keys) }})
		}
	}
	return list
}

// pick puts one of several keys first.
func (s *paste) pick(i int) {
	g := *s.got
	g.found = append([]Found{g.found[i]}, without(g.found, i)...)
	g.known = append([]known{g.known[i]}, without(g.known, i)...)
	s.got, s.picked, s.cursor = &g, true, cursor{}
}

func without[T any](list []T, i int) []T {
	return append(append([]T(nil), list[:i]...), list[i+1:]...)
}

func (s *paste) vendor(v *view) string {
	return v.lang.Vendor(s.got.found[0].Credential.Kind.Provider())
}

// ahead says what an enter leads to, and verb names it.
func (s *paste) ahead(v *view) []string {
	switch d := s.got.found[0].Told; {
	case d.Unseen():
		return v.lang.ByReport(s.vendor(v))
	case d.Masked:
		return v.lang.ByEnding(s.vendor(v))
	case d.Decoy():
		return v.lang.MayBeBait()
	}
	return []string{v.lang.AskFirst(0, s.vendor(v))}
}

func (s *paste) verb(v *view) string {
	switch d := s.got.found[0].Told; {
	case d.Masked && !d.Unseen():
		return v.lang.VerbByEnding()
	case d.Unseen(), d.Decoy():
		return v.lang.VerbOpens()
	}
	return v.lang.VerbAsks(s.vendor(v))
}

// create opens a new incident on keys of the text.
func (s *paste) create(v *view, keys []Found) tea.Cmd {
	others, create := len(s.got.found)-len(keys)+s.got.shape.More, v.host.Create
	keys = slices.Clone(keys)
	for i := range keys {
		if keys[i].Told.From = "paste"; s.stdin {
			keys[i].Told.From = "stdin"
		}
	}
	return s.open(v, func(ctx context.Context) (*Session, error) { return create(ctx, keys, others) })
}

// resume goes on with an incident that works on one of the keys already.
func (s *paste) resume(v *view, id string, keys []Found) tea.Cmd {
	resume := v.host.Resume
	return s.open(v, func(ctx context.Context) (*Session, error) { return resume(ctx, id, keys) })
}

func (s *paste) open(v *view, how func(context.Context) (*Session, error)) tea.Cmd {
	var cmd tea.Cmd
	s.refused = nil
	s.opening, cmd = v.ask(v.lang.OpeningIncident(), func(ctx context.Context, _ *Session) (any, error) { return how(ctx) })
	return cmd
}

// Title implements screen.
func (s *paste) Title(v *view) (string, string) {
	if s.pickable() && !s.picked {
		return v.lang.Several(len(s.got.found))[0], ""
	}
	if s.pickable() {
		return v.lang.StepQuestion(incident.StepIdentify), ""
	}
	return v.lang.PasteTitle(), ""
}

// Body implements screen.
func (s *paste) Body(v *view) []row {
	if s.pickable() && !s.picked {
		rows := append(s.options(v).rows(s.cursor), blank(), text(v.lang.Several(len(s.got.found))[1]))
		if s.got.shape.More > 0 {
			rows = append(rows, text(v.lang.Listed(s.got.shape.More)))
		}
		return append(rows, s.refusal()...)
	}
	rows := unseen(v, &s.field)
	switch {
	case s.pickable():
		return s.recognised(v)
	case s.got != nil:
		for _, said := range v.lang.NothingTaken(s.got.shape.Look, s.got.shape.Vendor, s.got.shape.Report) {
			rows = append(rows, must(said).inked(warnInk))
		}
	default:
		rows = append(rows, text(v.lang.NothingYetSent()))
	}
	return rows
}

// unseen is a field of which only the number of lines is shown.
func unseen(v *view, f *secretField) []row {
	return []row{must(v.lang.UnseenField(f.lines())), field("", "")}
}

// recognised says which key it is and what enter permits.
func (s *paste) recognised(v *view) []row {
	d := s.got.found[0].Told
	rows := []row{text(v.lang.UnseenField(s.field.lines())).inked(dimInk), must(v.lang.ThisIs(d, 0)[0]).inked(boldInk)}
	rows = append(rows, v.parts(v.lang.FoundParts(d))...)
	if more := v.lang.Others(len(s.got.found) - 1); more != "" {
		rows = append(rows, text(more))
	}
	rows = append(rows, blank())
	if on := s.got.known[0]; len(on.open) > 0 {
		rows = append(rows, must(v.lang.KnownKey(len(on.open), on.same)))
	} else {
		for _, said := range s.ahead(v) {
			rows = append(rows, must(said))
		}
	}
	rows = append(append(rows, overridden(v, s.got.found[0].Credential.Kind.Provider())...), text(v.lang.ModeSentence(v.mode())))
	if len(s.got.known[0].open) > 0 {
		rows = append(append(rows, blank()), s.options(v).rows(s.cursor)...)
	}
	return append(rows, s.refusal()...)
}

// refusal says why no incident could be opened.
func (s *paste) refusal() []row {
	var rows []row
	for _, said := range s.refused {
		rows = append(rows, must(said).inked(warnInk))
	}
	return rows
}

// Status implements screen.
func (s *paste) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *paste) Keys(v *view) []bind {
	stop := bind{key: keyEsc, verb: v.lang.VerbStop()}
	switch {
	case !s.pickable():
		list := []bind{{key: keyEnter, verb: v.lang.VerbReadsIt()}}
		if v.host.ReadFile != nil {
			list = append(list, bind{key: keyFile})
		}
		return append(list, bind{key: keyClear}, stop)
	case !s.picked, len(s.got.known[0].open) > 0:
		return []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbChoose)}, {key: keyAgain, verb: v.lang.VerbPasteAnew()}, stop}
	}
	return []bind{{key: keyEnter, verb: s.verb(v)}, {key: keyAgain, verb: v.lang.VerbPasteAnew()}, stop}
}

// Input implements screen.
func (s *paste) Input() inputMode {
	if s.pickable() {
		return intake
	}
	return secret
}
