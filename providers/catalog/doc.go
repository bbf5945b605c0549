// Package catalog holds vendors that are no more than data: one literal each says where a vendor's
// API is, how a key is presented, how its answers are judged and which call a key ends itself with.
// One adapter works on all of them.
//
// To add a vendor, write
//
//   - a file here with one Vendor, and list it in Vendors. Check names the field that is wrong with
//     it, and a test runs it. Where the vendor describes its API, a row in contract_test.go holds
//     every call and every field against that.
//   - handled = true on its kinds in providers/identify/kinds, which know how values look.
//   - a file of providers/simulator with one selfEnding, listed in its vendors: the same calls, with
//     answers as the vendor's description has them, and a row in selfending_test.go. From then on
//     the tests that every issuer owes hold the vendor, and simulate --leak hands out its keys.
//   - its title and its kinds in runbook/words, in both languages, where ids are no good names. A
//     test writes the row of the README's matrix.
//
// That is one entry, one simulated vendor and two rows of tests: no code.
//
// Rules of the house: nothing is here that a vendor does not document or that was not seen, and each
// entry names its sources. What is not confirmed ends no key: the way of such a kind is guided, to
// the page where a person does it. An answer that stands in no row says nothing about a key.
//
// A vendor that needs more than this (pages, signatures, an admin credential) wants a package of
// its own.
package catalog
