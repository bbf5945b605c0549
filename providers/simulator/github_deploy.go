package simulator

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"
)

// Deploy keys are what the audit log says was made. One that a person's token made goes with it, by the
// vendor's word; one that an app's token made stays.

var hubDeployRoutes = []route{
	{method: "GET", path: "/repos/{owner}/{repo}/keys", query: []string{"per_page", "page"}, do: (*call).hubDeployKeys},
	{method: "DELETE", path: "/repos/{owner}/{repo}/keys/{key_id}", do: (*call).hubRemoveKey},
}

// hubPublic is the public part of the key that an entry tells of, in the form that SSH has it.
func hubPublic(r *record) []byte {
	text := sha256.Sum256([]byte("github deploy key " + r.id))
	return append([]byte("\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"), text[:]...)
}

func hubPrint(r *record) string {
	sum := sha256.Sum256(hubPublic(r))
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}

// hubDeployed are the keys of the path's repository. Only its administrators see them.
func (c *call) hubDeployed() ([]*record, *answer) {
	p, no := c.hubReaches()
	if no != nil {
		return nil, no
	}
	if k := c.by; k == nil || k.user == nil || k.user.role != "owner" {
		no := hubError(404, "", "", "Not Found")
		return nil, &no
	}
	var list []*record
	for _, r := range c.w.audit {
		gone := r.undone || r.key != nil && !r.key.revoked.IsZero() && (r.key.kind == GitHubClassic || r.key.kind == GitHubFineGrained || r.key.kind == GitHubOAuth)
		if r.of == c.of && r.kind == "public_key.create" && r.project == p && !r.at.After(c.now) && !gone {
			list = append(list, r)
		}
	}
	return list, nil
}

func (c *call) hubDeployKeys() answer {
	list, no := c.hubDeployed()
	if no != nil {
		return *no
	}
	part, no := hubPage(c, list)
	if no != nil {
		return *no
	}
	body := []object{}
	for _, r := range part {
		id := hubNumber(r.id)
		one := object{"id": id, "key": "ssh-ed25519 " + base64.StdEncoding.EncodeToString(hubPublic(r)), "title": "ci", "verified": true, "read_only": false, "created_at": hubTime(r.at),
			"url":      "https://api.github.com/repos/" + c.w.orgName + "/" + r.project.name + "/keys/" + strconv.FormatInt(id, 10),
			"added_by": nil, "last_used": nil, "enabled": true}
		if r.key != nil && r.key.user != nil {
			one["added_by"] = hubLogin(r.key.user)
		}
		body = append(body, one)
	}
	return answer{status: 200, body: body, used: true}
}

func (c *call) hubRemoveKey() answer {
	list, no := c.hubDeployed()
	if no != nil {
		return *no
	}
	for _, r := range list {
		if strconv.FormatInt(hubNumber(r.id), 10) == c.parts["key_id"] {
			c.do(act{Do: doUndo, On: r.id})
			return answer{status: 204}
		}
	}
	return hubError(404, "", "", "Not Found")
}

// applyUndo takes away what an entry of the audit log tells of. The entry stays.
func (w *World) applyUndo(a act, _ time.Time, _ *key) error {
	r := find(w.audit, func(r *record) bool { return r.id == a.On })
	if r == nil {
		return errNoSuch
	}
	r.undone = true
	return nil
}
