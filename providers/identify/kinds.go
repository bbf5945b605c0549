package identify

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"firebreak/providers"
)

// kindFiles hold the kinds, an entry each; README.md beside them says what an entry means.
//
//go:embed kinds/*.toml
var kindFiles embed.FS

// vendorEntry is an issuer as a file of kinds has it.
type vendorEntry struct {
	Title    string      `toml:"title"`
	Words    []string    `toml:"words"`    // that name it in a variable or in prose; none: its id
	Everyday []string    `toml:"everyday"` // those of them that prose uses otherwise
	Hosts    []string    `toml:"hosts"`    // domains, with all below them
	Kinds    []kindEntry `toml:"kinds"`
}

type kindEntry struct {
	ID         string   `toml:"id"`
	Form       formList `toml:"form"`       // pattern of the value; none: code recognises its structure
	Loose      formList `toml:"loose"`      // pattern of values whose length was not seen yet
	Vague      formList `toml:"vague"`      // pattern of values that lack a mark which all were seen to carry
	Bare       bool     `toml:"bare"`       // the form proves nothing without a context that names the issuer
	Public     bool     `toml:"public"`     // no secret: made to be seen
	Beside     []string `toml:"beside"`     // words beside which it is public all the same
	Identifies bool     `toml:"identifies"` // no secret: the id of something
	Framed     bool     `toml:"framed"`     // a value ends in what is no secret
	Check      string   `toml:"check"`      // name of the rule for its check digits
	Tells      string   `toml:"tells"`      // name of what can be read out of the value
	Needs      []string `toml:"needs"`      // kinds that belong to it
	Names      []string `toml:"names"`      // variables and headers that are its own
	Handled    bool     `toml:"handled"`    // an incident can be worked on such keys
	Ends       string   `toml:"ends"`       // who can revoke it: one of the enders, or "" where that is not known
	Source     string   `toml:"source"`     // docs, scanners or github: who says so
}

// formList is one pattern or several.
type formList []string

// UnmarshalTOML takes a text or a list of texts.
func (f *formList) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case string:
		*f = formList{v}
		return nil
	case []any:
		for _, one := range v {
			text, ok := one.(string)
			if !ok {
				return errForm
			}
			*f = append(*f, text)
		}
		return nil
	}
	return errForm
}

var errForm = errors.New("form is neither a text nor a list of texts")

// kind is one compiled entry.
type kind struct {
	kindEntry
	name   providers.Kind
	vendor *vendor
	specs  []*spec
	check  check
	words  []string // of its id
}

// open reports whether values of the kind are no secrets.
func (k *kind) open() bool { return k.Public || k.Identifies }

type vendor struct {
	id, title string
	everyday  map[string]bool
	kinds     []*kind
}

// spec is one form of a kind, ready to be looked for.
type spec struct {
	kind        *kind // nil: one of the marks
	mark        int   // which
	seq         sequence
	unusual     Because // why a value of it is claimed with less confidence; "": it is not
	at          int     // atom that it is looked for by; -1: none
	least, most int
	marked      bool // it carries a literal inside that no other text has at that place
}

// Table is a set of kinds compiled into one matcher. It is safe for concurrent use.
type Table struct {
	vendors []*vendor
	kinds   []*kind
	named   map[string][]*kind // by variable or header, as canonical gives it
	words   map[string]*vendor // by a word in a name
	hosts   map[string]*vendor // by domain
	byID    map[providers.Kind]*kind
	halves  map[providers.Kind][]*kind // bare kinds, by a kind that belongs to them
	sets    map[string]*alphabet       // of the patterns
	parsed  map[string][]sequence      // by form
	lead    [1 << 16]uint16            // the two first bytes of an anchor, to a place in leads; 0: none
	leads   [][]group
	thirds  []few        // of the anchors at a place in leads: what may come third
	single  [256][]*spec // specs whose anchor is one character
	letters alphabet     // of all values
}

// group is the specs that one anchor leads to.
type group struct {
	anchor string
	fourth byte // of the anchor's characters; 0: it has fewer
	first  bool // values begin with it
	specs  []*spec
	least  int  // characters of their shortest value
	marked bool // one of them carries another literal that tells
}

var builtIn = sync.OnceValues(func() (*Table, error) { return NewTable(nil) })

// BuiltIn is the table of this program's own kinds, compiled once.
func BuiltIn() (*Table, error) { return builtIn() }

// NewTable compiles the kinds of this program and those of the files in more, which a user has
// written: their entries come behind, and may add kinds to an issuer. An error names the file
// and the entry.
func NewTable(more fs.FS) (*Table, error) {
	t := &Table{named: map[string][]*kind{}, words: map[string]*vendor{}, hosts: map[string]*vendor{}, byID: map[providers.Kind]*kind{}, sets: map[string]*alphabet{}, parsed: map[string][]sequence{}}
	if err := t.read(kindFiles, "kinds/*.toml"); err != nil {
		return nil, err
	}
	if more != nil {
		if err := t.read(more, "*.toml"); err != nil {
			return nil, err
		}
	}
	t.index()
	return t, nil
}

func (t *Table) read(files fs.FS, pattern string) error {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("read kinds: %w", err)
		}
		list, ok := laidOut(string(text))
		if !ok {
			meta, err := toml.NewDecoder(bytes.NewReader(text)).Decode(&list)
			if err != nil {
				return fmt.Errorf("kinds of %s: %w", name, err)
			}
			if unknown := meta.Undecoded(); len(unknown) > 0 {
				return fmt.Errorf("kinds of %s: unknown field %s", name, unknown[0])
			}
		}
		for _, id := range slices.Sorted(maps.Keys(list)) {
			if err := t.add(id, list[id]); err != nil {
				return fmt.Errorf("kinds of %s: %w", name, err)
			}
		}
	}
	return nil
}

func (t *Table) add(id string, e vendorEntry) error {
	if providers.CleanID(id) != id || strings.ContainsAny(id, "/.") {
		return fmt.Errorf("%q is no id of an issuer", id)
	}
	at := slices.IndexFunc(t.vendors, func(v *vendor) bool { return v.id == id })
	if at < 0 {
		at = len(t.vendors)
		t.vendors = append(t.vendors, &vendor{id: id, everyday: map[string]bool{}})
	}
	v := t.vendors[at]
	v.title = cmp.Or(v.title, e.Title, strings.ToUpper(id[:1])+id[1:])
	words := e.Words
	if len(words) == 0 {
		words = []string{id}
	}
	for _, w := range words {
		w = strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(w), " ", ""), "-", "")
		if other, taken := t.words[w]; taken && other != v {
			return fmt.Errorf("the word %q names %s and %s", w, other.id, id)
		}
		t.words[w] = v
	}
	for _, w := range e.Everyday {
		v.everyday[strings.ReplaceAll(strings.ToLower(w), " ", "")] = true
	}
	for _, h := range e.Hosts {
		t.hosts[strings.ToLower(h)] = v
	}
	for _, k := range e.Kinds {
		if err := t.addKind(v, k); err != nil {
			return fmt.Errorf("%s/%s: %w", id, k.ID, err)
		}
	}
	return nil
}

func (t *Table) addKind(v *vendor, e kindEntry) error {
	k := &kind{kindEntry: e, name: providers.Kind(v.id + "/" + e.ID), vendor: v, words: split(e.ID)}
	if e.ID == "" || providers.CleanID(e.ID) != e.ID || t.byID[k.name] != nil {
		return errors.New("no id, or one that stands twice")
	}
	if e.Check != "" {
		var known bool
		if k.check, known = namedCheck(e.Check); !known {
			return fmt.Errorf("no check is called %q", e.Check)
		}
	}
	if e.Ends != "" && !slices.Contains(enders, e.Ends) {
		return fmt.Errorf("ends says %q: %s, or nothing", e.Ends, strings.Join(enders, ", "))
	}
	if _, known := tellers[e.Tells]; e.Tells != "" && !known {
		return fmt.Errorf("nothing tells %q", e.Tells)
	}
	for _, forms := range []struct {
		list    formList
		unusual Because
	}{{e.Form, ""}, {e.Loose, BecauseLength}, {e.Vague, BecauseUnmarked}} {
		if err := t.addForms(k, forms.list, forms.unusual); err != nil {
			return err
		}
	}
	for _, n := range e.Names {
		t.named[canonical(n)] = append(t.named[canonical(n)], k)
	}
	t.kinds, v.kinds, t.byID[k.name] = append(t.kinds, k), append(v.kinds, k), k
	return nil
}

// sequences are those of a form. Equal forms share them.
func (t *Table) sequences(form string) ([]sequence, error) {
	if list, known := t.parsed[form]; known {
		return list, nil
	}
	list, err := parsePattern(shorthand.Replace(form), t.sets)
	if err == nil {
		t.parsed[form] = list
	}
	return list, err
}

// shorthand are the parts that many patterns have in common. What <any> takes has no form that is known.
var shorthand = strings.NewReplacer(
	"<uuid>", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
	"<jwt>", `eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,3000}\.[A-Za-z0-9_-]{20,800}`,
	"<any>", "([A-Za-z0-9+/]{20,198}|[A-Za-z0-9_.~-]{20,198})={0,2}")

func (t *Table) addForms(k *kind, forms formList, unusual Because) error {
	for _, form := range forms {
		list, err := t.sequences(form)
		if err != nil {
			return err
		}
		for _, seq := range list {
			least, most := seq.length()
			if least < 8 {
				return fmt.Errorf("form %q takes values of %d characters: at least 8", form, least)
			}
			if seq.ways() > mostWays {
				return fmt.Errorf("form %q can be matched in too many ways: parts that follow each other take the same characters", form)
			}
			k.specs = append(k.specs, &spec{kind: k, seq: seq, unusual: unusual, at: seq.anchor(), least: least, most: most, marked: seq.marked()})
		}
	}
	return nil
}

// index makes the way from an anchor's first bytes to its specs, the longest anchors first.
func (t *Table) index() {
	by := map[uint16][]*spec{}
	t.halves = map[providers.Kind][]*kind{}
	for _, k := range t.kinds {
		for _, id := range k.Needs {
			if k.Bare {
				t.halves[providers.Kind(id)] = append(t.halves[providers.Kind(id)], k)
			}
		}
		for _, s := range k.specs {
			t.letters.add(s.seq)
			if s.at < 0 {
				continue
			}
			lit := s.seq[s.at].literal
			if k.Bare && (s.at > 0 || len(lit) < 3) {
				continue // only a context leads to these
			}
			if len(lit) == 1 {
				t.single[lit[0]] = append(t.single[lit[0]], s)
				continue
			}
			lead := uint16(lit[0])<<8 | uint16(lit[1])
			by[lead] = append(by[lead], s)
		}
	}
	for i, m := range marks {
		lead := uint16(m.text[0])<<8 | uint16(m.text[1])
		by[lead] = append(by[lead], &spec{mark: i, seq: sequence{{literal: m.text}}})
	}
	t.leads, t.thirds = make([][]group, 1, len(by)+1), make([]few, 1, len(by)+1)
	for lead, list := range by {
		slices.SortStableFunc(list, func(a, b *spec) int { return len(b.seq[b.at].literal) - len(a.seq[a.at].literal) })
		t.lead[lead] = uint16(len(t.leads))
		var third few
		for _, s := range list {
			if lit := s.seq[s.at].literal; len(lit) < 3 {
				third = few{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
			} else {
				third[lit[2]>>6] |= 1 << (lit[2] & 63)
			}
		}
		t.leads, t.thirds = append(t.leads, grouped(list)), append(t.thirds, third)
	}
}

// grouped puts the specs of one anchor together, in the order of the first of each.
func grouped(list []*spec) (groups []group) {
	for _, s := range list {
		anchor, first := s.seq[s.at].literal, s.at == 0 && s.kind != nil
		at := slices.IndexFunc(groups, func(g group) bool { return g.anchor == anchor && g.first == first })
		if at < 0 {
			at = len(groups)
			groups = append(groups, group{anchor: anchor, first: first, least: s.least})
			if len(anchor) > 3 {
				groups[at].fourth = anchor[3]
			}
		}
		g := &groups[at]
		g.specs, g.least, g.marked = append(g.specs, s), min(g.least, s.least), g.marked || s.marked && s.unusual == ""
	}
	return groups
}

// canonical writes the name of a variable or header in one way.
func canonical(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToUpper(name), "-", "_"), ".", "_")
}

// Handled lists the kinds that Find finds: an incident can be worked on them.
func (t *Table) Handled() (list []providers.Kind) {
	for _, k := range t.kinds {
		if k.Handled {
			list = append(list, k.name)
		}
	}
	return list
}

// enders are those who can revoke a value: whoever holds it, by the maker's API; an administrator,
// by the same; a person on the maker's pages alone.
var enders = []string{"self", "admin", "guided"}

// Ends says who can revoke a value of the kind, "" where that is not known.
func (t *Table) Ends(id providers.Kind) string {
	if k := t.byID[id]; k != nil {
		return k.Ends
	}
	return ""
}

// Issuer is the id of the issuer that a word names, written without separators and in lower case; ""
// where it names none.
func Issuer(word string) string {
	t, err := builtIn()
	if err != nil {
		return ""
	}
	if v := t.words[word]; v != nil {
		return v.id
	}
	return ""
}

// kindNamed finds a kind by its name, nil where there is none.
func (t *Table) kindNamed(id string) *kind { return t.byID[providers.Kind(id)] }
