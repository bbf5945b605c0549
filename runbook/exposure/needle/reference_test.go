package needle_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/exposure/needle"
)

// plainly finds what a Matcher does in the slow and obvious way: at every byte it tries every form, and
// behind every byte of that every gap. may are those of which no stretch is whole that suffices.
func plainly(forms []providers.Form, b []byte) (found, may []needle.Match) {
	stride := 4
	for _, f := range forms {
		if len(f.Text) != 20 {
			stride = max(1, min(stride, (len(f.Text)+1)/2-7))
		}
	}
	for at := 0; at < len(b); {
		next := at + 1
		for _, f := range forms {
			if end, whole, split, ok := tried(f, b, at, 0, 0, 0, 0); ok {
				m := needle.Match{Encoding: f.Encoding, Split: split, Offset: at, Length: end - at}
				if whole >= enough(len(f.Text), stride) {
					found = append(found, m)
				} else {
					may = append(may, m)
				}
				next = end
				break
			}
		}
		at = next
	}
	return found, may
}

// enough is the length of a whole stretch by which a form must be found.
func enough(length, stride int) int {
	switch {
	case length <= 64:
		return stride + 7
	case length <= 320:
		return 8 + stride + 6
	case length <= 1024:
		return 16 + stride + 6
	}
	return 32 + stride + 6
}

// tried matches the form from i on at at. piece is how long the stretch is that just ends, most the longest
// one, and gaps how much stood in between.
func tried(f providers.Form, b []byte, at, i, piece, most, gaps int) (end, whole int, split, ok bool) {
	if i == len(f.Text) {
		return at, max(piece, most), gaps > 0, gaps <= 64+len(f.Text)/2*2
	}
	if at < len(b) && b[at] == f.Text[i] {
		if end, whole, split, ok := tried(f, b, at+1, i+1, piece+1, most, gaps); ok {
			return end, whole, split, ok
		}
	}
	for n := 1; i > 0 && n <= 32 && at+n < len(b); n++ {
		if b[at+n] == f.Text[i] && isGap(b[at:at+n], f.Encoding == "utf-16") {
			if end, whole, split, ok := tried(f, b, at+n+1, i+1, 1, max(piece, most), gaps+n); ok {
				return end, whole, split, ok
			}
		}
	}
	return 0, 0, false, false
}

func isGap(b []byte, wide bool) bool {
	if wide {
		b = bytes.ReplaceAll(b, []byte{0}, []byte{' '})
	}
	breaks := strings.NewReplacer(`\n`, "\n", `\r`, "\n")
	text := breaks.Replace(string(b))
	return strings.Trim(text, " \t\r\n\\\"'`+,.&>|#*/=();:-") == "" && strings.ContainsAny(text, "\r\n\"'`")
}

// stuff makes a text of whole, broken and halved forms with other things between them.
func stuff(r *rand.Rand, forms []providers.Form) []byte {
	var b []byte
	gaps := []string{"\n", "\r\n", "\n    ", "\\\n", `\n`, `\r\n`, "\" +\n  \"", "' '", "=\r\n", "\n> ", "\n# ", " ", "x", "\n\x00"}
	for range 1 + r.IntN(6) {
		f := forms[r.IntN(len(forms))].Text
		switch r.IntN(6) {
		case 0:
			b = append(b, f...)
		case 1: // broken once
			cut := r.IntN(len(f) + 1)
			if bytes.IndexByte(f, 0) >= 0 { // UTF-16 breaks between two letters
				cut &^= 1
			}
			b = append(append(append(b, f[:cut]...), gaps[r.IntN(len(gaps))]...), f[cut:]...)
		case 2: // wrapped
			width := 8 + 2*r.IntN(35)
			gap := gaps[r.IntN(len(gaps))]
			for line := range slices.Chunk(f, width) {
				b = append(append(b, line...), gap...)
			}
		case 3: // a part
			b = append(b, f[r.IntN(len(f)):]...)
		case 4: // one byte wrong
			b = append(b, f...)
			b[len(b)-1-r.IntN(len(f))] ^= 1
		default:
			b = append(b, text(r.IntN(60)+1)...)
		}
		b = append(b, "  \n\x00x="[:r.IntN(6)]...)
	}
	return b
}

func TestTheMatcherFindsWhatTheObviousWayFinds(t *testing.T) {
	rounds := 400
	if testing.Short() {
		rounds = 50
	}
	for _, length := range []int{8, 9, 11, 16, 19, 20, 21, 24, 40, 64, 150} {
		for seed := range 3 {
			value := letters(uint64(seed*1000+length), length)
			if seed == 2 {
				value = value[:length-3] + `/"$`
			}
			m := matcher(t, value)
			forms := providers.NewSecret([]byte(value)).Needles()
			r := rand.New(rand.NewPCG(uint64(seed), uint64(length)))
			for range rounds / 10 {
				b := stuff(r, forms)
				compare(t, forms, scan(m, string(b)), b)
			}
		}
	}
}

func compare(t *testing.T, forms []providers.Form, got []needle.Match, b []byte) {
	t.Helper()
	want, may := plainly(forms, b)
	has := func(list []needle.Match, m needle.Match) bool {
		return slices.ContainsFunc(list, func(o needle.Match) bool {
			// A backslash is part of a form, or of a gap in it or before it.
			return o == m || (m.Split || o.Split) && o.Offset+o.Length == m.Offset+m.Length && min(o.Length, m.Length) > max(o.Length, m.Length)/2
		})
	}
	for _, m := range want {
		if !has(got, m) {
			t.Fatalf("a value of %d bytes is not found in %q:\nwant %+v\ngot  %+v", len(forms[0].Text), b, m, got)
		}
	}
	for _, m := range got {
		if !has(want, m) && !has(may, m) {
			t.Fatalf("a value of %d bytes is found where it is not, in %q:\ngot  %+v\nwant %+v, perhaps %+v", len(forms[0].Text), b, m, want, may)
		}
	}
}

func TestAKeyOfTwentyBytesIsFoundAcrossALineBreakAnywhere(t *testing.T) {
	value := letters(77, 20)
	m := matcher(t, value)
	for cut := 1; cut < len(value); cut++ {
		for _, gap := range []string{"\n", "\r\n", "\\\n  ", `\n`, "=\r\n", "\" +\n\t\""} {
			for shift := range 4 {
				b := strings.Repeat("-", shift) + "-" + value[:cut] + gap + value[cut:] + "-"
				want := needle.Match{Encoding: "plain", Split: true, Offset: shift + 1, Length: len(value) + len(gap)}
				if got := scan(m, b); !slices.Equal(got, []needle.Match{want}) {
					t.Errorf("cut at %d by %q: %+v", cut, gap, got)
				}
			}
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add(uint64(1), 20, []byte("\n> "))
	f.Add(uint64(2), 40, []byte("\\\n"))
	f.Add(uint64(3), 9, []byte{0, '\n'})
	f.Fuzz(func(t *testing.T, seed uint64, length int, noise []byte) {
		if length < 8 || length > 64 || len(noise) > 64 {
			return
		}
		value := letters(seed, length)
		m := matcher(t, value)
		forms := providers.NewSecret([]byte(value)).Needles()
		r := rand.New(rand.NewPCG(seed, 1))
		b := stuff(r, forms)
		at := r.IntN(len(b) + 1)
		b = slices.Insert(b[:min(len(b), 2000)], min(at, len(b), 2000), noise...)
		compare(t, forms, scan(m, string(b)), b)
	})
}

func TestAMatchAcrossASeamIsSeenWithWhatIsCarriedOver(t *testing.T) {
	value := letters(5, 40)
	m := matcher(t, value)
	for _, f := range providers.NewSecret([]byte(value)).Needles() {
		cut := len(f.Text) / 2
		split := string(f.Text[:cut]) + "\n      " + string(f.Text[cut:])
		b := strings.Repeat(".", m.Carry()-len(split)+1) + split + "."
		if got := scan(m, b); len(got) != 1 || got[0].Offset+got[0].Length != len(b)-1 {
			t.Errorf("%s: %d bytes are carried, found %+v", f.Encoding, m.Carry(), got)
		}
	}
}

func TestAScanAllocatesNothing(t *testing.T) {
	m := matcher(t, letters(6, 40))
	b := text(64 << 10)
	if n := testing.AllocsPerRun(10, func() { m.Scan(b, func(needle.Match) {}) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestManyMayScanAtOnce(t *testing.T) {
	value := letters(7, 40)
	m := matcher(t, value)
	b := append(text(8<<10), value...)
	done := make(chan int)
	for range 4 {
		go func() { done <- len(scan(m, string(b))) }()
	}
	for range 4 {
		if n := <-done; n != 1 {
			t.Errorf("%d found", n)
		}
	}
}
