package providers

import (
	"crypto/rand"
	"io"
	"math/big"
)

// MadeUp draws n letters and digits, for the body of a key that nobody issued. It panics where
// the source ends, which the system's never does.
func MadeUp(from io.Reader, n int) []byte {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	value := make([]byte, 0, n)
	for range n {
		i, err := rand.Int(from, big.NewInt(int64(len(letters))))
		if err != nil {
			panic("no randomness from the system")
		}
		value = append(value, letters[i.Int64()])
	}
	return value
}
