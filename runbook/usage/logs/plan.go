package logs

import "strings"

// plan says which values of a record are wanted, by the paths of their names: "userIdentity.arn".
// It is read only once it stands, and serves several workers.
type plan struct {
	names []string
	below []*plan
	slots []int // of the wanted value, -1 for a member that only leads further down
	count int   // of all slots; at the top
}

func newPlan(paths []string) *plan {
	top := &plan{count: len(paths)}
	for slot, path := range paths {
		if path != "" {
			top.add(strings.Split(path, "."), slot)
		}
	}
	return top
}

func (p *plan) add(path []string, slot int) {
	i := p.find([]byte(path[0]))
	if i < 0 {
		i = len(p.names)
		p.names, p.below, p.slots = append(p.names, path[0]), append(p.below, nil), append(p.slots, -1)
	}
	if len(path) == 1 {
		p.slots[i] = slot
		return
	}
	if p.below[i] == nil {
		p.below[i] = &plan{}
	}
	p.below[i].add(path[1:], slot)
}

func (p *plan) find(name []byte) int {
	for i, n := range p.names {
		if n == string(name) {
			return i
		}
	}
	return -1
}

// slot is that of a whole path, -1 for one that is not wanted.
func (p *plan) slot(path string) int {
	name, rest, deeper := strings.Cut(path, ".")
	i := p.find([]byte(name))
	switch {
	case i < 0, deeper && p.below[i] == nil:
		return -1
	case deeper:
		return p.below[i].slot(rest)
	}
	return p.slots[i]
}

// read fills out with the raw values of a record, empty where there is none, and reports whether
// it is one whole JSON object. Of members of one name the last counts.
func (p *plan) read(text []byte, out []raw) bool {
	clear(out)
	c := cursor{text: text}
	return p.object(&c, out, 0) && c.blank() == 0 && c.at == len(text)
}

func (p *plan) object(c *cursor, out []raw, depth int) bool {
	if depth > deepest {
		return false
	}
	return c.members(func(name []byte) bool {
		i := p.find(name)
		if i < 0 {
			return c.value(depth + 1)
		}
		next := c.blank()
		start := c.at
		ok := false
		if below := p.below[i]; below != nil && next == '{' {
			ok = below.object(c, out, depth+1)
		} else {
			ok = c.value(depth + 1)
		}
		if p.slots[i] >= 0 && ok {
			out[p.slots[i]] = c.text[start:c.at]
		}
		return ok
	})
}

// raw is a JSON value as it stands in a record; empty for one that is not there.
type raw []byte

// bytes is the text of a string, or of a number as it stands; nil for null, and what is neither.
func (r raw) bytes() []byte {
	switch {
	case len(r) == 0 || r[0] == 'n' || r[0] == '{' || r[0] == '[':
		return nil
	case r[0] == '"':
		return unquote(r)
	}
	return r
}

func (r raw) yes() bool { return string(r.bytes()) == "true" }
