package identify

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Key files that are objects in JSON.

const mostKeyFile = 8 << 10

// objectEnd is the length of the flat object in JSON that b begins with; 0 where it has no end.
func objectEnd(b []byte) int { return bytes.IndexByte(b, '}') + 1 }

// looseFields are the fields of a key file whose line ends stand in its strings too, as where it was
// put into one string and taken out again.
func looseFields(file []byte) map[string]any {
	object := map[string]any{}
	for _, name := range []string{"type", "project_id", "client_email", "private_key_id", "private_key"} {
		_, rest, found := bytes.Cut(file, []byte(`"`+name+`"`))
		if rest = bytes.TrimLeft(rest, " :\t\r\n"); !found || !hasPrefix(rest, `"`) {
			continue
		}
		if end := bytes.IndexByte(rest[1:], '"'); end >= 0 {
			object[name] = string(rest[1 : 1+end])
		}
	}
	return object
}

// serviceAccount takes a key file of Google Cloud: the JSON object around the mark.
func (s *scan) serviceAccount(at int) {
	from := bytes.LastIndexByte(s.text[max(0, at-mostKeyFile):at], '{')
	if from < 0 {
		return
	}
	from += max(0, at-mostKeyFile)
	var object map[string]any
	size := objectEnd(s.text[from:min(len(s.text), from+mostKeyFile)])
	if file := flush(bytes.Clone(s.text[from : from+size])); json.Unmarshal(file, &object) != nil {
		object = looseFields(file)
	}
	if object["type"] != "service_account" {
		return
	}
	key, _ := object["private_key"].(string)
	if !strings.Contains(key, "PRIVATE KEY") {
		return
	}
	decoded := map[string]string{}
	for _, name := range []string{"project_id", "client_email", "private_key_id"} {
		value, _ := object[name].(string)
		put(decoded, name, value)
	}
	end := from + size
	body, _, ended := strings.Cut(key[min(len(key), len("-----BEGIN PRIVATE KEY-----")):], "-----END")
	if !ended {
		body += "..."
	}
	s.keyFile(from, end, "google/service-account-key", []byte(body), decoded)
	s.hits[len(s.hits)-1].rank++ // above the key file within
}
