package words

import (
	"slices"
	"strings"

	"firebreak/runbook/incident"
)

var acts = map[incident.Act]both{
	incident.ActRevoke:      {"revoke the key", "mencabut kunci"},
	incident.ActRevokeOwner: {"delete the owner with all its keys", "menghapus pemilik beserta semua kuncinya"},
	incident.ActRestore:     {"bring the revoked key back", "menghidupkan lagi kunci yang dicabut"},
	incident.ActContain:     {"set a limit", "memasang batas"},
	incident.ActLift:        {"lift the limit", "melepas batas"},
	incident.ActCreate:      {"create the new key", "membuat kunci baru"},
	incident.ActWrite:       {"write the new key", "menulis kunci baru"},
	incident.ActPutBack:     {"put the old value back", "mengembalikan nilai lama"},
	incident.ActOrphan:      {"delete a new key whose value was lost", "menghapus kunci baru yang nilainya hilang"},
}

// Act names a mutation in the middle of a sentence.
func (l Lang) Act(a incident.Act) string {
	if name, ok := lookup(l, acts, a); ok {
		return name
	}
	return clean(string(a), 30)
}

var results = map[incident.Result]both{
	incident.Applied:    {"done", "terlaksana"},
	incident.NotApplied: {"did not take place", "tidak terjadi"},
	incident.Undone:     {"created, then deleted: its value was lost", "dibuat, lalu dihapus: nilainya hilang"},
	incident.RefusedRes: {"refused", "ditolak"},
	incident.NotSent:    {"not sent", "tidak terkirim"},
	incident.Withheld:   {"withheld, dry run", "ditahan, uji coba"},
}

// Result says how a mutation ended.
func (l Lang) Result(r incident.Result) string {
	if word, ok := lookup(l, results, r); ok {
		return word
	}
	return clean(string(r), 30)
}

var settled = map[string]both{
	"record": {"as the record shows", "menurut catatannya"},
	"probe":  {"as the key itself shows", "menurut kuncinya sendiri"},
	"store":  {"as the store shows", "menurut penyimpanannya"},
	"name":   {"as the list of keys shows", "menurut daftar kunci"},
}

// Settled says how a later read decided an op, or "" where none was needed.
func (l Lang) Settled(how string) string {
	if how == "" {
		return ""
	}
	if text, ok := lookup(l, settled, how); ok {
		return text
	}
	return clean(how, 30)
}

// approvals lists what --approve knows, in the order of their use.
var approvals = []string{"revoke", "rotate", "contain", "related", "mask-match", "probe-ambiguous", "probe-decoy",
	"delete-owner", "write-tracked", "write-owned", "revoke-used", "restore", "all"}

// ApprovalUnknown answers a name that --approve does not know.
func (l Lang) ApprovalUnknown(name string) []string {
	return l.unknownName("--approve", name, approvals)
}

// StrategyUnknown answers a name that --strategy does not know.
func (l Lang) StrategyUnknown(name string) []string {
	return l.unknownName("--strategy", name, []string{string(incident.RevokeFirst), string(incident.RotateFirst), string(incident.ContainFirst)})
}

// unknownName says that a value is not known and what is; the nearest name is offered.
func (l Lang) unknownName(flag, name string, known []string) []string {
	lines := []string{flag + pick(l, " does not know ", " tidak mengenal ") + l.Given(name) + "."}
	if near := nearest(name, known); near != "" {
		lines = append(lines, pick(l, "Did you mean ", "Maksud Anda ")+clean(near, 30)+"?")
	}
	return append(lines, Wrap(clean(pick(l, "Known: ", "Yang ada: ")+strings.Join(known, ", "), 400)+".", Width)...)
}

// nearest finds the known name within two edits of the given one.
func nearest(name string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		if d := edits(name, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// edits is the Levenshtein distance, capped by the length of what a person would type.
func edits(a, b string) int {
	if len(a) > 64 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := slices.Clone(row)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
