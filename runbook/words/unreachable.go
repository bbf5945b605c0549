package words

import (
	"firebreak/providers"
	"firebreak/runbook/incident"
)

// noAnswer is said of a vendor of which nothing usable came, by what is known of the call.
var noAnswer = map[providers.Cause]trouble{
	"":                     {what: both{"No answer came from {vendor}.", "Tidak ada jawaban dari {vendor}."}}, // why is not known
	providers.CauseDial:    {what: both{"{vendor} could not be reached.", "{vendor} tidak terjangkau."}},
	providers.CauseTimeout: {what: both{"{vendor} did not answer in time.", "{vendor} tidak menjawab tepat waktu."}},
	providers.CauseCut: {what: both{"The connection to {vendor} was cut before an answer came.",
		"Sambungan ke {vendor} terputus sebelum ada jawaban."}},
	providers.CauseTLS: {
		what: both{"What answers for {vendor} cannot show that it is {vendor}.", "Yang menjawab atas nama {vendor} tak bisa membuktikan diri."},
		do: both{"Check proxy and clock and try again, or do it in the console.",
			"Periksa proxy dan jam lalu coba lagi, atau kerjakan di konsol."},
	},
	providers.CauseStatus: {
		what: both{"{vendor} answered with an error of its own.", "{vendor} menjawab dengan galatnya sendiri."},
		do:   both{"Try again in a minute, or do it in the console.", "Coba lagi sebentar, atau kerjakan di konsol."},
	},
}

// unaccepted is said of an admin credential that the vendor does not know as one, whatever it may do.
var unaccepted = trouble{
	what: both{"{vendor} does not accept the admin key: mistyped, ended or foreign.",
		"{vendor} tidak menerima kunci admin: salah ketik, mati, atau asing."},
	do: both{"Use one that works (firebreak auth test), or do it in the console.",
		"Pakai yang berfungsi (firebreak auth test), atau kerjakan di konsol."},
}

// precisely is a trouble as far as the call that failed tells more of it than its reason.
func (t trouble) precisely(f incident.FailData) trouble {
	switch {
	case f.Reason == incident.WhyNoAdmin:
		return t.lacking(f.Detail)
	case f.Fail == nil:
		return t
	case f.Reason == incident.WhyNotPermitted && f.Fail.Status == 401:
		return unaccepted
	case f.Reason != incident.WhyUnreachable:
		return t
	}
	cause := f.Fail.Cause
	if f.Fail.Status > 0 {
		cause = providers.CauseStatus
	}
	if more, known := noAnswer[cause]; known {
		t.what = more.what
		if more.do != (both{}) {
			t.do = more.do
		}
	}
	return t
}
