// Command firebreak walks an engineer through a leaked API key: from the paste to the
// postmortem. This package is wiring only: flags in, exit code out, one file per subcommand.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"firebreak/tui/parkterm"
)

// version is the program's version, set by the release build.
var version = "0.1.0"

// memoryOverSpeed makes the collector run more often, where GOGC does not say otherwise: the program
// waits for networks, not for its own processor, and shall stay small beside what else is open at
// three in the morning.
const memoryOverSpeed = 20

func main() {
	parkterm.Restore()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(memoryOverSpeed)
	}
	log.SetOutput(io.Discard) // GODEBUG can make the standard library print headers there
	a := newApp()
	a.unhardened = harden()
	os.Exit(a.run(context.Background(), os.Args[1:]))
}

// Exit codes, as the README documents them.
const (
	exitDone     = 0
	exitError    = 1
	exitUsage    = 2
	exitOpen     = 3 // steps are open; for verify: altered
	exitSignaled = 128
)

// leave is an error that has been said already, with the code to leave with.
type leave struct{ code int }

func (l leave) Error() string { return fmt.Sprintf("exit %d", l.code) }

// refusal is a usage error: nothing was sent, and the text says what to do.
type refusal struct{ text string }

func (r refusal) Error() string { return r.text }

// refuse makes a refusal of lines.
func refuse(lines []string) refusal { return refusal{strings.Join(lines, "\n")} }

// run executes the command line and returns the exit code.
func (a *app) run(ctx context.Context, args []string) int {
	ctx, caught := a.catchSignals(ctx)
	a.stop = ctx.Done()
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return misread(args, err) })
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.ExecuteContext(ctx)
	var l leave
	if code := caught(); code != 0 && !errors.As(err, &l) { // who left with a code knew of the signal
		return code
	}
	var r refusal
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &l):
		return l.code
	case errors.As(err, &r):
		fmt.Fprintln(a.err, r.text)
		return exitUsage
	case errors.Is(err, context.Canceled): // ctrl+c is a key where a terminal shows no input
		return exitSignaled + interruptSignal
	}
	fmt.Fprintln(a.err, "firebreak: "+err.Error())
	if isUsage(err) {
		return exitUsage
	}
	return exitError
}

func (a *app) rootCommand() *cobra.Command {
	var f workFlags
	root := &cobra.Command{
		Use:           "firebreak",
		Short:         "Walk through a leaked API key: find it, kill it, prove it dead, replace it, write it up",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          refuseKeyArguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.begin(cmd, &f)
		},
	}
	f.add(root, a)
	root.PersistentFlags().Bool("plain", false, plainUsage)
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(a.respondCommand(), a.identifyCommand(), a.searchCommand(), a.resumeCommand(), a.closeCommand(), a.incidentsCommand(), a.statusCommand(),
		a.logCommand(), a.verifyCommand(), a.reportCommand(), a.authCommand(), a.doctorCommand(), a.providersCommand(),
		a.simulateCommand(), a.drillCommand(), a.usageCommand(), a.storesCommand(), a.completionCommand(), a.manCommand())
	return root
}
