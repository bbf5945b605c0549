package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
)

// tree is a JSON body of which single fields are read.
type tree struct{ v any }

// UnmarshalJSON keeps numbers as they stand: ids may be longer than a float is exact.
func (t *tree) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode(&t.v)
}

// at gives the field of a dotted path, nil where there is none.
func (t tree) at(path string) any {
	v := t.v
	for name := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[name]
		case []any:
			n, err := strconv.Atoi(name)
			if err != nil || n < 0 || n >= len(in) {
				return nil
			}
			v = in[n]
		default:
			return nil
		}
	}
	return v
}

// text gives a field that is a text or a number, "" for any other.
func (t tree) text(path string) string {
	switch v := t.at(path).(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// id gives a field that is clean, else "".
func (t tree) id(path string) string { return providers.CleanID(t.text(path)) }

// time gives a field that is a time, zero where it is none.
func (t tree) time(path string) time.Time {
	const milliseconds = 100_000_000_000 // from here on: as seconds they were in the year 5138
	switch v := t.at(path).(type) {
	case string:
		at, _ := time.Parse(time.RFC3339, v) // zero on an error
		return at.UTC()
	case json.Number:
		n, err := v.Int64()
		switch {
		case err != nil || n <= 0:
		case n >= milliseconds:
			return time.UnixMilli(n).UTC()
		default:
			return time.Unix(n, 0).UTC()
		}
	}
	return time.Time{}
}

// in reads an error object. ok is false for what is none of the vendor's.
func (f Fields) in(body tree) (code, message string, ok bool) {
	for _, path := range slices.Backward(f.Message) {
		if said, is := body.at(path).(string); is {
			message, ok = said, true
		}
	}
	for _, path := range f.Code {
		code = body.text(path)
		if said, _ := body.at(path).(bool); said {
			code = path[strings.LastIndexByte(path, '.')+1:]
		}
		if code != "" {
			return code, message, true
		}
	}
	return "", message, ok && len(f.Code) == 0
}

// Shape tells whether an answer that is no success is an error object of the vendor, its code and
// its sentence.
func (v *Vendor) Shape(status int, text []byte) (string, providers.Untrusted, bool) {
	var body tree
	if status < http.StatusBadRequest || json.Unmarshal(text, &body) != nil {
		return "", providers.Untrusted{}, false
	}
	code, message, ok := v.Error.in(body)
	return code, providers.FromOutside(message), ok
}

// said finds the row of a refusal in the vendor's own form.
func (v *Vendor) said(e *providers.CallError) (Saying, bool) {
	if e.Cause != providers.CauseStatus {
		return "", false
	}
	for _, a := range v.Answers {
		if a.Status == e.Status && (a.Code == "" || strings.EqualFold(a.Code, e.Code)) && (a.Sentence == "" || e.Message.Is(a.Sentence)) {
			return a.Says, true
		}
	}
	return "", false
}

// judge is what a failed probe says of a key.
func (v *Vendor) judge(e *providers.CallError) (providers.Life, providers.Reason) {
	says, known := v.said(e)
	switch {
	case e.Status == http.StatusTooManyRequests && !known:
		return providers.Throttled, providers.ReasonRateLimit
	case e.Status >= http.StatusInternalServerError:
		return providers.Unclear, providers.ReasonServerError
	case errors.Is(e, providers.ErrUnreachable):
		return providers.Unclear, providers.ReasonUnreachable
	case known:
		return sayings[says].life, sayings[says].reason
	}
	return providers.Unclear, providers.ReasonShape
}

// marked gives a refused revocation the meaning that its status does not tell: the key had ended,
// or the vendor takes no more calls for now.
func (v *Vendor) marked(err error) error {
	var call *providers.CallError
	if !errors.As(err, &call) {
		return err
	}
	says, _ := v.said(call)
	marked := *call
	switch {
	case sayings[says].life == providers.Dead && call.Fate == providers.Refused:
		marked.Err = providers.ErrNotFound
	case says == RateLimited:
		marked.Err = providers.ErrRateLimited
	}
	return &marked
}
