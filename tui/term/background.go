package term

import (
	"os"
	"strconv"
	"strings"
)

// asksBackground reports whether the question for the background does no harm: the Linux console
// and GNU screen are known to print parts of what they do not understand.
func asksBackground() bool {
	name := os.Getenv("TERM")
	switch {
	case name == "", name == "dumb", name == "linux":
		return false
	case strings.HasPrefix(name, "screen"):
		return os.Getenv("TMUX") != ""
	}
	return true
}

// background reads the answer to askBackground, without its introducer and end:
// "11;rgb:1e1e/1e1e/1e1e", with one to four hex digits each.
func background(answer string) (Background, bool) {
	colour, ok := strings.CutPrefix(answer, "11;rgb:")
	if !ok {
		colour, ok = strings.CutPrefix(answer, "11;rgba:")
	}
	parts := strings.Split(colour, "/")
	if !ok || len(parts) < 3 {
		return Background{}, false
	}
	var light float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} { // of red, green and blue to the eye
		if len(parts[i]) == 0 || len(parts[i]) > 4 {
			return Background{}, false
		}
		n, err := strconv.ParseUint(parts[i], 16, 16)
		if err != nil {
			return Background{}, false
		}
		light += weight * float64(n) / float64(uint(1)<<(4*len(parts[i]))-1)
	}
	return Background{Dark: light < 0.5}, true
}
