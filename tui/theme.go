package tui

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Depth is how many colours the terminal can show.
type Depth int

const (
	NoColour   Depth = iota // NO_COLOR: bold stays, since it is about colour
	Colours16               // the terminal's own sixteen
	Colours256              //
	TrueColour              //
)

// backdrop is what is known of the terminal's background.
type backdrop int

const (
	unknownBack backdrop = iota // until the terminal answers, perhaps for ever
	darkBack
	lightBack
)

// theme turns roles into what this terminal can show. It is a plain value: a style never
// depends on anything but it, and nothing is rendered before the program runs.
type theme struct {
	depth Depth
	back  backdrop
	ascii bool
}

// shade is one role's colour for each background: 24 bits, and one of the terminal's sixteen.
type shade struct {
	rgb [3]uint32
	own [3]int
}

// palette is indexed by backdrop. The first of each is readable (4.5:1) on pure white and on
// pure black; a test holds all of them to their backgrounds.
var palette = map[ink]shade{
	dimInk:    {[3]uint32{0x6e7681, 0x9198a1, 0x59636e}, [3]int{39, 37, 90}},
	accentInk: {[3]uint32{0x1e77d0, 0x58a6ff, 0x0969da}, [3]int{36, 96, 34}},
	okInk:     {[3]uint32{0x22873b, 0x3fb950, 0x1a7f37}, [3]int{32, 92, 32}},
	warnInk:   {[3]uint32{0xa36904, 0xd29922, 0x9a6700}, [3]int{33, 93, 33}},
	dangerInk: {[3]uint32{0xe02e24, 0xff7b72, 0xcf222e}, [3]int{31, 91, 31}},
	drillInk:  {[3]uint32{0x1e77d0, 0x79c0ff, 0x0550ae}, [3]int{34, 94, 34}},
}

const (
	boldOn    = "\x1b[1m"
	boldOff   = "\x1b[22m"
	colourOff = "\x1b[39m"
)

// paint gives a text its ink. The text holds no sequences of its own.
func (t theme) paint(i ink, s string) string {
	if s == "" || i == plainInk {
		return s
	}
	if i == boldInk {
		return boldOn + s + boldOff
	}
	if t.depth == NoColour {
		return s
	}
	return t.colour(palette[i]) + s + colourOff
}

// strong is paint in bold.
func (t theme) strong(i ink, s string) string {
	if s == "" {
		return s
	}
	return boldOn + t.paint(i, s) + boldOff
}

func (t theme) colour(s shade) string {
	rgb := s.rgb[t.back]
	switch t.depth {
	case Colours16:
		return fmt.Sprintf("\x1b[%dm", s.own[t.back])
	case Colours256:
		c := color.RGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 255}
		return fmt.Sprintf("\x1b[38;5;%dm", uint8(ansi.Convert256(c)))
	}
	return fmt.Sprintf("\x1b[38;2;%d;%d;%dm", rgb>>16, rgb>>8&0xff, rgb&0xff)
}

// twins stand in for our glyphs where the locale is not UTF-8.
var twins = strings.NewReplacer(
	"✓", "+", "✗", "x", "●", "*", "○", "o", "·", ".", "─", "-", "│", "|", "→", ">", "▏", "_", "…", "...", "×", "x",
	"↑", "^", "↓", "v", "└", "`", "┘", "'", "╭", ".", "╮", ".", "╰", "`", "╯", "'",
	"▁", "_", "▂", ".", "▃", ":", "▄", "-", "▅", "=", "▆", "+", "▇", "*", "█", "#")

// glyphs gives a text the characters that the terminal can show. It comes before measuring.
func (t theme) glyphs(s string) string {
	if !t.ascii {
		return s
	}
	plain := true
	for i := 0; i < len(s); i++ {
		plain = plain && s[i] < 0x80
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x80 {
			return '?'
		}
		return r
	}, twins.Replace(s))
}
