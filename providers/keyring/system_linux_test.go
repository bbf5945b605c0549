package keyring

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

func TestWithoutASessionBusNobodyIsCalled(t *testing.T) {
	runtime := t.TempDir()
	tests := []struct{ name, address, runtime string }{
		{"no address at all", "", ""},
		{"an empty runtime folder", "", runtime},
		{"an address that would start a bus", "autolaunch:", runtime},
		{"an address that nobody answers", "unix:path=" + filepath.Join(runtime, "gone"), runtime},
	}
	// Whoever tries to start a bus finds this program first.
	trap := filepath.Join(t.TempDir(), "dbus-launch")
	if err := os.WriteFile(trap, []byte("#!/bin/sh\ntouch \"$0.called\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Dir(trap))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", test.address)
			t.Setenv("XDG_RUNTIME_DIR", test.runtime)
			r := newPlace(t).ring(t, OS())
			if got := r.State(t.Context()); got != NoService {
				t.Errorf("state %q", got)
			}
			if os.Getenv("DBUS_SESSION_BUS_ADDRESS") != test.address {
				t.Error("the library looked for a bus of its own")
			}
		})
	}
	if _, err := os.Lstat(trap + ".called"); err == nil {
		t.Error("a bus was started")
	}
}

// TestTheSecretServiceThroughTheRealLibrary runs go-keyring over a private bus against a
// service of our own with moods.
func TestTheSecretServiceThroughTheRealLibrary(t *testing.T) {
	address := privateBus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	p := newPlace(t)
	state := func() State { return p.ring(t, OS()).State(t.Context()) }
	if got := state(); got != NoService {
		t.Errorf("a bus without a service: %q", got)
	}
	s := serve(t, address)
	if got := state(); got != Absent {
		t.Errorf("an empty collection: %q", got)
	}
	parking := p.ring(t, OS()).Parking(p.incident)
	if err := parking.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect := func(mood string, want State, items, prompts int) {
		t.Helper()
		got := state()
		if held, shown := s.seen(); got != want || held != items || shown != prompts {
			t.Errorf("%s: %q with %d items after %d prompts", mood, got, held, shown)
		}
	}
	expect("after the proof", Ready, 1, 0)
	s.set(true, false, false)
	expect("locked without a display", Locked, 1, 0)
	t.Setenv("DISPLAY", ":0")
	expect("locked and dismissed", Dismissed, 1, 1)
	s.set(true, true, false)
	expect("locked and opened", Ready, 1, 2)
	if err := OS().Delete("nobody"); !errors.Is(err, ErrNoItem) {
		t.Errorf("delete what is not there: %v", err)
	}
	s.set(false, true, true)
	expect("a service without any collection", NoService, 1, 2)
}

// privateBus starts a bus that starts nobody else.
func privateBus(t *testing.T) (address string) {
	t.Helper()
	program, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("no dbus-daemon on this machine: the Secret Service is not tried here")
	}
	dir, err := os.MkdirTemp("", "fb") // short, for a socket's path is limited
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // temporary anyway
	address = "unix:path=" + filepath.Join(dir, "bus")
	config := filepath.Join(dir, "conf")
	err = os.WriteFile(config, fmt.Appendf(nil, `<busconfig><type>session</type><listen>%s</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`, address), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command(program, "--config-file="+config, "--nofork", "--nopidfile", "--print-address")
	out, err := daemon.StdoutPipe()
	if err == nil {
		err = daemon.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait() // says that it was killed
	})
	if _, err := out.Read(make([]byte, 1)); err != nil { // it listens now
		t.Fatal(err)
	}
	return address
}

const (
	fakeSession = secretsPath + "/session/1"
	fakePrompt  = secretsPath + "/prompt/1"
	fakeItem    = loginPath + "/"
)

// secretService is as much of the Secret Service as the library asks for.
type secretService struct {
	conn         *dbus.Conn
	mu           sync.Mutex
	locked       bool
	willing      bool // whoever is asked unlocks
	noCollection bool
	prompts      int
	items        map[dbus.ObjectPath][]byte
}

type wireSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

func serve(t *testing.T, address string) *secretService {
	t.Helper()
	// The connection ends after a minute, so that a bus that says nothing fails the test.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	conn, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	s := &secretService{conn: conn, items: map[dbus.ObjectPath][]byte{}}
	for _, e := range []struct {
		methods map[string]any
		path    dbus.ObjectPath
		name    string
	}{
		{map[string]any{"Get": s.property}, secretsPath, "org.freedesktop.DBus.Properties"},
		{map[string]any{"Get": s.property}, loginPath, "org.freedesktop.DBus.Properties"},
		{map[string]any{"OpenSession": s.openSession, "Unlock": s.unlock, "ReadAlias": s.alias}, secretsPath, serviceInterface},
		{map[string]any{"SearchItems": s.search, "CreateItem": s.create}, loginPath, collectionInterface},
		{map[string]any{"Close": func() *dbus.Error { return nil }}, fakeSession, "org.freedesktop.Secret.Session"},
		{map[string]any{"Prompt": s.prompt}, fakePrompt, "org.freedesktop.Secret.Prompt"},
	} {
		if err := conn.ExportMethodTable(e.methods, e.path, e.name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := conn.RequestName(secretsName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return s
}

// set puts the service into a mood.
func (s *secretService) set(locked, willing, noCollection bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locked, s.willing, s.noCollection = locked, willing, noCollection
}

// seen counts the items held and the prompts shown.
func (s *secretService) seen() (items, prompts int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.items), s.prompts
}

func (s *secretService) property(_, name string) (dbus.Variant, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case name == "Locked":
		return dbus.MakeVariant(s.locked), nil
	case s.noCollection:
		return dbus.MakeVariant([]dbus.ObjectPath{}), nil
	}
	return dbus.MakeVariant([]dbus.ObjectPath{loginPath}), nil
}

func (s *secretService) alias(string) (dbus.ObjectPath, *dbus.Error) { return "/", nil }

func (s *secretService) openSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), fakeSession, nil
}

func (s *secretService) unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locked {
		return []dbus.ObjectPath{}, fakePrompt, nil
	}
	return paths, "/", nil
}

func (s *secretService) prompt(string) *dbus.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prompts++
	opened := []dbus.ObjectPath{}
	if s.willing {
		s.locked = false
		opened = append(opened, loginPath)
	}
	if err := s.conn.Emit(fakePrompt, "org.freedesktop.Secret.Prompt.Completed", !s.willing, dbus.MakeVariant(opened)); err != nil {
		return dbus.MakeFailedError(err)
	}
	return nil
}

func itemPath(attributes map[string]string) dbus.ObjectPath {
	return fakeItem + dbus.ObjectPath(strings.ReplaceAll(attributes["service"]+"_"+attributes["username"], "-", "_"))
}

func (s *secretService) search(attributes map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.items[itemPath(attributes)]; !ok {
		return []dbus.ObjectPath{}, nil
	}
	return []dbus.ObjectPath{itemPath(attributes)}, nil
}

func (s *secretService) create(properties map[string]dbus.Variant, secret wireSecret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var attributes map[string]string
	if err := properties["org.freedesktop.Secret.Item.Attributes"].Store(&attributes); err != nil {
		return "/", "/", dbus.MakeFailedError(err)
	}
	path := itemPath(attributes)
	s.items[path] = slices.Clone(secret.Value)
	err := s.conn.ExportMethodTable(map[string]any{
		"GetSecret": func(session dbus.ObjectPath) (wireSecret, *dbus.Error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			return wireSecret{session, []byte{}, s.items[path], "text/plain"}, nil
		},
		"Delete": func() (dbus.ObjectPath, *dbus.Error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.items, path)
			return "/", nil
		},
	}, path, "org.freedesktop.Secret.Item")
	if err != nil {
		return "/", "/", dbus.MakeFailedError(err)
	}
	return path, "/", nil
}
