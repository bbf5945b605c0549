package unpack

import (
	"bytes"
	"encoding/binary"
)

// form is how a content holds others.
type form int

const (
	none form = iota
	zipped
	tarred
	gzipped
	zstded
	xzed
	bzipped
	foreign // an archive of a form that is not read
)

// HeadSize is how many bytes of a content tell its form.
const HeadSize = tarBlock

const tarBlock = 512

var marks = []struct {
	mark string
	form form
}{
	{"PK\x03\x04", zipped}, {"\x1F\x8B\x08", gzipped}, {"\x28\xB5\x2F\xFD", zstded}, {"\xFD7zXZ\x00", xzed}, {"BZh", bzipped},
	{"7z\xBC\xAF\x27\x1C", foreign}, {"Rar!\x1A\x07", foreign}, {"\x04\x22\x4D\x18", foreign}, {"LZIP\x01", foreign},
}

// Packed reports whether a content that begins so is an archive or compressed.
func Packed(head []byte) bool { return formOf(head) != none }

// TailSize is how many bytes at a content's end tell that it is an archive which begins otherwise.
const TailSize = 22

// EndsAsZip reports whether a content ends so, with the directory of a zip without a comment, such as that
// of a program which unpacks itself.
func EndsAsZip(tail []byte) bool {
	tail = tail[max(0, len(tail)-TailSize):]
	return len(tail) == TailSize && bytes.HasPrefix(tail, []byte("PK\x05\x06")) && binary.LittleEndian.Uint16(tail[20:]) == 0
}

func formOf(head []byte) form {
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return m.form
		}
	}
	if isTar(head) {
		return tarred
	}
	return none
}

// isTar checks the sum over the first header, which all kinds of tar have.
func isTar(head []byte) bool {
	const at, end = 148, 156
	if len(head) < tarBlock || head[0] == 0 {
		return false
	}
	want, digits := 0, 0
	for _, c := range head[at:end] {
		switch {
		case c >= '0' && c <= '7':
			want, digits = want<<3|int(c-'0'), digits+1
		case c != ' ' && c != 0:
			return false
		}
	}
	sum := 8 * int(' ') // in place of the digits
	for i, c := range head[:tarBlock] {
		if i < at || i >= end {
			sum += int(c)
		}
	}
	return digits > 0 && sum == want
}

// endsAsZip is EndsAsZip for a file.
func endsAsZip(file Source) bool {
	var tail [TailSize]byte
	_, err := file.From.ReadAt(tail[:], max(0, file.Size-TailSize))
	return err == nil && EndsAsZip(tail[:])
}
