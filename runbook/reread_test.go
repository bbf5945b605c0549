package runbook_test

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/openai"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// reviewAgain reviews once more, after a while, in a run of its own.
func (r *rig) reviewAgain(t *testing.T, after time.Duration) incident.Key {
	t.Helper()
	r.clock.Run(func() { _ = r.clock.Sleep(t.Context(), after) })
	r.open(0, false)
	err := r.work(&oneReview{})
	if err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
	k, _ := r.engine.State().First()
	return k
}

// page is the report as it would be written now.
func (r *rig) page(t *testing.T) string {
	t.Helper()
	set, err := r.engine.Compose()
	if err != nil {
		t.Fatal(err)
	}
	return string(set.Doc.Markdown)
}

func TestF070AMissingRightIsNoZeroAndALaterReadingReplacesIt(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fault(simulator.Fault{Match: simulator.Match{Path: "/organization/usage"}, Do: "no_right"})
	k := r.run(&runbook.Policy{Approve: []string{}})
	if k.Usage != nil || k.Marks[incident.StepReview].Failed == nil || !k.Forecast.NotReadable {
		t.Fatalf("usage %+v, forecast %+v", k.Usage, k.Forecast)
	}
	if page := r.page(t); !strings.Contains(page, "unknown (review usage: OpenAI refused the admin key for this request)") || strings.Contains(page, "USD 0.00") {
		t.Error("the report takes a missing right for no use")
	}
	if err := r.world.ClearFaults(); err != nil {
		t.Fatal(err)
	}
	if k = r.reviewAgain(t, 3*time.Hour); k.Usage == nil || k.Usage.Total.Requests == 0 {
		t.Fatalf("read later: %+v", k.Usage)
	}
	if page := r.page(t); strings.Contains(page, "unknown (review usage: ") || !strings.Contains(page, "| Settled until |") {
		t.Error("the report does not take the later reading")
	}
}

func TestF073AnExportThatLagsIsUnknownUntilItIsReadAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const late = 12 * 60 * 60
	r.fault(simulator.Fault{Match: simulator.Match{Path: "/organization/usage"}, Do: "lag", Seconds: late})
	k := r.run(&runbook.Policy{Approve: []string{}})
	if k.Usage == nil || k.Usage.Settled.After(epoch.Add(-late*time.Second+time.Hour)) {
		t.Fatalf("settled until %v at %v", k.Usage, epoch)
	}
	if k.Forecast.LastHour != 0 || !strings.Contains(r.page(t), "unknown since then, and never to be read as zero") {
		t.Errorf("forecast %+v", k.Forecast)
	}
	before := k.Usage.Total.Requests
	if err := r.world.ClearFaults(); err != nil {
		t.Fatal(err)
	}
	if k = r.reviewAgain(t, time.Minute); k.Usage.Total.Requests <= before+1000 {
		t.Errorf("%d requests, before %d", k.Usage.Total.Requests, before)
	}
}

// moneyless is a vendor that tells of use and of no money.
type moneyless struct {
	providers.Matrix
	providers.Validator
	providers.Locator
	providers.UsageReader
	providers.AuditReader
}

func TestAKeyThatNobodyUsedIsReviewedWhereNoMoneyIsTold(t *testing.T) {
	r := newRig(t, small, func(c *simulator.Config) { c.Scenario.Traffic = nil })
	r.adapted = func(a any) any {
		full := a.(*openai.Adapter)
		return moneyless{full, full, full, full, full}
	}
	if k := r.run(&runbook.Policy{}); k.Usage == nil || k.Usage.Total.Requests != 0 {
		t.Errorf("%+v, failed %+v", k.Usage, k.Marks[incident.StepReview].Failed)
	}
}

// oneReview is a player who reviews once and does nothing else.
type oneReview struct{ done bool }

func (o *oneReview) Choose(_ incident.State, _ runbook.Situation, actions []runbook.Action) runbook.Choice {
	for _, a := range actions {
		if a.Name == runbook.Review && a.Off == "" && !o.done {
			o.done = true
			return runbook.Choice{Action: &a}
		}
	}
	return runbook.Choice{}
}
