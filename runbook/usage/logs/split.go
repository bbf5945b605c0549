package logs

import (
	"bytes"
	"fmt"
)

// split cuts JSON text that is written to it into records and hands on those that hold the needle.
// It knows the elements of an array, of an array inside a wrapping object, JSON lines, and values
// one after the other; several of these may follow each other in one text. Brackets inside strings
// mislead it as little as a record that breaks off: it goes on with the next one.
type split struct {
	key *needle // nil: every record is handed on
	// take gets a record, which it may not keep, and reports whether it is whole JSON.
	take func(record []byte, at place) bool
	skip func(at place, why Reason)

	buf    []byte
	from   int // start in buf of what is looked at
	seen   int // how far the scan has come
	hit    int // the first needle at or behind from, -1 for none up to looked
	looked int
	scan   scan
	mode   mode
	after  mode   // what comes after a record: elements or values
	nested bool   // the array is inside an object
	lead   []byte // how records of this text begin: the name of their first member
	fails  int    // broken records without a whole one between them
	over   bool   // the line is too long, and that was said
	at     place
	final  bool
}

// place is where in a text something stands, after decompression.
type place struct {
	line, record int64 // counted from one; line is 0 where lines mean nothing
	byte         int64 // counted from zero
}

func (p place) String() string {
	if p.line > 0 {
		return fmt.Sprintf("line %d", p.line)
	}
	return fmt.Sprintf("record %d, byte %d", p.record, p.byte)
}

type mode uint8

const (
	head     mode = iota // before a value
	elements             // between the elements of an array
	record               // inside an element or a value
	values               // between values that are records themselves
	tail                 // behind the array of a wrapping object
	lines                // between lines
	lost                 // behind something broken
)

const (
	piece      = 256 << 10 // a text is looked at in pieces of this size
	mostRecord = 4 << 20   // a longer record is broken; the longest of CloudTrail have 1 MB
	mostBefore = 64 << 10  // of a wrapping object before its array
	mostFails  = 8         // then the rest in hand is given up, for looking into it again and again takes for ever
)

func newSplit(key *needle, take func([]byte, place) bool, skip func(place, Reason)) *split {
	return &split{key: key, take: take, skip: skip, hit: -1}
}

// Write never fails.
func (s *split) Write(p []byte) (int, error) {
	s.buf = append(s.buf, p...)
	if len(s.buf)-s.seen >= piece {
		s.work()
	}
	return len(p), nil
}

// close ends the text.
func (s *split) close() {
	s.final = true
	s.work()
}

// step goes on as far as the text in hand allows, and reports whether there is more to do.
func (s *split) step() bool {
	switch s.mode {
	case head:
		return s.begin()
	case elements:
		return s.element()
	case record:
		return s.inRecord()
	case values:
		return s.value()
	case tail:
		return s.leave()
	case lines:
		return s.line()
	}
	return s.find()
}

func (s *split) work() {
	for s.step() {
	}
	kept := copy(s.buf, s.buf[s.from:])
	s.buf = s.buf[:kept]
	s.at.byte += int64(s.from)
	s.seen, s.looked = max(s.seen-s.from, 0), max(s.looked-s.from, 0)
	if s.hit >= 0 && s.hit < s.from {
		s.looked = 0
	}
	s.hit = max(s.hit-s.from, -1)
	s.from = 0
}

// here is the place of what is looked at.
func (s *split) here() place {
	at := s.at
	at.byte += int64(s.from)
	return at
}

// holds reports whether the needle stands in what is looked at, which ends at end.
func (s *split) holds(end int) bool {
	if s.key == nil {
		return true
	}
	if s.hit >= s.from {
		return s.hit < end
	}
	start := s.from
	if s.hit < 0 {
		if s.looked == len(s.buf) {
			return false
		}
		start = max(s.from, s.looked-len(s.key.text)+1)
	}
	if s.hit = s.key.index(s.buf[start:]); s.hit >= 0 {
		s.hit += start
	}
	s.looked = len(s.buf)
	return s.hit >= 0 && s.hit < end
}

// blank skips what may stand between values, and reports whether something else follows.
func (s *split) blank(also byte) bool {
	for s.from < len(s.buf) {
		switch c := s.buf[s.from]; c {
		case ' ', '\t', '\r', '\n', also:
			s.from++
		default:
			return true
		}
	}
	return false
}

// mark is what some programs write before a text in UTF-8.
const mark = "\xef\xbb\xbf"

func (s *split) begin() bool {
	if !s.blank(' ') {
		return false
	}
	rest := s.buf[s.from:]
	if bytes.HasPrefix(rest, []byte(mark)) {
		s.from += len(mark)
		return true
	}
	switch rest[0] {
	case '[':
		s.from++
		s.mode, s.nested = elements, false
		return true
	case '{':
		n := opening(rest)
		switch {
		case n < 0 && !s.final && len(rest) < mostBefore:
			return false
		case n > 0:
			s.from += n
			s.mode, s.nested = elements, true
			return true
		}
		return s.form(rest)
	}
	s.mode = lines
	s.at.line++
	return true
}

// form chooses between lines and values that span lines.
func (s *split) form(rest []byte) bool {
	first, _, ended := bytes.Cut(rest, []byte("\n"))
	switch {
	case len(bytes.TrimSpace(first)) > 1:
		s.mode = lines
		s.at.line++
	case ended || s.final:
		s.mode = values
	default:
		return false
	}
	return true
}

func (s *split) element() bool {
	if !s.blank(',') {
		if s.final {
			s.skip(s.here(), CutOff)
		}
		return false
	}
	switch s.buf[s.from] {
	case '{':
		s.start(elements)
	case ']':
		s.from++
		s.mode, s.seen = head, s.from
		if s.nested {
			s.mode, s.scan = tail, scan{depth: 1}
		}
	default:
		s.at.record++
		s.broken(NotRecord)
	}
	return true
}

// start begins a record at from.
func (s *split) start(after mode) {
	s.mode, s.after, s.seen, s.scan = record, after, s.from, scan{}
	s.at.record++
}

func (s *split) value() bool {
	if !s.blank(' ') {
		return false
	}
	if s.buf[s.from] != '{' {
		s.mode = head
		return true
	}
	s.start(values)
	return true
}

func (s *split) inRecord() bool {
	n := s.scan.close(s.buf[s.seen:])
	if n < 0 {
		s.seen = len(s.buf)
		switch {
		case s.seen-s.from > mostRecord:
			s.broken(TooLong)
			return true
		case s.final:
			s.broken(CutOff)
			return true
		}
		return false
	}
	end := s.seen + n
	if s.lead == nil {
		s.lead = leadOf(s.buf[s.from:end])
	}
	if s.holds(end) && !s.take(s.buf[s.from:end], s.here()) {
		s.broken(NotJSON)
		return true
	}
	s.from, s.seen = end, end
	s.mode, s.fails = s.after, 0
	return true
}

// broken names what is looked at as broken and looks for the next record in it.
func (s *split) broken(why Reason) {
	s.skip(s.here(), why)
	s.from++
	if s.fails++; s.fails > mostFails {
		s.from, s.fails = max(s.from, s.seen), 0
	}
	s.mode = lost
}

// find goes to the next place that begins as records do.
func (s *split) find() bool {
	if len(s.lead) == 0 {
		s.from, s.seen = len(s.buf), len(s.buf)
		return false
	}
	for at := s.from; ; {
		i := bytes.Index(s.buf[at:], s.lead)
		if i < 0 {
			s.from, s.seen = max(s.from, len(s.buf)-len(s.lead)-64), len(s.buf) // with the blanks before it
			return false
		}
		at += i
		before := bytes.TrimRight(s.buf[s.from:at], " \t\r\n")
		if n := len(before); n > 0 && before[n-1] == '{' {
			s.from += n - 1
			s.start(s.after)
			return true
		}
		at++
	}
}

// leave reads to the end of a wrapping object.
func (s *split) leave() bool {
	s.from = max(s.from, s.seen)
	n := s.scan.close(s.buf[s.from:])
	if n < 0 {
		s.from, s.seen = len(s.buf), len(s.buf)
		if s.final {
			s.skip(s.here(), CutOff)
		}
		return false
	}
	s.from += n
	s.seen = s.from
	s.mode = head
	return true
}

func (s *split) line() bool {
	n := bytes.IndexByte(s.buf[s.from:], '\n')
	end := s.from + n
	if n < 0 {
		end = len(s.buf)
		if end-s.from > mostRecord {
			s.tooLong()
		}
		if !s.final || s.from == end {
			s.seen = end
			return false
		}
	}
	if !s.over {
		s.oneLine(end)
	}
	s.from, s.over = min(end+1, len(s.buf)), false
	s.seen = s.from
	s.at.line++
	return true
}

// tooLong drops what is in hand of a line, and all of it that comes.
func (s *split) tooLong() {
	if !s.over {
		s.at.record++
		s.skip(s.here(), TooLong)
	}
	s.from, s.over = len(s.buf), true
}

// oneLine handles the line that ends at end. What it holds is looked into only where the needle
// stands in it, and of every line it is seen whether it begins and ends as an object.
func (s *split) oneLine(end int) {
	text := bytes.TrimSpace(s.buf[s.from:end])
	if len(text) == 0 {
		return
	}
	s.at.record++
	switch {
	case text[0] != '{':
		s.skip(s.here(), NotJSON)
	case text[len(text)-1] != '}':
		s.skip(s.here(), CutOff)
	case s.holds(end) && !s.take(text, s.here()):
		s.skip(s.here(), NotJSON)
	}
}
