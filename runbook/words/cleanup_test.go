package words

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestTheCleanUpFitsWhereTheKeyStands(t *testing.T) {
	ref := func(names ...string) (all []providers.Untrusted) {
		for _, n := range names {
			all = append(all, providers.FromOutside(n))
		}
		return all
	}
	pushed := incident.HitData{Kind: "blob", Object: "ab", Reachable: true, AtHead: true, Pushed: true, CommitDate: at(-time.Hour), PushedAt: at(0), Refs: ref("refs/heads/main", "refs/remotes/upstream/main")}
	unlogged := pushed
	unlogged.PushedAt, unlogged.AtHead = time.Time{}, false
	local := incident.HitData{Kind: "blob", Object: "ab", Reachable: true, Refs: ref("stash@{0}")}
	for name, c := range map[string]struct {
		hits      []incident.HitData
		has, lack []string
	}{
		"pushed":          {[]incident.HitData{pushed}, []string{"since 2026-11-23T03:12:07Z at the latest", "at HEAD", "pushed to upstream", "optional"}, []string{"never pushed", "stash"}},
		"pushed unlogged": {[]incident.HitData{unlogged}, []string{"unlogged push, after 2026-11-23T02:12:07Z", "commit's own date"}, []string{"at HEAD"}},
		"local":           {[]incident.HitData{local}, []string{"No push of it is known", "never pushed: rewrite", "git stash drop", "--prune=now"}, []string{"optional", "clones"}},
		"unreachable":     {[]incident.HitData{{Kind: "dangling", Object: "ab"}}, []string{"--prune=now"}, []string{"never pushed: rewrite"}},
		"a remote's":      {[]incident.HitData{{Kind: "config"}}, []string{"set-url"}, []string{"outside history", "No push"}},
		"an archive":      {[]incident.HitData{{Kind: "archive"}}, []string{"build them anew", "outside history"}, []string{"HEAD"}},
	} {
		for _, l := range Langs {
			lines := l.CleanUp(c.hits)
			text := strings.Join(lines, "\n")
			removal, first := strings.Index(text, pick(l, "Removal does not end", "Menghapus tidak mengakhiri")), strings.Index(text, "\n- ")
			if removal < 0 || first < removal {
				t.Errorf("%s: what removal does not do is not said first:\n%s", name, text)
			}
			for _, want := range c.has {
				if l == English && !strings.Contains(text, want) {
					t.Errorf("%s: %q is not in\n%s", name, want, text)
				}
			}
			for _, not := range c.lack {
				if l == English && strings.Contains(text, not) {
					t.Errorf("%s: %q is in\n%s", name, not, text)
				}
			}
		}
	}
	if lines := English.CleanUp(nil); lines != nil {
		t.Errorf("nothing was found: %q", lines)
	}
}
