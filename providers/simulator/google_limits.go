package simulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// googleLimits are restrictions as far as they decide anything here. Our own services come from
// the office, in no browser and no app.
type googleLimits struct {
	APIs []struct {
		Service string `json:"service"`
	} `json:"apiTargets"`
	Server *struct {
		Addresses []string `json:"allowedIps"`
	} `json:"serverKeyRestrictions"`
	Browser *json.RawMessage `json:"browserKeyRestrictions"`
	Android *json.RawMessage `json:"androidKeyRestrictions"`
	IOS     *json.RawMessage `json:"iosKeyRestrictions"`
}

func googleLimitsOf(raw json.RawMessage) (l googleLimits) {
	_ = json.Unmarshal(raw, &l) // what cannot be read was refused when it was set
	return l
}

// closes reports whether the restrictions keep every caller out, whatever is called.
func (l googleLimits) closes() bool {
	return l.Server != nil && !slices.Contains(l.Server.Addresses, officeAddress) || foreign(l.Browser) || foreign(l.Android) || foreign(l.IOS)
}

// foreign reports whether a restriction names sites or apps, and none of ours.
func foreign(names *json.RawMessage) bool {
	return names != nil && !bytes.Contains(*names, []byte("northwind"))
}

// bars is the reason for which Gemini refuses a caller, "" for none. A caller on loopback counts as
// one in the office.
func (l googleLimits) bars() string {
	serves := func(t struct {
		Service string `json:"service"`
	}) bool {
		return t.Service == googleFamily
	}
	switch {
	case len(l.APIs) > 0 && !slices.ContainsFunc(l.APIs, serves):
		return "API_KEY_SERVICE_BLOCKED"
	case l.Server != nil && !slices.Contains(l.Server.Addresses, officeAddress):
		return "API_KEY_IP_ADDRESS_BLOCKED"
	case l.Browser != nil:
		return "API_KEY_HTTP_REFERRER_BLOCKED"
	case l.Android != nil:
		return "API_KEY_ANDROID_APP_BLOCKED"
	case l.IOS != nil:
		return "API_KEY_IOS_APP_BLOCKED"
	}
	return ""
}

// googleBars refuses what a key's restrictions do not allow, once they have reached every edge.
func (c *call) googleBars(k *key, consumer string) *answer {
	barred := slices.ContainsFunc(k.barred, func(s span) bool { return s.has(c.now) })
	if reason := googleLimitsOf(k.limits).bars(); barred && reason != "" {
		no := googleError(http.StatusForbidden, reason, consumer, "Requests from this caller, or to this API, are blocked.")
		return &no
	}
	return nil
}

// googleSpread is how long a restriction takes to reach every edge at most (our assumption).
const googleSpread = 5 * time.Minute

// googleKeyPatch changes restrictions, and nothing else here.
func (c *call) googleKeyPatch() answer {
	k, no := c.googleFind()
	if no != nil {
		return *no
	}
	var want struct {
		Limits json.RawMessage `json:"restrictions"`
		Etag   string          `json:"etag"`
	}
	if no := c.decode([]string{"restrictions", "etag"}, &want); no != nil {
		return *no
	}
	var limits map[string]json.RawMessage
	switch {
	case c.query.Get("updateMask") != "restrictions":
		return *googleWrong("updateMask: only restrictions can be changed here.")
	case !k.listed(c.now):
		return *googleState("The key is deleted.")
	case want.Etag != "" && want.Etag != c.googleEtag(k):
		return googleError(http.StatusConflict, "", "", "The etag does not fit.")
	case len(want.Limits) > 0 && json.Unmarshal(want.Limits, &limits) != nil:
		return *googleWrong("restrictions: not an object.")
	}
	callers := 0
	for _, name := range []string{"serverKeyRestrictions", "browserKeyRestrictions", "androidKeyRestrictions", "iosKeyRestrictions"} {
		if _, has := limits[name]; has {
			callers++
		}
	}
	if callers > 1 {
		return *googleWrong("Only one restriction by caller can be set.")
	}
	text := bytes.TrimSpace(want.Limits)
	if len(limits) == 0 {
		text = nil
	}
	return c.googleChange(k, act{Do: doLimit, On: k.id, Form: text, Takes: c.now.Add(min(c.w.tail, googleSpread))})
}

// applyLimit changes what a key is restricted to.
func (w *World) applyLimit(a act, at time.Time, by *key) error {
	k := w.keyByID(a.On)
	if k == nil {
		return errNoSuch
	}
	k.limits, k.changed = a.Form, at
	w.limit(k, a.Takes)
	w.did(k.of, keyChanged, k, record{at: at, project: k.project, key: by, target: k.id})
	return nil
}

// limit lets a key's restrictions hold from a moment on.
func (w *World) limit(k *key, from time.Time) {
	limits := googleLimitsOf(k.limits)
	k.barred = bar(k.barred, limits.bars() == "", from)
	k.closed = bar(k.closed, !limits.closes(), from)
}

// bar lets something be done with a key, or lets it not, from a moment on.
func bar(spans []span, can bool, from time.Time) []span {
	open := len(spans) > 0 && spans[len(spans)-1].to.IsZero()
	switch {
	case can && open:
		spans[len(spans)-1].to = from
	case !can && !open:
		spans = append(spans, span{from: from})
	}
	return spans
}
