package google

import (
	"cmp"
	"encoding/json"
	"strings"

	"firebreak/providers"
)

// status is google.rpc.Status in its JSON form.
type status struct {
	Code    int                  `json:"code"`
	Message *providers.Untrusted `json:"message"`
	Status  string               `json:"status"`
	Details []detail             `json:"details"`
}

// detail is one of the vendor's typed additions; only ErrorInfo is read.
type detail struct {
	Type     string            `json:"@type"`
	Reason   string            `json:"reason"`
	Metadata map[string]string `json:"metadata"`
}

// reason is the finest word that the vendor gives for an error.
func (s status) reason() string {
	for _, d := range s.Details {
		if strings.HasSuffix(d.Type, "google.rpc.ErrorInfo") && d.Reason != "" {
			return d.Reason
		}
	}
	return s.Status
}

// Shape tells whether an answer that is no success is an error of the vendor, and its reason and
// sentence. Reasons are finer than statuses: one 403 says that a key is restricted, another that
// an API is switched off. One that names the project of the caller's key is marked by known.
func Shape(_ int, body []byte) (string, providers.Untrusted, bool) {
	if code, message, ok := shapeOfGrant(body); ok {
		return code, message, true
	}
	var answer struct {
		Error status `json:"error"`
	}
	if json.Unmarshal(body, &answer) != nil || answer.Error.Message == nil || answer.Error.Status == "" {
		return "", providers.Untrusted{}, false
	}
	code := answer.Error.reason()
	if answer.Error.Status == "RESOURCE_EXHAUSTED" && answer.Error.consumer() != "" {
		code = codeExhausted
	}
	return providers.CleanID(cmp.Or(code, answer.Error.Status)), *answer.Error.Message, true
}

// shapeOfGrant is the form of errors where tokens are had.
func shapeOfGrant(body []byte) (string, providers.Untrusted, bool) {
	var answer struct {
		Error   string               `json:"error"`
		Message *providers.Untrusted `json:"error_description"`
	}
	if json.Unmarshal(body, &answer) != nil || answer.Error == "" || answer.Message == nil {
		return "", providers.Untrusted{}, false
	}
	return providers.CleanID(answer.Error), *answer.Message, true
}

// codeExhausted stands for a quota of the project whose key was shown: the vendor knew the key.
// Without the project a 429 says nothing of the key.
const codeExhausted = "RESOURCE_EXHAUSTED:consumer"

// consumer is the project that the vendor charges, as "projects/123456".
func (s status) consumer() string {
	for _, d := range s.Details {
		if id := providers.CleanID(d.Metadata["consumer"]); strings.HasPrefix(id, "projects/") {
			return id
		}
	}
	return ""
}
