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

	text   []byte // in hand
	kept   []byte // what is left of the text before, in memory of our own
	from   int    // start in text of what is looked at
	seen   int    // how far the scan has come
	hit    int    // the first needle at or behind from, -1 for none up to looked
	looked int
	scan   scan
	mode   mode
	after  mode   // what comes after a record: elements or values
	nested bool   // the array is inside an object
	lead   []byte // how records of this text begin: the name of their first member
	fails  int    // broken records without a whole one between them
	over   bool   // the line is too long, and that was said
	at     place  // of the text in hand
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
	mostRecord = 4 << 20  // a longer record is broken; the longest of CloudTrail have 1 MB
	mostBefore = 64 << 10 // of a wrapping object before its array
	mostFails  = 8        // then the rest in hand is given up, for looking into it again and again takes for ever
)

func newSplit(key *needle, take func([]byte, place) bool, skip func(place, Reason)) *split {
	return &split{key: key, take: take, skip: skip, hit: -1}
}

// Write never fails.
func (s *split) Write(p []byte) (int, error) {
	switch {
	case len(s.kept) == 0:
		s.hand(p, 0)
	case s.mode != record:
		s.kept = append(s.kept, p...)
		s.text = s.kept
	default: // most texts: the rest of a record is at the start of p, which need not be copied as a whole
		s.join(p)
	}
	s.work()
	return len(p), nil
}

// hand takes another text in hand, of which nothing was looked at from a place on.
func (s *split) hand(text []byte, from int) {
	s.text, s.from, s.seen, s.hit, s.looked = text, from, from, -1, from
}

// join puts the record together that began in what was kept, and takes p in hand behind its end.
func (s *split) join(p []byte) {
	s.scan.over(p, 0)
	end := s.scan.close()
	before := len(s.kept)
	if end < 0 {
		s.kept = append(s.kept, p...)
		s.hand(s.kept, 0)
		s.seen = len(s.kept)
		return
	}
	s.kept = append(s.kept, p[:end]...)
	s.hand(s.kept, 0)
	if s.whole(len(s.kept)); s.mode == lost {
		s.kept = append(s.kept, p[end:]...)
		s.hand(s.kept, s.from)
		return
	}
	s.at.byte += int64(before)
	s.hand(p, end)
}

// close ends the text.
func (s *split) close() {
	s.final = true
	s.hand(s.kept, 0)
	s.seen = len(s.kept)
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
	s.scan.over(s.text, s.seen)
	for s.step() {
	}
	s.kept = append(s.kept[:0], s.text[s.from:]...)
	s.at.byte += int64(s.from)
	s.from, s.seen, s.hit, s.looked = 0, max(s.seen-s.from, 0), -1, 0
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
		if s.looked == len(s.text) {
			return false
		}
		start = max(s.from, s.looked-len(s.key.text)+1)
	}
	if s.hit = s.key.index(s.text[start:]); s.hit >= 0 {
		s.hit += start
	}
	s.looked = len(s.text)
	return s.hit >= 0 && s.hit < end
}

// blank skips what may stand between values, and reports whether something else follows.
func (s *split) blank(also byte) bool {
	for s.from < len(s.text) {
		switch c := s.text[s.from]; c {
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
	rest := s.text[s.from:]
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
	switch s.text[s.from] {
	case '{':
		s.start(elements)
	case ']':
		s.from++
		s.mode, s.seen = head, s.from
		if s.nested {
			s.mode = tail
			s.scan.anew(s.from, 1)
		}
	default:
		s.at.record++
		s.broken(NotRecord)
	}
	return true
}

// start begins a record at from.
func (s *split) start(after mode) {
	s.mode, s.after = record, after
	s.scan.anew(s.from, 0)
	s.at.record++
}

func (s *split) value() bool {
	if !s.blank(' ') {
		return false
	}
	if s.text[s.from] != '{' {
		s.mode = head
		return true
	}
	s.start(values)
	return true
}

func (s *split) inRecord() bool {
	end := s.scan.close()
	if end < 0 {
		s.seen = len(s.text)
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
	s.whole(end)
	return true
}

// whole handles the record that is looked at and ends at end.
func (s *split) whole(end int) {
	if s.lead == nil {
		s.lead = leadOf(s.text[s.from:end])
	}
	if s.holds(end) && !s.take(s.text[s.from:end], s.here()) {
		s.seen = end
		s.broken(NotJSON)
		return
	}
	s.from, s.seen = end, end
	s.mode, s.fails = s.after, 0
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
		s.from, s.seen = len(s.text), len(s.text)
		return false
	}
	for at := s.from; ; {
		i := bytes.Index(s.text[at:], s.lead)
		if i < 0 {
			s.from, s.seen = max(s.from, len(s.text)-len(s.lead)-64), len(s.text) // with the blanks before it
			return false
		}
		at += i
		before := bytes.TrimRight(s.text[s.from:at], " \t\r\n")
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
	end := s.scan.close()
	if end < 0 {
		s.from, s.seen = len(s.text), len(s.text)
		if s.final {
			s.skip(s.here(), CutOff)
		}
		return false
	}
	s.from, s.seen = end, end
	s.mode = head
	return true
}
