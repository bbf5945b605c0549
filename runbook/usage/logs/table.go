package logs

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// table reads comma-separated values, of which the first line names the columns. A record that
// spans lines is put together; one whose quote is never closed costs its first line only.
type table struct {
	w       *worker
	in      *bufio.Reader
	between byte
	columns []int // slots of each column in the plan
	events  func() Reason
	extra   map[int]*raw // columns that only a query's result has
	at      place
}

// separators are tried on the first line; the one that is there most often counts.
var separators = []byte{',', ';', '\t', '|'}

// separator of a text that begins so; 0 where it is no table.
func separator(head []byte) byte {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte(mark)), []byte("\n"))
	line = bytes.TrimSpace(line)
	if len(line) == 0 || line[0] == '{' || line[0] == '[' {
		return 0
	}
	best, most := byte(0), 0
	for _, c := range separators {
		if n := bytes.Count(line, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}

// read reads the table to its end.
func (t *table) read(sent func() error) error {
	for {
		line, err := t.record()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if line = bytes.TrimRight(line, "\r\n"); len(line) > 0 && !t.line(line) {
			return nil
		}
		if failed := sent(); failed != nil {
			return failed
		}
		if err != nil {
			return nil
		}
	}
}

// mostLines bounds the lines of one record.
const mostLines = 200

// record reads a line, and those that belong to it because of a quote that goes on.
func (t *table) record() ([]byte, error) {
	line, err := t.physical()
	if bytes.Count(line, quote)&1 == 0 || err != nil {
		return line, err
	}
	head, _ := t.in.Peek(t.in.Size())
	end := 0
	for range mostLines {
		n := bytes.IndexByte(head[end:], '\n')
		if n < 0 {
			break
		}
		end += n + 1
		if bytes.Count(head[:end], quote)&1 != 0 {
			whole := slices.Concat(line, head[:end])
			if t.columns != nil && t.count(whole) != len(t.columns) {
				break // the quote belongs to another record
			}
			line = whole
			_, err = t.in.Discard(end)
			t.at.line += int64(bytes.Count(head[:end], []byte{'\n'}))
			return line, err
		}
	}
	return line, nil
}

// count is how many cells a record has.
func (t *table) count(record []byte) (n int) {
	for range cells(bytes.TrimRight(record, "\r\n"), t.between) {
		n++
	}
	return n
}

// physical reads one line, of which no more than mostRecord is kept.
func (t *table) physical() ([]byte, error) {
	t.at.line++
	var line []byte
	for {
		part, err := t.in.ReadSlice('\n')
		if len(line) <= mostRecord {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// line handles a line, and reports whether it is worth going on: a text without a column of times is
// no log.
func (t *table) line(line []byte) bool {
	if t.columns == nil {
		if t.head(line); !t.timed() {
			t.w.skip(t.at, Foreign)
			return false
		}
		return true
	}
	t.at.record++
	switch {
	case len(line) > mostRecord:
		t.w.skip(t.at, TooLong)
	case t.w.key == nil || t.w.key.index(line) >= 0:
		t.row(line)
	}
	return true
}

// timed reports whether one of the columns tells times.
func (t *table) timed() bool {
	return t.w.calls != nil || slices.ContainsFunc(t.w.rows.at[fTime], func(slot int) bool { return slices.Contains(t.columns, slot) })
}

// row makes events of a line.
func (t *table) row(line []byte) {
	clear(t.w.values)
	n := 0
	for cell := range cells(line, t.between) {
		switch into := t.extra[n]; {
		case into != nil:
			*into = quoted(cell)
		case n < len(t.columns) && t.columns[n] >= 0:
			t.w.values[t.columns[n]] = quoted(cell)
		}
		n++
	}
	if n < len(t.columns) {
		t.w.skip(t.at, CutOff)
		return
	}
	if why := t.events(); why != "" {
		t.w.skip(t.at, why)
	}
}

// repeated is what a row of a query's result says of the calls that it stands for.
type repeated struct{ requests, last raw }

// head learns the columns; a name that several columns have counts for the first. The result of a
// query of ours has those of CloudTrail.
func (t *table) head(line []byte) {
	var names []string
	for cell := range cells(bytes.TrimPrefix(line, []byte(mark)), t.between) {
		names = append(names, strings.TrimSpace(string(cell)))
	}
	slots := t.w.rows.slot
	t.events, t.w.calls = t.w.rowEvents, nil
	if queried(names) && len(t.w.query.Columns) == 0 {
		t.w.calls = &repeated{}
		t.events, t.extra = t.w.trailEvents, map[int]*raw{slices.Index(names, "requests"): &t.w.calls.requests, slices.Index(names, "last"): &t.w.calls.last}
		slots = func(name string) int {
			return slices.IndexFunc(ctPaths, func(path string) bool { return columnOf(path) == name })
		}
		t.w.values = make([]raw, len(ctPaths))
	}
	t.columns = []int{}
	for _, name := range names {
		slot := slots(name)
		if slices.Contains(t.columns, slot) {
			slot = -1
		}
		t.columns = append(t.columns, slot)
	}
}

// queried reports whether columns are those of a query's result.
func queried(names []string) bool {
	for _, name := range []string{"eventtime", "eventsource", "eventname", "requests", "last"} {
		if !slices.Contains(names, name) {
			return false
		}
	}
	return true
}

// quoted makes a JSON string of a cell.
func quoted(cell []byte) raw {
	cell = bytes.TrimSpace(cell)
	if len(cell) == 0 {
		return nil
	}
	if bytes.IndexByte(cell, '"') < 0 && bytes.IndexByte(cell, '\\') < 0 {
		return slices.Concat(quote, cell, quote)
	}
	text, _ := json.Marshal(string(cell)) // of a string it cannot fail
	return text
}

// cells gives the cells of a record, without their quotes.
func cells(line []byte, between byte) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for {
			cell, rest, more := cell(line, between)
			if !yield(cell) || !more {
				return
			}
			line = rest
		}
	}
}

func cell(line []byte, between byte) (text, rest []byte, more bool) {
	if len(line) == 0 || line[0] != '"' {
		return bytes.Cut(line, []byte{between})
	}
	line = line[1:]
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			return append(text, line...), nil, false
		}
		text = append(text, line[:i]...)
		if line = line[i+1:]; len(line) == 0 || line[0] != '"' {
			break
		}
		text, line = append(text, '"'), line[1:]
	}
	_, rest, more = bytes.Cut(line, []byte{between})
	return text, rest, more
}
