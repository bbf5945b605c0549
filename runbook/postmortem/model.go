package postmortem

// class says where a value comes from: filled in from the journal or an API, derived from
// such values, told by a person, or confirmed by a person.
type class string

const (
	auto      class = "A"
	derived   class = "D"
	asked     class = "Q"
	confirmed class = "C"
)

// section is one of the fourteen parts. Its id never changes with the language.
type section struct {
	id     string
	title  string
	blocks []block
}

func (s *section) add(blocks ...block) { s.blocks = append(s.blocks, blocks...) }

// block is a piece of a section. A block without a key stands in the markdown only.
type block interface {
	markdown() string
	html() string
	data() (key string, value any)
}

// heading is a title below the section's.
type heading string

// paragraph is prose.
type paragraph struct {
	key  string
	text text
}

// alert is prose that must be seen. Kinds: NOTE, WARNING, CAUTION.
type alert struct {
	kind string
	text text
}

// field is one value under a stable key.
type field struct {
	key   string
	label string
	value text
	class class
}

// fields is a two-column table; its rows are the keys of the JSON in the same order.
type fields struct {
	key  string
	each bool // every field keeps a row of its own, told or not
	head [2]string
	rows []field
}

func (f *fields) add(key, label string, value text, c class) {
	f.rows = append(f.rows, field{key: key, label: label, value: value, class: c})
}

// column is a column of a table.
type column struct{ key, label string }

// table is a list of equal rows. One with a title may be folded away under it.
type table struct {
	key    string
	class  class
	cols   []column
	rows   [][]text
	title  string
	folded bool
}

func (t *table) add(cells ...text) { t.rows = append(t.rows, cells) }

// list is an enumeration.
type list struct {
	key      string
	class    class
	items    []text
	numbered bool
}

// diagram repeats a table as a picture: mermaid code, made of our words and figures. It is
// always folded, since a reader without it loses nothing.
type diagram struct{ title, code string }
