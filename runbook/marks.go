package runbook

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"firebreak/runbook/incident"
	"firebreak/runbook/postmortem"
	"firebreak/runbook/words"
)

// Marks are the score of a report, with the reason for each lost point.
type Marks = postmortem.Marks

// mostReport bounds what is read of a report and of each file beside it: far more than any holds.
const mostReport = 64 << 20

// CheckReport scores the report in a file with the data and the journal that lie beside it. It reads
// those three files and whether the links of the page lead to others.
func CheckReport(path string, detect func([]byte) int, l words.Lang) (Marks, error) {
	page, err := readMost(path)
	if err != nil {
		return Marks{}, err
	}
	base, folder := strings.TrimSuffix(path, ".md"), filepath.Dir(path)
	beside := func(ending string) []byte {
		data, err := readMost(base + ending)
		if err != nil {
			return nil // the check says what is missing
		}
		return data
	}
	return postmortem.Check(postmortem.Written{Markdown: page, Data: beside(".report.json"), Journal: beside(".journal.jsonl"), Detect: detect,
		Exists: func(link string) bool {
			_, err := os.Stat(filepath.Join(folder, filepath.FromSlash(link)))
			return filepath.IsLocal(filepath.FromSlash(link)) && err == nil
		}}, l)
}

// CheckSet scores a report before it is written.
func CheckSet(s Set, detect func([]byte) int, l words.Lang) (Marks, error) {
	return postmortem.Check(postmortem.Written{Markdown: s.Doc.Markdown, Data: s.Doc.JSON, Journal: s.Journal, Detect: detect,
		Exists: func(link string) bool {
			return slices.ContainsFunc(s.files(), func(f file) bool { return f.name == link })
		}}, l)
}

// LastReport is where the newest report of an incident stands, "" where none does any more.
func LastReport(s incident.State) string {
	for i := len(s.Reports) - 1; i >= 0; i-- {
		if info, err := os.Lstat(s.Reports[i].Path); err == nil && info.Mode().IsRegular() {
			return s.Reports[i].Path
		}
	}
	return ""
}

func readMost(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(f, mostReport+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", path, err)
	case len(data) > mostReport:
		return nil, fmt.Errorf("read %s: larger than any report", path)
	}
	return data, nil
}
