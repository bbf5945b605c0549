package all_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"firebreak/providers/simulator"
)

// TestAWSSecretsManagerIsAStore runs against the simulated AWS, which verifies every signature.
func TestAWSSecretsManagerIsAStore(t *testing.T) {
	world, err := simulator.New(simulator.Config{Seed: 7, Leak: "aws/access-key-id"})
	must(t, err)
	server, err := world.Start("127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = server.Close(); _ = world.Close() })
	const region = "eu-west-1"
	w := newWire(t, server.Bases["aws"])
	env := maps.Clone(server.Env)
	env["FIREBREAK_AWS_BASE_URL"] = w.URL
	seeded := 0
	bare := func(name string) string {
		name, _, _ = strings.Cut(strings.TrimPrefix(name, "awssecrets:"), "#")
		return name
	}
	document := func(value, other string) string {
		text, err := json.MarshalIndent(map[string]any{"KEY": value, "OTHER": other, "n": 7}, "", " ")
		must(t, err)
		return string(text)
	}
	fields := func(name string) (got map[string]any) {
		text, _ := world.Labelled(region, bare(name), "AWSCURRENT")
		_ = json.Unmarshal([]byte(text), &got) // what is no object holds nothing
		return got
	}
	suite(t, bench{
		guarded: true, wire: w, env: env, steps: 3, carries: utf8.ValidString,
		seed: func(_ *testing.T, value string) string {
			seeded++
			name := fmt.Sprintf("awssecrets:apps/seed%d#KEY", seeded)
			world.Keep(simulator.Stored{Region: region, Name: bare(name)}, document(value, "x"))
			return name
		},
		many: func(_ *testing.T, value string) string {
			for i := range 1000 {
				one := fmt.Sprintf("value%d", i)
				if i == 617 {
					one = value
				}
				world.Keep(simulator.Stored{Region: region, Name: fmt.Sprintf("many/%d", i)}, one)
			}
			return "awssecrets:many/"
		},
		stands: func(_ *testing.T, name, value string) bool { return fields(name)["KEY"] == value },
		meddle: func(_ *testing.T, name string) {
			now, _ := fields(name)["KEY"].(string)
			world.Keep(simulator.Stored{Region: region, Name: bare(name)}, document("before", "x"), document(now, "someone else"))
		},
		// What a policy denies is told by none but the write itself; see the tests of the package.
	})
}

// isAWSWrite tells the changes among calls that are all made alike.
func isAWSWrite(r *http.Request) bool {
	target := r.Header.Get("X-Amz-Target")
	return strings.HasSuffix(target, ".PutSecretValue") || strings.HasSuffix(target, ".UpdateSecretVersionStage")
}
