package journal

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// withHead returns a copy of d whose head file is what it was after n events.
func withHead(t *testing.T, d *memDisk, n int) *memDisk {
	t.Helper()
	changed := newMemDisk()
	changed.put(journalName, d.content(journalName))
	changed.put(headName, written(t, n).content(headName))
	return changed
}

func TestEverySingleBitFlipIsNoticedAtTheRightEvent(t *testing.T) {
	d := written(t, 4)
	sound := d.content(journalName)
	for at := range sound {
		event := bytes.Count(sound[:at], []byte{'\n'}) + 1
		for bit := range 8 {
			flipped := slices.Clone(sound)
			flipped[at] ^= 1 << bit
			spoilt := newMemDisk()
			spoilt.put(headName, d.content(headName))
			spoilt.put(journalName, flipped)
			got, err := read(spoilt)
			var damage *Damage
			if !errors.As(err, &damage) || damage.Seq != event || len(got.Records) != event-1 {
				t.Fatalf("byte %d bit %d in event %d: %v, %d records", at, bit, event, err, len(got.Records))
			}
			if _, _, err := open(spoilt, noon); !errors.As(err, &damage) || !bytes.Equal(spoilt.content(journalName), flipped) || len(spoilt.ops) > 0 {
				t.Fatalf("byte %d bit %d: open said %v and did %v", at, bit, err, spoilt.ops)
			}
		}
	}
}

func TestEverySingleBitFlipOfTheHeadIsHarmlessOrNoticed(t *testing.T) {
	d := written(t, 3)
	sound := d.content(headName)
	for at := range sound {
		flipped := slices.Clone(sound)
		flipped[at] ^= 1 << (at % 8)
		spoilt := newMemDisk()
		spoilt.put(headName, flipped)
		spoilt.put(journalName, d.content(journalName))
		j, got, err := open(spoilt, noon)
		if err != nil || len(got.Records) != 3 || got.ID == "" {
			t.Fatalf("byte %d: %v, %d records", at, err, len(got.Records))
		}
		if _, err := j.Append(event(4)); err != nil {
			t.Fatal(err)
		}
		if got, err := read(spoilt); err != nil || got.Head.Count != 4 {
			t.Fatalf("byte %d, after append: %v, %v", at, err, got.Head)
		}
	}
}

func TestTruncationAtEveryByteIsDamageBelowTheHeadAndATornTailAboveIt(t *testing.T) {
	full := written(t, 4)
	all := full.content(journalName)
	last := len(all) - len(lines(all)[3])
	for at := range len(all) + 1 {
		whole := bytes.Count(all[:at], []byte{'\n'})

		ahead := withHead(t, full, 4)
		ahead.put(journalName, all[:at])
		_, _, err := open(ahead, noon)
		var damage *Damage
		if at < len(all) && (!errors.As(err, &damage) || damage.Seq != whole+1) || at == len(all) && err != nil {
			t.Fatalf("head at 4, cut at %d: %v", at, err)
		}

		lagging := withHead(t, full, 3)
		lagging.put(journalName, all[:at])
		j, got, err := open(lagging, noon)
		switch {
		case at < last:
			if !errors.As(err, &damage) || damage.Seq != whole+1 {
				t.Fatalf("head at 3, cut at %d: %v", at, err)
			}
		case at == last, at == len(all):
			if err != nil || got.TornTo != "" || got.Head.Count != whole || j.Head() != got.Head {
				t.Fatalf("head at 3, cut at %d: %v, torn to %q, head %v", at, err, got.TornTo, got.Head)
			}
		default:
			if err != nil || got.TornTo != "journal.torn-20261123T120000Z" || got.Head.Count != 3 {
				t.Fatalf("head at 3, cut at %d: %v, torn to %q", at, err, got.TornTo)
			}
			aside, kept := lagging.durable[got.TornTo], lagging.durable[journalName]
			if !bytes.Equal(aside.kept, all[last:at]) || !bytes.Equal(kept.kept, all[:last]) {
				t.Fatalf("cut at %d: set aside %d bytes, journal %d bytes", at, len(aside.kept), len(kept.kept))
			}
		}
		if err == nil {
			if _, err := j.Append(event(9)); err != nil {
				t.Fatalf("append after cut at %d: %v", at, err)
			}
		}
	}
}

func TestAReaderPassesOverAnUnfinishedLineAndChangesNothing(t *testing.T) {
	full := written(t, 4)
	all := full.content(journalName)
	d := withHead(t, full, 3)
	d.put(journalName, all[:len(all)-5])
	got, err := read(d)
	if err != nil || len(got.Records) != 3 || got.Unfinished != len(lines(all)[3])-5 || len(d.ops) > 0 {
		t.Errorf("read: %v, %d records, %d bytes unfinished, did %v", err, len(got.Records), got.Unfinished, d.ops)
	}
}

// slowHead is a folder whose head appears only after the first look, as beside a writer that
// is just creating its journal.
type slowHead struct {
	*memDisk
	looked bool
}

func (d *slowHead) open(name string, write bool) (file, error) {
	if name == headName && !d.looked {
		d.looked = true
		return nil, fs.ErrNotExist
	}
	return d.memDisk.open(name, write)
}

func TestAReaderBesideAJournalInCreationLooksTwice(t *testing.T) {
	got, err := readSettled(&slowHead{memDisk: written(t, 1)})
	if err != nil || len(got.Records) != 1 {
		t.Errorf("read: %v, %d records", err, len(got.Records))
	}
}

// slowLine is a journal whose last line becomes whole only after the first look.
type slowLine struct {
	*memDisk
	whole  []byte
	looked bool
}

func (d *slowLine) open(name string, write bool) (file, error) {
	if name == journalName {
		if d.looked {
			d.put(journalName, d.whole)
		}
		d.looked = true
	}
	return d.memDisk.open(name, write)
}

func TestAReaderBesideAWriterInTheMidstOfALineLooksTwice(t *testing.T) {
	d := written(t, 3)
	whole := d.content(journalName)
	d.put(journalName, whole[:len(whole)-5])
	d.put(headName, written(t, 2).content(headName))
	got, err := readSettled(&slowLine{memDisk: d, whole: whole})
	if err != nil || got.Unfinished != 0 || len(got.Records) != 3 {
		t.Errorf("read: %v, %d records, %d bytes unfinished", err, len(got.Records), got.Unfinished)
	}
}

func TestGarbageAfterTheHeadIsATornTailToo(t *testing.T) {
	for _, garbage := range []string{"\x00\x00\x00\x00", "\x00\x00\n", "{}\n{}\n", "{\"v\":1,\"seq\":4"} {
		d := written(t, 3)
		d.put(journalName, append(slices.Clone(d.content(journalName)), garbage...))
		_, got, err := open(d, noon)
		if err != nil || string(d.content(got.TornTo)) != garbage || len(got.Records) != 3 {
			t.Errorf("%q: %v, aside %q", garbage, err, d.content(got.TornTo))
		}
	}
}

func TestASecondTornTailOfTheSameSecondGetsItsOwnName(t *testing.T) {
	d := written(t, 1)
	for _, want := range []string{"journal.torn-20261123T120000Z", "journal.torn-20261123T120000Z-2", "journal.torn-20261123T120000Z-3"} {
		d.put(journalName, append(slices.Clone(d.content(journalName)), want...))
		_, got, err := open(d, noon)
		if err != nil || got.TornTo != want || string(d.content(want)) != want {
			t.Errorf("torn to %q, want %q, %v", got.TornTo, want, err)
		}
	}
}

func TestWhatNoCrashCanLeaveIsDamage(t *testing.T) {
	other := newMemDisk()
	j, err := create(other, "INC-20261123-zzzz", "live")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		if _, err := j.Append(event(n + 1)); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		make func() *memDisk
		seq  int
		why  Why
	}{
		{"a head two events behind", func() *memDisk { return withHead(t, written(t, 3), 1) }, 2, WhyHead},
		{"a tail after an event that the head does not know", func() *memDisk {
			d := withHead(t, written(t, 3), 2)
			d.put(journalName, append(slices.Clone(d.content(journalName)), "{"...))
			return d
		}, 3, WhyHead},
		{"a head that leads", func() *memDisk { return withHead(t, written(t, 3), 4) }, 4, WhyMissing},
		{"a head of another chain", func() *memDisk {
			d := written(t, 3)
			d.put(headName, other.content(headName))
			return d
		}, 1, WhyGenesis},
		{"a journal of another incident", func() *memDisk {
			d := written(t, 3)
			d.put(journalName, other.content(journalName))
			return d
		}, 1, WhyGenesis},
		{"no head", func() *memDisk {
			d := written(t, 3)
			delete(d.names, headName)
			return d
		}, 3, WhyHead},
		{"a head without a whole slot", func() *memDisk {
			d := written(t, 3)
			d.put(headName, bytes.Repeat([]byte{0}, headSize))
			return d
		}, 3, WhyHead},
		{"an emptied journal", func() *memDisk {
			d := written(t, 3)
			d.put(journalName, nil)
			return d
		}, 1, WhyMissing},
		{"two events swapped", func() *memDisk {
			d := written(t, 3)
			l := lines(d.content(journalName))
			d.put(journalName, slices.Concat(l[0], l[2], l[1]))
			return d
		}, 2, WhyOrder},
		{"an event left out", func() *memDisk {
			d := written(t, 3)
			l := lines(d.content(journalName))
			d.put(journalName, slices.Concat(l[0], l[2]))
			return d
		}, 2, WhyOrder},
		{"an event twice", func() *memDisk {
			d := written(t, 3)
			l := lines(d.content(journalName))
			d.put(journalName, slices.Concat(l[0], l[1], l[1]))
			return d
		}, 3, WhyOrder},
		{"a hash in capitals", func() *memDisk {
			d := written(t, 3)
			l := lines(d.content(journalName))
			hash := []byte(hashOf(bytes.TrimSuffix(l[1], []byte("\n"))))
			l[1] = bytes.Replace(l[1], hash, bytes.ToUpper(hash), 1)
			d.put(journalName, slices.Concat(l...))
			return d
		}, 2, WhyHash},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := test.make()
			_, _, err := open(d, noon)
			var damage *Damage
			if !errors.As(err, &damage) || damage.Seq != test.seq || damage.Why != test.why {
				t.Fatalf("open: %v, want event %d (%s)", err, test.seq, test.why)
			}
			if len(d.ops) > 0 {
				t.Errorf("open changed the disk: %v", d.ops)
			}
		})
	}
}

// reframed builds a line with a sound hash around any opening and link.
func reframed(opening, prev string) []byte {
	covered := opening + `,"prev":"` + prev + `"`
	line, hash := compose(1, []byte("{}"), prev)
	sum := hashed(covered)
	return append([]byte(strings.Replace(covered+string(line[len(line)-hashTail:]), hash, sum, 1)), '\n')
}

func TestSoundHashesDoNotExcuseAWrongFrame(t *testing.T) {
	prev := Genesis("INC-1", "live")
	tests := []struct {
		name string
		line []byte
		want any
	}{
		{"a later version", reframed(`{"v":2,"seq":1,"x":1`, prev), ErrNewer},
		{"version zero", reframed(`{"v":0,"seq":1`, prev), WhyFrame},
		{"a padded number", reframed(`{"v":1,"seq":01`, prev), WhyFrame},
		{"another number", reframed(`{"v":1,"seq":2`, prev), WhyFrame},
		{"a number too long", reframed(`{"v":1,"seq":11111111111111111111`, prev), WhyFrame},
		{"a field between", reframed(`{"v":1,"x":1,"seq":1`, prev), WhyFrame},
		{"a link in capitals", reframed(`{"v":1,"seq":1`, strings.ToUpper(prev)), WhyFrame},
		{"a raw escape character", reframed("{\"v\":1,\"seq\":1,\"a\":\"\x1b\"", prev), WhyText},
		{"a letter beyond ASCII", reframed(`{"v":1,"seq":1,"a":"é"`, prev), WhyText},
		{"broken JSON", reframed(`{"v":1,"seq":1,"a":`, prev), WhyText},
		{"over the limit", reframed(`{"v":1,"seq":1,"a":"`+strings.Repeat("x", MaxRecord)+`"`, prev), WhyHash},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := Check(test.line)
			var damage *Damage
			if test.want == any(ErrNewer) {
				if !errors.Is(err, ErrNewer) {
					t.Errorf("got %v, want ErrNewer", err)
				}
			} else if !errors.As(err, &damage) || damage.Why != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
	if records, _, err := Check(reframed(`{"v":1,"seq":1,"a":1`, prev)); err != nil || len(records) != 1 {
		t.Errorf("the frame itself is refused: %v", err)
	}
}

func TestAJournalOfANewerVersionIsLeftAlone(t *testing.T) {
	d := written(t, 1)
	all := slices.Clone(d.content(journalName))
	prev := hashOf(bytes.TrimSuffix(all, []byte("\n")))
	d.put(journalName, append(all, reframed(`{"v":2,"seq":2`, prev)...))
	if _, _, err := open(d, noon); !errors.Is(err, ErrNewer) || len(d.ops) > 0 {
		t.Errorf("open: %v, did %v", err, d.ops)
	}
	d = written(t, 1)
	block := slot{V: 2, ID: "INC-1", Mode: "live", Count: 1, Hash: "of another kind"}.encode()
	d.put(headName, append(block, block...))
	if _, err := read(d); !errors.Is(err, ErrNewer) {
		t.Errorf("newer head: %v", err)
	}
}
