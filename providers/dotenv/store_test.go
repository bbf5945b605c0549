package dotenv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/files"
)

// leaked and fresh are keys of no vendor.
var (
	leaked = "sk-" + strings.Repeat("DRILLleak7", 4)
	fresh  = "sk-" + strings.Repeat("DRILLnew42", 4)
)

type acceptAll struct{ intents int }

func (a *acceptAll) Intent(context.Context, providers.Statement) error { a.intents++; return nil }
func (a *acceptAll) Withheld(context.Context, providers.Statement)     {}

func live() context.Context { return providers.WithLedger(context.Background(), &acceptAll{}) }

func secret(text string) providers.Secret { return providers.NewSecret([]byte(text)) }

// folder makes a folder with one .env of mode 0600.
func folder(t *testing.T, content string) (string, *Store) {
	t.Helper()
	path := filepath.Join(t.TempDir(), ".env")
	write(t, path, content)
	return path, New(files.New(files.Config{}), path)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func find(t *testing.T, s *Store, key string) []providers.Place {
	t.Helper()
	places, err := s.Find(context.Background(), secret(key))
	if err != nil {
		t.Fatal(err)
	}
	return places
}

func wantRefusal(t *testing.T, err error, why providers.Reason) {
	t.Helper()
	var r *providers.Refusal
	if !errors.As(err, &r) || r.Why != why {
		t.Errorf("error %v, want a refusal for %s", err, why)
	}
	if err != nil && (strings.Contains(err.Error(), leaked) || strings.Contains(err.Error(), fresh)) {
		t.Error("the error tells a key")
	}
}

func TestOnlyTheValueChanges(t *testing.T) {
	for name, tc := range map[string]struct{ before, after string }{
		"a plain line":               {"A=OLD", "A=NEW"},
		"comments, order, blanks":    {"# top\n\nB = x # y\nA=OLD # keep\n\nC=z\n", "# top\n\nB = x # y\nA=NEW # keep\n\nC=z\n"},
		"double quotes stay":         {`A="OLD"`, `A="NEW"`},
		"single quotes stay":         {"A='OLD'\n", "A='NEW'\n"},
		"export and blanks stay":     {"  export  A=OLD  \n", "  export  A=NEW  \n"},
		"a colon stays":              {"A: OLD\n", "A: NEW\n"},
		"F049 Windows line ends":     {"A=OLD\r\nB=x\r\n", "A=NEW\r\nB=x\r\n"},
		"no final line end":          {"B=x\nA=OLD", "B=x\nA=NEW"},
		"a BOM":                      {"\xEF\xBB\xBFA=OLD\n", "\xEF\xBB\xBFA=NEW\n"},
		"duplicates, all of them":    {"A=OLD\nB=x\nA='OLD'\n", "A=NEW\nB=x\nA='NEW'\n"},
		"several names":              {"A=OLD\nOTHER=\"OLD\"\n", "A=NEW\nOTHER=\"NEW\"\n"},
		"a reference follows itself": {"A=OLD\nB=${A}\n", "A=NEW\nB=${A}\n"},
		"inside a URL":               {"A=https://u:OLD@host/?k=OLD&x=1 # c\n", "A=https://u:NEW@host/?k=NEW&x=1 # c\n"},
		"inside JSON":                {"A='{\"key\": \"OLD\", \"n\": 1}'\n", "A='{\"key\": \"NEW\", \"n\": 1}'\n"},
		"broken neighbours":          {"\x00\xFF junk\nA=OLD\n\"\n", "\x00\xFF junk\nA=NEW\n\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			keys := strings.NewReplacer("OLD", leaked, "NEW", fresh)
			path, s := folder(t, keys.Replace(tc.before))
			places := find(t, s, leaked)
			if len(places) != 1 || places[0].Off != "" || places[0].Guard != providers.Guarded {
				t.Fatalf("places %+v, want one that can be written", places)
			}
			if err := s.Write(live(), places[0], secret(leaked), secret(fresh)); err != nil {
				t.Fatal(err)
			}
			if got, want := read(t, path), keys.Replace(tc.after); got != want {
				t.Errorf("file %q, want %q", got, want)
			}
			if ok, err := s.Holds(context.Background(), places[0], secret(fresh)); !ok || err != nil {
				t.Errorf("holds the new value: %v, %v", ok, err)
			}
			if ok, _ := s.Holds(context.Background(), places[0], secret(leaked)); ok {
				t.Error("still holds the old value")
			}
		})
	}
}

func TestWhatIsReportedAndNotWritten(t *testing.T) {
	for name, tc := range map[string]struct {
		content string
		detail  string
		why     providers.Reason
	}{
		"F046 a commented assignment":    {"# A=OLD\n", "line 1", Comment},
		"a remark behind a value":        {"A=x # was OLD\n", "line 1", Comment},
		"part of a longer value":         {"X=1\nURL=https://u:a-OLD@host/\n", "line 2, URL", Embedded},
		"part of a longer host":          {"URL=https://OLD/\n", "line 1, URL", Embedded},
		"twice, once not as a whole":     {"URL=https://OLD@host/x-OLD\n", "line 1, URL", Embedded},
		"several words":                  {`A="Bearer OLD"`, "line 1, A", Embedded},
		"a variable beside it":           {"A=OLD$X\n", "line 1, A", Built},
		"a command around it":            {"A=$(echo OLD)\n", "line 1, A", Built},
		"backticks":                      {"A=`OLD`\n", "line 1, A", Built},
		"a line that is no assignment":   {"curl -H OLD\n", "line 1", Unparsed},
		"a name that is the key":         {"OLD: x\n", "line 1", Unparsed},
		"escapes that hide it":           {"A=\"" + `sk\-` + leaked[3:] + "\"\n", "line 1, A", Escaped},
		"a shell line with more behind":  {"export A=OLD; run\n", "line 1, A", Embedded},
		"quotes glued together":          {"A=OL" + `"D"` + "\nB=OLD\"\"\n", "line 2, B", Ambiguous},
		"two assignments that differ":    {"A=OLD\nA=other\n", "line 1, A", Differs},
		"two parts put together":         {"P=" + leaked[:20] + "\nQ=" + leaked[20:] + "\nA=$P${Q}\n", "line 3, A", Built},
		"a hash that some take as start": {"A=OLD#x\n", "line 1, A", Embedded},
	} {
		t.Run(name, func(t *testing.T) {
			path, s := folder(t, strings.ReplaceAll(tc.content, "OLD", leaked))
			before := read(t, path)
			places := find(t, s, leaked)
			if len(places) != 1 || places[0].Off != tc.why || places[0].Detail != tc.detail {
				t.Fatalf("places %+v, want %q off for %s", places, tc.detail, tc.why)
			}
			wantRefusal(t, s.Write(live(), places[0], secret(leaked), secret(fresh)), tc.why)
			places[0].Off = "" // a caller that does not look
			if err := s.Write(live(), places[0], secret(leaked), secret(fresh)); err == nil {
				t.Error("written although it was reported as off")
			}
			if read(t, path) != before {
				t.Error("the file changed")
			}
		})
	}
}

func TestEncodedFormsAreReported(t *testing.T) {
	key := secret(leaked)
	for i, form := range key.Forms()[1:] {
		t.Run(fmt.Sprintf("form %d", i+1), func(t *testing.T) {
			_, s := folder(t, "X=1\nA="+string(form)+"\n")
			places := find(t, s, leaked)
			if len(places) != 1 || places[0].Off != Encoded || !strings.HasPrefix(places[0].Detail, "line 2") && i < 8 {
				t.Errorf("places %+v, want one encoded at line 2", places)
			}
		})
	}
}

func TestF046TheCopyInANeighbourIsListedAndNothingIsAppended(t *testing.T) {
	path, s := folder(t, "# API_KEY="+leaked+"\nB=x\n")
	write(t, path+".bak", "API_KEY="+leaked+"\n")
	write(t, filepath.Join(filepath.Dir(path), "notes.txt"), leaked)
	write(t, path+".clean", "A=x\n")
	places := find(t, s, leaked)
	if len(places) != 2 || places[0].Off != Comment || places[1].Off != OtherFile || places[1].Store != s.Name()+".bak" {
		t.Fatalf("places %+v, want the comment and the neighbour", places)
	}
	for _, p := range places {
		if err := s.Write(live(), p, secret(leaked), secret(fresh)); err == nil {
			t.Errorf("wrote %+v", p)
		}
	}
	if strings.Contains(read(t, path), fresh) {
		t.Error("a second assignment was added")
	}
}

func TestCompareAndSet(t *testing.T) {
	path, s := folder(t, "A="+leaked+"\n")
	place := find(t, s, leaked)[0]
	write(t, path, "A="+leaked+"\nB=new\n")
	err := s.Write(live(), place, secret(leaked), secret(fresh))
	if !errors.Is(err, providers.ErrConflict) || read(t, path) != "A="+leaked+"\nB=new\n" {
		t.Errorf("error %v, file %q; want a conflict and the other's text", err, read(t, path))
	}
}

func TestRestoringGivesTheBytesThatStoodThere(t *testing.T) {
	const odd = "with space and #"
	before := "A=" + leaked + " # x\r\nB='" + leaked + "'"
	after := strings.ReplaceAll("A='NEW' # x\r\nB='NEW'", "NEW", odd)
	for name, tc := range map[string]struct {
		meanwhile, want string
		err             error
	}{
		"nothing else happened":      {after, before, nil},
		"a line was added":           {"C=1\n" + after, "C=1\n" + before, nil},
		"one of the values is gone":  {"A='" + odd + "'\n", "A='" + odd + "'\n", providers.ErrConflict},
		"one more assignment has it": {after + "\r\nC='" + odd + "'", after + "\r\nC='" + odd + "'", providers.ErrConflict},
	} {
		t.Run(name, func(t *testing.T) {
			path, s := folder(t, before)
			place := find(t, s, leaked)[0]
			kept, err := s.Before(context.Background(), place, secret(leaked))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Write(live(), place, secret(leaked), secret(odd)); err != nil || read(t, path) != after {
				t.Fatalf("file %q, %v; want %q", read(t, path), err, after)
			}
			write(t, path, tc.meanwhile)
			later := New(files.New(files.Config{}), path)
			err = later.Restore(live(), find(t, later, odd)[0], secret(odd), secret(leaked), kept)
			if !errors.Is(err, tc.err) || read(t, path) != tc.want {
				t.Errorf("file %q, error %v; want %q, %v", read(t, path), err, tc.want, tc.err)
			}
		})
	}
}

func TestTakingBackByAnotherProcessKeepsTheRest(t *testing.T) {
	path, s := folder(t, "A=\""+leaked+"\" # x\nB=y\n")
	before := read(t, path)
	if err := s.Write(live(), find(t, s, leaked)[0], secret(leaked), secret(fresh)); err != nil {
		t.Fatal(err)
	}
	again := New(files.New(files.Config{}), path)
	if err := again.Write(live(), find(t, again, fresh)[0], secret(fresh), secret(leaked)); err != nil {
		t.Fatal(err)
	}
	if read(t, path) != before {
		t.Errorf("file %q, want %q", read(t, path), before)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	path, _ := folder(t, "A="+leaked+"\n")
	s := New(files.New(files.Config{DryRun: true}), path)
	err := s.Write(live(), find(t, s, leaked)[0], secret(leaked), secret(fresh))
	if !providers.IsWithheld(err) || strings.Contains(read(t, path), fresh) {
		t.Errorf("error %v, want withheld and an unchanged file", err)
	}
	said, err := providers.Rehearse(context.Background(), func(ctx context.Context) error {
		l := New(files.New(files.Config{}), path)
		return l.Write(ctx, find(t, l, leaked)[0], secret(leaked), secret(fresh))
	})
	if err != nil || len(said) != 1 || said[0].Door != "file" || strings.Contains(read(t, path), fresh) {
		t.Errorf("rehearsal %+v, %v", said, err)
	}
}

// Every byte as part of a new value is either written and read back exactly, or refused.
func TestAValueWithEveryByte(t *testing.T) {
	for _, line := range []string{"A=OLD\n", "A='OLD'\n", "A=\"OLD\"\n"} {
		path, s := folder(t, "")
		for c := range 256 {
			write(t, path, strings.Replace(line, "OLD", leaked, 1))
			value := "DRILL-begin" + string([]byte{byte(c)}) + "end"
			err := s.Write(live(), find(t, s, leaked)[0], secret(leaked), secret(value))
			if err != nil {
				wantRefusal(t, err, Unwritable)
				if c >= ' ' && c < 0x7F && c != '\'' {
					t.Errorf("%q: byte %#x refused", line, c)
				}
				continue
			}
			held, _ := formats[0].survey([]byte(read(t, path)), []byte(value), nil)
			if len(held) != 1 {
				t.Errorf("%q: byte %#x does not read back from %q", line, c, read(t, path))
			}
		}
	}
}

// Whatever the file holds, bytes outside the values stay.
func TestBytesOutsideTheValueNeverChange(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"A=", "B: ", "export C = ", leaked, "'" + leaked + "'", `"` + leaked + `"`, "#", " ", "\n", "\r\n", "\"", "'", "`", "$X", "\\", "x", "\x00", "\xEF\xBB\xBF", "é"}
	written := 0
	for range 100_000 {
		var b strings.Builder
		for range rng.IntN(14) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		data := []byte(b.String())
		held, _ := formats[0].survey(data, []byte(leaked), nil)
		if len(held) == 0 {
			continue
		}
		raws, ok := formats[0].wrapAll(held, []byte(fresh))
		if !ok {
			t.Fatalf("a plain value was refused in %q", data)
		}
		edited := splice(data, held, raws)
		if !formats[0].readsBack(edited, held, []byte(fresh)) {
			t.Fatalf("%q became %q, which reads otherwise", data, edited)
		}
		// leaked and fresh have the same length, so offsets stay.
		if len(edited) != len(data) {
			t.Fatalf("%q became %q: the length changed", data, edited)
		}
		for i := range data {
			inside := false
			for _, h := range held {
				inside = inside || h.raw.covers(span{i, i + 1})
			}
			if !inside && data[i] != edited[i] {
				t.Fatalf("%q became %q: byte %d changed", data, edited, i)
			}
		}
		written++
	}
	if written < 500 {
		t.Fatalf("only %d files held the value", written)
	}
}

func TestSomeoneElsesValueIsNotTouched(t *testing.T) {
	path, s := folder(t, "A=x\nB="+leaked+"\n")
	place := find(t, s, leaked)[0]
	wantRefusal(t, s.Write(live(), place, secret(fresh), secret("DRILL-third")), NotHere)
	wantRefusal(t, s.Write(live(), place, secret(leaked), secret(leaked)), SameValue)
	wantRefusal(t, s.Write(live(), place, secret(leaked), providers.Secret{}), EmptyValue)
	place.Store = "dotenv:elsewhere"
	wantRefusal(t, s.Write(live(), place, secret(leaked), secret(fresh)), NotHere)
	if read(t, path) != "A=x\nB="+leaked+"\n" {
		t.Error("the file changed")
	}
	if places := find(t, s, ""); len(places) != 0 {
		t.Errorf("the empty value was found: %+v", places)
	}
}

func TestAReaderCannotBeFooledByALaterAssignment(t *testing.T) {
	path, s := folder(t, "A="+leaked+"\n")
	place := find(t, s, leaked)[0]
	if err := s.Write(live(), place, secret(leaked), secret(fresh)); err != nil {
		t.Fatal(err)
	}
	write(t, path, "# moved\n"+read(t, path))
	if ok, err := s.Holds(context.Background(), place, secret(fresh)); !ok || err != nil {
		t.Errorf("a line above changed the answer: %v, %v", ok, err)
	}
	write(t, path, read(t, path)+"A=other\n")
	if ok, err := s.Holds(context.Background(), place, secret(fresh)); ok || err != nil {
		t.Errorf("holds %v, %v although the last assignment wins", ok, err)
	}
}

func TestPlacesTellNoSecret(t *testing.T) {
	_, s := folder(t, leaked+"=x\n# "+leaked+"\nA="+leaked+"\n")
	for _, p := range find(t, s, leaked) {
		if bytes.Contains([]byte(fmt.Sprintf("%+v", p)), []byte(leaked)) {
			t.Errorf("the place tells the key: %s", p.Detail)
		}
	}
}
