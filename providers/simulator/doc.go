// Package simulator is a loopback copy of provider APIs over one shared world: an organisation
// with projects, people and keys, traffic of our own services, and an attacker who spends money
// with a leaked key until it is dead.
//
// Rules of the house:
//
// The world is a fold over its seed, its scenario and its own log. Every request and every act
// is in the log, on disk, before it is answered, so that a world that is opened again goes on
// where it stopped: a revoked key stays dead, a minted key keeps its value. The log, the ground
// truth and the list of requests hold fingerprints, never a value.
//
// Traffic is computed, not stored: a pure function of seed, traffic table and time, cut where a
// key stops working. Any bucket of any width is a sum over the same calls, and so is the money.
//
// Answers hold only fields that the vendor's own description declares (a test compares), and
// evidence that the vendor does not give, such as client addresses, is not there either.
//
// It listens on loopback only. Made-up keys look like the vendor's, contain the word DRILL, and
// are put together at run time. The clock is only read; holding an answer back is real time.
//
// Each provider has its own files (openai_*.go, anthropic_*.go) around one vendor value; the rest
// knows no vendor by name.
package simulator
