package awssecrets

import (
	"strings"

	"firebreak/providers"
)

// scheme starts the names of these stores.
const scheme = "awssecrets:"

// everyRegion stands in a name for each Region that is enabled for the account.
const everyRegion = "*"

// place is what a name means: REGION:NAME#FIELD, where Region and field may be left out. A name that
// ends in a slash stands for all that begin so, and "/" for everything. No name holds a colon.
type place struct {
	region string // "": that of the environment
	name   string // of folders without the slash for everything
	field  string
	folder bool
}

// parse takes an ARN too, whose last seven characters are the service's own.
func parse(text string) place {
	path, field, _ := strings.Cut(text, "#")
	p := place{field: field}
	if parts := strings.SplitN(path, ":", 7); len(parts) == 7 && parts[0] == "arn" {
		p.region, p.name = parts[3], parts[6][:max(0, len(parts[6])-7)]
		return p
	}
	var named bool
	if p.region, p.name, named = strings.Cut(path, ":"); !named {
		p.region, p.name = "", path
	}
	p.folder = p.name == "" || strings.HasSuffix(p.name, "/")
	if p.name == "/" {
		p.name = ""
	}
	return p
}

func (p place) String() string {
	text := p.name
	if p.folder && text == "" {
		text = "/"
	}
	if p.region != "" {
		text = p.region + ":" + text
	}
	if p.field != "" {
		text += "#" + p.field
	}
	return text
}

// covers reports whether another place, whose Region is known, is this one or lies in it. home is
// the environment's Region.
func (p place) covers(other place, home string) bool {
	region := p.region == everyRegion || other.region == p.region || p.region == "" && other.region == home
	name := other.name == p.name || p.folder && strings.HasPrefix(other.name, p.name)
	return region && name && !other.folder && (p.field == "" || p.field == other.field)
}

// isName reports whether a text has the form of a secret's name, as the vendor documents it; those
// of its own services have a "!" too.
func isName(s string) bool {
	for _, c := range []byte(s) {
		if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.IndexByte("/_+=.@-!", c) >= 0) {
			return false
		}
	}
	return s != "" && len(s) <= 512
}

// tells reports whether a name gives the value away.
func tells(name string, forms [][]byte) bool {
	for _, form := range forms {
		if strings.Contains(name, string(form)) {
			return true
		}
	}
	return false
}

// shown names a place, or the store where the place's own name would tell the value.
func (s *Store) shown(p place, forms [][]byte) string {
	if name := p.String(); !tells(name, forms) {
		return scheme + name
	}
	return s.Name()
}

// named is what the name of a place means; the zero value for that of another kind of store.
func named(at providers.Place) place {
	name, ok := strings.CutPrefix(at.Store, scheme)
	if !ok {
		return place{}
	}
	return parse(name)
}

// placed returns what a place of this store means.
func (s *Store) placed(at providers.Place) (place, bool) {
	p := named(at)
	return p, p.region != "" && s.at.covers(p, s.home)
}
