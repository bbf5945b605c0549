package words

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A time as people type it is read here, since its words are those of the two languages.

// layouts are the forms in which people write a time; without a zone it is UTC, as everywhere.
var layouts = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00",
	"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly}

var ago = regexp.MustCompile(`^(\d{1,6})\s*([a-z]+)(?:\s+(?:ago|lalu|yang lalu))?$`)

// units are the words for spans, in both languages.
var units = map[string]time.Duration{}

func init() {
	for span, names := range map[time.Duration]string{
		time.Minute:         "m min minute minutes menit mnt",
		time.Hour:           "h hour hours jam",
		24 * time.Hour:      "d day days hari",
		7 * 24 * time.Hour:  "w week weeks minggu",
		30 * 24 * time.Hour: "month months bulan",
	} {
		for name := range strings.FieldsSeq(names) {
			units[name] = span
		}
	}
}

// ParseTime reads a time, a day or a span before now, as people write them in either language.
// ok is false for what names no time.
func ParseTime(text string, now time.Time) (at time.Time, ok bool) {
	text = strings.TrimSpace(text)
	for _, layout := range layouts {
		if at, err := time.Parse(layout, strings.ToUpper(text)); err == nil {
			return at.UTC(), true
		}
	}
	lower := strings.ToLower(text)
	switch lower {
	case "today", "hari ini":
		return now.UTC().Truncate(24 * time.Hour), true
	case "yesterday", "kemarin":
		return now.UTC().Truncate(24 * time.Hour).Add(-24 * time.Hour), true
	}
	m := ago.FindStringSubmatch(lower)
	if m == nil {
		return time.Time{}, false
	}
	n, err := strconv.Atoi(m[1])
	unit, known := units[m[2]]
	if err != nil || !known || time.Duration(n) > 100*365*24*time.Hour/unit {
		return time.Time{}, false
	}
	return now.UTC().Add(-time.Duration(n) * unit).Truncate(time.Minute), true
}

// timeInside finds a day or a time within a sentence.
var timeInside = regexp.MustCompile(`\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d)?(?:[Zz]|[+-]\d\d:\d\d)?)?`)

// TimeWithin reads the first time that stands in a sentence, and gives the sentence without it. A
// sentence that is nothing but a time, in any form that ParseTime knows, has no rest.
func TimeWithin(text string, now time.Time) (at time.Time, rest string, ok bool) {
	if at, ok = ParseTime(text, now); ok {
		return at, "", true
	}
	where := timeInside.FindStringIndex(text)
	if where == nil {
		return time.Time{}, text, false
	}
	if at, ok = ParseTime(text[where[0]:where[1]], now); !ok {
		return time.Time{}, text, false
	}
	before := strings.TrimRight(text[:where[0]], " ,;:(")
	for _, word := range []string{"at", "on", "until", "by", "since", "pada", "sejak", "sampai"} {
		before = strings.TrimSuffix(before, " "+word)
	}
	return at, strings.TrimSpace(strings.TrimRight(before, " ,;:(") + " " + strings.Trim(text[where[1]:], " ,;.)")), true
}
