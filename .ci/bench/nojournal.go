package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// spoil is one way in which the state's disk fails.
type spoil struct {
	base   baseline
	errno  unix.Errno // of every write and fsync below the state folder from call n on; 0: none
	n      int
	intent bool  // only from the next intent on
	room   int64 // bytes that the disk takes when not negative
	lies   bool  // fsync fails once and then says ok
}

func (s spoil) String() string {
	return fmt.Sprintf("%s, %v at call %d, room %d, lies=%v", s.base.name, s.errno, s.n, s.room, s.lies)
}

// noJournal is part 4: no mutation without a recorded intent, whatever becomes of the disk, and the
// incident goes on when there is room again.
func noJournal(b *bench) (result, error) {
	bases, err := b.baselines()
	if err != nil {
		return result{}, err
	}
	bases = bases[:1] // the journal is the same for every vendor
	random := rand.New(rand.NewPCG(b.seed, 4))
	n := b.points
	if n <= 0 {
		n = 2000
	}
	var all []spoil
	for i := range n {
		s := spoil{base: bases[random.IntN(len(bases))], room: -1}
		event, intent := one(random, s.base.events), one(random, s.base.intents)
		switch i % 4 {
		case 0: // at an intent, and at the calls that make it last
			s.errno, s.n, s.intent = unix.EIO, intent-5, i%8 == 0
		case 1: // anywhere
			s.errno, s.n = unix.EROFS, 1+random.IntN(s.base.calls)
		case 2:
			s.room = random.Int64N(200 << 10)
		case 3:
			s.lies, s.n = true, event
		}
		all = append(all, s)
	}
	return tryAll(b, all, spoil.String, b.spoilt), nil
}

// any is one of them.
func one(random *rand.Rand, of []int) int { return of[random.IntN(len(of))] }

// at decides on one call.
func (p *spoil) at(n int, c call, disk *forgetful) deed {
	ours := strings.HasPrefix(c.path, disk.dir)
	record := ours && filepath.Base(c.path) == "journal.jsonl"
	switch {
	case n < p.n:
	case p.lies && record && c.sync():
		disk.mu.Lock()
		disk.broken = true
		disk.mu.Unlock()
	case p.errno != 0 && p.intent && record && c.writes() && bytes.Contains(c.data(), []byte(`"type":"intent"`)):
		p.intent = false
		return deed{fail: p.errno}
	case p.errno != 0 && !p.intent && ours && (c.writes() || c.sync()):
		return deed{fail: p.errno}
	}
	return deed{}
}

func (b *bench) spoilt(p spoil) []string {
	dir, err := os.MkdirTemp(b.dir, "spoilt-")
	if err != nil {
		return []string{err.Error()}
	}
	defer func() { _ = os.RemoveAll(dir) }()
	state := filepath.Join(dir, "state")
	if err := os.Mkdir(state, 0o700); err != nil {
		return []string{err.Error()}
	}
	disk, err := mount(state)
	if err != nil {
		return []string{err.Error()}
	}
	disk.room = p.room
	s, err := b.newSeat(p.base.recipe, b.seed, state)
	if err != nil {
		return []string{err.Error(), errorText(disk.unmount())}
	}
	defer s.close()
	path := filepath.Join(s.home, "first")
	c, err := s.command(s.r.begin(s), path)
	if err != nil {
		return []string{err.Error()}
	}
	_, err = trace(c, func(n int, c call) deed { return p.at(n, c, disk) })
	s.done(c)
	if err != nil {
		return []string{err.Error()}
	}
	acknowledged, _, _ := told(path)
	var wrong []string
	if p.lies {
		err = disk.powerLoss(0)
	} else {
		err = disk.everything()
	}
	if err != nil {
		return []string{err.Error()}
	}
	if lost := s.lost(acknowledged); lost > 0 {
		wrong = append(wrong, fmt.Sprintf("%d acknowledged events lost", lost))
	}
	wrong = append(wrong, s.unrecorded()...)
	last, all, err := s.again(p.base.want)
	if err != nil {
		return append(wrong, err.Error())
	}
	return append(wrong, s.judge(p.base, acknowledged, last, all)...)
}

// unrecorded names mutations that no intent in the journal stands for.
func (s *seat) unrecorded() []string {
	asked, err := s.world.mutations()
	if err != nil {
		return []string{err.Error()}
	}
	intents := 0
	for _, dir := range s.incidents() {
		journal, _ := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
		for line := range bytes.Lines(journal) {
			var e event
			if json.Unmarshal(line, &e) == nil && e.Type == "intent" {
				intents++
			}
		}
	}
	if len(asked) > intents {
		return []string{fmt.Sprintf("%d mutations, %d intents", len(asked), intents)}
	}
	return nil
}
