package tui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

var sizes = [][2]int{{80, 24}, {120, 40}, {60, 20}, {40, 12}}

// looks are the ways a frame is drawn.
var looks = []struct {
	name  string
	theme theme
}{
	{"dark", theme{TrueColour, darkBack, false}},
	{"light", theme{TrueColour, lightBack, false}},
	{"unknown background", theme{Colours256, unknownBack, false}},
	{"sixteen", theme{Colours16, darkBack, false}},
	{"no colour", theme{NoColour, darkBack, false}},
	{"ascii", theme{NoColour, darkBack, true}},
}

// plainly is a frame without colour and bold.
func plainly(frame string) string { return ansi.Strip(frame) }

// eachFrame draws what is on the screen in every size and look.
func eachFrame(g *rig, use func(name string, w, h int, t theme, frame string)) {
	v := &g.root.view
	was, w, h := v.theme, v.w, v.h
	for _, size := range sizes {
		for _, look := range looks {
			v.theme, v.w, v.h = look.theme, size[0], size[1]
			use(fmt.Sprintf("%dx%d %s", size[0], size[1], look.name), size[0], size[1], look.theme, g.frame())
		}
	}
	v.theme, v.w, v.h = was, w, h
}

// goldenFrames compares every size without colour and in ASCII, and one size in both colours
// with its sequences made visible.
func goldenFrames(t testing.TB, name string, g *rig) {
	t.Helper()
	var b strings.Builder
	eachFrame(g, func(title string, w, _ int, look theme, frame string) {
		switch {
		case look.depth == NoColour:
			fmt.Fprintf(&b, "== %s\n%s\n", title, plainly(frame))
		case look.depth == TrueColour && w == 80:
			fmt.Fprintf(&b, "== %s\n%s\n", title, strings.ReplaceAll(frame, "\x1b", "\\e"))
		}
		checkFrame(t, title, g, frame)
	})
	golden(t, "frames/"+name+".golden", b.String())
}

// ours are the only sequences that a frame may hold.
var ours = regexp.MustCompile(`\x1b\[(1|22|39|3[0-7]|9[0-7]|38;5;\d{1,3}|38;2;\d{1,3};\d{1,3};\d{1,3})m`)

// checkFrame holds one frame to what every frame must be.
func checkFrame(t testing.TB, title string, g *rig, frame string) {
	t.Helper()
	v := &g.root.view
	lines := strings.Split(frame, "\n")
	if len(lines) > v.h {
		t.Errorf("%s: %d lines", title, len(lines))
	}
	rest := ours.ReplaceAllString(frame, "")
	if strings.ContainsFunc(rest, func(r rune) bool { return r != '\n' && (r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0) }) || !utf8.ValidString(rest) {
		t.Errorf("%s: holds a sequence that is not ours:\n%q", title, rest)
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w > v.w-1 {
			t.Errorf("%s: line %d is %d wide: %q", title, i+1, w, plainly(line))
		}
		if strings.HasSuffix(plainly(line), "  ") && strings.TrimSpace(plainly(line)) != "" {
			t.Errorf("%s: line %d ends in spaces: %q", title, i+1, plainly(line))
		}
	}
	if v.theme.ascii {
		if i := strings.IndexFunc(rest, func(r rune) bool { return r >= 0x80 }); i >= 0 {
			t.Errorf("%s: not ASCII: %q", title, rest[i:min(i+12, len(rest))])
		}
	}
	if mode := v.lang.Mode(v.mode()); !strings.Contains(plainly(lines[0]), mode) {
		t.Errorf("%s: the status line lacks %q: %q", title, mode, plainly(lines[0]))
	}
	if last := v.key().Identity.Last4; !strings.Contains(plainly(lines[0]), v.theme.glyphs(last)) {
		t.Errorf("%s: the status line lacks %q: %q", title, last, plainly(lines[0]))
	}
	if bar := strings.TrimSpace(plainly(lines[len(lines)-1])); !strings.HasPrefix(bar, "enter ") {
		t.Errorf("%s: the key bar does not begin with enter: %q", title, bar)
	}
}
