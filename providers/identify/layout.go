package identify

import "strings"

// The files of this program's own kinds are laid out in one way: a table of an issuer, a field on a
// line, a kind on a line. This reads them several times as fast as a reader of all TOML does, for it
// is done at every start. It is content with nothing else: then the other one is asked.

// laidOut reads a file of kinds that has the usual layout. With ok false it says nothing of the file.
func laidOut(text string) (list map[string]vendorEntry, ok bool) {
	list = map[string]vendorEntry{}
	id, v, inKinds := "", vendorEntry{}, false
	for line := range strings.Lines(text) {
		l := layout(strings.Trim(line, " \n"))
		switch {
		case strings.ContainsFunc(string(l), func(r rune) bool { return r < ' ' || r > '~' }):
			return nil, false
		case l == "" || l[0] == '#':
		case inKinds && l == "]":
			inKinds = false
		case inKinds:
			v.Kinds = append(v.Kinds, kindEntry{})
			if !l.kind(&v.Kinds[len(v.Kinds)-1]) {
				return nil, false
			}
		case l.takes("["):
			if id != "" {
				list[id] = v
			}
			v = vendorEntry{}
			id, ok = l.until("]")
			if _, twice := list[id]; !ok || twice || l != "" || strings.ContainsAny(id, ` .'"[`) {
				return nil, false
			}
		case id == "":
			return nil, false
		case l == "kinds = [" && v.Kinds == nil:
			inKinds = true
		default:
			if name, _ := l.until(" = "); !l.value(v.field(name)) || l != "" {
				return nil, false
			}
		}
	}
	list[id] = v
	return list, id != "" && !inKinds
}

// layout is what of a line is still to be read.
type layout string

func (l *layout) takes(prefix string) bool {
	rest, ok := strings.CutPrefix(string(*l), prefix)
	*l = layout(rest)
	return ok
}

func (l *layout) until(end string) (string, bool) {
	before, rest, ok := strings.Cut(string(*l), end)
	*l = layout(rest)
	return before, ok
}

// kind reads {field = value, …},
func (l *layout) kind(k *kindEntry) bool {
	for first := true; first && l.takes("{") || !first && l.takes(", "); first = false {
		if name, ok := l.until(" = "); !ok || !l.value(k.field(name)) {
			return false
		}
	}
	return *l == "},"
}

// value reads into a field: a text, texts, or that something is so. A nil field takes nothing, and
// none takes a second value.
func (l *layout) value(field any) (ok bool) {
	switch f := field.(type) {
	case *bool:
		ok = !*f && l.takes("true")
		*f = ok
	case *string:
		if *f == "" {
			*f, ok = l.text()
		}
	case *[]string:
		if *f == nil {
			*f, ok = l.texts()
		}
	case *formList:
		switch {
		case *f != nil:
		case strings.HasPrefix(string(*l), "["):
			*f, ok = l.texts()
		default:
			*f = make(formList, 1)
			(*f)[0], ok = l.text()
		}
	}
	return ok
}

// text reads one in quotation marks, of which nothing is escaped.
func (l *layout) text() (string, bool) {
	if l.takes("'") {
		text, ok := l.until("'")
		return text, ok && text != ""
	}
	if !l.takes(`"`) {
		return "", false
	}
	text, ok := l.until(`"`)
	return text, ok && text != "" && !strings.Contains(text, `\`)
}

func (l *layout) texts() (list []string, ok bool) {
	for first := true; first && l.takes("[") || !first && l.takes(", "); first = false {
		text, ok := l.text()
		if !ok {
			return nil, false
		}
		list = append(list, text)
	}
	return list, l.takes("]")
}

// field is where a value of that name goes, nil for none.
func (v *vendorEntry) field(name string) any {
	switch name {
	case "title":
		return &v.Title
	case "words":
		return &v.Words
	case "everyday":
		return &v.Everyday
	case "hosts":
		return &v.Hosts
	}
	return nil
}

// field is where a value of that name goes, nil for none.
func (k *kindEntry) field(name string) any {
	switch name {
	case "id":
		return &k.ID
	case "form":
		return &k.Form
	case "loose":
		return &k.Loose
	case "vague":
		return &k.Vague
	case "bare":
		return &k.Bare
	case "public":
		return &k.Public
	case "beside":
		return &k.Beside
	case "identifies":
		return &k.Identifies
	case "framed":
		return &k.Framed
	case "check":
		return &k.Check
	case "tells":
		return &k.Tells
	case "needs":
		return &k.Needs
	case "names":
		return &k.Names
	case "handled":
		return &k.Handled
	case "ends":
		return &k.Ends
	case "source":
		return &k.Source
	}
	return nil
}
