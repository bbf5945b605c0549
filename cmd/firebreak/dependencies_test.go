package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"testing"
)

// sharp lists the imports that let a package reach past Go's own fences: other programs, the
// network, raw memory, foreign code.
var sharp = []string{"C", "net", "os/exec", "plugin", "unsafe"}

// sharpPackages pins, per system, what outside the standard library uses them in the shipped
// program. A dependency update that adds a line here wants a look at why.
var sharpPackages = map[string]map[string][]string{
	"linux": {
		"firebreak/providers/files":                 {"os/exec"},
		"firebreak/providers/keyring":               {"net"},
		"firebreak/providers/simulator":             {"net"},
		"firebreak/providers/transport":             {"net"},
		"github.com/aws/smithy-go":                  {"unsafe"},
		"github.com/aws/smithy-go/transport/http":   {"net"},
		"github.com/charmbracelet/bubbletea":        {"os/exec"},
		"github.com/charmbracelet/colorprofile":     {"os/exec"},
		"github.com/charmbracelet/x/ansi":           {"unsafe"},
		"github.com/klauspost/compress/internal/le": {"unsafe"},
		"github.com/oschwald/maxminddb-golang":      {"net"}, // of net the type of an address
		"github.com/godbus/dbus/v5":                 {"net", "os/exec", "unsafe"},
		"github.com/spf13/pflag":                    {"net"},
		"golang.org/x/crypto/internal/alias":        {"unsafe"},
		"golang.org/x/sys/cpu":                      {"unsafe"},
		"golang.org/x/sys/unix":                     {"unsafe"},
	},
	"darwin": {
		"firebreak/providers/files":                 {"os/exec"},
		"firebreak/providers/simulator":             {"net"},
		"firebreak/providers/transport":             {"net"},
		"github.com/aws/smithy-go":                  {"unsafe"},
		"github.com/aws/smithy-go/transport/http":   {"net"},
		"github.com/charmbracelet/bubbletea":        {"os/exec"},
		"github.com/charmbracelet/colorprofile":     {"os/exec"},
		"github.com/charmbracelet/x/ansi":           {"unsafe"},
		"github.com/klauspost/compress/internal/le": {"unsafe"},
		"github.com/oschwald/maxminddb-golang":      {"net"}, // of net the type of an address
		"github.com/spf13/pflag":                    {"net"},
		"github.com/zalando/go-keyring":             {"os/exec"},
		"golang.org/x/crypto/internal/alias":        {"unsafe"},
		"golang.org/x/sys/cpu":                      {"unsafe"},
		"golang.org/x/sys/unix":                     {"unsafe"},
	},
	"windows": {
		"firebreak/providers/files":                 {"os/exec"},
		"firebreak/providers/simulator":             {"net"},
		"firebreak/providers/transport":             {"net"},
		"github.com/aws/smithy-go":                  {"unsafe"},
		"github.com/aws/smithy-go/transport/http":   {"net"},
		"github.com/charmbracelet/bubbletea":        {"os/exec"},
		"github.com/charmbracelet/colorprofile":     {"os/exec"},
		"github.com/charmbracelet/x/ansi":           {"unsafe"},
		"github.com/klauspost/compress/internal/le": {"unsafe"},
		"github.com/oschwald/maxminddb-golang":      {"net", "unsafe"}, // of net the type of an address
		"github.com/danieljoos/wincred":             {"unsafe"},
		"github.com/erikgeiser/coninput":            {"unsafe"},
		"github.com/inconshreveable/mousetrap":      {"unsafe"},
		"github.com/mattn/go-isatty":                {"unsafe"},
		"github.com/mattn/go-localereader":          {"unsafe"},
		"github.com/spf13/pflag":                    {"net"},
		"golang.org/x/crypto/internal/alias":        {"unsafe"},
		"golang.org/x/sys/cpu":                      {"unsafe"},
		"golang.org/x/sys/windows":                  {"net", "unsafe"},
	},
}

func TestNoNewPackageUsesSharpImports(t *testing.T) {
	for system, pinned := range sharpPackages {
		t.Run(system, func(t *testing.T) {
			got, err := sharpOn(system)
			if err != nil && system != runtime.GOOS && os.Getenv("CI") != "true" {
				t.Skipf("the modules that %s needs are not in the module cache; go mod download fetches them", system)
			}
			if err != nil {
				t.Fatal(err)
			}
			for name, imports := range got {
				if !slices.Equal(imports, pinned[name]) {
					t.Errorf("%s imports %v, pinned are %v", name, imports, pinned[name])
				}
			}
			for name := range pinned {
				if _, ok := got[name]; !ok {
					t.Errorf("%s is pinned and gone", name)
				}
			}
		})
	}
}

// sharpOn asks the go command, offline, for every package of the program on a system.
func sharpOn(system string) (map[string][]string, error) {
	list := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports", "./...")
	list.Dir = moduleRoot
	list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0", "GOPROXY=off", "GOFLAGS=-mod=readonly")
	out, err := list.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = errors.New(string(exit.Stderr))
		}
		return nil, err
	}
	all := map[string][]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Standard   bool
			Imports    []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		blunt := func(name string) bool { return !slices.Contains(sharp, name) }
		if imports := slices.DeleteFunc(p.Imports, blunt); len(imports) > 0 && !p.Standard {
			all[p.ImportPath] = imports
		}
	}
}
