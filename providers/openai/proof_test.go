package openai

import (
	"fmt"
	"slices"
	"testing"

	"firebreak/providers"
)

func TestTheProofByUse(t *testing.T) {
	two := func() (object, object) { return keyObject("key_1", leakedMask), keyObject("key_2", leakedMask) }
	for _, c := range []struct {
		name     string
		several  bool
		used     string
		busy     func(n int, a, b object, now int64) // at the n-th quiet second
		strength providers.Strength
		want     []string
		probes   int
	}{
		{name: "one moves", used: "key_1", strength: providers.MaskAndUse, want: []string{"key_1"}, probes: 1},
		{name: "none moves", strength: providers.MaskOnly, want: []string{"key_1"}, probes: 1},
		{name: "busy once, then quiet", used: "key_1", strength: providers.MaskAndUse, want: []string{"key_1"}, probes: 1,
			busy: func(n int, a, _ object, now int64) {
				if n == 1 {
					a["last_used_at"] = now
				}
			}},
		{name: "always busy", used: "key_1", strength: providers.MaskOnly, want: []string{"key_1"}, probes: 0,
			busy: func(_ int, a, _ object, now int64) { a["last_used_at"] = now }},
		{name: "used in the second before the first reading", used: "key_1", strength: providers.MaskAndUse, want: []string{"key_1"}, probes: 1,
			busy: func(int, object, object, int64) {}},
		{name: "two fit and one moves twice", several: true, used: "key_2", strength: providers.MaskAndUse, want: []string{"key_2"}, probes: 2},
		{name: "two fit and none moves", several: true, strength: providers.MaskOnly, want: []string{"key_1", "key_2"}, probes: 1},
		{name: "two fit and one is always busy", several: true, used: "key_2", strength: providers.MaskOnly, want: []string{"key_1", "key_2"}, probes: 0,
			busy: func(_ int, a, _ object, now int64) { a["last_used_at"] = now }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			a, b := two()
			keys := map[string]object{"key_1": a}
			listed := []object{a}
			if c.several {
				keys["key_2"], listed = b, []object{a, b}
			}
			a["last_used_at"] = r.clock.Now().Unix() // this very second
			r.organisation(map[string][]object{"proj_1": listed})
			r.using("proj_1", keys, c.used)
			n := 0
			r.clock.wake = func() {
				if n++; c.busy != nil {
					c.busy(n, a, b, r.clock.Now().Unix())
				}
			}
			m, err := r.Locate(r.ctx, credential(ServiceAccountKey, leaked))
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, k := range m.Candidates {
				ids = append(ids, k.ID)
			}
			if m.Strength != c.strength || !slices.Equal(ids, c.want) {
				t.Errorf("got %s %v", m.Strength, ids)
			}
			if got := len(r.vendor.asked("GET /models")); got != c.probes {
				t.Errorf("%d probes, want %d", got, c.probes)
			}
		})
	}
}

func TestTwoRoundsThatDisagreeProveNothing(t *testing.T) {
	r := newRig(t)
	keys := map[string]object{"key_1": keyObject("key_1", leakedMask), "key_2": keyObject("key_2", leakedMask)}
	r.organisation(map[string][]object{"proj_1": {keys["key_1"], keys["key_2"]}})
	r.using("proj_1", keys, "")
	n := 0
	r.vendor.handle("GET /models", func(seen) (int, any) {
		n++
		keys[fmt.Sprint("key_", n)]["last_used_at"] = r.clock.Now().Unix()
		return 200, object{"object": "list", "data": []object{}}
	})
	m, err := r.Locate(r.ctx, credential(ServiceAccountKey, leaked))
	if err != nil || m.Strength != providers.MaskOnly || len(m.Candidates) != 2 || n != 2 {
		t.Errorf("got %s with %d candidates after %d probes, %v", m.Strength, len(m.Candidates), n, err)
	}
}

func TestADeadKeyIsStillAMatchByMask(t *testing.T) {
	r := newRig(t)
	ours := keyObject("key_1", leakedMask)
	r.organisation(map[string][]object{"proj_1": {ours}})
	r.using("proj_1", map[string]object{"key_1": ours}, "")
	r.vendor.on("GET /models", 401, fault("invalid_api_key", "x"))
	m, err := r.Locate(r.ctx, credential(ServiceAccountKey, leaked))
	if err != nil || m.Strength != providers.MaskOnly {
		t.Errorf("got %s, %v", m.Strength, err)
	}
}
