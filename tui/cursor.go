package tui

// cursor is the selected one of n things.
type cursor struct{ at int }

// take moves the cursor among n things; false for a key that is no move up or down.
func (c *cursor) take(k keyMsg, n int) bool {
	const page = 10
	to := c.at
	switch k.move() {
	case moveUp:
		to--
	case moveDown:
		to++
	case moveBack:
		to -= page
	case moveOn:
		to += page
	case moveFirst:
		to = 0
	case moveLast:
		to = n - 1
	default:
		return false
	}
	c.at = min(max(to, 0), max(n-1, 0))
	return true
}

// on is the selected index among n things that may have become fewer.
func (c cursor) on(n int) int { return min(c.at, max(n-1, 0)) }
