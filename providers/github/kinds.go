package github

import (
	"encoding/base64"
	"io"
	"slices"

	"firebreak/providers"
)

// The kinds of GitHub's tokens that the adapter knows.
const (
	Classic     providers.Kind = "github/pat-classic"
	FineGrained providers.Kind = "github/fine-grained-pat"
	OAuth       providers.Kind = "github/oauth-token"
	AppUser     providers.Kind = "github/user-to-server-token"
	Refresh     providers.Kind = "github/refresh-token"
	// An installation token ends by itself within the hour. The stateless one holds a JSON Web
	// Token, of which nothing is relied upon.
	Installation providers.Kind = "github/server-to-server-token"
	Stateless    providers.Kind = "github/stateless-installation-token"
	// Legacy is a token of before 2021: hex digits that say nothing of themselves. The call that ends
	// tokens by their value does not take it.
	Legacy providers.Kind = "github/legacy-token"
)

// lead and body are how a kind's values look: parts of fixed text, each before so many letters
// and digits. The leads stand in parts so that scanners pass over them.
type part struct {
	lead string
	body int
}

var forms = map[providers.Kind][]part{
	Classic:      {{"gh" + "p_", 36}},
	FineGrained:  {{"github" + "_pat_", 22}, {"_", 59}},
	OAuth:        {{"gh" + "o_", 36}},
	AppUser:      {{"gh" + "u_", 36}},
	Refresh:      {{"gh" + "r_", 76}},
	Installation: {{"gh" + "s_", 36}},
	Legacy:       {{"", 40}},
	Stateless:    {{"gh" + "s_1234567_" + encoded(`{"alg":"RS256","typ":"JWT"}`) + "." + encoded(`{"exp":1795000000,"iss":"1234567"}`) + ".", 342}},
}

func encoded(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// madeUp makes up a value of the kind.
func madeUp(kind providers.Kind, from io.Reader) providers.Secret {
	var value []byte
	for _, p := range forms[kind] {
		value = slices.Concat(value, []byte(p.lead), providers.MadeUp(from, p.body))
	}
	if kind == Legacy {
		for i, c := range value {
			value[i] = "0123456789abcdef"[int(c)%16]
		}
	}
	return providers.NewSecret(value)
}

// ofApp reports whether a token acts for an installation of an app, and for no user.
func ofApp(kind providers.Kind) bool { return kind == Installation || kind == Stateless }
