// Package files is the door for files and child processes. It has two halves.
//
// The state half (StateDir, WriteState, ReadState, RemoveState) keeps our own folder: folders
// 0700, files 0600 whatever the umask says, every write atomic and durable. It works in every
// mode, for a dry run has a state of its own.
//
// The other half is Door: whatever touches files outside the state folder, and every child
// process. It refuses effects in a dry run, asks the context's ledger first, and in a drill
// writes only below the folders it was given.
//
// Rules: only regular files are opened, never a symlink, a pipe or a device in their place.
// A file is replaced by a finished neighbour or not at all. No copy of an earlier content is
// left behind; what a crash leaves is named .firebreak-* and is removed by the next write to
// that folder. Paths in errors are quoted in ASCII, since a path may be an attacker's text.
package files
