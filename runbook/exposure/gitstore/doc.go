// Package gitstore reads the object store of a git repository: packs, loose objects and the
// stores they borrow from, every object once, at the speed of its decompression.
//
// Rules: the repository may be hostile. Nothing of it is run, no git program is started and no
// setting of it is obeyed but the one that says how objects are named. Only regular files are
// opened. All that is read from a file is checked before it is used as a size or a place. Memory
// is bounded whatever the repository claims, and so is the work: see Limits. What cannot be read
// is told by name and never hides the rest. Replacements and grafts are ignored: an object is
// what its id says.
//
// Formats: gitformat-pack(5), gitformat-index(5) and git's hash-function-transition document.
package gitstore
