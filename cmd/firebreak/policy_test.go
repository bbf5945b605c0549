package main_test

import (
	"encoding/json"
	"testing"
)

func TestDoctorPrintsTheLeastRightsOfEveryProvidersAdminCredential(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	var policy struct{ Statement []struct{ Action []string } }
	out := h.run("", "doctor", "--policy", "aws")
	if err := json.Unmarshal([]byte(out.out), &policy); err != nil || out.code != 0 || len(policy.Statement) == 0 {
		t.Errorf("exit %d, %v: %s", out.code, err, out.out)
	}
	for _, provider := range []string{"openai", "anthropic", "github", "google", "awssecrets"} {
		if out := h.run("", "doctor", "--policy", provider); out.code != 0 || !json.Valid([]byte(out.out)) {
			t.Errorf("%s: exit %d: %s%s", provider, out.code, out.out, out.err)
		}
	}
	if out := h.run("", "doctor", "--policy", "nobody"); out.code != 2 || out.out != "" {
		t.Errorf("exit %d: %s%s", out.code, out.out, out.err)
	}
}
