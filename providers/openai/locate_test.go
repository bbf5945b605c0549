package openai

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
)

// using makes the fake move a key's last use when the leaked key calls, and serve each key's
// own record. The vendor's clock is the rig's.
func (r *rig) using(project string, keys map[string]object, used string) {
	for id := range keys {
		r.vendor.handle("GET /organization/projects/"+project+"/api_keys/"+id, func(seen) (int, any) { return 200, keys[id] })
	}
	r.vendor.handle("GET /models", func(s seen) (int, any) {
		if s.bearer == leaked && used != "" {
			keys[used]["last_used_at"] = r.clock.Now().Unix()
		}
		return 200, object{"object": "list", "data": []object{}}
	})
}

func TestOneRecordIsFoundAmongAllProjectsAndProvenByUse(t *testing.T) {
	r := newRig(t)
	ours := keyObject("key_1", leakedMask)
	r.organisation(map[string][]object{
		"proj_1": {keyObject("key_x", "sk-svcacct-********ABCD")},
		"proj_2": {ours, userKeyObject("key_y", "sk-proj-********"+leaked[len(leaked)-4:], "user_9")},
		"proj_3": {},
	})
	r.using("proj_2", map[string]object{"key_1": ours}, "key_1")
	var progress []string
	ctx := providers.WithProgress(r.ctx, func(p providers.Progress) { progress = append(progress, p.What) })

	m, err := r.Locate(ctx, credential(ServiceAccountKey, leaked))
	if err != nil {
		t.Fatal(err)
	}
	if m.Strength != providers.MaskAndUse || len(m.Candidates) != 1 {
		t.Fatalf("got %s with %d candidates", m.Strength, len(m.Candidates))
	}
	got := m.Candidates[0]
	if got.ID != "key_1" || got.Parent != "proj_2" || got.Kind != ServiceAccountKey || got.Owner.ID != "sa_1" || !got.ParentName.Is("Project proj_2") {
		t.Errorf("got %+v", got)
	}
	if !got.LastUsed.Equal(time.Unix(1_795_000_000, 0)) {
		t.Errorf("last use %s is our own call's", got.LastUsed)
	}
	if want := []providers.Counted{{What: SearchedProjects, N: 3}, {What: SearchedKeys, N: 3}}; !slices.Equal(m.Searched, want) {
		t.Errorf("searched %v", m.Searched)
	}
	if !slices.Contains(progress, SearchedProjects) || !slices.Contains(progress, SearchedKeys) {
		t.Errorf("progress %v", progress)
	}
	if q := r.vendor.asked("GET /organization/projects")[0].query; q.Get("include_archived") != "true" || q.Get("limit") != "100" {
		t.Errorf("projects asked with %v", q)
	}
	if q := r.vendor.asked("GET /organization/projects/proj_1/api_keys")[0].query; q.Get("owner_project_access") != "any" || q.Get("limit") != "100" {
		t.Errorf("keys asked with %v", q)
	}
	for _, s := range r.vendor.all() {
		if want := map[bool]string{true: leaked, false: r.admin}[s.path == "/models"]; s.bearer != want {
			t.Errorf("%s was asked with the wrong credential", s.path)
		}
	}
	if !slices.Equal(r.clock.slept, []time.Duration{time.Second}) {
		t.Errorf("quiet for %v", r.clock.slept)
	}
}

func TestAMaskMustShowThreeCharactersOfTheSecret(t *testing.T) {
	tail := func(n int) string { return leaked[len(leaked)-n:] }
	for _, c := range []struct {
		name, mask string
		fits       bool
	}{
		{"four at the end", "sk-svcacct-****" + tail(4), true},
		{"three at the end", "sk-…" + tail(3), true},
		{"two at the end", "sk-svcacct-…" + tail(2), false},
		{"two at each side", leaked[:13] + "..." + tail(2), true},
		{"nothing but the public prefix", "sk-svcacct-****", false},
		{"another end", "sk-svcacct-****ZZZZ", false},
		{"another beginning", "sk-proj-****" + tail(4), false},
		{"no mask at all", "sk-svcacct-" + tail(4), false},
		{"empty", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.organisation(map[string][]object{"proj_1": {keyObject("key_1", c.mask)}})
			m, err := r.Locate(r.ctx, credential(ServiceAccountKey, leaked))
			if err != nil {
				t.Fatal(err)
			}
			if fits := len(m.Candidates) == 1; fits != c.fits {
				t.Errorf("fits: %v", fits)
			}
		})
	}
}

func TestF020AKeyWithOneChangedCharacterIsNotFound(t *testing.T) {
	r := newRig(t)
	r.organisation(map[string][]object{"proj_1": {keyObject("key_1", leakedMask)}})
	changed := leaked[:len(leaked)-2] + "!" + leaked[len(leaked)-1:]
	m, err := r.Locate(r.ctx, credential(ServiceAccountKey, changed))
	if err != nil || len(m.Candidates) != 0 || m.Strength != providers.StrengthNil {
		t.Errorf("got %+v, %v", m, err)
	}
	if len(r.vendor.asked("GET /models")) != 0 {
		t.Error("a probe was spent on nothing")
	}
}

func TestAnAdminKeyIsFoundAmongTheAdminKeys(t *testing.T) {
	r := newRig(t)
	value := made("sk-admin-", 58, 5)
	ours := adminKeyObject("key_a", "sk-admin-****"+value[len(value)-4:])
	r.vendor.handle("GET /organization/admin_api_keys", func(s seen) (int, any) {
		if s.bearer == value {
			ours["last_used_at"] = r.clock.Now().Unix()
		}
		if s.query.Get("after") == "" && s.query.Get("limit") != "1" {
			return 200, page(true, adminKeyObject("key_b", "sk-admin-****zzzz"))
		}
		return 200, page(false, ours)
	})
	r.vendor.handle("GET /organization/admin_api_keys/key_a", func(seen) (int, any) { return 200, ours })
	m, err := r.Locate(r.ctx, credential(AdminKey, value))
	if err != nil || m.Strength != providers.MaskAndUse || len(m.Candidates) != 1 || m.Candidates[0].Kind != AdminKey {
		t.Fatalf("got %+v, %v", m, err)
	}
	if !slices.Equal(m.Searched, []providers.Counted{{What: SearchedKeys, N: 2}}) {
		t.Errorf("searched %v", m.Searched)
	}
}

func TestTheAdminCredentialMayNotBeTheLeakedKey(t *testing.T) {
	r := newRig(t)
	if _, err := r.Locate(r.ctx, credential(AdminKey, r.admin)); !errors.Is(err, providers.ErrSameKey) {
		t.Errorf("got %v", err)
	}
	if len(r.vendor.all()) != 0 {
		t.Error("it was used all the same")
	}
}

func TestAllPagesAreWalked(t *testing.T) {
	r := newRig(t)
	r.vendor.handle("GET /organization/projects", func(s seen) (int, any) {
		if s.query.Get("after") == "" {
			p := page(true, projectObject("proj_1"))
			delete(p, "last_id") // the last object's own id serves
			return 200, p
		}
		return 200, page(false, projectObject("proj_2"))
	})
	r.vendor.on("GET /organization/projects/proj_1/api_keys", 200, page(false))
	r.vendor.handle("GET /organization/projects/proj_2/api_keys", func(s seen) (int, any) {
		n := 0
		_, _ = fmt.Sscanf(s.query.Get("after"), "key_%d", &n) // 0 on the first page
		return 200, page(n < 4, keyObject(fmt.Sprintf("key_%d", n+1), "sk-svcacct-****nono"))
	})
	m, err := r.Locate(r.ctx, credential(ServiceAccountKey, leaked))
	if err != nil || !slices.Equal(m.Searched, []providers.Counted{{What: SearchedProjects, N: 2}, {What: SearchedKeys, N: 5}}) {
		t.Errorf("got %+v, %v", m, err)
	}
}

func TestProjectsThatCannotBeReadAreCounted(t *testing.T) {
	r := newRig(t)
	r.organisation(map[string][]object{"proj_1": {}, "proj_2": {}})
	r.vendor.on("GET /organization/projects/proj_2/api_keys", 400, fault("", "Project is archived."))
	m, err := r.Locate(r.ctx, credential(ServiceAccountKey, leaked))
	if err != nil || !slices.Contains(m.Searched, providers.Counted{What: UnreadProjects, N: 1}) || m.Searched[0].N != 1 {
		t.Errorf("got %+v, %v", m, err)
	}
	r.vendor.on("GET /organization/projects/proj_1/api_keys", 403, fault("", "No."))
	if _, err = r.Locate(r.ctx, credential(ServiceAccountKey, leaked)); err == nil {
		t.Error("nothing was read, and it is no error")
	}
}

func TestARefusedSearchIsAnError(t *testing.T) {
	for status, want := range map[int]error{403: providers.ErrNotPermitted, 401: providers.ErrNotPermitted, 429: providers.ErrRateLimited} {
		r := newRig(t)
		r.vendor.header["Retry-After"] = "3600"
		r.vendor.on("GET /organization/projects", status, fault("x", "No."))
		if _, err := r.Locate(r.ctx, credential(ProjectKey, leaked)); !errors.Is(err, want) {
			t.Errorf("%d: got %v", status, err)
		}
	}
}

func TestASearchEndsWhenItIsCancelled(t *testing.T) {
	r := newRig(t)
	ours := keyObject("key_1", leakedMask)
	r.organisation(map[string][]object{"proj_1": {ours}})
	r.using("proj_1", map[string]object{"key_1": ours}, "key_1")
	ctx, cancel := context.WithCancel(r.ctx)
	r.clock.wake = cancel // in the quiet second
	_, err := r.Locate(ctx, credential(ServiceAccountKey, leaked))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if len(r.vendor.asked("GET /models")) != 0 {
		t.Error("a probe left after cancellation")
	}
}

func TestKindsAreToldFromTheRecord(t *testing.T) {
	for _, c := range []struct {
		key  object
		want providers.Kind
	}{
		{keyObject("k", "sk-…abcd"), ServiceAccountKey},
		{userKeyObject("k", "sk-proj-…abcd", "u"), ProjectKey},
		{userKeyObject("k", "sk-None-…abcd", "u"), UserNoneKey},
		{userKeyObject("k", "sk-…abcd", "u"), ProjectKey},
		{adminKeyObject("k", "sk-…abcd"), AdminKey},
	} {
		r := newRig(t)
		r.organisation(map[string][]object{"proj_1": {c.key}})
		r.vendor.on("GET /organization/admin_api_keys", 200, page(false, c.key))
		var got []providers.Kind
		keep := func(k providers.KeyRecord) { got = append(got, k.Kind) }
		s, err := r.open(r.ctx)
		if err == nil && c.want == AdminKey {
			err = s.adminKeys(r.ctx, keep)
		} else if err == nil {
			err = s.keysOf(r.ctx, projectAnswer{ID: "proj_1"}, keep)
		}
		if err != nil || len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: got %v, %v", c.want, got, err)
		}
	}
}
