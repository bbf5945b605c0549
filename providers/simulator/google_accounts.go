package simulator

import (
	"net/http"
	"slices"
	"time"
)

const (
	googleIAMHost     = "/iam.googleapis.com"
	googleAccountPath = googleIAMHost + "/v1/projects/{project}/serviceAccounts/{account}"
	googleSAKeyPath   = googleAccountPath + "/keys/{key}"
)

var googleAccountRoutes = []route{
	{method: "GET", path: googleAccountPath, do: (*call).googleAccountGet},
	{method: "POST", path: googleAccountPath + ":disable", do: (*call).googleAccountDisable},
	{method: "POST", path: googleAccountPath + ":enable", do: (*call).googleAccountEnable},
	{method: "GET", path: googleAccountPath + "/keys", query: []string{"keyTypes"}, do: (*call).googleSAKeyList},
	{method: "GET", path: googleSAKeyPath, query: []string{"publicKeyType"}, do: (*call).googleSAKeyGet},
	{method: "DELETE", path: googleSAKeyPath, do: (*call).googleSAKeyDelete},
	{method: "POST", path: googleSAKeyPath + ":disable", do: (*call).googleSAKeyDisable},
	{method: "POST", path: googleSAKeyPath + ":enable", do: (*call).googleSAKeyEnable},
}

func googleNothing() *answer {
	no := googleError(http.StatusNotFound, "", "", "Requested entity was not found.")
	return &no
}

// googleAccount finds the account of the path.
func (c *call) googleAccount() (*account, *answer) {
	if no := c.googleAdmin(); no != nil {
		return nil, no
	}
	a := find(c.w.accounts, func(a *account) bool {
		return a.project.of == c.of && googleMail(a) == c.parts["account"] && a.project.named(c.parts["project"])
	})
	if a == nil {
		return nil, googleNothing()
	}
	return a, nil
}

func (c *call) googleAccountGet() answer {
	a, no := c.googleAccount()
	if no != nil {
		return *no
	}
	out := object{"name": "projects/" + googleProject(a.project) + "/serviceAccounts/" + googleMail(a), "projectId": googleProject(a.project), "uniqueId": googleUnique(a), "email": googleMail(a), "displayName": a.name}
	if a.disabled(c.now) {
		out["disabled"] = true
	}
	return success(out)
}

func (c *call) googleAccountDisable() answer { return c.googleSwitch(doDisable) }
func (c *call) googleAccountEnable() answer  { return c.googleSwitch(doEnable) }

func (c *call) googleSwitch(what string) answer {
	a, no := c.googleAccount()
	if no != nil {
		return *no
	}
	if a.disabled(c.now) != (what == doDisable) { // what stands already is no error
		c.do(act{Do: what, On: a.id})
	}
	return success(object{})
}

// disabled reports whether the account, and all that it signed in with, is refused.
func (a *account) disabled(t time.Time) bool {
	return slices.ContainsFunc(a.paused, func(s span) bool { return s.has(t) })
}

// googleSAKeys are the keys of an account that have a record: a deleted one has none.
func (c *call) googleSAKeys(a *account) []*key {
	return slices.DeleteFunc(slices.Clone(c.w.keys), func(k *key) bool { return k.kind != GoogleAccountKey || k.account != a || !k.listed(c.now) })
}

func (c *call) googleSAKeyObject(k *key) object {
	o := object{
		"name":           "projects/" + googleProject(k.project) + "/serviceAccounts/" + googleMail(k.account) + "/keys/" + k.id,
		"validAfterTime": k.created.UTC().Format(time.RFC3339), "validBeforeTime": "9999-12-31T23:59:59Z",
		"keyAlgorithm": "KEY_ALG_RSA_1024", "keyOrigin": "GOOGLE_PROVIDED", "keyType": "USER_MANAGED",
	}
	if k.inactive {
		o["disabled"], o["disableReason"] = true, "SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED"
	}
	return o
}

func (c *call) googleSAKeyList() answer {
	a, no := c.googleAccount()
	if no != nil {
		return *no
	}
	kinds, out := c.list("keyTypes"), []object{}
	for _, k := range c.googleSAKeys(a) {
		if len(kinds) == 0 || slices.Contains(kinds, "USER_MANAGED") {
			out = append(out, c.googleSAKeyObject(k))
		}
	}
	return success(object{"keys": out})
}

func (c *call) googleSAKey() (*key, *answer) {
	a, no := c.googleAccount()
	if no != nil {
		return nil, no
	}
	if k := find(c.googleSAKeys(a), func(k *key) bool { return k.id == c.parts["key"] }); k != nil {
		return k, nil
	}
	return nil, googleNothing()
}

func (c *call) googleSAKeyGet() answer {
	k, no := c.googleSAKey()
	if no != nil {
		return *no
	}
	return success(c.googleSAKeyObject(k))
}

func (c *call) googleSAKeyDelete() answer {
	return c.googleSAKeyDo(func(*key) (act, bool) { return act{Do: doRevoke}, true })
}

func (c *call) googleSAKeyDisable() answer {
	return c.googleSAKeyDo(func(k *key) (act, bool) { return act{Do: doPause}, !k.inactive })
}

func (c *call) googleSAKeyEnable() answer {
	return c.googleSAKeyDo(func(k *key) (act, bool) { return act{Do: doResume}, k.inactive })
}

// googleSAKeyDo changes a key, unless it is so already, and answers with nothing.
func (c *call) googleSAKeyDo(what func(*key) (act, bool)) answer {
	k, no := c.googleSAKey()
	if no != nil {
		return *no
	}
	a, needed := what(k)
	a.On, a.Takes = k.id, c.now.Add(c.w.tail)
	if c.hits.has("say_deleted") {
		a.Do = doNothing
	}
	if needed {
		c.do(a)
	}
	return success(object{})
}

// applyDisable lets an account, its keys and their tokens refuse, at once.
func (w *World) applyDisable(a act, at time.Time, by *key) error {
	s := w.accountByID(a.On)
	if s == nil {
		return errNoSuch
	}
	s.paused = append(s.paused, span{from: at})
	w.did(s.project.of, accountDisabled, nil, record{at: at, project: s.project, key: by, user: w.users[0], target: s.id})
	return nil
}

func (w *World) applyEnable(a act, at time.Time, by *key) error {
	s := w.accountByID(a.On)
	if s == nil || len(s.paused) == 0 {
		return errNoSuch
	}
	s.paused[len(s.paused)-1].to = at
	w.did(s.project.of, accountEnabled, nil, record{at: at, project: s.project, key: by, user: w.users[0], target: s.id})
	return nil
}
