package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
)

const (
	googleKeysPath = googleKeysHost + "/v2/projects/{project}/locations/global/keys"
	googleKeyPath  = googleKeysPath + "/{key}"
)

var googleKeyRoutes = []route{
	{method: "GET", path: googleKeysHost + "/v2/keys:lookupKey", query: []string{"keyString"}, do: (*call).googleLookup},
	{method: "GET", path: googleKeysPath, query: []string{"pageSize", "pageToken", "showDeleted"}, do: (*call).googleKeyList},
	{method: "POST", path: googleKeysPath, query: []string{"keyId"}, do: (*call).googleKeyCreate},
	{method: "GET", path: googleKeyPath, do: (*call).googleKeyGet},
	{method: "GET", path: googleKeyPath + "/keyString", do: (*call).googleKeyString},
	{method: "DELETE", path: googleKeyPath, query: []string{"etag", "checkExistingUsage"}, do: (*call).googleKeyDelete},
	{method: "PATCH", path: googleKeyPath, query: []string{"updateMask", "checkExistingUsage"}, do: (*call).googleKeyPatch},
	{method: "POST", path: googleKeyPath + ":undelete", do: (*call).googleKeyUndelete},
	{method: "GET", path: googleKeysHost + "/v2/operations/{operation}", do: (*call).googleOperation},
}

// googlePurge is for how long a deleted key keeps its record.
const googlePurge = 30 * day

// googleAdmin lets a live access token with the right pass.
func (c *call) googleAdmin() *answer {
	var no answer
	switch {
	case c.by != nil && !c.until.IsZero() && c.now.Before(c.until) && !c.by.account.disabled(c.now) && c.by.account.role == "owner":
		return nil // a token outlives its key
	case c.by != nil && !c.until.IsZero() && c.now.Before(c.until) && !c.by.account.disabled(c.now):
		no = googleError(http.StatusForbidden, "IAM_PERMISSION_DENIED", "", "Permission denied on resource (or it may not exist).")
	case c.by == nil || !c.until.IsZero() || !c.lives() || c.by.kind != googleToken:
		no = googleError(http.StatusUnauthorized, "ACCESS_TOKEN_EXPIRED", "", "Request had invalid authentication credentials.")
	case c.hits.has("no_right"):
		no = googleError(http.StatusForbidden, "IAM_PERMISSION_DENIED", "", "Permission denied on resource (or it may not exist).")
	case c.by.busy(c.now):
		no = googleSorry(http.StatusTooManyRequests, "rate")
	default:
		return nil
	}
	return &no
}

// googleRecords are the API keys whose record stands, deleted ones of the last 30 days too.
func (c *call) googleRecords() []*key {
	return slices.DeleteFunc(slices.Clone(c.w.keys), func(k *key) bool {
		return k.kind != GoogleKey && k.kind != GoogleBoundKey || k.created.After(c.now) || !k.revoked.IsZero() && !c.now.Before(k.revoked.Add(googlePurge))
	})
}

func googleName(k *key) string { return "projects/" + k.project.id + "/locations/global/keys/" + k.id }

func (c *call) googleObject(k *key) object {
	o := object{"name": googleName(k), "uid": k.id, "displayName": k.name, "createTime": rfc3339(k.created), "updateTime": rfc3339(later(later(k.created, k.revoked), k.changed)), "etag": c.googleEtag(k)}
	if !k.revoked.IsZero() && !c.now.Before(k.revoked) {
		o["deleteTime"] = rfc3339(k.revoked)
	}
	if len(k.limits) > 0 {
		o["restrictions"] = k.limits
	}
	if k.account != nil {
		o["serviceAccountEmail"] = googleMail(k.account)
	}
	return o
}

func (c *call) googleEtag(k *key) string {
	return `W/"` + providers.NewSecret([]byte(k.id+string(k.limits)+k.revoked.String())).Fingerprint(c.w.salt) + `"`
}

// googleMail is a service account's address.
func googleMail(a *account) string {
	return strings.ReplaceAll(a.name, " ", "-") + "@" + googleProject(a.project) + ".iam.gserviceaccount.com"
}

// googleLookup answers by the value. What the vendor says to one that it never issued is not
// documented: that there is no such thing is our assumption.
func (c *call) googleLookup() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	asked := providers.NewSecret([]byte(c.query.Get("keyString")))
	k := c.w.holder(c.of, asked, asked.Fingerprint(c.w.salt))
	if k == nil || k.project == nil {
		return googleError(http.StatusNotFound, "", "", "Requested entity was not found.")
	}
	out := object{"parent": "projects/" + k.project.id + "/locations/global"}
	if slices.Contains(c.googleRecords(), k) {
		out["name"] = googleName(k)
	}
	return success(out)
}

func (c *call) googleKeyList() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	all, no := c.flag("showDeleted")
	if no != nil {
		return *no
	}
	var out []listed
	for _, k := range c.googleRecords() {
		if k.project.named(c.parts["project"]) && (all || k.listed(c.now)) {
			out = append(out, listed{k.id, c.googleObject(k)})
		}
	}
	return c.googlePage("keys", out, 50, 300)
}

// googlePage is a list in the vendor's shape.
func (c *call) googlePage(name string, all []listed, otherwise, most int) answer {
	limit, no := c.number("pageSize", otherwise, 1, 100_000)
	if no != nil {
		return *no
	}
	from, again := 0, c.hits.has("duplicate_page")
	if cursor := c.query.Get("pageToken"); cursor != "" && !again {
		if from = slices.IndexFunc(all, func(l listed) bool { return cursorLead+l.id == cursor }); from < 0 {
			return *googleWrong("Invalid page token.")
		}
	}
	to := min(len(all), from+min(limit, most))
	out := object{}
	if to > from {
		out[name] = bodies(all[from:to])
	}
	switch {
	case again:
		out["nextPageToken"] = cursorLead + "again"
	case to < len(all):
		out["nextPageToken"] = cursorLead + all[to].id
	}
	return success(out)
}

// googleFind finds the key of the path.
func (c *call) googleFind() (*key, *answer) {
	if no := c.googleAdmin(); no != nil {
		return nil, no
	}
	if k := find(c.googleRecords(), func(k *key) bool { return k.id == c.parts["key"] && k.project.named(c.parts["project"]) }); k != nil {
		return k, nil
	}
	no := googleError(http.StatusNotFound, "", "", "Requested entity was not found.")
	return nil, &no
}

func (c *call) googleKeyGet() answer {
	k, no := c.googleFind()
	if no != nil {
		return *no
	}
	return success(c.googleObject(k))
}

func (c *call) googleKeyString() answer {
	k, no := c.googleFind()
	if no != nil {
		return *no
	}
	return success(object{"keyString": plain(k.secret)})
}

// googleKeyDelete: what the vendor says to a second deletion is not documented; that the state
// forbids it is our assumption.
func (c *call) googleKeyDelete() answer {
	k, no := c.googleFind()
	if no != nil {
		return *no
	}
	if !k.listed(c.now) {
		return *googleState("The key is deleted already.")
	}
	if etag := c.query.Get("etag"); etag != "" && etag != c.googleEtag(k) {
		return googleError(http.StatusConflict, "", "", "The etag does not fit.")
	}
	return c.googleChange(k, act{Do: doRevoke, On: k.id, Takes: c.now.Add(c.w.tail)})
}

func (c *call) googleKeyUndelete() answer {
	k, no := c.googleFind()
	if no != nil {
		return *no
	}
	if k.listed(c.now) {
		return *googleState("The key is not deleted.")
	}
	return c.googleChange(k, act{Do: doRestore, On: k.id, Takes: c.now})
}

func (c *call) googleKeyCreate() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	p := find(c.w.projectsOf(c.of), func(p *project) bool { return p.named(c.parts["project"]) })
	if p == nil {
		return googleError(http.StatusNotFound, "", "", "Requested entity was not found.")
	}
	var want struct {
		Name    string          `json:"displayName"`
		Limits  json.RawMessage `json:"restrictions"`
		Account string          `json:"serviceAccountEmail"`
	}
	if no := c.decode([]string{"displayName", "restrictions", "serviceAccountEmail"}, &want); no != nil {
		return *no
	}
	if len(want.Name) > 63 {
		return *googleWrong("displayName is longer than 63 characters.")
	}
	n := c.w.minted[c.of] + 1
	a := act{Do: doMint, On: c.of.newID(c.w.seed, GoogleKey, "made key", n), Project: p.id, Owner: c.w.users[0].id, Kind: GoogleKey, Name: want.Name, Nth: n, Form: want.Limits}
	if want.Account != "" {
		s := find(c.w.accounts, func(s *account) bool { return s.project.of == c.of && googleMail(s) == want.Account })
		if s == nil {
			return *googleWrong("Unknown service account.")
		}
		a.Kind, a.Owner = GoogleBoundKey, s.id
	}
	return c.googleChange(nil, a)
}

// googleChange makes a change and answers with the operation that tells of it.
func (c *call) googleChange(k *key, a act) answer {
	if c.hits.has("say_deleted") && a.Do != doMint {
		a.Do = doNothing
	}
	if k == nil {
		k = &key{id: a.On}
	}
	c.do(a)
	return success(object{"name": "operations/akmf.p7-" + makeID(c.w.seed, "", "google operation "+k.id, c.w.log.n, 8) + "-" + k.id})
}

// googleOperation tells of a change by the key that it was made on, whose id ends the name. It is
// done by the first time that anybody asks.
func (c *call) googleOperation() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	name := c.parts["operation"]
	k := c.w.keyByID(name[strings.LastIndexByte(name, '-')+1:])
	if k == nil || k.of != c.of {
		return googleError(http.StatusNotFound, "", "", "Operation not found.")
	}
	out := object{"name": "operations/" + name}
	if c.hits.has("stuck") {
		return success(out)
	}
	response := c.googleObject(k)
	response["@type"] = "type.googleapis.com/google.api.apikeys.v2.Key"
	out["done"], out["response"] = true, response
	return success(out)
}

// applyRestore brings back a key that was ended; what it did not serve meanwhile stays so.
func (w *World) applyRestore(a act, at time.Time, by *key) error {
	k := w.keyByID(a.On)
	if k == nil || k.revoked.IsZero() {
		return errNoSuch
	}
	if k.dead.Before(a.Takes) {
		k.paused = append(k.paused, span{k.dead, a.Takes})
	}
	k.revoked, k.dead = time.Time{}, time.Time{}
	w.did(k.of, keyRestored, k, w.actor(record{at: at, project: k.project, key: by, target: k.id}, k))
	return nil
}
