package usage

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// Cells that carry one of the benign codes alone look like our own. They, the ones that cannot
// be compared at all, and those whose only mark is the hour (a soft signal that comes back every
// night), form one group per series, however long the pauses.
var (
	benign   = []string{ReasonUsual, ReasonBefore, ReasonRecurring, ReasonOwnProbe, ReasonKnownOurs, ReasonInBatch}
	timeless = append([]string{ReasonInBaseline, ReasonNoHistory, ReasonOddHour}, benign...)
)

// bundle is a group in the making: calls that are judged together.
type bundle struct {
	*kind
	kinds    []*kind
	id       string
	from, to time.Time
	exact    bool // from and to are of single calls
	incident.Amount
	unpriced  bool
	signals   []incident.Signal
	cells     []*cell
	suggested incident.GroupVerdict
	level     Level
}

// bundles puts cells together: those of one client at one place within an hour, else each cell
// alone; and neighbours of these with the same verdict, or the same signals.
func (s *study) bundles() []*bundle {
	var all []*bundle
	at := map[string]*bundle{}
	for _, b := range s.pieces() {
		b.weigh(s)
		key := b.key()
		open := at[key]
		if open == nil || !alone(timeless, b.signals) && !b.alike() && b.from.Sub(open.to) > flaggedPause {
			b.id = groupID(b, key)
			at[key], all = b, append(all, b)
			continue
		}
		open.take(b)
	}
	for _, b := range all {
		b.weigh(s)
	}
	return all
}

// pieces are what is judged on its own.
func (s *study) pieces() []*bundle {
	type hour struct {
		*line
		mask uint16
		slot int64
		era  int
		sort string
	}
	at := map[hour]*bundle{}
	var all []*bundle
	for _, c := range s.cells {
		one := newBundle(c)
		if c.bucketed() {
			all = append(all, one)
			continue
		}
		key := hour{c.line, c.fresh.mask, slotOf(c.start, s.unit), s.eraOf(c.from()), plainCode(c.signals)}
		if open := at[key]; open != nil {
			open.take(one)
			continue
		}
		at[key], all = one, append(all, one)
	}
	slices.SortStableFunc(all, func(a, b *bundle) int { return a.from.Compare(b.from) })
	return all
}

// plainCode is the code of a cell that is not compared, which is kept apart from those that are.
func plainCode(signals []incident.Signal) string {
	if len(signals) == 1 && slices.Contains(timeless, signals[0].Code) && signals[0].Code != ReasonUsual && signals[0].Code != ReasonOddHour {
		return signals[0].Code
	}
	return ""
}

func newBundle(c *cell) *bundle {
	b := &bundle{kind: c.kind, kinds: []*kind{c.kind}, from: c.from(), to: c.until(), exact: !c.first.IsZero(), Amount: c.amount(), unpriced: c.micros.unknown,
		cells: []*cell{c}}
	b.hear(c.signals)
	if c.micros.unknown {
		b.hear([]incident.Signal{{Code: ReasonNoPrice}})
	}
	return b
}

// take adds another bundle; of each signal the strongest figure is kept.
func (b *bundle) take(o *bundle) {
	b.from, b.to = earlier(b.from, o.from), later(b.to, o.to)
	add(&b.Amount, o.Amount)
	b.unpriced = b.unpriced || o.unpriced
	b.cells = append(b.cells, o.cells...)
	for _, k := range o.kinds {
		if !slices.Contains(b.kinds, k) {
			b.kinds = append(b.kinds, k)
		}
	}
	b.hear(o.signals)
}

func (b *bundle) hear(signals []incident.Signal) {
	for _, s := range signals {
		i := slices.IndexFunc(b.signals, func(o incident.Signal) bool {
			return o.Code == s.Code && (o.Value == s.Value || !slices.Contains(summed, s.Code))
		})
		switch {
		case i < 0:
			b.signals = append(b.signals, s)
		case slices.Contains(summed, s.Code):
			b.signals[i].Observed += s.Observed
		case stronger(s, b.signals[i]):
			b.signals[i] = s
		}
	}
	if b.bucketed() {
		return
	}
	hour := slices.ContainsFunc(b.signals, func(s incident.Signal) bool { return s.Code == ReasonSurprising })
	b.signals = slices.DeleteFunc(b.signals, func(s incident.Signal) bool {
		return s.Code == ReasonUsual && len(b.signals) > 1 || s.Code == ReasonSurprisingWindow && hour
	})
}

// summed are codes whose figures are counts of what happened.
var summed = []string{ReasonAfterRevoke, ReasonAfterGone, ReasonOwnProbe, ReasonActEnable, ReasonActPersist, ReasonActEvade,
	ReasonActSecrets, ReasonActShare, ReasonActRun, ReasonActDestroy}

func stronger(a, b incident.Signal) bool {
	if a.Score != b.Score {
		return a.Score > b.Score
	}
	if a.Code == ReasonSmallProbe || a.Code == ReasonOddHour {
		return a.Observed < b.Observed
	}
	return a.Observed*max(b.Expected, 1) > b.Observed*max(a.Expected, 1)
}

// alike reports whether a bundle of single calls looks like the key's own past.
func (b *bundle) alike() bool { return !b.bucketed() && b.suggested == incident.Ours }

// key is what neighbours have in common that become one group.
func (b *bundle) key() string {
	if b.bucketed() {
		return strings.Join([]string{b.endpoint, name(b.model), codes(b.signals)}, "\x00")
	}
	return strings.Join([]string{b.client, b.place, fmt.Sprint(b.fresh.mask), string(b.suggested), plainCode(b.signals)}, "\x00")
}

// codes are those of the signals. What the whole hour or day is noted for does not part two
// neighbours that have a sign of their own.
func codes(signals []incident.Signal) string {
	var own, around []string
	for _, s := range signals {
		switch {
		case s.Code == ReasonNoPrice:
		case slices.Contains(wide, s.Code):
			around = append(around, s.Code)
		default:
			own = append(own, s.Code)
		}
	}
	if len(own) == 0 {
		own = around
	}
	return strings.Join(own, "+")
}

// wide are codes of signals on more than the calls themselves.
var wide = []string{ReasonSurprising, ReasonSurprisingDay, ReasonSurprisingWindow, ReasonRising, ReasonCostHour, ReasonCostDay, ReasonCoNovelty}

func alone(codes []string, signals []incident.Signal) bool {
	n, found := 0, false
	for _, s := range signals {
		if s.Code != ReasonNoPrice {
			n, found = n+1, slices.Contains(codes, s.Code)
		}
	}
	return n == 1 && found
}

// groupID stays the same when the same use is read again later, so that verdicts hold: it is
// made of what neighbours have in common and, where runs are told apart, the start.
func groupID(b *bundle, alike string) string {
	h := sha256.New()
	h.Write(append([]byte(alike), 0))
	if !alone(timeless, b.signals) && !b.alike() {
		h.Write([]byte(b.from.UTC().Format(time.RFC3339)))
	}
	return "u-" + hex.EncodeToString(h.Sum(nil)[:5])
}

// suspicion ranks a group, the most suspicious first. One that could not be compared with
// anything comes behind one that stands out.
func suspicion(suggested incident.GroupVerdict, signals []incident.Signal) int {
	switch {
	case suggested == incident.NotOurs:
		return 0
	case suggested == incident.Ours:
		return 3
	case slices.ContainsFunc(signals, func(s incident.Signal) bool { return s.Code == ReasonInBaseline || s.Code == ReasonNoHistory }):
		return 2
	}
	return 1
}

// sortBundles puts the groups in the order in which a person should judge them: the most
// suspicious first, of equals the one that costs most, then the largest, then the oldest.
func sortBundles(all []*bundle) {
	slices.SortFunc(all, func(a, b *bundle) int {
		return cmp.Or(cmp.Compare(suspicion(a.suggested, a.signals), suspicion(b.suggested, b.signals)), cmp.Compare(b.Micros, a.Micros),
			cmp.Compare(b.In+b.Out, a.In+a.Out), cmp.Compare(b.Requests, a.Requests), a.from.Compare(b.from), strings.Compare(a.id, b.id))
	})
}
