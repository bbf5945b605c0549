package simulator

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// control serves the ground truth and the levers. It is for tests, drills and people; the
// program under test never asks it about a key.
func (w *World) control(s *Server) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_world", func(rw http.ResponseWriter, _ *http.Request) { show(rw, http.StatusOK, w.Truth()) })
	mux.HandleFunc("GET /_requests", func(rw http.ResponseWriter, _ *http.Request) {
		show(rw, http.StatusOK, append([]Request{}, w.Requests()...))
	})
	mux.HandleFunc("GET /_ready", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("content-type", "application/json")
		_, _ = rw.Write(s.Ready()) // a caller that is gone cannot be told
	})
	mux.HandleFunc("GET /_faults", func(rw http.ResponseWriter, _ *http.Request) { show(rw, http.StatusOK, w.showFaults()) })
	mux.HandleFunc("POST /_faults", w.postFault)
	mux.HandleFunc("DELETE /_faults", func(rw http.ResponseWriter, _ *http.Request) { settle(rw, w.ClearFaults()) })
	mux.HandleFunc("POST /_clock", w.postClock)
	mux.HandleFunc("POST /_restart", w.postRestart)
	mux.HandleFunc("POST /_console", w.postConsole)
	return mux
}

func show(rw http.ResponseWriter, status int, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(`{"error":"cannot encode"}`)
	}
	rw.Header().Set("content-type", "application/json")
	rw.WriteHeader(status)
	_, _ = rw.Write(append(text, '\n')) // a caller that is gone cannot be told
}

// settle answers for a lever: done, or what was wrong with it.
func settle(rw http.ResponseWriter, err error) {
	switch {
	case err == nil:
		show(rw, http.StatusOK, object{"ok": true})
	case errors.Is(err, errBroken):
		show(rw, http.StatusInternalServerError, object{"error": err.Error()})
	default:
		show(rw, http.StatusBadRequest, object{"error": err.Error()})
	}
}

// take decodes one JSON object and refuses fields that it does not know.
func take(r *http.Request, v any) error {
	d := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxRequest))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

func (w *World) postFault(rw http.ResponseWriter, r *http.Request) {
	var f Fault
	if err := take(r, &f); err != nil {
		settle(rw, err)
		return
	}
	settle(rw, w.AddFault(f))
}

func (w *World) postRestart(rw http.ResponseWriter, r *http.Request) {
	var want struct {
		Service string `json:"service"`
		KeyID   string `json:"key_id"`
	}
	err := take(r, &want)
	if err == nil {
		err = w.Restart(want.Service, want.KeyID)
	}
	settle(rw, err)
}

// AddFault puts a fault in force, as POST /_faults does. Faults add up until they are cleared.
func (w *World) AddFault(f Fault) error {
	if err := f.check(); err != nil {
		return err
	}
	return w.lever(entry{Type: entryFault, Fault: &f})
}

// ClearFaults ends all faults, also those of the scenario.
func (w *World) ClearFaults() error { return w.lever(entry{Type: entryClear}) }

// lever logs an entry and makes it so.
func (w *World) lever(e entry) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pull(e)
}

// pull is lever for who holds the lock.
func (w *World) pull(e entry) error {
	e.At = later(w.now(), w.latest)
	if err := w.log.append(&e); err != nil {
		return err
	}
	return w.fold(e, true)
}

// setter is a clock that can be driven from outside.
type setter interface {
	Set(time.Time) error
	Advance(time.Duration) error
}

var (
	errFixedClock = errors.New("this world's clock cannot be set")
	errClockForm  = errors.New(`want exactly one of {"now": RFC 3339 time} and {"advance": duration such as "90s"}`)
)

func (w *World) postClock(rw http.ResponseWriter, r *http.Request) {
	var want struct {
		Now     time.Time `json:"now"`
		Advance string    `json:"advance"`
	}
	clock, can := w.clock.(setter)
	err := take(r, &want)
	switch {
	case err != nil:
	case !can:
		show(rw, http.StatusConflict, object{"error": errFixedClock.Error()})
		return
	case want.Now.IsZero() == (want.Advance == ""):
		err = errClockForm
	case want.Advance != "":
		var d time.Duration
		if d, err = time.ParseDuration(want.Advance); err == nil {
			err = clock.Advance(d)
		}
	default:
		err = clock.Set(want.Now)
	}
	if err != nil {
		settle(rw, err)
		return
	}
	show(rw, http.StatusOK, object{"now": w.clock.Now().UTC().Format(time.RFC3339Nano)})
}
