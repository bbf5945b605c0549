package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// workFlags are the choices of every command that works an incident.
type workFlags struct {
	headless bool
	finding  string // file that holds the key or a report of it, "" for none
	dryRun   bool
	plain    bool
	approve  []string
	strategy string
	stores   []string
	search   []string
	out      string
	window   string
	quiet    string
	scopes   []string
	expires  string
	lang     string
	keyring  keyringFlags
}

// plainUsage explains --plain, which every command takes: those without screens print lines anyway.
const plainUsage = "lines and numbered choices instead of full screens, as with ACCESSIBLE set or TERM=dumb"

// langUsage explains --lang.
const langUsage = "language of the report and of what is printed: en or id"

func (f *workFlags) add(cmd *cobra.Command, a *app) {
	fl := cmd.Flags()
	fl.BoolVar(&f.headless, "headless", false, "ask nothing; print events as JSON lines on stdout")
	fl.BoolVar(&f.plain, "plain", false, plainUsage)
	fl.StringSliceVar(&f.approve, "approve", splitList(a.env("FIREBREAK_APPROVE")), "what may be changed: all (revoke, rotate), or some of "+strings.Join(runbook.Approvals, ", "))
	fl.StringVar(&f.strategy, "strategy", a.env("FIREBREAK_STRATEGY"), "revoke-first, rotate-first or contain-first (default as decided before, else revoke-first)")
	fl.StringSliceVar(&f.stores, "store", nil, "where the key is kept and its replacement goes: "+strings.Join(all.StoreForms(), ", "))
	fl.StringSliceVar(&f.search, "search", nil, "folder or git repository to search for the key")
	fl.StringVar(&f.out, "out", "", "folder for the report (default postmortems); that of a dry run stays with its incident")
	fl.StringVar(&f.window, "proof-window", a.env("FIREBREAK_PROOF_WINDOW"), "how long refusals must last to prove death, instead of the vendor's figure")
	fl.StringVar(&f.quiet, "retire-after", "", "rotate-first: how long the old key must be unused before it is revoked (default 5m)")
	fl.StringSliceVar(&f.scopes, "new-scopes", nil, "headless: what the new key may do: models, or scopes by the provider's names (default as the old key)")
	fl.StringVar(&f.expires, "new-expires", "", "headless: how long the new key lives, such as 90d (default no expiry)")
	fl.StringVar(&f.lang, "lang", "", langUsage)
	f.keyring.add(cmd, a)
}

// from says in a word where the text came from that an incident begins with.
func (f *workFlags) from() string {
	if f.finding != "" {
		return "file"
	}
	return "stdin"
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
	narrow   runbook.Narrowing
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
	case "", incident.RevokeFirst, incident.RotateFirst, incident.ContainFirst:
	default:
		return out, refuse(words.English.StrategyUnknown(f.strategy))
	}
	if err := f.times(&out); err != nil {
		return out, err
	}
	if out.window > 0 && out.window < leastWindow {
		return out, refusal{fmt.Sprintf("--proof-window %s: at least %s, or nothing is proven", out.window, leastWindow)}
	}
	if out.narrow.Scopes = f.scopes; providers.CheckScopes(f.scopes) != nil {
		return out, refusal{fmt.Sprintf("--new-scopes: %s", providers.CheckScopes(f.scopes))}
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

// times reads the flags that are durations.
func (f *workFlags) times(out *choices) error {
	for _, one := range []struct {
		flag, text string
		to         *time.Duration
	}{{"--proof-window", f.window, &out.window}, {"--retire-after", f.quiet, &out.quiet}, {"--new-expires", f.expires, &out.narrow.Expires}} {
		if one.text == "" {
			continue
		}
		var err error
		if *one.to, err = durationOf(one.text); err != nil || *one.to <= 0 {
			return refusal{fmt.Sprintf("%s %s: want a time such as 60s, 30m or 90d", one.flag, words.English.Given(one.text))}
		}
	}
	return nil
}

// durationOf reads a time as Go writes it, or whole days.
func durationOf(text string) (time.Duration, error) {
	const most = 10 * 365 // days
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.ParseUint(days, 10, 16)
		if err != nil || n > most {
			return 0, strconv.ErrRange
		}
		return time.Duration(n) * 24 * time.Hour, nil
	}
	return time.ParseDuration(text)
}

// policy is what a run without a person does by these choices.
func (c choices) policy(search []string) *runbook.Policy {
	return &runbook.Policy{Approve: c.approve, Strategy: c.strategy, Search: search, Narrow: c.narrow, Opens: true}
}

// leastWindow is the shortest window in which several probes can tell anything.
const leastWindow = 300 * time.Millisecond
