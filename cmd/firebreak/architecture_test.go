package main_test

import (
	"go/ast"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors lists what each package may import of ours. An arrow that is not here is missing
// on purpose: a new one changes the plan of the house and wants a reason.
var floors = map[string][]string{
	"providers":           {},
	"providers/transport": {"providers"},
	"providers/files":     {"providers"},
	"providers/identify":  {"providers"},
	"providers/intake":    {"providers", "providers/identify"},
	"providers/keyring":   {"providers", "providers/files"},
	"providers/simulator": {"providers", "providers/files", "providers/identify"},

	"runbook/journal":             {},
	"runbook/incident":            {"providers"},
	"runbook/words":               {"providers", "runbook/incident"},
	"runbook/usage":               {"providers", "runbook/incident", "runbook/words"},
	"runbook/exposure":            {"providers", "providers/files", "providers/identify", "runbook/exposure/gitstore", "runbook/exposure/needle", "runbook/exposure/unpack", "runbook/incident", "runbook/words"},
	"runbook/exposure/gitstore":   {},
	"runbook/exposure/unpack":     {},
	"runbook/exposure/needle":     {"providers"},
	"runbook/usage/logs":          {"providers", "runbook/usage"},
	"runbook/usage/geo":           {"runbook/usage"},
	"runbook/usage/logs/logstest": {},
	"runbook/postmortem":          {"providers", "providers/files", "providers/identify", "runbook/incident", "runbook/words"},
	"runbook": {
		"providers", "providers/files", "providers/identify", "providers/keyring",
		"runbook/journal", "runbook/incident", "runbook/words", "runbook/usage", "runbook/exposure", "runbook/postmortem",
	},
	"runbook/drill": {
		"providers", "providers/files", "providers/identify", "providers/keyring", "providers/simulator",
		"runbook", "runbook/journal", "runbook/incident", "runbook/words", "runbook/usage", "runbook/postmortem",
	},

	"tui/parkterm": {}, // runs before everything else, so it may know nothing
	"tui/term":     {"providers"},
	"tui/plain":    {"providers", "runbook", "runbook/incident", "runbook/words", "tui/term"},
	"tui":          {"providers", "runbook", "runbook/incident", "runbook/words", "runbook/usage", "tui/parkterm", "tui/term"},
}

// adapterFloor holds for every issuer and store: each is a folder right below providers that
// is not one of the rooms above.
var adapterFloor = []string{"providers", "providers/files", "providers/keyring", "providers/transport"}

const (
	command  = "cmd/firebreak" // wires everything, and alone knows providers/all
	registry = "providers/all" // knows every adapter, and nothing else
)

func isAdapter(room string) bool {
	_, named := floors[room]
	return path.Dir(room) == "providers" && !named && room != registry
}

// mayImport answers for one arrow between two of our packages.
func mayImport(from, to string) bool {
	switch {
	case from == command:
		return true
	case to == registry || to == command:
		return false
	case from == registry:
		return isAdapter(to) || slices.Contains(adapterFloor, to)
	case isAdapter(from):
		return slices.Contains(adapterFloor, to)
	}
	return slices.Contains(floors[from], to)
}

func TestImportsPointDownOnly(t *testing.T) {
	for _, s := range program(t) {
		if _, named := floors[s.room]; !named && !isAdapter(s.room) && s.room != command && s.room != registry {
			t.Errorf("%s: package %s has no floor", s.path, s.room)
			continue
		}
		for _, imported := range s.imports() {
			to, ours := strings.CutPrefix(imported, module+"/")
			if ours && !mayImport(s.room, to) {
				t.Errorf("%s imports %s", s.path, to)
			}
		}
	}
}

func TestThePlanRefusesWhatItShould(t *testing.T) {
	for _, arrow := range [][2]string{
		{"providers", "runbook"}, {"providers", "providers/transport"}, {"providers/openai", "runbook/incident"},
		{"providers/openai", "providers/simulator"}, {"providers/openai", "providers/dotenv"}, {"providers/simulator", "providers/openai"},
		{"providers/simulator", "runbook"}, {"runbook", "providers/simulator"}, {"runbook", "providers/all"}, {"runbook", "providers/openai"},
		{"runbook", "runbook/drill"}, {"runbook/incident", "runbook/words"}, {"runbook/journal", "providers"}, {"tui", "providers/transport"},
		{"tui", "providers/files"}, {"tui", "runbook/drill"}, {"tui/plain", "tui"}, {"runbook", "tui"}, {"runbook/words", "runbook"}, {"tui", command},
	} {
		if mayImport(arrow[0], arrow[1]) {
			t.Errorf("%s may import %s", arrow[0], arrow[1])
		}
	}
}

// doors names who alone may import a package, or anything below it: what reaches out, what
// draws, and what only one room needs to know. The longest entry that fits an import counts.
var doors = map[string][]string{
	"C":       {},
	"plugin":  {},
	"unsafe":  {},
	"testing": {},

	"os/exec":    {"providers/files"},
	"net":        {"providers/transport", "providers/simulator", "providers/keyring"}, // the last for the errors of the bus
	"crypto/tls": {"providers/transport"},
	// The standard logger is silenced in main; net/http's server wants one to be handed in.
	"log": {command, "providers/simulator"},

	"filippo.io/age":                       {"providers/keyring"},
	"github.com/zalando/go-keyring":        {"providers/keyring"},
	"github.com/oschwald/maxminddb-golang": {"runbook/usage/geo"},
	"github.com/spf13/cobra":               {command},
	"github.com/BurntSushi/toml":           {command, "providers/identify"},
	"github.com/charmbracelet":             {"tui", "tui/term", command},
	"golang.org/x/term":                    {"tui/term"},

	"github.com/getkin/kin-openapi":   {}, // tests only, and so the next two
	"github.com/rogpeppe/go-internal": {},
	"github.com/creack/pty":           {},
}

// harmless lists what of the packages in doors does nothing by itself.
var harmless = []string{"log/slog", "net/netip", "net/url", "net/http"}

func TestOnlyTheDoorsReachOut(t *testing.T) {
	for _, s := range program(t) {
		for _, imported := range s.imports() {
			if slices.Contains(harmless, imported) {
				continue
			}
			if rule, listed := ruleFor(imported); listed && !slices.Contains(doors[rule], s.room) {
				t.Errorf("%s imports %s, which is for %v", s.path, imported, doors[rule])
			}
		}
	}
}

func ruleFor(imported string) (rule string, listed bool) {
	for rule := imported; rule != "."; rule = path.Dir(rule) {
		if _, listed := doors[rule]; listed {
			return rule, true
		}
	}
	return "", false
}

// deeds lists functions that act on the world, and the rooms that may name them. What is not
// a function of that package, such as a constant, is free.
var deeds = []struct {
	pkg   string
	free  func(name string) bool
	rooms map[string]string // room to reason
}{
	{"net", isErrorType, map[string]string{
		"providers/transport": "its dialer",
		"providers/simulator": "its listener",
	}},
	{"net/http", isMethodOrStatus, map[string]string{
		"providers/transport": "the one HTTP client",
		"providers/simulator": "the one HTTP server",
	}},
	{"os", leavesFilesAlone, map[string]string{
		"providers/files":     "the door for files",
		"runbook/journal":     "writes with an fsync discipline of its own",
		"providers/simulator": "the log of its world, in the drill's folder",
		"runbook/exposure":    "an empty git folder of its own, through which it reads another",
		"tui/term":            "opens the terminal",
	}},
	{"os", opensNoRoot, map[string]string{
		"providers/files":  "the door for files",
		"runbook/journal":  "keeps to its folder",
		"runbook/exposure": "reads below the folders that it was given",
	}},
	{"time", isNoWallClock, map[string]string{
		"providers":           "the wall clock itself",
		"providers/transport": "socket deadlines and how long a call took",
		"providers/files":     "deadlines of child processes",
		"providers/keyring":   "deadlines of calls to the system's service",
		"providers/simulator": "how long an answer is held back on the wire",
		"runbook/journal":     "the name of a file set aside",
		"runbook/drill":       "the live clock runs on real time",
		"tui/term":            "how long the keyboard was still",
		"tui/plain":           "the heartbeat line that a waiting person reads",
	}},
}

func isErrorType(name string) bool { return strings.HasSuffix(name, "Error") }

func isMethodOrStatus(name string) bool {
	return strings.HasPrefix(name, "Method") || strings.HasPrefix(name, "Status")
}

func leavesFilesAlone(name string) bool {
	return !slices.Contains([]string{
		"Create", "CreateTemp", "Chmod", "Chown", "Chtimes", "CopyFS", "Lchown", "Link", "Mkdir", "MkdirAll", "MkdirTemp",
		"Remove", "RemoveAll", "Rename", "Symlink", "Truncate", "WriteFile", "StartProcess",
		"O_WRONLY", "O_RDWR", "O_CREATE", "O_APPEND", "O_TRUNC",
	}, name)
}

func opensNoRoot(name string) bool { return name != "OpenRoot" }

func isNoWallClock(name string) bool {
	return !slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer"}, name)
}

func TestDeedsStayInTheirRooms(t *testing.T) {
	for _, s := range program(t) {
		for _, deed := range deeds {
			if _, allowed := deed.rooms[s.room]; allowed || s.room == command {
				continue
			}
			for _, use := range usesOf(s, deed.pkg) {
				if !deed.free(use.Sel.Name) {
					t.Errorf("%s uses %s.%s, which is for %v", s.at(use), deed.pkg, use.Sel.Name, slices.Sorted(maps.Keys(deed.rooms)))
				}
			}
		}
	}
}

// usesOf lists the names that a file takes out of an imported package.
func usesOf(s source, imported string) []*ast.SelectorExpr {
	local := ""
	for _, spec := range s.ast.Imports {
		if spec.Path.Value != strconv.Quote(imported) {
			continue
		}
		local = path.Base(imported)
		if spec.Name != nil {
			local = spec.Name.Name
		}
	}
	var uses []*ast.SelectorExpr
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if use, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := use.X.(*ast.Ident); ok && local != "" && x.Name == local {
				uses = append(uses, use)
			}
		}
		return true
	})
	return uses
}
