package gitstore

import (
	"errors"
	"runtime"
	"runtime/debug"
)

// errFault means that a mapped file could not be read: it was cut short, or its disk has failed.
var errFault = errors.New("file ended while it was read")

// guard calls read, and makes an error of the fault that the system raises where a mapped file
// cannot be read.
func guard(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		caught := recover()
		if caught == nil {
			return
		}
		fault, ok := caught.(interface {
			runtime.Error
			Addr() uintptr
		})
		if !ok {
			panic(caught)
		}
		_ = fault
		err = errFault
	}()
	return read()
}
