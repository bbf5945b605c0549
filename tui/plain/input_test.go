package plain

import (
	"context"
	"io"

	"firebreak/tui/term"
)

// oneLine gives a line and ends.
type oneLine struct{ line string }

func (*oneLine) Drop() {}

func (o *oneLine) Line(context.Context, term.Field) ([]string, error) {
	if o.line == "" {
		return nil, io.EOF
	}
	line := o.line
	o.line = ""
	return []string{line}, nil
}

func (*oneLine) Hidden(context.Context) ([]byte, error) { return nil, io.EOF }
