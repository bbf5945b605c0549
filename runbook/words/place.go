package words

import (
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Where a value stands in a store. A store may be written at several spots at once, such as the
// lines of a file: each of them is named wherever the place is, for it is what a person agrees to.

// Place names a place with all its spots. A long path of its store is shortened at its front.
func (l Lang) Place(p incident.Place) string {
	const most = 60 // cells
	return keepEnd(p.Store, most) + l.spotsOf(p)
}

// wholePlace names a place by its whole path: it is there to be copied, or agreed to.
func (l Lang) wholePlace(p incident.Place) string {
	return clean(p.Store, 4096) + l.spotsOf(p)
}

// placeIn names a place in so many cells where that is possible: several spots by their number.
func (l Lang) placeIn(p incident.Place, width int) string {
	const most, least = 60, 20
	spots := l.spotsOf(p)
	if n := len(p.Spots()); n > 1 && uniseg.StringWidth(clean(p.Store, 4096)+spots) > width {
		spots = ", " + strconv.Itoa(n) + l.times()
	}
	return keepEnd(p.Store, min(max(width-uniseg.StringWidth(spots), least), most)) + spots
}

// spotsOf names every spot of a place, behind their number where there are several.
func (l Lang) spotsOf(p incident.Place) string {
	spots := p.Spots()
	for i, spot := range spots {
		spots[i] = l.spot(spot)
	}
	switch len(spots) {
	case 0:
		return ""
	case 1:
		return ", " + spots[0]
	}
	return ", " + strconv.Itoa(len(spots)) + l.times() + ": " + strings.Join(spots, "; ")
}

// placeWarning says what is unsafe about a place, in so many cells. What another controller wrote
// about itself is repeated as it is; what we found of a file has a sentence.
func (l Lang) placeWarning(p incident.Place, width int) string {
	if p.Guard == providers.OtherOwner {
		return p.Warning.Line(width)
	}
	said := strings.Split(p.Warning.Line(width), ", ")
	for i, part := range said {
		if mode, ok := strings.CutPrefix(part, "mode "); ok {
			said[i] = pick(l, "others than its owner have rights to it, mode ", "bukan hanya pemiliknya yang punya izin, mode ") + mode
		} else if part == "tracked" {
			said[i] = pick(l, "git tracks it", "dilacak git")
		}
	}
	return strings.Join(said, ", ")
}

// placeDoubt says that the store could not tell whether a write would be let; "" where it could.
func (l Lang) placeDoubt(p incident.Place) string {
	if p.Doubt == "" || p.Off != "" {
		return ""
	}
	return l.Reason(p.Doubt)
}

func (l Lang) times() string { return pick(l, " times", " kali") }

// spot turns "line 12, NAME" into the language's own.
func (l Lang) spot(s string) string {
	s = clean(s, 120)
	if l == Indonesian {
		for _, word := range []both{{"line ", "baris "}, {"version ", "versi "}, {"older versions", "versi lama"}} {
			if rest, ok := strings.CutPrefix(s, word[0]); ok {
				return word[1] + rest
			}
		}
	}
	return s
}
