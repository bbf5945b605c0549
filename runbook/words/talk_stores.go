package words

import (
	"strings"

	"github.com/rivo/uniseg"
)

// What is said about the list of stores while it is made.

// DropAStore is the choice to take a store off the list.
func (l Lang) DropAStore(name string) string {
	if name == "" {
		return pick(l, "Take a store off the list", "Keluarkan satu penyimpanan dari daftar")
	}
	return pick(l, "Take off the list: ", "Keluarkan dari daftar: ") + keepEnd(name, 46)
}

// WhichOff asks which one.
func (l Lang) WhichOff() string {
	return pick(l, "Which store is taken off the list?", "Penyimpanan mana yang dikeluarkan?")
}

// StoreParts are the stores that are named, one a line behind one label, or that there is none.
func (l Lang) StoreParts(stores []string) []Labelled {
	if len(stores) == 0 {
		return []Labelled{{Text: pick(l, "No store is named yet.", "Belum ada penyimpanan yang disebut.")}}
	}
	var parts []Labelled
	for i, s := range stores {
		label := ""
		if i == 0 {
			label = pick(l, "stores", "tujuan")
		}
		parts = append(parts, Labelled{Label: label, Text: clean(s, 400), Path: true})
	}
	return parts
}

// keepEnd makes a path fit and keeps its end, which tells most: "dotenv:...app/.env".
func keepEnd(path string, width int) string {
	path = clean(path, 400)
	if uniseg.StringWidth(path) <= width {
		return path
	}
	kind, rest, _ := strings.Cut(path, ":")
	if rest == "" || len(kind) > 20 {
		kind, rest = "", path
	} else {
		kind += ":"
	}
	const cut = "..."
	for uniseg.StringWidth(kind+cut+rest) > width && rest != "" {
		_, rest, _, _ = uniseg.FirstGraphemeClusterInString(rest, -1)
	}
	return kind + cut + rest
}
