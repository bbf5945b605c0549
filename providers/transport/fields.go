package transport

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"firebreak/providers"
)

// longestField bounds a field of a library's request in its statement; ids and names are far
// shorter, and a policy is named better than quoted.
const longestField = 512

// checkFields refuses names of fields that hold credentials. What only names one may be shown:
// AccessKeyId, SecretId, RoleSessionName.
func checkFields(names []string) error {
	for _, name := range names {
		if name == "" || holdsCredential(name) {
			return errField
		}
	}
	return nil
}

func holdsCredential(field string) bool {
	plain := strings.NewReplacer("_", "", "-", "", ".", "").Replace(strings.ToLower(field))
	if strings.HasSuffix(plain, "sessionid") {
		return true // whoever has it is in
	}
	for _, end := range []string{"id", "name", "arn"} {
		if strings.HasSuffix(plain, end) {
			return false
		}
	}
	return soundsSecret(plain)
}

// stateCall makes the statement of a library's request: what it does as the wire names it, and
// the fields that the route shows.
func (j *job) stateCall(given *http.Request, body []byte, v veil) (s providers.Statement, err error) {
	var shown any
	if fields := stateFields(given.Header, body, j.route.Fields, v); fields != nil {
		shown = fields
	}
	s, err = j.state(shown)
	s.Op = providers.CleanID(j.route.Op)
	return s, err
}

// stateFields tells what a library's request does: the fields of its form or JSON body that the
// route shows. Nil where it bears none of them. A value that repeats a credential of the request
// reads "[secret]"; what is no plain value is left out.
func stateFields(header http.Header, body []byte, names []string, v veil) Object {
	all := fieldsOf(header, body)
	var shown Object
	for _, name := range names {
		value, ok := all[name]
		if !ok {
			continue
		}
		if shown == nil {
			shown = Object{}
		}
		shown[name] = v.field(value)
	}
	return shown
}

// fieldsOf reads the plain values of a form or of a JSON object: string, bool, int64, float64,
// nil, and []string where a form repeats a name.
func fieldsOf(header http.Header, body []byte) Object {
	kind, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case err != nil:
		return nil
	case kind == formType:
		return formFields(body)
	case kind == "application/json", strings.HasPrefix(kind, "application/x-amz-json-"), strings.HasSuffix(kind, "+json"):
		return jsonFields(body)
	}
	return nil
}

func formFields(body []byte) Object {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	all := Object{}
	for name, values := range form {
		all[name] = values
		if len(values) == 1 {
			all[name] = values[0]
		}
	}
	return all
}

func jsonFields(body []byte) Object {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // an id may be longer than a float holds
	all := Object{}
	if decoder.Decode(&all) != nil {
		return nil
	}
	for name, value := range all {
		switch value := value.(type) {
		case json.Number:
			all[name] = value.String()
			if n, err := value.Int64(); err == nil {
				all[name] = n
			}
		case map[string]any, []any:
			delete(all, name)
		}
	}
	return all
}

// field passes a value that holds no secret, cut to a bounded length.
func (v veil) field(value any) any {
	switch value := value.(type) {
	case string:
		return v.text(value)
	case []string:
		shown := make([]string, len(value))
		for i, one := range value {
			shown[i] = v.text(one)
		}
		return shown
	}
	return value
}

func (v veil) text(value string) string {
	if v.covers(value) {
		return secretShown
	}
	if len(value) > longestField {
		value = value[:longestField] + "…"
	}
	return strings.ToValidUTF8(value, "\uFFFD")
}
