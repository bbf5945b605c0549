package drill

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/files"
)

// gitPatience bounds one call of git; each takes milliseconds.
const gitPatience = 30 * time.Second

// desk writes what the scenario leaves lying about, below one folder.
type desk struct {
	door *files.Door
	dir  string
	page time.Time
	fill func([]byte) []byte
}

// lay writes everything. The folder is empty before.
func (d desk) lay(ctx context.Context, plan Desk) error {
	ctx = providers.WithLedger(ctx, unlogged{})
	for _, r := range plan.Repos {
		if err := d.repo(ctx, r); err != nil {
			return fmt.Errorf("write the drill's repository %s: %w", r.Path, err)
		}
	}
	for _, f := range plan.Files {
		if err := d.file(ctx, "", f); err != nil {
			return err
		}
	}
	return nil
}

// tracks reports whether a place is a repository, whose copies are those of its history.
func (plan Desk) tracks(place string) bool {
	return slices.ContainsFunc(plan.Repos, func(r Repo) bool { return r.Path == place })
}

// unlogged is the ledger of the stage: setting it up is no act of the incident.
type unlogged struct{}

func (unlogged) Intent(context.Context, providers.Statement) error { return nil }
func (unlogged) Withheld(context.Context, providers.Statement)     {}

func (d desk) file(ctx context.Context, below string, f File) error {
	text := d.fill([]byte(f.Text))
	defer clear(text)
	return d.door.Create(ctx, filepath.Join(d.dir, below, filepath.FromSlash(f.Path)), text)
}

// repo writes a repository with fixed authors and dates, push by push, so that the log of its
// remote tells since when the world could read what. Nothing of the machine's own git
// configuration takes part.
func (d desk) repo(ctx context.Context, r Repo) error {
	path, err := files.StateDir(d.dir, r.Path)
	if err != nil {
		return err
	}
	if err := d.git(ctx, path, time.Time{}, nil, "init", "--quiet", "--template=", "--initial-branch=main"); err != nil {
		return err
	}
	from := 0
	for i, c := range r.Commits {
		if i+1 < len(r.Commits) && r.Commits[i+1].Pushed == c.Pushed {
			continue
		}
		stream := d.stream(r.Commits[from:i+1], from == 0)
		err := d.git(ctx, path, d.page.Add(c.Pushed), stream, "fast-import", "--quiet", "--date-format=raw")
		clear(stream)
		if err != nil {
			return err
		}
		from = i + 1
	}
	if err := d.git(ctx, path, time.Time{}, nil, "checkout", "--quiet", "--force", "main"); err != nil {
		return err
	}
	for _, f := range r.Ignored {
		if err := d.file(ctx, r.Path, f); err != nil {
			return err
		}
	}
	return nil
}

// stream is the import of some commits, and the push that follows them.
func (d desk) stream(commits []Commit, first bool) []byte {
	var b bytes.Buffer
	for i, c := range commits {
		who := fmt.Sprintf("%s <%s> %d +0000", c.Author, c.Mail, d.page.Add(c.At).Unix())
		fmt.Fprintf(&b, "commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\n", i+1, who, who)
		chunk(&b, []byte(c.Message))
		if i == 0 && !first {
			b.WriteString("from refs/heads/main^0\n")
		}
		for _, f := range c.Files {
			fmt.Fprintf(&b, "M 100644 inline %s\n", f.Path)
			text := d.fill([]byte(f.Text))
			chunk(&b, text)
			clear(text)
		}
	}
	fmt.Fprintf(&b, "reset refs/remotes/origin/main\nfrom :%d\n\n", len(commits))
	return b.Bytes()
}

func chunk(b *bytes.Buffer, text []byte) {
	fmt.Fprintf(b, "data %d\n", len(text))
	b.Write(text)
	b.WriteByte('\n')
}

// git runs one command in a repository, at a time of the story.
func (d desk) git(ctx context.Context, dir string, at time.Time, stdin []byte, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, gitPatience)
	defer cancel()
	env := []string{
		"HOME=" + d.dir, "XDG_CONFIG_HOME=" + d.dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_ATTR_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
		"GIT_DIR=" + filepath.Join(dir, ".git"), "GIT_WORK_TREE=" + dir, "LC_ALL=C", "TZ=UTC",
		"GIT_COMMITTER_NAME=drill", "GIT_COMMITTER_EMAIL=drill@northwind.example",
	}
	if !at.IsZero() {
		env = append(env, fmt.Sprintf("GIT_COMMITTER_DATE=%d +0000", at.Unix()))
	}
	out, err := d.door.Run(ctx, files.Command{Name: "git", Args: args, Dir: dir, Env: env, Stdin: bytes.NewReader(stdin)})
	if err != nil {
		said := strings.TrimSpace(out.Stderr.Line(120))
		if said != "" {
			return fmt.Errorf("%w: %s", err, said)
		}
		return err
	}
	return nil
}
