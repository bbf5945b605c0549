package identify

import (
	"strings"
	"testing"
)

// folded is a text with what ends a line behind each piece of it.
func folded(text string, width int, end string) string {
	var b strings.Builder
	for len(text) > width {
		b.WriteString(text[:width] + end)
		text = text[width:]
	}
	return b.String() + text + end
}

func TestBase64OfSeveralLinesIsReadAsOne(t *testing.T) {
	m := newMaker(51)
	key, pat, mistral := m.kind(t, "openai/project-key"), m.kind(t, "github/pat-classic"), m.kind(t, "mistral/api-key")
	env := base("OPENAI_API_KEY=" + key + "\nREGION=eu-west-1\n")
	file := base(strings.Repeat("# how to deploy the shop\n", 20) + "GITHUB_TOKEN=" + pat + "\n")
	known(t, map[string]wrapped{
		"as base64 wraps it":       {folded(env, 76, "\n"), key, "openai/project-key"},
		"with a carriage return":   {folded(env, 64, "\r\n"), key, "openai/project-key"},
		"in narrow lines":          {folded(base(pat), 20, "\n"), pat, "github/pat-classic"},
		"in a block of YAML":       {"data:\n  .env: |\n    " + folded(env, 60, "\n    ") + "\n", key, "openai/project-key"},
		"in an answer in JSON":     {`{"content": "` + folded(env, 60, `\n`) + `", "encoding": "base64"}`, key, "openai/project-key"},
		"with a name of its own":   {"MISTRAL_API_KEY: " + folded(base(mistral), 16, "\n"), mistral, "mistral/api-key"},
		"below many other lines":   {folded(file, 76, "\n"), pat, "github/pat-classic"},
		"with another line before": {"the file:\n" + folded(env, 76, "\n") + "that was all\n", key, "openai/project-key"},
	})
}

func TestEveryValueOfBase64InLinesIsFound(t *testing.T) {
	m := newMaker(52)
	var all []string
	for range 4 {
		all = append(all, m.kind(t, "github/pat-classic"))
	}
	lines := make([]string, len(all))
	for i, v := range all {
		lines[i] = base(v + "\n\n")
	}
	for name, text := range map[string]string{
		"one text in lines": folded(base(strings.Join(all, "\n")), 76, "\n"),
		"a text a line":     strings.Join(lines, "\n") + "\n",
	} {
		claimed := 0
		for _, r := range read(t, text, Options{}) {
			if r.Claims() {
				claimed++
			}
		}
		if claimed != len(all) {
			t.Errorf("%s: %d values of %d", name, claimed, len(all))
		}
	}
}
