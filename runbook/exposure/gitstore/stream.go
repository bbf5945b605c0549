package gitstore

// stream shows a large blob of a pack in parts. One that is not sound is shown from another
// copy, if there is one, before a part of it was.
func (w *worker) stream(p *pack, rank uint32, e entry) {
	if p.again.has(p.forest.number(rank)) {
		return
	}
	packed, sound := packedBytes(p, rank, e)
	if !sound {
		if text, err := w.rescue(p, Blob, rank, ErrDamaged); err == nil {
			w.show(p, Blob, rank, text.data)
			w.pool.give(text)
			return
		}
	}
	err := w.z.start(packed, !sound)
	if err == nil {
		err = w.parts(Object{p.base + p.forest.number(rank), Blob, int64(e.size)}, w.z.part)
	}
	if err != nil {
		w.lose(p, rank, err)
	}
}

// loose shows a loose object.
func (w *worker) loose(at uint32) {
	o := Object{Number: uint32(w.count) + at, Size: -1}
	if err := w.showLoose(&o, w.Store.loose[at]); err != nil {
		w.refuse(o, readable(err))
	}
}

func (w *worker) showLoose(o *Object, l loose) error {
	in, err := w.openLoose(l)
	if err != nil {
		return err
	}
	defer in.close()
	if !w.wanted[in.kind] {
		return nil
	}
	o.Kind, o.Size = in.kind, in.size
	if o.Kind == Blob && o.Size > Window {
		return w.parts(*o, in.read)
	}
	text, err := w.room(uint64(o.Size))
	if err != nil {
		return err
	}
	defer w.pool.give(text)
	if err := in.read(text.data, true); err != nil {
		return err
	}
	w.charge(len(text.data))
	w.visit(*o, Part{Text: text.data, Last: true})
	return nil
}

// parts shows a blob as it is read, each part beginning with the end of the one before.
func (w *worker) parts(o Object, read func(into []byte, last bool) error) error {
	if !w.affords(uint64(o.Size)) {
		return ErrTooLarge
	}
	room, err := w.pool.take(Window + w.Carry)
	if err != nil {
		return err
	}
	defer w.pool.give(room)
	seen := 0
	for offset := int64(0); offset < o.Size; {
		fresh := int(min(Window, o.Size-offset))
		last := offset+int64(fresh) == o.Size
		if err := read(room.data[seen:seen+fresh], last); err != nil {
			return err
		}
		w.charge(fresh)
		text := room.data[:seen+fresh]
		w.visit(o, Part{text, offset - int64(seen), seen, last})
		if w.stopped.Load() {
			return nil
		}
		offset += int64(fresh)
		seen = copy(room.data, text[max(0, len(text)-w.Carry):])
	}
	return nil
}
