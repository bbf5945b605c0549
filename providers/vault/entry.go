package vault

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"firebreak/providers"
)

// mount is one KV engine.
type mount struct {
	path      string // without slashes around it
	versioned bool   // KV version 2
}

func (m mount) guard() providers.Guard {
	if m.versioned {
		return providers.Guarded
	}
	return providers.Unguarded
}

// entry is one secret of an engine as it was read.
type entry struct {
	fields  map[string]leaf
	version int // 0: none, or an engine without versions
	owner   providers.Untrusted
}

// Version is what Place.Version holds: a number, empty on engines without.
func (e entry) versionText() string {
	if e.version == 0 {
		return ""
	}
	return strconv.Itoa(e.version)
}

// ownerMarks are the keys of an entry's own metadata by which controllers say that they write
// it: external-secrets' PushSecret uses managed-by; the others are usual labels.
var ownerMarks = []string{"managed-by", "managed_by", "app.kubernetes.io/managed-by", "owner"}

func ownerOf(marks map[string]providers.Untrusted) providers.Untrusted {
	for _, name := range ownerMarks {
		if mark := marks[name]; !mark.IsEmpty() {
			return mark
		}
	}
	return providers.Untrusted{}
}

// leaf is the value of one field: text, or any other JSON kept as it is.
type leaf struct {
	text  bool
	value providers.Secret // decoded where it is text
}

// UnmarshalJSON takes any JSON value.
func (l *leaf) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		l.text = true
		return l.value.UnmarshalJSON(b)
	}
	l.value = providers.NewSecret(b)
	return nil
}

// body gives the leaf as it is sent back. Numbers that are no whole ones and whole documents
// would not be the same bytes again: ok is false.
func (l leaf) body() (value any, ok bool) {
	if l.text {
		return l.value, true
	}
	l.value.Expose(func(b []byte) {
		switch string(b) {
		case "null":
			ok = true
		case "true", "false":
			value, ok = string(b) == "true", true
		default:
			var n int64
			ok = json.Unmarshal(b, &n) == nil
			value = n
		}
	})
	return value, ok
}

// holds says how the leaf holds a key: wholly, with a reason why it is not written, or not at all.
func (l leaf) holds(key providers.Secret, forms [][]byte) (held bool, why providers.Reason) {
	if l.text && l.value.Equal(key) {
		return true, ""
	}
	l.value.Expose(func(b []byte) {
		for i, form := range forms {
			if bytes.Contains(b, form) {
				if held, why = true, Encoded; i == 0 {
					why = Part
				}
				return
			}
		}
	})
	return held, why
}

// tells reports whether a name gives the key away.
func tells(name string, forms [][]byte) bool {
	for _, form := range forms {
		if strings.Contains(name, string(form)) {
			return true
		}
	}
	return false
}

// isText reports whether a value can stand in JSON.
func isText(s providers.Secret) bool {
	valid := false
	s.Expose(func(b []byte) { valid = utf8.Valid(b) })
	return valid
}
