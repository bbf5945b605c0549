package logs

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// layouts are the forms of time that logs have beside RFC 3339. Where none names a zone it is UTC.
var layouts = []string{
	"2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999 Z07:00",
	"2006-01-02 15:04:05.999999999 -0700", "2006-01-02 15:04:05.999999999 -0700 MST", "2006-01-02 15:04:05.999999999 UTC",
	"2006-01-02T15:04Z07:00", "2006-01-02 15:04Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly,
	"02/Jan/2006:15:04:05 -0700", time.RFC1123Z, time.RFC1123,
}

// moment reads a time, as text or as seconds, milliseconds, microseconds or nanoseconds since 1970.
func moment(text []byte) (time.Time, bool) {
	s := strings.TrimSpace(string(text))
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t.UTC(), true
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return since1970(s, f)
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// since1970 tells the unit by the size: each holds for the years 2001 to 2286.
func since1970(s string, f float64) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case !(f >= 1e9 && f < 1e19):
		return time.Time{}, false
	case f < 1e10:
		return time.UnixMicro(int64(f * 1e6)).UTC(), true
	case err != nil:
		n = int64(f)
	}
	switch {
	case f < 1e13:
		return time.UnixMilli(n).UTC(), true
	case f < 1e16:
		return time.UnixMicro(n).UTC(), true
	}
	return time.Unix(0, n).UTC(), true
}

// address brings an address into its usual form; what is none, such as the name of a service that
// called on somebody's behalf, stays as it is. Zeros before the digits of an IPv4 address are no
// sign of octal: tools that hide addresses write "035.249.253.232".
func address(text string) string {
	if a, err := netip.ParseAddr(text); err == nil {
		return a.Unmap().String()
	}
	if len(text) > len("000.000.000.000") {
		return text
	}
	parts := strings.Split(text, ".")
	if len(parts) != 4 {
		return text
	}
	for i, p := range parts {
		if parts[i] = strings.TrimLeft(p, "0"); parts[i] == "" && p != "" {
			parts[i] = "0"
		}
	}
	if a, err := netip.ParseAddr(strings.Join(parts, ".")); err == nil {
		return a.String()
	}
	return text
}

// Moment reads a time as a person or a log writes it; without a zone it is UTC.
func Moment(text string) (time.Time, bool) { return moment([]byte(text)) }
