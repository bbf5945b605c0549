package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/keyring"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// doctorLimit bounds the questions to one provider.
const doctorLimit = 30 * time.Second

func (a *app) doctorCommand() *cobra.Command {
	k := keyringFlags{reported: true}
	policy := ""
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Before the incident: what is ready, tested read-only, and what is missing",
		Args:  refuseKeyArguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if policy != "" {
				return a.printPolicy(policy)
			}
			return a.doctor(cmd.Context(), k)
		},
	}
	k.add(cmd, a)
	cmd.Flags().StringVar(&policy, "policy", "", "print the least that the admin credential of that provider, or of the store awssecrets, must be allowed")
	return cmd
}

// printPolicy prints the least rights of a provider's admin credential, or of that of a kind of store, made
// of the calls that its adapter can make.
func (a *app) printPolicy(name string) error {
	for _, k := range all.Stores {
		if k.Scheme == name && k.Policy != nil {
			_, err := a.out.Write(k.Policy())
			return err
		}
	}
	issuer, err := issuerNamed(name)
	if err != nil {
		return err
	}
	policy := issuer.AdminPolicy()
	if policy == nil {
		return refuse(words.English.NoPolicyDocument(issuer.Name))
	}
	_, err = a.out.Write(policy)
	return err
}

// doctor prints a line per thing that an incident would need. Exit 3: something is missing.
func (a *app) doctor(ctx context.Context, k keyringFlags) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	missing := false
	report := func(ok bool, name, text string) {
		mark := "ok"
		if !ok {
			mark, missing = "missing", true
		}
		fmt.Fprintf(a.out, "%-8s %-14s %s\n", mark, name, text)
	}
	writable := a.tryState()
	report(writable == nil, "state folder", a.stateDir())
	ring := a.ring(k, true)
	defer ring.Close()
	kept, said := a.examineKeeping(ctx, ring, k, words.English)
	report(kept, "secrets", strings.Join(said[:], " "))
	var unaided []string
	for _, issuer := range all.Issuers {
		if !issuer.TakesAdmin() {
			unaided = append(unaided, issuer.Title)
			continue
		}
		ok, text := a.examine(ctx, issuer, c, ring)
		report(ok, issuer.Title, text)
	}
	report(true, "others", words.English.TakesNoAdmin(unaided))
	bases, trust, err := a.surroundings(world{env: a.env}, c)
	if err != nil {
		return err
	}
	for host, base := range bases {
		fmt.Fprintln(a.out, "note     "+words.English.BaseOverridden(host, base))
	}
	if len(trust) > 0 {
		fmt.Fprintln(a.out, "note     these variables change whom we trust: "+strings.Join(trust, ", "))
	}
	if a.unhardened != nil {
		fmt.Fprintln(a.out, "note     this process is open to other programs of yours: "+a.unhardened.Error())
	}
	if missing {
		return leave{exitOpen}
	}
	return nil
}

// examineKeeping tells whether secrets can be kept, and says what state their place is in.
func (a *app) examineKeeping(ctx context.Context, ring *keyring.Ring, k keyringFlags, l words.Lang) (bool, [2]string) {
	if said, wrong := k.wrong(ring, l); wrong {
		return false, said
	}
	state := ring.State(ctx)
	said := l.Keyring(string(state))
	if state == keyring.Ready && ring.Way() == keyring.ToRecipient {
		said = l.SealsTo(k.unsealBy, k.unseal)
	}
	return state == keyring.Ready || state == keyring.Absent || state == keyring.WriteOnly, said
}

func (a *app) examine(ctx context.Context, issuer all.Issuer, c config, ring *keyring.Ring) (bool, string) {
	ctx, cancel := context.WithTimeout(ctx, doctorLimit)
	defer cancel()
	rights, err := a.rights(ctx, issuer, c, world{ring: ring})
	switch {
	case errors.Is(err, providers.ErrNoAdmin) && issuer.Unaided:
		return true, strings.Join(words.English.NoAdminNeeded(issuer.Name, issuer.AdminEnv), " ")
	case errors.Is(err, providers.ErrNoAdmin):
		return false, strings.Join(words.English.NoAdminToTest(issuer.Name, issuer.AdminEnv, incident.Explain(err)), " ")
	case err != nil:
		return false, words.English.Trouble(incident.StepLocate, incident.Explain(err), issuer.Title)[0]
	}
	return len(rights.Lacks) == 0, strings.Join(append([]string{words.English.AdminWorks(issuer.Name)}, words.English.Rights(rights)...), " ")
}

func (a *app) providersCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "providers",
		Short: "What can be done per provider: auto, guided, by hand",
		Args:  refuseKeyArguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			for _, row := range matrix() {
				if asJSON {
					(&lines{out: a.out}).object(row)
					continue
				}
				fmt.Fprintf(a.out, "%s\n", row.Kind)
				for _, can := range capabilities {
					fmt.Fprintf(a.out, "  %-9s %s\n", can, row.Ways[can])
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

// capabilities is the order of the matrix.
var capabilities = []providers.Capability{providers.CanValidate, providers.CanLocate, providers.CanContain, providers.CanRevoke,
	providers.CanProve, providers.CanUsage, providers.CanCost, providers.CanAudit, providers.CanReplace, providers.CanRelate, providers.CanControls}

type matrixRow struct {
	Kind providers.Kind                         `json:"kind"`
	Ways map[providers.Capability]providers.Way `json:"ways"`
}

// matrix asks the adapters themselves, without any door.
func matrix() []matrixRow {
	var rows []matrixRow
	for _, i := range all.Issuers {
		m, ok := i.New(nil, providers.WallClock{}, nil).(providers.Matrix)
		if !ok {
			continue
		}
		for _, kind := range m.Kinds() {
			row := matrixRow{Kind: kind, Ways: map[providers.Capability]providers.Way{}}
			for _, can := range capabilities {
				row.Ways[can] = m.Way(kind, can)
			}
			rows = append(rows, row)
		}
	}
	return rows
}
