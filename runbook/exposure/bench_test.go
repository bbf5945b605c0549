package exposure

import (
	"bytes"
	"context"
	"testing"
)

func BenchmarkScan(b *testing.B) {
	n := needlesOf(b, key)
	text := bytes.Repeat([]byte("the quick brown fox jumps over the lazy dog 0123456789\n"), 20_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, _, err := n.desk().scan(context.Background(), bytes.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
}
