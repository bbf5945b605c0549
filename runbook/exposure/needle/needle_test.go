package needle_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/exposure/needle"
)

// key is made up and has the form of no vendor.
var key = "DRILL-" + strings.Repeat("q7Zk", 6)

func matcher(t testing.TB, value string) *needle.Matcher {
	t.Helper()
	m, err := needle.New(providers.NewSecret([]byte(value)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Wipe)
	return m
}

func scan(m *needle.Matcher, text string) []needle.Match {
	var all []needle.Match
	m.Scan([]byte(text), func(one needle.Match) { all = append(all, one) })
	return all
}

func TestEachEncodingIsFoundWhereItStands(t *testing.T) {
	m := matcher(t, key)
	for encoding, text := range map[string]string{
		"plain":  key,
		"hex":    hex.EncodeToString([]byte(key)),
		"base64": base64.StdEncoding.EncodeToString([]byte(key)),
	} {
		found := scan(m, "before "+text+" after")
		if len(found) != 1 || found[0].Encoding != encoding || found[0].Offset != len("before ") {
			t.Errorf("%s: found %+v", encoding, found)
		}
	}
}

func TestAValueTooShortHasNoMatcher(t *testing.T) {
	if _, err := needle.New(providers.NewSecret([]byte("short"))); !errors.Is(err, needle.ErrTooShort) {
		t.Errorf("got %v", err)
	}
}

func TestAWipedMatcherFindsNothing(t *testing.T) {
	m := matcher(t, key)
	m.Wipe()
	if found := scan(m, key); len(found) != 0 {
		t.Errorf("found %+v", found)
	}
}
