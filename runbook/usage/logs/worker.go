package logs

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"

	"firebreak/runbook/usage"
)

// worker reads one file after another.
type worker struct {
	query  Query
	key    *needle
	stored *bufio.Reader
	zip    *gzip.Reader
	names  interner

	split  *split
	form   *form // of the file at hand; nil until a record tells
	values []raw
	batch  batch
}

func newWorker(q Query) *worker {
	w := &worker{query: q, stored: bufio.NewReaderSize(nil, 128<<10), zip: new(gzip.Reader), names: interner{}}
	if q.KeyID != "" {
		w.key = newNeedle(q.KeyID)
	}
	return w
}

func (w *worker) work(ctx context.Context, jobs *jobs) {
	for j := jobs.take(); j != nil; j = jobs.take() {
		if ctx.Err() == nil {
			j.err = w.read(ctx, j)
		}
		w.query.Progress.Files.Add(1)
		close(j.out)
	}
}

// read reads one file to its end, or to where it is broken.
func (w *worker) read(ctx context.Context, j *job) error {
	stored, err := j.source.open()
	if err != nil {
		return fmt.Errorf("open the log: %w", err)
	}
	defer stored.Close()
	w.stored.Reset(&counting{stored, &w.query.Progress.Stored})
	w.form = nil
	w.split = newSplit(w.key, w.take, w.skip)
	into := &feed{ctx: ctx, w: w, job: j}
	err = w.inflate(into)
	told := len(w.batch.skips)
	w.split.close()
	if err != nil && ctx.Err() == nil {
		w.batch.skips = append(w.batch.skips[:told], skipped{place{record: w.split.at.record, byte: into.bytes}, whyEnded(err)})
	}
	into.flush()
	return ctx.Err()
}

// inflate copies the text of the file at hand, which may be compressed, in one piece or in several.
func (w *worker) inflate(to io.Writer) error {
	start, err := w.stored.Peek(2)
	if !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		_, err = w.stored.WriteTo(to)
		return err
	}
	if err := w.zip.Reset(w.stored); err != nil {
		return err
	}
	_, err = w.zip.WriteTo(to)
	return err
}

// whyEnded tells what ended a file before its end.
func whyEnded(err error) Reason {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return CutOff
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return Damaged
	}
	return Unreadable
}

// take makes events of a record that holds the key.
func (w *worker) take(record []byte, at place) bool {
	if w.form == nil {
		if w.form = sniff(record); w.form == nil {
			w.skip(at, Foreign)
			return true
		}
		w.values = make([]raw, w.form.plan.count)
	}
	if !w.form.plan.read(record, w.values) {
		return false
	}
	if why := w.form.events(w); why != "" {
		w.skip(at, why)
	}
	return true
}

func (w *worker) skip(at place, why Reason) {
	w.batch.skips = append(w.batch.skips, skipped{at, why})
}

// add keeps an event of the key, or of any where none is asked for.
func (w *worker) add(e *usage.Event) { w.batch.events = append(w.batch.events, *e) }

// feed hands a file's text to the split, and what came of it to the job.
type feed struct {
	ctx     context.Context
	w       *worker
	job     *job
	bytes   int64
	records int64
	sent    int64
}

func (f *feed) Write(p []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	f.bytes += int64(len(p))
	n, err := f.w.split.Write(p)
	if len(f.w.batch.events)+len(f.w.batch.skips) >= batchOf {
		f.flush()
	}
	return n, err
}

// flush hands the batch at hand on, and waits where that file's turn has not come.
func (f *feed) flush() {
	b := f.w.batch
	b.records, b.bytes = f.w.split.at.record-f.records, f.bytes-f.sent
	f.records, f.sent = f.w.split.at.record, f.bytes
	f.w.batch = batch{}
	select {
	case f.job.out <- b:
	case <-f.ctx.Done():
	}
}

// counting counts what is read from the disk.
type counting struct {
	io.Reader
	n interface{ Add(int64) int64 }
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}
