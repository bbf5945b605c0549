package main

import (
	"context"
	"maps"
	"slices"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

var (
	_ fs.NodeGetattrer  = (*node)(nil)
	_ fs.NodeSetattrer  = (*node)(nil)
	_ fs.NodeOpener     = (*node)(nil)
	_ fs.NodeReader     = (*node)(nil)
	_ fs.NodeWriter     = (*node)(nil)
	_ fs.NodeFsyncer    = (*node)(nil)
	_ fs.NodeAllocater  = (*node)(nil)
	_ fs.NodeCreater    = (*node)(nil)
	_ fs.NodeMkdirer    = (*node)(nil)
	_ fs.NodeUnlinker   = (*node)(nil)
	_ fs.NodeRmdirer    = (*node)(nil)
	_ fs.NodeRenamer    = (*node)(nil)
	_ fs.NodeLinker     = (*node)(nil)
	_ fs.NodeSymlinker  = (*node)(nil)
	_ fs.NodeReadlinker = (*node)(nil)
	_ fs.NodeStatfser   = (*node)(nil)
)

// locked runs one operation.
func (n *node) locked(do func() syscall.Errno) syscall.Errno {
	n.of.mu.Lock()
	defer n.of.mu.Unlock()
	return do()
}

func (n *node) attr(out *fuse.Attr) {
	out.Mode, out.Size, out.Blksize, out.Nlink = n.mode, uint64(len(n.data)), 4096, n.links
	out.SetTimes(&n.at, &n.at, &n.at)
}

func (n *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	out.Bsize, out.Blocks, out.Bfree, out.Bavail, out.NameLen = 4096, 1<<20, 1<<19, 1<<19, 255
	return 0
}

func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	return n.locked(func() syscall.Errno { n.attr(&out.Attr); return 0 })
}

func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	return n.locked(func() syscall.Errno {
		if mode, ok := in.GetMode(); ok {
			n.mode = mode
		}
		if size, ok := in.GetSize(); ok {
			n.resize(int(size))
		}
		n.attr(&out.Attr)
		return 0
	})
}

func (n *node) resize(size int) {
	if size <= len(n.data) {
		n.data = slices.Clone(n.data[:size])
		return
	}
	n.data = append(slices.Clone(n.data), make([]byte, size-len(n.data))...)
}

func (n *node) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, fuse.FOPEN_DIRECT_IO, 0
}

func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n.of.mu.Lock()
	defer n.of.mu.Unlock()
	if off >= int64(len(n.data)) {
		return fuse.ReadResultData(nil), 0
	}
	return fuse.ReadResultData(slices.Clone(n.data[off:min(off+int64(len(dest)), int64(len(n.data)))])), 0
}

func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (wrote uint32, errno syscall.Errno) {
	errno = n.locked(func() syscall.Errno {
		if !n.of.take(len(data)) {
			// What still fits is written, as a real disk does.
			fits := n.of.room - n.of.written
			if fits <= 0 {
				return syscall.ENOSPC
			}
			data = data[:fits]
			n.of.written = n.of.room
		}
		fresh := slices.Clone(n.data)
		if need := int(off) + len(data); need > len(fresh) {
			fresh = append(fresh, make([]byte, need-len(fresh))...)
		}
		copy(fresh[off:], data)
		n.data, wrote = fresh, uint32(len(data))
		return 0
	})
	return wrote, errno
}

func (n *node) Allocate(_ context.Context, _ fs.FileHandle, off, size uint64, mode uint32) syscall.Errno {
	return n.locked(func() syscall.Errno {
		if grown := int(off+size) - len(n.data); grown > 0 && mode&unix.FALLOC_FL_KEEP_SIZE == 0 {
			if !n.of.take(grown) {
				return syscall.ENOSPC
			}
			n.resize(int(off + size))
		}
		return 0
	})
}

func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return n.locked(func() syscall.Errno {
		if n.of.broken && !n.folder {
			if !n.of.lied {
				n.of.lied = true
				n.data = n.saved // as kernels do: the pages that could not be written are clean now
				return syscall.EIO
			}
		}
		if n.folder {
			n.lasting = maps.Clone(n.entries)
		} else {
			n.saved = n.data
		}
		return 0
	})
}

// add makes a child with a name.
func (n *node) add(ctx context.Context, name string, child *node, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.of.mu.Lock()
	defer n.of.mu.Unlock()
	if n.entries[name] != nil {
		return nil, syscall.EEXIST
	}
	n.entries[name] = child
	child.attr(&out.Attr)
	return n.NewPersistentInode(ctx, child, fs.StableAttr{Mode: child.mode & syscall.S_IFMT}), 0
}

func (n *node) Create(ctx context.Context, name string, _, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	inode, errno := n.add(ctx, name, n.of.node(mode&0o7777|syscall.S_IFREG, false), out)
	return inode, nil, fuse.FOPEN_DIRECT_IO, errno
}

func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return n.add(ctx, name, n.of.node(mode&0o7777|syscall.S_IFDIR, true), out)
}

func (n *node) Symlink(ctx context.Context, target, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	link := n.of.node(0o777|syscall.S_IFLNK, false)
	link.target = target
	return n.add(ctx, name, link, out)
}

func (n *node) Readlink(context.Context) ([]byte, syscall.Errno) { return []byte(n.target), 0 }

func (n *node) Link(_ context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	child := target.(*node)
	errno := n.locked(func() syscall.Errno {
		if n.entries[name] != nil {
			return syscall.EEXIST
		}
		n.entries[name] = child
		child.links++
		child.attr(&out.Attr)
		return 0
	})
	return child.EmbeddedInode(), errno
}

func (n *node) Unlink(_ context.Context, name string) syscall.Errno {
	return n.locked(func() syscall.Errno {
		if child := n.entries[name]; child != nil {
			child.links--
		}
		delete(n.entries, name)
		return 0
	})
}

func (n *node) Rmdir(_ context.Context, name string) syscall.Errno {
	return n.locked(func() syscall.Errno {
		if child := n.entries[name]; child != nil && len(child.entries) > 0 {
			return syscall.ENOTEMPTY
		}
		delete(n.entries, name)
		return 0
	})
}

func (n *node) Rename(_ context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	return n.locked(func() syscall.Errno {
		into := to.(*node)
		if flags&unix.RENAME_NOREPLACE != 0 && into.entries[newName] != nil {
			return syscall.EEXIST
		}
		if flags&unix.RENAME_EXCHANGE != 0 {
			return syscall.EINVAL
		}
		if old := into.entries[newName]; old != nil && old != n.entries[name] {
			old.links--
		}
		into.entries[newName] = n.entries[name]
		delete(n.entries, name)
		return 0
	})
}
