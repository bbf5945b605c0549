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
		found, other := identify.Find(data)
		for _, f := range found {
			t.Errorf("%s:%d: looks like %s (%s)", name, f.Line, f.Credential.Kind, f.Why)
		}
		for _, shape := range other {
			if shape.Look == identify.LooksOther {
				t.Errorf("%s:%d: looks like a key of %s", name, shape.Line, shape.Vendor)
			}
		}
		return nil
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
