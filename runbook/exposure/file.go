package exposure

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"firebreak/runbook/exposure/unpack"
)

// seen is a file that was searched from outside.
type seen struct {
	from  io.ReaderAt
	size  int64
	path  string // below the root
	head  []byte
	tail  []byte
	found []occurrence
}

const headSize = unpack.HeadSize

// tell looks inside a file where it is packed, and tells what was found.
func (h *hand) tell(s seen) {
	inside := insider{hand: h, path: s.path}
	if unpack.Packed(s.head) || unpack.EndsAsZip(s.tail) {
		_, err := unpack.Look(h.ctx, unpack.Source{From: s.from, Size: s.size}, h.limits.unpack, &inside)
		if err != nil && h.ctx.Err() == nil {
			h.refuse(Unreadable)
		}
	}
	if pages, ok := overflowing(s); ok {
		s.found = h.overflow(pages, s)
	}
	h.read(h.ctx, s.size)
	h.noteLFS(s)
	if len(s.found) == 0 || inside.hits > 0 {
		return // what was found inside stands in the archive's bytes too, where it is stored plainly
	}
	shown := h.clean(s.path)
	for _, o := range s.found {
		h.hit(Hit{Kind: kindOf(s.path), Path: shown, Offset: o.offset, Line: o.line, Count: o.count, Encoding: o.encoding})
	}
	h.near(s)
}

// near lists the other credentials of a file that holds the key.
func (h *hand) near(s seen) {
	head := make([]byte, min(s.size, h.limits.near))
	defer clear(head)
	n, err := s.from.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		h.refuse(Unreadable)
		return
	}
	h.neighbours(h.clean(s.path), head[:n])
}

// kindOf says what a file is to git.
func kindOf(name string) Kind {
	_, inner, ok := strings.Cut("/"+name, "/.git/")
	switch dir := path.Dir(inner); {
	case !ok:
	case inner == "config", inner == "config.worktree":
		return InConfig
	case inner == "index":
		return InIndex
	case dir == "hooks":
		return InHook
	case dir == "logs" || strings.HasPrefix(dir, "logs/"):
		return InReflog
	}
	return InFile
}

// insider is shown what lies in one archive.
type insider struct {
	*hand
	path string
	hits int
}

// See implements unpack.Seer.
func (i *insider) See(name string, r io.Reader) error {
	found, read, err := i.scan(i.ctx, r)
	i.meter.Bytes.Add(read)
	if i.ctx.Err() != nil {
		return i.ctx.Err()
	}
	i.hits += len(found)
	for _, o := range found {
		i.hit(Hit{Kind: InArchive, Path: i.clean(i.inner(name)), Offset: o.offset, Line: o.line, Count: o.count, Encoding: o.encoding})
	}
	return err
}

func (i *insider) inner(name string) string {
	if name == "" {
		return i.path
	}
	return i.path + "!/" + name
}

// Miss implements unpack.Seer.
func (i *insider) Miss(_ string, err error) { i.refuse(whyPacked(err)) }

func whyPacked(err error) Why {
	switch {
	case errors.Is(err, unpack.ErrBomb), errors.Is(err, unpack.ErrDeep), errors.Is(err, unpack.ErrMany):
		return Bomb
	case errors.Is(err, unpack.ErrEncrypted):
		return Encrypted
	case errors.Is(err, unpack.ErrForeign):
		return Packed
	}
	return BadArchive
}

const (
	lfsMark = "version https://git-lfs.github.com/spec/v1\n"
	lfsID   = "oid sha256:"
)

// noteLFS notes a file that only stands for another one, which git keeps elsewhere, and each of those that
// are here.
func (h *hand) noteLFS(s seen) {
	if id := path.Base(s.path); len(id) == 64 && strings.Contains("/"+s.path, "/lfs/objects/") {
		h.crew.mu.Lock()
		h.held[id] = true
		h.crew.mu.Unlock()
	}
	if !bytes.HasPrefix(s.head, []byte(lfsMark)) {
		return
	}
	_, id, _ := bytes.Cut(s.head, []byte(lfsID))
	id, _, _ = bytes.Cut(id, []byte("\n"))
	h.crew.mu.Lock()
	h.pointers = append(h.pointers, string(id))
	h.crew.mu.Unlock()
}

// missPointers counts what files of LFS stand for and is not here.
func (c *crew) missPointers() {
	for _, id := range c.pointers {
		if !c.held[id] {
			c.lack(1)
		}
	}
}
