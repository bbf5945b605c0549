package incident

import (
	"testing"
	"time"

	"firebreak/providers"
)

func TestF020AnAcceptanceAfterAnAcceptedRevocationIsTheConditionAndNotDying(t *testing.T) {
	const alive, dead, throttled, limited = providers.Alive, providers.Dead, providers.Throttled, providers.AliveLimited
	for name, tc := range map[string]struct {
		build func(*tape)
		want  Condition
		since time.Duration // after the first of the probes
	}{
		"nothing heard since":                          {func(*tape) {}, IsDying, -2 * time.Second},
		"accepted within the window":                   {func(p *tape) { p.probe(alive) }, IsAccepted, 0},
		"accepted, then throttled":                     {func(p *tape) { p.probe(alive).probe(throttled) }, IsAccepted, 0},
		"accepted, then refused":                       {func(p *tape) { p.probe(alive).probe(dead) }, IsDying, -2 * time.Second},
		"refused, then accepted":                       {func(p *tape) { p.probe(dead).probe(alive) }, IsAccepted, time.Second},
		"accepted after the window":                    {func(p *tape) { p.probe(alive).after(minute).probe(alive) }, IsAlive, minute + time.Second},
		"accepted after the window, and limited":       {func(p *tape) { p.probe(alive).after(minute).probe(limited) }, IsLimited, minute + time.Second},
		"accepted after the window, then throttled":    {func(p *tape) { p.probe(alive).after(minute).probe(alive).probe(throttled) }, IsAlive, minute + time.Second},
		"accepted after the window, then silence":      {func(p *tape) { p.probe(alive).after(minute).probe(alive).probe(providers.Unclear) }, IsAlive, minute + time.Second},
		"nothing but silence until after the deadline": {func(p *tape) { p.after(time.Hour).probe(providers.Unclear) }, IsUnknown, time.Hour},
		"refused after it was alive":                   {func(p *tape) { p.probe(alive).after(minute).probe(alive).probe(dead) }, IsDying, -2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTape(t).validated(alive).located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Applied}).watch(minute)
			first := p.at
			tc.build(p)
			if got, since := p.key().Condition(); got != tc.want || !since.Equal(first.Add(tc.since)) {
				t.Errorf("%s since %s, want %s since %s", got, since, tc.want, first.Add(tc.since))
			}
		})
	}
}

func TestADeadKeyIsDeadSinceItsFirstRefusal(t *testing.T) {
	p := newTape(t).validated(providers.Alive).located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Applied}).watch(minute)
	first := p.at
	p.probe(providers.Dead).after(minute).probe(providers.Dead).control(providers.Dead)
	if got, since := p.key().Condition(); got != IsDead || !since.Equal(first) {
		t.Errorf("%s since %s, want it dead since %s", got, since, first)
	}
}
