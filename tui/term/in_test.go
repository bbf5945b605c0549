package term

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// came is what the terminal sends at a time, in milliseconds after the last.
type came struct {
	after int
	bytes string
}

// script is a terminal of a test with a clock of its own: a wait costs no time.
type script struct {
	at   time.Time
	rest []came
	due  time.Time // of rest[0]
}

func play(list ...came) *script {
	s := &script{at: time.Unix(1000, 0), rest: list}
	s.schedule()
	return s
}

func (s *script) schedule() {
	if len(s.rest) > 0 {
		s.due = s.at.Add(time.Duration(s.rest[0].after) * time.Millisecond)
	}
}

func (s *script) now() time.Time { return s.at }

func (s *script) ready(wait time.Duration) (bool, error) {
	if len(s.rest) > 0 && !s.due.After(s.at.Add(wait)) {
		if s.due.After(s.at) {
			s.at = s.due
		}
		return true, nil
	}
	s.at = s.at.Add(wait)
	return false, nil
}

func (s *script) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	if s.due.After(s.at) {
		s.at = s.due
	}
	n := copy(p, s.rest[0].bytes)
	if s.rest[0].bytes = s.rest[0].bytes[n:]; s.rest[0].bytes == "" {
		s.rest = s.rest[1:]
		s.schedule()
	} else {
		s.due = s.at
	}
	return n, nil
}

// reader makes the program's input on a script.
func reader(s source, send func(any)) *In {
	in := &In{src: s, wait: escapeWait, send: send, gone: func() { send(HungUp{}) }}
	in.open.Store(true)
	return in
}

// ear is a program that writes down what it hears. A key carries ! when it came alone after a
// pause, ? when it came alone, and nothing else when it came with others.
type ear struct {
	heard []string
	seen  Seen
}

func (e *ear) Init() tea.Cmd { return nil }
func (e *ear) View() string  { return "" }

func (e *ear) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	switch m := m.(type) {
	case Seen:
		e.seen = m
	case tea.KeyMsg:
		mark := map[bool]string{true: "?"}[e.seen.Single]
		if e.seen.Lone {
			mark = "!"
		}
		e.heard = append(e.heard, m.String()+mark)
	case Pasted:
		text := string(m.Text)
		if len(text) > 40 {
			text = fmt.Sprint(len(text), " bytes")
		}
		e.heard = append(e.heard, "paste("+text+map[bool]string{true: "…"}[m.Truncated]+")")
	case Background:
		e.heard = append(e.heard, map[bool]string{true: "dark", false: "light"}[m.Dark])
	case HungUp:
		return e, tea.Quit
	}
	return e, nil
}

// hear runs a program with the library's own decoder on a script and returns what it heard.
func hear(t *testing.T, setUp func(*In), list ...came) string {
	t.Helper()
	e := &ear{}
	var in *In
	var p *tea.Program
	in = reader(play(list...), func(m any) { p.Send(m) })
	if setUp != nil {
		setUp(in)
	}
	p = tea.NewProgram(e, tea.WithInput(struct{ io.Reader }{in}), tea.WithOutput(io.Discard), tea.WithoutRenderer(), tea.WithoutSignalHandler())
	if _, err := p.Run(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(e.heard, " ")
}

const start, end = "\x1b[200~", "\x1b[201~"

func TestTheProgramHearsWhatAPersonMeant(t *testing.T) {
	long := strings.Repeat("x", 500)
	for name, c := range map[string]struct {
		list []came
		want string
	}{
		// Keys one by one, in bursts, and brought together by a slow link.
		"keys typed one by one":                        {[]came{{500, "a"}, {200, "b"}, {300, "\r"}}, "a! b! enter!"},
		"the first key of all":                         {[]came{{0, "\r"}}, "enter!"},
		"an enter right behind a key":                  {[]came{{500, "a"}, {99, "\r"}}, "a! enter?"},
		"an enter brought together with keys":          {[]came{{500, "revoke 4fQ2\r"}}, "revoke   4fQ2 enter"},
		"a phrase in chunks, the enter at the end":     {[]came{{500, "rev"}, {40, "oke"}, {40, " 4f"}, {40, "Q2"}, {40, "\r"}}, "rev oke   4f Q2 enter?"},
		"a phrase in chunks, the enter after a pause":  {[]came{{500, "rev"}, {40, "oke"}, {250, "\r"}}, "rev oke enter!"},
		"a burst of enters in one read":                {[]came{{500, "\r\r\r\r"}}, "enter enter enter enter"},
		"a burst of enters, each in its read":          {[]came{{500, "\r"}, {30, "\r"}, {30, "\r"}}, "enter! enter? enter?"},
		"an enter that was there before the last read": {[]came{{500, "a"}, {0, "\r"}}, "a! enter"},
		"F025 an unmarked paste with newlines":         {[]came{{500, "B\no\nq\n"}}, "B ctrl+j o ctrl+j q ctrl+j"},
		"F025 an unmarked paste with returns":          {[]came{{500, "B\ro\rq\r"}}, "B enter o enter q enter"},
		"an unmarked paste, its end in another read":   {[]came{{500, "revoke 4fQ2"}, {5, "\r"}}, "revoke   4fQ2 enter?"},
		"more keys than one read takes":                {[]came{{500, long + "\r"}}, strings.Repeat("x", 200) + " " + strings.Repeat("x", 200) + " " + strings.Repeat("x", 100) + " enter"},
		"one key more than one read takes":             {[]came{{500, long[:200] + "y"}}, long[:200] + " y"},
		"letters of other scripts, torn in two":        {[]came{{500, "\xc3"}, {40, "\xa9"}, {500, "é"}}, "é! é!"},

		// Escape and what looks like it.
		"an escape alone":                               {[]came{{500, "\x1b"}}, "esc!"},
		"an escape twice":                               {[]came{{500, "\x1b"}, {300, "\x1b"}}, "esc! esc!"},
		"an escape twice at once is one":                {[]came{{500, "\x1b\x1b"}}, "esc"},
		"F028 an arrow torn after its ESC":              {[]came{{500, "\x1b"}, {80, "[B"}}, "down!"},
		"F028 an arrow torn twice":                      {[]came{{500, "\x1b"}, {80, "["}, {80, "B"}}, "down!"},
		"F028 an enter soon after ESC does nothing":     {[]came{{500, "\x1b"}, {80, "\r"}}, ""},
		"F028 an enter well after ESC":                  {[]came{{500, "\x1b"}, {300, "\r"}}, "esc! enter!"},
		"the rest of an arrow whose ESC was given out":  {[]came{{500, "\x1b"}, {200, "[B"}, {200, "q"}}, "esc! q!"},
		"the rest in two parts":                         {[]came{{500, "\x1b"}, {200, "["}, {90, "B"}, {200, "q"}}, "esc! q!"},
		"a bracket long after an escape":                {[]came{{500, "\x1b"}, {1500, "["}}, "esc! [!"},
		"an arrow that never ends":                      {[]came{{500, "\x1b["}, {1500, "q"}}, "q!"},
		"a torn arrow and ctrl+c":                       {[]came{{500, "\x1b["}, {200, "\x03"}}, "ctrl+c"},
		"escape and ctrl+c together":                    {[]came{{500, "\x1b\x03"}}, "ctrl+c"},
		"escape and a letter together":                  {[]came{{500, "\x1bq"}}, ""},
		"arrows of a terminal in application mode":      {[]came{{500, "\x1bOA"}, {200, "\x1bOB"}}, "up! down!"},
		"many arrows in one read":                       {[]came{{500, "\x1b[A\x1b[A\x1b[B"}}, "up up down"},
		"shift, ctrl and the block of six":              {[]came{{500, "\x1b[1;5C"}, {200, "\x1b[3~"}, {200, "\x1b[Z"}, {200, "\x1b[5~"}}, "ctrl+right! delete! shift+tab! pgup!"},
		"keys that must never act":                      {[]came{{500, "\x00"}, {200, "\x16"}, {200, "\n"}, {200, "\x1c"}, {200, "\x1b[2~"}, {200, "\x1bOP"}, {200, "\x1b[[A"}}, ""},
		"the mouse and the focus":                       {[]came{{500, "\x1b[<0;10;10M"}, {200, "\x1b[M !!"}, {200, "\x1b[I\x1b[O"}}, ""},
		"letters that do not show, and broken ones":     {[]came{{500, "a\u202eb\u200b\xff\xc3(c"}}, "ab(c"},
		"an enter brought together with a lost end":     {[]came{{500, "\r" + end}}, "enter"},
		"a late answer between two keys":                {[]came{{500, "a\x1b[?62;22cb"}}, "ab"},
		"a late answer brought together with an enter":  {[]came{{500, "\x1b[?62;22c\r"}}, "enter"},
		"an answer of another kind":                     {[]came{{500, "\x1bP>|term 1.0\x1b\\"}, {200, "\x1b_ok\x1b\\"}, {200, "\x1b[12;40R"}}, ""},
		"an answer that never ends gives ctrl+c way":    {[]came{{500, "\x1b]11;rgb:"}, {200, "\x03"}}, "ctrl+c"},
		"an answer that never ends is given up":         {[]came{{500, "\x1b]11;rgb:"}, {1500, "q"}, {200, "q"}}, "q! q!"},
		"the background, dark":                          {[]came{{500, "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\"}}, "dark"},
		"the background, light, with a bell, in pieces": {[]came{{500, "\x1b]11;r"}, {30, "gb:ff/ff/f0\x07"}}, "light"},
		"the background, after its ESC was given out":   {[]came{{500, "\x1b"}, {300, "]11;rgb:0000/0000/0000\x1b\\"}}, "esc! dark"},
		"a background that is none":                     {[]came{{500, "\x1b]11;rgb:zz/00/00\x07\x1b]11;#fff\x07\x1b]52;c;eA==\x07"}}, ""},

		// Pastes, with their marks.
		"a paste":                                      {[]came{{500, start + "sk-x" + end}}, "paste(sk-x)"},
		"F025 a paste of lines":                        {[]came{{500, start + "a\r\nb\rc\n" + end}}, "paste(a\nb\nc\n)"},
		"a paste in chunks, its marks torn":            {[]came{{500, "\x1b[20"}, {50, "0~se"}, {500, "cret\x1b[2"}, {500, "01"}, {50, "~"}}, "paste(secret)"},
		"a paste whose ESC was given out":              {[]came{{500, "\x1b"}, {300, "[200~secret" + end}}, "esc! paste(secret)"},
		"an enter in a paste":                          {[]came{{500, start + "revoke 4fQ2\r" + end}}, "paste(revoke 4fQ2\n)"},
		"an enter brought together with a paste":       {[]came{{500, start + "a" + end + "\r"}}, "paste(a)"},
		"an enter right behind a paste":                {[]came{{500, start + "a" + end}, {50, "\r"}}, "paste(a)"},
		"an enter a while after a paste":               {[]came{{500, start + "a" + end}, {200, "\r"}}, "paste(a) enter!"},
		"an end mark inside a paste sets nothing free": {[]came{{500, start + "a" + end + "revoke\r"}, {20, "y\r"}, {20, "more" + end}, {200, "\r"}}, "paste(a) enter!"},
		"an escape inside a paste":                     {[]came{{500, start + "a\x1b[31mb\x1b\x1b" + end}}, "paste(a\x1b[31mb\x1b\x1b)"},
		"keys before a paste in its read are not its":  {[]came{{500, "ab" + start + "c" + end}}, "paste(c)"},
		"ctrl+c before a paste in its read":            {[]came{{500, "\x03" + start + "c" + end}}, "paste(c) ctrl+c"},
		"a paste without an end":                       {[]came{{500, start + "abc"}, {2100, "q"}}, "paste(abc…) q!"},
		"a paste without an end, then ctrl+c":          {[]came{{500, start + "abc"}, {500, "\x03"}, {200, "q"}}, "ctrl+c q!"},
		"a paste that comes slowly":                    {[]came{{500, start + "a"}, {1900, "b"}, {1900, "c" + end}}, "paste(abc)"},
		"two pastes at once":                           {[]came{{500, start + "a" + end + start + "b" + end}}, "paste(a) paste(b)"},
		"an empty paste":                               {[]came{{500, start + end}}, "paste()"},
		"a paste of four megabytes":                    {[]came{{500, start + strings.Repeat("x", 4<<20) + end}, {200, "q"}}, "paste(1048576 bytes…) q!"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := hear(t, nil, c.list...); got != c.want {
				t.Errorf("heard %q\nwant  %q", got, c.want)
			}
		})
	}
}

func TestOverASlowLineESCWaitsLonger(t *testing.T) {
	slow := func(in *In) { in.wait = escapeWaitSlow }
	if got := hear(t, slow, came{500, "\x1b"}, came{350, "[B"}, came{500, "\x1b"}); got != "down! esc!" {
		t.Errorf("heard %q", got)
	}
}

func TestNothingTypedBeforeTheFirstFrameCounts(t *testing.T) {
	early := func(in *In) { in.open.Store(false) }
	if got := hear(t, early, came{500, "y\r"}, came{10, start + "secret" + end}, came{300, "\x1b]11;rgb:00/00/00\x07"}, came{300, "q\x03"}); got != "dark ctrl+c" {
		t.Errorf("heard %q", got)
	}
}

func TestAnEnterThatCameWhileTheProgramWasBusyIsNotLone(t *testing.T) {
	s := play(came{500, "a"}, came{50, "\r"}, came{400, "\r"})
	var seen []Seen
	in := reader(s, func(m any) {
		if m, ok := m.(Seen); ok {
			seen = append(seen, m)
			s.at = s.at.Add(300 * time.Millisecond) // the program is busy
		}
	})
	var p [256]byte
	for range 3 {
		if _, err := in.Read(p[:]); err != nil {
			t.Fatal(err)
		}
	}
	if !seen[0].Lone || seen[1].Lone || seen[1].Idle != 0 || !seen[2].Lone {
		t.Errorf("%+v", seen)
	}
}

func TestAReaderThatIsToLeaveLetsGoOfAPaste(t *testing.T) {
	s := play(came{500, start + "secret"})
	in := reader(s, func(m any) { t.Errorf("told of %v", m) })
	in.leaving.Store(true)
	var p [256]byte
	began := s.at
	if n, err := in.Read(p[:]); n != 0 || err != nil || s.at.Sub(began) > time.Second {
		t.Errorf("%d, %v, after %v", n, err, s.at.Sub(began))
	}
}

func TestAPasteLeavesNoCopyBehind(t *testing.T) {
	var h hoard
	var old [][]byte
	for range 1000 {
		before := h.text
		h.add([]byte("sixteen letters."))
		if len(before) > 0 && &before[0] != &h.text[0] {
			old = append(old, before)
		}
	}
	last := h.text
	p := h.hand()
	if len(p.Text) != 16000 || len(old) == 0 {
		t.Fatalf("%d bytes, grown %d times", len(p.Text), len(old))
	}
	p.Wipe()
	for _, b := range append(old, last, p.Text) {
		if strings.Trim(string(b), "\x00") != "" {
			t.Errorf("left %q", b[:16])
		}
	}
	if text := fmt.Sprintf("%v %+v %#v %s", p, p, p, p); strings.Contains(text, "[0") {
		t.Errorf("prints as %s", text)
	}
}

func FuzzLexer(f *testing.F) {
	for _, s := range []string{"a\r", "\x1b[A\x1bOB\x1b", start + "x" + end, "\x1b]11;rgb:00/00/00\x07", "\x1b[M   \x1b[[A", "\xc3\xa9\x16\x00"} {
		f.Add([]byte(s), uint8(3))
	}
	f.Fuzz(func(t *testing.T, text []byte, size uint8) {
		var l lexer
		at := time.Unix(1000, 0)
		for left := text; len(left) > 0; {
			n := min(len(left), int(size)%16+1)
			l.begin()
			l.feed(left[:n], at)
			left = left[n:]
			checkOutput(t, &l)
			at = at.Add(time.Duration(size) * 10 * time.Millisecond)
			if size&1 == 1 {
				l.pause(at)
				checkOutput(t, &l)
			}
		}
	})
}

// checkOutput holds that the decoder gets nothing but letters, control keys and the sequences of
// isKey, and an ESC of its own at the end only.
func checkOutput(t *testing.T, l *lexer) {
	t.Helper()
	out := string(l.out)
	keys := 0
	for out != "" {
		rest, isSeq := strings.CutPrefix(out, "\x1b[")
		switch i := strings.IndexFunc(rest, func(r rune) bool { return r >= '@' }); {
		case isSeq && i >= 0 && isKey(rest[:i], rest[i]):
			out = rest[i+1:]
		case out == "\x1b":
			out = ""
		case isSeq, out[0] == 0x1b, out[0] == 0x16, out[0] == 0:
			t.Fatalf("lets %q through", l.out)
		default:
			_, n := firstRune(out)
			out = out[n:]
		}
		keys++
	}
	if keys != l.keys {
		t.Fatalf("counts %d keys in %q", l.keys, l.out)
	}
}

func firstRune(s string) (rune, int) {
	for i, r := range s {
		if i > 0 {
			return r, i
		}
	}
	return 0, len(s)
}
