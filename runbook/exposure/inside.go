package exposure

import (
	"bytes"
	"context"
	"io"
	"sync"
	"sync/atomic"

	"firebreak/runbook/exposure/gitstore"
	"firebreak/runbook/exposure/unpack"
)

// lookInside searches the archives and compressed files of a history, each from memory. The error is
// the context's.
func (r *repository) lookInside(ctx context.Context) error {
	var next atomic.Int64
	var all sync.WaitGroup
	var mu sync.Mutex
	for range min(workers, len(r.packed)) {
		all.Go(func() {
			b := &blobInsider{repository: r, ctx: ctx, desk: r.needles.desk(), reader: r.store.Reader()}
			defer b.wipe()
			for i := next.Add(1) - 1; i < int64(len(r.packed)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				found := b.look(r.packed[i])
				mu.Lock()
				if len(found) > 0 {
					r.found[r.packed[i]] = holder{gitstore.Blob, found}
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return ctx.Err()
}

// blobInsider is shown what lies in one blob after the other.
type blobInsider struct {
	*repository
	*desk
	ctx    context.Context
	reader *gitstore.Reader
	found  []occurrence
}

// look returns what is found inside a blob; nothing where the blob itself shows as much already.
func (b *blobInsider) look(object int32) []occurrence {
	_, text, err := b.reader.Read(uint32(object), b.limits.blob)
	if err != nil {
		b.refuse(Packed) // larger than what is held, mostly
		return nil
	}
	b.found = nil
	_, err = unpack.Look(b.ctx, unpack.Source{From: bytes.NewReader(text), Size: int64(len(text))}, b.limits.unpack, b)
	if err != nil && b.ctx.Err() == nil {
		b.refuse(BadArchive)
	}
	return b.found
}

// See implements unpack.Seer.
func (b *blobInsider) See(name string, r io.Reader) error {
	found, read, err := b.scan(b.ctx, r)
	b.meter.Bytes.Add(read)
	for _, o := range found {
		o.inner = name
		b.found = append(b.found, o)
	}
	return err
}

// Miss implements unpack.Seer.
func (b *blobInsider) Miss(_ string, err error) { b.refuse(whyPacked(err)) }
