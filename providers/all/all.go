// Package all is the one list of every issuer and store. It is the only package that imports
// them all, and only cmd imports it.
package all

import (
	"context"
	"maps"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/providers/anthropic"
	"firebreak/providers/aws"
	"firebreak/providers/github"
	"firebreak/providers/google"
	"firebreak/providers/openai"
	"firebreak/providers/transport"
)

// Admin gives an adapter its admin credential for one operation.
type Admin = func(context.Context) (providers.Secret, error)

// Issuer is a provider of keys: what is needed to build its adapter.
type Issuer struct {
	Name     string            // as in credential kinds: "openai"
	Title    string            // as people write it
	Base     map[string]string // the vendor's host to the base URL that route paths stand below
	BaseEnv  string            // variable that overrides the base URL of all its hosts, see Bases
	AdminEnv string            // variable that the vendor's own tools read the admin credential from; "": it has none, see TakesAdmin
	// Unaided: its keys are ended without an admin credential, which only tells more.
	Unaided bool
	// Ambience finds the admin credential where the vendor's own tools keep it in more than that
	// variable, see Ambient; nil: they do not.
	Ambience   func(env func(string) string, read func(path string) ([]byte, error)) (value providers.Secret, from string, err error)
	AdminKinds []providers.Kind // the kinds that such a credential can be of
	Policy     func() []byte    // the least that such a credential must be allowed, as a document of the vendor's; nil: there is none
	Routes     []providers.Route
	Shape      func(status int, body []byte) (string, providers.Untrusted, bool)
	New        func(*transport.Door, providers.Clock, Admin) any
}

// Issuers lists every issuer: those with an adapter of their own, then the catalog's.
var Issuers = slices.Concat(coded, declared())

var coded = []Issuer{
	{
		Name: "openai", Title: "OpenAI",
		Base:       map[string]string{openai.Host: openai.Base},
		BaseEnv:    "FIREBREAK_OPENAI_BASE_URL",
		AdminEnv:   "OPENAI_ADMIN_KEY",
		AdminKinds: []providers.Kind{openai.AdminKey},
		Routes:     openai.Routes(),
		Shape:      openai.Shape,
		New:        func(d *transport.Door, c providers.Clock, a Admin) any { return openai.New(d, c, a) },
	},
	{
		Name: "anthropic", Title: "Anthropic",
		Base:       map[string]string{anthropic.Host: anthropic.Base},
		BaseEnv:    "FIREBREAK_ANTHROPIC_BASE_URL",
		AdminEnv:   "ANTHROPIC_ADMIN_KEY",
		AdminKinds: []providers.Kind{anthropic.AdminKey},
		Routes:     anthropic.Routes(),
		Shape:      anthropic.Shape,
		New:        func(d *transport.Door, c providers.Clock, a Admin) any { return anthropic.New(d, c, a) },
	},
	{
		Name: "github", Title: "GitHub",
		Base:       map[string]string{github.Host: github.Base},
		BaseEnv:    "FIREBREAK_GITHUB_BASE_URL",
		AdminEnv:   "GH_TOKEN",
		Unaided:    true,
		Ambience:   github.Ambient,
		AdminKinds: []providers.Kind{github.Classic, github.FineGrained, github.OAuth},
		Policy:     github.Policy,
		Routes:     github.Routes(),
		Shape:      github.Shape,
		New:        func(d *transport.Door, c providers.Clock, a Admin) any { return github.New(d, c, a) },
	},
	{
		Name: "aws", Title: "AWS",
		Base:       aws.Bases(),
		BaseEnv:    "FIREBREAK_AWS_BASE_URL",
		AdminEnv:   "AWS_ACCESS_KEY_ID",
		Ambience:   aws.Ambient,
		AdminKinds: []providers.Kind{aws.AccessKey},
		Policy:     aws.Policy,
		Routes:     aws.Routes(),
		Shape:      aws.Shape,
		New:        func(d *transport.Door, c providers.Clock, a Admin) any { return aws.New(d, c, a) },
	},
	{
		Name: "google", Title: "Google",
		Base:       google.Bases(),
		BaseEnv:    "FIREBREAK_GOOGLE_BASE_URL",
		AdminEnv:   "GOOGLE_OAUTH_ACCESS_TOKEN",
		Ambience:   google.Ambient,
		AdminKinds: []providers.Kind{google.AccountKey, google.AccessToken},
		Policy:     google.Policy,
		Routes:     google.Routes(),
		Shape:      google.Shape,
		New:        func(d *transport.Door, c providers.Clock, a Admin) any { return google.New(d, c, a) },
	},
}

// TakesAdmin reports whether anything at the issuer is done with an admin credential.
func (i Issuer) TakesAdmin() bool { return i.AdminEnv != "" }

// Ambient is the admin credential where the vendor's own tools keep it, and where that is;
// providers.ErrNoAdmin: nowhere. read gives a file of the user's; nil: only variables count.
func (i Issuer) Ambient(env func(string) string, read func(path string) ([]byte, error)) (value providers.Secret, from string, err error) {
	if i.Ambience != nil {
		return i.Ambience(env, read)
	}
	if text := env(i.AdminEnv); text != "" {
		return providers.NewSecret([]byte(text)), i.AdminEnv, nil
	}
	return providers.Secret{}, "", providers.ErrNoAdmin
}

// Bases gives the base URL of each of the issuer's hosts; where there is an override, below it.
// An override replaces scheme, host and version prefix. For one host it is the base itself; of
// several, each has BASE/HOST, so that whoever serves them can tell them apart.
func (i Issuer) Bases(override string) map[string]string {
	bases := maps.Clone(i.Base)
	for host := range bases {
		switch {
		case override == "":
		case len(bases) == 1:
			bases[host] = override
		default:
			bases[host] = strings.TrimRight(override, "/") + "/" + host
		}
	}
	return bases
}

// IssuerOf finds the issuer by its name.
func IssuerOf(name string) (Issuer, bool) {
	for _, i := range Issuers {
		if i.Name == name {
			return i, true
		}
	}
	return Issuer{}, false
}
