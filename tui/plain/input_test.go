package plain

import (
	"context"
	"io"
)

// oneLine gives a line and ends.
type oneLine struct{ line string }

func (*oneLine) Drop() {}

func (o *oneLine) Lines(context.Context) ([]string, error) {
	if o.line == "" {
		return nil, io.EOF
	}
	line := o.line
	o.line = ""
	return []string{line}, nil
}

func (*oneLine) Hidden(context.Context) ([]byte, error) { return nil, io.EOF }

func (*oneLine) Typed(context.Context, io.Writer, func(string)) (string, error) { return "", io.EOF }
