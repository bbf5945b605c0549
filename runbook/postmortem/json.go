package postmortem

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"

	"firebreak/runbook/words"
)

// Schema is the JSON Schema of report.json.
//
//go:embed report.schema.json
var Schema []byte

// schema names the shape of report.json.
const schema = "firebreak/report/1"

// object is a JSON object whose keys keep their order.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, fmt.Errorf("encode key %s: %w", m.key, err)
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", m.key, err)
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (heading) data() (string, any)     { return "", nil }
func (alert) data() (string, any)       { return "", nil }
func (diagram) data() (string, any)     { return "", nil }
func (p paragraph) data() (string, any) { return p.key, p.text.plain() }

func (f fields) data() (string, any) {
	o := make(object, len(f.rows))
	for i, r := range f.rows {
		o[i] = member{r.key, object{{"label", r.label}, {"value", plainOr(r.value)}, {"source", r.class}}}
	}
	return f.key, o
}

func (t table) data() (string, any) {
	rows := make([]object, len(t.rows))
	for i, cells := range t.rows {
		for j, c := range t.cols {
			var value text
			if j < len(cells) {
				value = cells[j]
			}
			rows[i] = append(rows[i], member{c.key, plainOr(value)})
		}
	}
	return t.key, object{{"source", t.class}, {"rows", rows}}
}

func (l list) data() (string, any) {
	items := make([]string, len(l.items))
	for i, item := range l.items {
		items[i] = item.plain()
	}
	return l.key, object{{"source", l.class}, {"items", items}}
}

func plainOr(t text) string {
	if s := t.plain(); s != "" {
		return s
	}
	return missing
}

func (s section) json() object {
	var o object
	for _, part := range s.blocks {
		if key, value := part.data(); key != "" {
			o = append(o, member{key, value})
		}
	}
	return o
}

// document renders everything as one indented JSON document.
func document(lang words.Lang, front object, sections []section) ([]byte, error) {
	var parts object
	for _, s := range sections {
		parts = append(parts, member{s.id, s.json()})
	}
	whole, err := json.Marshal(object{{"schema", schema}, {"lang", lang}, {"front", front}, {"sections", parts}})
	if err != nil {
		return nil, fmt.Errorf("encode report: %w", err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, whole, "", "  "); err != nil {
		return nil, fmt.Errorf("indent report: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
