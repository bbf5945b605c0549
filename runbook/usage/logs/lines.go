package logs

import "bytes"

// What the split does with texts of which each line is a record.

func (s *split) line() bool {
	n := bytes.IndexByte(s.text[s.from:], '\n')
	end := s.from + n
	if n < 0 {
		end = len(s.text)
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
	s.from, s.over = min(end+1, len(s.text)), false
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
	s.from, s.over = len(s.text), true
}

// oneLine handles the line that ends at end. What it holds is looked into only where the needle
// stands in it, and of every line it is seen whether it begins and ends as an object.
func (s *split) oneLine(end int) {
	text := bytes.TrimSpace(s.text[s.from:end])
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
