// Package catalog holds vendors that are no more than data: one literal each says where a vendor's
// API is, how a key is presented, how its answers are judged and which call a key ends itself with.
// One adapter works on all of them.
//
// To add a vendor takes an entry here and some lines elsewhere, none of them code:
//
//   - a file of this folder with one Vendor, listed in Vendors. Check says which field of it is
//     wrong; the tests run it.
//   - handled = true on its kinds in providers/identify/kinds, which know how values look.
//   - a file of providers/simulator with one selfEnding: the vendor's answers, as its own
//     description has them. From then on the tests that every issuer owes hold it, simulate leaks
//     its keys, and it stands in the matrix, whose table in the README a test writes.
//   - rows for its kinds in runbook/words, in both languages, where their ids are no good name.
//
// Rules of the house: nothing is here that a vendor does not document or that was not seen, and each
// claim names its source. What is not confirmed ends no key: the way of such a kind is guided, to the
// page where a person does it. An answer that stands in no row says nothing about a key. A
// vendor that needs more than this (pages, signatures, an admin credential) wants a package of
// its own.
package catalog
