package exposure

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/exposure/gitstore"
)

// entangled writes a history of commits in which files with and without the key come, change, move
// and go, folders become files, and lines of history part and meet.
func entangled(rng *rand.Rand, commits int) []byte {
	var b bytes.Buffer
	path := func() string {
		parts := []string{"a", "b", "a.x", "c", "a-b"}
		var all []string
		for range 1 + rng.IntN(3) {
			all = append(all, parts[rng.IntN(len(parts))])
		}
		return strings.Join(all, "/")
	}
	for i := 1; i <= commits; i++ {
		fmt.Fprintf(&b, "commit refs/heads/b%d\nmark :%d\ncommitter Cy <cy@drill.test> %d +0000\ndata 1\nx\n", i, i, 1700000000+rng.IntN(1000))
		if i > 1 && rng.IntN(20) > 0 {
			fmt.Fprintf(&b, "from :%d\n", max(1, i-1-rng.IntN(4)))
		}
		if i > 3 && rng.IntN(4) == 0 {
			fmt.Fprintf(&b, "merge :%d\n", 1+rng.IntN(i-2))
		}
		for range rng.IntN(4) {
			switch rng.IntN(6) {
			case 0:
				fmt.Fprintf(&b, "D %s\n", path())
			case 1:
				if rng.IntN(10) == 0 {
					b.WriteString("deleteall\n")
				}
			default:
				text := fmt.Sprintf("text %d", rng.IntN(5))
				if rng.IntN(2) == 0 {
					text += leaked
				}
				fmt.Fprintf(&b, "M 100644 inline %s\ndata %d\n%s\n", path(), len(text), text)
			}
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}

// gitLists is what git lists of one commit: the slow, obvious way.
func gitLists(t *testing.T, dir, commit string, holds map[string]bool) (spots []string) {
	t.Helper()
	cmd := exec.Command("git", "ls-tree", "-r", "-z", commit)
	cmd.Dir = dir
	out, err := cmd.Output()
	must(t, err)
	for line := range strings.SplitSeq(string(out), "\x00") {
		head, path, _ := strings.Cut(line, "\t")
		if fields := strings.Fields(head); len(fields) == 3 && holds[fields[2]] {
			spots = append(spots, path+" "+fields[2])
		}
	}
	slices.Sort(spots)
	return spots
}

func TestEveryCommitHasTheSpotsThatGitListsOfIt(t *testing.T) {
	seeds, commits := 2, 20
	if os.Getenv("FIREBREAK_TEST_WHOLE") == "1" {
		seeds, commits = 40, 120
	}
	for seed := range seeds {
		repo := newRepo(t, t.TempDir())
		cmd := exec.Command("git", "fast-import", "--quiet", "--force")
		cmd.Dir, cmd.Stdin = repo.dir, bytes.NewReader(entangled(rand.New(rand.NewPCG(uint64(seed), 3)), commits))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		compareSpots(t, repo.dir)
	}
}

func compareSpots(t *testing.T, dir string) {
	t.Helper()
	n, err := thread(key)
	must(t, err)
	defer n.Wipe()
	st, err := openStore(filepath.Join(dir, ".git"), nil, gitstore.Usual)
	must(t, err)
	defer st.Close()
	s := &search{needles: n, limits: usual, meter: new(Meter), at: &Place{Reasons: map[Why]int{}}}
	r := &repository{search: s, store: st, found: map[int32]holder{}, absent: map[gitstore.ID]bool{}, name: providers.Untrusted{}}
	must(t, r.sift(context.Background()))
	g, err := r.chart(context.Background())
	must(t, err)
	stand, err := r.stand(context.Background(), g)
	must(t, err)
	holds := map[string]bool{}
	for at := range r.found {
		holds[r.idOf(at)] = true
	}
	for c := range g.commits {
		var got []string
		for _, n := range stand.sets[stand.of[c]] {
			got = append(got, stand.spots[n].path+" "+r.idOf(stand.spots[n].blob))
		}
		slices.Sort(got)
		id := r.idOf(g.commits[c].object)
		if want := gitLists(t, dir, id, holds); !slices.Equal(got, want) {
			t.Errorf("commit %s has %v, git lists %v", id, got, want)
		}
	}
}
