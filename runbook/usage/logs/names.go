package logs

// interner gives texts that come again and again as one and the same string.
type interner map[string]string

// mostNames bounds it; then it begins anew.
const mostNames = 1 << 14

func (n interner) of(text []byte) string {
	if s, ok := n[string(text)]; ok {
		return s
	}
	if len(n) >= mostNames {
		clear(n)
	}
	s := string(text)
	n[s] = s
	return s
}
