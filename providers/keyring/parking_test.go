package keyring

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"firebreak/providers"
)

func TestProvingLeavesNothingBehind(t *testing.T) {
	p, f := newPlace(t), newFake()
	r := p.ring(t, f)
	for range 2 {
		if err := r.Parking(p.incident).Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := os.ReadDir(p.incident); err != nil || len(found) > 0 {
		t.Errorf("folder holds %v, %v", found, err)
	}
	if names := f.names(); !slices.Equal(names, []string{"identity"}) {
		t.Errorf("keyring holds %v", names)
	}
	var proofs []string
	for _, call := range f.calls {
		if name, ok := strings.CutPrefix(call, "set proof-"); ok {
			proofs = append(proofs, name)
		}
	}
	if len(proofs) != 2 || proofs[0] == proofs[1] {
		t.Errorf("proofs were called %v", proofs)
	}
	for _, name := range []string{"missing", "file"} {
		dir := filepath.Join(p.incident, name)
		if name == "file" {
			if err := os.WriteFile(dir, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Parking(dir).Prove(t.Context()); err == nil {
			t.Errorf("proven in a folder that is none: %s", name)
		}
	}
}

func TestF039WhereLongValuesAreCutTheyAreParkedWholeOrRefusedBeforeMinting(t *testing.T) {
	account := drillKey(2_400) // as long as a cloud's service account file
	t.Run("cut at 2,500", func(t *testing.T) {
		p, f := newPlace(t), newFake()
		f.cut = 2_500
		parking := p.ring(t, f).Parking(p.incident)
		if err := parking.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, value := range []providers.Secret{account, drillKey(MaxValue)} {
			file, err := parking.Put(t.Context(), "op-1", value)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := parking.Get(t.Context(), file); err != nil || !got.Equal(value) {
				t.Errorf("not whole: %v", err)
			}
		}
	})
	t.Run("cut at 60", func(t *testing.T) {
		p, f := newPlace(t), newFake()
		f.cut = 60
		r := p.ring(t, f)
		parking := r.Parking(p.incident)
		if err := parking.Prove(t.Context()); !errors.Is(err, &Trouble{State: Garbled}) {
			t.Errorf("prove: %v", err)
		}
		if _, err := parking.Put(t.Context(), "op-1", account); !errors.Is(err, &Trouble{State: Garbled}) {
			t.Errorf("put: %v", err)
		}
		if err := r.SetAdmin(t.Context(), "openai", drillKey(50)); !errors.Is(err, &Trouble{State: Garbled}) {
			t.Errorf("set: %v", err)
		}
		if len(f.names()) > 0 || len(p.tree(t)) > 0 {
			t.Errorf("left behind: %v, %v", f.names(), p.tree(t))
		}
	})
	t.Run("cut at 60 since the identity was made", func(t *testing.T) {
		p, f := newPlace(t), newFake()
		parking := p.ring(t, f).Parking(p.incident)
		if err := parking.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.cut = 60
		if err := parking.Prove(t.Context()); !errors.Is(err, &Trouble{State: Garbled}) {
			t.Errorf("prove: %v", err)
		}
		if names := f.names(); !slices.Equal(names, []string{"identity"}) || len(p.tree(t)) > 0 {
			t.Errorf("left behind: %v, %v", names, p.tree(t))
		}
	})
}

func TestF040AKeyringThatHangsOrStoresLessIsNeverCalledASuccess(t *testing.T) {
	p := newPlace(t)
	synctest.Test(t, func(t *testing.T) {
		hangs, cuts := newFake(), newFake()
		hangs.hang = make(chan struct{})
		cuts.cut = 60
		tests := []struct {
			name    string
			backend *fake
			want    State
		}{{"with a terminal it hangs", hangs, TimedOut}, {"without one it stores 60 bytes", cuts, Garbled}}
		for _, test := range tests {
			r := p.ring(t, test.backend)
			if err := r.SetAdmin(t.Context(), "openai", drillKey(164)); !errors.Is(err, &Trouble{State: test.want}) {
				t.Errorf("%s: %v", test.name, err)
			}
			if _, err := r.Parking(p.incident).Put(t.Context(), "op-1", drillKey(164)); !errors.Is(err, &Trouble{State: test.want}) {
				t.Errorf("%s: %v", test.name, err)
			}
			if list, err := r.Admins(); err != nil || len(list) > 0 {
				t.Errorf("%s: lists %v, %v", test.name, list, err)
			}
			r.Close()
		}
		close(hangs.hang)
	})
}

func TestLeftoversOfAKilledProofGoWithTheNext(t *testing.T) {
	p, f := newPlace(t), newFake()
	r := p.ring(t, f)
	parking := r.Parking(p.incident)
	kept, err := parking.Put(t.Context(), "op-1", drillKey(100))
	if err != nil {
		t.Fatal(err)
	}
	left := "proof-0123456789abcdef"
	if err := r.keep(t.Context(), p.incident, left+sealedSuffix, drillKey(10)); err != nil {
		t.Fatal(err)
	}
	if err := f.memory.Set(left, drillKey(74)); err != nil {
		t.Fatal(err)
	}
	strangers := []string{"proof-of-something.age", "proof-0123456789ABCDEF.age", "journal.jsonl"}
	for _, name := range strangers {
		if err := os.WriteFile(filepath.Join(p.incident, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := parking.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	var found []string
	for path := range p.tree(t) {
		if filepath.Dir(path) == p.incident {
			found = append(found, filepath.Base(path))
		}
	}
	slices.Sort(found)
	want := append([]string{kept}, strangers...)
	slices.Sort(want)
	if !slices.Equal(found, want) || !slices.Equal(f.names(), []string{"identity"}) {
		t.Errorf("folder holds %v, want %v; keyring %v", found, want, f.names())
	}
}

func TestAProofWhoseItemCannotBeRemovedKeepsItsNameForTheNext(t *testing.T) {
	p := newPlace(t)
	f := &undeletable{fake: newFake()}
	parking := p.ring(t, f).Parking(p.incident)
	f.stuck = true
	if err := parking.Prove(t.Context()); !errors.Is(err, &Trouble{State: Failed}) {
		t.Errorf("prove: %v", err)
	}
	if len(p.tree(t)) != 1 || len(f.names()) != 2 {
		t.Errorf("files %v, items %v", p.tree(t), f.names())
	}
	f.stuck = false
	if err := parking.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(p.tree(t)) != 0 || len(f.names()) != 1 {
		t.Errorf("files %v, items %v", p.tree(t), f.names())
	}
}

type undeletable struct {
	*fake
	stuck bool
}

func (u *undeletable) Delete(name string) error {
	if u.stuck {
		return errors.New("denied")
	}
	return u.fake.Delete(name)
}

func TestNoParkedValueIsEverOverwritten(t *testing.T) {
	p := newPlace(t)
	parking := p.ring(t, newFake()).Parking(p.incident)
	first, err := parking.Put(t.Context(), "op-1", drillKey(100))
	if err != nil {
		t.Fatal(err)
	}
	second, err := parking.Put(t.Context(), "op-1", drillKey(120))
	if err != nil || first == second {
		t.Fatalf("parked as %s and %s, %v", first, second, err)
	}
	if got, err := parking.Get(t.Context(), first); err != nil || !got.Equal(drillKey(100)) {
		t.Errorf("the first: %v", err)
	}
	for range 2 {
		if err := parking.Remove(t.Context(), first); err != nil {
			t.Error(err)
		}
	}
	if _, err := parking.Get(t.Context(), first); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after removal: %v", err)
	}
	if got, err := parking.Get(t.Context(), second); err != nil || !got.Equal(drillKey(120)) {
		t.Errorf("the second: %v", err)
	}
}
