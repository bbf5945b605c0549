package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"firebreak/providers/files"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/postmortem"
	"firebreak/runbook/words"
)

// indexName is the file of an index.
const indexName = "index.md"

// writeIndex writes the table of all incidents and drills into a folder. A file of that name that is
// none of ours is left alone.
func (a *app) writeIndex(ctx context.Context, folder string, l words.Lang) error {
	list, err := a.incidents()
	if err != nil {
		return err
	}
	path := filepath.Join(folder, indexName)
	if there, err := os.ReadFile(path); err == nil && !bytes.HasPrefix(there, []byte(postmortem.IndexMark)) {
		return refusal{fmt.Sprintf("%s is no index of firebreak: it is left as it is", words.English.Given(path))}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", path, err)
	}
	var rows []postmortem.Indexed
	for _, f := range list {
		if f.state.Opening.ID != "" {
			rows = append(rows, postmortem.Indexed{State: f.state, Report: reportIn(folder, f.state)})
		}
	}
	if err := runbook.WriteFile(ctx, files.New(files.Config{}), path, postmortem.Index(rows, l)); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	fmt.Fprintln(a.out, path)
	return nil
}

// reportIn is the file name of an incident's newest report in a folder, "" for none.
func reportIn(folder string, s incident.State) string {
	for i := len(s.Reports) - 1; i >= 0; i-- {
		name := filepath.Base(s.Reports[i].Path)
		if info, err := os.Lstat(filepath.Join(folder, name)); err == nil && info.Mode().IsRegular() && filepath.Ext(name) == ".md" {
			return name
		}
	}
	return ""
}
