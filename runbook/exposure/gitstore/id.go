package gitstore

import "encoding/hex"

// ID names an object. The names of SHA-1 leave the last twelve bytes zero.
type ID [32]byte

// Text is the id as git shows it; size is Store.IDSize.
func (id ID) Text(size int) string { return hex.EncodeToString(id[:size]) }

// ParseID reads an id of size bytes from its hexadecimal text.
func ParseID(text []byte, size int) (id ID, ok bool) {
	if len(text) != 2*size {
		return id, false
	}
	_, err := hex.Decode(id[:], text)
	return id, err == nil
}

// Kind is what an object is.
type Kind byte

// The kinds, with their numbers in a pack.
const (
	Commit Kind = 1
	Tree   Kind = 2
	Blob   Kind = 3
	Tag    Kind = 4

	offsetDelta Kind = 6 // on an object of the same pack, named by its distance
	idDelta     Kind = 7 // on an object named by its id
)

func (k Kind) whole() bool { return k >= Commit && k <= Tag }

// kindOf reads the word that loose objects begin with; 0 for an unknown one.
func kindOf(name string) Kind {
	switch name {
	case "commit":
		return Commit
	case "tree":
		return Tree
	case "blob":
		return Blob
	case "tag":
		return Tag
	}
	return 0
}
