package awssecrets

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestWhatANameMeans(t *testing.T) {
	for name, want := range map[string]place{
		"app":                  {"", "app", "", false},
		"prod/app#KEY":         {"", "prod/app", "KEY", false},
		"/prod/app":            {"", "/prod/app", "", false},
		"prod/":                {"", "prod/", "", true},
		"/":                    {"", "", "", true},
		"eu-west-1:prod/app#K": {"eu-west-1", "prod/app", "K", false},
		"eu-west-1:":           {"eu-west-1", "", "", true},
		"*:/":                  {"*", "", "", true},
		"arn:aws:secretsmanager:us-west-2:123456789012:secret:prod/app-AbCdEf#K": {"us-west-2", "prod/app", "K", false},
	} {
		got := parse(name)
		if got != want {
			t.Errorf("%q means %+v, want %+v", name, got, want)
		}
		if again := parse(got.String()); again != got {
			t.Errorf("%q is written %q, which means %+v", name, got, again)
		}
	}
}

func TestAStoreCoversWhatLiesInItAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		store, other string
		want         bool
	}{
		{"app", "eu-west-1:app#K", true}, {"app#K", "eu-west-1:app#L", false}, {"app", "us-east-1:app", false},
		{"us-east-1:app", "us-east-1:app", true}, {"*:app", "us-east-1:app", true}, {"prod/", "eu-west-1:prod/a", true},
		{"prod/", "eu-west-1:production", false}, {"/", "eu-west-1:x", true}, {"app", "eu-west-1:application", false},
	} {
		if got := parse(c.store).covers(parse(c.other), "eu-west-1"); got != c.want {
			t.Errorf("%s covers %s: %v", c.store, c.other, got)
		}
	}
}

func TestThePolicyNamesEveryCallAndSeparatesWhatChanges(t *testing.T) {
	var policy struct {
		Statement []struct {
			Sid    string
			Action []string
		}
	}
	if err := json.Unmarshal(Policy(), &policy); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, s := range policy.Statement {
		all = append(all, s.Action...)
		for _, action := range s.Action {
			if changes := strings.Contains(action, ":Put") || strings.Contains(action, ":Update"); changes != (s.Sid == "Change") {
				t.Errorf("%s is among %s", action, s.Sid)
			}
		}
	}
	for _, r := range Routes() {
		if asksNothing := r.Host == TokenHost; !asksNothing && !slices.ContainsFunc(all, func(action string) bool { return strings.HasSuffix(action, ":"+r.Op) }) {
			t.Errorf("%s is not in the policy", r.Op)
		}
	}
}
