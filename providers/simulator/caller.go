package simulator

import "time"

// callsPerMinute is what one credential may send to each half of the API. No vendor
// publishes a limit for administration; this one is far above what an incident needs.
const callsPerMinute = 3000

const (
	flapFor     = 120.0 // seconds
	reviveAfter = 360.0
)

// lives reports whether the credential shown is a key of the vendor's that works.
func (c *call) lives() bool { return c.by != nil && (c.by.works(c.now) || c.haunts()) }

// haunts reports whether a fault lets a dead key work.
func (c *call) haunts() bool {
	k := c.by
	if k.dead.IsZero() || c.now.Before(k.dead) {
		return false
	}
	since := c.now.Sub(k.dead)
	if f := c.hits.of("revive"); f != nil && since >= seconds(f.Seconds, reviveAfter) {
		return true
	}
	f := c.hits.of("flap")
	return f != nil && since < seconds(f.Seconds, flapFor) && k.refusals%2 == 1
}

// busy reports whether the key has used up this minute.
func (k *key) busy(now time.Time) bool {
	return k.window == now.Unix()/60 && k.calls >= callsPerMinute
}
