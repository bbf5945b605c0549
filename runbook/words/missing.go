package words

import "firebreak/runbook/incident"

// Why a key or choice is off because there is nothing that it could do.

// NoKeyYet says that no leaked key is known.
func (l Lang) NoKeyYet() string {
	return pick(l, "no key was given yet", "belum ada kunci yang diberikan")
}

// RevokedAlready says that a revocation was accepted.
func (l Lang) RevokedAlready() string {
	return pick(l, "this key is revoked already", "kunci ini sudah dicabut")
}

// ProvenAlready says that a key is proven dead.
func (l Lang) ProvenAlready() string {
	return pick(l, "it is proven dead already", "sudah terbukti mati")
}

// WatchedAlready says that probes go on.
func (l Lang) WatchedAlready() string {
	return pick(l, "the key is being watched", "kunci sedang dipantau")
}

// NotRevokedYet says that there is no refusal to watch for.
func (l Lang) NotRevokedYet() string {
	return pick(l, "the key was not revoked yet", "kunci belum dicabut")
}

// NewKeyMade says that there is a replacement.
func (l Lang) NewKeyMade() string {
	return pick(l, "the new key is made already", "kunci baru sudah dibuat")
}

// NothingToDo says that what a key would do is done, or has nothing to act on.
func (l Lang) NothingToDo() string {
	return pick(l, "there is nothing left to do", "tidak ada lagi yang perlu dikerjakan")
}

// StepDone says that a step is done, left out, or a person's already.
func (l Lang) StepDone(s incident.Step) string {
	return pick(l, "settled already: ", "sudah selesai: ") + l.Step(s)
}

// OpenElsewhere says that another process works on the incident.
func (l Lang) OpenElsewhere() string {
	return pick(l, "the incident is open elsewhere and only watched here", "insiden terbuka di tempat lain, di sini hanya dipantau")
}
