package google

import (
	"errors"
	"testing"

	"firebreak/providers"
)

// deny answers the look-up as a role without its right gets it, in a project with two keys and a
// deleted one.
func deny(r *rig) {
	r.on(lookupCall, 403, fault(403, "PERMISSION_DENIED", "IAM_PERMISSION_DENIED", ""))
	other := "projects/42/locations/global/keys/k0"
	gone := keyObject("name", "projects/42/locations/global/keys/k9", "deleteTime", "2026-11-20T10:00:00Z")
	r.on("GET "+HostKeys+"/v2/projects/home-1/locations/global/keys", 200, object{"keys": []any{keyObject("name", other, "uid", "k0"), gone, keyObject()}})
	r.on("GET "+HostKeys+"/v2/"+other+"/keyString", 200, object{"keyString": plainly(made("d"))})
	r.on("GET "+keyCall+"/keyString", 200, object{"keyString": plainly(made("c"))})
}

func plainly(s providers.Secret) (text string) {
	s.Expose(func(b []byte) { text = string(b) })
	return text
}

func home(name string) string { return map[string]string{"GOOGLE_CLOUD_PROJECT": "home-1"}[name] }

func TestWhereTheLookUpIsDeniedTheKeysOfTheProjectAreComparedByValue(t *testing.T) {
	r := newRig(t)
	deny(r)
	r.Configure(home)
	m, err := r.Locate(r.ctx, leaked())
	if err != nil || len(m.Candidates) != 1 || m.Candidates[0].ID != "k1" || m.Strength != providers.Exact || m.Searched[0].N != 3 {
		t.Errorf("%+v: %v", m, err)
	}
	if n := len(r.asked("GET " + HostKeys + "/v2/projects/42/locations/global/keys/k9/keyString")); n != 0 {
		t.Errorf("the value of a deleted key was asked for")
	}
	foreign := providers.Credential{Kind: APIKey, Secret: made("z")}
	if m, err := r.Locate(r.ctx, foreign); err != nil || len(m.Candidates) != 0 {
		t.Errorf("of another project: %+v, %v", m, err)
	}
}

func TestTheDenialStandsWhereThereIsNoProjectToCompareIn(t *testing.T) {
	for name, prepare := range map[string]func(*rig){
		"no project": func(*rig) {},
		"a project whose values may not be read": func(r *rig) {
			r.Configure(home)
			r.on("GET "+keyCall+"/keyString", 403, fault(403, "PERMISSION_DENIED", "IAM_PERMISSION_DENIED", ""))
		},
		"a project whose keys may not be listed": func(r *rig) {
			r.Configure(home)
			r.on("GET "+HostKeys+"/v2/projects/home-1/locations/global/keys", 403, fault(403, "PERMISSION_DENIED", "IAM_PERMISSION_DENIED", ""))
		},
	} {
		r := newRig(t)
		deny(r)
		prepare(r)
		if m, err := r.Locate(r.ctx, leaked()); !errors.Is(err, providers.ErrNotPermitted) || len(m.Candidates) != 0 {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}
