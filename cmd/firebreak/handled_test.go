package main

import (
	"os"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/identify"
	"firebreak/runbook/words"
)

func TestTheKindsThatAreRecognisedToActOnAreThoseOfTheAdapters(t *testing.T) {
	table, err := identify.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	handled := map[providers.Kind]bool{}
	for _, kind := range table.Handled() {
		handled[kind] = true
		if _, ok := all.IssuerOf(kind.Provider()); !ok {
			t.Errorf("%s: no adapter", kind)
		}
	}
	for _, row := range matrix() {
		if handled[row.Kind] == goesByRecord(row) {
			t.Errorf("%s has an adapter; recognised to act on: %v", row.Kind, handled[row.Kind])
		}
	}
}

// goesByRecord reports whether nothing of a kind is ever in a text: it is neither asked about, nor looked
// for, nor ended by a value, but by the vendor's record alone.
func goesByRecord(row matrixRow) bool {
	issuer, _ := all.IssuerOf(row.Kind.Provider())
	ends, byValue := issuer.New(nil, providers.WallClock{}, nil).(providers.ValueRevoker)
	return row.Ways[providers.CanValidate] == providers.ByHand && row.Ways[providers.CanLocate] == providers.ByHand &&
		row.Ways[providers.CanRevoke] == providers.Auto && !(byValue && ends.EndsByValue(row.Kind))
}

// What a stranger would forget who adds a vendor.
func TestEachVendorIsNamedAlikeInWordsAndListAndItsKindsHaveNames(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all.Issuers {
		for _, l := range words.Langs {
			if name := l.Vendor(i.Name); name != i.Title {
				t.Errorf("%s is called %q in runbook/words, and %q in the list", i.Name, name, i.Title)
			}
		}
		if !strings.Contains(string(readme), i.BaseEnv) {
			t.Errorf("the README does not name %s", i.BaseEnv)
		}
	}
	for _, row := range matrix() {
		if _, id, _ := strings.Cut(string(row.Kind), "/"); words.English.KindShort(row.Kind) == id || words.English.KindShort(row.Kind) == string(row.Kind) {
			t.Errorf("%s has no name in runbook/words/kind.go", row.Kind)
		}
	}
}
