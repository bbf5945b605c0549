package all

import (
	"fmt"
	"strings"

	"firebreak/providers"
	"firebreak/providers/dotenv"
	"firebreak/providers/files"
	"firebreak/providers/transport"
	"firebreak/providers/vault"
)

// Surroundings are what a store may be given. Each kind takes what it needs.
type Surroundings struct {
	Files *files.Door
	// HTTP opens a door of the run's mode: dry run, loopback only, the recorder and the clock
	// are filled in by whoever knows them.
	HTTP func(transport.Config, ...providers.Route) (*transport.Door, error)
	// Env reads the environment; in a drill it is the drill's own.
	Env func(string) string
	// WriteTracked allows writing to files that git tracks. A person must have approved it.
	WriteTracked bool
	// WriteOwned allows writing where another controller writes too. Likewise.
	WriteOwned bool
}

// StoreKind is one kind of store.
type StoreKind struct {
	Scheme string // before the colon of a store's name
	Form   string // how such a store is named, for messages and completions
	// Open opens the store of the name behind the colon. It touches nothing yet.
	Open func(rest string, s Surroundings) (providers.Store, error)
}

// Stores lists every kind of store.
var Stores = append(environmentFiles(),
	StoreKind{Scheme: "vault", Form: "vault:MOUNT/PATH#FIELD", Open: openVault},
)

func openVault(name string, s Surroundings) (providers.Store, error) {
	settings, err := vault.Configure(s.Env, s.Files)
	if err != nil {
		return nil, fmt.Errorf("open vault:%s: %w", providers.FromOutside(name), err)
	}
	door, err := s.HTTP(transport.Config{Provider: "vault", Bases: map[string]string{vault.Host: settings.Base},
		Roots: settings.Roots, Shape: vault.Shape}, vault.Routes()...)
	if err != nil {
		return nil, err
	}
	store := vault.New(door, settings.Token, name)
	store.WriteOwned = s.WriteOwned
	return store, nil
}

func environmentFiles() []StoreKind {
	var kinds []StoreKind
	for _, name := range dotenv.Formats() {
		format, _ := dotenv.FormatOf(name) // it is in the list
		kinds = append(kinds, StoreKind{Scheme: name, Form: name + ":PATH",
			Open: func(path string, s Surroundings) (providers.Store, error) {
				store := dotenv.Open(s.Files, format, path)
				store.WriteTracked = s.WriteTracked
				return store, nil
			}})
	}
	return kinds
}

// StoreForms lists how stores are named, for messages and completions.
func StoreForms() []string {
	var forms []string
	for _, k := range Stores {
		forms = append(forms, k.Form)
	}
	return forms
}

// CheckStore tells whether a name is that of a store. It opens nothing.
func CheckStore(name string) error {
	_, _, err := kindOf(name)
	return err
}

// Store opens the store of that name. It touches nothing yet.
func Store(name string, s Surroundings) (providers.Store, error) {
	kind, rest, err := kindOf(name)
	if err != nil {
		return nil, err
	}
	return kind.Open(rest, s)
}

func kindOf(name string) (StoreKind, string, error) {
	scheme, rest, ok := strings.Cut(name, ":")
	for _, k := range Stores {
		if k.Scheme == scheme && ok && rest != "" {
			return k, rest, nil
		}
	}
	return StoreKind{}, "", fmt.Errorf("store %q: want one of %s", providers.FromOutside(name), strings.Join(StoreForms(), ", "))
}
