package files

import (
	"context"
	"fmt"
	"os"
	"os/exec"
)

// Hand runs a program that a person works with, such as an editor, on a terminal, and returns when it
// has ended. Unlike the others it stays in our process group, since only the terminal's foreground may
// read from it; a signal from the keyboard is its own affair. The rules of Run hold otherwise; Stdin and
// MaxOutput of the command are not used.
func (d *Door) Hand(ctx context.Context, in, out *os.File, c Command) error {
	if err := d.permitChild(ctx, c); err != nil {
		return fmt.Errorf("run %s: %w", c.Name, err)
	}
	child := exec.CommandContext(ctx, c.Name, c.Args...)
	child.Dir, child.Env = c.Dir, c.Env
	child.Stdin, child.Stdout, child.Stderr = in, out, out
	if err := child.Run(); err != nil {
		return fmt.Errorf("run %s: %w", c.Name, err)
	}
	return nil
}
