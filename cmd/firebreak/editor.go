package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"firebreak/providers"
	"firebreak/providers/files"
)

// editor runs the person's editor on a file, on the terminal that it is lent; nil where $VISUAL and
// $EDITOR name none. The first word is the program, the others are its arguments; no shell reads them.
func (a *app) editor() func(in, out *os.File, path string) error {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		words := strings.Fields(a.env(name))
		if len(words) == 0 {
			continue
		}
		return func(in, out *os.File, path string) error {
			path, err := filepath.Abs(path)
			if err != nil {
				return err
			}
			return files.New(files.Config{}).Hand(context.Background(), in, out,
				files.Command{Name: words[0], Args: append(words[1:len(words):len(words)], path), Env: withoutOurs(os.Environ()), Effect: providers.Read})
		}
	}
	return nil
}

// withoutOurs is an environment without what may hold a credential of ours or of a vendor.
func withoutOurs(env []string) []string {
	var list []string
	for _, pair := range env {
		name, _, _ := strings.Cut(strings.ToUpper(pair), "=")
		if !strings.HasPrefix(name, "FIREBREAK_") && !strings.Contains(name, "KEY") && !strings.Contains(name, "TOKEN") && !strings.Contains(name, "SECRET") {
			list = append(list, pair)
		}
	}
	return list
}
