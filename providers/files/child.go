package files

import (
	"context"
	"fmt"
	"io"
	"os/exec"

	"firebreak/providers"
)

// Child is a running program that is talked to, such as git cat-file --batch.
type Child struct {
	In  io.WriteCloser // its stdin
	Out io.Reader      // its stdout, not limited here: the reader knows the protocol's own limits

	command Command
	ctx     context.Context // of Start, to tell a kill of ours from its own end
	stop    context.CancelFunc
	child   *exec.Cmd
	stderr  *capped
}

// Start starts a program and returns at once. The rules are those of Run; Stdin and MaxOutput
// of the command are not used. The caller ends it with Close or Stop. When ctx ends the whole
// process group is killed.
func (d *Door) Start(ctx context.Context, c Command) (*Child, error) {
	if err := d.permitChild(ctx, c); err != nil {
		return nil, fmt.Errorf("start %s: %w", c.Name, err)
	}
	inner, stop := context.WithCancel(ctx)
	child := c.prepare(inner)
	k := &Child{command: c, ctx: inner, stop: stop, child: child, stderr: &capped{left: maxStderr}}
	child.Stderr = k.stderr
	in, err := child.StdinPipe()
	if err == nil {
		k.In = in
		k.Out, err = child.StdoutPipe()
	}
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		stop()
		return nil, c.outcome(inner, child, err, providers.Untrusted{})
	}
	return k, nil
}

// Close ends the child's input and waits until it has ended by itself. The caller has read Out
// to its end, or accepts that the child dies of the closed pipe.
func (k *Child) Close() error {
	_ = k.In.Close() // it may have ended before
	err := k.child.Wait()
	stderr := providers.FromOutside(k.stderr.kept.String())
	err = k.command.outcome(k.ctx, k.child, err, stderr)
	k.stop()
	return err
}

// Stop kills the child's process group and waits for it.
func (k *Child) Stop() {
	k.stop()
	_ = k.In.Close()   // it is dead
	_ = k.child.Wait() // and this says so
}
