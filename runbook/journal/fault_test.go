package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func hashed(covered string) string {
	sum := sha256.Sum256([]byte(covered))
	return hex.EncodeToString(sum[:])
}

// incidentLife creates a journal, sets room aside and appends; acknowledged collects what
// Append vouched for. It ends at the first error.
func incidentLife(d *memDisk, acknowledged *[][]byte) (*Journal, error) {
	j, err := create(d, "INC-20261123-k7qd", "live")
	if err != nil {
		return nil, err
	}
	return j, moreLife(j, acknowledged)
}

func moreLife(j *Journal, acknowledged *[][]byte) error {
	for n := range 4 {
		if n == 1 {
			if err := j.Reserve(); err != nil {
				return err
			}
		}
		line, err := j.Append(event(n))
		if err != nil {
			return err
		}
		*acknowledged = append(*acknowledged, line)
	}
	return nil
}

// checkKept wants all acknowledged events at the start of the records, and no more than one
// other: the one that was on its way.
func checkKept(t *testing.T, where string, got [][]byte, acknowledged [][]byte) {
	t.Helper()
	if len(got) < len(acknowledged) || len(got) > len(acknowledged)+1 {
		t.Fatalf("%s: %d records after %d acknowledged", where, len(got), len(acknowledged))
	}
	for i, line := range acknowledged {
		if !bytes.Equal(got[i], line) {
			t.Fatalf("%s: event %d differs from the acknowledged one", where, i+1)
		}
	}
}

// TestAPowerCutAtEveryStepLosesNothingAcknowledged cuts the power at every change of the
// disk, restarts, and cuts it again at every step of that, with three kinds of loss each.
func TestAPowerCutAtEveryStepLosesNothingAcknowledged(t *testing.T) {
	shares := []float64{0, 0.5, killed}
	points := 0
	for k := 1; ; k++ {
		var acknowledged [][]byte
		d := newMemDisk()
		d.failAt, d.failing = k, errPower
		if !untilPowerCut(func() { _, _ = incidentLife(d, &acknowledged) }) {
			break
		}
		for _, share := range shares {
			for again := 0; ; again++ { // 0: no second cut
				after := d.afterPowerCut(share)
				acked := slices.Clone(acknowledged)
				after.failAt, after.failing = again, errPower
				cut := untilPowerCut(func() { resumeAndAppend(t, after, &acked) })
				points++
				if again > 0 && !cut {
					break
				}
				if cut {
					for _, second := range shares {
						kept := slices.Clone(acked)
						resumeAndAppend(t, after.afterPowerCut(second), &kept)
					}
				}
			}
		}
	}
	t.Logf("%d crash points", points)
	if points < 500 {
		t.Errorf("only %d crash points: the scenario has shrunk", points)
	}
}

// resumeAndAppend is the next start: it must find the acknowledged events and go on.
func resumeAndAppend(t *testing.T, d *memDisk, acknowledged *[][]byte) {
	t.Helper()
	j, got, err := open(d, noon)
	if err != nil {
		if len(*acknowledged) == 0 && (errors.Is(err, ErrEmpty) || d.names[journalName] == nil) {
			return // nothing had begun
		}
		t.Fatalf("open after power cut with %d acknowledged: %v", len(*acknowledged), err)
	}
	checkKept(t, "after power cut", got.Records, *acknowledged)
	*acknowledged = got.Records
	if err := moreLife(j, acknowledged); err != nil {
		t.Fatalf("append after power cut: %v", err)
	}
}

func TestAnErrorOfAnyWriteOrFsyncKillsTheJournalForGood(t *testing.T) {
	for k := 1; ; k++ {
		var acknowledged [][]byte
		d := newMemDisk()
		d.failAt, d.failing = k, syscall.EIO
		j, err := incidentLife(d, &acknowledged)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.EIO) {
			t.Fatalf("op %d: %v", k, err)
		}
		failed := d.ops[k-1]
		where := fmt.Sprintf("op %d (%s)", k, failed)
		if slices.Contains(d.ops[k:], failed) && strings.HasPrefix(failed, "sync") {
			t.Fatalf("%s: synced again after it failed: %v", where, d.ops[k:])
		}
		if j == nil {
			continue // not created
		}
		if strings.HasSuffix(failed, journalName) || strings.HasSuffix(failed, headName) {
			did := len(d.ops)
			if _, err := j.Append(event(9)); !errors.Is(err, ErrDead) || !errors.Is(j.Dead(), ErrDead) {
				t.Fatalf("%s: append on a dead journal: %v", where, err)
			}
			if err := j.Reserve(); !errors.Is(err, ErrDead) {
				t.Fatalf("%s: reserve on a dead journal: %v", where, err)
			}
			if len(d.ops) != did {
				t.Fatalf("%s: a dead journal still did %v", where, d.ops[did:])
			}
		}
		if len(acknowledged) != j.Head().Count {
			t.Fatalf("%s: head %d after %d acknowledged", where, j.Head().Count, len(acknowledged))
		}
		for _, share := range []float64{0, 0.5, killed} {
			_, got, err := open(d.afterPowerCut(share), noon)
			if err != nil {
				t.Fatalf("%s: reopen: %v", where, err)
			}
			checkKept(t, where, got.Records, acknowledged)
		}
	}
}

// TestAFullDiskAtEveryByteStillRecordsTheOutcome lets the disk be full after every possible
// number of bytes beyond the intent: the ballast must make room for what follows, and what
// then fails must leave a clean end.
func TestAFullDiskAtEveryByteStillRecordsTheOutcome(t *testing.T) {
	const events = 6
	full := written(t, events)
	for room := range len(full.content(journalName)) {
		d := newMemDisk()
		j, err := create(d, "INC-20261123-k7qd", "live")
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Reserve(); err != nil {
			t.Fatal(err)
		}
		d.room = d.used() + int64(room)
		for n := range events {
			if _, err := j.Append(event(n + 1)); err != nil {
				t.Fatalf("room for %d bytes, event %d: %v", room, n+1, err)
			}
		}
		if d.content(ballastName) != nil {
			t.Fatalf("room for %d bytes: ballast was not needed", room)
		}
		if !bytes.Equal(d.content(journalName), full.content(journalName)) {
			t.Fatalf("room for %d bytes: journal differs from an unhindered one", room)
		}
		d.room = d.used() // the freed room is gone too
		if err := j.Reserve(); !errors.Is(err, syscall.ENOSPC) || d.content(ballastName) != nil {
			t.Fatalf("room for %d bytes: reserve without room: %v", room, err)
		}
		if _, err := j.Append(event(7)); !errors.Is(err, ErrDead) || !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("room for %d bytes: append without room: %v", room, err)
		}
		_, got, err := open(d, noon)
		if err != nil || got.TornTo != "" || len(got.Records) != events {
			t.Fatalf("room for %d bytes: reopen: %v, torn %q, %d records", room, err, got.TornTo, len(got.Records))
		}
	}
}

func TestAFullDiskAtEveryByteWithoutBallastLeavesACleanEnd(t *testing.T) {
	full := written(t, 3)
	for room := range int(full.used()) {
		d := newMemDisk()
		d.room = int64(room)
		j, err := create(d, "INC-20261123-k7qd", "live")
		if err != nil {
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("room for %d bytes: create: %v", room, err)
			}
			continue
		}
		acknowledged := 0
		for n := range 3 {
			if _, err := j.Append(event(n + 1)); err != nil {
				if !errors.Is(err, ErrDead) || !errors.Is(err, syscall.ENOSPC) {
					t.Fatalf("room for %d bytes: append: %v", room, err)
				}
				break
			}
			acknowledged++
		}
		d.room = -1
		_, got, err := open(d, noon)
		if err != nil || got.TornTo != "" || len(got.Records) != acknowledged {
			t.Fatalf("room for %d bytes: reopen: %v, torn %q, %d of %d", room, err, got.TornTo, len(got.Records), acknowledged)
		}
	}
}

func TestABallastOfAFormerProcessIsReusedOnlyWhole(t *testing.T) {
	d := written(t, 1)
	for _, left := range [][]byte{nil, {}, make([]byte, 100), make([]byte, ballastSize)} {
		if left != nil {
			d.put(ballastName, left)
		}
		j, _, err := open(d, noon)
		if err != nil {
			t.Fatal(err)
		}
		d.ops = nil
		if err := j.Reserve(); err != nil || len(d.durable[ballastName].kept) != ballastSize {
			t.Errorf("after %d bytes left: %v, %d bytes durable", len(left), err, len(d.durable[ballastName].kept))
		}
		if wrote := slices.Contains(d.ops, "write "+ballastName); wrote == (len(left) == ballastSize) {
			t.Errorf("after %d bytes left: wrote %v", len(left), wrote)
		}
	}
}

// TestATornTailIsNeverLost fails and cuts the power at every step of setting it aside.
func TestATornTailIsNeverLost(t *testing.T) {
	full := written(t, 4)
	all := full.content(journalName)
	tail := lines(all)[3][:100]
	for _, failing := range []error{syscall.EIO, errPower} {
		for k := 1; ; k++ {
			d := withHead(t, full, 3)
			d.put(journalName, all[:len(all)-len(lines(all)[3])+len(tail)])
			d.failAt, d.failing = k, failing
			var err error
			if !untilPowerCut(func() { _, _, err = open(d, noon) }) && err == nil {
				if k < 8 {
					t.Errorf("only %d steps", k)
				}
				break
			}
			for _, share := range []float64{0, 0.5, killed} {
				after := d.afterPowerCut(share)
				_, got, err := open(after, noon)
				if err != nil || len(got.Records) != 3 {
					t.Fatalf("step %d (%s): reopen: %v, %d records", k, d.ops[k-1], err, len(got.Records))
				}
				kept := false
				for name := range after.durable {
					kept = kept || strings.HasPrefix(name, tornPrefix) && bytes.Equal(after.content(name), tail)
				}
				if !kept {
					t.Fatalf("step %d (%s): the torn tail is gone", k, d.ops[k-1])
				}
			}
		}
	}
}
