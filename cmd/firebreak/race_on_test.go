//go:build race

package main_test

// raceFlag builds the program as its tests are.
var raceFlag = []string{"-race"}
