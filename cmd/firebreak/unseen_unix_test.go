//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/words"
)

// hasty is somebody who pastes the moment a question is printed, to a program that goes on only
// when the terminal has taken the paste, and has echoed it or not.
type hasty struct {
	keys, tty *os.File // the terminal's own end, and the program's
	paste     []string // one for each question
	asked     int
}

func (h *hasty) Write(printed []byte) (int, error) {
	if strings.HasSuffix(string(printed), ": ") && h.asked < len(h.paste) {
		h.asked++
		if _, err := h.keys.WriteString(h.paste[h.asked-1]); err != nil {
			return 0, err
		}
		taken := []unix.PollFd{{Fd: int32(h.tty.Fd()), Events: unix.POLLIN}}
		for {
			if _, err := unix.Poll(taken, 10_000); !errors.Is(err, unix.EINTR) {
				return len(printed), err
			}
		}
	}
	return len(printed), nil
}

func TestNothingIsEchoedToWhoeverPastesTheMomentAValueIsAskedFor(t *testing.T) {
	for name, tc := range map[string]struct {
		paste []string
		ask   func(*app, context.Context) ([]providers.Secret, error)
	}{
		"an admin credential": {[]string{"sk-DRILL\r"}, func(a *app, ctx context.Context) ([]providers.Secret, error) {
			text, err := a.readAlone(ctx, "admin credential: ")
			return []providers.Secret{providers.NewSecret(text)}, err
		}},
		"two values, one by one": {[]string{"old-DRILL\r", "new-DRILL\r"}, func(a *app, ctx context.Context) ([]providers.Secret, error) {
			return a.readValues(ctx, words.English, "old: ", "new: ")
		}},
		"a text to identify": {[]string{"# DRILL\nAPI_KEY=key-DRILL\r"}, func(a *app, ctx context.Context) ([]providers.Secret, error) {
			table, err := identify.BuiltIn()
			if err != nil {
				return nil, err
			}
			list, err := a.readingsOf(ctx, a.in, table, words.Indonesian)
			if err == nil && (len(list) != 1 || list[0].Line != 1 || list[0].Span[1] < len("# DRILL\nAPI_KEY=")) {
				err = fmt.Errorf("read %+v", list)
			}
			return nil, err
		}},
		"two values at once": {[]string{"old-DRILL\rnew-DRILL\r"}, func(a *app, ctx context.Context) ([]providers.Secret, error) {
			return a.readValues(ctx, words.English, "old: ", "new: ")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			keys, tty, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = keys.Close(); _ = tty.Close() })
			found, err := term.GetState(int(tty.Fd()))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			secrets, err := tc.ask(&app{in: tty, err: &hasty{keys: keys, tty: tty, paste: tc.paste}}, ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range secrets {
				if s.IsEmpty() {
					t.Error("an empty value was read")
				}
			}
			if left, err := term.GetState(int(tty.Fd())); err != nil || *left != *found {
				t.Errorf("the terminal was left otherwise: %v", err)
			}
			if shown := echoed(t, keys, tty); bytes.Contains(shown, []byte("DRILL")) {
				t.Error("F034 what was pasted was echoed")
			}
		})
	}
}

// echoed is what the terminal showed: nothing but its echo, as the program printed elsewhere.
func echoed(t *testing.T, keys, tty *os.File) []byte {
	t.Helper()
	const end = "end of the echo"
	if _, err := tty.WriteString(end); err != nil {
		t.Fatal(err)
	}
	var shown []byte
	for chunk := make([]byte, 4096); !bytes.Contains(shown, []byte(end)); {
		n, err := keys.Read(chunk)
		if err != nil {
			t.Fatal(err)
		}
		shown = append(shown, chunk[:n]...)
	}
	return shown
}
