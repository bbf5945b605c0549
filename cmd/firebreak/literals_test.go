package main_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"firebreak/providers"
	"firebreak/providers/identify"
)

// A literal that a detector takes for a key teaches people to wave findings through, and is
// refused by forges. Keys for tests are made at run time.
func TestTheSourceTreeHoldsNoLiteralThatLooksLikeAKey(t *testing.T) {
	files := 0
	err := eachFile(func(name string, data []byte) error {
		if bytes.IndexByte(data, 0) >= 0 {
			return nil // no text
		}
		files++
		list, err := identify.Read(data, identify.Options{})
		for _, r := range list {
			if r.Claims() && r.Confidence != identify.Low {
				t.Errorf("%s:%d: looks like %s (%s)", name, r.Line, r.Kind, r.Why)
			}
		}
		return err
	})
	if err != nil || files < 20 {
		t.Errorf("%d files read, %v", files, err)
	}
}

func TestTheScanOfTheTreeWouldSeeAKey(t *testing.T) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	const marker = "T3Blbk" + "FJ"
	r := rand.New(rand.NewPCG(8, 8))
	body := make([]byte, 40)
	for i := range body {
		body[i] = letters[r.IntN(len(letters))]
	}
	key := "sk-" + string(body[:20]) + marker + string(body[20:])
	found, _ := identify.Find([]byte("var leaked = `" + key + "`"))
	if !slices.ContainsFunc(found, func(f identify.Finding) bool { return f.Credential.Secret.Equal(providers.NewSecret([]byte(key))) }) {
		t.Error("a planted key was not recognised: this test has gone blind")
	}
}
