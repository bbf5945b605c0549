package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/providers/identify"
	"firebreak/runbook/exposure"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

type searchFlags struct {
	json     bool
	keyFirst bool
	plain    bool
	lang     string
}

func (a *app) searchCommand() *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:   "search [PATH…]",
		Short: "Where does this key stand? In folders, files and whole git histories, plain or encoded; reads only",
		Long: `Asks for a key without showing it, or reads it from stdin, and looks for it in every PATH: a folder, a file, a git
repository with all its objects. Without a PATH it looks in the folder that you are in; with - in what comes on stdin,
and the key is asked for at the terminal. A text around the key is welcome, such as its line of a .env.

Nothing is sent anywhere, changed or run, and the key is shown nowhere. Exit 0: not found, and all was searched;
3: found; 1: not found, but not all could be searched.`,
		Args: pathsNotKeys,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"."}
			}
			f.plain, _ = cmd.Flags().GetBool("plain")
			return a.search(cmd.Context(), f, args)
		},
	}
	cmd.Flags().BoolVar(&f.json, "json", false, "one JSON object per place of the key as it is found, and a summary as the last line")
	cmd.Flags().BoolVar(&f.keyFirst, "key-first", false, "with -: the first line of stdin is the key, and the rest is searched")
	cmd.Flags().StringVar(&f.lang, "lang", "en", "language of what is printed for people: en or id")
	return cmd
}

// pathsNotKeys is refuseKeyArguments for a command that takes paths: what exists is none. Recognition
// costs more time than many a search.
func pathsNotKeys(cmd *cobra.Command, args []string) error {
	var absent []string
	for _, arg := range args {
		if _, err := os.Lstat(arg); err != nil && arg != "-" {
			absent = append(absent, arg)
		}
	}
	if len(absent) == 0 && cmd.Flags().NFlag() == 0 {
		return nil
	}
	return refuseKeyArguments(cobra.ArbitraryArgs)(cmd, absent)
}

// mostFound bounds the places that one search lists.
const mostFound = 100_000

// search looks for a key and prints where it stands. It leaves with 3 where it was found, 1 where it
// was not but something could not be looked at.
func (a *app) search(ctx context.Context, f searchFlags, places []string) error {
	l, err := langOf(f.lang)
	if err != nil {
		return err
	}
	key, input, err := a.readSought(ctx, f, slices.Contains(places, "-"), l)
	if err != nil {
		return err
	}
	a.note(l.SearchFor(key.kind, key.secret.Last4(), key.named))
	p := newSearchPrinter(a, f, l, len(places) > 1)
	began := a.clock.Now()
	stop := p.watch(ctx)
	found, err := exposure.Search(ctx, files.New(files.Config{DryRun: true}), a.clock,
		exposure.Quest{Key: key.secret, Places: places, Found: p.hit, Most: mostFound, Input: input, Meter: &p.meter})
	stop()
	switch {
	case errors.Is(err, exposure.ErrTooShort):
		return refuse(l.SearchTooShort())
	case err != nil && ctx.Err() == nil:
		return err
	}
	p.end(places, found, a.clock.Now().Sub(began), err != nil)
	return leave{a.searchExit(found, err)}
}

// searchExit is the code to leave with: that of the signal which stopped the search, where one did.
func (a *app) searchExit(found exposure.Result, stopped error) int {
	switch {
	case stopped != nil:
		return a.signalled()
	case len(found.Hits) > 0:
		return exitOpen
	case !found.Complete:
		return exitError
	}
	return exitDone
}

// sought is what is looked for.
type sought struct {
	secret providers.Secret
	kind   providers.Kind // "" where none is recognised
	named  bool           // the value of a line that names it
}

// readSought reads the key to look for, and says what the input is to be searched, if that is one of the
// places: then the key comes from the terminal, or is the input's first line.
func (a *app) readSought(ctx context.Context, f searchFlags, fromInput bool, l words.Lang) (sought, io.Reader, error) {
	var text []byte
	var input io.Reader
	var err error
	switch {
	case f.keyFirst && !fromInput:
		return sought{}, nil, refuse(l.SearchKeyFirstWants())
	case f.keyFirst:
		lines := bufio.NewReader(a.interruptible())
		input = lines
		text, err = lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
	case fromInput:
		input = a.interruptible()
		text, err = a.askAtTerminal(ctx, l)
	default:
		text, err = a.readAlone(ctx, l.SearchPrompt())
	}
	defer clear(text)
	if err != nil {
		return sought{}, nil, err
	}
	if len(bytes.TrimSpace(text)) == 0 && !f.keyFirst { // an empty pipe was refused
		return sought{}, nil, refuse(l.EmptyPaste())
	}
	s, err := soughtIn(text, l)
	return s, input, err
}

// askAtTerminal reads the key from the terminal while stdin is something else.
func (a *app) askAtTerminal(ctx context.Context, l words.Lang) ([]byte, error) {
	if term.IsTerminal(a.in) {
		return nil, refuse(l.SearchNoInput())
	}
	tty, err := term.Open()
	if err != nil {
		return nil, refuse(l.SearchInputWantsKey())
	}
	defer tty.Close()
	hidden, err := term.HideInput(tty)
	if err != nil {
		return nil, err
	}
	text, err := a.readHidden(ctx, hidden, l.SearchPrompt())
	return text, errors.Join(err, hidden.Close())
}

// soughtIn takes the key out of what was given. In a text around it, it must be the only one that is
// recognised. Of an assignment of a value that is none of the known, the value is taken: wherever
// the line stands, that does too. One word is the key itself.
func soughtIn(text []byte, l words.Lang) (sought, error) {
	given := bytes.TrimSpace(text)
	if len(given) == 0 {
		return sought{}, refuse(l.EmptyInput())
	}
	if !bytes.ContainsAny(given, " \t\r\n\"'=:{") {
		return sought{secret: providers.NewSecret(given)}, nil
	}
	switch found := identify.Beside(given); {
	case len(found) == 1:
		c := found[0].Credential
		return sought{secret: c.Secret, kind: c.Kind}, nil
	case len(found) > 1:
		return sought{}, refuse(l.SearchSeveral(len(found)))
	case bytes.ContainsAny(given, "\r\n"):
		return sought{}, refuse(l.SearchNoValue())
	}
	if m := assignment.FindSubmatch(given); m != nil {
		return sought{secret: providers.NewSecret(m[1]), named: true}, nil
	}
	return sought{secret: providers.NewSecret(given)}, nil
}

// assignment is a line of settings: a name, and a value in quotes or without.
var assignment = regexp.MustCompile(`^(?:export )?\s*["']?[A-Za-z_][\w.-]*["']?\s*[=:]\s*["']?([^\s"']{8,})["']?[,;]?$`)

// seconds are those of the machine interface: to the millisecond.
func seconds(d time.Duration) float64 { return d.Round(time.Millisecond).Seconds() }
