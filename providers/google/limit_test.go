package google

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"firebreak/providers"
	"firebreak/providers/transport"
)

var bothAPIs = transport.Object{"apiTargets": []any{object{"service": "maps-backend.googleapis.com"}, object{"service": HostGemini}}}

func with(limits transport.Object, name string, value any) transport.Object {
	out := transport.Object{name: value}
	for k, v := range limits {
		out[k] = v
	}
	return out
}

func TestAKeyIsClosedByTheRestrictionThatItHas(t *testing.T) {
	site := object{"allowedReferrers": []any{"northwind.example/*"}}
	for name, c := range map[string]struct {
		found transport.Object
		set   string // the restriction that closes it
		apis  providers.Reason
	}{
		"a free key":          {nil, "serverKeyRestrictions", providers.ReasonNoOther},
		"one of two APIs":     {bothAPIs, "serverKeyRestrictions", ""},
		"one for Gemini only": {transport.Object{"apiTargets": []any{object{"service": HostGemini}}}, "serverKeyRestrictions", providers.ReasonNoOther},
		"one for maps only":   {transport.Object{"apiTargets": []any{object{"service": "maps-backend.googleapis.com"}}}, "serverKeyRestrictions", providers.ReasonNoOther},
		"a site's":            {with(bothAPIs, "browserKeyRestrictions", site), "browserKeyRestrictions", ""},
		"an Android app's":    {transport.Object{"androidKeyRestrictions": object{"allowedApplications": []any{}}}, "androidKeyRestrictions", providers.ReasonNoOther},
		"an iOS app's":        {transport.Object{"iosKeyRestrictions": object{"allowedBundleIds": []any{"com.example"}}}, "iosKeyRestrictions", providers.ReasonNoOther},
		"a server's":          {transport.Object{"serverKeyRestrictions": object{"allowedIps": []any{"198.51.100.1"}}}, "serverKeyRestrictions", providers.ReasonNoOther},
	} {
		r := newRig(t)
		r.on("GET "+keyCall, 200, keyObject("restrictions", c.found))
		offered, err := r.Containments(r.ctx, record())
		if err != nil || len(offered) != 2 || offered[0].ID != LimitAPIs || offered[0].Off != c.apis || offered[1].Off != "" || !offered[1].ExactUndo || offered[1].Refuses {
			t.Errorf("%s: %+v, %v", name, offered, err)
			continue
		}
		for _, o := range offered {
			if o.Off != "" {
				continue
			}
			var k kept
			if err := json.Unmarshal(o.Before, &k); err != nil || !same(k.Found, c.found) {
				t.Errorf("%s: kept %s, %v", name, o.Before, err)
			}
			r.on("PATCH "+keyCall, 200, object{"name": "operations/o1", "done": true})
			if _, err := r.Contain(r.ctx, record(), o); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			sent := r.asked("PATCH " + keyCall)
			body := sent[len(sent)-1].body
			if body["etag"] != "e1" || sent[len(sent)-1].query.Get("updateMask") != "restrictions" || !reflect.DeepEqual(body["restrictions"], k.Set) {
				t.Errorf("%s: sent %v", name, body)
			}
			callers := len(k.Set) - len(without(k.Set))
			if o.ID == LimitClosed && (callers != 1 || k.Set[c.set] == nil || reflect.DeepEqual(k.Set[c.set], c.found[c.set])) {
				t.Errorf("%s is closed by %v", name, k.Set)
			}
			if o.ID == LimitAPIs && (len(targets(k.Set)) != 1 || serviceOf(targets(k.Set)[0]) == HostGemini) {
				t.Errorf("%s keeps %v", name, targets(k.Set))
			}
		}
	}
}

func TestARestrictionThatSomebodyChangedIsLeftAsItIs(t *testing.T) {
	r := newRig(t)
	r.on("GET "+keyCall, 200, keyObject("restrictions", bothAPIs))
	offered, err := r.Containments(r.ctx, record())
	if err != nil {
		t.Fatal(err)
	}
	c := offered[1]
	r.on("GET "+keyCall, 200, keyObject("restrictions", object{"apiTargets": []any{object{"service": "translate.googleapis.com"}}}))
	for name, do := range map[string]func() error{
		"contain": func() error { _, err := r.Contain(r.ctx, record(), c); return err },
		"lift":    func() error { _, err := r.Lift(r.ctx, record(), c); return err },
	} {
		if err := do(); !errors.Is(err, providers.ErrConflict) || len(r.asked("PATCH "+keyCall)) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if stands, err := r.Contained(r.ctx, record(), c); err != nil || stands {
		t.Errorf("stands %v, %v", stands, err)
	}
	r.on("GET "+keyCall, 200, keyObject("restrictions", bothAPIs))
	r.on("PATCH "+keyCall, 409, fault(409, "ABORTED", "", ""))
	if _, err := r.Contain(r.ctx, record(), c); !errors.Is(err, providers.ErrConflict) {
		t.Errorf("changed between read and write: %v", err)
	}
}

func TestAReplacementInheritsNoLimitOfOurs(t *testing.T) {
	r := newRig(t)
	r.on("GET "+keyCall, 200, keyObject("restrictions", bothAPIs))
	offered, _ := r.Containments(r.ctx, record())
	if len(offered) != 2 {
		t.Fatal("nothing is offered")
	}
	r.on("GET "+keyCall, 200, keyObject("restrictions", closed(bothAPIs), "deleteTime", "2026-11-23T10:00:00Z"))
	r.on("POST "+keysCall, 200, object{"name": "operations/o1", "done": true, "response": keyObject()})
	r.on("GET "+keyCall+"/keyString", 200, object{"keyString": "AI" + "za" + "DRILLnew"})
	if _, _, err := r.Create(r.ctx, providers.NewKey{Like: record(), Name: "n", Without: offered[1:]}); err != nil {
		t.Fatal(err)
	}
	if sent := r.asked("POST " + keysCall); len(sent) != 1 || !reflect.DeepEqual(sent[0].body["restrictions"], bothAPIs) {
		t.Errorf("sent %+v", sent)
	}
}

func TestScopesAreTheAPIsOfAKeyThatNobodyChangedSince(t *testing.T) {
	r := newRig(t)
	r.on("GET "+keyCall, 200, keyObject("restrictions", bothAPIs, "updateTime", today.Add(-1).Format("2006-01-02T15:04:05Z")))
	if own, known, err := r.Scopes(r.ctx, record(), today); err != nil || !known || !reflect.DeepEqual(own, []string{"maps-backend.googleapis.com", HostGemini}) {
		t.Errorf("%v, known %v, %v", own, known, err)
	}
	if _, known, _ := r.Scopes(r.ctx, record(), today.AddDate(0, 0, -1)); known {
		t.Error("those of a key that was changed since are known")
	}
}

func TestControlsAreReadFromTheRecord(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		limits        transport.Object
		apis, callers providers.ControlState
	}{
		{nil, providers.ControlAbsent, providers.ControlAbsent},
		{bothAPIs, providers.ControlPresent, providers.ControlAbsent},
		{closed(nil), providers.ControlAbsent, providers.ControlPresent},
	} {
		r.on("GET "+keyCall, 200, keyObject("restrictions", c.limits))
		list, err := r.Controls(r.ctx, record())
		if err != nil || len(list) != 6 || list[0].State != c.apis || list[1].State != c.callers || list[2].State != providers.ControlAbsent || list[3].State != providers.ControlUnreadable {
			t.Errorf("%v: %+v, %v", c.limits, list, err)
		}
	}
}
