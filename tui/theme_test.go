package tui

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// contrast is that of WCAG 2.
func contrast(a, b uint32) float64 {
	light := func(c uint32) float64 {
		sum := 0.0
		for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
			v := float64(c>>(8*i)&0xff) / 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestEveryInkIsReadableOnItsBackgrounds(t *testing.T) {
	backs := map[backdrop][]uint32{unknownBack: {0x000000, 0xffffff}, darkBack: {0x000000, 0x1e1e1e, 0x282c34}, lightBack: {0xffffff, 0xfafafa}}
	for i, s := range palette {
		for b, list := range backs {
			for _, back := range list {
				if c := contrast(s.rgb[b], back); c < 4.5 {
					t.Errorf("ink %d, %06x on %06x: %.2f", i, s.rgb[b], back, c)
				}
			}
		}
	}
}

func TestWithoutColourBoldStays(t *testing.T) {
	th := theme{depth: NoColour}
	if got := th.paint(dangerInk, "x"); got != "x" {
		t.Errorf("danger is %q", got)
	}
	if got := th.strong(dangerInk, "x"); got != boldOn+"x"+boldOff {
		t.Errorf("strong danger is %q", got)
	}
}

func TestEveryGlyphHasATwinOfOneCell(t *testing.T) {
	th := theme{ascii: true}
	for _, g := range "✓✗●○·─→▏↑↓└┘╭╮╰╯│▁▂▃▄▅▆▇█×" {
		twin := th.glyphs(string(g))
		if ansi.StringWidth(twin) != ansi.StringWidth(string(g)) || twin == "?" {
			t.Errorf("%c becomes %q", g, twin)
		}
	}
	if got := th.glyphs("naïve …"); got != "na?ve ..." {
		t.Errorf("got %q", got)
	}
}

func TestTheLookComesFromTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		env  string
		want Look
	}{
		{"LANG=en_US.UTF-8 TERM=xterm-256color COLORTERM=truecolor", Look{false, TrueColour}},
		{"LANG=en_US.UTF-8 LC_ALL=C TERM=xterm-256color", Look{true, Colours256}},
		{"TERM=xterm", Look{true, Colours16}},
		{"LC_CTYPE=C.utf8 TERM=xterm NO_COLOR=1", Look{false, NoColour}},
		{"LANG=id_ID.UTF-8 TERM=vt100", Look{false, NoColour}},
	} {
		got := LookOf(func(name string) string {
			for _, pair := range strings.Fields(c.env) {
				if k, v, _ := strings.Cut(pair, "="); k == name {
					return v
				}
			}
			return ""
		})
		if got != c.want {
			t.Errorf("%s: %+v", c.env, got)
		}
	}
}
