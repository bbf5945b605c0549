package journal

import (
	"errors"
	"fmt"
)

// loaded is a journal held against its head.
type loaded struct {
	Opened
	top  slot // the head as stored
	good int64
	tail []byte // after the last whole record; never acknowledged
}

// load reads the head, then the journal: the other way round a reader beside a writer could
// see a head that leads.
func load(d disk, log file) (loaded, error) {
	top, hasHead, err := readHead(d)
	if err != nil {
		return loaded{}, err
	}
	all, err := readAll(log)
	if err != nil {
		return loaded{}, err
	}
	if !hasHead && len(all) == 0 {
		return loaded{}, ErrEmpty
	}
	records, good, bad := Check(all)
	l := loaded{top: top, good: good, tail: all[good:]}
	l.Records, l.Unfinished = records, len(all)-int(good)
	l.ID, l.Mode = top.ID, top.Mode
	l.Head = Head{Count: len(records), Hash: Genesis(top.ID, top.Mode)}
	if len(records) > 0 {
		l.Head.Hash = hashOf(records[len(records)-1])
	}
	if errors.Is(bad, ErrNewer) {
		return l, bad
	}
	if !hasHead {
		return l, &Damage{Seq: max(1, len(records)), Why: WhyHead}
	}
	return l, l.fits(bad)
}

// fits tells damage from what was never acknowledged.
func (l loaded) fits(bad error) error {
	genesis := Genesis(l.ID, l.Mode)
	if len(l.Records) > 0 && prevOf(l.Records[0]) != genesis {
		return &Damage{Seq: 1, Why: WhyGenesis}
	}
	if len(l.Records) < l.top.Count {
		if bad != nil {
			return bad
		}
		return &Damage{Seq: len(l.Records) + 1, Why: WhyMissing}
	}
	at := genesis
	if l.top.Count > 0 {
		at = hashOf(l.Records[l.top.Count-1])
	}
	if at != l.top.Hash {
		return &Damage{Seq: max(1, l.top.Count), Why: WhyHead}
	}
	return nil
}

// exact is what must hold besides when nobody is writing: no event was begun before the head
// had caught up with the one before it.
func (l loaded) exact() error {
	ahead := len(l.Records) - l.top.Count
	if len(l.tail) > 0 {
		ahead++
	}
	if ahead > 1 {
		return fmt.Errorf("head lags by %d: %w", ahead, &Damage{Seq: l.top.Count + 1, Why: WhyHead})
	}
	return nil
}
