package words

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestThatNothingUsableCameIsSaidByWhatIsKnownOfTheCall(t *testing.T) {
	for name, tc := range map[string]struct {
		fail     *incident.CallFail
		what, do string
	}{
		"no connection":   {&incident.CallFail{Cause: providers.CauseDial}, "OpenAI could not be reached.", "Check the network"},
		"too slow":        {&incident.CallFail{Cause: providers.CauseTimeout}, "OpenAI did not answer in time.", "Check the network"},
		"an error":        {&incident.CallFail{Cause: providers.CauseStatus, Status: 503}, "OpenAI answered with an error of its own.", "Try again in a minute"},
		"retried in vain": {&incident.CallFail{Cause: providers.CauseExhausted, Status: 500}, "OpenAI answered with an error of its own.", "Try again in a minute"},
		"a stranger":      {&incident.CallFail{Cause: providers.CauseTLS}, "cannot show that it is OpenAI", "proxy"},
		"no answer":       {&incident.CallFail{}, "No answer came from OpenAI.", "Check the network"},
		"nothing known":   {nil, "could not be reached, or gave no usable answer", "Check the network"},
	} {
		for _, l := range Langs {
			said := l.Trouble(incident.StepLocate, incident.FailData{Reason: incident.WhyUnreachable, Fail: tc.fail}, "OpenAI")
			if l == English && (!strings.Contains(said[0], tc.what) || !strings.Contains(said[2], tc.do)) {
				t.Errorf("%s: %q", name, said)
			}
			if !strings.Contains(said[0], "OpenAI") && tc.fail != nil && tc.fail.Cause != providers.CauseTLS {
				t.Errorf("%s: %q names nobody", name, said[0])
			}
		}
	}
}

func TestAnAdminKeyThatIsNotKnownIsToldApartFromOneThatMayNot(t *testing.T) {
	for status, want := range map[int]string{401: "does not accept the admin key", 403: "refused the admin key for this request"} {
		f := incident.FailData{Reason: incident.WhyNotPermitted, Fail: &incident.CallFail{Cause: providers.CauseStatus, Status: status}}
		if said := English.Trouble(incident.StepLocate, f, "OpenAI"); !strings.Contains(said[0], want) || strings.Contains(said[2], "has the right") != (status == 403) {
			t.Errorf("%d: %q", status, said)
		}
	}
}
