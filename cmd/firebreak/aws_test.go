package main_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// The chain of a vendor whose keys have two parts: found by its id, deleted, proven dead, and each
// part of the new one written to where the old one's stood.
func TestAnAWSKeyIsDeletedProvenDeadAndReplacedPartByPart(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "aws/access-key-id")
	fields := strings.Fields(s.Leaked[0].Key) // both lines of a credentials file
	if len(fields) != 6 || s.Env["AWS_ACCESS_KEY_ID"] == "" || s.Env["AWS_SECRET_ACCESS_KEY"] == "" {
		t.Fatalf("leaked %d fields", len(fields))
	}
	id, secret := fields[2], fields[5]
	env := h.write("app.env", "AWS_ACCESS_KEY_ID="+id+"\nAWS_SECRET_ACCESS_KEY='"+secret+"'\n")
	r := h.run(s.Leaked[0].Key+"\n", "respond", "--headless", "--approve", "revoke,rotate", "--store", "dotenv:"+env, "--store", "awssecrets:prod/ci-deploy", short, "-")
	sum := r.summary(t)
	if r.code != 3 || sum.Outcome != "proven-dead" || len(sum.Creds) != 4 || len(sum.Creds[0].OpenSteps) != 0 {
		t.Fatalf("exit %d, %+v, stderr %s", r.code, sum, r.err)
	}
	if !strings.Contains(r.err, "revoke: not approved: related") {
		t.Errorf("nothing said of the key that the thief made:\n%s", r.err)
	}
	if !strings.Contains(r.out, `"strength":"exact"`) {
		t.Error("the record was not looked up by its id")
	}
	if n := s.mutations(); n != 2+3 {
		t.Errorf("%d changes sent, want one end, one new key, and three for both parts in the secret", n)
	}
	kept := h.run(secret, "stores", "find", "--store", "awssecrets:prod/ci-deploy", "-")
	if kept.code != 3 || strings.Count(kept.out, "AWSPREVIOUS") != 1 || strings.Contains(kept.out, "written only if") ||
		!strings.Contains(kept.err, "1 to read, nothing is written; each read is in CloudTrail") {
		t.Errorf("exit %d, want the old value in an older version alone:\n%s%s", kept.code, kept.out, kept.err)
	}
	text := h.read(env)
	if strings.Contains(text, id) || strings.Contains(text, secret) || strings.Count(text, "DRILL") != 2 {
		t.Error("a part of the old key is left in the store, or one of the new key is missing")
	}
	report := h.read(filepath.Join(h.dir, sum.Report))
	for _, want := range []string{"`aws-support-tmp`", "temporary credentials"} {
		if !strings.Contains(report, want) {
			t.Errorf("the report says nothing of %q", want)
		}
	}
	for _, holds := range []string{r.out, r.err, report} {
		if strings.Contains(holds, secret) || strings.Contains(holds, s.Env["AWS_SECRET_ACCESS_KEY"]) {
			t.Error("a secret is told")
		}
	}
}

// The usual chain of sources finds the leaked key itself in many a shell.
func TestTheLeakedAWSKeyIsNotUsedAgainstItself(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "aws/access-key-id")
	fields := strings.Fields(s.Leaked[0].Key)
	h.vars["AWS_ACCESS_KEY_ID"], h.vars["AWS_SECRET_ACCESS_KEY"] = fields[2], fields[5]
	r := h.run(s.Leaked[0].Key+"\n", "respond", "--headless", "--approve", "revoke", short, "-")
	if sum := r.summary(t); r.code != 3 || sum.Outcome != "open" || s.mutations() != 0 || !strings.Contains(r.out, `"reason":"same_key"`) {
		t.Errorf("exit %d, %s, %d changes", r.code, sum.Outcome, s.mutations())
	}
}
