package gitstore

// deltaSizes reads the sizes that a difference begins with, of its base and of its result, and
// how many bytes say so; 0 where it does not.
func deltaSizes(delta []byte) (base, result uint64, n int) {
	base, n = varint(delta)
	if n == 0 {
		return 0, 0, 0
	}
	result, more := varint(delta[n:])
	if more == 0 {
		return 0, 0, 0
	}
	return base, result, n + more
}

func varint(text []byte) (value uint64, n int) {
	for shift := 0; n < len(text) && shift <= 56; shift += 7 {
		c := text[n]
		value |= uint64(c&0x7F) << shift
		if n++; c&0x80 == 0 {
			return value, n
		}
	}
	return 0, 0
}

// apply makes the result of a difference, which is exactly as long as into. ops is the
// difference without its sizes.
func apply(into, base, ops []byte) error {
	at := 0
	for i := 0; i < len(ops); {
		op := ops[i]
		i++
		if op&0x80 == 0 {
			n := int(op)
			if n == 0 || n > len(ops)-i || n > len(into)-at {
				return errObject
			}
			copy(into[at:at+n], ops[i:i+n])
			i, at = i+n, at+n
			continue
		}
		from, n, used := copyOp(op, ops[i:])
		if used < 0 || from > len(base) || n > len(base)-from || n > len(into)-at {
			return errObject
		}
		copy(into[at:at+n], base[from:from+n])
		i, at = i+used, at+n
	}
	if at != len(into) {
		return errObject
	}
	return nil
}

// copyOp reads which stretch of the base is meant: its bits say which bytes of a place and a
// size follow. used is -1 where they do not.
func copyOp(op byte, rest []byte) (from, n, used int) {
	for bit := range 7 {
		if op&(1<<bit) == 0 {
			continue
		}
		if used == len(rest) {
			return 0, 0, -1
		}
		c := int(rest[used])
		used++
		if bit < 4 {
			from |= c << (8 * bit)
		} else {
			n |= c << (8 * (bit - 4))
		}
	}
	if n == 0 {
		n = 0x10000
	}
	return from, n, used
}
