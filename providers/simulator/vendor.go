package simulator

import (
	"net/http"
	"strconv"
	"time"

	"firebreak/providers"
)

// vendor is what the world knows of one provider. The rest of the world asks here and knows
// none by name.
type vendor struct {
	name              string         // as in kinds: "openai"
	prefix            string         // version part of the base URL
	baseEnv, adminEnv string         // variables of a client in another process
	admin             Ref            // the admin key that every world has, for whoever works against it
	adminKind         providers.Kind // "": the vendor has no admin keys
	adminOnly         bool           // the admin credential is of a kind that no world leaks
	forms             map[providers.Kind]form
	ids               idForms
	models            []modelInfo
	callScope         string // the scope without which a key cannot call models; "": keys have no scopes

	routes []route
	// shown reads the credential that a request carries, "" for none: of a compound, the
	// part that names it.
	shown func(*http.Request) string
	// beside makes the compound of a key's id, its secret and what else belongs to it; nil: a
	// key is its value.
	beside func(seed int64, k *key, n int) providers.Secret
	// signed finds the key of a request that shows no value of one, and until when a token that it
	// minted is good; nil: the vendor has no such requests.
	signed func(*call) (*key, time.Time)
	// document makes the value of a kind whose form says that it is one.
	document func(w *World, of *key, n int) providers.Secret
	// keyID makes the id of the n-th key under a label; nil: as ids says.
	keyID func(seed int64, kind providers.Kind, label string, n int) string
	// leaks is a key as it stands where it leaks; nil: its value.
	leaks func(providers.Secret) string
	// adminVars are the variables that hold an admin key; nil: adminEnv does.
	adminVars func(providers.Secret) map[string]string
	// op reads the operation that a request names, for routes that have one; nil: paths tell all.
	op func(*http.Request, []byte) string
	// reads tells the operations that change nothing, where the method does not.
	reads func(op string) bool
	// unfit refuses a request before anything is looked at; nil: the vendor asks for nothing.
	unfit func(*http.Request) *answer
	// wrong words an error; code and param may be empty, and not every vendor tells them.
	wrong func(status int, code, param, message string) answer
	// sorry words trouble of the vendor's own: "rate" or "server".
	sorry func(status int, kind string) answer
	// header gives the headers that every answer carries.
	header func(request string) map[string]string
	// event names an act in the vendor's audit log; "": the log does not hold it.
	event func(did deed, on *key) string
	// lineItem names a part of the cost of a model: "input", "cached input" or "output".
	lineItem func(model, part string) string

	// beyond tells families whose calls are no calls of models: what bars these leaves them; nil: none.
	beyond func(family string) bool

	// also gives what else a client in another process sets; nil: nothing.
	also func(*World) map[string]string

	// builtin is the world of `simulate` where a key of the kind leaks.
	builtin func(leak providers.Kind) Scenario
	// background fills a scenario up to a small organisation.
	background func(seed int64, s Scenario) Scenario
}

// idForms is how a vendor's identifiers begin. salt sets what is drawn for it apart from what
// is drawn for others; the first vendor has none, so that its worlds stay what they were.
type idForms struct {
	salt, org, project, account, keyID, audit, request string
	numbers                                            bool // projects are numbered
}

// projectID is the id of the vendor's n-th project.
func (v *vendor) projectID(seed int64, n int) string {
	id := makeID(seed, v.ids.project, v.label("project"), n, 24)
	if v.ids.numbers {
		id = v.ids.project + strconv.FormatUint(10_000_000+mix(uint64(seed), uint64(n))%90_000_000, 10)
	}
	return id
}

// deed is an act as audit logs tell it.
type deed string

const (
	keyMade         deed = "key made"
	keyChanged      deed = "key changed"
	keyEnded        deed = "key ended"
	keyRestored     deed = "key restored"
	accountDisabled deed = "account disabled"
	accountEnabled  deed = "account enabled"
	accountMade     deed = "account made"
	accountEnded    deed = "account ended"
	rateChanged     deed = "rate limit changed"
	orgChanged      deed = "organisation changed"
	projectChanged  deed = "project changed"
	projectArchived deed = "project archived"
)

// vendors lists every provider of the world. It is filled at start: the handlers that the
// vendors name ask it in turn.
var vendors []*vendor

func init() {
	vendors = []*vendor{openai, anthropic, github, amazon, google, digitalocean.vendor(), vercel.vendor(), discord.vendor()}
}

// vendorNamed finds a vendor by its name; an empty name is the first one's. nil: none of that name.
func vendorNamed(name string) *vendor {
	if name == "" {
		return vendors[0]
	}
	return find(vendors, func(v *vendor) bool { return v.name == name })
}

// vendorOf finds the vendor of a kind, nil for a kind that nobody issues.
func vendorOf(kind providers.Kind) *vendor {
	v := vendorNamed(or(kind.Provider(), "?"))
	if v == nil {
		return nil
	}
	if _, known := v.forms[kind]; !known {
		return nil
	}
	return v
}

// text is a key as it stands where it leaks.
func (v *vendor) text(s providers.Secret) string {
	if v.leaks != nil {
		return v.leaks(s)
	}
	return plain(s)
}

// env are the variables that a client in another process reads an admin key from.
func (v *vendor) env(admin providers.Secret) map[string]string {
	if v.adminVars != nil {
		return v.adminVars(admin)
	}
	return map[string]string{v.adminEnv: plain(admin)}
}

// newID makes the id of the n-th key under a label.
func (v *vendor) newID(seed int64, kind providers.Kind, label string, n int) string {
	if v.keyID != nil {
		return v.keyID(seed, kind, label, n)
	}
	return makeID(seed, v.ids.keyID, v.label(label), n, 16)
}

// mutates reports whether a request changes something, or would.
func (v *vendor) mutates(method, op string) bool {
	if v.reads != nil {
		return !v.reads(op)
	}
	return method != http.MethodGet && method != http.MethodHead
}

// label is what an identifier of the vendor is drawn under.
func (v *vendor) label(what string) string { return v.ids.salt + what }

// modelOf finds a model, whoever's it is.
func modelOf(id string) (modelInfo, bool) {
	for _, v := range vendors {
		for _, m := range v.models {
			if m.id == id {
				return m, true
			}
		}
	}
	return modelInfo{}, false
}

// has reports whether the scenario holds a key of the vendor.
func (v *vendor) has(s Scenario) bool {
	for _, k := range s.Keys {
		if vendorOf(k.Kind) == v {
			return true
		}
	}
	return false
}
