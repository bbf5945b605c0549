package keyring

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
)

// fake is a backend with moods.
type fake struct {
	*memory
	cut   int           // values are cut to this length in silence; 0: never
	hang  chan struct{} // calls wait until it is closed; nil: they do not
	fail  error         // what every call ends with
	dies  bool          // the library below panics
	ahead outlook
	scold error // what looking ahead says

	mu    sync.Mutex
	calls []string
}

func newFake() *fake { return &fake{memory: Memory().(*memory)} }

func (f *fake) enter(call string) error {
	f.mu.Lock()
	f.calls = append(f.calls, call)
	f.mu.Unlock()
	if f.hang != nil {
		<-f.hang
	}
	if f.dies {
		panic("interface conversion: the daemon is gone")
	}
	return f.fail
}

func (f *fake) scout() (outlook, error) { return f.ahead, f.scold }

func (f *fake) Get(name string) (providers.Secret, error) {
	if err := f.enter("get " + name); err != nil {
		return providers.Secret{}, err
	}
	return f.memory.Get(name)
}

func (f *fake) Set(name string, value providers.Secret) error {
	if err := f.enter("set " + name); err != nil {
		return err
	}
	value.Expose(func(b []byte) {
		if f.cut > 0 && len(b) > f.cut {
			value = providers.NewSecret(b[:f.cut])
		}
	})
	return f.memory.Set(name, value)
}

func (f *fake) Delete(name string) error {
	if err := f.enter("delete " + name); err != nil {
		return err
	}
	return f.memory.Delete(name)
}

// count counts the calls that start so.
func (f *fake) count(prefix string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, call := range f.calls {
		if strings.HasPrefix(call, prefix) {
			n++
		}
	}
	return n
}

func (f *fake) names() (names []string) {
	f.memory.mu.Lock()
	defer f.memory.mu.Unlock()
	for name := range f.items {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// place is a program's folders, with a ring over a backend.
type place struct {
	state, conf, incident string
}

func newPlace(t *testing.T) place {
	t.Helper()
	root := t.TempDir()
	p := place{filepath.Join(root, "state"), filepath.Join(root, "conf"), filepath.Join(root, "state", "incidents", "INC-1")}
	if err := os.MkdirAll(p.incident, 0o700); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p place) ring(t *testing.T, b Backend, change ...func(*Config)) *Ring {
	t.Helper()
	c := Config{State: p.state, Conf: p.conf, Backend: b}
	for _, f := range change {
		f(&c)
	}
	r := New(c)
	r.work = 10 // keeps scrypt short
	t.Cleanup(r.Close)
	return r
}

// tree lists every file of the folders with its bytes.
func (p place) tree(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(filepath.Dir(p.state), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		found[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// drillKey is a test value of a given length that no vendor would take for a key.
func drillKey(n int) providers.Secret {
	text := strings.Repeat("DRILL-not-a-key-", n/16+1)[:n]
	return providers.NewSecret([]byte(text))
}

// holds reports whether the bytes hold a secret in a form that a search could find.
func holds(where []byte, secret providers.Secret) bool {
	return slices.ContainsFunc(secret.Forms(), func(form []byte) bool { return bytes.Contains(where, form) })
}

// handClock is moved by hand.
type handClock struct {
	mu       sync.Mutex
	now      time.Time
	sleepers map[chan struct{}]time.Time
}

func newHandClock() *handClock {
	return &handClock{now: time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC), sleepers: map[chan struct{}]time.Time{}}
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Sleep(ctx context.Context, d time.Duration) error {
	woken := make(chan struct{})
	c.mu.Lock()
	c.sleepers[woken] = c.now.Add(d)
	c.mu.Unlock()
	select {
	case <-woken:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *handClock) Go(f func())          { go f() }
func (c *handClock) Gate() providers.Gate { return providers.WallClock{}.Gate() }

// advance moves the time and wakes whoever is due.
func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for woken, due := range c.sleepers {
		if !due.After(c.now) {
			close(woken)
			delete(c.sleepers, woken)
		}
	}
}
