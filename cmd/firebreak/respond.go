package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/words"
	"firebreak/tui"
)

func (a *app) respondCommand() *cobra.Command {
	var f workFlags
	cmd := &cobra.Command{
		Use:   "respond [-]",
		Short: "Work an incident: the key is asked for unseen, or read from stdin with -",
		Args:  refuseKeyArguments(dashOnly),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.respond(cmd, &f, len(args) == 1)
		},
	}
	f.add(cmd, a)
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "read for real, change nothing, show every request that would be sent")
	return cmd
}

// dashOnly takes nothing, or "-" for stdin.
func dashOnly(_ *cobra.Command, args []string) error {
	if len(args) > 1 || len(args) == 1 && args[0] != "-" {
		return errors.New(`the key is asked for, or read from stdin with "-"; it is never an argument`)
	}
	return nil
}

func (a *app) respond(cmd *cobra.Command, f *workFlags, stdin bool) error {
	c, ch, err := a.prepare(f)
	if err != nil {
		return err
	}
	if f.headless && !stdin {
		return refusal{"--headless asks nothing: pass the key on stdin and end the command with \"-\""}
	}
	if a.fullScreen(f) && !stdin {
		return a.newScreens(f, ch, c).show(cmd, tui.BeginPaste, nil)
	}
	if !f.headless {
		return a.converse(cmd, f, ch, c, stdin)
	}
	text, err := a.readStdin(ch.lang)
	if err != nil {
		return err
	}
	finding, err := one(text, ch.lang)
	if err != nil {
		return err
	}
	w := a.realWorld(f)
	s, err := a.create(w)
	if err != nil {
		return a.stateTrouble(err, ch.lang)
	}
	defer s.close()
	out := &lines{out: a.out}
	defer out.flush()
	if err := s.build(w, f, ch, c, listener{heard: out.event}); err != nil {
		return err
	}
	if err := s.begin(w, c, finding, "stdin"); err != nil {
		return a.stateTrouble(err, ch.lang)
	}
	return s.headless(cmd, nil, &runbook.Policy{Approve: ch.approve, Strategy: ch.strategy, Search: f.search}, out, ch)
}

// begin records the opening and takes the key in.
func (s *session) begin(w world, c config, finding identify.Finding, from string) error {
	return s.beginWith(w, c, finding, from, 0)
}

// beginWith is begin for a text that held others as well, which are left alone.
func (s *session) beginWith(w world, c config, finding identify.Finding, from string, others int) error {
	opened, err := s.openedData(w, c)
	if err != nil {
		return err
	}
	if err := s.engine.Start(opened); err != nil {
		return err
	}
	_, err = s.engine.Identify(finding, from, others)
	return err
}

// headless drives the session and ends with the summary line.
func (s *session) headless(cmd *cobra.Command, clock interface{ Run(func()) }, chooser runbook.Chooser, out *lines, ch choices) error {
	err := s.drive(cmd.Context(), clock, chooser)
	sum := conclude(s.engine.State(), err, s.a.signalled(), ch.approve)
	out.object(sum)
	if sum.Exit == exitError {
		s.a.sayFailed(err)
	}
	return leave{sum.Exit}
}

// stateTrouble says in plain words why our own folder cannot be used.
func (a *app) stateTrouble(err error, l words.Lang) error {
	dir := a.stateDir()
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		a.say(l.DiskFull(dir))
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		a.say(l.StateReadOnly(dir))
	default:
		return err
	}
	return leave{exitError}
}

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
