package needle_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"firebreak/runbook/exposure/needle"
)

// Measured on a core of an AMD EPYC at 2.6 GHz; half of that where its other thread is busy:
//
//	BenchmarkScan/text/20-byte_key      8.0 GB/s
//	BenchmarkScan/text/40-byte_key      8.0 GB/s
//	BenchmarkScan/text/150-byte_key     7.9 GB/s

// text is like source text: words of a few lengths, indentation, line breaks.
func text(size int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"func", "return", "the", "    ", "\t\t", "if err != nil {", "}\n", "value", "=", "import", "request.Header", "sk-", "0x1f", "\n", " ", "// of", "\"name\":", "token"}
	var b []byte
	for len(b) < size {
		b = append(append(b, words[r.IntN(len(words))]...), ' ')
	}
	return b[:size]
}

func noise(size int) []byte {
	r := rand.New(rand.NewPCG(3, 4))
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func letters(seed uint64, n int) string {
	const set = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	r := rand.New(rand.NewPCG(seed, 9))
	b := make([]byte, n)
	for i := range b {
		b[i] = set[r.IntN(len(set))]
	}
	return string(b)
}

func BenchmarkScan(b *testing.B) {
	const size = 256 << 10 // what is read at once
	kinds := map[string][]byte{"text": text(size), "noise": noise(size), "zeros": make([]byte, size)}
	if path := os.Getenv("FIREBREAK_BENCH_TEXT"); path != "" {
		all, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		kinds["file"] = all
	}
	for name, all := range kinds {
		for _, length := range []int{20, 40, 150, 1700} {
			b.Run(fmt.Sprintf("%s/%d-byte key", name, length), func(b *testing.B) {
				m := matcher(b, letters(uint64(length), length))
				b.SetBytes(int64(len(all)))
				for b.Loop() {
					m.Scan(all, func(needle.Match) { b.Fatal("found what is not there") })
				}
			})
		}
	}
}
