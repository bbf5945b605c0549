package main_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// login is a session with a real Secret Service, gnome-keyring, on a bus of its own, which the
// home's programs find. What it keeps stays in its folder over restarts.
type login struct {
	h       *home
	program string
	dir     string
	daemon  *exec.Cmd
}

func (h *home) login() *login {
	h.t.Helper()
	program, err := exec.LookPath("gnome-keyring-daemon")
	if err != nil {
		h.t.Skip("no gnome-keyring-daemon on this machine: the program is not tried with a real keyring here")
	}
	bus, err := exec.LookPath("dbus-daemon")
	if err != nil {
		h.t.Skip("no dbus-daemon on this machine: the program is not tried with a real keyring here")
	}
	dir, err := os.MkdirTemp("", "fb") // short, for a socket's path is limited
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = os.RemoveAll(dir) }) // temporary anyway
	l := &login{h: h, program: program, dir: dir}
	config := h.write("bus.conf", `<busconfig><type>session</type><listen>unix:path=`+filepath.Join(dir, "bus")+`</listen>`+
		`<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`)
	daemon := exec.Command(bus, "--config-file="+config, "--nofork", "--nopidfile", "--print-address")
	said, err := daemon.StdoutPipe()
	if err == nil {
		err = daemon.Start()
	}
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { end(daemon) })
	address, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		h.t.Fatal(err)
	}
	delete(h.vars, "FIREBREAK_SEAL_TO")
	delete(h.vars, "FIREBREAK_UNSEAL")
	h.vars["DBUS_SESSION_BUS_ADDRESS"] = strings.TrimSpace(address)
	h.t.Cleanup(l.stop)
	return l
}

// start runs the keyring, unlocked as by a login, and waits until the program finds it.
func (l *login) start() {
	l.h.t.Helper()
	l.daemon = exec.Command(l.program, "--foreground", "--components=secrets", "--control-directory="+l.dir, "--unlock")
	l.daemon.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + l.dir, "XDG_DATA_HOME=" + l.dir, "XDG_RUNTIME_DIR=" + l.dir,
		"DBUS_SESSION_BUS_ADDRESS=" + l.h.vars["DBUS_SESSION_BUS_ADDRESS"]}
	l.daemon.Stdin = strings.NewReader("a password of this test only")
	if err := l.daemon.Start(); err != nil {
		l.h.t.Fatal(err)
	}
	for limit := time.Now().Add(deadline); ; {
		found := l.h.run("", "doctor").out
		if strings.Contains(found, "ok       secrets") {
			return
		}
		if time.Now().After(limit) {
			l.h.t.Fatalf("gnome-keyring is not found:\n%s", found)
		}
	}
}

func (l *login) stop() {
	if l.daemon != nil {
		end(l.daemon)
		l.daemon = nil
	}
}

// freeze has the keyring take calls and answer none.
func (l *login) freeze() {
	l.h.t.Helper()
	if err := l.daemon.Process.Signal(syscall.SIGSTOP); err != nil {
		l.h.t.Fatal(err)
	}
}

func end(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // says that it was killed
}

func TestAnAdminCredentialLivesInARealKeyring(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.simulate()
	works := h.vars["OPENAI_ADMIN_KEY"]
	delete(h.vars, "OPENAI_ADMIN_KEY")
	l := h.login()
	steps := func(list ...[3]string) {
		t.Helper()
		for _, step := range list {
			input := ""
			if strings.HasPrefix(step[0], "auth set") {
				input = works
			}
			got := h.run(input, strings.Fields(step[0])...)
			if code := string(rune('0' + got.code)); code != step[1] || !strings.Contains(got.out+got.err, step[2]) {
				t.Errorf("%s: exit %s, want %s and %q: %s%s", step[0], code, step[1], step[2], got.out, got.err)
			}
			if strings.Contains(got.out+got.err, works) {
				t.Errorf("%s shows the credential", step[0])
			}
		}
	}
	steps([3]string{"auth set openai", "1", "no keyring service"})
	l.start()
	steps(
		[3]string{"auth list", "0", "OpenAI: none"},
		[3]string{"auth test openai", "1", "no OpenAI admin key"},
		[3]string{"auth set openai", "0", "It works"},
		[3]string{"auth set openai", "2", "--replace"},
		[3]string{"auth list", "0", "OpenAI: sealed file"},
		[3]string{"auth test openai", "0", "it may: "},
	)
	l.stop()
	steps([3]string{"auth test openai", "1", "no keyring service"})
	l.start()
	steps(
		[3]string{"auth test openai", "0", "it may: "},
		[3]string{"auth remove openai", "0", "removed"},
		[3]string{"auth list", "0", "OpenAI: none"},
		[3]string{"auth remove openai", "1", "no admin credential"},
	)
}

func TestAFrozenKeyringHoldsAnIncidentUpOnceAndThatIsSaidOnce(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	l := h.login()
	l.start()
	l.freeze()
	began := time.Now()
	got := h.run(s.key(), "respond", "--headless", "--approve", "revoke,mask-match", short, "-")
	if sum := got.summary(t); sum.Outcome != "proven-dead" {
		t.Errorf("outcome %s", sum.Outcome)
	}
	if n := strings.Count(got.err, "The keyring does not answer"); n != 1 {
		t.Errorf("said %d times: %s", n, got.err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %s: the keyring was waited for more than once", took)
	}
}
