package postmortem

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func jsonUnquote(v string, s *string) error { return json.Unmarshal([]byte(v), s) }

// rubric checks the points of the format that can be checked on the markdown alone. It gives
// the reason for each lost one.
func rubric(t *testing.T, page []byte) map[int]string {
	t.Helper()
	r := parse(t, page)
	lost := map[int]string{}
	for n, check := range map[int]func(read) string{1: point1, 2: point2, 3: point3, 4: point4, 11: point11, 12: point12,
		13: point13, 15: point15, 18: point18, 20: point20, 25: point25} {
		if why := check(r); why != "" {
			lost[n] = why
		}
	}
	if hits := Scan(page, drillKeys, nil); len(hits) > 0 {
		lost[7] = fmt.Sprint(hits)
	}
	return lost
}

var frontKeys = strings.Fields(`id title kind status severity provider credential_fp exposure_start first_abuse detected acknowledged
	revoke_requested verified_dead rotated closed cost_usd_total cost_usd_attacker outage_minutes owner approver review_due generated_at
	generator journal_sha256 profile`)

var (
	stampForm   = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
	betweenForm = regexp.MustCompile(`^between (\S+) and (\S+)$`)
	unknownForm = regexp.MustCompile(`^unknown \(.+\)$`)
	boundForm   = regexp.MustCompile(`^"?(between [0-9.]+ and [0-9.]+|at least [0-9.]+|setidaknya [0-9.]+) \(.+\)"?$`)
)

// moment reads a milestone: from, to, known.
func momentOf(s string) (from, to time.Time, known bool) {
	if stampForm.MatchString(s) {
		from, _ = time.Parse(time.RFC3339, s)
		return from, from, true
	}
	if m := betweenForm.FindStringSubmatch(s); m != nil {
		from, e1 := time.Parse(time.RFC3339, m[1])
		to, e2 := time.Parse(time.RFC3339, m[2])
		return from, to, e1 == nil && e2 == nil
	}
	return from, to, false
}

func point1(r read) string {
	if !slices.Equal(r.keys, frontKeys) {
		return fmt.Sprintf("keys %v", r.keys)
	}
	for _, key := range strings.Fields("exposure_start first_abuse detected acknowledged revoke_requested verified_dead rotated closed generated_at") {
		v := r.front[key]
		if _, _, known := momentOf(v); !known && !unknownForm.MatchString(v) {
			return key + " is " + v
		}
	}
	for _, key := range []string{"cost_usd_total", "cost_usd_attacker", "outage_minutes"} {
		if _, err := strconv.ParseFloat(r.front[key], 64); err != nil && !unknownForm.MatchString(r.front[key]) && !boundForm.MatchString(r.front[key]) {
			return key + " is " + r.front[key]
		}
	}
	return ""
}

func point2(r read) string {
	want := strings.Fields("summary at-a-glance credential timeline exposure validation containment usage-review related-credentials impact notification analysis actions evidence")
	if !slices.Equal(r.sections, want) {
		return fmt.Sprintf("sections %v", r.sections)
	}
	return ""
}

func point3(r read) string {
	rows := r.tables["timeline/UTC"]
	if len(rows) < 2 {
		return "no timeline"
	}
	last := ""
	for _, row := range rows[1:] {
		switch {
		case len(row) != 6 || !stampForm.MatchString(row[0]):
			return fmt.Sprintf("row %q", row)
		case row[0] < last:
			return "not ascending at " + row[0]
		case !slices.Contains(strings.Fields("attacker us provider third-party system"), row[1]):
			return "actor " + row[1]
		case !slices.Contains(strings.Fields("confirmed inferred reported"), row[5]):
			return "confidence " + row[5]
		}
		last = row[0]
	}
	if from, _, known := momentOf(r.front["exposure_start"]); known && rows[1][0] > stamp(from) {
		return "begins after T0"
	}
	if _, to, known := momentOf(r.front["verified_dead"]); known && last < stamp(to) {
		return "ends before T5"
	}
	return ""
}

var citation = regexp.MustCompile(`\bE\d+\b`)

func point4(r read) string {
	have := map[string]bool{}
	for _, row := range r.tables["evidence/Id"] {
		have[row[0]] = true
		if row[0] != "Id" && (!stampForm.MatchString(row[2]) || row[3] == "" || !strings.HasPrefix(row[5], "`")) {
			return fmt.Sprintf("evidence row %q", row)
		}
	}
	cites, rows := 0, r.tables["timeline/UTC"][1:]
	for _, row := range rows {
		if citation.MatchString(row[4]) {
			cites++
		}
	}
	if 10*cites < 9*len(rows) {
		return fmt.Sprintf("%d of %d rows cite evidence", cites, len(rows))
	}
	for section, lines := range r.lines {
		for _, line := range lines {
			plain := regexp.MustCompile("`[^`]*`").ReplaceAllString(line, "")
			for _, id := range citation.FindAllString(plain, -1) {
				if !have[id] {
					return id + " in " + section + " does not resolve"
				}
			}
		}
	}
	return ""
}

// point11 recomputes every metric from the printed milestones.
func point11(r read) string {
	from := map[string][2]string{
		"Exposure window (T5 - T0)": {"T0 exposure start", "T5 verified dead"}, "Abuse time (T5 - T1)": {"T1 first abuse", "T5 verified dead"},
		"Time to detect (T2 - T1)": {"T1 first abuse", "T2 detected"}, "Time to acknowledge (T3 - T2)": {"T2 detected", "T3 acknowledged"},
		"Time to contain (T5 - T3)": {"T3 acknowledged", "T5 verified dead"}, "Revocation tail (T5L - T4)": {"T4 revocation accepted", "T5L last accepted"},
		"Time to recover (T6 - T5)": {"T5 verified dead", "T6 rotated"},
	}
	for label, ends := range from {
		printed := r.value("at-a-glance", label)
		a, b := r.value("at-a-glance", ends[0]), r.value("at-a-glance", ends[1])
		if strings.Contains(printed, "(exposure: ") {
			a = r.value("at-a-glance", "T0 exposure start")
		}
		if strings.HasPrefix(printed, "at most ") {
			b = r.value("at-a-glance", "T5 verified dead")
		}
		if why := recompute(printed, a, b); why != "" {
			return label + ": " + why
		}
	}
	return ""
}

func recompute(printed, a, b string) string {
	aFrom, aTo, ok1 := momentOf(a)
	bFrom, bTo, ok2 := momentOf(b)
	if unknownForm.MatchString(printed) || printed == "none found" {
		return ""
	}
	if !ok1 || !ok2 {
		return fmt.Sprintf("%q though one end is unknown", printed)
	}
	low, high := bFrom.Sub(aTo), bTo.Sub(aFrom)
	var got []time.Duration
	for _, m := range spanForm.FindAllString(printed, -1) {
		d, err := time.ParseDuration(strings.ReplaceAll(m, " ", ""))
		if err != nil {
			return err.Error()
		}
		got = append(got, d)
	}
	if len(got) == 0 {
		return fmt.Sprintf("%q holds no duration", printed)
	}
	off := func(x, y time.Duration) bool { return math.Abs(float64(x-y)) > float64(time.Second) }
	if off(got[0], max(low, min(low, 0))) && off(got[0], low) || off(got[len(got)-1], high) {
		return fmt.Sprintf("%q, recomputed %v to %v", printed, low, high)
	}
	return ""
}

var spanForm = regexp.MustCompile(`-?(?:\d+h )?(?:\d+m )?\d+s`)

func point12(r read) string {
	contained := r.value("containment", "Contained")
	if !strings.HasPrefix(contained, "yes") {
		return ""
	}
	refused, window := 0, time.Duration(0)
	var first, last time.Time
	accepted, _, _ := momentOf(r.front["revoke_requested"])
	for _, row := range r.tables["containment/UTC"] {
		if len(row) != 7 || row[2] != "leaked key" || row[3] != "refused" {
			continue
		}
		at, err := time.Parse(time.RFC3339, row[0])
		if err != nil || at.Before(accepted) || !citation.MatchString(row[6]) {
			return fmt.Sprintf("row %q", row)
		}
		if refused++; refused == 1 {
			first = at
		}
		last = at
	}
	if m := spanForm.FindString(r.value("containment", "Window to be filled")); m != "" {
		window, _ = time.ParseDuration(strings.ReplaceAll(m, " ", ""))
	}
	if refused < 2 || last.Sub(first) < window {
		return fmt.Sprintf("%d refusals over %v, window %v", refused, last.Sub(first), window)
	}
	return ""
}

func usd(s string) float64 {
	m := regexp.MustCompile(`USD ([\d,.]+)`).FindStringSubmatch(s)
	if m == nil {
		return math.NaN()
	}
	f, _ := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
	return f
}

func point13(r read) string {
	for _, label := range []string{"Cost, total", "Cost, ours", "Cost, attacker", "Method"} {
		if v := r.value("impact", label); v == "" || unknownForm.MatchString(v) {
			return label + " is " + v
		}
	}
	total, sum := usd(r.value("impact", "Cost, total")), usd(r.value("impact", "Cost, ours"))+usd(r.value("impact", "Cost, attacker"))
	if !(math.Abs(total-sum) <= total/100) {
		return fmt.Sprintf("ours and attacker are %.2f, total is %.2f", sum, total)
	}
	return ""
}

func point15(r read) string {
	rows := r.tables["usage-review/Author"]
	if len(rows) < 7 {
		return "no totals"
	}
	number := func(i int) int {
		n, _ := strconv.Atoi(strings.ReplaceAll(rows[i][1], ",", ""))
		return n
	}
	if number(1)+number(2)+number(3) != number(4) || number(5)-number(4) != number(6) {
		return fmt.Sprintf("totals do not add up: %v", rows)
	}
	for _, row := range r.tables["usage-review/When"] {
		if strings.HasPrefix(row[4], "open") {
			return "a finding without a verdict"
		}
	}
	return ""
}

func point18(r read) string {
	rows := r.tables["related-credentials/Credential"]
	if len(rows) == 0 && !strings.Contains(strings.Join(r.lines["related-credentials"], " "), "none was found") {
		return "no table"
	}
	for _, row := range rows {
		end := strings.Fields(row[4])[0]
		if row[0] != "Credential" && !slices.Contains([]string{"rotated", "revoked", "kept"}, end) {
			return row[0] + " ends in " + row[4]
		}
	}
	return ""
}

func point20(r read) string {
	answered := map[string]bool{}
	for _, row := range r.tables["notification/Regime"] {
		for _, name := range []string{"GDPR", "UU PDP"} {
			if !strings.Contains(row[0], name) {
				continue
			}
			from, _, _ := momentOf(row[3])
			if row[4] != stamp(from.Add(72*time.Hour)) {
				return name + " deadline " + row[4]
			}
			answered[name] = row[2] == "yes" || row[2] == "no" || unknownForm.MatchString(row[2])
		}
	}
	if !answered["GDPR"] || !answered["UU PDP"] {
		return fmt.Sprint(answered)
	}
	return ""
}

func point25(r read) string {
	summary := strings.Fields(strings.Join(r.lines["summary"][1:2], " "))
	switch {
	case len(r.ragged) > 0:
		return "ragged table: " + r.ragged[0]
	case len(summary) < 20 || len(summary) > 120:
		return fmt.Sprintf("summary of %d words", len(summary))
	case r.open > 300:
		return fmt.Sprintf("body of %d lines", r.open)
	}
	for _, m := range r.mermaid {
		for _, line := range strings.Split(strings.TrimSpace(m), "\n")[1:] {
			name, _, _ := strings.Cut(strings.TrimSpace(line), " :")
			if strings.HasPrefix(line, "    section ") || strings.Contains(line, " :") {
				if strings.ContainsAny(name, ":#;") {
					return "mermaid name " + line
				}
			}
		}
	}
	return ""
}
