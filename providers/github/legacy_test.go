package github

import (
	"errors"
	"testing"

	"firebreak/providers"
)

// A value of forty hex digits says nothing of itself, and the call that ends tokens takes none.
func TestATokenOfTheOldFormIsAskedAboutAndEndedByAPerson(t *testing.T) {
	r := newRig(t)
	old := r.Decoy(providers.Credential{Kind: Legacy})
	r.on("GET /user", 200, person("tomek"))
	m, err := r.Locate(r.ctx, old)
	if err != nil || len(m.Candidates) != 1 || m.Candidates[0].Parent != "tomek" {
		t.Errorf("%+v: %v", m, err)
	}
	if decoy := r.Decoy(old); length(decoy.Secret) != 40 || decoy.Secret.Equal(old.Secret) {
		t.Error("the made-up token is not of that form")
	}
	if r.EndsByValue(Legacy) || r.Way(Legacy, providers.CanRevoke) != providers.Guided {
		t.Error("the API ends it")
	}
	if _, err := r.RevokeValue(r.ctx, old); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("handed in: %v", err)
	}
	if g, ok := r.Guide("revoke", Legacy); !ok || g.URL != pageClassic {
		t.Errorf("%+v", g)
	}
}

func length(s providers.Secret) (n int) {
	s.Expose(func(b []byte) { n = len(b) })
	return n
}
