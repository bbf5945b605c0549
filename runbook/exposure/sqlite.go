package exposure

import (
	"bytes"
	"encoding/binary"
	"io"
)

// A row that is larger than a page of an SQLite file goes on in pages elsewhere in it, so that a key may lie
// in two places. Such rows are put together here; all else, also what was deleted, is found in the file's
// bytes. Source: the file format of SQLite, sections 1.6 and 1.7.

const sqliteMark = "SQLite format 3\x00"

// sqliteFile is what is needed of a database to read its pages.
type sqliteFile struct {
	from   io.ReaderAt
	page   int
	usable int
	pages  uint32
}

// overflowing opens a database that is one.
func overflowing(s seen) (*sqliteFile, bool) {
	const header = 100
	if len(s.head) < header || !bytes.HasPrefix(s.head, []byte(sqliteMark)) {
		return nil, false
	}
	page := int(binary.BigEndian.Uint16(s.head[16:]))
	if page == 1 {
		page = 1 << 16
	}
	usable := page - int(s.head[20])
	if page < 512 || page&(page-1) != 0 || usable < 480 {
		return nil, false
	}
	return &sqliteFile{s.from, page, usable, uint32(min(s.size/int64(page), 1<<32-2))}, true
}

// mostOverflow bounds one row that is put together, and what all of them may be beside the size of the file.
const mostOverflow = 16 << 20

// overflow adds what stands in rows that go on in other pages, across two of them.
func (h *hand) overflow(f *sqliteFile, s seen) []occurrence {
	page := make([]byte, f.page)
	row := &bytes.Buffer{}
	left := s.size + mostOverflow // rows that lead to the same pages
	for n := uint32(1); n <= f.pages && left > 0 && h.ctx.Err() == nil; n++ {
		if _, err := f.from.ReadAt(page, int64(n-1)*int64(f.page)); err != nil {
			h.refuse(Unreadable)
			break
		}
		f.cells(page, n, func(at int, local []byte, next uint32, total int) {
			row.Reset()
			row.Write(local)
			defer func() { left -= int64(row.Len()) }()
			if left <= 0 || !f.gather(row, next, min(total, mostOverflow)) {
				return
			}
			for _, o := range h.look(row.Bytes(), stretch{}, nil) {
				if !across(s.found, o) {
					o.offset, o.line = int64(n-1)*int64(f.page)+int64(at), 0
					s.found = count(s.found, o)
				}
			}
		})
	}
	if left <= 0 {
		h.refuse(Bomb)
	}
	return s.found
}

// across reports whether an encoding was found in the file's bytes already.
func across(found []occurrence, o occurrence) bool {
	for _, f := range found {
		if f.encoding == o.encoding {
			return true
		}
	}
	return false
}

// cells calls use for each cell of a page whose row goes on elsewhere.
func (f *sqliteFile) cells(page []byte, n uint32, use func(at int, local []byte, next uint32, total int)) {
	const tableLeaf, indexLeaf, indexInner = 0x0D, 0x0A, 0x02
	head := 0
	if n == 1 {
		head = 100
	}
	kind, size := page[head], 8
	if kind == indexInner {
		size = 12
	}
	if kind != tableLeaf && kind != indexLeaf && kind != indexInner {
		return
	}
	for i := range int(binary.BigEndian.Uint16(page[head+3:])) {
		slot := head + size + 2*i
		if slot+2 > len(page) {
			return
		}
		at := int(binary.BigEndian.Uint16(page[slot:]))
		if kind == indexInner {
			at += 4
		}
		total, width := varint(page, at)
		at += width
		if kind == tableLeaf {
			_, width = varint(page, at)
			at += width
		}
		local := f.local(int(min(total, 1<<40)), kind == tableLeaf)
		if width == 0 || local >= int(min(total, 1<<40)) || at+local+4 > len(page) {
			continue
		}
		use(at, page[at:at+local], binary.BigEndian.Uint32(page[at+local:]), int(min(total, 1<<40)))
	}
}

// local is how many bytes of a row stand in its own page.
func (f *sqliteFile) local(total int, table bool) int {
	most := (f.usable-12)*64/255 - 23
	if table {
		most = f.usable - 35
	}
	if total <= most {
		return total
	}
	least := (f.usable-12)*32/255 - 23
	if k := least + (total-least)%(f.usable-4); k <= most {
		return k
	}
	return least
}

// gather follows a row through its pages. ok is false where it leads nowhere.
func (f *sqliteFile) gather(row *bytes.Buffer, next uint32, total int) (ok bool) {
	page := make([]byte, f.usable)
	for row.Len() < total {
		if next == 0 || next > f.pages {
			return false
		}
		if _, err := f.from.ReadAt(page, int64(next-1)*int64(f.page)); err != nil {
			return false
		}
		next = binary.BigEndian.Uint32(page)
		row.Write(page[4:min(f.usable, 4+total-row.Len())])
	}
	return true
}

// varint reads a number of up to nine bytes; width 0: it is none.
func varint(b []byte, at int) (v uint64, width int) {
	for i := range 9 {
		if at+i >= len(b) || at < 0 {
			return 0, 0
		}
		c := b[at+i]
		if i == 8 {
			return v<<8 | uint64(c), 9
		}
		if v = v<<7 | uint64(c&0x7F); c < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}
