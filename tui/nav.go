package tui

import "firebreak/runbook/words"

// nav is where Update leads. It is applied before the next message, so that the next key of
// the same read already meets the new screen. The zero nav stays.
type nav struct {
	kind navKind
	to   screen
	code place
}

type navKind int

const (
	navStay navKind = iota
	navPush
	navReplace
	navPop
	navBack
	navReset
	navGo
	navQuit
)

// stay changes nothing.
func stay() nav { return nav{} }

// push opens a screen above this one; esc leads back.
func push(s screen) nav { return nav{kind: navPush, to: s} }

// replace puts a screen in this one's place. Readings of the old one are cancelled.
func replace(s screen) nav { return nav{kind: navReplace, to: s} }

// pop goes back to the screen below, or closes the overlay. On the last screen it asks whether
// to leave.
func pop() nav { return nav{kind: navPop} }

// back is pop, and on the last screen what stands at a place.
func back(p place) nav { return nav{kind: navBack, code: p} }

// reset closes everything and opens a screen: the next step of the chain.
func reset(s screen) nav { return nav{kind: navReset, to: s} }

// goTo closes everything and opens what stands at a place, see view.open. Screens name places
// and not one another, so that each can be written alone.
func goTo(p place) nav { return nav{kind: navGo, code: p} }

// quit leaves the program. Screens use it only where the person has been asked.
func quit() nav { return nav{kind: navQuit} }

// place names a group of screens.
type place string

const (
	placeStart   place = "start"
	placePaste   place = "paste"
	placeCheck   place = "check"   // waits for validate, locate, forecast; leads on by itself
	placeDecide  place = "decide"  // what do we do first
	placeBait    place = "bait"    // before what may be bait is used
	placeRefused place = "refused" // at the first probe
	placeWhich   place = "which"   // several records fit
	placeWho     place = "who"     // no admin credential, or it was refused
	placeContain place = "contain"
	placeRevoke  place = "revoke" // the typed phrase
	placeProve   place = "prove"
	placeSettle  place = "settle" // was it revoked
	placeNext    place = "next"   // between the steps
	placeReview  place = "review"
	placeRotate  place = "rotate"
	placeRelated place = "related"
	placeTrace   place = "trace"
	placeReport  place = "report"
	placeClose   place = "close"
	placeKeys    place = "keys"    // several keys: which one now
	placeBack    place = "back"    // coming back to an incident
	placeHeld    place = "held"    // somebody else holds it
	placeCard    place = "card"    // of a drill
	placeDebrief place = "debrief" // of a drill
)

// open makes the screen of a place, or nil where there is none yet.
func (v *view) open(p place) screen {
	switch p {
	case placeStart:
		return newStart()
	case placePaste:
		return newPaste(v)
	case placeCheck, placeDecide:
		return newCheck(v)
	case placeBait:
		return newBait(v)
	case placeRefused:
		return newRefused(v)
	case placeWhich:
		return newCandidates(v)
	case placeWho:
		return newWho(v)
	case placeContain:
		return newContain()
	case placeRevoke:
		return newRevoke(v)
	case placeProve:
		return newProof(v)
	case placeSettle:
		return newSettle(v)
	case placeNext:
		return newNext(v)
	case placeReview:
		return newReview(v)
	case placeRotate:
		return newRotate(v)
	case placeRelated:
		return newRelated(v)
	case placeTrace:
		return newTrace(v)
	case placeReport:
		return newReport(v)
	case placeClose:
		return newClose(v)
	case placeCard:
		return newCard(v)
	case placeDebrief:
		return newDebrief(v)
	case placeKeys:
		return newKeys(words.PhaseCheck)
	case placeBack:
		return newBack(v)
	case placeHeld:
		return newHeld(v)
	}
	return nil
}
