package words

import "firebreak/runbook/incident"

// lacks say why the usual places hold no admin credential, by the code that they gave.
var lacks = map[string]trouble{
	"profile_device": {
		what: both{"The AWS profile wants a code of your device; no session of it is kept.",
			"Profil AWS meminta kode perangkat, dan sesinya tidak tersimpan."},
		do: both{"Run any command of AWS's own tool with it, give the code, try again.",
			"Jalankan satu perintah alat AWS dengannya, isi kodenya, coba lagi."},
	},
	"profile_program": {
		what: both{"The AWS profile has a program make its key; none is run from here.",
			"Profil AWS memakai program untuk kuncinya, dan tidak dijalankan di sini."},
		do: both{handOver, handOverID},
	},
	"profile_machine": {
		what: both{"The AWS profile uses the machine's own role, which is not asked for.",
			"Profil AWS memakai peran milik mesin, yang tidak diminta dari sini."},
		do: both{handOver, handOverID},
	},
	"profile_sign_in": {
		what: both{"The AWS profile goes by a sign-in, and nobody is signed in.",
			"Profil AWS memakai login, dan belum ada yang login."},
		do: both{"Sign in: aws sso login, with --profile NAME if it has one; try again.",
			"Login: aws sso login, dengan --profile NAMA bila ada; coba lagi."},
	},
}

// handOver takes a key that a profile only makes into the variables of this shell.
const (
	handOver   = `Hand it over: eval "$(aws configure export-credentials --format env)"`
	handOverID = `Serahkan: eval "$(aws configure export-credentials --format env)"`
)

// lacking is what is said where the usual places tell why they hold none.
func (t trouble) lacking(code string) trouble {
	if more, known := lacks[code]; known {
		t.what, t.do = more.what, more.do
	}
	return t
}

// detail is what a failure says in a code, "" for none.
func detail(f *incident.FailData) string {
	if f == nil {
		return ""
	}
	return f.Detail
}
