package tui

import "strings"

// LookOf reads from the environment how the terminal can be drawn on.
func LookOf(env func(string) string) Look {
	return Look{ASCII: !utf8Locale(env), Depth: depthOf(env)}
}

// utf8Locale follows the order in which the C library asks.
func utf8Locale(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(env(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return false
}

func depthOf(env func(string) string) Depth {
	name, colour := env("TERM"), env("COLORTERM")
	switch {
	case env("NO_COLOR") != "", name == "dumb", strings.HasSuffix(name, "-m"), strings.HasPrefix(name, "vt1"), strings.HasPrefix(name, "vt2"):
		return NoColour
	case colour == "truecolor", colour == "24bit", strings.HasSuffix(name, "-direct"):
		return TrueColour
	case strings.Contains(name, "256color"):
		return Colours256
	}
	return Colours16
}
