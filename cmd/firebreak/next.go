package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"firebreak/providers/keyring"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// carried are the flags that the next run of an incident wants again. Approvals are made anew; where
// a report goes and what a variable holds are told again as they were.
var carried = []string{"strategy", "store", "search", "out", "proof-window", "retire-after", "new-scopes", "new-expires", "lang", "seal-to", "unseal"}

// keptFlags are those of them that a run was given, as a shell takes them.
func keptFlags(cmd *cobra.Command) []string {
	var list []string
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if !slices.Contains(carried, f.Name) {
			return
		}
		values := []string{f.Value.String()}
		if many, ok := f.Value.(pflag.SliceValue); ok {
			values = many.GetSlice()
		}
		for _, v := range values {
			list = append(list, "--"+f.Name, shellWord(v))
		}
	})
	return list
}

// bare are the characters that no shell takes for anything but themselves.
const bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:,@%+="

// shellWord is a value as one word of a POSIX shell.
func shellWord(value string) string {
	if value != "" && strings.Trim(value, bare) == "" {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// goOnCommand is the command that goes on without a person, "" where that would lead to nothing: it
// can be run as it is, but for the FILE of an identity where the new key could be kept nowhere. It helps a run that was broken off.
func goOnCommand(resume string, flags []string, valued bool, granted []string, left []incident.LeftStep, broken bool) string {
	helps, nowhere := broken, false
	approve := slices.Clone(granted)
	for _, one := range left {
		if one.NoStore { // no approval brings the new key anywhere
			nowhere = true
			continue
		}
		approve = append(approve, one.Missing...)
		helps = helps || len(one.Missing) > 0 || one.Fail.Reason != "" && !slices.Contains(forPersons, one.Fail.Reason)
	}
	if !helps {
		return ""
	}
	var names []string
	for _, name := range runbook.Approvals {
		if slices.Contains(approve, name) && (name != runbook.ApproveRotate || !nowhere) {
			names = append(names, name)
		}
	}
	parts := []string{resume, "--headless"}
	if len(names) > 0 {
		parts = append(parts, "--approve", strings.Join(names, ","))
	}
	parts = append(parts, flags...)
	if slices.ContainsFunc(left, unkept) && !slices.Contains(flags, "--unseal") {
		parts = append(parts, "--unseal", "FILE")
	}
	if valued {
		parts = append(parts, "-")
	}
	return strings.Join(parts, " ")
}

// unkept reports whether a step waits for a place for the new key where no keyring runs.
func unkept(one incident.LeftStep) bool {
	return one.Fail.Reason == incident.WhyNoParking && strings.HasSuffix(one.Fail.Detail, ": "+string(keyring.NoService))
}
