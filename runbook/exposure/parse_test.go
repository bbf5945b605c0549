package exposure

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/runbook/exposure/gitstore"
)

func TestHeadersOfCommitsAndTags(t *testing.T) {
	id := func(c string) string { return strings.Repeat(c, 40) }
	text := "tree " + id("a") + "\nparent " + id("b") + "\nparent " + id("c") + "\nauthor A B <a@b> 1700000000 +0100\ncommitter C <c@d> 1700000060 -0800\ngpgsig x\n y\n\ntree " + id("d") + "\n"
	h, ok := parseHeader([]byte(text), gitstore.Commit, 20)
	if !ok || h.tree.Text(20) != id("a") || len(h.parents) != 2 || h.parents[1].Text(20) != id("c") {
		t.Errorf("header %+v, %v", h, ok)
	}
	if h.author.who != "A B <a@b>" || h.committer.when != time.Unix(1700000060, 0).UTC() {
		t.Errorf("author %+v, committer %+v", h.author, h.committer)
	}
	if h, ok := parseHeader([]byte("object "+id("e")+"\ntype commit\n\nx"), gitstore.Tag, 20); !ok || h.target.Text(20) != id("e") {
		t.Errorf("tag %+v, %v", h, ok)
	}
	for name, broken := range map[string]string{"nothing": "", "a short id": "tree abc\n\n", "no tree": "parent " + id("a") + "\n\n", "a message only": "\ntree " + id("a") + "\n"} {
		if _, ok := parseHeader([]byte(broken), gitstore.Commit, 20); ok {
			t.Errorf("%s passes for a commit", name)
		}
	}
}

func TestTimesThatNoCalendarShows(t *testing.T) {
	for _, text := range []string{"A <a@b>", "A <a@b> x", "A <a@b> -5 +0000", "A <a@b> 99999999999999 +0000", "A", ""} {
		if s := parseSignature([]byte(text)); !s.when.IsZero() {
			t.Errorf("%q gives %v", text, s.when)
		}
	}
}

func TestTreeEntries(t *testing.T) {
	hash := bytes.Repeat([]byte{7}, 20)
	text := slices.Concat([]byte("100644 a b\x00"), hash, []byte("40000 dir\x00"), hash, []byte("160000 sub\x00"), hash, []byte("120000 l\x00"), hash)
	var kinds []byte
	var names string
	ok := parseTree(text, 20, func(e entry) { kinds, names = append(kinds, e.kind), names+string(e.name)+"," })
	if !ok || names != "a b,dir,sub,l," || string(kinds) != "btsb" {
		t.Errorf("names %q, kinds %q, %v", names, kinds, ok)
	}
	for _, cut := range []int{3, 9, 12, 20, len(text) - 1} {
		if parseTree(text[:cut], 20, func(entry) {}) {
			t.Errorf("a tree cut at %d passes", cut)
		}
	}
}

func TestTheGraphPutsParentsFirst(t *testing.T) {
	// 0 ← 1 ← 3, 0 ← 2 ← 3, given in an order that needs sorting; object ids are ten times that.
	g := &graph{links: []int32{10, 20, 0, 0, 99}, commits: []commit{{object: 30, count: 2}, {object: 10, from: 2, count: 1}, {object: 20, from: 3, count: 1}, {object: 0, from: 4, count: 1}}}
	g.link()
	at := map[int32]int{}
	for i, c := range g.order {
		at[g.commits[c].object] = i
	}
	if len(g.order) != 4 || at[0] > at[10] || at[0] > at[20] || at[10] > at[30] || at[20] > at[30] {
		t.Errorf("order %v", g.order)
	}
	if !g.commits[0].border || g.commits[1].border {
		t.Error("the border is not where a parent is missing")
	}
	m := g.spread([]uint64{0, 1, 0, 0})
	if m.has(3) != 1 || m.parent[3] != 1 || m.before[2] != 0 {
		t.Errorf("marks %+v", m)
	}
}

// FuzzObjects: no object or setting makes a parser fail or read outside.
func FuzzObjects(f *testing.F) {
	f.Add([]byte("tree 1111111111111111111111111111111111111111\nauthor A <a@b> 1 +0000\n\nmessage"))
	f.Add([]byte("100644 name\x0011111111111111111111"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, hash := range []int{20, 32} {
			if h, ok := parseHeader(text, gitstore.Commit, hash); ok && h.tree == (gitstore.ID{}) {
				t.Error("a commit without a tree")
			}
			parseHeader(text, gitstore.Tag, hash)
			size := 0
			if parseTree(text, hash, func(e entry) { size += len(e.name) + hash }) && size > len(text) {
				t.Error("entries are larger than their tree")
			}
		}
		wantsSHA256(text)
	})
}
