package words

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestWhatIsAcceptedAndDoneLaterIsNotCalledDone(t *testing.T) {
	for l, want := range map[Lang]string{English: "accepted, not done yet", Indonesian: "diterima, belum selesai"} {
		pending := incident.OutcomeData{Result: incident.Applied, Status: 202, Pending: true}
		data, err := json.Marshal(pending)
		if err != nil {
			t.Fatal(err)
		}
		e := incident.Event{Type: incident.Concluded, Op: "op1", Data: data}
		if line := l.LogLine(e); !strings.Contains(line, want+", 202") {
			t.Errorf("%s: the log reads %q", l, line)
		}
		if said := l.SettledAs(incident.Op{Outcome: &pending}); !strings.Contains(said, want) {
			t.Errorf("%s: settled as %q", l, said)
		}
		for _, other := range []incident.OutcomeData{{Result: incident.Applied}, {Result: incident.RefusedRes, Pending: true}, {Result: incident.NotSent}} {
			if got := l.Ended(other); got != l.Result(other.Result) {
				t.Errorf("%s: %+v reads %q", l, other, got)
			}
		}
	}
}

func TestAStatementTellsWhomItReachesAndHowOftenItMayBeSent(t *testing.T) {
	s := providers.Statement{Method: "POST", URL: "https://vendor.example/revoke", Notices: []providers.Notice{providers.NoticeMail, providers.NoticeLater},
		Quota: providers.Quota{Calls: 60, Per: time.Hour, From: providers.QuotaAddress, Items: 1000}}
	for l, want := range map[Lang][]string{
		English:    {"its owner gets an e-mail", "done a little later", "60 requests an hour from one network address, up to 1,000 keys in each", "this cannot be undone"},
		Indonesian: {"pemiliknya mendapat surel", "selesai sesaat kemudian", "60 permintaan per jam dari satu alamat jaringan, hingga 1.000 kunci tiap kali", "ini tidak bisa dibatalkan"},
	} {
		text := strings.Join(strings.Fields(strings.Join(l.Statement(s), " ")), " ")
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s: no %q in\n%s", l, part, text)
			}
		}
	}
	if plain := strings.Join(English.Statement(providers.Statement{Method: "DELETE", URL: "https://vendor.example/key"}), "\n"); strings.Contains(plain, "limit") || strings.Contains(plain, "note") {
		t.Errorf("a call without either says\n%s", plain)
	}
}

func TestUseThatNobodyTellsIsNoUseOfZero(t *testing.T) {
	untold := incident.FetchedData{Gaps: []incident.Gap{{What: "usage", Why: incident.WhyNotOffered}}}
	for l, want := range map[Lang]string{English: "not told", Indonesian: "tidak diberitahukan"} {
		if said := l.NoUse(untold); !strings.Contains(said, want) {
			t.Errorf("%s: %s", l, said)
		}
		if lines := l.ReviewLines(untold, "GitHub"); !strings.Contains(lines[0], want) {
			t.Errorf("%s: %s", l, lines[0])
		}
		if sums := l.UseTotals(untold); len(sums) != 0 {
			t.Errorf("%s: sums of nothing told: %+v", l, sums)
		}
		if said := l.NoUse(incident.FetchedData{}); strings.Contains(said, want) || len(l.UseTotals(incident.FetchedData{})) == 0 {
			t.Errorf("%s: where it is told: %s", l, said)
		}
	}
}
