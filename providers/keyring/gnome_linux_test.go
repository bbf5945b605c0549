package keyring

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"firebreak/providers"
)

// desktop is a real Secret Service, gnome-keyring, on a bus of its own. What it keeps stays in
// its folder over restarts.
type desktop struct {
	t       *testing.T
	program string
	home    string
	env     []string
	daemon  *exec.Cmd
}

// newDesktop makes the bus, with nobody on it, and points this process to it.
func newDesktop(t *testing.T) *desktop {
	t.Helper()
	program, err := exec.LookPath("gnome-keyring-daemon")
	if err != nil {
		t.Skip("no gnome-keyring-daemon on this machine: a real Secret Service is not tried here")
	}
	address := privateBus(t)
	home, err := os.MkdirTemp("", "fb") // short, for a socket's path is limited
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) }) // temporary anyway
	for name, value := range map[string]string{"DBUS_SESSION_BUS_ADDRESS": address, "DISPLAY": "", "WAYLAND_DISPLAY": ""} {
		t.Setenv(name, value)
	}
	env := []string{"PATH=" + os.Getenv("PATH"), "DBUS_SESSION_BUS_ADDRESS=" + address, "HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_RUNTIME_DIR=" + home}
	d := &desktop{t: t, program: program, home: home, env: env}
	t.Cleanup(d.stop)
	return d
}

// start runs the daemon: unlocked with a password, as a login does, or locked, as where nobody
// logged in.
func (d *desktop) start(unlocked bool) {
	d.t.Helper()
	d.daemon = exec.Command(d.program, "--foreground", "--components=secrets", "--control-directory="+d.home)
	d.daemon.Env = d.env
	if unlocked {
		d.daemon.Args = append(d.daemon.Args, "--unlock")
		d.daemon.Stdin = strings.NewReader("a password of this test only")
	}
	if err := d.daemon.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.answers()
}

// answers waits until the bus has somebody who owns the service's name.
func (d *desktop) answers() {
	d.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
		if _, err := lookAhead(); StateOf(err) != NoService {
			return
		}
	}
	d.t.Fatal("gnome-keyring does not answer")
}

// stop ends the daemon at once, frozen or not.
func (d *desktop) stop() {
	if d.daemon == nil {
		return
	}
	_ = d.daemon.Process.Kill()
	_ = d.daemon.Wait() // says that it was killed
	d.daemon = nil
}

func (d *desktop) signal(s os.Signal) {
	d.t.Helper()
	if err := d.daemon.Process.Signal(s); err != nil {
		d.t.Fatal(err)
	}
}

func TestARealSecretServiceKeepsWhatIsSealed(t *testing.T) {
	d := newDesktop(t)
	p := newPlace(t)
	if got := p.ring(t, OS()).State(t.Context()); got != NoService {
		t.Errorf("a bus without a service: %q", got)
	}
	d.start(true)
	if got := p.ring(t, OS()).State(t.Context()); got != Absent {
		t.Fatalf("a new keyring: %q", got)
	}
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for name, value := range map[string]providers.Secret{"bytes": providers.NewSecret(every), "longest": drillKey(MaxValue)} {
		if err := p.ring(t, OS()).SetAdmin(t.Context(), name, value); err != nil {
			t.Fatal(name, err)
		}
		got, err := p.ring(t, OS()).Admin(t.Context(), name)
		if err != nil || !got.Equal(value) {
			t.Errorf("%s: another ring reads something else, or %v", name, err)
		}
	}
	d.stop()
	d.start(true)
	if got := p.ring(t, OS()).State(t.Context()); got != Ready {
		t.Errorf("after a restart: %q", got)
	}
	if err := OS().Delete(identityItem); err != nil {
		t.Fatal(err)
	}
	if _, err := p.ring(t, OS()).Admin(t.Context(), "bytes"); StateOf(err) == Ready {
		t.Error("opened without the identity in the keyring")
	}
}

// TestARealSecretServiceInEveryMood also holds F037: a service whose collection nobody ever
// unlocked is told apart from none and from one that does not answer.
func TestARealSecretServiceInEveryMood(t *testing.T) {
	d := newDesktop(t)
	p := newPlace(t)
	d.start(true)
	if err := p.ring(t, OS()).SetAdmin(t.Context(), "openai", drillKey(60)); err != nil {
		t.Fatal(err)
	}
	try := func(mood string, want ...State) {
		t.Helper()
		began := time.Now()
		_, err := p.ring(t, OS()).Admin(t.Context(), "openai")
		got := StateOf(err)
		for _, w := range want {
			if got == w {
				want = nil
			}
		}
		if want != nil || time.Since(began) > 2*callLimit {
			t.Errorf("%s: %q after %s (%v)", mood, got, time.Since(began).Round(time.Millisecond), err)
		}
	}
	try("unlocked", Ready)
	d.signal(syscall.SIGSTOP)
	try("frozen", TimedOut)
	d.signal(syscall.SIGCONT)
	try("going on", Ready)
	d.stop()
	try("gone", NoService)
	d.start(false)
	try("never unlocked", Locked)
	d.stop()
	d.start(true)
	try("unlocked again", Ready)
}

func TestARealSecretServiceThatDiesInTheMiddleOfACall(t *testing.T) {
	d := newDesktop(t)
	p := newPlace(t)
	d.start(true)
	if err := p.ring(t, OS()).SetAdmin(t.Context(), "openai", drillKey(60)); err != nil {
		t.Fatal(err)
	}
	d.signal(syscall.SIGSTOP) // so that the call is certainly under way
	ended := make(chan error, 1)
	go func() {
		_, err := p.ring(t, OS()).Admin(t.Context(), "openai")
		ended <- err
	}()
	select {
	case err := <-ended:
		t.Fatalf("answered by a frozen service: %v", err)
	case <-time.After(callLimit / 3): // it waits for the answer now
	}
	d.stop()
	select {
	case err := <-ended:
		if got := StateOf(err); got == Ready {
			t.Errorf("killed while it was asked: %q", got)
		}
	case <-time.After(2 * callLimit):
		t.Error("still waiting for a service that is dead")
	}
	d.start(true)
	if got, err := p.ring(t, OS()).Admin(t.Context(), "openai"); err != nil || !got.Equal(drillKey(60)) {
		t.Errorf("afterwards: %v", err)
	}
	if left := running(t, d.program); left != 1 {
		t.Errorf("%d daemons run, of which one is ours", left)
	}
}

// running counts the processes of a program that hold this test's bus address.
func running(t *testing.T, program string) (n int) {
	t.Helper()
	list, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("DBUS_SESSION_BUS_ADDRESS=%s", os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	for _, path := range list {
		env, err := os.ReadFile(path)
		exe, _ := os.Readlink(filepath.Join(filepath.Dir(path), "exe")) // of another user: not ours
		if err == nil && filepath.Base(exe) == filepath.Base(program) && strings.Contains(string(env), address) {
			n++
		}
	}
	return n
}
