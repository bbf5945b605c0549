package term

import "golang.org/x/sys/unix"

// inputQueued asks how many bytes wait to be read.
const inputQueued = unix.TIOCINQ
