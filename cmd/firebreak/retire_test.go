package main_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"
)

func TestAKeyThatIsStillUsedIsNotRevokedByARunThatRotatesFirst(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	env := h.write("app/.env", "OPENAI_API_KEY="+s.key()+"\n")
	over := s.used(100 * time.Millisecond)
	r := h.run(s.key(), "respond", "--headless", "--approve", "all,mask-match", "--strategy", "rotate-first", "--store", "dotenv:"+env, short, "-")
	over()
	sum := r.summary(t)
	if r.code != 3 || sum.Outcome != "open" || !slices.Contains(sum.OpenSteps, "revoke") || s.deletes() != 0 {
		t.Errorf("exit %d, %+v, %d deletes", r.code, sum, s.deletes())
	}
	r = h.run(s.key(), "resume", sum.ID, "--headless", "--approve", "revoke,mask-match", short, "-")
	if sum = r.summary(t); sum.Outcome != "proven-dead" || s.deletes() != 1 {
		t.Errorf("once nobody uses it: exit %d, %+v, stderr %s", r.code, sum, r.err)
	}
}

// used has somebody use the leaked key again and again, until over is called.
func (s *simulation) used(every time.Duration) (over func()) {
	ctx, cancel := context.WithCancel(s.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for tick := time.NewTicker(every); ctx.Err() == nil; {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Env["FIREBREAK_OPENAI_BASE_URL"]+"/models", nil)
			if err != nil {
				s.t.Error(err)
				return
			}
			req.Header.Set("Authorization", "Bearer "+s.key())
			if res, err := http.DefaultClient.Do(req); err == nil {
				_ = res.Body.Close()
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	}()
	return func() { cancel(); <-done }
}
