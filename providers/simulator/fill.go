package simulator

import (
	"bytes"
	"strconv"

	"firebreak/providers"
)

// The marks around a reference in a template: «key:leaked» stands for that key's value, and
// «key:leaked#2» for the second part of one that has several.
var (
	fillOpen  = []byte("«key:")
	fillClose = []byte("»")
)

// strangersKind is the kind of a made-up value.
const strangersKind = ProjectKey

// Fill puts the values of keys into a text: a drill's file or repository. A reference that is
// not among the keys gets a made-up value, always the same one, which no world ever issued.
// The result holds keys in clear: it goes into the drill's folder and nowhere else.
func Fill(template []byte, keys map[Ref]providers.Secret) []byte {
	var out []byte
	for {
		before, rest, found := bytes.Cut(template, fillOpen)
		out = append(out, before...)
		name, after, closed := bytes.Cut(rest, fillClose)
		if !found || !closed {
			return append(out, rest...)
		}
		ref, part, _ := bytes.Cut(name, []byte("#"))
		value, known := keys[Ref(ref)]
		if n, err := strconv.Atoi(string(part)); known && err == nil && n >= 1 && n <= len(value.Parts()) {
			value = value.Parts()[n-1]
		}
		if !known {
			value, _ = mint(0, strangersKind, int(stream(0, "stranger "+string(name), 0).Uint32()))
		}
		value.Expose(func(b []byte) { out = append(out, b...) })
		template = after
	}
}

// Fill is the function of that name with the keys of this world.
func (w *World) Fill(template []byte) []byte {
	w.mu.Lock()
	keys := map[Ref]providers.Secret{}
	for _, k := range w.keys {
		if k.ref != "" {
			keys[k.ref] = k.secret
		}
	}
	w.mu.Unlock()
	return Fill(template, keys)
}
