//go:build unix

package main_test

import (
	"os"
	"runtime"
	"syscall"
)

// peakMiB is the most memory that an ended process had resident.
func peakMiB(p *os.ProcessState) float64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	unit := 1024.0 // Linux counts KiB
	if runtime.GOOS == "darwin" {
		unit = 1024 * 1024
	}
	return float64(usage.Maxrss) / unit
}
