package exposure

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/providers/identify"
	"firebreak/runbook/exposure/gitstore"
	"firebreak/runbook/exposure/unpack"
)

// limits are the budgets, in one place so that tests can make them small.
type limits struct {
	file   int64 // bytes of one file
	blob   int64 // bytes of a packed file of the history, which is held in memory to look inside
	object int64 // bytes of a commit, tree or tag, which are held in memory
	hits   int   // listed in all
	near   int64 // bytes of a file that is searched for other credentials
	depth  int   // of folders in a tree
	held   int64 // bytes of trees that are open at once
	paths  int   // below one tree: trees can repeat each other without end
	store  gitstore.Limits
	unpack unpack.Limits
}

var usual = limits{file: 1 << 40, blob: 32 << 20, object: 64 << 20, hits: 1000, near: 1 << 20, depth: 512, held: 32 << 20, paths: 64, store: gitstore.Usual, unpack: unpack.Usual}

// Quest is what to look for, and where.
type Quest struct {
	Key    providers.Secret
	Places []string // folders, files and git repositories
	// Found is told of each hit as soon as it is known, one after another; nil: nobody is.
	Found func(Hit)
	Most  int // hits that are listed; 0: 1,000
	// Input is what the place "-" stands for; nil: a file of that name.
	Input io.Reader
	Meter *Meter // counts what is read; may be nil
}

// Meter tells how far a search is. It may be read at any time.
type Meter struct {
	Files, Objects, Bytes atomic.Int64
	// Total is how many objects the repository has that is read now, and Before how many were read before it;
	// 0: none is.
	Total, Before atomic.Int64
}

// Search looks for the key in the places. Those that do not exist or cannot be read are
// results, not errors: see Place. The error is ErrTooShort, ErrNoPlaces or the context's;
// after the latter, the result says what was done until then. No program that was started
// outlives the call. Progress is reported to the context's listener.
func Search(ctx context.Context, door *files.Door, clock providers.Clock, q Quest) (Result, error) {
	return run(ctx, door, clock, q, usual)
}

func run(ctx context.Context, door *files.Door, clock providers.Clock, q Quest, l limits) (Result, error) {
	if len(q.Places) == 0 {
		return Result{}, ErrNoPlaces
	}
	n, err := thread(q.Key)
	if err != nil {
		return Result{}, err
	}
	defer n.Wipe()
	s := &search{door: door, key: q.Key, found: q.Found, input: q.Input, meter: q.Meter, limits: l, needles: n, repos: map[string]bool{}}
	if q.Most > 0 {
		s.limits.hits = q.Most
	}
	if s.meter == nil {
		s.meter = new(Meter)
	}
	for _, place := range q.Places {
		if err = s.place(ctx, place); err != nil {
			break
		}
	}
	s.result.At = clock.Now()
	s.result.Complete = err == nil
	for _, p := range s.result.Places {
		s.result.Coverage.add(p.Coverage)
		s.result.Complete = s.result.Complete && p.Complete
	}
	return s.result, err
}

// search is the state of one call.
type search struct {
	door    *files.Door
	key     providers.Secret
	found   func(Hit)
	input   io.Reader
	meter   *Meter
	limits  limits
	needles *needles
	repos   map[string]bool // folders of repositories that were searched

	mu     sync.Mutex // of what follows, while files are searched side by side
	result Result
	at     *Place // the one that is searched now
	named  string // as it was named
}

// refuse counts something that is not looked at.
func (s *search) refuse(why Why) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at.Coverage.Refused++
	s.at.Reasons[why]++
}

// lack counts files of which only a stand-in is here.
func (s *search) lack(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at.Coverage.Missing += n
	s.at.Reasons[Elsewhere] += n
}

// read counts a file that was searched.
func (s *search) read(ctx context.Context, size int64) {
	s.mu.Lock()
	s.at.Coverage.Files++
	s.at.Coverage.Bytes += size
	n := s.at.Coverage.Files
	s.mu.Unlock()
	s.meter.Files.Add(1)
	if n%often == 0 {
		providers.Report(ctx, "files", n, 0)
	}
}

// place searches one named place. The error is the context's.
func (s *search) place(ctx context.Context, where string) error {
	s.named, s.at = where, &Place{Where: where, Reasons: map[Why]int{}}
	if s.needles.in([]byte(where)) {
		s.at.Where = s.needles.clean(where).Line(len(where))
	}
	err := s.enter(ctx, where)
	c := s.at.Coverage
	if err == nil && c.Files == 0 && c.Objects == 0 && c.Refused == 0 {
		s.at.Reasons[NothingHere]++
	}
	s.at.Complete = err == nil && len(s.at.Reasons) == 0
	s.result.Places = append(s.result.Places, *s.at)
	return err
}

func (s *search) enter(ctx context.Context, where string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if where == "-" && s.input != nil {
		return s.stream(ctx, s.input)
	}
	path, info, err := resolve(where)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.refuse(NotFound)
	case err != nil:
		s.refuse(Unreadable)
	case info.IsDir():
		return s.folder(ctx, path)
	case info.Mode().IsRegular():
		return s.single(ctx, path)
	default:
		s.refuse(Special)
	}
	return nil
}

// Readable tells whether a place can be searched: whether it is there, fs.ErrNotExist if not, and
// opens for reading.
func Readable(place string) error {
	f, err := os.Open(place)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil || !info.IsDir() {
		return err
	}
	if _, err = f.Readdirnames(1); errors.Is(err, io.EOF) {
		err = nil // empty
	}
	return err
}

func resolve(where string) (string, os.FileInfo, error) {
	path, err := filepath.Abs(where)
	if err != nil {
		return "", nil, err
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", nil, err
	}
	info, err := os.Lstat(path)
	return path, info, err
}

// hit keeps a hit, up to the limit.
func (s *search) hit(h Hit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.result.Hits) >= s.limits.hits {
		s.at.Reasons[TooMany]++
		return
	}
	h.Where = s.at.Where
	s.result.Hits = append(s.result.Hits, h)
	if s.found != nil {
		s.found(h)
	}
}

// inside reports whether a resolved path lies in the place that is searched.
func (s *search) inside(path string) bool {
	place, _, err := resolve(s.named)
	return err == nil && below(place, path)
}

// neighbours keeps the other credentials of a text that holds the key, each value once.
func (s *search) neighbours(path providers.Untrusted, text []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range identify.Beside(text) {
		if f.Credential.Secret.Equal(s.key) || s.knows(f) {
			continue
		}
		s.result.Neighbours = append(s.result.Neighbours, Neighbour{Where: s.at.Where, Path: path, Finding: f})
	}
}

func (s *search) knows(f identify.Finding) bool {
	for _, n := range s.result.Neighbours {
		if n.Finding.Credential.Secret.Equal(f.Credential.Secret) {
			return true
		}
	}
	return false
}
