package keyring

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"firebreak/providers"
)

func TestF037NoServiceLockedAndDismissedAreThreeStates(t *testing.T) {
	tests := []struct {
		name string
		make func(*fake)
		want State
	}{
		{"ready and empty", func(*fake) {}, Absent},
		{"no service", func(f *fake) { f.scold = &Trouble{State: NoService} }, NoService},
		{"locked with nobody to ask", func(f *fake) { f.scold = &Trouble{State: Locked} }, Locked},
		{"locked, asked and dismissed", func(f *fake) {
			f.ahead = outlook{prompts: true, locked: true}
			f.fail = errors.New("some words of the library")
		}, Dismissed},
		{"locked, asked and opened", func(f *fake) { f.ahead = outlook{prompts: true, locked: true} }, Absent},
		{"the backend says so itself", func(f *fake) { f.fail = &Trouble{State: Dismissed} }, Dismissed},
		{"killed in the middle of a call", func(f *fake) { f.dies = true }, Failed},
		{"something else", func(f *fake) { f.fail = errors.New("connection reset") }, Failed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, f := newPlace(t), newFake()
			test.make(f)
			r := p.ring(t, f)
			if got := r.State(t.Context()); got != test.want {
				t.Errorf("state %q, want %q", got, test.want)
			}
			if test.want == Absent {
				return
			}
			err := r.Parking(p.incident).Prove(t.Context())
			if !errors.Is(err, &Trouble{State: test.want}) || StateOf(err) != test.want {
				t.Errorf("prove: %v, want %q", err, test.want)
			}
			if f.scold != nil && len(f.calls) > 0 {
				t.Errorf("calls were made all the same: %v", f.calls)
			}
		})
	}
}

func TestF038AFrozenKeyringIsGivenUpAfterThreeSecondsAndNotPiledUpon(t *testing.T) {
	p := newPlace(t)
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.hang = make(chan struct{})
		r := p.ring(t, f)
		for range 3 {
			start := time.Now()
			err := r.Parking(p.incident).Prove(t.Context())
			if !errors.Is(err, &Trouble{State: TimedOut}) {
				t.Fatalf("prove: %v", err)
			}
			if took := time.Since(start); took > 4*time.Second {
				t.Errorf("gave up after %v", took)
			}
		}
		if n := f.count(""); n != 1 {
			t.Errorf("%d calls hang, want 1", n)
		}
		close(f.hang)
		synctest.Wait()
		f.hang = nil
		if err := r.Parking(p.incident).Prove(t.Context()); err != nil {
			t.Errorf("prove after it thawed: %v", err)
		}
		r.Close()
	})
}

func TestAKeyringThatDidNotAnswerIsNotAskedUntilSomebodyTriesAnew(t *testing.T) {
	for name, limited := range map[string]bool{"by its own deadline": false, "by the caller's": true} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			synctest.Test(t, func(t *testing.T) {
				f, told := newFake(), 0
				f.hang = make(chan struct{})
				f.ahead = outlook{prompts: limited, locked: limited}
				r := p.ring(t, f)
				r.OnSilence(func() { told++ })
				ctx, cancel := context.Background(), func() {}
				if limited {
					ctx, cancel = context.WithTimeout(ctx, 10*time.Second)
				}
				_, err := r.Signer(ctx)
				cancel()
				if err == nil || told != 1 {
					t.Fatalf("%v, told %d times", err, told)
				}
				start := time.Now()
				for range 20 {
					if _, err := r.Signer(t.Context()); !errors.Is(err, &Trouble{State: TimedOut}) {
						t.Fatalf("asked again: %v", err)
					}
				}
				if took := time.Since(start); took != 0 || f.count("") != 1 || told != 1 {
					t.Errorf("20 more took %s and %d calls, told %d times", took, f.count(""), told)
				}
				close(f.hang)
				synctest.Wait()
				f.hang, f.ahead = nil, outlook{}
				if _, err := r.Signer(t.Context()); !errors.Is(err, &Trouble{State: TimedOut}) {
					t.Errorf("asked before anybody tried anew: %v", err)
				}
				r.Again()
				if _, err := r.Signer(t.Context()); err != nil {
					t.Errorf("tried anew: %v", err)
				}
				r.Close()
			})
		})
	}
}

func TestACallThatSomebodyCancelledGivesNoKeyringUp(t *testing.T) {
	p := newPlace(t)
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.hang = make(chan struct{})
		r := p.ring(t, f)
		r.OnSilence(func() { t.Error("it was given up") })
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			time.Sleep(time.Second)
			cancel()
		}()
		if _, err := r.identity(ctx, false); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		close(f.hang)
		synctest.Wait()
		if got := r.State(t.Context()); got != Absent {
			t.Errorf("asked again: %q", got)
		}
		r.Close()
	})
}

func TestAPromptIsWaitedForAMinuteSaidAndCancellable(t *testing.T) {
	p := newPlace(t)
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.ahead = outlook{prompts: true, locked: true}
		f.hang = make(chan struct{})
		r := p.ring(t, f)
		var said []providers.Progress
		ctx := providers.WithProgress(t.Context(), func(step providers.Progress) { said = append(said, step) })

		start := time.Now()
		if got := r.State(ctx); got != TimedOut || time.Since(start) != promptLimit {
			t.Errorf("state %q after %v", got, time.Since(start))
		}
		if len(said) < 58 || said[1] != (providers.Progress{What: PromptProgress, Done: 2, Total: 60}) {
			t.Errorf("said %d times, %v", len(said), said)
		}
		r.Again()
		ctx, cancel := context.WithCancel(ctx)
		go func() {
			time.Sleep(time.Second)
			cancel()
		}()
		start = time.Now()
		_, err := r.identity(ctx, false)
		if !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
			t.Errorf("cancelled: %v after %v", err, time.Since(start))
		}
		close(f.hang)
		r.Close()
	})
}

func TestAnAnswerAfterTheDeadlineIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.hang = make(chan struct{})
		g := newGuard(f)
		if _, err := g.get(t.Context(), "read", "a"); !errors.Is(err, &Trouble{State: TimedOut}) {
			t.Fatal(err)
		}
		if err := f.memory.Set("a", drillKey(20)); err != nil {
			t.Fatal(err)
		}
		close(f.hang)
		synctest.Wait()
		f.hang = nil
		g.again()
		if _, err := g.get(t.Context(), "read", "b"); !errors.Is(err, ErrNoItem) {
			t.Errorf("next call got the late answer: %v", err)
		}
	})
}

func TestTroubleNamesTheOperationAndNeverTheSystemsWords(t *testing.T) {
	f := newFake()
	f.fail = errors.New("\x1b[31mwords from outside")
	_, err := newGuard(f).get(t.Context(), "read identity", identityItem)
	var trouble *Trouble
	if !errors.As(err, &trouble) || err.Error() != "read identity: failed" || trouble.Detail.Line(60) != "�[31mwords from outside" {
		t.Errorf("error %q, %+v", err, trouble)
	}
	if StateOf(nil) != Ready || StateOf(errors.New("x")) != Failed {
		t.Error("states of nil and of a strange error")
	}
}
