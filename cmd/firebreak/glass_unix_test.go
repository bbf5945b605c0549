//go:build unix

package main_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// glass is a terminal as far as the program may use one: it draws what comes, one cell a rune,
// answers no query, and keeps every sequence that it does not know. Safe for concurrent use.
type glass struct {
	mu      sync.Mutex
	w, h    int
	x, y    int
	cells   [][]rune        // the screen in view
	normal  [][]rune        // while the alternate screen is in view
	modes   map[string]bool // private ones, by number
	ink     string          // the last attributes set
	keypad  bool
	pending []byte // the beginning of a sequence or rune
	strange []string
}

func newGlass(w, h int) *glass {
	g := &glass{modes: map[string]bool{"25": true}}
	g.size(w, h)
	return g
}

// size gives the screen another size; what is outside of it is lost.
func (g *glass) size(w, h int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	old := g.cells
	g.w, g.h, g.cells = w, h, blankCells(w, h)
	for y := range min(h, len(old)) {
		copy(g.cells[y], old[y])
	}
	g.x, g.y = min(g.x, w-1), min(g.y, h-1)
}

func blankCells(w, h int) [][]rune {
	cells := make([][]rune, h)
	for y := range cells {
		cells[y] = slices.Repeat([]rune{' '}, w)
	}
	return cells
}

// sequence is what a terminal obeys and does not show: CSI, OSC, and the short ones.
var sequence = regexp.MustCompile(`^\x1b(?:\[([?>=]?)([0-9;]*)([A-Za-z])|\][^\a\x1b]*(?:\a|\x1b\\)|([=>78]))`)

// unended is the beginning of a sequence.
var unended = regexp.MustCompile(`^\x1b(\[[?>=]?[0-9;]*|\][^\a\x1b]*\x1b?)?$`)

func (g *glass) feed(b []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	b = append(g.pending, b...)
	g.pending = nil
	for len(b) > 0 {
		if b[0] == '\x1b' {
			m := sequence.FindSubmatch(b)
			if m == nil && unended.Match(b) {
				break
			}
			if m == nil {
				g.strange = append(g.strange, strconv.Quote(string(b[:min(len(b), 16)])))
				b = b[1:]
				continue
			}
			g.obey(string(m[0]), string(m[1]), string(m[2]), string(m[3])+string(m[4]))
			b = b[len(m[0]):]
			continue
		}
		if !utf8.FullRune(b) {
			break
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			g.strange = append(g.strange, strconv.Quote(string(b[:1])))
		} else {
			g.put(r)
		}
		b = b[n:]
	}
	g.pending = slices.Clone(b)
}

func (g *glass) put(r rune) {
	switch {
	case r == '\r':
		g.x = 0
	case r == '\n':
		g.down()
	case r == '\b':
		g.x = max(0, g.x-1)
	case r == '\a':
	case r < ' ':
		g.strange = append(g.strange, strconv.QuoteRune(r))
	default:
		if g.x == g.w {
			g.x = 0
			g.down()
		}
		g.cells[g.y][g.x] = r
		g.x++
	}
}

func (g *glass) down() {
	if g.y++; g.y == g.h {
		g.y--
		g.cells = append(g.cells[1:], blankCells(g.w, 1)...)
	}
}

func (g *glass) obey(all, private, numbers, final string) {
	list := strings.Split(numbers, ";")
	n, _ := strconv.Atoi(list[0])
	switch {
	case private == "?" && (final == "h" || final == "l"):
		for _, mode := range list {
			g.mode(mode, final == "h")
		}
	case private != "":
		g.strange = append(g.strange, strconv.Quote(all))
	case final == "m":
		g.ink = numbers
	case final == "H":
		column := 1
		if len(list) == 2 {
			column, _ = strconv.Atoi(list[1])
		}
		g.y, g.x = min(max(n, 1), g.h)-1, min(max(column, 1), g.w)-1
	case final == "K":
		row := g.cells[g.y]
		if n == 0 {
			row = row[min(g.x, g.w):]
		}
		wipe(row)
	case final == "J":
		g.erase(n)
	case final == "A":
		g.y = max(0, g.y-max(n, 1))
	case final == "=", final == ">":
		g.keypad = final == "="
	case final != "":
		g.strange = append(g.strange, strconv.Quote(all))
	}
}

func wipe(cells []rune) {
	for i := range cells {
		cells[i] = ' '
	}
}

// erase is ED: 0 from the cursor on, else all.
func (g *glass) erase(n int) {
	if n == 0 {
		wipe(g.cells[g.y][min(g.x, g.w):])
	}
	for y := range g.cells {
		if n != 0 || y > g.y {
			wipe(g.cells[y])
		}
	}
}

func (g *glass) mode(number string, on bool) {
	was := g.modes[number]
	g.modes[number] = on
	if number != "1049" || was == on {
		return
	}
	if on {
		g.normal, g.cells = g.cells, blankCells(g.w, g.h)
		return
	}
	g.cells, g.normal = g.normal, nil
	if len(g.cells) != g.h || len(g.cells[0]) != g.w {
		g.cells = blankCells(g.w, g.h)
	}
}

// text is the screen in view, without blanks at the ends of rows.
func (g *glass) text() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var b strings.Builder
	for _, row := range g.cells {
		b.WriteString(strings.TrimRight(string(row), " ") + "\n")
	}
	return b.String()
}

// left says what is not as a terminal is found: modes, attributes, and sequences that are none
// of ours.
func (g *glass) left() (list []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for mode, on := range g.modes {
		if on != (mode == "25") {
			list = append(list, "mode ?"+mode)
		}
	}
	if g.ink != "" && g.ink != "0" {
		list = append(list, "attributes "+g.ink)
	}
	if g.keypad {
		list = append(list, "the keypad's mode")
	}
	return append(list, g.strange...)
}

func TestTheGlassDrawsAsATerminalDoes(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"text":               {"one\r\ntwo", "one\ntwo\n\n"},
		"a bare line end":    {"one\ntwo", "one\n   tw\no\n"},
		"home and rewrite":   {"one\r\ntwo\x1b[HONE\x1b[K", "ONE\ntwo\n\n"},
		"erased behind":      {"abcde\x1b[1;3H\x1b[K", "ab\n\n\n"},
		"erased below":       {"a\r\nb\r\nc\x1b[2;1H\x1b[J", "a\n\n\n"},
		"scrolled":           {"a\r\nb\r\nc\r\nd", "b\nc\nd\n"},
		"the other screen":   {"shell\x1b[?1049h\x1b[2J\x1b[Hus", "us\n\n\n"},
		"and back":           {"shell\x1b[?1049h\x1b[2J\x1b[Hus\x1b[?1049l", "shell\n\n\n"},
		"colours and a name": {"\x1b[1;31mred\x1b[0m\x1b]11;?\x1b\\ ●", "red ●\n\n\n"},
	} {
		for _, chunk := range []int{1, len(c.in)} {
			g := newGlass(5, 3)
			for part := range slices.Chunk([]byte(c.in), chunk) {
				g.feed(part)
			}
			if got := g.text(); got != c.want || len(g.strange) != 0 {
				t.Errorf("%s, %d at once: %q %v, want %q", name, chunk, got, g.strange, c.want)
			}
		}
	}
	g := newGlass(9, 2)
	g.feed([]byte("\x1b[?2004h\x1b[?25l\x1b[7mx\x1b=\x1bPx\x01"))
	if got := g.left(); len(got) != 6 {
		t.Errorf("left behind: %q", got)
	}
}
