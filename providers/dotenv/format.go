package dotenv

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"firebreak/providers"
)

// Format is one kind of environment file: how its readers understand it.
type Format struct {
	// Name stands before the colon in the name of a store: "shell:.envrc".
	Name string

	// parse splits a file. It accepts any bytes; statements come in order and do not overlap.
	parse func(data []byte) []statement
	// meaning gives the value that readers take from an assignment, as a copy for the caller
	// to clear. The reason is empty where all of them agree; else it says why the line is not
	// edited.
	meaning func(data []byte, st statement) ([]byte, providers.Reason)
	// wrap writes a value so that all readers take it back alike: in the quoting that stands
	// there if it carries the value, else in another. ok is false where none does.
	wrap func(value []byte, standing byte) (raw []byte, ok bool)
	// alike knows the usual names of such files.
	alike func(file string) bool
}

// formats lists every format; the first is the one of New.
var formats = []Format{
	{"dotenv", parse, meaning, wrap, looksLikeDotenv},
	{"shell", posix.parse, posix.meaning, wrapShell, looksLikeShell},
	{"systemd", parseSystemd, meaningSystemd, wrapSystemd, looksLikeDotenv},
	{"docker", parseDocker, meaningDocker, wrapDocker, looksLikeDotenv},
	{"fish", fish.parse, fish.meaning, wrapFish, looksLikeFish},
}

// Formats lists the names of all formats.
func Formats() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.Name)
	}
	return out
}

// FormatOf finds a format by its name.
func FormatOf(name string) (Format, bool) {
	for _, f := range formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// mixed stands for the quote of a value that is put together from several pieces, or that
// holds escapes: the value is known, its quoting cannot be kept.
const mixed = 'm'

// looksLikeDotenv knows .env, .env.local, .envrc, prod.env, env.sample.
func looksLikeDotenv(name string) bool {
	return strings.HasPrefix(name, ".env") || strings.HasSuffix(name, ".env") || strings.HasPrefix(name, "env.")
}

// looksLikeShell knows .envrc, .profile, .bashrc, .bash_profile, .zshenv and the like.
func looksLikeShell(name string) bool {
	for _, prefix := range []string{".profile", ".bash", ".zsh", ".kshrc"} {
		if strings.HasPrefix(name, prefix) && !strings.HasSuffix(name, "_history") {
			return true
		}
	}
	return strings.HasSuffix(name, ".sh") || looksLikeDotenv(name)
}

func looksLikeFish(name string) bool { return strings.HasSuffix(name, ".fish") }

// wrapShell: what single quotes cannot carry, every shell reads alike in double quotes with
// the four characters escaped that mean something there.
func wrapShell(value []byte, standing byte) ([]byte, bool) {
	switch {
	case len(value) == 0 || !isLines(value):
		return nil, false
	case standing == 0 && needsNone(value):
		return bytes.Clone(value), true
	case standing == '"' && !bytes.ContainsAny(value, "\"\\$`"):
		return enclose(value, '"'), true
	case bytes.IndexByte(value, '\'') < 0:
		return enclose(value, '\''), true
	}
	return escape(value, '"', "\"\\$`"), true
}

// wrapSystemd prefers double quotes: in single ones systemd before 246 undid backslashes.
func wrapSystemd(value []byte, standing byte) ([]byte, bool) {
	switch {
	case len(value) == 0 || !isLines(value):
		return nil, false
	case standing == 0 && needsNone(value):
		return bytes.Clone(value), true
	case standing == '\'' && !bytes.ContainsAny(value, `'\`):
		return enclose(value, '\''), true
	}
	return escape(value, '"', "\"\\$`"), true
}

// wrapDocker: nothing is a quote there, so the value is the rest of its line or cannot be.
func wrapDocker(value []byte, _ byte) ([]byte, bool) {
	if len(value) == 0 || !isText(value) {
		return nil, false
	}
	return bytes.Clone(value), true
}

func wrapFish(value []byte, standing byte) ([]byte, bool) {
	switch {
	case len(value) == 0 || !isLines(value):
		return nil, false
	case standing == 0 && needsNone(value):
		return bytes.Clone(value), true
	case standing == '"' && !bytes.ContainsAny(value, `"\$`):
		return enclose(value, '"'), true
	}
	return escape(value, '\'', `'\`), true
}

// escape encloses a value, with a backslash before each of the characters.
func escape(value []byte, quote byte, special string) []byte {
	out := make([]byte, 0, 2*len(value)+2) // large enough: no half-filled copy is left behind
	out = append(out, quote)
	for _, c := range value {
		if strings.IndexByte(special, c) >= 0 {
			out = append(out, '\\')
		}
		out = append(out, c)
	}
	return append(out, quote)
}

// isLines allows what isText does and line feeds.
func isLines(value []byte) bool {
	for _, c := range value {
		if c < ' ' && c != '\t' && c != '\n' || c == 0x7F {
			return false
		}
	}
	return utf8.Valid(value)
}
