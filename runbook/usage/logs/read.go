package logs

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"firebreak/runbook/usage"
)

// Query says what is read of the sources.
type Query struct {
	KeyID   string // id of the credential; "" reads the use of all
	Workers int    // files that are read side by side; 0 is one for each processor
	// Columns names the column or the path of members for fields of rows, by the names of Fields.
	Columns map[string]string
	// Now is when the logs are read: later events have a wrong clock. Zero does not ask.
	Now time.Time
	// Progress counts what was read; nil: nobody looks.
	Progress *Progress
}

// Progress may be looked at while a reading goes on.
type Progress struct {
	Stored atomic.Int64 // bytes as they are stored
	Files  atomic.Int64 // that are read to their end
}

// batch is a part of what a file gave, in its order.
type batch struct {
	events         []usage.Event
	skips          []skipped
	records, bytes int64
}

type skipped struct {
	at  place
	why Reason
}

// skew is how far clocks may differ without a word.
const skew = 5 * time.Minute

const (
	batchOf = 256 // events
	ahead   = 8   // batches of a file whose turn has not come: this bounds the memory
)

// Read reads the sources and gives their events to each, in the order of the sources and of the
// records in them, all from the goroutine that called it. What was read and skipped is added to
// intake. An error is that of the context, or of a source that cannot be opened; what is wrong
// inside a source is skipped and counted.
func Read(ctx context.Context, sources []Source, q Query, intake *usage.Intake, each func(*usage.Event)) error {
	ctx, cancel := context.WithCancel(ctx)
	var working sync.WaitGroup
	defer working.Wait()
	defer cancel()
	if q.Workers <= 0 {
		q.Workers = runtime.GOMAXPROCS(0)
	}
	if q.Progress == nil {
		q.Progress = &Progress{}
	}
	jobs := newJobs(sources)
	for range min(q.Workers, len(sources)) {
		w := newWorker(q)
		working.Go(func() { w.work(ctx, jobs) })
	}
	for i := range jobs.list {
		j := &jobs.list[i]
		for b := range j.out {
			intake.Records += b.records
			intake.Bytes += b.bytes
			for _, s := range b.skips {
				intake.Skip(j.source.Name, s.at.String(), string(s.why))
			}
			for i := range b.events {
				intake.Selected++
				if !q.Now.IsZero() && b.events[i].At.Sub(q.Now) > skew {
					intake.Ahead++
				}
				each(&b.events[i])
			}
		}
		if j.err != nil {
			return j.err
		}
	}
	return ctx.Err()
}

// jobs are handed out in order, so that the file whose turn it is always has a worker.
type jobs struct {
	list []job
	next atomic.Int64
}

type job struct {
	source Source
	out    chan batch // closed at the file's end; err is set before
	err    error
}

func newJobs(sources []Source) *jobs {
	j := &jobs{list: make([]job, len(sources))}
	for i, s := range sources {
		j.list[i] = job{source: s, out: make(chan batch, ahead)}
	}
	return j
}

// take returns the next job, nil when there is none left.
func (j *jobs) take() *job {
	i := int(j.next.Add(1)) - 1
	if i >= len(j.list) {
		return nil
	}
	return &j.list[i]
}
