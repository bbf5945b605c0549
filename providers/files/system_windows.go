package files

import (
	"io/fs"
	"os"
)

const (
	openFlags         = 0
	modesMatter       = false // access is governed by the profile folder's list, which is inherited
	closeBeforeRename = true  // an open file cannot be renamed
	removeWhileOpen   = false
)

func ownedByUs(fs.FileInfo) bool { return true }

func linksOf(fs.FileInfo) int { return 1 }

func keepOwner(*os.File, fs.FileInfo) error { return nil }

// lockDraft has nothing to do: a file that is open cannot be removed here.
func lockDraft(*os.File) (bool, error) { return true, nil }

func lacksLocks(error) bool { return false }

// flushFolder has nothing to do: names are journalled by the file system.
func flushFolder(*os.File) error { return nil }
