package postmortem

import (
	"strings"
	"testing"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// read reads a report back.
func read(t *testing.T, markdown []byte) sheet {
	t.Helper()
	p, err := readPage(markdown)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// value finds a field of a section by its label.
func (p sheet) value(section, label string) string {
	for _, name := range p.order {
		for _, r := range p.parts[name].rows {
			if strings.HasPrefix(name, section+"/") && len(r.cells) == 2 && r.cells[0].seen == label {
				return r.cells[1].seen
			}
		}
	}
	return ""
}

// section is the text of all parts of a section.
func (p sheet) section(id string) string {
	var b strings.Builder
	for _, name := range p.order {
		if strings.HasPrefix(name, id+"/") {
			b.WriteString(p.parts[name].text)
		}
	}
	return b.String()
}

// marks checks a report in English, with the journal that the facts were folded from.
func marks(t *testing.T, f Facts, d Doc) Marks {
	t.Helper()
	m, err := Check(Written{Markdown: d.Markdown, Data: d.JSON, Journal: journalOf(t, f.Events), Detect: drillKeys}, words.English)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (m Marks) points() (list []int) {
	for _, l := range m.Lost {
		list = append(list, l.Point)
	}
	return list
}

func TestAFailureThatRepeatsItselfStandsOnceInTheTimeline(t *testing.T) {
	s := tell(t, plan{})
	s.step = incident.StepRotate
	for _, at := range []string{"80m", "81m", "82m"} {
		s.add(at, incident.StepFailed, incident.FailData{Reason: incident.WhyNoStore})
	}
	s.add("83m", incident.StepFailed, incident.FailData{Reason: incident.WhyNoParking})
	page := string(written(t, s.facts()).Markdown)
	if n := strings.Count(page, "| Not done: rotate: "); n != 2 {
		t.Errorf("%d rows, want one for each reason", n)
	}
}
