package providers

import "bytes"

// between stands between the parts of a compound secret: no text or document holds it.
const between = '\x1f'

// Compound joins what makes up one credential, such as the id, the secret and the session token
// of an AWS key, so that it is kept, sealed, compared and passed on as one. The first part names
// the credential and is no secret: endings and affixes are told of it, and of the others alone
// there are forms to be searched for. A single part is itself.
func Compound(parts ...Secret) Secret {
	var whole []byte
	for i, p := range parts {
		p.Expose(func(b []byte) {
			next := make([]byte, 0, len(whole)+1+len(b))
			next = append(next, whole...)
			if i > 0 {
				next = append(next, between)
			}
			clear(whole)
			whole = append(next, b...)
		})
	}
	defer clear(whole)
	return NewSecret(whole)
}

// Parts gives back what Compound joined; of any other secret, itself.
func (s Secret) Parts() []Secret {
	var parts []Secret
	s.Expose(func(b []byte) {
		for part := range bytes.SplitSeq(b, []byte{between}) {
			parts = append(parts, NewSecret(part))
		}
	})
	return parts
}

// Public is the part of a compound secret that names it and is no secret, clean; "" for a secret
// of one part, and for a part that is no identifier.
func (s Secret) Public() string {
	id := ""
	s.Expose(func(b []byte) {
		if first, _, several := bytes.Cut(b, []byte{between}); several {
			id = CleanID(string(first))
		}
	})
	return id
}

// named is the part that a secret is told apart by: its first.
func named(b []byte) []byte {
	first, _, _ := bytes.Cut(b, []byte{between})
	return first
}

// Part is the n-th of the parts, from 0; of a secret with fewer, the whole.
func (s Secret) Part(n int) Secret {
	if parts := s.Parts(); n < len(parts) {
		return parts[n]
	}
	return s
}
