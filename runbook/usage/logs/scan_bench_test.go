package logs

import (
	"testing"

	"firebreak/runbook/usage/logs/logstest"
)

func BenchmarkScan(b *testing.B) {
	text := logstest.NewTrail(1, 400).File(nil, 1<<20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s := scan{depth: 1 << 40}
		s.over(text, 0)
		s.close()
	}
}

func BenchmarkSplit(b *testing.B) {
	text := logstest.NewTrail(1, 400).File(nil, 8<<20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s := newSplit(newNeedle(logstest.KeyID(7)), func([]byte, place) bool { return true }, func(place, Reason) {})
		for at := 0; at < len(text); at += 32 << 10 {
			_, _ = s.Write(text[at:min(len(text), at+32<<10)])
		}
		s.close()
	}
}
