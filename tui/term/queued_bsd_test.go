//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package term

// inputQueued asks how many bytes wait to be read.
const inputQueued = 0x4004667f // FIONREAD
