package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

const (
	matrixBegin = "<!-- matrix: made by a test, do not edit -->\n"
	matrixEnd   = "<!-- /matrix -->\n"
)

// TestTheReadmesMatrixIsTheCodes keeps the table of the README true. With FIREBREAK_UPDATE=1
// it writes the table anew.
func TestTheReadmesMatrixIsTheCodes(t *testing.T) {
	const path = "../../README.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), matrixBegin)
	inside, after, closed := strings.Cut(rest, matrixEnd)
	if !ok || !closed {
		t.Fatal("the README lost the marks of its matrix")
	}
	want := markdownMatrix()
	if inside == want {
		return
	}
	if os.Getenv("FIREBREAK_UPDATE") == "" {
		t.Fatalf("the README's matrix differs from the code; FIREBREAK_UPDATE=1 go test ./cmd/firebreak writes it. Want\n%s", want)
	}
	if err := os.WriteFile(path, []byte(before+matrixBegin+want+matrixEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// markdownMatrix has a row for each kind: kinds grow in number, capabilities hardly.
func markdownMatrix() string {
	var b strings.Builder
	b.WriteString("\n|")
	for _, can := range capabilities {
		fmt.Fprintf(&b, " | %s", can)
	}
	b.WriteString(" |\n|---" + strings.Repeat("|---", len(capabilities)) + "|\n")
	for _, row := range matrix() {
		fmt.Fprintf(&b, "| %s", row.Kind)
		for _, can := range capabilities {
			fmt.Fprintf(&b, " | %s", row.Ways[can])
		}
		b.WriteString(" |\n")
	}
	b.WriteString("\n")
	return b.String()
}
