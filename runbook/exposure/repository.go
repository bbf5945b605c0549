package exposure

import (
	"bufio"
	"context"
	"errors"
	"io"

	"firebreak/providers"
)

// repository is the search of one repository.
type repository struct {
	*search
	store *store
	name  providers.Untrusted

	objects []object
	index   map[oid]int32
	absent  map[oid]bool // referred to and not here
	commits []commit
	tags    map[int32]int32        // tag to its target, both objects
	found   map[int32][]occurrence // by object: blobs, commits and tags that hold the key
	named   bool                   // some tree has the key in a name
	deaths  int
}

// run lists the objects, reads each once, and says of those that hold the key where in the
// history they stand. The error is the context's.
func (r *repository) run(ctx context.Context) error {
	all, broken, err := r.store.list(ctx, r.door, r.limits.objects)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	switch {
	case err != nil:
		r.refuse(whyGit(err))
	case len(all) == 0:
		r.at.Reasons[NothingHere]++
	}
	for range broken {
		r.refuse(BadObject)
	}
	r.objects, r.index = all, make(map[oid]int32, len(all))
	for i, o := range all {
		r.index[o.id] = int32(i)
	}
	r.absent, r.tags, r.found = map[oid]bool{}, map[int32]int32{}, map[int32][]occurrence{}
	if err := r.readAll(ctx); err != nil {
		return err
	}
	refs, head, whole := r.store.refsOf()
	if !whole {
		r.refuse(BadRefs)
	}
	r.refNames(refs)
	r.at.Coverage.Commits += len(r.commits)
	r.miss(refs)
	return r.attribute(ctx, refs, head)
}

func whyGit(err error) Why {
	if errors.Is(err, errTooMany) {
		return TooLarge
	}
	return GitFailed
}

// readAll reads every object once. One that git dies of is counted, and git started again
// behind it.
func (r *repository) readAll(ctx context.Context) error {
	var in *reader
	defer func() { in.close() }()
	for at := 0; at < len(r.objects); {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.deaths > r.limits.deaths {
			r.at.Coverage.Refused += len(r.objects) - at
			r.at.Reasons[GitFailed] += len(r.objects) - at
			return nil
		}
		providers.Report(ctx, "git objects", at, len(r.objects))
		if in == nil {
			var err error
			if in, err = r.store.open(ctx, r.door); err != nil {
				r.deaths++
				continue
			}
		}
		end := min(at+batch, len(r.objects))
		done, err := r.readSome(ctx, in, at, end)
		at = done
		if err != nil {
			in.close()
			in = nil
		}
	}
	providers.Report(ctx, "git objects", len(r.objects), len(r.objects))
	return nil
}

// readSome reads a stretch of objects and returns where to go on. An error means that this
// git is of no more use.
func (r *repository) readSome(ctx context.Context, in *reader, from, to int) (next int, err error) {
	var asked []int
	var request []object
	for i := from; i < to; i++ {
		if o := r.objects[i]; o.size > r.limit(o) {
			r.refuse(TooLarge)
			continue
		}
		asked, request = append(asked, i), append(request, r.objects[i])
	}
	if err := in.ask(request...); err != nil {
		r.deaths++
		return from, err
	}
	for _, i := range asked {
		if err := in.next(r.objects[i], func(text io.Reader) error { return r.read(ctx, int32(i), text) }); err != nil {
			if ctx.Err() == nil {
				r.deaths++
				r.refuse(BadObject)
			}
			return i + 1, err
		}
		r.at.Coverage.Objects++
		r.at.Coverage.Bytes += r.objects[i].size
	}
	return to, nil
}

func (r *repository) limit(o object) int64 {
	if o.kind == 'b' {
		return r.limits.file
	}
	return r.limits.object
}

// read looks into one object.
func (r *repository) read(ctx context.Context, i int32, text io.Reader) error {
	o := r.objects[i]
	if o.kind == 'b' {
		return r.readBlob(ctx, i, text)
	}
	all, err := readAll(text, o.size)
	if err != nil {
		return err
	}
	if o.kind == 't' {
		r.readTree(all)
		return nil
	}
	r.readHeader(i, all)
	if found := r.needles.look(all, stretch{line: 1}, nil); len(found) > 0 {
		r.found[i] = found
	}
	return nil
}

func (r *repository) readBlob(ctx context.Context, i int32, text io.Reader) error {
	front := bufio.NewReader(text)
	if mark, _ := front.Peek(markSize); isPacked(mark) { // a short blob is none
		r.at.Reasons[Packed]++
	}
	found, _, err := r.needles.scan(ctx, front)
	if len(found) > 0 {
		r.found[i] = found
	}
	return err
}

func (r *repository) readTree(text []byte) {
	ok := parseTree(text, r.store.hash, func(e entry) {
		if e.kind != 0 {
			r.refer(e.id)
		}
		r.named = r.named || r.needles.in(e.name)
	})
	if !ok {
		r.refuse(BadObject)
	}
}

func (r *repository) readHeader(i int32, text []byte) {
	kind := r.objects[i].kind
	h, ok := parseHeader(text, kind, r.store.hash)
	if !ok {
		r.refuse(BadObject)
		return
	}
	if kind == 'g' {
		r.tags[i] = r.refer(h.target)
		return
	}
	c := commit{object: i, tree: r.refer(h.tree), when: h.committer.when}
	for _, p := range h.parents {
		if at := r.refer(p); at >= 0 {
			c.parents = append(c.parents, at)
		} else {
			c.border = true
		}
	}
	r.commits = append(r.commits, c)
}

// refer finds an object that another one names, -1 where it is not here.
func (r *repository) refer(id oid) int32 {
	if at, ok := r.index[id]; ok {
		return at
	}
	r.absent[id] = true
	return -1
}

// miss counts what is referred to and not here.
func (r *repository) miss(refs []ref) {
	for _, one := range refs {
		if one.id != (oid{}) {
			r.refer(one.id)
		}
	}
	if n := len(r.absent); n > 0 {
		r.at.Coverage.Missing += n
		r.at.Reasons[NotHere] += n
	}
}

// refNames counts the references, and finds the key in their names.
func (r *repository) refNames(refs []ref) {
	r.at.Coverage.Refs += len(refs)
	for _, one := range refs {
		if r.needles.in([]byte(one.name)) {
			r.hit(Hit{Kind: InRef, Repo: r.name, Refs: []providers.Untrusted{r.needles.clean(one.name)}, RefCount: 1, Count: 1, Reachable: true})
		}
	}
}
