package main

import (
	"slices"
	"strings"
	"testing"

	"firebreak/runbook"
	"firebreak/runbook/words"
)

// ambiguous are values that several vendors' keys look like, with nothing around that decides.
func ambiguous() map[string]string {
	hex := strings.Repeat("9c3e1b7fd04a52e8", 4)
	letters := strings.Repeat("aZ3kQ9xW1mRt7LpVuE5gHy", 4)
	return map[string]string{"sk- and 48 letters": "sk-" + letters[:48], "sk- and 32 figures": "sk-" + hex[:32], "32 figures": hex[:32], "64 figures": hex,
		"40 letters": letters[:40], "a UUID": hex[:8] + "-" + hex[8:12] + "-4" + hex[13:16] + "-a" + hex[17:20] + "-" + hex[20:32]}
}

// A vendor is asked about nothing but the key of an incident: a value that begins none is sent to
// nobody.
func TestAnAmbiguousValueBeginsNoIncidentOnAnyWayIn(t *testing.T) {
	made := drillEye // of a simulation too
	for name, value := range ambiguous() {
		for way, text := range map[string]string{
			"alone": value, "in a line": "the key is " + value + " and it leaked", "beside another vendor": "old openai note\n\nAPI_KEY=" + value,
			"in a report": leaks("generic-api-key", value, 3), "in a report that calls it OpenAI's": leaks("openai-api-key", value, 3),
		} {
			if found, shape := made.takeIn([]byte(text)); len(found) != 0 || shape.Look == "" {
				t.Errorf("%s, %s: taken in: %s", name, way, jsonOf(found))
			}
			if found, _ := made.find([]byte(text)); len(found) != 0 {
				t.Errorf("%s, %s: found at a question", name, way)
			}
			if _, _, err := made.all([]byte(text), slices.Clone(runbook.Approvals), words.English); err == nil {
				t.Errorf("%s, %s: taken without a person, with every approval", name, way)
			}
		}
	}
}
