package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook/words"
)

func (a *app) simulateCommand() *cobra.Command {
	var listen, leak, log string
	var seed int64
	var tail time.Duration
	cmd := &cobra.Command{
		Use:   "simulate",
		Short: "The simulator of the providers alone, on loopback, for other tools",
		Long: `Serves loopback copies of the providers' APIs over one seeded world, until it is interrupted.
Prints one line of JSON when it is ready: {"control": URL, "env": {NAME: VALUE}, "leaked": [{"provider", "kind", "key", "channel"}]}.
env is what firebreak respond needs to work against it. The control URL serves

  GET    /_world      ground truth: the state of every key and of our services, the money burnt, events
  GET    /_requests   every request received, one JSON array
  GET    /_faults     which calls fail now, which faults there are, and how one is posted
  POST   /_faults     one more; DELETE takes them all back
  POST   /_restart    {"service": NAME, "key_id": ID}: that service of ours starts again with that key; it keeps its key until then
  POST   /_console    {"create_like": ID} or {"end": ID}: what a person does in the vendor's console; a creation answers with the key
  POST   /_clock      {"now": TIME} or {"advance": DURATION}: the world's clock is driven from then on

` + simulator.Faults(),
		Args: refuseKeyArguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			kind := providers.Kind(leak)
			if !leakKnown(kind) {
				return refusal{fmt.Sprintf("--leak %s: want one of %s", words.English.Given(leak), leakNames())}
			}
			clock := simulator.NewAttachedClock(a.clock)
			if tail == 0 && !cmd.Flags().Changed("tail") {
				tail = -1 // drawn from the seed
			}
			w, err := simulator.New(simulator.Config{Seed: seed, Clock: clock, Tail: tail, Leak: kind, Log: log})
			if err != nil {
				return err
			}
			defer func() { _ = w.Close() }() // every request is in its log already
			server, err := w.Start(listen)
			if err != nil {
				return usageError{err}
			}
			defer func() { _ = server.Close() }() // the process ends with it
			ready := server.Ready()
			defer clear(ready)
			if _, err := a.out.Write(ready); err != nil {
				return fmt.Errorf("print the ready line: %w", err)
			}
			<-cmd.Context().Done()
			return nil
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "address of the control URL, loopback only; the providers are on the ports that follow it, with port 0 on free ones")
	cmd.Flags().Int64Var(&seed, "seed", 1, "the world's seed")
	cmd.Flags().DurationVar(&tail, "tail", 0, "how long a revoked key goes on working (default drawn from the seed: 0 to 60 s, 8 to 23 min for google/api-key)")
	cmd.Flags().StringVar(&leak, "leak", string(simulator.DefaultLeak), "kind of key that leaks: "+leakNames())
	cmd.Flags().StringVar(&log, "log", "", "file that the world is kept in, to be taken up again")
	return cmd
}

func leakKnown(kind providers.Kind) bool {
	for _, k := range simulator.Leaks() {
		if k == kind {
			return true
		}
	}
	return false
}

func leakNames() string {
	var names []string
	for _, k := range simulator.Leaks() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}
