package dotenv

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// deployed are readers that hand a file's values to a service and print none of them: each gives
// what it read under a name, told what is wanted there.
var deployed = map[string]func(t *testing.T, path string) func(name, want string) string{
	"docker": byDocker, "systemd": bySystemd,
}

// byDocker has Docker's own client read a file for --env-file. The client does the reading, so a
// server that only listens will do.
func byDocker(t *testing.T, path string) func(name, want string) string {
	t.Helper()
	if err := exec.Command("docker", "--version").Run(); err != nil {
		t.Skipf("no reader docker here: %v", err)
	}
	read := map[string]string{}
	daemon := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Api-Version", "1.99")
		if !strings.HasSuffix(r.URL.Path, "/containers/create") {
			return
		}
		var asked struct{ Env []string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		for _, pair := range asked.Env {
			name, value, _ := strings.Cut(pair, "=")
			read[name] = value
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(`{"Id":"drill","Warnings":[]}`))
	}))
	defer daemon.Close()
	cmd := exec.Command("docker", "create", "--env-file", path, "drill")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "DOCKER_HOST=tcp://" + strings.TrimPrefix(daemon.URL, "http://")}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("docker: %v: %s", err, out)
	}
	return func(name, _ string) string { return read[name] }
}

// bySystemd reads a file as environment.d, by the one program of systemd that needs no running
// manager and has the parser of EnvironmentFile=. It expands variables behind that, which
// EnvironmentFile= does not: a value with a dollar sign says nothing here.
func bySystemd(t *testing.T, path string) func(name, want string) string {
	t.Helper()
	const program = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator"
	if _, err := os.Stat(program); err != nil {
		t.Skipf("no reader systemd here: %v", err)
	}
	text, err := os.ReadFile(path)
	must(t, err)
	conf := filepath.Join(t.TempDir(), "environment.d")
	must(t, os.Mkdir(conf, 0o700))
	must(t, os.WriteFile(filepath.Join(conf, "x.conf"), text, 0o600))
	cmd := exec.Command(program)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "XDG_CONFIG_HOME=" + filepath.Dir(conf), "LC_ALL=C.UTF-8"}
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil || errors.Len() > 0 {
		t.Fatalf("systemd: %v: %s", err, errors.String())
	}
	read := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		read[name] = unquoted(t, value)
	}
	return func(name, want string) string {
		if strings.Contains(want, "$") {
			return want
		}
		return read[name]
	}
}

// unquoted undoes the quoting of what systemd prints: as in C, and before what means something to
// a shell.
func unquoted(t *testing.T, text string) string {
	t.Helper()
	if !strings.HasPrefix(text, `"`) {
		return text
	}
	plain, err := strconv.Unquote(strings.NewReplacer(`\\`, `\\`, "\\`", "`", `\$`, `$`).Replace(text))
	if err != nil {
		t.Errorf("systemd prints %q: %v", text, err)
	}
	return plain
}
