package gitstore

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

var (
	// ErrTooLarge means that an object, or all together, is over a limit.
	ErrTooLarge = errors.New("larger than what is read")
	// ErrDamaged means that an object, or one that it is built on, is not what it should be.
	ErrDamaged = errors.New("object is damaged")
	// ErrNoBase means that an object is stored as a difference to one that is not here.
	ErrNoBase = errors.New("object is built on one that is not here")
)

// Object is one object of a store. Size is -1 where it is not known.
type Object struct {
	Number uint32
	Kind   Kind
	Size   int64
}

// Part is a stretch of an object's text, and mostly all of it.
type Part struct {
	Text   []byte // lent for the call only
	Offset int64  // of Text in the object
	Seen   int    // bytes of Text that the part before ended with
	Last   bool
}

// Visitor is shown the objects of a walk.
type Visitor interface {
	// Visit is shown an object: blobs over Window bytes in parts, one after the other, all else at
	// once. Calls of one worker, 0 to Workers-1, follow each other; those of several do not.
	Visit(worker int, o Object, p Part)
	// Refuse is told of each object that is not shown, or not to its end, with an error of this
	// package. Calls follow each other.
	Refuse(o Object, err error)
}

// Window is the size of the parts in which large blobs are shown.
const Window = 1 << 20

// Tour says what a Walk shows, and how.
type Tour struct {
	Workers int
	Carry   int         // bytes that each part repeats of the one before
	Kinds   []Kind      // none: all
	Visitor Visitor     //
	Done    func(Tally) // told now and then, by one worker at a time; may be nil
}

// Tally is what was shown.
type Tally struct {
	Objects int
	Bytes   int64
}

// walk is the state of one tour.
type walk struct {
	*Store
	Tour
	wanted  [8]bool
	stopped atomic.Bool
	work    atomic.Int64 // bytes that may still be made
	objects atomic.Int64
	bytes   atomic.Int64
	units   chan unit
	shared  chan branch
	idle    atomic.Int32 // workers that wait for a branch
	pending atomic.Int32 // workers that have units, and branches that are not done
	telling sync.Mutex   // of Refuse and Done
}

// unit is a stretch of work.
type unit struct {
	what     work
	pack     *pack // none: loose objects
	from, to uint32
}

// work says what the numbers of a unit are.
type work byte

const (
	ranks   work = iota // of a pack
	outside             // those of forest.outside
	loosely             // loose objects
)

const unitSize = 64

// Walk shows every object of the store once, in no order. The error is the context's.
func (s *Store) Walk(ctx context.Context, t Tour) (Tally, error) {
	w := &walk{Store: s, Tour: t, units: make(chan unit), shared: make(chan branch)}
	for kind := range w.wanted {
		w.wanted[kind] = len(t.Kinds) == 0
	}
	for _, kind := range t.Kinds {
		w.wanted[kind] = true
	}
	w.work.Store(s.limits.Work)
	defer context.AfterFunc(ctx, func() { w.stopped.Store(true) })()
	w.pending.Store(int32(t.Workers))
	var all sync.WaitGroup
	for i := range t.Workers {
		all.Go(func() { newWorker(w, i).run() })
	}
	w.feed()
	all.Wait()
	return w.tally(), ctx.Err()
}

func (w *walk) tally() Tally { return Tally{int(w.objects.Load()), w.bytes.Load()} }

// feed gives the workers all units.
func (w *walk) feed() {
	defer close(w.units)
	for _, p := range w.packs {
		if p.forest == nil {
			if err := guard(func() error { p.forest = plant(p); return nil }); err != nil {
				w.refuseAll(p, err)
				continue
			}
		}
		w.refuseLost(p)
		w.feedRange(ranks, p, len(p.forest.keys))
		w.feedRange(outside, p, len(p.forest.outside))
	}
	w.feedRange(loosely, nil, len(w.loose))
}

func (w *walk) feedRange(what work, p *pack, count int) {
	for from := 0; from < count && !w.stopped.Load(); from += unitSize {
		w.units <- unit{what, p, uint32(from), uint32(min(from+unitSize, count))}
	}
}

// refuse tells of an object that cannot be shown.
func (w *walk) refuse(o Object, err error) {
	w.telling.Lock()
	defer w.telling.Unlock()
	w.Visitor.Refuse(o, err)
}

func (w *walk) refuseAll(p *pack, err error) {
	for at := range p.index.count {
		w.refuse(Object{Number: p.base + uint32(at), Size: -1}, err)
	}
}

// refuseLost tells of the objects of a pack that nothing leads to.
func (w *walk) refuseLost(p *pack) {
	for _, number := range p.forest.lost {
		w.refuseRank(p, number, ErrDamaged)
	}
	for _, rank := range p.forest.broken {
		p.forest.under(rank, func(rank uint32) { w.refuseRank(p, p.forest.number(rank), ErrDamaged) })
	}
}

func (w *walk) refuseRank(p *pack, number uint32, err error) {
	if !p.again.has(number) {
		w.refuse(Object{Number: p.base + number, Size: -1}, err)
	}
}

// done tells of progress after a unit.
func (w *walk) done() {
	if w.Done != nil && w.telling.TryLock() {
		defer w.telling.Unlock()
		w.Done(w.tally())
	}
}
