package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"time"

	"firebreak/providers"
)

const (
	maxOutput = 8 << 20  // of a child's stdout unless the command says otherwise
	maxStderr = 16 << 10 // of a child's stderr; one page of complaint is enough
	// lingering is how long a child's own children may keep its pipes open after it ended.
	lingering = 2 * time.Second
)

// Command is a program to run. Nothing of our own environment, files or terminal reaches it.
type Command struct {
	Name      string   // looked up in our PATH; never in the current folder
	Args      []string // no secrets: every process of the machine can read them
	Dir       string   // where it runs; empty: here
	Env       []string // the whole environment, "NAME=value"; no secrets
	Stdin     io.Reader
	Effect    providers.Effect // zero: a mutation, refused in a dry run and announced to the ledger
	MaxOutput int64            // of stdout; 0: 8 MiB
}

// Output is what a finished child left.
type Output struct {
	Stdout []byte
	Stderr providers.Untrusted // its first 16 KiB
}

// ExitError says that a program ran and left with a code other than zero.
type ExitError struct {
	Name   string
	Code   int // -1: ended by a signal
	Stderr providers.Untrusted
}

func (e *ExitError) Error() string { return fmt.Sprintf("%s left with code %d", e.Name, e.Code) }

// Run runs a program to its end. When ctx ends, the whole process group is killed and the error
// answers to ctx's. A stdout over the limit is ErrTooLarge and kills the group too. A code
// other than zero is an *ExitError.
func (d *Door) Run(ctx context.Context, c Command) (Output, error) {
	if err := d.permitChild(ctx, c); err != nil {
		return Output{}, fmt.Errorf("run %s: %w", c.Name, err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	limit := c.MaxOutput
	if limit <= 0 {
		limit = maxOutput
	}
	stdout := &capped{left: limit, full: func() { cancel(ErrTooLarge) }}
	stderr := &capped{left: maxStderr}
	child := c.prepare(ctx)
	child.Stdin, child.Stdout, child.Stderr = c.Stdin, stdout, stderr
	err := child.Run()
	out := Output{Stdout: stdout.kept.Bytes(), Stderr: providers.FromOutside(stderr.kept.String())}
	if stdout.cut {
		return Output{}, fmt.Errorf("run %s: %w: more than %d bytes", c.Name, ErrTooLarge, limit)
	}
	return out, c.outcome(ctx, child, err, out.Stderr)
}

// permitChild asks for a child with an effect as for a written file; where it may act is where
// it runs.
func (d *Door) permitChild(ctx context.Context, c Command) error {
	if c.Effect != providers.Mutate {
		return ctx.Err()
	}
	place, err := resolve(c.Dir)
	if err != nil {
		return err
	}
	s := providers.Statement{Door: "process", Method: c.Name, Path: place, Effect: providers.Mutate}
	return d.permit(ctx, s, place)
}

// prepare makes the child: its own process group, exactly the given environment.
func (c Command) prepare(ctx context.Context) *exec.Cmd {
	child := exec.CommandContext(ctx, c.Name, c.Args...)
	child.Dir = c.Dir
	child.Env = append([]string{}, c.Env...) // nil would mean ours
	child.WaitDelay = lingering
	ownGroup(child)
	return child
}

// outcome sorts what Wait said.
func (c Command) outcome(ctx context.Context, child *exec.Cmd, err error, stderr providers.Untrusted) error {
	var left *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("run %s: %w", c.Name, context.Cause(ctx))
	case errors.As(err, &left):
		return &ExitError{Name: filepath.Base(c.Name), Code: left.ExitCode(), Stderr: stderr}
	case errors.Is(err, exec.ErrWaitDelay):
		killGroup(child) // what it left running holds our pipe
	}
	var missing *exec.Error
	if errors.As(err, &missing) {
		err = missing.Err
	}
	return fmt.Errorf("run %s: %w", c.Name, bare(err))
}

// capped keeps the first bytes and counts none of the rest.
type capped struct {
	kept bytes.Buffer
	left int64
	cut  bool
	full func() // called once more came than fits; may be nil
}

// Write never fails: a child must not die of a closed pipe while it complains.
func (w *capped) Write(b []byte) (int, error) {
	n := min(int64(len(b)), w.left)
	w.kept.Write(b[:n])
	w.left -= n
	if n < int64(len(b)) && !w.cut {
		w.cut = true
		if w.full != nil {
			w.full()
		}
	}
	return len(b), nil
}
