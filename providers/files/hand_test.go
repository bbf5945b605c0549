package files

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"firebreak/providers"
)

func TestAProgramThatIsHandedTheTerminalGetsItAndNoOtherEnvironment(t *testing.T) {
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	t.Setenv("OURS", "seen")
	c := Command{Name: os.Args[0], Args: []string{"-test.run", "^TestHandedProgram$"}, Env: []string{"HANDED=yes"}, Effect: providers.Read}
	if err := New(Config{}).Hand(context.Background(), os.Stdin, out, c); err != nil {
		t.Fatal(err)
	}
	said, err := os.ReadFile(out.Name())
	if err != nil || len(said) == 0 {
		t.Errorf("said %q, %v", said, err)
	}
	c.Env = append(c.Env, "OURS=seen")
	if err := New(Config{}).Hand(context.Background(), os.Stdin, out, c); err == nil {
		t.Error("a program that failed is said to have worked")
	}
}

// TestHandedProgram is the program of the test above.
func TestHandedProgram(t *testing.T) {
	if os.Getenv("HANDED") == "yes" && os.Getenv("OURS") != "" {
		t.Error("it sees our environment")
	}
}
