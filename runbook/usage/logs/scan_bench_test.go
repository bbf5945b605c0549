package logs

import (
	"testing"

	"firebreak/runbook/usage/logs/logstest"
)

// Baselines, on one core of a server with Go 1.26, by its processor time; plain
// decompression of the same trail is 1.18 GB/s there:
//
//	BenchmarkScan     9.3 GB/s
//	BenchmarkSplit    5.6 GB/s, 6 allocations however long the text is
//
// .ci/speed measures the program as a whole, beside jq, encoding/json and plain decompression.

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
