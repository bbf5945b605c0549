package identify

import "bytes"

const (
	leastEncoded = 20
	mostEncoded  = 64 << 10
	leastWidth   = 16 // of the lines that base64 is wrapped into
)

var base64Letters = letters("+/-_")

// encoded looks into runs of base64, and into those that lines of one width hold together.
func (f *found) encoded(p plain) {
	b := p.text
	for i := 0; i < len(b); {
		if !base64Letters[b[i]] {
			i++
			continue
		}
		j := i + 1
		for j < len(b) && (base64Letters[b[j]] || b[j] == '=' && j-i > 16) {
			j++
		}
		if j-i < leastWidth || j-i > mostEncoded {
			i = j
			continue
		}
		lines := wrappedLines(b, i, j)
		f.list = append(f.list, f.decoded(p, lines)...)
		i = lines[len(lines)-1][1]
	}
}

// decoded is what lines of base64 hold, together or each by itself: whichever tells more.
func (f *found) decoded(p plain, lines [][2]int) (alone []placed) {
	for _, line := range lines {
		if line[1]-line[0] >= leastEncoded {
			alone = append(alone, f.inside(p, line, p.text[line[0]:line[1]])...)
		}
	}
	if len(lines) == 1 {
		return alone
	}
	var body []byte
	for _, line := range lines {
		body = append(body, p.text[line[0]:line[1]]...)
	}
	defer clear(body)
	together := f.inside(p, [2]int{lines[0][0], lines[len(lines)-1][1]}, body)
	if ranks(together) >= ranks(alone) {
		alone, together = together, alone
	}
	for _, left := range together {
		clear(left.value)
	}
	return alone
}

func ranks(list []placed) (sum int) {
	for _, p := range list {
		sum += p.rank
	}
	return sum
}

// wrappedLines are the run of base64 at [from, to), and those on the lines below that go on with it:
// all of one width but the last one, which is no longer. A line's end may be written out, as in JSON.
func wrappedLines(b []byte, from, to int) [][2]int {
	lines, width := [][2]int{{from, to}}, to-from
	if width%4 != 0 || b[to-1] == '=' {
		return lines
	}
	for to-from < mostEncoded {
		start := to
		switch {
		case hasPrefix(b[to:], "\n"):
			start++
		case hasPrefix(b[to:], `\n`):
			start += 2
		default:
			return lines
		}
		for start < len(b) && (b[start] == ' ' || b[start] == '\t' || b[start] == '>') {
			start++
		}
		end := start
		for end < len(b) && end-start <= width && base64Letters[b[end]] {
			end++
		}
		length := end - start
		for padded := end; end < len(b) && b[end] == '=' && end-padded < 2; {
			end++
		}
		if length == 0 || end-start > width {
			return lines
		}
		lines, to = append(lines, [2]int{start, end}), end
		if length < width {
			return lines
		}
	}
	return lines
}

// inside is what base64 that has that place holds, with what stands before it as its context.
func (f *found) inside(p plain, place [2]int, body []byte) (list []placed) {
	if head, err := decode64(string(body[:min(16, len(body)/4*4)])); err != nil || !printable(head) {
		return nil
	}
	raw, err := decode64(string(body))
	if err != nil || !printable(raw) {
		return nil
	}
	defer clear(raw)
	start := max(0, place[0]-mostAbove)
	around := append(bytes.Clone(p.text[start:place[0]]), raw...)
	defer clear(around)
	s := scan{t: f.t, text: around, hint: f.hint}
	for _, h := range s.hitsOf() {
		if h.from < place[0]-start || h.verdict != IsMatch && h.verdict != IsAmbiguous {
			continue
		}
		h.rank++ // than the run taken for a value itself
		h.rank = max(h.rank, rankName)
		list = append(list, placed{hit: h, span: p.span(place[0], place[1]), value: h.value(around), within: true})
	}
	return list
}

func printable(b []byte) bool {
	for _, c := range b {
		if c != '\n' && c != '\r' && c != '\t' && (c < 0x20 || c > 0x7e) {
			return false
		}
	}
	return len(b) > 0
}
