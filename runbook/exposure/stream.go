package exposure

import (
	"context"
	"io"

	"firebreak/runbook/exposure/unpack"
)

// stream searches what comes from a pipe, packed or not. The error is the context's.
func (s *search) stream(ctx context.Context, r io.Reader) error {
	i := &inputInsider{search: s, ctx: ctx, desk: s.needles.desk()}
	defer i.wipe()
	counted := &countingReader{r: r}
	err := unpack.Stream(ctx, counted, s.limits.unpack, i)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		s.refuse(Unreadable)
	}
	if counted.n > 0 {
		s.read(ctx, counted.n)
	}
	return nil
}

type inputInsider struct {
	*search
	*desk
	ctx context.Context
}

// See implements unpack.Seer.
func (i *inputInsider) See(name string, r io.Reader) error {
	found, read, err := i.scan(i.ctx, r)
	i.meter.Bytes.Add(read)
	for _, o := range found {
		i.hit(Hit{Kind: InInput, Path: i.clean(name), Offset: o.offset, Line: o.line, Count: o.count, Encoding: o.encoding})
	}
	return err
}

// Miss implements unpack.Seer.
func (i *inputInsider) Miss(_ string, err error) { i.refuse(whyPacked(err)) }

type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
