package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (a *app) completionCommand() *cobra.Command {
	shells := map[string]func(*cobra.Command) error{
		"bash":       func(root *cobra.Command) error { return root.GenBashCompletionV2(a.out, true) },
		"zsh":        func(root *cobra.Command) error { return root.GenZshCompletion(a.out) },
		"fish":       func(root *cobra.Command) error { return root.GenFishCompletion(a.out, true) },
		"powershell": func(root *cobra.Command) error { return root.GenPowerShellCompletionWithDesc(a.out) },
	}
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print what makes a shell complete commands and flags",
		Long: `Prints a script for the shell. For this session alone:

  bash        source <(firebreak completion bash)
  zsh         source <(firebreak completion zsh)
  fish        firebreak completion fish | source
  powershell  firebreak completion powershell | Out-String | Invoke-Expression`,
		Args:      refuseKeyArguments(cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs)),
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		RunE:      func(cmd *cobra.Command, args []string) error { return shells[args[0]](cmd.Root()) },
	}
}

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page; to read it: firebreak man | man -l -",
		Args:  refuseKeyArguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(a.out, manual(cmd.Root()))
			return err
		},
	}
}

// exitCodes are for the manual, as the README has them.
var exitCodes = []struct {
	code int
	text string
}{
	{exitDone, "done"},
	{exitError, "an error, a damaged journal, or somebody else works on the incident or its key"},
	{exitUsage, "refused before anything was sent: usage, unclear input, no terminal"},
	{exitOpen, "steps are open; for verify: altered; for doctor: something is missing"},
	{exitSignaled + interruptSignal, "ended by ctrl+c; other signals are 128 and their number"},
}

// manual is the manual page of all commands, for troff with the man macros. The page has no
// date: the same program makes the same page.
func manual(root *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH FIREBREAK 1 \"\" \"firebreak %s\"\n.SH NAME\nfirebreak \\- %s\n", roff(root.Version), roff(lowerFirst(root.Short)))
	b.WriteString(".SH SYNOPSIS\n.B firebreak\n[\\fIcommand\\fR] [\\fIflags\\fR]\n")
	b.WriteString(".SH DESCRIPTION\n" + roff("Without a command, in a terminal, it asks on full screen what happened. A key is never an argument: it is pasted when asked for, or comes on standard input where a command ends with -.") + "\n")
	manualFlags(&b, root.LocalNonPersistentFlags())
	b.WriteString(".SH COMMANDS\n")
	manualCommands(&b, root)
	b.WriteString(".SH EXIT STATUS\n")
	for _, e := range exitCodes {
		fmt.Fprintf(&b, ".TP\n.B %d\n%s\n", e.code, roff(e.text))
	}
	return b.String()
}

func manualCommands(b *strings.Builder, above *cobra.Command) {
	for _, c := range above.Commands() {
		if c.Hidden || c.Name() == "help" {
			continue
		}
		if c.Runnable() {
			said := c.Long
			if said == "" {
				said = c.Short
			}
			fmt.Fprintf(b, ".SS %s\n%s\n", roff(c.UseLine()), roff(said))
			manualFlags(b, c.LocalNonPersistentFlags())
		}
		manualCommands(b, c)
	}
}

func manualFlags(b *strings.Builder, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" || f.Name == "version" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(b, ".TP\n\\fB%s\\fR", roff("--"+f.Name))
		if value != "" {
			fmt.Fprintf(b, " \\fI%s\\fR", roff(value))
		}
		b.WriteString("\n" + roff(usage) + "\n")
	})
}

// roff makes text stand for itself: no requests, no escapes. A line that was set in keeps its
// break.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n\n", "\n.PP\n", "\n  ", "\n.br\n").Replace(strings.TrimSpace(text))
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line != ".PP" && line != ".br" && strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
