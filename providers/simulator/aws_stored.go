package simulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// awsValue is what a version of a stored secret holds.
type awsValue struct {
	text   string
	binary bool
}

// awsVersion is one of a stored secret's values, with its labels.
type awsVersion struct {
	id     string
	value  awsValue
	lost   bool // the log tells that it was there, and not what it held
	labels []string
	made   time.Time
}

// awsSecret is a secret of AWS's Secrets Manager.
type awsSecret struct {
	Stored
	arn      string
	versions []*awsVersion
}

// Stored says what a secret of AWS's Secrets Manager is, for the world and for tests.
type Stored struct {
	Region, Name string
	Binary       bool
	Rotates      bool     // a rotation function writes it
	Service      string   // of AWS's, that owns it
	Primary      string   // where a replica is written
	Deleted      bool     // scheduled for it
	Denies       []string // operations that its policy denies to everybody
	Lacks        []string // operations that no policy of the administrator's allows on it
	Locked       bool     // its KMS key may not be used
}

// The labels of versions that the service knows itself.
const (
	awsCurrent  = "AWSCURRENT"
	awsPrevious = "AWSPREVIOUS"
)

// awsSecretHome is the Region in which the world's own secrets are.
const awsSecretHome = "eu-west-1"

// castStored puts every leaked key into secrets: where it is in use, where a rotation function writes
// it, and where an older version still gives it.
func (w *World) castStored() {
	for _, k := range w.keys {
		if !k.leaked {
			continue
		}
		name := strings.Map(func(r rune) rune {
			if r < 128 && (r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
				return r
			}
			return '-'
		}, or(k.name, k.kind.Provider()))
		current := awsStoredForm(k)
		w.keep(Stored{Region: awsSecretHome, Name: "prod/" + name}, current)
		w.keep(Stored{Region: awsGlobal, Name: "prod/" + name, Primary: awsSecretHome}, current)
		w.keep(Stored{Region: awsSecretHome, Name: "rotated/" + name, Rotates: true}, current)
		w.keep(Stored{Region: awsSecretHome, Name: "staging/" + name}, current, `{"API_KEY":"DRILL-was-rotated-by-hand"}`)
	}
}

// awsStoredForm is a JSON object that holds a key among other fields.
func awsStoredForm(k *key) string {
	fields := map[string]string{"service": "deploy", "endpoint": "https://api.northwind.example"}
	names := []string{"API_KEY"}
	parts := k.secret.Parts()
	if len(parts) > 1 {
		names = []string{"aws_access_key_id", "aws_secret_access_key", "aws_session_token"}
	}
	for i, part := range parts {
		fields[names[i]] = plain(part)
	}
	text, _ := json.Marshal(fields) // strings always encode
	return string(text)
}

// keep makes a secret, or replaces it, with the values that it had one after the other.
func (w *World) keep(s Stored, values ...string) {
	w.stored = slices.DeleteFunc(w.stored, func(o *awsSecret) bool { return o.Region == s.Region && o.Name == s.Name })
	n := len(w.stored)
	made := &awsSecret{Stored: s, arn: "arn:aws:secretsmanager:" + s.Region + ":" + w.awsAccount() + ":secret:" + s.Name + "-" + makeID(w.seed, "", "aws secret", n, 6)}
	for i, text := range values {
		v := &awsVersion{id: makeID(w.seed, "", "aws secret "+s.Region+" "+s.Name, i, 32), value: awsValue{text, s.Binary}, made: w.page.Add(-30 * day)}
		made.versions = append(made.versions, v)
		made.move(awsCurrent, v)
	}
	w.stored = append(w.stored, made)
}

// Keep puts a secret into AWS's Secrets Manager past its API, with the values that it had one after
// the other; one of that name in the Region is replaced. It is for tests: no log holds it.
func (w *World) Keep(s Stored, values ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.keep(s, values...)
}

// Labelled gives what stands in a secret of AWS's Secrets Manager under a label, past its API.
func (w *World) Labelled(region, name, label string) (text, version string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s := w.storedAt(region, name); s != nil {
		if v := s.labelled(label); v != nil {
			return v.value.text, v.id
		}
	}
	return "", ""
}

// storedAt finds a secret by its name or ARN.
func (w *World) storedAt(region, id string) *awsSecret {
	return find(w.stored, func(s *awsSecret) bool { return s.Region == region && (s.Name == id || s.arn == id) })
}

func (s *awsSecret) version(id string) *awsVersion {
	return find(s.versions, func(v *awsVersion) bool { return v.id == id })
}

func (s *awsSecret) labelled(label string) *awsVersion {
	return find(s.versions, func(v *awsVersion) bool { return slices.Contains(v.labels, label) })
}

// move takes a label from whatever version has it and puts it on another; nil: on none. What
// AWSCURRENT leaves becomes AWSPREVIOUS.
func (s *awsSecret) move(label string, to *awsVersion) {
	from := s.labelled(label)
	if from == to {
		return
	}
	if from != nil {
		from.labels = slices.DeleteFunc(from.labels, func(l string) bool { return l == label })
	}
	if to != nil {
		to.labels = append(to.labels, label)
	}
	if label == awsCurrent && from != nil {
		s.move(awsPrevious, from)
	}
}

// stages are the labels by version, of those that have some.
func (s *awsSecret) stages() map[string][]string {
	all := map[string][]string{}
	for _, v := range s.versions {
		if len(v.labels) > 0 {
			all[v.id] = v.labels
		}
	}
	return all
}

// awsHole stands for a key in a text that is told by its form.
const awsHole = "\x00"

// form is a text with a hole for each value of the world's keys, and which stand in them.
func (w *World) form(text string) (form string, in []string) {
	var values []string
	named := map[string]string{}
	for _, k := range w.keys {
		for n, part := range k.secret.Parts() {
			if value := plain(part); len(value) >= 8 && named[value] == "" {
				values = append(values, value)
				named[value] = fmt.Sprintf("%s %d", k.id, n)
			}
		}
	}
	slices.SortFunc(values, func(a, b string) int { return len(b) - len(a) })
	for {
		at, found := len(text), ""
		for _, value := range values {
			if i := strings.Index(text, value); i >= 0 && i < at {
				at, found = i, value
			}
		}
		if form += text[:at]; found == "" {
			return form, in
		}
		form, in, text = form+awsHole, append(in, named[found]), text[at+len(found):]
	}
}

// filled is the reverse of form; ok is false where a key is not known.
func (w *World) fillForm(form string, in []string) (text string, ok bool) {
	pieces := strings.Split(form, awsHole)
	if len(pieces) != len(in)+1 {
		return "", false
	}
	text = pieces[0]
	for i, name := range in {
		var id string
		var n int
		if _, err := fmt.Sscanf(name, "%s %d", &id, &n); err != nil {
			return "", false
		}
		k := w.keyByID(id)
		if k == nil || n >= len(k.secret.Parts()) {
			return "", false
		}
		text += plain(k.secret.Parts()[n]) + pieces[i+1]
	}
	return text, true
}

// keeping is the act of storing a version. The log gets its form where another version has the same,
// and the ids of the keys in it: no value.
func (w *World) keeping(s *awsSecret, id string, value awsValue, labels []string) act {
	a := act{Do: doKeep, On: s.arn, Name: id, held: value, Limits: map[string]int64{}}
	for _, label := range labels {
		a.Limits[label] = 1
	}
	form, in := w.form(value.text)
	for _, v := range s.versions {
		if other, _ := w.form(v.value.text); other == form && !v.lost && v.value.binary == value.binary {
			a.Like, a.Scopes = v.id, in
		}
	}
	return a
}

// applyKeep stores a version. In replay what it held is made again from the log, or lost.
func (w *World) applyKeep(a act, at time.Time, _ *key) error {
	s := find(w.stored, func(s *awsSecret) bool { return s.arn == a.On })
	if s == nil {
		return errNoSuch
	}
	v := &awsVersion{id: a.Name, value: a.held, made: at}
	if a.held.text == "" {
		v.lost = true
		if like := s.version(a.Like); like != nil {
			form, _ := w.form(like.value.text)
			text, ok := w.fillForm(form, a.Scopes)
			v.value, v.lost = awsValue{text, like.value.binary}, !ok
		}
	}
	s.versions = append(s.versions, v)
	for _, label := range slices.Sorted(maps.Keys(a.Limits)) {
		s.move(label, v)
	}
	return nil
}

// applyLabel moves a label to the version that is named, or off.
func (w *World) applyLabel(a act, _ time.Time, _ *key) error {
	s := find(w.stored, func(s *awsSecret) bool { return s.arn == a.On })
	if s == nil {
		return errNoSuch
	}
	s.move(a.Text, s.version(a.Name))
	return nil
}
