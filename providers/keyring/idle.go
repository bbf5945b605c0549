package keyring

import (
	"time"

	"firebreak/providers"
)

// idleLimit is how long an unused identity stays in memory.
const idleLimit = 10 * time.Minute

// remembered returns the identity if it is in memory, and counts that as a use.
func (r *Ring) remembered() (providers.Secret, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.c.Clock.Now()
	if r.cached.IsEmpty() || now.Sub(r.used) >= idleLimit {
		return providers.Secret{}, false
	}
	r.used = now
	return r.cached, true
}

// remember keeps the identity and sees to it that it is dropped when idle, used or not.
func (r *Ring) remember(text providers.Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.idle.Err() != nil {
		return // closed meanwhile
	}
	r.cached, r.used = text, r.c.Clock.Now()
	if !r.watched {
		r.watched = true
		r.c.Clock.Go(r.dropWhenIdle)
	}
}

func (r *Ring) dropWhenIdle() {
	for wait := idleLimit; wait > 0; wait = r.idleLeft() {
		if r.c.Clock.Sleep(r.idle, wait) != nil {
			return // Close has dropped it
		}
	}
}

// idleLeft is how long the identity may stay, should nobody use it; 0 drops it.
func (r *Ring) idleLeft() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	left := idleLimit - r.c.Clock.Now().Sub(r.used)
	if left <= 0 {
		r.cached, r.watched = providers.Secret{}, false
	}
	return left
}
