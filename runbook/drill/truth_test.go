package drill

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/usage"
)

// What is told of the theft is held against what was really so. The attacker's first use of a
// model that was never billed shows as a lower bound until its cost is out.
func TestTheFiguresOfTheTheftAgreeWithTheTruth(t *testing.T) {
	t.Parallel()
	for _, seed := range []int64{3, 7, 11, 104} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			p := newPlayer(t, seed).open(0)
			p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
			f := p.facts()
			k, _ := f.State.First()
			var told incident.Amount
			least := false
			for _, g := range k.Usage.Groups {
				if k.Verdicts[g.ID] != incident.NotOurs {
					continue
				}
				told.Micros, told.Low, told.High = told.Micros+g.Micros, told.Low+g.Low, told.High+g.High
				least = least || slices.ContainsFunc(g.Reasons, func(s incident.Signal) bool { return s.Code == usage.ReasonNoPrice })
			}
			truth := micros(f.Truth.Burn.Attacker)
			if told.Low > truth || !least && (told.High < truth || told.Micros < truth*95/100 || told.Micros > truth*105/100) {
				t.Errorf("told %+v (at least: %v), the truth is %d micro-USD", told, least, truth)
			}
			j := judge{Facts: f, key: k}
			j.leaked, _ = j.keyState(p.story.Leaked)
			if late := k.Proof.VerifiedDead.Sub(j.leaked.DeadAt); late < 0 || late > 3*time.Second {
				t.Errorf("verified dead %s after its death", late)
			}
			world, burn := p.stage.Outside.(*inside).world, k.Forecast
			spent := world.Burn(burn.BurnTo).Attacker - world.Burn(burn.BurnFrom).Attacker
			if perMinute := int64(float64(spent) / burn.BurnTo.Sub(burn.BurnFrom).Minutes()); burn.NoPrice || burn.MicrosPerMin < perMinute*95/100 || burn.MicrosPerMin > perMinute*110/100 {
				t.Errorf("burn %d a minute (at least: %v), the truth is %d", burn.MicrosPerMin, burn.NoPrice, perMinute)
			}
		})
	}
}
