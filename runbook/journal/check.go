package journal

import (
	"bytes"
	"errors"
	"fmt"
)

// ErrNewer says that a later version of the program wrote this journal.
var ErrNewer = errors.New("journal of a newer version")

// Why names what is wrong with an event.
type Why string

const (
	WhyHash       Why = "hash"       // its bytes do not give its hash
	WhyOrder      Why = "order"      // it does not follow the event before it
	WhyFrame      Why = "frame"      // version, number or chain fields are not in their form
	WhyText       Why = "text"       // it is not plain JSON
	WhyUnfinished Why = "unfinished" // it ends before its newline
	WhyMissing    Why = "missing"    // it was acknowledged and is not there
	WhyGenesis    Why = "genesis"    // the journal belongs to another incident or mode
	WhyHead       Why = "head"       // the head is gone or does not fit the journal
	WhyCheckpoint Why = "checkpoint" // a signed checkpoint contradicts the journal
	WhySignature  Why = "signature"  // a checkpoint is not signed by the key it names
	WhyKnownHead  Why = "known-head" // a head published elsewhere contradicts the journal
)

// Damage names the first event that cannot be believed.
type Damage struct {
	Seq int
	Why Why
}

func (d *Damage) Error() string { return fmt.Sprintf("journal damaged at event %d (%s)", d.Seq, d.Why) }

// Check walks the chain over a journal's bytes. It returns the records that hold, without
// newlines and sharing memory with all, the offset where the last of them ends, and a
// *Damage (ErrNewer for a later format) when bytes remain after that. It cannot know how many
// records there should be, nor for which incident: Open, Read and Verify ask the head.
func Check(all []byte) (records [][]byte, good int64, err error) {
	records = make([][]byte, 0, bytes.Count(all, []byte{'\n'}))
	var prev []byte
	for rest := all; len(rest) > 0; rest = all[good:] {
		seq := len(records) + 1
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			return records, good, &Damage{Seq: seq, Why: WhyUnfinished}
		}
		hash, why, newer := follow(rest[:end], seq, prev)
		if newer {
			return records, good, fmt.Errorf("event %d: %w", seq, ErrNewer)
		}
		if why != "" {
			return records, good, &Damage{Seq: seq, Why: why}
		}
		records = append(records, rest[:end:end])
		prev = hash
		good += int64(end) + 1
	}
	return records, good, nil
}
