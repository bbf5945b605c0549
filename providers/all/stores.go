package all

import (
	"context"
	"fmt"
	"strings"

	"firebreak/providers"
	"firebreak/providers/aws"
	"firebreak/providers/awssecrets"
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
	// Issuer gives what stands in for the base URL of a provider's hosts, "" where nothing does, and
	// the provider's admin credential; nil: what the environment holds.
	Issuer func(Issuer) (override string, admin Admin)
	// Apart are values that no credential of a store may be: what is looked for.
	Apart []providers.Secret
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
	// Policy is the least that the credential of such a store must be allowed, as a document of its
	// vendor's; nil: there is none.
	Policy func() []byte
}

// Stores lists every kind of store.
var Stores = append(environmentFiles(),
	StoreKind{Scheme: "vault", Form: "vault:MOUNT/PATH#FIELD", Open: openVault},
	StoreKind{Scheme: "awssecrets", Form: "awssecrets:NAME#FIELD", Open: openAWSSecrets, Policy: awssecrets.Policy},
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

// openAWSSecrets opens a store under the credential and the address of AWS's other calls.
func openAWSSecrets(name string, s Surroundings) (providers.Store, error) {
	issuer, _ := IssuerOf("aws") // it is in the list
	from := s.Issuer
	if from == nil {
		from = s.ambient
	}
	override, admin := from(issuer)
	config := transport.Config{Provider: "aws", Bases: issuer.Bases(override), Shape: issuer.Shape}
	others, err := s.HTTP(config, issuer.Routes...)
	if err != nil {
		return nil, err
	}
	issuer.Base = awssecrets.Bases()
	config.Bases = issuer.Bases(override)
	door, err := s.HTTP(config, awssecrets.Routes()...)
	if err != nil {
		return nil, err
	}
	adapter := aws.New(others, providers.WallClock{}, admin) // for exchanges alone, which wait for nothing
	read := func(path string) ([]byte, error) { f, err := s.Files.Read(path); return f.Data, err }
	if override != "" {
		read = nil // the files of AWS's tools are for its own hosts
	}
	store := awssecrets.New(door, awssecrets.Credentials{Ask: admin, Exchange: adapter.Exchange}, aws.Region(s.Env, read), name)
	store.WriteOwned, store.Apart = s.WriteOwned, s.Apart
	return store, nil
}

// ambient is what the environment alone tells of a provider.
func (s Surroundings) ambient(i Issuer) (string, Admin) {
	return s.Env(i.BaseEnv), func(context.Context) (providers.Secret, error) {
		value, _, err := i.Ambient(s.Env, nil)
		return value, err
	}
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
