package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers/all"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// workFlags are the choices of every command that works an incident.
type workFlags struct {
	headless bool
	dryRun   bool
	plain    bool
	approve  []string
	strategy string
	stores   []string
	search   []string
	out      string
	window   string
	quiet    string
	lang     string
	keyring  keyringFlags
}

func (f *workFlags) add(cmd *cobra.Command, a *app) {
	fl := cmd.Flags()
	fl.BoolVar(&f.headless, "headless", false, "ask nothing; print events as JSON lines on stdout")
	fl.BoolVar(&f.plain, "plain", false, "lines and numbered choices instead of full screens, as with ACCESSIBLE set or TERM=dumb")
	fl.StringSliceVar(&f.approve, "approve", splitList(a.env("FIREBREAK_APPROVE")), "what may be changed: all (revoke, rotate), or some of "+strings.Join(runbook.Approvals, ", "))
	fl.StringVar(&f.strategy, "strategy", a.env("FIREBREAK_STRATEGY"), "revoke-first, rotate-first or contain-first (default revoke-first)")
	fl.StringSliceVar(&f.stores, "store", nil, "where the key is kept and its replacement goes: "+strings.Join(all.StoreForms(), ", "))
	fl.StringSliceVar(&f.search, "search", nil, "folder or git repository to search for the key")
	fl.StringVar(&f.out, "out", "", "folder for the report (default postmortems)")
	fl.StringVar(&f.window, "proof-window", a.env("FIREBREAK_PROOF_WINDOW"), "how long refusals must last to prove death, instead of the vendor's figure")
	fl.StringVar(&f.quiet, "retire-after", "", "rotate-first: how long the old key must be unused before it is revoked (default 5m)")
	fl.StringVar(&f.lang, "lang", "", "language of the report and of what is printed: en or id")
	f.keyring.add(cmd, a)
}

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// choices are checked flags.
type choices struct {
	approve  []string
	strategy incident.Strategy
	window   time.Duration
	quiet    time.Duration
	lang     words.Lang
	stores   []string
}

// prepare reads the configuration and checks the flags against it.
func (a *app) prepare(f *workFlags) (config, choices, error) {
	c, err := a.loadConfig()
	if err != nil {
		return config{}, choices{}, err
	}
	ch, err := f.check(c)
	return c, ch, err
}

func (f *workFlags) check(c config) (choices, error) {
	var out choices
	for _, name := range f.approve {
		switch name = strings.TrimSpace(name); {
		case name == "all":
			out.approve = append(out.approve, runbook.ApproveRevoke, runbook.ApproveRotate)
		case slices.Contains(runbook.Approvals, name):
			out.approve = append(out.approve, name)
		default:
			return out, refuse(words.English.ApprovalUnknown(name))
		}
	}
	out.strategy = incident.Strategy(f.strategy)
	switch out.strategy {
	case "":
		out.strategy = incident.RevokeFirst
	case incident.RevokeFirst, incident.RotateFirst, incident.ContainFirst:
	default:
		return out, refuse(words.English.StrategyUnknown(f.strategy))
	}
	for flag, d := range map[string]struct {
		text string
		to   *time.Duration
	}{"--proof-window": {f.window, &out.window}, "--retire-after": {f.quiet, &out.quiet}} {
		if d.text == "" {
			continue
		}
		var err error
		if *d.to, err = time.ParseDuration(d.text); err != nil || *d.to <= 0 {
			return out, refusal{fmt.Sprintf("%s %s: want a time such as 60s or 30m", flag, words.English.Given(d.text))}
		}
	}
	if out.window > 0 && out.window < leastWindow {
		return out, refusal{fmt.Sprintf("--proof-window %s: at least %s, or nothing is proven", out.window, leastWindow)}
	}
	out.stores = f.stores
	if len(out.stores) == 0 {
		out.stores = c.Stores.Default
	}
	for _, name := range out.stores {
		if all.CheckStore(name) != nil {
			return out, refusal{fmt.Sprintf("--store does not know %s: want one of %s", words.English.Given(name), strings.Join(all.StoreForms(), ", "))}
		}
	}
	lang := f.lang
	if lang == "" {
		lang = c.Report.Lang
	}
	if lang == "" {
		lang = string(words.English)
	}
	var err error
	out.lang, err = langOf(lang)
	return out, err
}

// leastWindow is the shortest window in which several probes can tell anything.
const leastWindow = 300 * time.Millisecond
