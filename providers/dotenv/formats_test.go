package dotenv

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/files"
)

// opened makes a folder with one file of a format.
func opened(t *testing.T, format, content string) (string, *Store) {
	t.Helper()
	f, ok := FormatOf(format)
	if !ok {
		t.Fatalf("no format %s", format)
	}
	path := filepath.Join(t.TempDir(), "settings.env")
	write(t, path, content)
	return path, Open(files.New(files.Config{}), f, path)
}

func TestEachFormatIsEditedByItsOwnRules(t *testing.T) {
	for _, tc := range []struct{ format, name, before, after string }{
		{"shell", "exported", "export A=OLD # c\n", "export A=NEW # c\n"},
		{"shell", "two at once", "export A=OLD B='OLD'\n", "export A=NEW B='NEW'\n"},
		{"shell", "exported behind a semicolon", "A=OLD; export A\n", "A=NEW; export A\n"},
		{"shell", "behind and", "A=\"OLD\" && export A\n", "A=\"NEW\" && export A\n"},
		{"shell", "declared", "declare -x A=OLD\n", "declare -x A=NEW\n"},
		{"shell", "put together", "A=OL\"D\"\n", "A='NEW'\n"},
		{"shell", "inside JSON", "A='{\"k\":\"OLD\"}'\n", "A='{\"k\":\"NEW\"}'\n"},
		{"shell", "inside a URL", "export DSN=https://OLD@host/1\n", "export DSN=https://NEW@host/1\n"},
		{"shell", "beside a function", "f() {\n  export A=OLD\n}\n", "f() {\n  export A=NEW\n}\n"},
		{"systemd", "plain", "A=OLD\n; c\n", "A=NEW\n; c\n"},
		{"systemd", "a quote", "A = \"OLD\"\r\n", "A = \"NEW\"\r\n"},
		{"systemd", "joined lines", "A=OL\\\nD\n", "A=\"NEW\"\n"},
		{"systemd", "blanks behind it", "A=OLD  \nB=x\n", "A=NEW  \nB=x\n"},
		{"docker", "plain", "A=OLD\nB\n", "A=NEW\nB\n"},
		{"docker", "JSON without quotes around", `A={"k":"OLD"}`, `A={"k":"NEW"}`},
		{"docker", "Windows line ends", "A=OLD\r\n", "A=NEW\r\n"},
		{"fish", "exported", "set -gx A OLD # c\n", "set -gx A NEW # c\n"},
		{"fish", "in quotes", "set --export A 'OLD'; echo\n", "set --export A 'NEW'; echo\n"},
		{"fish", "the word export", "export A=\"OLD\"\n", "export A=\"NEW\"\n"},
		{"fish", "in a condition", "if true\n    set -x A OLD\nend\n", "if true\n    set -x A NEW\nend\n"},
	} {
		t.Run(tc.format+": "+tc.name, func(t *testing.T) {
			// OL and D are the two parts that some lines put the value together from.
			keys := strings.NewReplacer("OLD", leaked, "OL", leaked[:20], "D", leaked[20:], "NEW", fresh)
			plain := strings.NewReplacer("OLD", leaked, "NEW", fresh)
			before, after := plain.Replace(tc.before), plain.Replace(tc.after)
			if strings.Contains(tc.name, "together") || strings.Contains(tc.name, "joined") {
				before = keys.Replace(tc.before)
			}
			path, s := opened(t, tc.format, before)
			places := find(t, s, leaked)
			if len(places) != 1 || places[0].Off != "" {
				t.Fatalf("places %+v, want one that can be written", places)
			}
			kept, err := s.Before(context.Background(), places[0], secret(leaked))
			must(t, err)
			must(t, s.Write(live(), places[0], secret(leaked), secret(fresh)))
			if got := read(t, path); got != after {
				t.Errorf("file %q, want %q", got, after)
			}
			if ok, err := s.Holds(context.Background(), places[0], secret(fresh)); !ok || err != nil {
				t.Errorf("holds %v, %v", ok, err)
			}
			_, later := opened(t, tc.format, after) // what another process would have
			later = Open(later.door, s.format, path)
			must(t, later.Restore(live(), find(t, later, fresh)[0], secret(fresh), secret(leaked), kept))
			if got := read(t, path); got != before {
				t.Errorf("taken back to %q, want %q", got, before)
			}
		})
	}
}

func TestEachFormatRefusesByItsOwnRules(t *testing.T) {
	for _, tc := range []struct {
		format, name, content string
		why                   providers.Reason
	}{
		{"shell", "a comment", "# A=OLD\n", Comment},
		{"shell", "a variable beside it", "A=\"OLD$X\"\n", Built},
		{"shell", "a command around it", "A=$(echo OLD)\n", Built},
		{"shell", "for one command only", "A=OLD run\n", Unparsed},
		{"shell", "in a here-document", "cat <<EOF\nA=OLD\nEOF\n", Unparsed},
		{"shell", "in a text over several lines", "echo \"\nA=OLD\n\"\n", Unparsed},
		{"shell", "a blank behind the name", "A =OLD\n", Unparsed},
		{"shell", "a line end of Windows", "A=OLD\r\n", Embedded},
		{"shell", "an open quote", "A=\"OLD\n", Unparsed},
		{"shell", "twice with different values", "A=OLD\nif x; then\nA=y\nfi\n", Differs},
		{"systemd", "a comment", "; A=OLD\n", Comment},
		{"systemd", "below a comment that may go on", "# c \\\nA=OLD\n", Unparsed},
		{"systemd", "a remark behind it is part of it", "A=OLD # c\n", Embedded},
		{"systemd", "exported", "export A=OLD\n", Unparsed},
		{"docker", "quotes are part of it", "A=\"OLD\"\n", Embedded},
		{"docker", "a comment", "  #A=OLD\n", Comment},
		{"docker", "exported", "export A=OLD\n", Unparsed},
		{"fish", "a list", "set -gx A OLD b\n", Unparsed},
		{"fish", "erased", "set -e A OLD\n", Unparsed},
		{"fish", "a variable beside it", "set A \"$B/OLD\"\n", Built},
		{"fish", "a comment", "# set A OLD\n", Comment},
	} {
		t.Run(tc.format+": "+tc.name, func(t *testing.T) {
			path, s := opened(t, tc.format, strings.ReplaceAll(tc.content, "OLD", leaked))
			before := read(t, path)
			places := find(t, s, leaked)
			if len(places) != 1 || places[0].Off != tc.why {
				t.Fatalf("places %+v, want one that is off for %s", places, tc.why)
			}
			places[0].Off = "" // a caller that does not look
			if err := s.Write(live(), places[0], secret(leaked), secret(fresh)); err == nil || read(t, path) != before {
				t.Errorf("written over a refusal: %v", err)
			}
		})
	}
}

// Inside a URL or JSON a value is written in the escaping of that place, and found in it.
func TestAValueWithEveryByteInsideALongerOne(t *testing.T) {
	for name, tc := range map[string]struct{ format, content string }{
		"a URL":           {"dotenv", "A=https://u:OLD@host/x\n"},
		"JSON in quotes":  {"dotenv", "A='{\"k\":\"OLD\"}'\n"},
		"JSON for docker": {"docker", "A={\"k\":\"OLD\"}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			path, s := opened(t, tc.format, "")
			for c := 1; c < 128; c++ {
				write(t, path, strings.Replace(tc.content, "OLD", leaked, 1))
				value := "DRILL-begin" + string(rune(c)) + "end"
				if err := s.Write(live(), find(t, s, leaked)[0], secret(leaked), secret(value)); err != nil {
					wantRefusal(t, err, Unwritable)
					t.Errorf("byte %#x refused", c)
					continue
				}
				if places := find(t, s, value); len(places) == 0 || places[0].Off != "" {
					t.Errorf("byte %#x does not read back from %q", c, read(t, path))
				}
				must(t, s.Write(live(), find(t, s, value)[0], secret(value), secret(leaked)))
			}
		})
	}
}

// FuzzFormats: no bytes make a parser panic, statements and spots are in order and do not
// overlap, and a plain value fits everywhere.
func FuzzFormats(f *testing.F) {
	for _, seed := range []string{";", "export", "export A=OLD; b <<X\nA=OLD\nX\n", "A=\"OLD\" 'x'\\\n", "set -gx A 'OLD' # c\n", "A=$(x `y ${z", "#\\\nA=OLD"} {
		f.Add(strings.ReplaceAll(seed, "OLD", leaked))
	}
	f.Fuzz(func(t *testing.T, text string) {
		data := []byte(text)
		for _, format := range formats {
			at, line := 0, 0
			for _, st := range format.parse(data) {
				if st.whole.from < at || st.whole.to < st.whole.from || st.whole.to > len(data) || st.line < line {
					t.Fatalf("%s: statement %+v does not fit", format.Name, st)
				}
				if st.form == assignment && !(st.whole.covers(st.raw) && st.raw.covers(st.text)) {
					t.Fatalf("%s: value outside its statement: %+v", format.Name, st)
				}
				at, line = st.whole.to, st.line
			}
			held, _ := format.survey(data, []byte(leaked), nil)
			for i, h := range held {
				if i > 0 && h.raw.from < held[i-1].raw.to {
					t.Fatalf("%s: spots overlap in %q", format.Name, data)
				}
			}
			if raws, ok := format.wrapAll(held, []byte(fresh)); !ok {
				t.Fatalf("%s: a plain value was refused in %q", format.Name, data)
			} else if len(held) > 0 {
				format.readsBack(splice(data, held, raws), held, []byte(fresh))
			}
		}
	})
}
