package plain

import (
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

const (
	heartbeat = 15 * time.Second // between lines that only say that it goes on
	firstWord = time.Second      // a wait longer than this says what it is
	restless  = 3 * time.Second  // between lines that say how far it is
	tick      = 250 * time.Millisecond
	idleAfter = 3 * time.Minute // a person is left alone with a question that long while the key is alive
	room      = 14              // left for a short answer behind a prompt
	mostHeard = 12              // lines of one kind told at once; the log has all
)

// output is the one way to the terminal. What happens in the engine is queued without ever
// blocking it, and told between the lines of the conversation.
type output struct {
	to    io.Writer
	width func() int
	wake  chan struct{}
	heard queue
	beat  time.Duration

	mu     sync.Mutex // guards the terminal and what follows
	fold   incident.State
	say    func(before, after incident.State, e incident.Event) []string // nil: nothing is heard yet
	idle   func(since time.Duration) string                              // a question is open that long
	busy   func(what incident.Step, p providers.Progress, took time.Duration) string
	told   map[incident.Type]int // lines of a kind since the last question
	held   bool                  // nothing is told while a text is read unseen
	prompt string                // of the question that is open
	typed  string                // what is seen of the answer to it
	asked  time.Time             // when it was asked
	doing  incident.Step         // what goes on while no question is open, "" for nothing
	began  time.Time
	last   time.Time // when the last line said that it goes on
	is     providers.Progress
	was    providers.Progress // as told last
}

// speak tells what happens until done, between the lines of the conversation.
func (o *output) speak(done <-chan struct{}) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-o.wake:
		case <-ticker.C:
		}
		o.flush()
	}
}

// flush tells what was heard, and that a long operation goes on.
func (o *output) flush() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.held {
		return
	}
	lines := o.news()
	if line := o.pulse(time.Now()); line != "" {
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return
	}
	if o.prompt != "" {
		lines = slices.Concat([]string{""}, lines) // the open question's line ends here
	}
	o.write(lines)
	o.again()
}

// again repeats the prompt of an open question behind news.
func (o *output) again() {
	if o.prompt == "" {
		return
	}
	gap := o.prompt[len(strings.TrimRight(o.prompt, " ")):] // a prompt ends in a blank
	o.raw(strings.Join(wrap(o.prompt, o.cells()-room), "\n") + gap + o.typed)
}

// echo shows more of an answer; line is then all that is seen of it.
func (o *output) echo(line, more string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.typed = line
	o.raw(more)
}

// repeat asks the open question once more, with what was typed.
func (o *output) repeat() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.again()
}

// news makes the lines of what was heard. The lock is held.
func (o *output) news() []string {
	if o.say == nil {
		return nil
	}
	events, progress := o.heard.take()
	o.is = progress
	lines := o.heard.takeNotes()
	for _, e := range events {
		before := o.fold
		o.fold.Apply(e)
		if o.told == nil {
			o.told = map[incident.Type]int{}
		}
		if said := o.say(before, o.fold, e); len(said) > 0 {
			if o.told[e.Type]++; o.told[e.Type] <= mostHeard {
				lines = append(lines, said...)
			}
		}
	}
	return lines
}

// pulse is the line that stands in for a spinner: soon after something has begun, now and then
// when it got further, and rarely when it did not. While a person thinks, it tells what that
// costs.
func (o *output) pulse(now time.Time) string {
	line, quiet := "", now.Sub(o.last)
	switch {
	case o.prompt != "":
		if quiet >= idleAfter {
			line = o.idle(now.Sub(o.asked))
			o.last = now
		}
		return line
	case o.doing == "" || now.Sub(o.began) < firstWord:
		return ""
	case o.last.IsZero(), o.is != o.was && quiet >= restless, quiet >= o.beat:
		line = o.busy(o.doing, o.is, now.Sub(o.began))
		o.last, o.was = now, o.is
	}
	return line
}

// lines prints behind what was heard before.
func (o *output) lines(lines ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.write(append(o.news(), lines...))
}

// ask prints the prompt of a question, which stays open until rest or answered.
func (o *output) ask(prompt string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.write(o.news())
	o.doing, o.prompt, o.asked, o.last = "", prompt, time.Now(), time.Now()
	clear(o.told)
	o.again()
}

// hold keeps news back: the terminal is not set for lines while a text is read unseen.
func (o *output) hold() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.held = true
}

// answered closes the question and ends its line.
func (o *output) answered() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.prompt, o.typed, o.held = "", "", false
	o.raw("\n")
}

// work says what goes on from here on without a question.
func (o *output) work(c runbook.Choice) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.began, o.last, o.doing = time.Now(), time.Time{}, ""
	switch {
	case c.Wait:
		o.doing = incident.StepProve
	case c.Action != nil && !c.Action.Background:
		o.doing = c.Action.Step
	}
	o.heard.mu.Lock()
	o.heard.progress, o.was = providers.Progress{}, providers.Progress{}
	o.heard.mu.Unlock()
}

// rest ends what went on.
func (o *output) rest() {
	o.mu.Lock()
	o.doing = ""
	o.mu.Unlock()
	o.flush()
}

// cells is how wide a line may be.
func (o *output) cells() int {
	if o.width != nil {
		if w := o.width(); w > 0 {
			return max(leastWidth, min(mostWidth, w-1))
		}
	}
	return mostWidth
}

// spoken replaces the marks with which outside text is shown harmless: plain mode has no glyphs.
var spoken = strings.NewReplacer("\u2026", "...", "\u240a", " ", "\ufffd", "?")

// write prints lines, broken to the terminal's width. A terminal that takes nothing is met
// when the next answer is read: its input has ended as well.
func (o *output) write(lines []string) {
	if len(lines) == 0 {
		return
	}
	width := o.cells()
	var b strings.Builder
	for _, line := range lines {
		for _, part := range wrap(spoken.Replace(line), width) {
			b.WriteString(part)
			b.WriteByte('\n')
		}
	}
	o.raw(b.String())
}

func (o *output) raw(text string) { _, _ = io.WriteString(o.to, text) }

// say prints lines of the conversation.
func (t *Talk) say(lines ...string) { t.out.lines(lines...) }
