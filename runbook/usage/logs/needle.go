package logs

import "bytes"

// needle finds a text by its rarest byte, which in logs is several times faster than to look for
// its first one.
type needle struct {
	text []byte
	rare int // place of the rarest byte
}

// common lists bytes of logs, the most frequent first; what is not here is rarer still.
const common = `"e0:1,a2tosrin3d-8c457m69.fpul/TbvEAyChgSkI{}MUDRPWKxNBLVOwGFH_`

// patience is after how many bytes for each false find another way of searching is cheaper.
const patience = 64

func newNeedle(text string) *needle {
	n := &needle{text: []byte(text)}
	rarest := -1
	for i, c := range n.text {
		place := bytes.IndexByte([]byte(common), c)
		if place < 0 {
			place = len(common)
		}
		if place > rarest {
			rarest, n.rare = place, i
		}
	}
	return n
}

// index is the place of the text in b, -1 for none.
func (n *needle) index(b []byte) int {
	c := n.text[n.rare]
	for at, misses := n.rare, 0; at < len(b); {
		i := bytes.IndexByte(b[at:], c)
		if i < 0 {
			return -1
		}
		at += i - n.rare
		if bytes.HasPrefix(b[at:], n.text) {
			return at
		}
		if misses++; misses > 16 && misses*patience > at {
			if i := bytes.Index(b[at+1:], n.text); i >= 0 {
				return at + 1 + i
			}
			return -1
		}
		at += n.rare + 1
	}
	return -1
}
