package plain

import (
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// decide asks what comes first. One order is suggested, with its reason.
func (t *Talk) decide() (runbook.Choice, bool) {
	k := t.key()
	suggested, why := runbook.Suggest(k, t.sit)
	figures := t.figures(k)
	q := question{step: incident.StepDecide, body: t.l.Facts(k, t.vendor()), back: t.goes(placeHub)}
	for i, s := range []incident.Strategy{incident.RevokeFirst, incident.ContainFirst, incident.RotateFirst, incident.NotNow} {
		c := choice{text: t.l.StrategyLine(s, s == suggested, figures), off: t.offFor(s), do: func() (runbook.Choice, bool) { return t.decided(s) }}
		if s == suggested && c.off == "" {
			q.usual = i + 1
		}
		q.choices = append(q.choices, c)
	}
	q.body = append(q.body, t.l.Because(why, t.vendor(), k.Forecast))
	return t.ask(q)
}

// offFor says why an order cannot be taken, or "".
func (t *Talk) offFor(s incident.Strategy) string {
	name := map[incident.Strategy]runbook.Name{incident.ContainFirst: runbook.Contain}[s]
	if a, ok := t.find(name, ""); name != "" && (!ok || a.Off != "") {
		return t.l.Why(a.Off, t.vendor())
	}
	return ""
}

// decided records the choice and goes where it leads.
func (t *Talk) decided(s incident.Strategy) (runbook.Choice, bool) {
	if s == incident.NotNow {
		return t.putOff(placeDecide)
	}
	t.at = map[incident.Strategy]place{incident.RevokeFirst: placeRevoke, incident.ContainFirst: placeContain, incident.RotateFirst: placeRotate}[s]
	return t.try(runbook.Decide, "", runbook.Input{Strategy: s})
}

// putOffFor is how long an order may be put off before it is asked for again.
const putOffFor = 10 * time.Minute

// urge asks for an order once more, some time after nothing was to be done for now.
func (t *Talk) urge() {
	k := t.key()
	if t.at != placeHub || k.Decided == nil || k.Decided.Choice != incident.NotNow || !k.Accepted().IsZero() || t.handled(incident.StepRevoke) {
		return
	}
	since := k.DecidedAt
	if t.memo.urged.After(since) {
		since = t.memo.urged
	}
	if t.sit.Now.Sub(since) < putOffFor {
		return
	}
	t.memo.urged = t.sit.Now
	t.say("", t.l.AskedAgain(k.Decided.Note))
	t.at = placeDecide
}

// putOff records why nothing is done to the key now.
func (t *Talk) putOff(from place) (runbook.Choice, bool) {
	text, how := t.note(t.l.WhoDecided())
	switch how {
	case gotOver:
		return runbook.Choice{}, true
	case gotLine:
		t.at = placeHub
		return t.try(runbook.Decide, "", runbook.Input{Strategy: incident.NotNow, Text: text})
	}
	return t.again(from)
}

// figures are what the consequences are told with.
func (t *Talk) figures(k incident.Key) words.Figures {
	var stop time.Duration
	if v, ok := t.engine.Vendor(k.Cred).Adapter.(providers.Validator); ok {
		stop = v.Proof().Window
	}
	way := providers.ByHand
	if t.sit.Able != nil {
		way = t.sit.Able(k, providers.CanRevoke)
	}
	return runbook.Figures(k, stop, way)
}
