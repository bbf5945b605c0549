package identify

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
)

// endless repeats a line up to a size, and puts texts at places of their own.
type endless struct {
	line   string
	size   int
	at     int
	placed map[int]string // by the offset that the text begins at, a line's start
	most   uint64         // bytes of the heap in use, at most
}

func (e *endless) Read(p []byte) (int, error) {
	var m runtime.MemStats
	if e.at%(1<<20) == 0 {
		runtime.ReadMemStats(&m)
		e.most = max(e.most, m.HeapAlloc)
	}
	if e.at >= e.size {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && n < 1<<16 && e.at < e.size {
		p[n] = e.line[e.at%len(e.line)]
		for from, text := range e.placed {
			if e.at >= from && e.at < from+len(text) {
				p[n] = text[e.at-from]
			}
		}
		n++
		e.at++
	}
	return n, nil
}

func TestALongTextIsReadInPartsAsIfItWereOne(t *testing.T) {
	m := newMaker(21)
	const line = "2026-11-23T03:00:00Z INFO GET /v1/items 200\n"
	token, pem := m.kind(t, "slack/bot-token"), "-----BEGIN EC "+"PRIVATE KEY-----\n"+m.letters(digits62, 64)+"\n"+m.letters(digits62, 64)+"\n"+"-----END EC "+"PRIVATE KEY-----\n"
	cut := (windowSize - windowBack) / len(line) * len(line)
	e := &endless{line: line, size: 3 * windowSize, placed: map[int]string{cut - 2*len(line): "A=" + token + "\n", (windowSize - 100) / len(line) * len(line): pem, 2 * windowSize / len(line) * len(line): "B=" + token + "\n"}}
	list, err := ReadAll(e, Options{})
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	for i, want := range []struct {
		kind string
		at   int
	}{{"slack/bot-token", cut - 2*len(line) + 2}, {"private-key/ec", (windowSize - 100) / len(line) * len(line)}} {
		r := list[i]
		if string(r.Kind) != want.kind || r.Span[0] != want.at || r.Line != want.at/len(line)+1 {
			t.Errorf("%s at %v on line %d, want %s at %d on line %d", r.Kind, r.Span, r.Line, want.kind, want.at, want.at/len(line)+1)
		}
	}
	if !list[0].Secret.Equal(secret(token)) {
		t.Error("another value was taken")
	}
}

func TestALongTextWithoutAnythingGetsOneWord(t *testing.T) {
	list, err := ReadAll(&endless{line: "nothing to see here\n", size: 2*windowSize + 17}, Options{})
	if err != nil || len(list) != 1 || list[0].Verdict != IsUnknown || list[0].Line != 1 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestALongTextTakesMemoryForAPartOfIt(t *testing.T) {
	e := &endless{line: "2026-11-23T03:00:00Z INFO a=\\n%41 GET /v1/items/4711 200\n", size: 3 * windowSize}
	if os.Getenv("FIREBREAK_TEST_WHOLE") != "" {
		e.size = 20 * windowSize
	}
	if _, err := ReadAll(e, Options{}); err != nil {
		t.Fatal(err)
	}
	if e.most > 16*windowSize {
		t.Errorf("%d MiB of heap for a text of %d MiB", e.most>>20, e.size>>20)
	}
}

func TestATextThatGivesTooManyReadingsIsCut(t *testing.T) {
	var b strings.Builder
	m := newMaker(22)
	for range MostReadings + 10 {
		fmt.Fprintf(&b, "ghp_%s\n", m.letters(digits62, 36))
	}
	list, err := ReadAll(strings.NewReader(b.String()), Options{})
	if !errors.Is(err, ErrTooMany) || len(list) != MostReadings {
		t.Errorf("%d readings, %v", len(list), err)
	}
}
