package all_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"firebreak/providers/dotenv"
	"firebreak/providers/files"
)

func TestEnvironmentFilesAreStores(t *testing.T) {
	for _, format := range dotenv.Formats() {
		t.Run(format, func(t *testing.T) { suite(t, fileBench(format)) })
	}
}

func fileBench(format string) bench {
	assign := "%s=%s\n"
	if format == "fish" {
		assign = "set -gx %s %s\n"
	}
	path := func(name string) string { return strings.TrimPrefix(name, format+":") }
	put := func(t *testing.T, text string) string {
		file := filepath.Join(t.TempDir(), "settings.env")
		must(t, os.WriteFile(file, []byte(text), 0o600))
		return format + ":" + file
	}
	b := bench{
		guarded: true,
		seed: func(t *testing.T, value string) string {
			return put(t, "# c\n"+fmt.Sprintf(assign, "OTHER", "x")+fmt.Sprintf(assign, "KEY", value))
		},
		many: func(t *testing.T, value string) string {
			var all strings.Builder
			for i := range 1000 {
				one := fmt.Sprintf("value%d", i)
				if i == 617 {
					one = value
				}
				fmt.Fprintf(&all, assign, fmt.Sprintf("NAME_%d", i), one)
			}
			return put(t, all.String())
		},
		stands: func(t *testing.T, name, value string) bool {
			f, _ := dotenv.FormatOf(format)
			places, err := dotenv.Open(files.New(files.Config{}), f, path(name)).Find(t.Context(), secret(value))
			must(t, err)
			return len(places) == 1 && places[0].Detail != ""
		},
		meddle: func(t *testing.T, name string) {
			f, err := os.OpenFile(path(name), os.O_APPEND|os.O_WRONLY, 0)
			must(t, err)
			_, err = f.WriteString("# someone else\n")
			must(t, err)
			must(t, f.Close())
		},
		carries: func(value string) bool {
			hard := "\r\x01\x0e\x1b"
			switch format {
			case "docker":
				hard += "\n"
			case "dotenv":
				hard += "\n'\\$" // readers of that format agree on too little
			}
			return utf8.ValidString(value) && !strings.ContainsAny(value, hard) && !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == 0x7F })
		},
	}
	if runtime.GOOS != "windows" {
		b.deny = func(t *testing.T, name string, _ map[string]string) { must(t, os.Chmod(path(name), 0o400)) }
	}
	return b
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
