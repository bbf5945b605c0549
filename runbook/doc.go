// Package runbook is the engine of an incident. It answers which steps stand where and which
// actions are possible now (pure functions of the state and the situation), and performs the
// one that was chosen, streaming what happens as events of the journal.
//
// It never waits for a person. Screens, plain mode, the headless policy and a drill's script
// all choose from the same actions. Every mutation is an op of its own: its intent is durable
// before anything leaves, its outcome is written once it is understood and kept, and an op
// whose end is unknown is settled by fresh reads before any other mutation of that key.
package runbook
