package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
)

// consolePage is the vendor's page for doing a thing by hand.
type consolePage struct {
	guide providers.Guide
	known bool
}

// askPage reads where a thing is done by hand: revoke, create, usage or admin. Nothing is asked
// of the vendor.
func (v *view) askPage(do string) (opID, tea.Cmd) {
	k := v.key()
	return v.ask("", func(_ context.Context, x *Session) (any, error) {
		if x == nil {
			return nil, errNoSession
		}
		var p consolePage
		if c, ok := x.Engine.Vendor(k.Cred).Adapter.(providers.Console); ok {
			p.guide, p.known = c.Guide(do, k.Identity.Kind)
		}
		return p, nil
	})
}

// guideRows are the steps at a console, with the address never cut.
func guideRows(v *view, do string, page providers.Guide) []row {
	k := v.key()
	var rows []row
	for _, line := range v.lang.Guide(do, k.Identity.Kind, page, k.Identity.Last4) {
		r := must(line)
		number, step, numbered := strings.Cut(line, "  ")
		switch {
		case line == "   "+clean(page.URL, mostAddress):
			r = address("", clean(page.URL, mostAddress))
		case numbered && number != "":
			r = marked(number+" ", step)
		}
		rows = append(rows, r)
	}
	return rows
}
