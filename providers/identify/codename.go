package identify

import "strings"

// codeName reports whether a run reads like a name in code, or like a path: of its pairs of letters
// most are common in words. Of values drawn at random next to none does: one of a hundred with 16
// characters, one of a thousand with 32. What may be hexadecimal is no name.
func codeName(b []byte) bool {
	const least = 8 // pairs
	pairs, common, letters, hex := 0, 0, 0, true
	for i, c := range b {
		this := letterOf(c)
		if this < 0 {
			hex = hex && (c == '-' || c >= '0' && c <= '9')
			continue
		}
		letters++
		hex = hex && this < 6
		if i == 0 || lower(b[i-1]) && upper(c) { // another word begins
			continue
		}
		if before := letterOf(b[i-1]); before >= 0 {
			pairs++
			if commonPairs[before]>>this&1 == 1 {
				common++
			}
		}
	}
	return !hex && pairs >= least && common*5 >= pairs*3 && letters*2 >= len(b)
}

// letterOf numbers a letter of either case; -1: it is none.
func letterOf(c byte) int {
	if c |= 0x20; c < 'a' || c > 'z' {
		return -1
	}
	return int(c - 'a')
}

// commonPairs has a bit for each of the 140 pairs of letters that are the most frequent in the names
// of Go's library: three quarters of all that stand there, and a fifth of those that there could be.
var commonPairs = func() (set [26]uint32) {
	for _, p := range strings.Fields("ab ac ad ag al am an ap ar as at bl ca ce ch ck cl co ct da dd de di ea ec ed ef el em en ep er es et ev ew ex ff fi fl fo ge go ha he ic id if ig il " +
		"im in io ip is it ke la le li ll lo lu ma md me mi mo mp na nc nd ne ng no ns nt oa oc od ol om on oo op or os ot ou pa pe pl po pp pr ps pt ra rc re " +
		"rg ri rm ro rr rs rt sa sc se sh si sk ss st su sy ta tc te th ti to tp tr ts tt tu ty ue ui un us ut va ve vp wr yp ys") {
		set[p[0]-'a'] |= 1 << (p[1] - 'a')
	}
	return set
}()
