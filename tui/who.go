package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// who asks who can kill the key, where nothing here can: no admin credential, one without the
// right, or no record that fits.
type who struct {
	in
	cursor  cursor
	asking  opID
	told    help
	putting bool // the kill is being put off
	pasting bool // the whole of a masked key is asked for
}

// help is where an admin credential was looked for, whom to call and where the console is. None
// of it is asked of the vendor.
type help struct {
	looked  []words.LookedIn
	contact providers.Untrusted
	page    providers.Guide
	paged   bool // there is a page
	alone   bool // the vendor takes no admin credential
}

func newWho(*view) screen { return &who{in: in(words.PhaseStop)} }

// Update implements screen.
func (s *who) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return s.back(v)
	case answerMsg:
		if told, ok := m.value.(help); ok && m.id == s.asking {
			s.told = told
		}
	case keyMsg:
		if m.is(keyAgain) {
			return replace(newCheckAgain()), nil
		}
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

// back goes on with what a question above this one was for, and reads who can help.
func (s *who) back(v *view) (nav, tea.Cmd) {
	k := v.key()
	if s.putting && k.Decided != nil && k.Decided.Choice == incident.NotNow || handled(v.stepStatus(incident.StepRevoke)) {
		return goTo(v.next()), nil
	}
	if s.pasting && v.sit.Have[k.Cred] {
		return replace(newCheckAgain()), nil
	}
	s.putting, s.pasting = false, false
	var cmd tea.Cmd
	s.asking, cmd = v.askHelp()
	return stay(), cmd
}

// askHelp reads who and what helps a person to kill the key by hand.
func (v *view) askHelp() (opID, tea.Cmd) {
	k := v.key()
	return v.ask("", func(_ context.Context, x *Session) (any, error) {
		if x == nil {
			return nil, errNoSession
		}
		var h help
		if x.Looked != nil {
			h.looked = x.Looked(k.Identity.Kind.Provider())
		}
		if x.Contact != nil {
			h.contact = x.Contact(k.Identity.Kind.Provider())
		}
		if c, ok := x.Engine.Vendor(k.Cred).Adapter.(providers.Console); ok {
			h.page, h.paged = c.Guide("revoke", k.Identity.Kind)
			_, admin := c.Guide("admin", k.Identity.Kind)
			h.alone = !admin
		}
		return h, nil
	})
}

func (s *who) options(v *view) options {
	opened := func(to func(help) screen) func() (nav, tea.Cmd) {
		return func() (nav, tea.Cmd) { return push(to(s.told)), nil }
	}
	var list options
	if v.limitOnly() {
		list = append(list, optionOf(v.lang.Action(string(runbook.Contain), ""), "", v.opens(placeContain)))
	}
	list = append(list,
		optionOf(v.lang.IDeleteIt(), v.offStep(runbook.DoneByHand, incident.StepRevoke), opened(newConsole)),
		optionOf(v.lang.AskForHelp(), "", opened(newChat)))
	if v.session != nil && v.session.AddAdmin != nil && !s.told.alone {
		list = append(list, optionOf(v.lang.IHaveAdmin(), "", func() (nav, tea.Cmd) { return push(newAdmin()), nil }))
	}
	if k := v.key(); k.Identity.Masked && !runbook.EndingOnly(k) {
		list = append(list, optionOf(v.lang.HaveWhole(), "", func() (nav, tea.Cmd) {
			s.pasting = true
			return push(newSame(s.Phase())), nil
		}))
	}
	return append(list, optionOf(v.lang.NobodyNow(), "", func() (nav, tea.Cmd) { return s.nobody(v) }))
}

// limitOnly reports whether the vendor ends the key by no call, and a limit can be set from here.
func (v *view) limitOnly() bool {
	kill, _ := v.action(runbook.Revoke, "")
	limit, ok := v.action(runbook.Contain, "")
	return kill.Off == incident.WhyNotOffered && ok && limit.Off == "" && len(v.key().Limits()) == 0
}

// offStep says why a step cannot be done by hand or left out, "" where it can.
func (v *view) offStep(name runbook.Name, step incident.Step) string {
	if _, ok := v.stepAction(name, step); ok {
		return ""
	}
	if handled(v.stepStatus(step)) {
		return v.lang.StepDone(step)
	}
	return v.missing(name)
}

// nobody records that the key stays alive for now, and who decided so.
func (s *who) nobody(v *view) (nav, tea.Cmd) {
	s.putting = true
	return push(newRemark(words.PhaseStop, v.lang.WhoDecidedTitle(), putOff)), nil
}

// putOff records that nothing is done to the key now.
func putOff(v *view, why string) (opID, tea.Cmd) {
	a, _ := v.action(runbook.Decide, "")
	suggested, reason := runbook.Suggest(v.key(), v.sit)
	return v.do(a, runbook.Input{Strategy: incident.NotNow, Suggest: suggested, Why: reason, Text: why})
}

// Title implements screen.
func (s *who) Title(v *view) (string, string) { return v.lang.WhoTitle(), "" }

// Body implements screen.
func (s *who) Body(v *view) []row {
	k := v.key()
	rows := v.tried()
	if !k.LastAlive.IsZero() && k.Latest != nil {
		rows = append(rows, v.parts(v.lang.FactParts(k, v.vendor(), nil)[:1])...)
	}
	for _, p := range v.lang.WhoParts(k, unread(v), s.told.looked, s.told.contact) {
		switch {
		case p.Caution:
			rows = append(rows, must(p.Text).inked(warnInk))
		case p.Label == "":
			rows = append(rows, text(p.Text))
		default:
			rows = append(rows, fact(p.Label, "", p.Text, 7))
		}
	}
	rows = append(append(rows, blank()), s.options(v).rows(s.cursor)...)
	if s.told.paged {
		rows = append(rows, blank(), address(v.lang.ConsolePage(), clean(s.told.page.URL, mostAddress)))
	}
	return rows
}

// unread says why no record was looked for, where none was, or why a known one cannot be revoked.
func unread(v *view) incident.Reason {
	if v.key().Record() != nil {
		a, _ := v.action(runbook.Revoke, "")
		return a.Off
	}
	if a, ok := v.action(runbook.Locate, ""); ok && a.Off != "" {
		return a.Off
	}
	return incident.WhyNoAdmin
}

// mostAddress bounds the address of a console's page.
const mostAddress = 200

// Status, Keys and Input implement screen.
func (s *who) Status(v *view) lower { return v.status() }

func (s *who) Keys(v *view) []bind { return binds(v.lang.Verb(words.VerbChoose), keyAgain) }

func (s *who) Input() inputMode { return list }
