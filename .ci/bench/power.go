package main

import (
	"os"
	"path/filepath"
)

// powerLoss is part 2: the same points, with the state in a file system that forgets, and each of
// them torn as well.
func powerLoss(b *bench) (result, error) {
	bases, err := b.baselines()
	if err != nil {
		return result{}, err
	}
	seeds := []uint64{0, b.seed, b.seed + 1, b.seed + 2, b.seed + 3, b.seed + 4}
	return b.each(points(bases, b.points, seeds), func(p point) []string {
		dir, err := os.MkdirTemp(b.dir, "power-")
		if err != nil {
			return []string{err.Error()}
		}
		defer func() { _ = os.RemoveAll(dir) }()
		state := filepath.Join(dir, "state")
		if err := os.Mkdir(state, 0o700); err != nil {
			return []string{err.Error()}
		}
		disk, err := mount(state)
		if err != nil {
			return []string{err.Error()}
		}
		s, err := b.newSeat(p.base.recipe, b.seed, state)
		if err != nil {
			return []string{err.Error(), errorText(disk.unmount())}
		}
		defer s.close()
		var lost error
		wrong := s.broken(p, func() { lost = disk.powerLoss(p.torn) })
		if lost != nil {
			wrong = append(wrong, lost.Error())
		}
		return wrong
	}), nil
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
