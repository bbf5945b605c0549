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
	rows   *rowPlan

	split  *split
	form   *form // of the file at hand; nil until a record tells
	values []raw
	calls  *repeated // of the row at hand, where it is one of a query's result
	batch  batch
}

func newWorker(q Query) *worker {
	w := &worker{query: q, stored: bufio.NewReaderSize(nil, 128<<10), zip: new(gzip.Reader), names: interner{}, rows: rowPlanOf(q.Columns)}
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
	w.form, w.calls = nil, nil
	w.split = newSplit(w.key, w.take, w.skip)
	into := &feed{ctx: ctx, w: w, job: j}
	err = w.pour(into)
	told := len(w.batch.skips)
	w.split.close()
	if err != nil && ctx.Err() == nil {
		w.batch.skips = append(w.batch.skips[:told], skipped{place{record: w.split.at.record, byte: into.bytes}, whyEnded(err)})
	}
	into.flush()
	return ctx.Err()
}

// inflated is a text, and the same to be written on.
type inflated interface {
	io.Reader
	io.WriterTo
}

// pour reads the text of the file at hand, which may be compressed, in one piece or in several, and
// hands it on as what it is: a table, or JSON.
func (w *worker) pour(to *feed) error {
	text, head, err := w.inflate()
	if err != nil {
		return err
	}
	between := separator(head)
	if between == 0 {
		_, err := text.WriteTo(to)
		return err
	}
	w.values = make([]raw, w.rows.count)
	t := &table{w: w, in: bufio.NewReaderSize(&measured{text, &to.bytes}, tableAhead), between: between}
	return t.read(func() error {
		w.split.at.record = t.at.record
		return to.offer()
	})
}

// tableAhead is how far a table's reader looks for the end of a record.
const tableAhead = 256 << 10

// inflate begins to read a file, and gives the start of its text beside it.
func (w *worker) inflate() (text inflated, head []byte, err error) {
	start, err := w.stored.Peek(2)
	if !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, err
		}
		head, _ = w.stored.Peek(headOf) // what there is of it
		return w.stored, head, nil
	}
	if err := w.zip.Reset(w.stored); err != nil {
		return nil, nil, err
	}
	head = make([]byte, headOf)
	n, err := io.ReadFull(w.zip, head)
	if err != nil && n == 0 && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	return &again{head[:n], w.zip}, head[:n], nil
}

// headOf is how much of a text tells what it is.
const headOf = 4 << 10

// again gives the start of a text before the rest of it.
type again struct {
	head []byte
	rest inflated
}

func (a *again) Read(p []byte) (int, error) {
	if len(a.head) > 0 {
		n := copy(p, a.head)
		a.head = a.head[n:]
		return n, nil
	}
	return a.rest.Read(p)
}

// WriteTo writes all that is left.
func (a *again) WriteTo(to io.Writer) (int64, error) {
	n, err := to.Write(a.head)
	if err != nil {
		return int64(n), err
	}
	rest, err := a.rest.WriteTo(to)
	return int64(n) + rest, err
}

// measured counts the bytes that pass.
type measured struct {
	io.Reader
	n *int64
}

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	*m.n += int64(n)
	return n, err
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
		if w.form = w.sniff(record); w.form == nil {
			w.skip(at, Foreign)
			return true
		}
	}
	plan := w.form.plan
	if plan == nil {
		plan = w.rows.plan
	}
	if len(w.values) != plan.count {
		w.values = make([]raw, plan.count)
	}
	if !plan.read(record, w.values) {
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
	if err != nil {
		return n, err
	}
	return n, f.offer()
}

// offer hands the batch at hand on where it is a full one.
func (f *feed) offer() error {
	if len(f.w.batch.events)+len(f.w.batch.skips) >= batchOf {
		f.flush()
	}
	return f.ctx.Err()
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
