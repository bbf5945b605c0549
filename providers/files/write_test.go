//go:build !windows

package files

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"firebreak/providers"
)

// book is a ledger that notes what it was told, and refuses if asked to.
type book struct {
	intents, withheld []providers.Statement
	refuse            error
	before            func() // runs inside Intent
}

func (b *book) Intent(_ context.Context, s providers.Statement) error {
	if b.before != nil {
		b.before()
	}
	b.intents = append(b.intents, s)
	return b.refuse
}
func (b *book) Withheld(_ context.Context, s providers.Statement) { b.withheld = append(b.withheld, s) }

func (b *book) context() context.Context { return providers.WithLedger(context.Background(), b) }

func readFile(t *testing.T, d *Door, path string) File {
	t.Helper()
	f, err := d.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestReplaceKeepsModeOwnerAndAttributes(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ".env")
	put(t, path, "A=old\r\nB=2\r\n", 0o640)
	owner := os.Getuid()
	if owner == 0 {
		owner = 12345
		if err := os.Chown(path, owner, owner); err != nil {
			t.Fatal(err)
		}
	}
	withUmask(t, 0o077)
	d, ledger := New(Config{}), &book{}
	f := readFile(t, d, path)
	if f.Version != version([]byte("A=old\r\nB=2\r\n")) || f.Mode.Perm() != 0o640 || f.Links != 1 {
		t.Errorf("read %+v", f)
	}
	if err := d.Replace(ledger.context(), f, []byte("A=new\r\nB=2\r\n")); err != nil {
		t.Fatal(err)
	}
	if content(t, path) != "A=new\r\nB=2\r\n" || modeOf(t, path).Perm() != 0o640 {
		t.Errorf("%q, mode %v", content(t, path), modeOf(t, path))
	}
	info, _ := os.Stat(path)
	if got := int(info.Sys().(*syscall.Stat_t).Uid); got != owner {
		t.Errorf("owner is %d, want %d", got, owner)
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %q", got)
	}
	if len(ledger.intents) != 1 || ledger.intents[0].Door != "file" || ledger.intents[0].Path != f.Path {
		t.Errorf("ledger was told %+v", ledger.intents)
	}
}

func TestReplaceRefusesAndLeavesTheFileAlone(t *testing.T) {
	cases := []struct {
		name   string
		change func(t *testing.T, dir, path string) // between read and replace
		want   error
	}{
		{"the content changed", func(t *testing.T, _, path string) { put(t, path, "A=other\n", 0o600) }, providers.ErrConflict},
		{"the file vanished", func(t *testing.T, _, path string) { _ = os.Remove(path) }, providers.ErrConflict},
		{"a symlink took its place", func(t *testing.T, dir, path string) {
			put(t, filepath.Join(dir, "other"), "A=old\n", 0o600)
			_ = os.Remove(path)
			_ = os.Symlink("other", path)
		}, providers.ErrConflict},
		{"a pipe took its place", func(t *testing.T, _, path string) {
			_ = os.Remove(path)
			_ = syscall.Mkfifo(path, 0o600)
		}, providers.ErrConflict},
		{"the folder was swapped for one with the same content", func(t *testing.T, dir, path string) {
			_ = os.Rename(dir, dir+".away")
			_ = os.Mkdir(dir, 0o700)
			put(t, path, "A=old\n", 0o600)
		}, providers.ErrConflict},
		{"the folder was swapped for a symlink", func(t *testing.T, dir, path string) {
			_ = os.Rename(dir, dir+".away")
			_ = os.Mkdir(dir+".evil", 0o700)
			put(t, filepath.Join(dir+".evil", ".env"), "A=old\n", 0o600)
			_ = os.Symlink(dir+".evil", dir)
		}, providers.ErrConflict},
		{"it got another hard link", func(t *testing.T, dir, path string) { _ = os.Link(path, path+".bak") }, ErrLinked},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "app")
			path := filepath.Join(dir, ".env")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			put(t, path, "A=old\n", 0o600)
			d, ledger := New(Config{}), &book{}
			f := readFile(t, d, path)
			// Inside Intent: after the door's own first look would be too early to matter.
			ledger.before = func() { c.change(t, dir, path) }
			if err := d.Replace(ledger.context(), f, []byte("A=new\n")); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			_ = filepath.WalkDir(filepath.Dir(dir), func(p string, e fs.DirEntry, err error) error {
				if err == nil && e.Type().IsRegular() && content(t, p) == "A=new\n" {
					t.Errorf("the new value is in %s", p)
				}
				if strings.HasPrefix(e.Name(), draftPrefix) {
					t.Errorf("a draft is left: %s", p)
				}
				return nil
			})
		})
	}
}

func TestReplaceRefusesHardLinksFromTheStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".env")
	put(t, path, "A=old\n", 0o600)
	if err := os.Link(path, path+".bak"); err != nil {
		t.Fatal(err)
	}
	d, ledger := New(Config{}), &book{}
	f := readFile(t, d, path)
	if err := d.Replace(ledger.context(), f, nil); !errors.Is(err, ErrLinked) || f.Links != 2 {
		t.Errorf("%v with %d links, want ErrLinked with 2", err, f.Links)
	}
	if len(ledger.intents) != 0 {
		t.Error("the ledger was asked about something that cannot be done")
	}
}

func TestSymlinksAreShownAndFollowedOnlyWithinTheirFolder(t *testing.T) {
	dir := t.TempDir()
	elsewhere := filepath.Join(t.TempDir(), "shared.env")
	put(t, elsewhere, "A=old\n", 0o600)
	if err := os.Mkdir(filepath.Join(dir, "conf"), 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "conf", "real.env"), "A=old\n", 0o600)
	for link, target := range map[string]string{"in.env": "conf/real.env", "out.env": elsewhere} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	d, ledger := New(Config{}), &book{}
	in := readFile(t, d, filepath.Join(dir, "in.env"))
	if !in.SymlinkTo.Is("conf/real.env") || in.Outside || filepath.Base(in.Path) != "real.env" {
		t.Errorf("read through the inner link: %+v", in)
	}
	if err := d.Replace(ledger.context(), in, []byte("A=new\n")); err != nil {
		t.Error(err)
	}
	if modeOf(t, filepath.Join(dir, "in.env"))&fs.ModeSymlink == 0 || content(t, filepath.Join(dir, "conf", "real.env")) != "A=new\n" {
		t.Error("the link was not written through")
	}
	out := readFile(t, d, filepath.Join(dir, "out.env"))
	if err := d.Replace(ledger.context(), out, []byte("A=new\n")); !errors.Is(err, ErrOutside) || !out.Outside {
		t.Errorf("replace through the outer link: %v, want ErrOutside", err)
	}
	if content(t, elsewhere) != "A=old\n" {
		t.Error("the outer file was changed")
	}
}

func TestReadRefusesWhatIsNoRegularFile(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("pipe", filepath.Join(dir, "to-pipe")); err != nil {
		t.Fatal(err)
	}
	big := filepath.Join(dir, "big")
	put(t, big, "", 0o600)
	if err := os.Truncate(big, maxRead+1); err != nil {
		t.Fatal(err)
	}
	cases := map[string]error{
		pipe: ErrNotRegular, filepath.Join(dir, "to-pipe"): ErrNotRegular, dir: ErrNotRegular,
		"/dev/null": ErrNotRegular, "/dev/tty": ErrNotRegular, big: ErrTooLarge, filepath.Join(dir, "none"): fs.ErrNotExist,
	}
	for path, want := range cases {
		if _, err := New(Config{}).Read(path); !errors.Is(err, want) {
			if path == "/dev/tty" && errors.Is(err, fs.ErrNotExist) {
				continue
			}
			t.Errorf("read %s: %v, want %v", filepath.Base(path), err, want)
		}
	}
}

func TestErrorsQuoteHostilePaths(t *testing.T) {
	_, err := New(Config{}).Read(filepath.Join(t.TempDir(), "\x1b]52;c;ZXZpbA==\a\u202e.env"))
	if err == nil || strings.ContainsAny(err.Error(), "\x1b\a\u202e") {
		t.Errorf("got %q", err)
	}
}

// F086: the mode lives in the door. Every effect is refused, told, and leaves no trace.
func TestF086DryRunWithholdsEveryEffect(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ".env")
	put(t, path, "A=old\n", 0o600)
	leftover := draftPrefix + "0123456789abcdef"
	put(t, filepath.Join(dir, leftover), "x", 0o600)
	d, ledger := New(Config{DryRun: true}), &book{}
	f := readFile(t, d, path)
	for name, do := range map[string]func(context.Context) error{
		"replace": func(ctx context.Context) error { return d.Replace(ctx, f, []byte("A=new\n")) },
		"create": func(ctx context.Context) error {
			return d.Create(ctx, filepath.Join(dir, "sub", "report.md"), []byte("x"))
		},
		"run": func(ctx context.Context) error {
			_, err := d.Run(ctx, Command{Name: "touch", Args: []string{"made"}, Dir: dir})
			return err
		},
	} {
		before := len(ledger.withheld)
		if err := do(ledger.context()); !providers.IsWithheld(err) {
			t.Errorf("%s: %v, want withheld", name, err)
		}
		if len(ledger.withheld) != before+1 {
			t.Errorf("%s: the ledger was not told", name)
		}
		if err := do(context.Background()); !providers.IsWithheld(err) {
			t.Errorf("%s without a ledger: %v, want withheld", name, err)
		}
	}
	if len(ledger.intents) != 0 || content(t, path) != "A=old\n" || len(names(t, dir)) != 2 {
		t.Errorf("something was done: %q, %+v", names(t, dir), ledger.intents)
	}
}

func TestNoEffectWithoutADurableIntent(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ".env")
	put(t, path, "A=old\n", 0o600)
	d := New(Config{})
	f := readFile(t, d, path)
	dead := errors.New("journal is dead")
	refusing := &book{refuse: dead}
	for _, c := range []struct {
		ctx  context.Context
		want error
	}{{context.Background(), providers.ErrNoLedger}, {refusing.context(), dead}} {
		errs := []error{d.Replace(c.ctx, f, []byte("A=new\n")), d.Create(c.ctx, filepath.Join(dir, "sub", "new"), nil)}
		_, err := d.Run(c.ctx, Command{Name: "touch", Args: []string{"made"}, Dir: dir})
		for i, err := range append(errs, err) {
			if !errors.Is(err, c.want) {
				t.Errorf("effect %d: %v, want %v", i, err, c.want)
			}
		}
	}
	refusing.before = func() {
		if len(names(t, dir)) != 1 {
			t.Error("something was written before the intent")
		}
	}
	_ = d.Create(refusing.context(), filepath.Join(dir, "new"), nil)
	if content(t, path) != "A=old\n" || len(names(t, dir)) != 1 {
		t.Errorf("the folder holds %q", names(t, dir))
	}
}

func TestADrillWritesOnlyWithinItsFolders(t *testing.T) {
	base := t.TempDir()
	drill, reports, other := filepath.Join(base, "drill"), filepath.Join(base, "reports"), filepath.Join(base, "drill-not")
	for _, dir := range []string{drill, other} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(other, ".env"), "A=old\n", 0o600)
	if err := os.Symlink(other, filepath.Join(drill, "door")); err != nil {
		t.Fatal(err)
	}
	d, ledger := New(Config{Within: []string{drill, reports}}), &book{}
	create := func(path string) error { return d.Create(ledger.context(), path, []byte("x")) }
	for _, path := range []string{filepath.Join(drill, "a"), filepath.Join(reports, "deep", "b")} {
		if err := create(path); err != nil {
			t.Error(err)
		}
	}
	for _, path := range []string{
		filepath.Join(other, "a"), filepath.Join(drill, "..", "a"), filepath.Join(drill, "door", "a"), filepath.Join(base, "a"),
	} {
		if err := create(path); !errors.Is(err, providers.ErrBlocked) {
			t.Errorf("create %s: %v, want ErrBlocked", path, err)
		}
	}
	f := readFile(t, d, filepath.Join(drill, "door", ".env"))
	if err := d.Replace(ledger.context(), f, nil); !errors.Is(err, providers.ErrBlocked) {
		t.Errorf("replace behind a symlinked folder: %v, want ErrBlocked", err)
	}
	if _, err := d.Run(ledger.context(), Command{Name: "touch", Args: []string{"made"}, Dir: other}); !errors.Is(err, providers.ErrBlocked) {
		t.Errorf("run outside: %v, want ErrBlocked", err)
	}
	if got := names(t, other); len(got) != 1 {
		t.Errorf("the other folder holds %q", got)
	}
}

func TestCreateNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "target")
	put(t, target, "precious", 0o600)
	for link, to := range map[string]string{"link": "target", "dangling": "made-by-link"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	withUmask(t, 0)
	d, ledger := New(Config{}), &book{}
	for _, name := range []string{"target", "link", "dangling"} {
		if err := d.Create(ledger.context(), filepath.Join(dir, name), []byte("new")); !errors.Is(err, fs.ErrExist) {
			t.Errorf("create %s: %v, want fs.ErrExist", name, err)
		}
	}
	report := filepath.Join(dir, "postmortems", "inc.md")
	if err := d.Create(ledger.context(), report, []byte("# report\n")); err != nil {
		t.Fatal(err)
	}
	if modeOf(t, report).Perm() != 0o600 || modeOf(t, filepath.Dir(report)).Perm() != 0o700 {
		t.Errorf("modes %v and %v", modeOf(t, report), modeOf(t, filepath.Dir(report)))
	}
	if content(t, target) != "precious" || len(names(t, dir)) != 4 || len(names(t, filepath.Dir(report))) != 1 {
		t.Errorf("folders hold %q and %q", names(t, dir), names(t, filepath.Dir(report)))
	}
}

func TestCreateWorksWithoutHardLinks(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "taken"), "precious", 0o600)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, want := range map[string]error{"taken": fs.ErrExist, "free": nil} {
		d, err := newDraft(root, stateFileMode)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.fill([]byte("new")); err != nil {
			t.Fatal(err)
		}
		if err := d.reserve(name); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		d.drop()
	}
	if content(t, filepath.Join(dir, "taken")) != "precious" || content(t, filepath.Join(dir, "free")) != "new" || len(names(t, dir)) != 2 {
		t.Errorf("the folder holds %q", names(t, dir))
	}
}

func TestReplaceRemovesWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ".env")
	put(t, path, "A=old\n", 0o600)
	put(t, filepath.Join(dir, draftPrefix+"0123456789abcdef"), "A=half", 0o600)
	d, ledger := New(Config{}), &book{}
	if err := d.Replace(ledger.context(), readFile(t, d, path), []byte("A=new\n")); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %q", got)
	}
}
