package postmortem

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// frontMatter is the flat head of the file: keys of ours, values as YAML scalars.
type frontMatter []frontLine

type frontLine struct{ key, value string }

func (f frontMatter) yaml() string {
	var b strings.Builder
	b.WriteString("---\n")
	for _, line := range f {
		fmt.Fprintf(&b, "%s: %s\n", line.key, scalar(line.value))
	}
	b.WriteString("---\n")
	return b.String()
}

func (f frontMatter) object() object {
	o := make(object, len(f))
	for i, line := range f {
		o[i] = member{line.key, line.value}
	}
	return o
}

// scalar writes a value plainly where YAML reads it as one word or number, else quoted: a
// quoted scalar can open nothing.
func scalar(value string) string {
	plain := value != ""
	for i, c := range []byte(value) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || !strings.ContainsRune("-._+: ()", rune(c))) {
			plain = false
		}
	}
	if plain && !strings.Contains(value, ": ") && !strings.HasSuffix(value, ":") && !strings.HasSuffix(value, " ") {
		return value
	}
	quoted, _ := json.Marshal(value) // a string always encodes
	return string(quoted)
}

func (w *writer) front() frontMatter {
	m := w.figures.Milestones
	moment := func(m Moment) string { return m.words(w.Lang, w.Vendor) }
	list := frontMatter{
		{"id", w.State.Opening.ID},
		{"title", w.title()},
		{"kind", w.kind()},
		{"status", w.status()},
		{"severity", w.severity},
		{"provider", w.key.Identity.Kind.Provider()},
		{"credential_fp", plainOr(w.show(shown(w.key.Identity.Fingerprint)))},
		{"exposure_start", moment(m.ExposureStart)},
		{"first_abuse", moment(m.FirstAbuse)},
		{"detected", moment(m.Detected)},
		{"acknowledged", moment(m.Acknowledged)},
		{"revoke_requested", moment(m.RevokeRequested)},
		{"verified_dead", moment(m.VerifiedDead)},
		{"rotated", moment(m.Rotated)},
		{"closed", moment(m.Closed)},
		{"cost_usd_total", w.dollars(w.figures.Money.Total)},
		{"cost_usd_attacker", w.dollars(w.figures.Money.Attacker)},
		{"outage_minutes", w.outage().plain()},
		{"owner", w.show(w.owner()).plain()},
		{"approver", w.show(w.approver()).plain()},
		{"review_due", w.reviewDue().Format(time.DateOnly)},
		{"generated_at", stamp(w.Now)},
		{"generator", plainOr(own(w.Tool))},
		{"journal_sha256", w.digest().plain()},
		{"profile", string(w.Profile)},
	}
	for i, line := range list { // programs that read the head know one word for what is not there
		if why, left := strings.CutPrefix(line.value, notApplicable); left {
			list[i].value = "unknown (" + why
		}
	}
	return list
}

// title names what leaked and where, in our words alone: it stands in the front matter.
func (w *writer) title() string {
	channel := w.channel()
	title := fmt.Sprintf(w.say("Leaked %s %s", "Bocornya %[2]s %[1]s"), w.Vendor, w.kindName())
	if w.falseAlarm() {
		title = fmt.Sprintf(w.say("False alarm: %s %s", "Alarm palsu: %[2]s %[1]s"), w.Vendor, w.kindName())
	}
	if channel.known {
		title += " " + w.say(channel.where[0], channel.where[1])
	}
	if w.State.Opening.Mode == incident.Drill {
		title = w.say("Drill: ", "Latihan: ") + title
	}
	if w.State.Opening.Mode == incident.DryRun {
		title = w.say("Dry run: ", "Uji coba: ") + title
	}
	if w.Verify != "" {
		title = w.say("Journal altered: ", "Jurnal berubah: ") + title
	}
	return title
}

// falseAlarm reports whether the incident was closed as one.
func (w *writer) falseAlarm() bool {
	return w.State.Closing != nil && w.State.Closing.Reason == "false-alarm"
}

// status is closed once a person closed the incident, whose report is then the last one; every
// report before is a draft.
func (w *writer) status() string {
	if w.State.Closing != nil {
		return "closed"
	}
	return "draft"
}

// kind is what the incident was, in the words of the report's format.
func (w *writer) kind() string {
	switch w.State.Opening.Mode {
	case incident.Drill:
		return "drill"
	case incident.DryRun:
		return "dry-run"
	}
	return "real"
}

// kindName is the credential kind as people say it.
func (w *writer) kindName() string { return w.Lang.KindShort(w.key.Identity.Kind) }

func (w *writer) outage() text { return w.figure(w.figures.Outage, w.count) }

func (w *writer) owner() text { return or(w.role(w.Owner), w.unknown(notStated)) }

// approver is whom the journal names, else whom the configuration names.
func (w *writer) approver() text {
	if a, ok := w.State.Answer(incident.AskApprover, ""); ok && !a.Value.IsEmpty() {
		return quote(a.Value)
	}
	return or(w.role(w.Approver), w.silent(incident.AskApprover))
}

// role is a role out of the configuration: a name of ours, but still shown as a name.
func (w *writer) role(name string) text { return role(name) }

func (w *writer) digest() text {
	if w.JournalSHA256 == "" {
		return w.unknown(noDigest)
	}
	return term(w.JournalSHA256)
}

// reviewDue is five business days after the end for the two worst levels, fifteen else.
func (w *writer) reviewDue() time.Time {
	end := w.State.ClosedAt
	if end.IsZero() {
		end = w.State.Last
	}
	days := 15
	if w.severity == "SEV1" || w.severity == "SEV2" {
		days = 5
	}
	return businessDays(end, days)
}

// businessDays counts on over Monday to Friday; holidays are not known here.
func businessDays(from time.Time, n int) time.Time {
	day := from.UTC().Truncate(24 * time.Hour)
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if d := day.Weekday(); d != time.Saturday && d != time.Sunday {
			n--
		}
	}
	return day
}
