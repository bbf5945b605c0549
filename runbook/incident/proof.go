package incident

import (
	"time"

	"firebreak/providers"
)

// Proof is what the probes of the watch add up to. A key is proven dead when one unbroken run
// of at least two refusals spans the window, and a made-up key is refused in the same way. While
// it would be refused anyhow, its record must say besides that it has ended.
type Proof struct {
	Run          int
	Started      time.Time
	Window       time.Duration
	Shortened    bool
	Source       string
	Deadline     time.Time
	Offsets      []time.Duration // of the probes of an unbroken run, from its first refusal
	Poll         time.Duration   // between probes while the key is accepted; 0: not told
	Gap          time.Duration   // longest silence between two refusals that leaves the run unbroken; 0: any
	Refusals     int             // of the unbroken run
	FirstRefused time.Time       // of the unbroken run
	LastRefused  time.Time
	SetBack      time.Time // last acceptance after a refusal
	Probes       int       // of the key, in all runs
	ControlAt    time.Time
	ControlOK    bool      // the last control was refused as an invalid key
	Blind        bool      // the last control was accepted: the probe says yes to anything
	Veiled       bool      // Key.Veiled
	OverAt       time.Time // the record was last read to say that the key has ended
	VerifiedDead time.Time
	ProvenAt     time.Time
	Revived      time.Time // accepted again after the proof
	Heard        Heard
}

// Heard is what was last known of the key, whoever asked, and since when nothing is heard.
type Heard struct {
	Life   providers.Life // of the newest answer that tells; "" for none
	At     time.Time
	Silent time.Time // since when no answer tells anything; zero: the newest one did
	Noise  bool      // answers came meanwhile, and told nothing
	Again  time.Time // when it is asked again; zero where that is not planned
}

func (h *Heard) take(v Verdict) {
	if !undecided(v.Life) {
		*h = Heard{Life: v.Life, At: v.At}
		return
	}
	if h.Silent.IsZero() {
		h.Silent = v.At
	}
	h.Noise, h.Again = v.Reason != providers.ReasonUnreachable, time.Time{}
}

// begin starts a run. What earlier runs saw does not count towards it; a proof that stands
// is not undone by looking again.
func (p *Proof) begin(d ProveData, at time.Time) {
	p.Run, p.Started = d.Run, at
	p.Window, p.Shortened, p.Source, p.Deadline = d.Window, d.Shortened, d.Source, d.Deadline
	p.Offsets, p.Poll, p.Gap = d.Offsets, d.Poll, longestSilence(d.Offsets)
	if !p.Proven() {
		p.reset()
		p.VerifiedDead, p.ProvenAt = time.Time{}, time.Time{}
	}
}

// Next is when a running watch asks the key again, by the newest answer; zero where that is not
// known.
func (p Proof) Next() time.Time {
	switch h := p.Heard; {
	case p.Run == 0 || h.At.Before(p.Started) && h.Silent.IsZero():
		return time.Time{}
	case !h.Silent.IsZero():
		return h.Again
	case p.Refusals == 0 && p.Poll > 0:
		return h.At.Add(p.Poll)
	case p.Refusals > 0:
		for _, o := range p.Offsets {
			if o > p.Span() {
				return p.FirstRefused.Add(o)
			}
		}
	}
	return time.Time{}
}

// gapSlack is added to every gap: a busy machine is not a silence.
const gapSlack = 2 * time.Second

// longestSilence is two of the schedule's longest intervals.
func longestSilence(offsets []time.Duration) time.Duration {
	longest := time.Duration(0)
	for i := 1; i < len(offsets); i++ {
		longest = max(longest, offsets[i]-offsets[i-1])
	}
	if longest == 0 {
		return 0
	}
	return 2*longest + gapSlack
}

func (p *Proof) reset() {
	p.Refusals, p.FirstRefused, p.LastRefused = 0, time.Time{}, time.Time{}
}

func (p *Proof) probe(v Verdict) {
	if p.Run == 0 || !p.ProvenAt.IsZero() {
		return
	}
	p.Probes++
	switch v.Life {
	case providers.Dead:
		if p.Refusals > 0 && p.Gap > 0 && v.At.Sub(p.LastRefused) > p.Gap {
			p.reset() // nothing was heard for too long: throttles and errors are no refusals
		}
		if p.Refusals == 0 {
			p.FirstRefused = v.At
		}
		p.LastRefused = v.At
		p.Refusals++
	case providers.Alive, providers.AliveLimited:
		if p.Refusals > 0 {
			p.SetBack = v.At
		}
		p.reset()
	}
	p.conclude()
}

func (p *Proof) control(v Verdict) {
	p.ControlAt = v.At
	p.ControlOK = v.Life == providers.Dead && v.Reason == providers.ReasonInvalid
	p.Blind = v.Life == providers.Alive || v.Life == providers.AliveLimited
	p.conclude()
}

func (p *Proof) conclude() {
	if p.Run > 0 && p.ProvenAt.IsZero() && p.Full() && p.Unveiled() && p.ControlOK && !p.ControlAt.Before(p.FirstRefused) {
		p.VerifiedDead, p.ProvenAt = p.FirstRefused, p.LastRefused
	}
}

// Unveiled reports whether refusals tell of death: nothing else makes the key refuse, or its
// record was read since the first of them and says that it has ended.
func (p Proof) Unveiled() bool {
	return !p.Veiled || !p.OverAt.IsZero() && !p.OverAt.Before(p.FirstRefused)
}

// Full reports whether the window is full of refusals; what may still be missing is the control,
// and the record of a key that would be refused anyhow.
func (p Proof) Full() bool {
	return p.Refusals >= 2 && p.Span() >= p.Window
}

// Span is for how long the key was refused without a break: from the first refusal of the run to
// the last one. Time in which nobody asked does not count.
func (p Proof) Span() time.Duration { return p.LastRefused.Sub(p.FirstRefused) }

// Proven reports whether the key is proven dead and was not seen alive since.
func (p Proof) Proven() bool { return !p.ProvenAt.IsZero() && p.ProvenAt.After(p.Revived) }
