package exposure

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"

	"firebreak/providers"
	"firebreak/providers/files"
)

// oid names an object; SHA-1 names leave the rest zero.
type oid [32]byte

func (o oid) text(hash int) string { return hex.EncodeToString(o[:hash]) }

func parseOID(text []byte, hash int) (id oid, ok bool) {
	if len(text) != 2*hash {
		return id, false
	}
	_, err := hex.Decode(id[:], text)
	return id, err == nil
}

// object is one that is here.
type object struct {
	id   oid
	kind byte // 'b', 'c', 't' (tree) or 'g' (tag)
	size int64
}

func kindOf(name string) byte {
	switch name {
	case "blob":
		return 'b'
	case "commit":
		return 'c'
	case "tree":
		return 't'
	case "tag":
		return 'g'
	}
	return 0
}

// errProtocol means that git did not answer as it should: it died, or an object is broken.
var errProtocol = errors.New("git gave no object")

func (s *store) command(args ...string) files.Command {
	return files.Command{Name: "git", Args: append([]string{"cat-file"}, args...), Dir: s.own, Env: s.environment(), Effect: providers.Read}
}

// errTooMany: more objects than we hold in memory.
var errTooMany = errors.New("too many objects")

// list names all objects, reachable or not. Broken ones are counted. An error that is not the
// context's leaves what was listed before it.
func (s *store) list(ctx context.Context, door *files.Door, most int) (all []object, broken int, err error) {
	child, err := door.Start(ctx, s.command("--batch-all-objects", "--batch-check", "--unordered"))
	if err != nil {
		return nil, 0, err
	}
	lines := bufio.NewScanner(child.Out)
	for lines.Scan() {
		o, ok := s.header(lines.Bytes())
		switch {
		case !ok:
			broken++
		case len(all) == most:
			child.Stop()
			return nil, 0, errTooMany
		default:
			all = append(all, o)
		}
	}
	if err := lines.Err(); err != nil {
		child.Stop()
		return all, broken, errors.Join(ctx.Err(), errProtocol)
	}
	return all, broken, child.Close()
}

// header reads "ID TYPE SIZE".
func (s *store) header(line []byte) (object, bool) {
	parts := bytes.Fields(line)
	if len(parts) != 3 {
		return object{}, false
	}
	id, ok := parseOID(parts[0], s.hash)
	size, err := strconv.ParseInt(string(parts[2]), 10, 64)
	o := object{id, kindOf(string(parts[1])), size}
	return o, ok && err == nil && size >= 0 && o.kind != 0
}

// reader asks one git process for objects. Requests go out in small batches that fit into any
// pipe, so that neither side waits for the other.
type reader struct {
	store *store
	child *files.Child
	out   *bufio.Reader
}

// batch is how many names are asked for at once: 8 to 13 KB.
const batch = 200

func (s *store) open(ctx context.Context, door *files.Door) (*reader, error) {
	child, err := door.Start(ctx, s.command("--batch"))
	if err != nil {
		return nil, err
	}
	return &reader{s, child, bufio.NewReaderSize(child.Out, 64<<10)}, nil
}

// close ends git at once.
func (r *reader) close() {
	if r != nil {
		r.child.Stop()
	}
}

func (r *reader) ask(all ...object) error {
	var b bytes.Buffer
	for _, o := range all {
		fmt.Fprintln(&b, o.id.text(r.store.hash))
	}
	if _, err := r.child.In.Write(b.Bytes()); err != nil {
		return errProtocol
	}
	return nil
}

// next reads the answer to the oldest request, which must be that object, and lends its
// content to use, which need not read all of it.
func (r *reader) next(want object, use func(io.Reader) error) error {
	line, err := r.out.ReadSlice('\n')
	if err != nil {
		return errProtocol
	}
	if got, ok := r.store.header(line); !ok || got != want {
		return errProtocol
	}
	content := &io.LimitedReader{R: r.out, N: want.size}
	if err := use(content); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, content); err != nil || content.N > 0 {
		return errProtocol
	}
	if end, err := r.out.ReadByte(); err != nil || end != '\n' {
		return errProtocol
	}
	return nil
}

// one reads a whole object.
func (r *reader) one(o object) (text []byte, err error) {
	if err := r.ask(o); err != nil {
		return nil, err
	}
	err = r.next(o, func(in io.Reader) error {
		text, err = readAll(in, o.size)
		return err
	})
	return text, err
}
