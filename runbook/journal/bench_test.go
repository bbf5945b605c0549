package journal

import "testing"

// Baseline on 2 cores, ext4 on a virtual disk: an append 0.23 ms, nearly all of it in its two
// fsyncs; opening 10,000 events (3.3 MiB) 12 ms, to be held under 50.

func BenchmarkAppend(b *testing.B) {
	j, err := Create(b.TempDir(), "INC-20261123-k7qd", "live")
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	for b.Loop() {
		if _, err := j.Append(event(1)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenTenThousand(b *testing.B) {
	dir := b.TempDir()
	d := written(b, 10_000)
	if err := dump(d, dir); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		j, got, err := Open(dir)
		if err != nil || len(got.Records) != 10_000 {
			b.Fatal(err)
		}
		if err := j.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
