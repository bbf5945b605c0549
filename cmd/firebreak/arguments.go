package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"firebreak/runbook/words"
)

// usageError marks what the flag parser refuses.
type usageError struct{ error }

func isUsage(err error) bool { return errors.As(err, new(usageError)) }

// refuseKeyArguments wraps an argument check: a credential given as an argument or as a flag's
// value is refused with the advice that the shell's history holds it now. Neither it nor
// anything that could be a key is printed. A wrong count is one line with the usage.
func refuseKeyArguments(next cobra.PositionalArgs) cobra.PositionalArgs {
	return refuseKeysBut(func(string) bool { return false }, next)
}

// refuseKeysBut is refuseKeyArguments for a command that wants to begin at once: what harmless knows
// to be no key is not looked at, and the table of all kinds of keys may never be needed.
func refuseKeysBut(harmless func(text string) bool, next cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		given := slices.Clone(args)
		cmd.Flags().Visit(func(f *pflag.Flag) {
			if list, ok := f.Value.(pflag.SliceValue); ok {
				given = append(given, list.GetSlice()...)
				return
			}
			given = append(given, f.Value.String())
		})
		for _, text := range given {
			if !harmless(text) && detect([]byte(text)) > 0 {
				return refuse(words.English.KeyAsArgument())
			}
		}
		if err := next(cmd, args); err != nil {
			return usageError{errors.New(miscounted(cmd, args, err))}
		}
		return nil
	}
}

// oneAndDash wants one argument. A - behind it may stand for the stdin that is read anyway.
func oneAndDash(cmd *cobra.Command, args []string) error {
	if len(args) == 2 && args[1] == "-" {
		return nil
	}
	return cobra.ExactArgs(1)(cmd, args)
}

// group is a command that only holds others: alone it prints its help, and anything behind it
// that is none of them is refused.
func group(name, short string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Args: refuseKeyArguments(cobra.NoArgs), RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
}

// miscounted says in one line what is wrong with the arguments, and what is wanted.
func miscounted(cmd *cobra.Command, args []string, err error) string {
	switch {
	case cmd.HasAvailableSubCommands() && len(args) > 0:
		return fmt.Sprintf("no command is called %s; %s --help lists them", words.English.Given(args[0]), cmd.CommandPath())
	case errors.As(err, new(wanted)):
		return fmt.Sprintf("%v; usage: %s", err, cmd.UseLine())
	case len(args) == 0:
		return "an argument is missing; usage: " + cmd.UseLine()
	}
	return "it does not take " + words.Number(words.English, len(args), "argument", "arguments", "argumen") + "; usage: " + cmd.UseLine()
}

// wanted is the error of an argument check of ours: it repeats no argument.
type wanted struct{ text string }

func (w wanted) Error() string { return w.text }

// misread makes the refusal of a flag that could not be read. What the parser repeats of it is
// taken out where it could be a key.
func misread(args []string, err error) error {
	text := err.Error()
	if detect([]byte(text)) > 0 {
		return refuse(words.English.KeyAsArgument())
	}
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		for _, given := range []string{arg, value, strings.TrimLeft(name, "-")} {
			if quoted := words.English.Given(given); given != "" && !strings.Contains(quoted, given) {
				text = strings.ReplaceAll(text, given, "…")
			}
		}
	}
	return usageError{errors.New(strings.SplitN(text, "\n", 2)[0])}
}
