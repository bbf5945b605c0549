package runbook_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// whole is a vendor that tells what the account costs, and no money of the key.
type whole struct{ *tokenCounter }

func (whole) WholeCosts(_ context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Cost, error] {
	return func(yield func([]providers.Cost, error) bool) {
		var list []providers.Cost
		for n, micros := range []int64{4, 90, 5} {
			list = append(list, providers.Cost{Start: q.From.AddDate(0, 0, n), Width: 24 * time.Hour, Of: providers.WholeAccount, Item: providers.FromOutside("machines"), Micros: micros, Currency: "USD"})
		}
		yield(list, nil)
	}
}

func TestTheAccountsMoneyIsKeptApartFromThatOfTheKey(t *testing.T) {
	t.Parallel()
	v := &vendor{clock: providers.WallClock{}}
	e := engineOver(t, v, func(conf *runbook.Config) {
		conf.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: whole{&tokenCounter{vendor: v, usual: 10, now: 10}}}}
	})
	prepare(t, e)
	do(t, e, runbook.Review)
	k, _ := e.State().First()
	if k.Usage == nil || k.Usage.Method != "no_cost" || k.Usage.Total.Micros != 0 {
		t.Fatalf("%+v", k.Usage)
	}
	if w := k.Usage.Whole; w == nil || w.Of != "account" || w.Micros != 99 || w.PeakCost != 90 || w.Usual != 5 || len(w.Top) != 1 {
		t.Errorf("%+v", w)
	}
	told := false
	for _, g := range k.Usage.Gaps {
		told = told || g.What == "cost" && g.Why == incident.WhyNotExposed
	}
	if !told {
		t.Errorf("the key's own cost is not named as missing: %+v", k.Usage.Gaps)
	}
}

func TestAKeyThatOnlyAPersonCanEndIsLimitedFirstWhereItCanBe(t *testing.T) {
	t.Parallel()
	k := incident.Key{Cred: "c1", Located: &incident.LocatedData{Candidates: []incident.Record{{ID: "one"}}, Strength: providers.Exact}}
	ways := func(revoke, contain providers.Way) runbook.Situation {
		return runbook.Situation{Able: func(_ incident.Key, c providers.Capability) providers.Way {
			return map[providers.Capability]providers.Way{providers.CanRevoke: revoke, providers.CanContain: contain}[c]
		}}
	}
	for name, c := range map[string]struct {
		sit  runbook.Situation
		want incident.Strategy
	}{
		"by the console alone":     {ways(providers.Guided, providers.Auto), incident.ContainFirst},
		"and no limit either":      {ways(providers.Guided, providers.ByHand), incident.RevokeFirst},
		"by the API, with a limit": {ways(providers.Auto, providers.Auto), incident.RevokeFirst},
	} {
		if got, why := runbook.Suggest(k, c.sit); got != c.want || (why == incident.WhyLimitOnly) != (c.want == incident.ContainFirst) {
			t.Errorf("%s: %s for %s", name, got, why)
		}
	}
}
