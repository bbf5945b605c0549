package catalog

import (
	"net/http"

	"firebreak/providers"
)

// Vendor is one vendor. Fields that its calls do not need stay empty.
type Vendor struct {
	Name  string            // as in credential kinds: "digitalocean"
	Title string            // as people write it
	Base  map[string]string // the vendor's hosts, to the base URL that paths stand below
	Env   string            // variable that overrides the base URL
	Key   Seat
	Error Fields
	// Answers are the refusals that tell something of a key, by any call. The first that fits
	// counts; whatever fits none says nothing. What every vendor means alike (429, 5xx) is known.
	Answers []Answer

	Probe  Call // free and read-only, and the most harmless that a key of any rights may make
	Record Call // read-only, where another call tells more of the key itself; no path: the probe tells all
	End    Call // by which a key ends itself

	Proof providers.Schedule // for proving death; zero: providers.AssumedSchedule
	Kinds []Kind
	Usage string // page where a person sees what a key did
	// Controls are the protective settings, read where the record tells of them.
	Controls []Control
	Sources  []string // of all of this, with the date or version that was read
}

// Vendors lists every vendor of the catalog.
var Vendors = []Vendor{digitalocean, vercel, discord}

// Seat is where a call carries the key.
type Seat struct {
	In   Place
	Name string // of the header; for basic, the user whose password the key is
}

// Place is one of the seats.
type Place string

const (
	Bearer Place = "bearer"
	Header Place = "header"
	Basic  Place = "basic"
	Path   Place = "path" // at {key}; of an address, whose id fills {id}
)

// Fields says where an error object has its code and its sentence: in the first of these fields that
// is there, dotted as in "error.code" or "errors.0.code". An answer is the vendor's own where it has
// a code or, of a vendor without codes, a sentence.
type Fields struct {
	Code    []string // of a field that is true the name counts
	Message []string
}

// Answer is one refusal and what it says of a key.
type Answer struct {
	Status   int
	Code     string // letter case does not count; "": whatever the code
	Sentence string // the whole of it, where codes do not tell; "": whatever the sentence
	Says     Saying
}

// Saying is what an answer says of a key.
type Saying string

const (
	Dead        Saying = "dead" // revoked, mistyped or never issued: on a call that any live key may make
	Expired     Saying = "expired"
	Forbidden   Saying = "forbidden" // alive, without the right
	OutOfQuota  Saying = "out of quota"
	Elsewhere   Saying = "elsewhere" // alive, and refused from this address
	RateLimited Saying = "rate limited"
)

var sayings = map[Saying]struct {
	life   providers.Life
	reason providers.Reason
}{
	Dead:        {providers.Dead, providers.ReasonInvalid},
	Expired:     {providers.Dead, providers.ReasonExpired},
	Forbidden:   {providers.AliveLimited, providers.ReasonNoScope},
	OutOfQuota:  {providers.AliveLimited, providers.ReasonNoQuota},
	Elsewhere:   {providers.AliveLimited, providers.ReasonAddress},
	RateLimited: {providers.Throttled, providers.ReasonRateLimit},
}

// Call is one request. It carries the key in its seat, and in the field of a form where the vendor
// wants it there too.
type Call struct {
	Method, Host, Path string
	Form               string          // name of the field that holds the key once more; "": no body
	Status             int             // of success
	Bare               bool            // success may come without a body
	Shows              string          // field that a success holds, as in Fields: without it the answer says nothing; "" where it holds none
	Tells              map[Fact]string // fields of the answer
	Notices            []providers.Notice
}

func (c Call) isSet() bool { return c.Path != "" }

// Fact is what a field of an answer tells. Times are RFC 3339, or seconds or milliseconds of the epoch.
type Fact string

const (
	ID        Fact = "id" // of the key. Where no call tells one, the value's digest stands for it
	Name      Fact = "name"
	Parent    Fact = "parent" // id of what the key belongs to: a team, a server
	ParentOf  Fact = "parent name"
	OwnerID   Fact = "owner id"
	OwnerName Fact = "owner name"
	OwnerMail Fact = "owner mail"
	Org       Fact = "org"
	Created   Fact = "created"
	LastUsed  Fact = "last used"
	Expires   Fact = "expires"
)

var facts = map[Fact]bool{ID: true, Name: true, Parent: true, ParentOf: true, OwnerID: true, OwnerName: true, OwnerMail: true, Org: true, Created: true, LastUsed: true, Expires: true}

// Kind is one kind of the vendor's credentials.
type Kind struct {
	ID string // as in providers/identify/kinds: "oauth-token"
	// Lead is what every value begins with. A made-up key keeps it.
	Lead string
	// Address: the value is an address with the id and the key at its end, behind this.
	Address string
	// Ends is the claim that the vendor's End call takes keys of the kind. Where it is not confirmed
	// the call is never made, and a person is led to Revoke.
	Ends   Claim
	Revoke string // page where a person ends such a key
	Create string // page where a person makes one
}

// Claim is something that the code acts upon, and who says so.
type Claim struct {
	Confirmed bool   // by the vendor's own documentation, description or client
	Source    string // URL, or the package and version
}

// Control is a protective setting of the vendor.
type Control struct {
	ID    string // as runbook/words knows it: "key-expiry"
	Where string // page that switches it on
}

func (v *Vendor) kind(id providers.Kind) *Kind {
	for i := range v.Kinds {
		if v.kindID(v.Kinds[i]) == id {
			return &v.Kinds[i]
		}
	}
	return nil
}

func (v *Vendor) kindID(k Kind) providers.Kind { return providers.Kind(v.Name + "/" + k.ID) }

// Route names.
func (v *Vendor) routeProbe() string  { return v.Name + ".key.probe" }
func (v *Vendor) routeRecord() string { return v.Name + ".key.get" }
func (v *Vendor) routeEnd() string    { return v.Name + ".key.revoke" }

// Routes lists every call that the vendor's adapter may make.
func (v *Vendor) Routes() []providers.Route {
	routes := []providers.Route{v.Probe.route(v.routeProbe(), providers.Probe)}
	if v.Record.isSet() {
		routes = append(routes, v.Record.route(v.routeRecord(), providers.Read))
	}
	if v.End.isSet() {
		routes = append(routes, v.End.route(v.routeEnd(), providers.Mutate))
	}
	return routes
}

func (c Call) route(name string, effect providers.Effect) providers.Route {
	r := providers.Route{Name: name, Method: c.Method, Host: c.Host, Path: c.Path, Effect: effect, Notices: c.Notices}
	if c.Form != "" {
		r.BodyType = "application/x-www-form-urlencoded"
	}
	if c.Bare && c.Status != http.StatusNoContent {
		r.Empty = []int{c.Status}
	}
	return r
}
