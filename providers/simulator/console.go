package simulator

import (
	"errors"
	"fmt"
	"net/http"

	"firebreak/providers"
)

// What a person does in a vendor's console, where the API offers no such call: it lets the steps
// that are only guided be rehearsed to their end.

var errConsoleForm = errors.New(`want exactly one of {"create_like": key id} and {"end": key id}`)

// postConsole answers a creation with the value, as the console does: once, and here alone.
func (w *World) postConsole(rw http.ResponseWriter, r *http.Request) {
	var want struct {
		Like string `json:"create_like"`
		End  string `json:"end"`
	}
	err := take(r, &want)
	if err == nil && (want.Like == "") == (want.End == "") {
		err = errConsoleForm
	}
	if err != nil || want.End != "" {
		if err == nil {
			err = w.EndByHand(want.End)
		}
		settle(rw, err)
		return
	}
	id, value, err := w.MakeByHand(want.Like)
	if err != nil {
		settle(rw, err)
		return
	}
	show(rw, http.StatusOK, object{"id": id, "key": w.text(id, value)})
}

// text is a new key as the console shows it.
func (w *World) text(id string, value providers.Secret) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.keyByID(id).of.text(value)
}

// MakeByHand makes a key of the same kind, place and owner as that of the id.
func (w *World) MakeByHand(likeID string) (id string, value providers.Secret, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	k := w.keyByID(likeID)
	if k == nil {
		return "", value, fmt.Errorf("make a key like %s: %w", logged(likeID), errNoSuch)
	}
	n := w.minted[k.of] + 1
	a := act{Do: doMint, On: k.of.newID(w.seed, k.kind, "made key", n), Owner: k.owner(), Kind: k.kind, Name: k.name + " (new)", Nth: n, Scopes: k.scopes}
	if k.project != nil {
		a.Project = k.project.id
	}
	if err := w.pull(entry{Type: entryAct, Acts: []act{a}}); err != nil {
		return "", value, err
	}
	return a.On, w.keyByID(a.On).secret, nil
}

// EndByHand ends the key of the id for good, with the tail that every end has.
func (w *World) EndByHand(id string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if k := w.keyByID(id); k == nil || !k.revoked.IsZero() {
		return fmt.Errorf("end %s: %w", logged(id), errNoSuch)
	}
	return w.pull(entry{Type: entryAct, Acts: []act{{Do: doRevoke, On: id, Takes: later(w.now(), w.latest).Add(w.tail)}}})
}
