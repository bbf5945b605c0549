package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestAppendedEventsComeBackInOrder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "incidents", "INC-20261123-k7qd")
	j, err := Create(dir, "INC-20261123-k7qd", "drill")
	if err != nil {
		t.Fatal(err)
	}
	var want [][]byte
	for n := range 5 {
		line, err := j.Append(event(n))
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, line)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j, got, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if got.ID != "INC-20261123-k7qd" || got.Mode != "drill" || got.TornTo != "" || got.Head != j.Head() || got.Head.Count != 5 {
		t.Errorf("opened %q %q, torn %q, head %v", got.ID, got.Mode, got.TornTo, got.Head)
	}
	if !bytes.Equal(bytes.Join(got.Records, nil), bytes.Join(want, nil)) {
		t.Errorf("records differ from what Append returned")
	}
	if line, err := j.Append(event(6)); err != nil || !bytes.HasPrefix(line, []byte(`{"v":1,"seq":6,"at":`)) {
		t.Errorf("append after open: %s, %v", line, err)
	}
}

func TestTheHashCoversTheLineUpToThePreviousHash(t *testing.T) {
	d := written(t, 2)
	all := lines(d.content(journalName))
	prev := fmt.Sprintf("%x", sha256.Sum256([]byte("firebreak journal v1\nINC-20261123-k7qd\nlive")))
	for i, line := range all {
		covered := fmt.Sprintf(`{"v":1,"seq":%d,%s,"prev":"%s"`, i+1, event(i + 1)[1:len(event(i+1))-1], prev)
		hash := fmt.Sprintf("%x", sha256.Sum256([]byte(covered)))
		if want := covered + `,"hash":"` + hash + "\"}\n"; string(line) != want {
			t.Errorf("line %d is\n%s want\n%s", i+1, line, want)
		}
		prev = hash
	}
}

func TestAppendMakesPlainASCIIOfWhateverItIsGiven(t *testing.T) {
	tests := []struct{ name, object, want string }{
		{"an empty object gets the frame alone", `{}`, ``},
		{"blanks and line breaks between tokens go", "{ \"a\" :\n1 ,\t\"b\":[ ] }", `"a":1,"b":[]`},
		{"letters beyond ASCII are escaped", `{"a":"é漢"}`, `"a":"\u00e9\u6f22"`},
		{"characters beyond the first plane become pairs", `{"a":"🔥"}`, `"a":"\ud83d\udd25"`},
		{"delete and C1 controls are escaped", "{\"a\":\"\x7f\u009b\"}", `"a":"\u007f\u009b"`},
		{"bidi controls and tags are escaped", "{\"a\":\"\u202e\U000E0041\"}", `"a":"\u202e\udb40\udc41"`},
		{"broken UTF-8 becomes the replacement character", "{\"a\":\"\xff\xc3\"}", `"a":"\ufffd\ufffd"`},
		{"names are escaped too", `{"ключ":1}`, `"\u043a\u043b\u044e\u0447":1`},
		{"what is escaped already stays", `{"a":"\u001b[31m\n"}`, `"a":"\u001b[31m\n"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j, err := create(newMemDisk(), "INC-1", "live")
			if err != nil {
				t.Fatal(err)
			}
			line, err := j.Append([]byte(test.object))
			if err != nil {
				t.Fatal(err)
			}
			want := test.want
			if want != "" {
				want = "," + want
			}
			if got, _, _ := strings.Cut(strings.TrimPrefix(string(line), `{"v":1,"seq":1`), `,"prev"`); got != want {
				t.Errorf("object stands as %q, want %q", got, want)
			}
			if !plain(line) || !json.Valid(line) {
				t.Errorf("line is not plain JSON: %q", line)
			}
		})
	}
}

func TestAppendRefusesWhatIsNoObjectAndLivesOn(t *testing.T) {
	j, err := create(newMemDisk(), "INC-1", "live")
	if err != nil {
		t.Fatal(err)
	}
	long := `{"a":"` + strings.Repeat("x", MaxRecord) + `"}`
	swollen := `{"a":"` + strings.Repeat("é", MaxRecord/4) + `"}`
	tests := []struct {
		name, object string
		want         error
	}{
		{"nothing", ``, ErrObject},
		{"an array", `[1]`, ErrObject},
		{"a string", `"a"`, ErrObject},
		{"null", `null`, ErrObject},
		{"two objects", `{}{}`, ErrObject},
		{"half an object", `{"a":`, ErrObject},
		{"a raw control character", "{\"a\":\"\x1b\"}", ErrObject},
		{"the frame's version", `{"v":2}`, ErrObject},
		{"the frame's number in capitals", `{"SEQ":2}`, ErrObject},
		{"the frame's hash, escaped", `{"\u0068ash":""}`, ErrObject},
		{"the frame's link", `{"prev":""}`, ErrObject},
		{"a record over the limit", long, ErrTooLong},
		{"a record over the limit once escaped", swollen, ErrTooLong},
	}
	for _, test := range tests {
		if _, err := j.Append([]byte(test.object)); !errors.Is(err, test.want) || errors.Is(err, ErrDead) {
			t.Errorf("%s: error %v, want %v", test.name, err, test.want)
		}
	}
	if _, err := j.Append([]byte(`{"data":{"seq":1,"hash":"inner names are free"}}`)); err != nil || j.Head().Count != 1 {
		t.Errorf("append after refusals: %v, head %v", err, j.Head())
	}
}

func TestARecordMayFillItsLimitExactly(t *testing.T) {
	d := newMemDisk()
	j, err := create(d, "INC-1", "live")
	if err != nil {
		t.Fatal(err)
	}
	frameOnly, _ := compose(1, []byte(`{"a":""}`), j.Head().Hash)
	fit := MaxRecord - 1 - len(frameOnly)
	if _, err := j.Append([]byte(`{"a":"` + strings.Repeat("x", fit+1) + `"}`)); !errors.Is(err, ErrTooLong) {
		t.Errorf("one byte over the limit: %v", err)
	}
	if _, err := j.Append([]byte(`{"a":"` + strings.Repeat("x", fit) + `"}`)); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if got, err := read(d); err != nil || len(got.Records) != 1 || len(got.Records[0]) != MaxRecord-1 {
		t.Errorf("read back %d records, %v", len(got.Records), err)
	}
}

func TestCreateRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, bad := range [][2]string{{"", "live"}, {"a/b", "live"}, {"a\nb", "live"}, {"INC-1", ""}, {"INC-1", "Live"}, {strings.Repeat("a", 65), "live"}} {
		if _, err := Create(dir, bad[0], bad[1]); err == nil {
			t.Errorf("create took id %q with mode %q", bad[0], bad[1])
		}
	}
	j, err := Create(dir, "INC-1", "live")
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if _, err := Create(dir, "INC-1", "live"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("second create: %v", err)
	}
	if _, _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("open without a folder: %v", err)
	}
	if _, err := Read(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("read without a journal: %v", err)
	}
	empty := t.TempDir()
	if err := os.WriteFile(filepath.Join(empty, journalName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(empty); !errors.Is(err, ErrEmpty) {
		t.Errorf("open what was only begun: %v", err)
	}
}

func TestFilesArePrivateWhateverWasThere(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
	old := setUmask(0)
	defer setUmask(old)
	dir := filepath.Join(t.TempDir(), "a", "b")
	j, err := Create(dir, "INC-1", "live")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(j.Reserve(), j.Close()); err != nil {
		t.Fatal(err)
	}
	modes := func() {
		t.Helper()
		for _, name := range []string{journalName, headName, ballastName} {
			if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", name, info.Mode(), err)
			}
		}
	}
	modes()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if info, err := os.Stat(d); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", d, info.Mode(), err)
		}
	}
	for _, name := range []string{journalName, headName, ballastName} {
		if err := os.Chmod(filepath.Join(dir, name), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if j, _, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(j.Reserve(), j.Close()); err != nil {
		t.Fatal(err)
	}
	modes()
}

func TestAnythingButARegularFileIsRefused(t *testing.T) {
	plant := map[string]func(path string) error{
		"a symlink to a good journal": func(path string) error {
			if err := os.Rename(path, path+".moved"); err != nil {
				return err
			}
			return os.Symlink(filepath.Base(path)+".moved", path)
		},
		"a folder":            func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) },
		"a pipe nobody feeds": func(path string) error { return errors.Join(os.Remove(path), makePipe(path)) },
	}
	for name, plant := range plant {
		for _, victim := range []string{journalName, headName} {
			t.Run(name+" as "+victim, func(t *testing.T) {
				dir := t.TempDir()
				j, err := Create(dir, "INC-1", "live")
				if err != nil {
					t.Fatal(err)
				}
				if _, err := j.Append(event(1)); err != nil {
					t.Fatal(err)
				}
				j.Close()
				if err := plant(filepath.Join(dir, victim)); err != nil {
					t.Skipf("cannot be planted here: %v", err)
				}
				if _, err := Read(dir); err == nil {
					t.Error("read it")
				}
				if _, _, err := Open(dir); err == nil {
					t.Error("opened it")
				}
			})
		}
	}
}

func TestReleaseGivesTheRoomBack(t *testing.T) {
	d := newMemDisk()
	j, err := create(d, "INC-1", "live")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := j.Reserve(); err != nil || len(d.content(ballastName)) != ballastSize {
			t.Fatalf("reserve: %v, %d bytes", err, len(d.content(ballastName)))
		}
	}
	for range 2 {
		if err := j.Release(); err != nil || d.content(ballastName) != nil {
			t.Fatalf("release: %v", err)
		}
	}
	if err := j.Reserve(); err != nil || d.durable[ballastName] == nil {
		t.Errorf("reserve after release: %v, durable %v", err, d.durable[ballastName] != nil)
	}
	_ = j.Close()
	if err := j.Reserve(); !errors.Is(err, ErrDead) {
		t.Errorf("reserve after close: %v", err)
	}
}
