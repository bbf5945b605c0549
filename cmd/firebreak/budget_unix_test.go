//go:build unix

package main_test

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Budgets of the screens, kept as benchmarks of the real program in a terminal that answers no
// query. Run with: go test -run '^$' -bench Screens -benchtime 5x ./cmd/firebreak
//
// Baseline, 2026-11-26, 2 cores, Go 1.26; the last three of them while ten other processes ran:
//
//	BenchmarkScreensFirstFrame   start 41 ms, paste 41 ms, card 84 ms
//	BenchmarkScreensMemory       23.0 MiB
//	BenchmarkScreensLeave        17 to 28 ms, 45 ms in the midst of a search
//	BenchmarkScreensIdle         0.4 % at the start, 0.3 % at the choice, 0.6 % while it watches
//	BenchmarkScreensTyping       19 ms a key, 94 ms at worst, beside 9.4 events a second
//
// Goals: first frame 60 ms after the start; 25 MiB resident; 1 % CPU while idle; ctrl+c ends the
// process within 200 ms; a typed letter shows within 50 ms beside ten events a second.

func BenchmarkScreensFirstFrame(b *testing.B) {
	for name, args := range map[string][]string{"start": nil, "paste": {"respond"}, "card": {"drill", "--seed", "7"}} {
		b.Run(name, func(b *testing.B) {
			h := newHome(b)
			h.simulate()
			binary(b)
			var all time.Duration
			for b.Loop() {
				began := time.Now()
				s := h.look(b, usual, nil, args...)
				s.sees("enter ") // the last row
				all += time.Since(began)
				s.leaves()
			}
			report(b, all, "ms/frame")
		})
	}
}

// leaves presses ctrl+c once keys count, and tells how long the program took to be gone.
func (s *seat) leaves() time.Duration {
	s.t.Helper()
	s.ready("")
	began := time.Now()
	s.press("\x03")
	if code := s.code(); code != 130 {
		s.t.Errorf("exit %d", code)
	}
	return time.Since(began)
}

// report gives the mean of what each of the benchmark's rounds took.
func report(b *testing.B, all time.Duration, unit string) {
	b.ReportMetric(float64(all.Microseconds())/1000/float64(b.N), unit)
	b.ReportMetric(0, "ns/op")
}

func BenchmarkScreensLeave(b *testing.B) {
	for _, p := range named(b, "start", "check", "choose", "revoke in flight", "proof", "searching", "card") {
		b.Run(p.name, func(b *testing.B) {
			var all time.Duration
			for b.Loop() {
				all += p.visit(b).leaves()
			}
			report(b, all, "ms/leave")
		})
	}
}

// BenchmarkScreensMemory looks at what is resident once everything stands there that the first
// choice rests on.
func BenchmarkScreensMemory(b *testing.B) {
	most := 0
	for b.Loop() {
		c := named(b, "choose")[0].visit(b)
		out, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(c.cmd.Process.Pid)).Output()
		if err != nil {
			b.Fatal(err)
		}
		kib, err := strconv.Atoi(strings.TrimSpace(string(out)))
		if err != nil {
			b.Fatal(err)
		}
		most = max(most, kib)
		c.leaves()
	}
	b.ReportMetric(float64(most)/1024, "MiB")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkScreensIdle has a screen in view for a while, and one like it for no time.
func BenchmarkScreensIdle(b *testing.B) {
	const idle = 4 * time.Second
	for _, p := range named(b, "start", "choose", "proof") {
		b.Run(p.name, func(b *testing.B) {
			used := func(wait time.Duration) time.Duration {
				c := p.visit(b)
				<-time.After(wait)
				c.leaves()
				return c.cmd.ProcessState.UserTime() + c.cmd.ProcessState.SystemTime()
			}
			var all time.Duration
			for b.Loop() {
				all += used(idle) - used(0)
			}
			b.ReportMetric(100*all.Seconds()/idle.Seconds()/float64(b.N), "%CPU")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkScreensTyping types a line while ten probes a second find the deleted key alive.
func BenchmarkScreensTyping(b *testing.B) {
	p := alive("typing", then(sending("Go on with review"), pick("Go on with review", "m done by me"), key("-", "Why leave out")), "Why leave out")
	p.world = []string{"--tail", "1h"}
	c := p.visit(b)
	probes := func() int {
		return strings.Count(c.h.read(filepath.Join(c.h.dir, journalOf(c.h.onlyIncident()))), `"type":"probe"`)
	}
	const line = "put off until the morning"
	var all, worst time.Duration
	before, began := probes(), time.Now()
	for b.Loop() {
		for i := range line {
			pressed := time.Now()
			c.press(line[i : i+1])
			c.sees("> " + strings.TrimSpace(line[:i+1]))
			took := time.Since(pressed)
			all, worst = all+took, max(worst, took)
			<-time.After(pause / 5)
		}
		c.does("\x15", "> ▏")
	}
	b.ReportMetric(float64(probes()-before)/time.Since(began).Seconds(), "events/s")
	b.ReportMetric(float64(all.Microseconds())/1000/float64(b.N*len(line)), "ms/key")
	b.ReportMetric(float64(worst.Microseconds())/1000, "ms/worst")
	b.ReportMetric(0, "ns/op")
}
