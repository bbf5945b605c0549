package usage

import "strings"

// symbols give each text a number; 0 is the empty text. Texts are cut, and past a bound of
// texts the rest share one number: a hostile log cannot fill the memory.
type symbols struct {
	ids   map[string]uint32
	texts []string
}

const (
	mostText    = 256
	mostSymbols = 1 << 19
	otherText   = "(others)"
)

// cut bounds a text.
func cut(text string) string { return text[:min(len(text), mostText)] }

// id is the number of a text, which is copied where it is new.
func (s *symbols) id(text string) uint32 {
	if text == "" {
		return 0
	}
	text = cut(text)
	if id, ok := s.ids[text]; ok {
		return id
	}
	if s.ids == nil {
		s.ids, s.texts = map[string]uint32{}, []string{"", otherText}
		s.ids[otherText] = 1
	}
	if len(s.texts) >= mostSymbols {
		return 1
	}
	text = strings.Clone(text)
	id := uint32(len(s.texts))
	s.ids[text], s.texts = id, append(s.texts, text)
	return id
}

func (s *symbols) text(id uint32) string {
	if id == 0 {
		return ""
	}
	return s.texts[id]
}
