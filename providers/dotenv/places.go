package dotenv

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/providers/files"
)

// A detail reads "line 12, OPENAI_API_KEY"; several assignments that are written together are
// parted by providers.SpotGap. Holds reads the names back.
const nameSep = ", "

func detail(line int, name string) string {
	text := fmt.Sprintf("line %d", line)
	if name != "" {
		text += nameSep + shortName(name)
	}
	return text
}

func detailNames(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, providers.SpotGap) {
		_, name, ok := strings.Cut(part, nameSep)
		if ok && name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (s *Store) places(f files.File, wanted []byte, forms [][]byte) []providers.Place {
	held, noted := s.format.survey(f.Data, wanted, forms)
	state := trackedByGit(f.Path)
	base := providers.Place{Store: s.Name(), Guard: providers.Guarded, Version: f.Version, Warning: warning(f, state == inIndex)}
	var out []providers.Place
	if len(held) > 0 {
		p := base
		var all []string
		for _, h := range held {
			all = append(all, detail(h.line, h.name))
		}
		p.Detail = strings.Join(all, providers.SpotGap)
		if p.Off = s.forbids(f, state); p.Off == "" && s.format.differing(f.Data, held) > 0 {
			p.Off = Differs
		}
		out = append(out, p)
	}
	for _, n := range noted {
		p := base
		p.Detail, p.Off = detail(n.line, n.name), n.why
		out = append(out, p)
	}
	return out
}

// neighbours looks into the files of that kind in the same folder: they are not written
// unless they are named, but a copy of the key in one of them is a holder too.
func (s *Store) neighbours(ctx context.Context, f files.File, key providers.Secret, forms [][]byte) ([]providers.Place, error) {
	entries, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil {
		return nil, fmt.Errorf("list the folder of %s: %w", s.Name(), err)
	}
	var out []providers.Place
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		path := filepath.Join(filepath.Dir(s.path), e.Name())
		if e.IsDir() || !s.format.alike(e.Name()) || path == filepath.Clean(s.path) {
			continue
		}
		out = append(out, s.neighbour(path, f.Path, key, forms)...)
	}
	return out, nil
}

func (s *Store) neighbour(path, own string, key providers.Secret, forms [][]byte) []providers.Place {
	n := Open(s.door, s.format, path)
	f, err := s.door.Read(path)
	if err != nil {
		return []providers.Place{{Store: n.Name(), Off: Unreadable}}
	}
	defer clear(f.Data)
	if f.Path == own {
		return nil
	}
	var out []providers.Place
	key.Expose(func(value []byte) { out = n.places(f, value, forms) })
	for i := range out {
		if out[i].Off == "" {
			out[i].Off = OtherFile
		}
	}
	return out
}
