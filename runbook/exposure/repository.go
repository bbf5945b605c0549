package exposure

import (
	"context"
	"errors"
	"maps"
	"slices"

	"firebreak/providers"
	"firebreak/runbook/exposure/gitstore"
)

// repository is the search of one repository.
type repository struct {
	*search
	store  *store
	name   providers.Untrusted
	reader *gitstore.Reader

	found  map[int32]holder     // by object: blobs, commits and tags
	packed []int32              // blobs that hold other contents
	absent map[gitstore.ID]bool // referred to and not here
	named  bool                 // some tree has the key in a name
}

// run shows each object to the needles once, and says of those that hold the key where in the
// history they stand. The error is the context's.
func (r *repository) run(ctx context.Context) error {
	for _, fault := range r.store.Faults() {
		r.refuse(whyFault(fault.Err))
	}
	if r.store.Count() == 0 && len(r.store.Faults()) == 0 {
		r.at.Reasons[NothingHere]++
	}
	if err := r.sift(ctx); err != nil {
		r.unnamed()
		return err
	}
	refs, head, whole := r.store.refsOf()
	if !whole {
		r.refuse(BadRefs)
	}
	r.refNames(refs)
	r.miss(refs)
	if len(r.found) == 0 && !r.named {
		return nil
	}
	return r.attribute(ctx, refs, head)
}

// sift reads all objects.
func (r *repository) sift(ctx context.Context) error {
	s := newSieve(r, workers)
	before := gitstore.Tally{Objects: int(r.meter.Objects.Load()), Bytes: r.meter.Bytes.Load()}
	r.meter.Before.Store(int64(before.Objects))
	r.meter.Total.Store(int64(r.store.Count()))
	defer r.meter.Total.Store(0)
	tally, err := r.store.Walk(ctx, gitstore.Tour{Workers: workers, Carry: r.needles.Carry(), Visitor: s, Done: func(t gitstore.Tally) {
		providers.Report(ctx, "git objects", t.Objects, r.store.Count())
		r.meter.Objects.Store(int64(before.Objects + t.Objects))
		r.meter.Bytes.Store(before.Bytes + t.Bytes)
	}})
	r.at.Coverage.Objects += tally.Objects
	r.at.Coverage.Bytes += tally.Bytes
	s.drain(r)
	if err != nil {
		return err
	}
	return r.lookInside(ctx)
}

// unnamed tells what was found when the search is stopped, without its place in the history.
func (r *repository) unnamed() {
	for _, at := range slices.Sorted(maps.Keys(r.found)) {
		h := Hit{Kind: map[gitstore.Kind]Kind{gitstore.Blob: InBlob, gitstore.Commit: InCommit, gitstore.Tag: InTag}[r.found[at].kind], Repo: r.name, Object: r.idOf(at)}
		r.occurred(&h, at)
		r.hit(h)
	}
}

// whyFault says why a part of the object store was not read.
func whyFault(err error) Why {
	switch {
	case errors.Is(err, gitstore.ErrBorrowed):
		return Alternates
	case errors.Is(err, gitstore.ErrNoIndex):
		return Unfinished
	case errors.Is(err, gitstore.ErrTooLarge):
		return TooLarge
	case errors.Is(err, gitstore.ErrSpecial):
		return Special
	case errors.Is(err, gitstore.ErrNoBase):
		return NotHere
	case errors.Is(err, gitstore.ErrDamaged):
		return BadObject
	}
	return BadPack
}

// find looks an object up that another one names, -1 where it is not here.
func (r *repository) find(id gitstore.ID) int32 {
	if at, ok := r.store.Find(id); ok {
		return int32(at)
	}
	return -1
}

func (r *repository) idOf(object int32) string {
	return r.store.ID(uint32(object)).Text(r.store.hash)
}

// fetch reads one object of moderate size. Broken ones are counted when all are read.
func (r *repository) fetch(object int32) (gitstore.Kind, []byte, error) {
	if r.reader == nil {
		r.reader = r.store.Reader()
	}
	return r.reader.Read(uint32(object), r.limits.object)
}

// miss counts what is referred to and not here.
func (r *repository) miss(refs []ref) {
	for _, one := range refs {
		if one.id != (gitstore.ID{}) && r.find(one.id) < 0 {
			r.absent[one.id] = true
		}
	}
	if n := len(r.absent); n > 0 {
		r.at.Coverage.Missing += n
		r.at.Reasons[r.store.lacks()] += n
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
