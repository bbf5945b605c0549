package transport

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"firebreak/providers"
)

func TestAValueOfSeveralSegments(t *testing.T) {
	const template = "/{mount...}/data/{path...}"
	for name, tc := range map[string]struct{ mount, path, want string }{
		"one segment each":    {"secret", "app", "/secret/data/app"},
		"several":             {"team/kv", "prod/eu/app", "/team/kv/data/prod/eu/app"},
		"escaped one by one":  {"secret", "a:b@c/d+e", "/secret/data/a:b@c/d+e"},
		"climbing":            {"secret", "a/../b", ""},
		"standing still":      {"secret", "./b", ""},
		"an empty segment":    {"secret", "a//b", ""},
		"a slash at the end":  {"secret", "a/", ""},
		"nothing":             {"secret", "", ""},
		"a query":             {"secret", "a?list=true", ""},
		"an escape":           {"secret", "a%2fb", ""},
		"a line end":          {"secret", "a\nb", ""},
		"a mount that climbs": {"..", "a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := fill(template, map[string]string{"mount": tc.mount, "path": tc.path}, Auth{}, reveal)
			if got != tc.want || (err == nil) != (tc.want != "") {
				t.Errorf("filled to %q, %v; want %q", got, err, tc.want)
			}
		})
	}
	if _, err := fill("/keys/{key_id}", map[string]string{"key_id": "a/b"}, Auth{}, reveal); !errors.Is(err, ErrPath) {
		t.Errorf("a slash in a single segment: %v", err)
	}
}

func TestABodyMayBeOfAnotherType(t *testing.T) {
	var got string
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Content-Type")
		w.WriteHeader(http.StatusNoContent)
	})
	door, err := New(Config{Provider: "vendor", Bases: map[string]string{vendor: server.URL}, LoopbackOnly: true}, providers.Route{
		Name: "v.patch", Method: "PATCH", Host: vendor, Path: "/x", Effect: providers.Read, BodyType: "application/merge-patch+json"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := door.Do(context.Background(), Call{Route: "v.patch", Body: Object{"a": 1}}); err != nil || got != "application/merge-patch+json" {
		t.Errorf("content type %q, %v", got, err)
	}
}
