package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"firebreak/providers/keyring"
	"firebreak/runbook"
	"firebreak/runbook/exposure"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui"
)

func (a *app) respondCommand() *cobra.Command {
	var f workFlags
	cmd := &cobra.Command{
		Use:   "respond [-]",
		Short: "Work an incident: the key is asked for unseen, or read from stdin with -",
		Long: `Works an incident. The key is asked for unseen, or comes in a text: on stdin with -, or in the
file that --finding names. A report of a scanner, an alert and the body of a webhook are known by
themselves (TruffleHog, gitleaks, betterleaks, Kingfisher, Nosey Parker, ggshield, GitHub,
GitGuardian, SARIF, detect-secrets): what they tell of file, line, commit, author and page is
recorded with the key. Nothing in them is followed, and what they say of the key's life is no proof.`,
		Args: refuseKeyArguments(dashOnly),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && f.finding != "" {
				return refusal{`--finding names the text in place of "-": give one of them`}
			}
			return a.respond(cmd, &f, len(args) == 1 || f.finding != "")
		},
	}
	f.add(cmd, a)
	cmd.Flags().StringVar(&f.finding, "finding", "", "file with a scanner's report, an alert or a webhook's body, or any text that holds the key")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "read for real, change nothing, show every request that would be sent")
	return cmd
}

// dashOnly takes nothing, or "-" for stdin.
func dashOnly(_ *cobra.Command, args []string) error {
	if len(args) > 1 || len(args) == 1 && args[0] != "-" {
		return wanted{`the key is asked for, or read from stdin with "-"; it is never an argument`}
	}
	return nil
}

func (a *app) respond(cmd *cobra.Command, f *workFlags, stdin bool) error {
	c, ch, err := a.prepare(f)
	if err != nil {
		return err
	}
	if err := a.checkFolders(f, ch.lang); err != nil {
		return err
	}
	if _, _, err := a.surroundings(world{env: a.env}, c); err != nil {
		return err // an address that is refused opens no incident
	}
	if f.headless && !stdin {
		return refusal{"--headless asks nothing: pass the key on stdin and end the command with \"-\", or name a file with --finding"}
	}
	if x, err := a.screensFor(f, ch, c, stdin); x != nil || err != nil {
		if err != nil {
			return err
		}
		return x.show(cmd, tui.BeginPaste, nil)
	}
	if !f.headless {
		return a.converse(cmd, f, ch, c, stdin)
	}
	if err := a.checkKeeping(cmd.Context(), f, ch); err != nil {
		return err
	}
	text, err := a.readGiven(f, ch.lang)
	if err != nil {
		return err
	}
	keys, left, err := a.eye(c).all(text, ch.approve, ch.lang)
	if err != nil {
		return err
	}
	w := a.realWorld(f)
	beside := a.besideKnown(w.mode, keys, ch.lang)
	out := &lines{out: a.out}
	defer out.flush()
	s, err := a.openOn(cmd.Context(), w, f, ch, c, keys, f.from(), left, listener{heard: out.event, progress: a.paused(ch.lang), note: a.note})
	if err != nil {
		return a.notOpened(err, out, ch)
	}
	defer s.close()
	a.sayTaken(keys, left, ch.lang)
	a.say(beside)
	return s.headless(cmd, nil, ch.policy(f.search), out, ch)
}

// checkFolders refuses folders that were named and cannot be used.
func (a *app) checkFolders(f *workFlags, l words.Lang) error {
	if err := a.checkPlaces(f.search, l); err != nil {
		return err
	}
	for at := f.out; at != ""; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err == nil && !info.IsDir() || errors.Is(err, syscall.ENOTDIR) {
			return refuse(l.OutRefused(f.out))
		}
		if err == nil || at == filepath.Dir(at) {
			break // what is missing is made below it
		}
	}
	return nil
}

// checkPlaces refuses a place to search that is not there or cannot be read, before anything is
// opened.
func (a *app) checkPlaces(places []string, l words.Lang) error {
	for _, place := range places {
		if err := exposure.Readable(place); err != nil {
			return refuse(l.PlaceRefused(place, errors.Is(err, fs.ErrNotExist)))
		}
	}
	return nil
}

// placeTyped is the path of a place to search that was typed, where "~" is the home folder, and why
// it cannot be searched.
func placeTyped(typed string) (string, error) {
	if rest, ok := strings.CutPrefix(typed, "~"); ok && (rest == "" || rest[0] == '/') {
		home, err := os.UserHomeDir()
		if err != nil {
			return typed, err
		}
		typed = filepath.Join(home, rest)
	}
	return typed, exposure.Readable(typed)
}

// checkKeeping says of a run without a person that is to rotate that the new key's value could
// not be kept: nobody is there to choose a passphrase, so the rotation stays open. It refuses the
// run where nothing else would be done.
func (a *app) checkKeeping(ctx context.Context, f *workFlags, ch choices) error {
	if f.dryRun || !contains(ch.approve, runbook.ApproveRotate) {
		return nil
	}
	ring := a.ring(f.keyring, true)
	defer ring.Close()
	if kept, why := a.examineKeeping(ctx, ring, f.keyring, ch.lang); !kept && ring.Sealing() != keyring.IdentityExposed {
		if ch.strategy != incident.RotateFirst && contains(ch.approve, runbook.ApproveRevoke) {
			a.say(ch.lang.RotateStaysOpen(why))
			return nil
		}
		return refuse(ch.lang.RotateNeedsPlace(why))
	}
	return nil
}

// awaiting says on stderr, once ctx ends, that the answer to a request that changes something is
// still waited for. stop ends that.
func (a *app) awaiting(ctx context.Context, e *runbook.Engine, l words.Lang) (stop func() bool) {
	return e.OnLeaving(ctx, func(op incident.Op) { a.say(l.AnswerAwaited(op, runbook.MostPerCall)) })
}

// headless drives the session and ends with the summary line.
func (s *session) headless(cmd *cobra.Command, clock interface{ Run(func()) }, chooser runbook.Chooser, out *lines, ch choices) error {
	stop := s.a.awaiting(cmd.Context(), s.engine, ch.lang)
	err := s.drive(cmd.Context(), clock, chooser)
	stop()
	sum := conclude(s.engine.State(), err, s.a.signalled(), ch.approve)
	left := s.explain(&sum, ch, keptFlags(cmd))
	out.object(sum)
	if sum.Exit == exitError {
		s.a.sayFailed(err, ch.lang)
	}
	if out.lost() {
		s.a.say(ch.lang.OutputLost(s.id))
	}
	if state := s.engine.State(); state.Resumes > 0 && state.Opening.Mode != incident.Drill {
		s.a.say(ch.lang.LookedAgain(state, s.engine.Situation().Have))
	}
	s.a.say(left)
	return leave{sum.Exit}
}

// stateTrouble says in plain words why our own folder cannot be used, so that nothing was opened.
func (a *app) stateTrouble(err error, l words.Lang) error {
	said := a.stateWords(err, false, l)
	if said == nil {
		return err
	}
	a.say(said)
	return leave{exitError}
}

// stateWords are the words for an error of our own folder, nil for another one. opened tells
// whether an incident is left that can be gone on with.
func (a *app) stateWords(err error, opened bool, l words.Lang) []string {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return l.DiskFull(a.stateDir(), opened)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		return l.StateReadOnly(a.stateDir())
	}
	return nil
}

// note says a line on stderr.
func (a *app) note(line string) { a.say([]string{line}) }

func (a *app) say(lines []string) {
	for _, line := range lines {
		fmt.Fprintln(a.err, line)
	}
}

// gitAbove reports whether a folder lies in a git work tree, for the remark about reports.
func gitAbove(dir string) bool {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	for {
		if _, err := os.Stat(filepath.Join(abs, ".git")); err == nil {
			return true
		}
		up := filepath.Dir(abs)
		if up == abs {
			return false
		}
		abs = up
	}
}
