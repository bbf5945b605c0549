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
	ctx     context.Context // asked once a unit; stopped is asked for every object
	wanted  [8]bool
	stopped atomic.Bool
	work    atomic.Int64 // bytes that may still be made
	objects atomic.Int64
	bytes   atomic.Int64
	shared  chan branch
	idle    atomic.Int32 // workers that wait for a branch
	pending atomic.Int32 // workers that have units, and branches that are not done
	telling sync.Mutex   // of Refuse and Done

	queue sync.Mutex // of what follows: where the next unit begins
	tier  int        // number of the pack, or that of all packs: the loose objects
	stage work       // of the pack
	begun uint32     // numbers that were given out
}

// unit is a stretch of work.
type unit struct {
	what     work
	pack     *pack
	from, to uint32
}

// work says what the numbers of a unit are.
type work byte

const (
	ranks   work = iota // of a pack
	outside             // those of forest.outside
	broken              // those of forest.broken
	lost                // numbers: those of forest.lost
	loosely             // loose objects
)

const unitSize = 64

// Walk shows every object of the store once, in no order. The error is the context's.
func (s *Store) Walk(ctx context.Context, t Tour) (Tally, error) {
	w := &walk{Store: s, Tour: t, ctx: ctx, shared: make(chan branch)}
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
	all.Wait()
	return w.tally(), ctx.Err()
}

func (w *walk) tally() Tally { return Tally{int(w.objects.Load()), w.bytes.Load()} }

// claim gives a worker its next unit; ok is false where none is left.
func (w *walk) claim() (u unit, ok bool) {
	w.queue.Lock()
	defer w.queue.Unlock()
	for w.tier <= len(w.packs) && w.ctx.Err() == nil {
		u = unit{what: w.stage, from: w.begun}
		count := 0
		if w.tier == len(w.packs) {
			u.what, count = loosely, len(w.loose)
		} else if u.pack = w.packs[w.tier]; w.grown(u.pack) {
			count = u.pack.forest.count(w.stage)
		}
		if int(w.begun) < count {
			u.to = uint32(min(int(w.begun)+unitSize, count))
			w.begun = u.to
			return u, true
		}
		w.begun = 0
		if w.stage++; w.stage == loosely || u.what == loosely {
			w.tier, w.stage = w.tier+1, ranks
		}
	}
	return unit{}, false
}

// grown makes sure that a pack has a forest. If it cannot have one, all its objects are refused,
// once.
func (w *walk) grown(p *pack) bool {
	if p.forest != nil || w.begun > 0 || w.stage != ranks {
		return p.forest != nil
	}
	err := guard(func() (err error) {
		p.forest, err = plant(p)
		return err
	})
	if err != nil {
		w.refuseAll(p, err)
	}
	return err == nil
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

// refuseNumber tells of an object of a pack, unless an earlier one has it too.
func (w *walk) refuseNumber(p *pack, number uint32, err error) {
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
