package main

import (
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/runbook/words"
)

// app is what every subcommand shares: the process's streams, folders and configuration.
type app struct {
	in       *os.File
	out, err io.Writer
	env      func(string) string
	clock    providers.Clock
	// unhardened is what could not be had of closing the process to others; doctor says it.
	unhardened error
	// stop is closed when a signal came; nil: none are caught.
	stop <-chan struct{}
	// signalled is the exit code of the signal that came, 0 for none.
	signalled func() int
	// uncatch leaves signals to whoever takes the terminal over.
	uncatch func()
}

func newApp() *app {
	return &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, clock: providers.WallClock{}}
}

// stateDir is where incidents and sealed files are kept.
func (a *app) stateDir() string { return a.baseDir("XDG_STATE_HOME", ".local/state") }

// confDir is where the configuration and the pinned signers are kept.
func (a *app) confDir() string { return a.baseDir("XDG_CONFIG_HOME", ".config") }

func (a *app) baseDir(variable, below string) string {
	base := a.env(variable)
	if !filepath.IsAbs(base) {
		home, err := os.UserHomeDir()
		if err != nil {
			home = "."
		}
		base = filepath.Join(home, below)
	}
	return filepath.Join(base, "firebreak")
}

func (a *app) incidentsDir() string { return filepath.Join(a.stateDir(), "incidents") }

func (a *app) tool() string { return "firebreak " + version }

// detect counts the credentials that our own recognition finds in a text.
func detect(text []byte) int {
	found, _ := identify.Find(text)
	return len(found)
}

// keyringFlags are how secrets are sealed where there is no keyring.
type keyringFlags struct {
	sealTo, unseal     string
	sealToBy, unsealBy string // the flag or variable that each came from
	reported           bool   // a variable that holds no recipient is told of, and refuses nothing
}

// add gives a command the flags. A recipient that is none is refused before the command begins.
func (k *keyringFlags) add(cmd *cobra.Command, a *app) {
	cmd.Flags().StringVar(&k.sealTo, "seal-to", a.env("FIREBREAK_SEAL_TO"), "age recipient to seal secrets to, instead of the OS keyring")
	cmd.Flags().StringVar(&k.unseal, "unseal", a.env("FIREBREAK_UNSEAL"), "age identity file that opens what was sealed")
	for _, name := range []string{"seal-to", "unseal"} {
		cmd.Flags().Lookup(name).DefValue = "" // the help must not print what a variable holds
	}
	next := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		k.sealToBy, k.unsealBy = "FIREBREAK_SEAL_TO", "FIREBREAK_UNSEAL"
		if cmd.Flags().Changed("seal-to") {
			k.sealToBy = "--seal-to"
		}
		if cmd.Flags().Changed("unseal") {
			k.unsealBy = "--unseal"
		}
		if strings.Contains(strings.ToUpper(k.sealTo), "AGE-SECRET-KEY-") {
			return refuse(words.English.SealToIdentity())
		}
		if keyring.CheckRecipients(k.sealTo) != nil && !(k.reported && k.sealToBy != "--seal-to") {
			said := words.English.Sealing(string(keyring.NotRecipient), k.sealToBy, "")
			return refuse(said[:])
		}
		if next != nil {
			return next(cmd, args)
		}
		return nil
	}
}

// wrong says what is wrong with the flags themselves, and what to do.
func (k keyringFlags) wrong(ring *keyring.Ring, l words.Lang) (said [2]string, is bool) {
	switch why := ring.Sealing(); why {
	case "":
		return said, false
	case keyring.NotRecipient:
		return l.Sealing(string(why), k.sealToBy, ""), true
	default:
		return l.Sealing(string(why), k.unsealBy, k.unseal), true
	}
}

func (a *app) ring(k keyringFlags, dryRun bool) *keyring.Ring {
	return keyring.New(keyring.Config{State: a.stateDir(), Conf: a.confDir(), SealTo: k.sealTo, Unseal: k.unseal, DryRun: dryRun, Clock: a.clock})
}

// langOf checks a --lang value.
func langOf(s string) (words.Lang, error) {
	if l, ok := words.ParseLang(s); ok {
		return l, nil
	}
	return "", refusal{fmt.Sprintf("language %s is not known: en or id", words.English.Given(s))}
}

// whereAmI names this process for the journal: user at host, terminal.
func whereAmI(env func(string) string) (who, where providers.Untrusted) {
	name := env("USER")
	if name == "" {
		name = env("LOGNAME")
	}
	if current, err := user.Current(); name == "" && err == nil {
		name = current.Username
	}
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	return providers.FromOutside(name), providers.FromOutside(strings.TrimSpace(host + " " + strings.TrimPrefix(terminalName(env), "/dev/")))
}

// terminalName is the terminal's device, as far as the environment or the system tells: the key
// may come on stdin and the report go to a file. "" is none.
func terminalName(env func(string) string) string {
	if tty := env("SSH_TTY"); tty != "" {
		return tty
	}
	for fd := range 3 {
		tty, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd))
		if err == nil && (strings.HasPrefix(tty, "/dev/pts/") || strings.HasPrefix(tty, "/dev/tty")) {
			return tty
		}
	}
	return ""
}
