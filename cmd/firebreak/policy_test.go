package main_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestDoctorPrintsAReadyPolicyWhereTheProviderHasSuchADocument(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	var policy struct{ Statement []struct{ Action []string } }
	out := h.run("", "doctor", "--policy", "aws")
	if err := json.Unmarshal([]byte(out.out), &policy); err != nil || out.code != 0 || len(policy.Statement) == 0 {
		t.Errorf("exit %d, %v: %s", out.code, err, out.out)
	}
	if out := h.run("", "doctor", "--policy", "openai"); out.code != 2 || out.out != "" || !strings.Contains(out.err, "no policy document") {
		t.Errorf("exit %d: %s%s", out.code, out.out, out.err)
	}
}
