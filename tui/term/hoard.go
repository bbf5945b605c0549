package term

import "bytes"

// maxPaste bounds what is kept of one paste; more is read and dropped.
const maxPaste = 1 << 20

// hoard collects a paste. It leaves no copy behind when it grows.
type hoard struct {
	text []byte
	cut  bool // something of the paste is missing
}

func (h *hoard) add(b []byte) {
	if room := maxPaste - len(h.text); len(b) > room {
		b, h.cut = b[:room], true
	}
	if need := len(h.text) + len(b); need > cap(h.text) {
		grown := make([]byte, len(h.text), max(need, 2*cap(h.text), 4096))
		copy(grown, h.text)
		clear(h.text)
		h.text = grown
	}
	h.text = append(h.text, b...)
}

// hand gives the paste away, with line ends as in a file. The receiver wipes it.
func (h *hoard) hand() Pasted {
	kept := len(h.text)
	text := bytes.ReplaceAll(h.text, []byte("\r\n"), []byte("\n"))
	for i, b := range text {
		if b == '\r' {
			text[i] = '\n'
		}
	}
	clear(h.text[:kept])
	p := Pasted{Text: text, Truncated: h.cut}
	*h = hoard{}
	return p
}

func (h *hoard) wipe() {
	clear(h.text)
	*h = hoard{}
}
