// Package tui shows an incident full-screen: one question a screen, the state of the key always
// in view, and never more than one way to do what cannot be undone.
//
// Rules of the house: it decides nothing and does no IO of its own. The engine says what is
// possible; a screen picks among that. Update and View never block, never read a clock and never
// take a lock that somebody holds over a disk or a network: what they need comes as messages,
// and what takes time is a command. Text from outside passes through its renderer before it gets
// here; sentences come from words. Secrets are in two places only, the field that a person fills
// and the message of a paste, and both are wiped. A panic anywhere ends the program with a sane
// terminal and one generic line.
//
// To add a screen, read screen.go, then start.go as an example.
package tui
