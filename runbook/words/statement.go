package words

import (
	"bytes"
	"encoding/json"
	"strconv"

	"firebreak/providers"
)

// bodyShown is how much of a body is shown; ours are far smaller.
const bodyShown = 2000

// Labelled is something known behind its label. Short stands in where there is little room, ""
// for none. A path is broken anywhere and never cut; a caution is what speaks against going on.
type Labelled struct {
	Label, Text, Short string
	Path               bool
	Caution            bool
}

// Statement says what one effect is, before it is sent: where to, what it holds, what it
// does, and whether it can be undone. Addresses and bodies are broken over lines, never cut.
func (l Lang) Statement(s providers.Statement) []string {
	var lines []string
	for _, p := range l.StatementParts(s) {
		wrapped := Wrap(p.Text, Width-labelColumn)
		if p.Path {
			wrapped = WrapPath(p.Text, Width-labelColumn)
		}
		lines = append(lines, labelled(p.Label, wrapped)...)
	}
	return lines
}

// StatementParts is a statement for whoever lays it out.
func (l Lang) StatementParts(s providers.Statement) []Labelled {
	parts := []Labelled{{Label: l.verb(s), Text: l.target(s), Path: true}}
	if len(s.Body) > 0 {
		parts = append(parts, Labelled{Label: pick(l, "with", "isi"), Text: body(s.Body) + l.inMoney(s.Body), Path: true})
	}
	parts = append(parts, Labelled{Label: pick(l, "effect", "akibat"), Text: l.Effect(s)})
	parts = append(parts, l.noticeParts(s)...)
	if s.Effect == providers.Mutate {
		parts = append(parts, Labelled{Label: pick(l, "undo", "batal"), Text: l.Undo(s), Caution: !s.Reversible})
	}
	return parts
}

// Statements says what an action would send, with the number of requests first.
func (l Lang) Statements(all []providers.Statement) []string {
	if len(all) == 0 {
		return []string{pick(l, "Nothing would be sent.", "Tidak ada yang akan dikirim.")}
	}
	lines := []string{l.of(int64(len(all)), noun{"act, exactly this:", "acts, exactly these:", "tindakan, persis seperti ini:"})}
	for _, s := range all {
		lines = append(lines, l.Statement(s)...)
	}
	return lines
}

// StatementLine is a statement in one line, for a log: "DELETE https://…".
func (l Lang) StatementLine(s providers.Statement) string { return l.target(s) }

func (l Lang) verb(s providers.Statement) string {
	switch s.Door {
	case "file":
		return pick(l, "writes", "menulis")
	case "process":
		return pick(l, "runs", "jalankan")
	case "keyring":
		return pick(l, "stores", "simpan")
	}
	if s.Effect == providers.Mutate {
		return pick(l, "sends", "kirim")
	}
	return pick(l, "asks", "tanya")
}

func (l Lang) target(s providers.Statement) string {
	where := s.URL
	if where == "" {
		where = s.Path
	}
	if where == "" {
		where = s.Route
	}
	if s.Method != "" {
		where = s.Method + " " + where
	}
	return clean(where, bodyShown)
}

func body(raw json.RawMessage) string {
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return clean(string(raw), bodyShown)
	}
	return clean(compact.String(), bodyShown)
}

// inMoney says what a spend limit in a body comes to, with its unit: a bare 100 reads like a
// hundred dollars. OpenAI counts threshold_amount in cents. "" for any other body.
func (l Lang) inMoney(raw json.RawMessage) string {
	var limit struct {
		Cents    int64  `json:"threshold_amount"`
		Currency string `json:"currency"`
		Interval string `json:"interval"`
	}
	const microsPerCent = 10_000
	if json.Unmarshal(raw, &limit) != nil || limit.Cents <= 0 || limit.Currency == "" || limit.Cents > 1<<40 {
		return ""
	}
	text := "  = " + l.Money(limit.Cents*microsPerCent, limit.Currency)
	if limit.Interval != "" {
		text += pick(l, " a ", " per ") + clean(limit.Interval, 12)
	}
	return text
}

// Effect says what a call does there.
func (l Lang) Effect(s providers.Statement) string {
	switch s.Effect {
	case providers.Read:
		return pick(l, "reads only, changes nothing", "hanya membaca, tidak mengubah apa pun")
	case providers.Probe:
		return pick(l, "reads only; the answer tells whether the key works",
			"hanya membaca; jawabannya memberi tahu apakah kunci berfungsi")
	}
	if s.Door == "file" {
		return pick(l, "changes a file on this machine", "mengubah berkas di mesin ini")
	}
	if s.Door == "keyring" {
		return pick(l, "changes the keyring of this machine", "mengubah keyring di mesin ini")
	}
	return pick(l, "changes something; sent once, never repeated blindly",
		"mengubah sesuatu; dikirim sekali, tidak diulang sebelum dipastikan")
}

// Undo says whether an act can be taken back, and through which call.
func (l Lang) Undo(s providers.Statement) string {
	switch {
	case s.Reversible && s.Undo != "":
		return pick(l, "can be undone exactly", "bisa dibatalkan persis")
	case s.Reversible:
		return pick(l, "can be undone", "bisa dibatalkan")
	}
	return l.ComesBack(0)
}

// Exchange is one request as it was made, for "what was sent".
func (l Lang) Exchange(e providers.Exchange) string {
	return l.Clock(e.At) + "  " + clean(e.Method, 8) + " " + clean(e.Host+e.Path, 300) + "  " + l.answerTo(e) + "  " + l.Short(e.Took)
}

// answerTo is the status of an answer, or why there is none.
func (l Lang) answerTo(e providers.Exchange) string {
	switch {
	case e.Unsent:
		return pick(l, "not sent, no connection", "tidak terkirim, tanpa sambungan")
	case e.Status == 0:
		return pick(l, "no answer", "tanpa jawaban")
	}
	return strconv.Itoa(e.Status)
}
