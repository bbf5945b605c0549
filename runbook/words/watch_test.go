package words

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestAWindowWhoseEndWentByWithoutAnAnswerIsNotSaidToFill(t *testing.T) {
	first := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	p := incident.Proof{Run: 1, Window: 2 * time.Second, Refusals: 3, FirstRefused: first, LastRefused: first.Add(time.Second)}
	if got := English.Watch(p, first.Add(time.Second)); !strings.Contains(got, "full at 03:12:02Z") {
		t.Error(got)
	}
	if got := English.Watch(p, first.Add(time.Minute)); strings.Contains(got, "full at") || !strings.Contains(got, "refused until 03:12:01Z, no clear answer since") {
		t.Error(got)
	}
}

func TestAWatchThatNobodyAnswersSaysSo(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	silent := incident.Heard{Silent: at.Add(time.Minute), Again: at.Add(62 * time.Second)}
	for name, tc := range map[string]struct {
		life  providers.Life
		noise bool
		want  string
	}{
		"accepted before":    {providers.Alive, false, "no answer since 03:13:00Z, last accepted 03:12:00Z; next try 03:13:02Z"},
		"refused before":     {providers.Dead, false, "no answer since 03:13:00Z, last refused 03:12:00Z; next try 03:13:02Z"},
		"never heard of":     {"", false, "no answer since 03:13:00Z; next try 03:13:02Z"},
		"garbage and errors": {providers.Alive, true, "no clear answer since 03:13:00Z, last accepted 03:12:00Z; next try 03:13:02Z"},
	} {
		t.Run(name, func(t *testing.T) {
			h := silent
			h.Life, h.At, h.Noise = tc.life, at, tc.noise
			p := incident.Proof{Run: 1, Window: time.Minute, Heard: h}
			if got := English.Watch(p, at.Add(time.Hour)); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
			if got := English.Unwatched(incident.Key{Proof: p}, true); strings.Contains(got, "next try") || !strings.Contains(got, "answer since 03:13:00Z") {
				t.Errorf("not watched: %q", got)
			}
		})
	}
}

func TestAWatchSaysAcceptedOnlyOfAKeyThatWas(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	for life, want := range map[providers.Life]bool{"": false, providers.Dead: false, providers.Alive: true} {
		p := incident.Proof{Run: 2, Window: time.Minute, SetBack: at.Add(-time.Minute), Heard: incident.Heard{Life: life, At: at}}
		for _, l := range []Lang{English, Indonesian} {
			got := l.Watch(p, at)
			if strings.Contains(got, "accepted") != (want && l == English) || strings.Contains(got, "diterima") != (want && l == Indonesian) {
				t.Errorf("%q: %q", life, got)
			}
		}
	}
}

// narrowLine is what the lower line of 60 columns has behind its word.
const narrowLine = 51

func TestTheLowerLineOfAWatchSaysWhatIsAwaitedAndWhenTheKeyIsAskedAgain(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	run := incident.Proof{Run: 1, Started: at.Add(-time.Second), Window: 30 * time.Minute, Poll: 2 * time.Second,
		Offsets: []time.Duration{0, 10 * time.Minute, 20 * time.Minute, 30 * time.Minute}}
	for want, change := range map[string]func(*incident.Proof){
		"waits for the first answer":                         func(*incident.Proof) {},
		"accepted; waits for a refusal; next look 03:12:02Z": func(p *incident.Proof) { p.Heard = incident.Heard{Life: providers.Alive, At: at} },
		"refused 12 min of 30 min; next look 03:32:00Z":      func(p *incident.Proof) { refused(p, at, 12*time.Minute) },
		"window full; waits for a made-up key's refusal":     func(p *incident.Proof) { refused(p, at, 30*time.Minute) },
		"proven dead at 03:42:00Z":                           func(p *incident.Proof) { refused(p, at, 30*time.Minute); p.ProvenAt = at.Add(30 * time.Minute) },
		"answer unclear since 03:12:00Z; next look 03:12:04Z": func(p *incident.Proof) {
			p.Heard = incident.Heard{Silent: at, Noise: true, Again: at.Add(4 * time.Second)}
		},
		"set back; waits for a refusal; next look 03:12:02Z": func(p *incident.Proof) { p.SetBack = at; p.Heard = incident.Heard{Life: providers.Alive, At: at} },
	} {
		p := run
		change(&p)
		now := p.LastRefused
		if now.IsZero() {
			now = at
		}
		if _, got := English.WatchLine(p, now); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		for _, l := range []Lang{English, Indonesian} {
			if _, got := l.WatchLine(p, now); len(got) > narrowLine {
				t.Errorf("%d characters: %q", len(got), got)
			}
		}
	}
	p := run
	refused(&p, at, 12*time.Minute)
	if got, _ := English.WatchLine(p, p.LastRefused); got != "refused 12 min of 30 min; next look 03:32:00Z, full at 03:42:00Z" {
		t.Errorf("with room: %q", got)
	}
	if _, got := English.WatchLine(p, at.Add(20*time.Minute)); strings.Contains(got, "next look") {
		t.Errorf("a look that is under way: %q", got)
	}
}

func refused(p *incident.Proof, from time.Time, span time.Duration) {
	p.Refusals, p.FirstRefused, p.LastRefused = 2, from, from.Add(span)
	p.Heard = incident.Heard{Life: providers.Dead, At: p.LastRefused}
}

func TestAWatchThatBeganDoesNotTellWhatWasHeardBeforeIt(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	for name, p := range map[string]incident.Proof{
		"begun":       {Run: 1, Started: at, Heard: incident.Heard{Life: providers.Alive, At: at.Add(-time.Minute)}},
		"not yet run": {Heard: incident.Heard{Life: providers.Alive, At: at}},
	} {
		if got, _ := English.WatchLine(p, at); got != "waits for the first answer" {
			t.Errorf("%s: %q", name, got)
		}
		if got := English.WatchSoFar(p, at); !strings.Contains(got, "not asked yet") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestALaterLookSaysSinceWhenItIsDueAndWhatItFound(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	looks := []time.Time{at, at.Add(50 * time.Minute)}
	if got := English.LookChoice(looks, at.Add(time.Minute)); got != "due since 03:12Z; then at 04:02Z" {
		t.Error(got)
	}
	if got := English.LookChoice(looks, at.Add(-time.Minute)); got != "to be looked at again: 03:12Z and 04:02Z" {
		t.Error(got)
	}
	k := incident.Key{Looks: []incident.Look{{Due: at, Done: at.Add(time.Minute)}, {Due: looks[1]}},
		Latest: &incident.Verdict{Life: providers.Dead, At: at.Add(time.Minute)}}
	if got := English.LookFound(k); got != "looked at again 03:13:00Z: refused" {
		t.Error(got)
	}
	k.Latest = &incident.Verdict{Life: providers.Alive, At: at.Add(2 * time.Minute)}
	if got := English.LookFound(k); got != "" {
		t.Error(got)
	}
}
