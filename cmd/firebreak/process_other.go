//go:build unix && !linux

package main

// harden forbids core files before the first secret is read, and keeps a reader that went
// away from ending the program in the middle of a step.
func harden() error {
	survivePipes()
	return forbidCores()
}
