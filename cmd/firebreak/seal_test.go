package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASealingIdentityIsNeitherUsedNorShown(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	identity := "AGE-SECRET-" + "KEY-1" + strings.Repeat("DRILL", 11)
	for _, args := range [][]string{
		{"auth", "list", "--seal-to", identity}, {"doctor", "--seal-to", strings.ToLower(identity)},
		{"respond", "--headless", "--seal-to", identity, "-"},
	} {
		r := h.run("", args...)
		if r.code != 2 || !strings.Contains(r.err, "public part") || strings.Contains(strings.ToUpper(r.out+r.err), identity) {
			t.Errorf("%v: exit %d, stdout %q, stderr %q", args[:2], r.code, r.out, r.err)
		}
	}
	h.vars["FIREBREAK_SEAL_TO"], h.vars["FIREBREAK_UNSEAL"] = identity, "/"+identity
	for _, command := range []string{"respond", "resume", "close", "doctor", "drill"} {
		if r := h.run("", command, "--help"); r.code != 0 || strings.Contains(r.out+r.err, identity) {
			t.Errorf("the help of %s shows what a variable holds", command)
		}
	}
}

func TestAnIdentityIsMadeForSealingWithoutAKeyring(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.vars["FIREBREAK_OPENAI_BASE_URL"] = nobody
	delete(h.vars, "FIREBREAK_SEAL_TO")
	delete(h.vars, "FIREBREAK_UNSEAL")
	file := filepath.Join(h.dir, "keys", "firebreak-identity.txt")
	made := h.run("", "auth", "identity", file)
	recipient := strings.TrimSuffix(made.out, "\n")
	if made.code != 0 || !strings.HasPrefix(recipient, "age1") || strings.ContainsAny(recipient, " \n") || !strings.Contains(made.err, "--unseal") {
		t.Fatalf("exit %d, stdout %q, stderr %q", made.code, made.out, made.err)
	}
	again := h.run("", "auth", "identity", file)
	if again.code != 2 || again.out != "" || !strings.Contains(again.err, "exists") {
		t.Errorf("over the former one: exit %d, stdout %q, stderr %q", again.code, again.out, again.err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "AGE-") && strings.Contains(made.out+made.err+again.err, strings.TrimSpace(line)) {
			t.Error("the identity was shown")
		}
	}
	if got := h.run(adminKey("aaaa"), "auth", "set", "openai", "--seal-to", recipient, "--unseal", file); got.code != 0 {
		t.Fatalf("exit %d: %s", got.code, got.err)
	}
	if got := h.run(adminKey("bbbb"), "auth", "set", "openai", "--unseal", file); !strings.Contains(got.err, "ending in aaaa") {
		t.Errorf("what was sealed to it does not open: %s", got.err)
	}
}

func TestDoctorNamesWhatIsWrongWithSealingAndWhereItCameFrom(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.vars["FIREBREAK_OPENAI_BASE_URL"] = nobody
	good, to := h.vars["FIREBREAK_UNSEAL"], h.vars["FIREBREAK_SEAL_TO"]
	stranger := newHome(t).vars["FIREBREAK_SEAL_TO"]
	text := h.write("text.txt", "no identity\n")
	for name, c := range map[string]struct {
		args []string
		vars [2]string // FIREBREAK_SEAL_TO, FIREBREAK_UNSEAL
		says []string
	}{
		"a variable that holds no recipient": {nil, [2]string{"age1nonsense", good}, []string{"FIREBREAK_SEAL_TO: it holds no age recipient", "firebreak auth identity FILE"}},
		"a file that is not there":           {[]string{"--unseal", "nope.txt"}, [2]string{to, good}, []string{"--unseal (nope.txt): there is no such file"}},
		"another text":                       {nil, [2]string{to, text}, []string{"FIREBREAK_UNSEAL", "holds no age identity"}},
		"two that do not belong together":    {[]string{"--seal-to", stranger}, [2]string{to, good}, []string{"opens nothing sealed to the recipient"}},
		"a folder":                           {[]string{"--unseal", h.dir}, [2]string{to, good}, []string{"cannot be read"}},
	} {
		h.vars["FIREBREAK_SEAL_TO"], h.vars["FIREBREAK_UNSEAL"] = c.vars[0], c.vars[1]
		got := h.run("", append([]string{"doctor"}, c.args...)...)
		for _, want := range c.says {
			if !strings.Contains(got.out, want) || !strings.Contains(got.out, "missing  secrets") {
				t.Errorf("%s: exit %d: %s, want %q", name, got.code, got.out, want)
			}
		}
		code := 1
		if c.vars[0] == "age1nonsense" {
			code = 2
		}
		if set := h.run(adminKey("aaaa"), append([]string{"auth", "set", "openai"}, c.args...)...); set.code != code || !strings.Contains(set.err, c.says[0]) {
			t.Errorf("%s: auth set: exit %d: %s", name, set.code, set.err)
		}
	}
}

func TestDoctorSaysThatAnIdentityFileStandsInForTheKeyring(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.vars["FIREBREAK_OPENAI_BASE_URL"] = nobody
	got := h.run("", "doctor")
	if !strings.Contains(got.out, "ok       secrets        Secrets are sealed to the identity of FIREBREAK_UNSEAL (") || strings.Contains(got.out, "keyring is ready") {
		t.Errorf("exit %d: %s", got.code, got.out)
	}
}

func TestARecipientThatIsNoneIsRefusedByEveryCommandBeforeItBegins(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	delete(h.vars, "FIREBREAK_UNSEAL")
	refused := func(by string, args ...string) {
		t.Helper()
		got := h.run(s.key(), args...)
		if got.code != 2 || got.out != "" || !strings.HasPrefix(got.err, by+": it holds no age recipient; one begins with age1.") {
			t.Errorf("%v: exit %d, stdout %q, stderr %q", args, got.code, got.out, got.err)
		}
	}
	commands := [][]string{
		{}, {"respond", "--headless", "--approve", "all", "-"}, {"respond", "--headless", "-"}, {"respond", "--headless", "--dry-run", "--approve", "all", "-"},
		{"respond", "--plain"}, {"resume"}, {"close", "INC-0000"}, {"drill"}, {"auth", "list"}, {"auth", "set", "openai"}, {"auth", "test", "openai"}, {"auth", "remove", "openai"},
		{"stores", "replace", "--store", "dotenv:.env", "-"}, {"stores", "rollback", "INC-0000"},
	}
	for _, args := range append(commands, []string{"doctor"}) {
		refused("--seal-to", append(args, "--seal-to", "x")...)
	}
	h.vars["FIREBREAK_SEAL_TO"] = "x"
	for _, args := range commands {
		refused("FIREBREAK_SEAL_TO", args...)
	}
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	if list := h.run("", "incidents"); !strings.Contains(list.out, "No incidents yet") {
		t.Errorf("an incident was opened: %s", list.out)
	}
}

func TestARunThatIsToRotateIsRefusedWhereTheNewKeyCouldNotBeKept(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	identity := h.vars["FIREBREAK_UNSEAL"]
	delete(h.vars, "FIREBREAK_SEAL_TO")
	delete(h.vars, "FIREBREAK_UNSEAL")
	for _, args := range [][]string{{"--approve", "rotate"}, {"--approve", "all", "--strategy", "rotate-first"}} {
		got := h.run(s.key(), append([]string{"respond", "--headless", "-"}, args...)...)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, "firebreak auth identity FILE") || !strings.Contains(got.err, "no keyring service") {
			t.Errorf("%v: exit %d, stdout %q, stderr %q", args, got.code, got.out, got.err)
		}
	}
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	if list := h.run("", "incidents"); !strings.Contains(list.out, "No incidents yet") {
		t.Errorf("an incident was opened: %s", list.out)
	}
	if got := h.run(s.key(), "respond", "--headless", "--approve", "rotate", "--unseal", "nope.txt", "-"); got.code != 2 || !strings.Contains(got.err, "--unseal (nope.txt)") {
		t.Errorf("a file that is not there: exit %d: %s", got.code, got.err)
	}
	got := h.run(s.key(), "respond", "--headless", "--approve", "all,mask-match", "--store", "dotenv:"+h.write("app/.env", "OPENAI_API_KEY="+s.key()+"\n"), short, "-")
	if l := got.left(t); l.why("rotate") != "no_parking" || !strings.HasSuffix(l.Next, " --unseal FILE -") {
		t.Errorf("left %+v", l)
	}
	if sum := got.summary(t); sum.Outcome != "proven-dead" || got.code != 3 || !strings.Contains(got.err, "rotate stays open") {
		t.Errorf("a leaked key dies whether it can be rotated or not: exit %d, %+v, %s", got.code, sum, got.err)
	}
	resumed := h.run("", "resume", "--headless", "--approve", "rotate")
	if resumed.code != 2 || !strings.Contains(resumed.err, "firebreak auth identity FILE") {
		t.Errorf("resumed: exit %d: %s", resumed.code, resumed.err)
	}
	if got := h.run("", "resume", "--headless", "--approve", "rotate", "--unseal", identity); got.code == 2 {
		t.Errorf("with a place: %s", got.err)
	}
	if got := h.run(s.key(), "respond", "--headless", "--dry-run", "--approve", "all", "-"); got.code == 2 {
		t.Errorf("a dry run keeps nothing: %s", got.err)
	}
}
