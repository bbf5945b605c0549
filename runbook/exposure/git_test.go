package exposure

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/runbook/words"
)

// testRepo is a repository that a test makes with git; commits are a minute apart.
type testRepo struct {
	t    *testing.T
	dir  string
	tick time.Time
}

func newRepo(t *testing.T, dir string, args ...string) *testRepo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("these tests make repositories and need git")
	}
	must(t, os.MkdirAll(dir, 0o700))
	r := &testRepo{t, dir, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	r.git(append([]string{"init", "-q", "-b", "main"}, args...)...)
	return r
}

func (r *testRepo) git(args ...string) string {
	r.t.Helper()
	when := fmt.Sprintf("%d +0000", r.tick.Unix())
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + r.dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ann", "GIT_AUTHOR_EMAIL=ann@drill.test",
		"GIT_COMMITTER_NAME=Cy", "GIT_COMMITTER_EMAIL=cy@drill.test", "GIT_AUTHOR_DATE=" + when, "GIT_COMMITTER_DATE=" + when, "GIT_ALLOW_PROTOCOL=file"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit writes a file, commits it and returns the id.
func (r *testRepo) commit(name, text string) string {
	r.t.Helper()
	put(r.t, r.dir, name, text)
	r.git("add", "-A", "-f")
	return r.record("change " + name)
}

func (r *testRepo) record(message string) string {
	r.t.Helper()
	r.tick = r.tick.Add(time.Minute)
	r.git("commit", "-q", "--allow-empty", "-m", message)
	return r.git("rev-parse", "HEAD")
}

func (r *testRepo) remove(name string) string {
	r.t.Helper()
	r.git("rm", "-q", name)
	return r.record("remove")
}

func refNames(h Hit) string {
	var all []string
	for _, r := range h.Refs {
		all = append(all, r.Line(80))
	}
	return strings.Join(all, " ")
}

func TestAKeyThatWasCommittedAndRemoved(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	repo.commit("readme", "hello")
	first := repo.commit("scripts/eval.py", "import x\nkey = '"+leaked+"'\n")
	when := repo.tick
	repo.git("tag", "v1")
	repo.commit("scripts/eval.py", "import x\nkey = '"+leaked+"'\nmore\n")
	gone := repo.commit("scripts/eval.py", "import x\nkey = env\n")
	r := searchIn(t, repo.dir)
	h := one(t, r, InBlob)
	if !h.Path.Is("scripts/eval.py") || h.Commit != first || h.Line != 2 || h.Object == "" || !h.CommitDate.Equal(when) || !h.AuthorDate.Equal(when) {
		t.Errorf("hit %+v, want first commit %s", h, first)
	}
	if h.AtHead || !h.Reachable || h.Pushed || h.Border || !slices.Equal(h.Gone, []string{gone}) || len(h.Again) != 0 {
		t.Errorf("hit %+v, want it gone in %s", h, gone)
	}
	if refNames(h) != "HEAD refs/heads/main refs/tags/v1" || !h.Author.Is("Ann <ann@drill.test>") {
		t.Errorf("refs %q, author %v", refNames(h), h.Author)
	}
	if !r.Complete || r.Coverage.Commits != 4 || r.Coverage.Missing != 0 || len(hits(r, InFile)) != 0 {
		t.Errorf("coverage %+v, reasons %v", r.Coverage, r.Places[0].Reasons)
	}
}

func TestF062CountsEqualGits(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	for i := range 30 {
		repo.commit(fmt.Sprintf("d%d/f", i%4), fmt.Sprint(i))
	}
	repo.git("gc", "-q")
	repo.commit("last", leaked)
	r := searchIn(t, repo.dir)
	if want := repo.git("rev-list", "--all", "--count"); fmt.Sprint(r.Coverage.Commits) != want {
		t.Errorf("%d commits, git says %s", r.Coverage.Commits, want)
	}
	if want := len(strings.Split(repo.git("rev-list", "--all", "--objects"), "\n")); r.Coverage.Objects != want {
		t.Errorf("%d objects, git says %d", r.Coverage.Objects, want)
	}
	if h := one(t, r, InBlob); !h.AtHead {
		t.Errorf("the last commit was lost: %+v", h)
	}
}

func TestF056ASideBranchMergedWithTwoParents(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	repo.commit("readme", "hello")
	repo.git("checkout", "-q", "-b", "side")
	added := repo.commit("key.txt", leaked)
	removed := repo.remove("key.txt")
	repo.git("checkout", "-q", "main")
	repo.commit("readme", "more")
	repo.tick = repo.tick.Add(time.Minute)
	repo.git("merge", "-q", "--no-ff", "-m", "merge side", "side")
	repo.git("branch", "-D", "side")
	r := searchIn(t, repo.dir)
	h := one(t, r, InBlob)
	if h.Commit != added || !slices.Equal(h.Gone, []string{removed}) || !h.Reachable {
		t.Errorf("hit %+v, want added in %s and removed in %s", h, added, removed)
	}
}

func TestF055AKeyBornInAMerge(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	repo.commit("conf", "a\n")
	repo.git("checkout", "-q", "-b", "side")
	repo.commit("conf", "side\n")
	repo.git("checkout", "-q", "main")
	repo.commit("conf", "main\n")
	repo.tick = repo.tick.Add(time.Minute)
	repo.git("merge", "-q", "-s", "ours", "--no-commit", "side")
	put(t, repo.dir, "conf", "both "+leaked+"\n")
	repo.git("add", "conf")
	merge := repo.record("resolve")
	h := one(t, searchIn(t, repo.dir), InBlob)
	if h.Commit != merge || !h.Author.Is("Ann <ann@drill.test>") || len(h.Again) != 0 {
		t.Errorf("hit %+v, want the merge %s", h, merge)
	}
}

func TestAKeyThatCameTwice(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	repo.commit("readme", "hello")
	first := repo.commit("k", leaked)
	repo.remove("k")
	again := repo.commit("k", leaked)
	h := one(t, searchIn(t, repo.dir), InBlob)
	if h.Commit != first || !slices.Equal(h.Again, []string{again}) || !h.AtHead {
		t.Errorf("hit %+v, want first %s, again %s", h, first, again)
	}
}

func TestWhereElseInARepositoryAKeyStands(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	repo.commit("readme", "hello")
	message := repo.record("use " + leaked + " for now")
	repo.git("tag", "-a", "v1", "-m", "with "+leaked)
	repo.git("branch", "try-"+leaked)
	put(t, repo.dir, "dir/"+leaked+".txt", "x")
	repo.git("add", "-A")
	repo.record("a name")
	r := searchIn(t, repo.dir)
	if h := one(t, r, InCommit); h.Commit != message || h.RefCount != 4 || h.Gone != nil {
		t.Errorf("commit message: %+v", h)
	}
	if h := one(t, r, InTag); refNames(h) != "refs/tags/v1" || !h.Reachable {
		t.Errorf("tag message: %+v", h)
	}
	if h := one(t, r, InRef); refNames(h) != "refs/heads/try-"+blot {
		t.Errorf("ref: %+v", h)
	}
	names := hits(r, InName)
	if !slices.ContainsFunc(names, func(h Hit) bool { return h.Path.Is("dir/"+blot+".txt") && h.AtHead }) {
		t.Errorf("names: %+v", names)
	}
}

func TestStashesAndDanglingObjects(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	repo.commit("work", "clean\n")
	put(t, repo.dir, "work", leaked+"\n")
	repo.git("stash", "-q")
	put(t, repo.dir, "work", "other\n")
	repo.git("stash", "-q")
	h := one(t, searchIn(t, repo.dir), InBlob)
	if refNames(h) != "stash@{1}" || !h.Reachable || h.AtHead {
		t.Errorf("the older stash: %+v", h)
	}
	repo.git("stash", "clear")
	h = one(t, searchIn(t, repo.dir), Dangling)
	if h.Reachable || !h.Path.Is("work") || h.Commit == "" {
		t.Errorf("the dropped stash: %+v", h)
	}
	loose := newRepo(t, t.TempDir())
	loose.commit("a", "b")
	put(t, loose.dir, "a", leaked)
	loose.git("add", "a")
	put(t, loose.dir, "a", "b")
	loose.git("add", "a")
	h = one(t, searchIn(t, loose.dir), Dangling)
	if h.Object == "" || h.Commit != "" || h.Reachable {
		t.Errorf("the blob that was only ever staged: %+v", h)
	}
}

func TestPushedAndSinceWhen(t *testing.T) {
	base := t.TempDir()
	bare := newRepo(t, filepath.Join(base, "hub.git"), "--bare")
	repo := newRepo(t, filepath.Join(base, "work"))
	repo.git("remote", "add", "origin", bare.dir)
	repo.commit("readme", "x")
	repo.git("push", "-q", "origin", "main")
	repo.commit("k", leaked)
	if h := one(t, searchIn(t, repo.dir), InBlob); h.Pushed {
		t.Errorf("pushed before the push: %+v", h)
	}
	repo.tick = repo.tick.Add(time.Hour)
	pushed := repo.tick
	repo.git("push", "-q", "origin", "main")
	repo.tick = repo.tick.Add(time.Hour)
	repo.remove("k")
	repo.git("push", "-q", "origin", "main")
	h := one(t, searchIn(t, repo.dir), InBlob)
	if !h.Pushed || !h.PushedAt.Equal(pushed) || !strings.Contains(refNames(h), "refs/remotes/origin/main") {
		t.Errorf("hit %+v, want pushed at %v", h, pushed)
	}
	// The bare repository itself is searched too; nobody knows there who pushed.
	h = one(t, searchIn(t, bare.dir), InBlob)
	if h.Pushed || refNames(h) != "HEAD refs/heads/main" || h.AtHead {
		t.Errorf("bare: %+v", h)
	}
}

func TestAWorktreeLeadsToItsRepository(t *testing.T) {
	base := t.TempDir()
	repo := newRepo(t, filepath.Join(base, "main"))
	repo.commit("a", "b")
	tree := filepath.Join(base, "tree")
	repo.git("worktree", "add", "-q", "-b", "feature", tree)
	other := &testRepo{t, tree, repo.tick}
	other.commit("k", leaked)
	r := searchIn(t, tree)
	h := one(t, r, InBlob)
	if !h.AtHead || r.Places[0].Repos != 1 {
		t.Errorf("from the worktree: %+v", h)
	}
	if h = one(t, searchIn(t, repo.dir), InBlob); h.AtHead || !strings.Contains(refNames(h), "worktrees/tree/HEAD") {
		t.Errorf("from the main tree: %+v", h)
	}
	if r := searchIn(t, base); r.Places[0].Repos != 1 || len(hits(r, InBlob)) != 1 {
		t.Errorf("both at once: %+v", r.Hits)
	}
	// Only the place that is named may lead to a repository elsewhere.
	outer := t.TempDir()
	put(t, outer, "sub/.git", "gitdir: "+filepath.Join(repo.dir, ".git"))
	if r := searchIn(t, outer); r.Places[0].Repos != 0 || r.Places[0].Reasons[LeadsOut] != 1 || r.Complete {
		t.Errorf("a hostile pointer: %+v", r.Places[0])
	}
}

func TestAShallowCloneIsIncomplete(t *testing.T) {
	base := t.TempDir()
	repo := newRepo(t, filepath.Join(base, "origin"))
	repo.commit("k", leaked)
	repo.commit("a", "1")
	top := repo.commit("a", "2")
	repo.git("clone", "-q", "--depth", "1", "file://"+repo.dir, filepath.Join(base, "shallow"))
	r := searchIn(t, filepath.Join(base, "shallow"))
	h := one(t, r, InBlob)
	if !h.Border || h.Commit != top || r.Complete || r.Coverage.Missing != 1 || r.Places[0].Reasons[Shallow] != 1 {
		t.Errorf("hit %+v, coverage %+v", h, r.Coverage)
	}
}

func TestF058APartialCloneCountsWhatIsNotHere(t *testing.T) {
	base := t.TempDir()
	repo := newRepo(t, filepath.Join(base, "origin"))
	repo.commit("k", leaked)
	repo.commit("k", "clean")
	repo.git("config", "uploadpack.allowFilter", "true")
	repo.git("clone", "-q", "--filter=blob:none", "--no-checkout", "file://"+repo.dir, filepath.Join(base, "partial"))
	must(t, os.RemoveAll(repo.dir)) // a fetch would fail loudly
	r := searchIn(t, filepath.Join(base, "partial"))
	if r.Complete || r.Coverage.Missing != 2 || r.Coverage.Commits != 2 || len(r.Hits) != 0 {
		t.Errorf("coverage %+v, complete %v, hits %+v", r.Coverage, r.Complete, r.Hits)
	}
}

func TestF060TheCommandThatIsAdvisedForAnIncompleteCloneCompletesIt(t *testing.T) {
	for name, args := range map[string][]string{"partial": {"--filter=blob:none", "--no-checkout"}, "shallow": {"--depth", "1"}} {
		base := t.TempDir()
		repo := newRepo(t, filepath.Join(base, "origin"))
		repo.commit("k", leaked)
		repo.commit("k", "clean")
		repo.git("config", "uploadpack.allowFilter", "true")
		clone := filepath.Join(base, "clone")
		repo.git(append(append([]string{"clone", "-q"}, args...), "file://"+repo.dir, clone)...)
		r := searchIn(t, clone)
		if r.Complete || len(r.Hits) != 0 {
			t.Fatalf("%s: nothing is missing: %+v", name, r)
		}
		advised := ""
		for why, n := range r.Places[0].Reasons {
			for _, line := range words.English.Unsearched(clone, map[string]int{string(why): n}) {
				if _, command, ok := strings.Cut(line, "git fetch "); ok {
					advised, _, _ = strings.Cut(command, ",")
				}
			}
		}
		if advised == "" {
			t.Fatalf("%s: no command is advised for %v", name, r.Places[0].Reasons)
		}
		repo.dir = clone
		repo.git(append([]string{"fetch", "-q"}, strings.Fields(advised)...)...)
		if r := searchIn(t, clone); !r.Complete || len(hits(r, InBlob)) != 1 {
			t.Errorf("%s: after git fetch %s: %v, %+v", name, advised, r.Places[0].Reasons, r.Hits)
		}
	}
}

func TestF063RepositoriesThatCannotBeRead(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(repo *testRepo)
		why   Why
	}{
		"an empty repository": {func(*testRepo) {}, NothingHere},
		"a corrupt pack": {func(r *testRepo) {
			r.commit("k", leaked)
			r.git("gc", "-q")
			packs, _ := filepath.Glob(filepath.Join(r.dir, ".git/objects/pack/*.pack"))
			must(r.t, os.Chmod(packs[0], 0o600))
			must(r.t, os.WriteFile(packs[0], []byte("PACK garbage"), 0o600))
		}, BadPack},
		"a pack that was never finished": {func(r *testRepo) { put(r.t, r.dir, ".git/objects/pack/tmp_pack_x1y2z3", "PACK and some") }, Unfinished},
		"a pack without an index": {func(r *testRepo) {
			r.commit("k", leaked)
			r.git("gc", "-q")
			indexes, _ := filepath.Glob(filepath.Join(r.dir, ".git/objects/pack/*.idx"))
			must(r.t, os.Remove(indexes[0]))
		}, Unfinished},
		"a corrupt object": {func(r *testRepo) {
			id := r.commit("k", leaked)
			path := filepath.Join(r.dir, ".git/objects", id[:2], id[2:])
			must(r.t, os.Chmod(path, 0o600))
			must(r.t, os.WriteFile(path, []byte("garbage"), 0o600))
		}, BadObject},
		"references in another format": {func(r *testRepo) {
			r.commit("a", "b")
			put(r.t, r.dir, ".git/reftable/tables.list", "")
		}, BadRefs},
	} {
		t.Run(name, func(t *testing.T) {
			repo := newRepo(t, t.TempDir())
			tc.spoil(repo)
			must(t, os.RemoveAll(filepath.Join(repo.dir, "k")))
			if r := searchIn(t, repo.dir); r.Complete || r.Places[0].Reasons[tc.why] == 0 {
				t.Errorf("complete %v, reasons %v, coverage %+v", r.Complete, r.Places[0].Reasons, r.Coverage)
			}
		})
	}
}

func TestABrokenObjectDoesNotHideTheOthers(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	repo.commit("k", leaked)
	for i := range 20 {
		repo.commit("noise", fmt.Sprint(i))
	}
	id := repo.git("rev-parse", "HEAD:noise")
	path := filepath.Join(repo.dir, ".git/objects", id[:2], id[2:])
	must(t, os.Chmod(path, 0o600))
	text, err := os.ReadFile(path)
	must(t, err)
	text[len(text)-1] ^= 0xFF // the header stays whole: git notices only while it reads
	must(t, os.WriteFile(path, text, 0o600))
	r := searchIn(t, repo.dir)
	if len(hits(r, InBlob)) != 1 || r.Complete {
		t.Errorf("hits %+v, reasons %v", r.Hits, r.Places[0].Reasons)
	}
}

func TestBorrowedObjectsAreNotFollowedAndSaid(t *testing.T) {
	base := t.TempDir()
	repo := newRepo(t, filepath.Join(base, "lender"))
	repo.commit("k", leaked)
	repo.git("clone", "-q", "--shared", "--no-checkout", repo.dir, filepath.Join(base, "borrower"))
	borrower := &testRepo{t, filepath.Join(base, "borrower"), repo.tick}
	borrower.commit("mine", "and "+leaked)
	r := searchIn(t, borrower.dir)
	if r.Complete || r.Places[0].Reasons[Alternates] != 1 || r.Coverage.Missing == 0 {
		t.Errorf("reasons %v, coverage %+v", r.Places[0].Reasons, r.Coverage)
	}
	if all := hits(r, InBlob); len(all) != 1 || !all[0].Path.Is("mine") {
		t.Errorf("hits %+v, want its own object only", all)
	}
	if r := searchIn(t, base); !r.Complete || r.Coverage.Missing != 0 {
		t.Errorf("where the lender lies in the place too: %v, coverage %+v", r.Places[0].Reasons, r.Coverage)
	}
}

func TestG1NothingOfTheRepositoryIsRun(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	marks := t.TempDir()
	run := func(name string) string { return "touch " + filepath.Join(marks, name) + "; cat" }
	put(t, repo.dir, ".gitattributes", "* filter=x diff=x\n")
	repo.commit("k", leaked)
	repo.commit("promised", "not here")
	id := repo.git("rev-parse", "HEAD:promised")
	must(t, os.Remove(filepath.Join(repo.dir, ".git/objects", id[:2], id[2:])))
	config := map[string][]string{
		"core":                {"repositoryFormatVersion = 99", "fsmonitor = " + run("fsmonitor"), "pager = " + run("pager"), "sshCommand = " + run("ssh"), "askPass = " + run("ask"), "alternateRefsCommand = " + run("alternate"), "hooksPath = hooks"},
		`diff "x"`:            {"textconv = " + run("textconv"), "command = " + run("command")},
		`filter "x"`:          {"clean = " + run("clean"), "smudge = " + run("smudge"), "process = " + run("process")},
		"gpg":                 {"program = " + run("gpg")},
		"log":                 {"showSignature = true"},
		"extensions":          {"partialClone = origin"},
		`remote "origin"`:     {"promisor = true", `url = "ext::sh -c '` + run("ext") + `'"`},
		`protocol "ext"`:      {"allow = always"},
		"uploadpack":          {"packObjectsHook = " + run("pack")},
		"credential":          {`helper = "!` + run("credential") + `"`},
		"trace2":              {"eventTarget = " + filepath.Join(marks, "trace")},
		"alias":               {"cat-file = !" + run("alias")},
		"pager":               {"cat-file = " + run("pager-cat-file")},
		`submodule "x"`:       {"update = !" + run("submodule")},
		`mergetool "x"`:       {"cmd = " + run("merge")},
		`difftool "x"`:        {"cmd = " + run("difftool")},
		`interactive`:         {"diffFilter = " + run("interactive")},
		`sequence`:            {"editor = " + run("sequence")},
		`remote "origin.vcs"`: {"vcs = " + run("vcs")},
	}
	var text strings.Builder
	for section, lines := range config {
		fmt.Fprintf(&text, "[%s]\n\t%s\n", section, strings.Join(lines, "\n\t"))
	}
	put(t, repo.dir, ".git/config", text.String())
	for _, hook := range []string{"post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman"} {
		put(t, repo.dir, ".git/hooks/"+hook, "#!/bin/sh\n"+run("hook-"+hook)+"\n")
		must(t, os.Chmod(filepath.Join(repo.dir, ".git/hooks", hook), 0o700))
	}
	r := searchIn(t, repo.dir)
	if left, _ := os.ReadDir(marks); len(left) != 0 {
		t.Errorf("the repository's own programs ran: %v", left)
	}
	if len(hits(r, InBlob)) != 1 || r.Coverage.Missing != 1 || r.Complete {
		t.Errorf("hits %+v, coverage %+v", r.Hits, r.Coverage)
	}
}

func TestCancelEndsTheSearchOfAHistoryAtOnce(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	for i := range 1000 {
		put(t, repo.dir, fmt.Sprint(i), fmt.Sprint(i))
	}
	repo.commit("k", leaked)
	repo.git("gc", "-q")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ctx = providers.WithProgress(ctx, func(p providers.Progress) {
		if p.What == "git objects" && p.Done > 0 {
			cancel()
		}
	})
	r, err := Search(ctx, door(), providers.WallClock{}, Quest{Key: key, Places: []string{repo.dir}})
	if !errors.Is(err, context.Canceled) || r.Complete || r.Coverage.Objects == 0 || r.Coverage.Objects > 800 {
		t.Errorf("error %v, coverage %+v", err, r.Coverage)
	}
}

func TestWithoutGitTheHistoryIsSearchedAllTheSame(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	first := repo.commit("k", leaked)
	t.Setenv("PATH", t.TempDir())
	r := searchIn(t, repo.dir)
	if h := one(t, r, InBlob); !r.Complete || h.Commit != first {
		t.Errorf("hit %+v, reasons %v", h, r.Places[0].Reasons)
	}
}

func TestSHA256Repositories(t *testing.T) {
	repo := newRepo(t, t.TempDir(), "--object-format=sha256")
	first := repo.commit("k", leaked)
	if h := one(t, searchIn(t, repo.dir), InBlob); h.Commit != first || len(first) != 64 || !h.AtHead {
		t.Errorf("hit %+v, want %s", h, first)
	}
}

func TestATreeThatRepeatsItselfWithoutEnd(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	put(t, repo.dir, "k", leaked)
	id, kind := repo.git("hash-object", "-w", "k"), "100644 blob"
	must(t, os.Remove(filepath.Join(repo.dir, "k")))
	for range 12 {
		var tree strings.Builder
		for i := range 10 {
			fmt.Fprintf(&tree, "%s %s\td%d\n", kind, id, i)
		}
		put(t, repo.dir, "in", tree.String())
		cmd := exec.Command("git", "mktree")
		cmd.Dir, cmd.Stdin = repo.dir, strings.NewReader(tree.String())
		out, err := cmd.Output()
		must(t, err)
		id, kind = strings.TrimSpace(string(out)), "040000 tree"
	}
	repo.git("update-ref", "refs/heads/main", repo.git("commit-tree", "-m", "bomb", id))
	r := searchIn(t, repo.dir)
	if len(hits(r, InBlob)) != usual.paths || r.Complete || r.Places[0].Reasons[TooMany] == 0 {
		t.Errorf("%d hits, reasons %v", len(r.Hits), r.Places[0].Reasons)
	}
}

func TestADryRunSearchesAllTheSame(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	repo.commit("k", leaked)
	for _, c := range []files.Config{{DryRun: true}, {Within: []string{t.TempDir()}}} {
		r, err := Search(context.Background(), files.New(c), providers.WallClock{}, Quest{Key: key, Places: []string{repo.dir}})
		if err != nil || !r.Complete || len(r.Hits) != 2 {
			t.Errorf("%+v: %v, %+v", c, err, r.Places)
		}
	}
}
