//go:build unix

package dotenv

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"firebreak/providers"
	"firebreak/providers/files"
)

func TestAPipeIsRefusedAndNeverWaitedFor(t *testing.T) {
	path, s := folder(t, "A="+leaked+"\n")
	must(t, unix.Mkfifo(path+".pipe", 0o600))
	git := filepath.Join(filepath.Dir(path), ".git")
	must(t, os.Mkdir(git, 0o700))
	must(t, unix.Mkfifo(filepath.Join(git, "index"), 0o600))
	own := path + ".own"
	must(t, unix.Mkfifo(own, 0o600))
	type answer struct {
		places []providers.Place
		find   error
		check  error
	}
	done := make(chan answer)
	go func() {
		var a answer
		a.places, a.find = s.Find(context.Background(), secret(leaked))
		a.check = New(files.New(files.Config{}), own).Check(context.Background())
		done <- a
	}()
	select {
	case a := <-done:
		if a.find != nil || len(a.places) != 3 || a.places[0].Off != TrackedUnsure || a.places[1].Off != Unreadable {
			t.Errorf("places %+v, %v", a.places, a.find)
		}
		if a.check == nil {
			t.Error("a pipe passed the check")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("hangs on a pipe")
	}
}
