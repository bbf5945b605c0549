package main

import (
	"testing"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/identify"
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
		if !handled[row.Kind] {
			t.Errorf("%s has an adapter, and is not recognised to act on", row.Kind)
		}
	}
}
