package all

import (
	"encoding/json"
	"strings"

	"firebreak/providers"
)

// AdminPolicy is the least that the admin credential must be allowed: the vendor's own document
// where there is one, else the calls that it must be let make. nil: no such credential is known.
func (i Issuer) AdminPolicy() []byte {
	switch {
	case i.Policy != nil:
		return i.Policy()
	case len(i.AdminKinds) == 0:
		return nil
	}
	doc := struct {
		Provider   string           `json:"provider"`
		Credential []providers.Kind `json:"credential"`
		Page       string           `json:"page,omitempty"`
		Read       []string         `json:"read"`
		Change     []string         `json:"change"`
	}{Provider: i.Name, Credential: i.AdminKinds, Read: []string{}, Change: []string{}}
	if c, ok := i.New(nil, nil, nil).(providers.Console); ok {
		g, _ := c.Guide("admin", i.AdminKinds[0])
		doc.Page = g.URL
	}
	for _, r := range i.Routes {
		call := r.Method + " " + strings.TrimPrefix(i.Base[r.Host], "https://") + r.Path
		switch r.Effect {
		case providers.Read:
			doc.Read = append(doc.Read, call)
		case providers.Mutate:
			doc.Change = append(doc.Change, call)
		}
	}
	text, _ := json.MarshalIndent(doc, "", "  ") // plain values always encode
	return append(text, '\n')
}
