package term

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// stoppedBy is how soon after its signal a process is stopped. One that still runs then has
	// no shell above it, and nobody would ever let it go on.
	stoppedBy = 200 * time.Millisecond
	// belated is how long a signal may take to be noticed: one that comes this soon after the
	// terminal is ours again was meant for the program before.
	belated = 100 * time.Millisecond
)

// signals handles what the system tells the program while it has the terminal.
type signals struct {
	t      *Terminal
	leave  chan os.Signal
	resize chan os.Signal
	job    chan os.Signal // stop, or go on
	spared chan os.Signal // taken so that they do nothing
	lent   atomic.Bool    // another program has the terminal
	back   atomic.Int64   // when it was given back last, in nanoseconds of the Unix time
	on     chan struct{}  // we went on, while it was lent
}

// catch takes the signals until release.
func catch(t *Terminal) *signals {
	one := func() chan os.Signal { return make(chan os.Signal, 1) }
	s := &signals{t: t, leave: make(chan os.Signal, 4), resize: one(), job: make(chan os.Signal, 2), spared: one(), on: make(chan struct{}, 1)}
	notify(s.leave, leaveSignals)
	notify(s.resize, resizeSignals)
	notify(s.job, jobSignals)
	notify(s.spared, sparedSignals)
	go s.listen()
	go s.listenJobs()
	go s.serve()
	return s
}

// notify takes signals, but not those that whoever started us wanted ignored. With none to take
// the standard function would take all.
func notify(c chan os.Signal, list []os.Signal) {
	for _, s := range list {
		if !signal.Ignored(s) {
			signal.Notify(c, s)
		}
	}
}

func (s *signals) release() {
	for _, c := range []chan os.Signal{s.leave, s.resize, s.job, s.spared} {
		signal.Stop(c)
	}
}

// poke has the size told to the program.
func (s *signals) poke() {
	select {
	case s.resize <- nil:
	default: // it will be
	}
}

// lend leaves the signals of keys to the other program, or takes them back.
func (s *signals) lend(on bool) {
	select {
	case <-s.on: // of an earlier time
	default:
	}
	if !on {
		s.back.Store(time.Now().UnixNano())
		s.poke()
	}
	s.lent.Store(on)
}

// forOther reports whether a signal that just came was meant for another program.
func (s *signals) forOther() bool {
	return s.lent.Load() || time.Since(time.Unix(0, s.back.Load())) < belated
}

// listen takes the signals that ask to leave. It never waits for the program: the first one is
// passed on by a goroutine of its own, the second ends the process whatever the program does. So
// does the first where somebody else has the terminal: the program cannot come to hear of it.
func (s *signals) listen() {
	first := true
	for {
		select {
		case <-s.t.closed:
			return
		case got := <-s.leave:
			number, _ := got.(syscall.Signal)
			if ofKey(got) && s.forOther() {
				continue
			}
			code := exitSignaled + int(number)
			if !first || !inFront(s.t.in.File) {
				s.t.end(code)
				return
			}
			first = false
			go s.t.passOn(code)
			if got == syscall.SIGHUP {
				go s.t.endAfter(hungLimit, code)
			}
		}
	}
}

// passOn tells the program of a signal, and ends one that does not listen.
func (t *Terminal) passOn(code int) {
	heard := make(chan bool, 1)
	go func() { heard <- t.tell(Signaled{code}) }()
	timer := time.NewTimer(deafLimit)
	defer timer.Stop()
	select {
	case ok := <-heard:
		if ok {
			return
		}
	case <-t.closed:
		return
	case <-timer.C:
	}
	t.end(code)
}

// listenJobs takes the signals to stop and to go on. While another program has the terminal, it
// got the same ones: we stop along with it, and it draws itself.
func (s *signals) listenJobs() {
	for {
		select {
		case <-s.t.closed:
			return
		case got := <-s.job:
			switch {
			case isStop(got) && s.lent.Load():
				_ = stop(ourselves) // where it cannot be, there is no shell
			case isStop(got):
				go s.t.tell(s.t.Suspend()())
			case s.forOther():
				select {
				case s.on <- struct{}{}:
				default:
				}
			default:
				go s.anew()
			}
		}
	}
}

// anew takes the terminal again after we were stopped without a word, once it is ours.
func (s *signals) anew() {
	if s.t.awaitFront() {
		s.t.tell(s.t.again()())
	}
}

// stopped stops us and whoever was started along with us, and returns when we go on.
func (s *signals) stopped() error {
	if err := stop(ourGroup); err != nil {
		return err
	}
	timer := time.NewTimer(stoppedBy)
	defer timer.Stop()
	select {
	case <-s.on:
	case <-timer.C: // it ran on, or went on while we stood still
	}
	return nil
}

// serve tells the size. It may wait for the program.
func (s *signals) serve() {
	for {
		select {
		case <-s.t.closed:
			return
		case <-s.resize:
			s.t.resized()
		}
	}
}
