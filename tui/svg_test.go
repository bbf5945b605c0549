package tui

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// The pictures of the README are drawn from the very frames that the goldens hold, so they
// cannot go stale.

const (
	cellW, cellH = 8.4, 19 // of a picture, in pixels at 14 px
	border       = 14
)

// stretch is a run of cells of one style.
type stretch struct {
	text   string
	x, w   int
	colour string
	bold   bool
}

// svg draws a frame of a size on a background.
func svg(frame string, w, h int, back, fore string) string {
	var b strings.Builder
	width, height := float64(w)*cellW+2*border, h*cellH+2*border
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d" role="img">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", back)
	fmt.Fprintf(&b, `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="%s">`+"\n", fore)
	for y, line := range strings.Split(frame, "\n") {
		for _, r := range spaced(stretches(line)) {
			style := ""
			if r.colour != "" {
				style += ` fill="` + r.colour + `"`
			}
			if r.bold {
				style += ` font-weight="bold"`
			}
			fmt.Fprintf(&b, `<text x="%.1f" y="%d" textLength="%.1f"%s>%s</text>`+"\n", border+float64(r.x)*cellW, border+y*cellH+cellH-5,
				float64(r.w)*cellW, style, html.EscapeString(r.text))
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// spaced cuts stretches where they are wide: browsers draw several spaces as one, whatever the
// file asks for, and would stretch what is left.
func spaced(list []stretch) []stretch {
	const wide = "  "
	var parts []stretch
	for _, r := range list {
		for rest := r.text; rest != ""; {
			text := strings.TrimLeft(rest, " ")
			if text == "" {
				break
			}
			r.x += len(rest) - len(text)
			text, _, _ = strings.Cut(text, wide)
			rest = strings.TrimPrefix(strings.TrimLeft(rest, " "), text)
			part := r
			part.text, part.w = strings.TrimRight(text, " "), ansi.StringWidth(strings.TrimRight(text, " "))
			parts = append(parts, part)
			r.x += ansi.StringWidth(text)
		}
	}
	return parts
}

// stretches cuts a line where its style changes.
func stretches(line string) []stretch {
	var list []stretch
	var now stretch
	state, x := byte(0), 0
	flush := func() {
		if now.w > 0 {
			list = append(list, now)
		}
		now.text, now.x, now.w = "", x, 0
	}
	for line != "" {
		seq, w, n, next := ansi.DecodeSequence(line, state, nil)
		state, line = next, line[n:]
		if w == 0 {
			flush()
			now.style(seq)
			continue
		}
		now.text += seq
		now.w += w
		x += w
	}
	flush()
	return list
}

// style takes one of our sequences; frames are checked to hold no others.
func (r *stretch) style(seq string) {
	switch p := strings.TrimSuffix(strings.TrimPrefix(seq, "\x1b["), "m"); {
	case p == "1":
		r.bold = true
	case p == "22":
		r.bold = false
	case p == "39":
		r.colour = ""
	case strings.HasPrefix(p, "38;2;"):
		r.colour = "#"
		for _, part := range strings.Split(p, ";")[2:] {
			n, _ := strconv.Atoi(part)
			r.colour += fmt.Sprintf("%02x", n)
		}
	}
}

// pictures are the scenes that the README shows, by their file's name.
var pictures = map[string]scene{}

// picture adds one; called by the tests of the screens.
func picture(file string, s scene) scene {
	pictures[file] = s
	return s
}

func TestPicturesAreThoseOfTheFrames(t *testing.T) {
	for file, s := range pictures {
		g := s.play(t)
		g.root.view.theme = theme{TrueColour, darkBack, false}
		g.size(80, 24)
		got := svg(g.frame(), 80, 24, "#1e1e1e", "#d4d4d4")
		path := filepath.Join("..", ".github", "pictures", file+".svg")
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil || string(want) != got {
			t.Errorf("%s is not the picture of its frame (rewrite with -update): %v", path, err)
		}
	}
}

func TestAPictureHoldsTheWordsOfTheFrame(t *testing.T) {
	g := withSession("live", nil)(t)
	g.press("s")
	picture := svg(g.frame(), 80, 24, "#000000", "#ffffff")
	for _, want := range []string{"ALIVE 03:12Z", "identify", `font-weight="bold"`, "#"} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
	if strings.Contains(picture, "\x1b") {
		t.Error("a sequence came into the picture")
	}
}

func TestAPictureHoldsNoSpacesThatABrowserWouldDrop(t *testing.T) {
	got := spaced([]stretch{{text: " a b   ✓ c  ", x: 5}, {text: "   "}})
	want := []stretch{{text: "a b", x: 6, w: 3}, {text: "✓ c", x: 12, w: 3}}
	if !slices.Equal(got, want) {
		t.Errorf("cut into %v", got)
	}
}
