package exposure

import (
	"context"
	"os"
	"sync"
	"sync/atomic"

	"firebreak/providers"
)

// crew searches the files of one place with several workers.
type crew struct {
	*search
	ctx  context.Context
	root *os.Root // of the place
	dir  string   // its path

	mu    sync.Mutex
	ready sync.Cond
	tasks []task // the newest first, so that few folders wait
	busy  int

	repos    []gitFolder
	pointers []string // objects of LFS that files stand for
	held     map[string]bool
}

// task is a folder below the root, or a part of a large file.
type task struct {
	folder string
	file   *largeFile
	from   int64
}

// gitFolder is a repository that was met, and its name below the place.
type gitFolder struct {
	path string
	name providers.Untrusted
}

func (s *search) crew(ctx context.Context, dir string) (*crew, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	c := &crew{search: s, ctx: ctx, root: root, dir: dir, held: map[string]bool{}}
	c.ready.L = &c.mu
	return c, nil
}

// run works until no task is left. The error is the context's.
func (c *crew) run(first ...task) error {
	c.tasks = first
	stop := context.AfterFunc(c.ctx, c.ready.Broadcast)
	defer stop()
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			h := &hand{crew: c, desk: c.needles.desk()}
			defer h.wipe()
			for t, ok := c.take(); ok; t, ok = c.take() {
				h.work(t)
				c.done()
			}
		})
	}
	all.Wait()
	return c.ctx.Err()
}

// take waits for a task; none comes once all is done, or the context ended.
func (c *crew) take() (task, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.tasks) == 0 && c.busy > 0 && c.ctx.Err() == nil {
		c.ready.Wait()
	}
	if len(c.tasks) == 0 || c.ctx.Err() != nil {
		return task{}, false
	}
	last := len(c.tasks) - 1
	t := c.tasks[last]
	c.tasks = c.tasks[:last]
	c.busy++
	return t, true
}

func (c *crew) done() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy--; c.busy == 0 {
		c.ready.Broadcast()
	}
}

func (c *crew) give(list ...task) {
	if len(list) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tasks = append(c.tasks, list...)
	c.ready.Broadcast()
}

// hand is one worker of a crew.
type hand struct {
	*crew
	*desk
	head [headSize]byte // of the file at hand
}

func (h *hand) work(t task) {
	if t.file != nil {
		h.partOf(t.file, t.from)
		return
	}
	h.folder(t.folder)
}

// largeFile is a file that several workers search, a part each.
type largeFile struct {
	plainFile
	path string       // below the root
	left atomic.Int32 // parts that are not done

	mu    sync.Mutex
	found []occurrence
	err   error
}

// part is how much of a large file one task searches.
const part = 4 << 20

// parts makes the tasks of a large file.
func (f *largeFile) parts() []task {
	var list []task
	for at := int64(0); at < f.size; at += part {
		list = append(list, task{file: f, from: at})
	}
	f.left.Store(int32(len(list)))
	return list
}

// partOf searches a part, and finishes the file behind the last one.
func (h *hand) partOf(f *largeFile, from int64) {
	found, _, err := h.part(h.ctx, f, from, min(from+part, f.size))
	h.meter.Bytes.Add(min(part, f.size-from))
	f.mu.Lock()
	for _, o := range found {
		f.found = count(f.found, o)
	}
	if f.err == nil {
		f.err = err
	}
	f.mu.Unlock()
	if f.left.Add(-1) == 0 {
		h.finish(f)
		_ = f.Close() // only read
	}
}

// finish tells what was found in a file whose parts are searched.
func (h *hand) finish(f *largeFile) {
	if h.ctx.Err() != nil {
		return
	}
	s := seen{from: f, size: f.size, path: f.path, head: make([]byte, headSize), found: f.found}
	if f.err == nil {
		f.err = h.number(h.ctx, f, f.found)
	}
	if f.err == nil {
		_, f.err = f.ReadAt(s.head, 0)
	}
	if f.err == nil {
		f.err = s.ends()
	}
	if f.err != nil {
		h.refuse(Unreadable) // what was found until then is told all the same
	}
	h.tell(s)
}
