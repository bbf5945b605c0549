package identify

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

func TestAValueThatWasCutOutIsReadUnderItsHint(t *testing.T) {
	m := newMaker(41)
	hex, pat := m.letters("0123456789abcdef", 32), m.kind(t, "github/pat-classic")
	text := "first " + pat + "\nsecond " + hex + "\n"
	list := read(t, text, Options{})
	got := Include([]byte(text), list, []Cut{{secret(hex), "datadog"}, {secret(pat), "datadog"}, {secret("no credential"), "datadog"}}, Options{})
	if len(got) != 2 || got[0].Kind != "github/pat-classic" || got[1].Kind != "datadog/api-key" || got[1].Why != BecauseHint || got[1].Line != 2 || text[got[1].Span[0]:got[1].Span[1]] != hex {
		t.Errorf("%+v", got)
	}
	if got := Include([]byte(text), list, []Cut{{secret(hex), ""}}, Options{}); len(got) != len(list) {
		t.Errorf("without a hint: %+v", got)
	}
	// Nothing else was read in the text: what said so gives way, and a value that stands nowhere is the whole text's.
	if got := Include([]byte("nothing"), read(t, "nothing", Options{}), []Cut{{secret(hex), "datadog"}}, Options{}); len(got) != 1 || got[0].Span != [2]int{0, 7} {
		t.Errorf("%+v", got)
	}
}

func TestManyValuesAreFoundInTimeOfTheTextsLength(t *testing.T) {
	const most = 20 * time.Second // hundredfold; the product of both would take hours
	m := newMaker(42)
	var cuts []Cut
	for range 2000 {
		cuts = append(cuts, Cut{providers.NewSecret([]byte(m.letters("0123456789abcdef", 32))), "datadog"})
	}
	text := []byte(strings.Repeat("0123456789abcdef", 1<<16))
	start := time.Now()
	p := places{text: text, left: 8 * len(text)}
	for _, c := range cuts {
		if _, ok := p.hinted(c.Value, Options{Hint: c.Issuer}); !ok {
			t.Fatal("not read")
		}
	}
	if took := time.Since(start); p.left > 0 || took > most {
		t.Errorf("%v, %d left", took, p.left)
	}
}
