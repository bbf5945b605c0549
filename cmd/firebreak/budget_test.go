package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Budgets, kept as benchmarks. Run with: go test -run '^$' -bench . ./cmd/firebreak
//
// Baseline, 2026-11-26, 2 cores, Go 1.26:
//
//	BenchmarkVersion      9 ms CPU
//	BenchmarkRespond      24.6 MiB peak
//	BenchmarkColdBuild    24 s, 21.0 MB
//
// Goals: --version under 15 ms of CPU; 25 MiB resident; a cold build under 90 s; the stripped
// program under 30 MB.

func BenchmarkVersion(b *testing.B) {
	h := newHome(b)
	cpu := 0.0
	for b.Loop() {
		cmd := h.command("", "--version")
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		cpu += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds() * 1000
	}
	b.ReportMetric(cpu/float64(b.N), "cpu-ms/op")
}

func BenchmarkRespond(b *testing.B) {
	h := newHome(b)
	peak := 0.0
	for b.Loop() {
		b.StopTimer()
		s := h.simulate()
		b.StartTimer()
		cmd := h.command(s.key(), "respond", "--headless", "--approve", "revoke,mask-match", short, "-")
		_ = cmd.Run() // rotate stays open: exit 3
		peak = max(peak, peakMiB(cmd.ProcessState))
	}
	b.ReportMetric(peak, "peak-MiB")
}

func BenchmarkColdBuild(b *testing.B) {
	if os.Getenv("FIREBREAK_BENCH_BUILD") == "" {
		b.Skip("takes a minute of both cores: set FIREBREAK_BENCH_BUILD=1")
	}
	for b.Loop() {
		b.StopTimer()
		cache := b.TempDir()
		out := filepath.Join(cache, "firebreak")
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, ".")
		cmd.Env = append(os.Environ(), "GOCACHE="+cache, "CGO_ENABLED=0", "GOFLAGS=-p="+string(rune('0'+min(runtime.NumCPU(), 2))))
		b.StartTimer()
		if said, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v %s", err, said)
		}
		info, err := os.Stat(out)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/1e6, "MB")
	}
}
