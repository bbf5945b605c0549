package aws

import (
	"errors"
	"io/fs"
	"testing"

	"firebreak/providers"
)

func TestAKeyIsFoundWhereTheVendorsToolsKeepOne(t *testing.T) {
	const credentials = "[default]\naws_access_key_id = AKIADRILLAAAAAAAAAAA\naws_secret_access_key=default-secret\n" +
		"[ops]\n# theirs\n aws_access_key_id=ASIADRILLBBBBBBBBBBB\n aws_secret_access_key = ops-secret\n aws_session_token = ops-token\n[half]\naws_access_key_id = AKIADRILLCCCCCCCCCCC\n"
	const config = "[profile deploy]\nregion = eu-west-3\naws_access_key_id = AKIADRILLDDDDDDDDDDD\naws_secret_access_key = deploy-secret\n" +
		"[profile role]\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = default\n"
	disk := map[string]string{"/home/u/.aws/credentials": credentials, "/home/u/.aws/config": config, "/elsewhere": "[default]\naws_access_key_id=AKIADRILLEEEEEEEEEEE\naws_secret_access_key=other\n"}
	for name, c := range map[string]struct {
		env    map[string]string
		id     string
		secret string
		token  string
		from   string
	}{
		"variables come first":       {map[string]string{varID: "AKIADRILLFFFFFFFFFFF", varSecret: "env-secret", "HOME": "/home/u"}, "AKIADRILLFFFFFFFFFFF", "env-secret", "", varID},
		"an id alone is none":        {map[string]string{varID: "AKIADRILLFFFFFFFFFFF", "HOME": "/home/u"}, "AKIADRILLAAAAAAAAAAA", "default-secret", "", "/home/u/.aws/credentials [default]"},
		"a session":                  {map[string]string{varProfile: "ops", "HOME": "/home/u"}, "ASIADRILLBBBBBBBBBBB", "ops-secret", "ops-token", "/home/u/.aws/credentials [ops]"},
		"a profile of the config":    {map[string]string{varProfile: "deploy", "HOME": "/home/u"}, "AKIADRILLDDDDDDDDDDD", "deploy-secret", "", "/home/u/.aws/config [profile deploy]"},
		"a file that is named":       {map[string]string{varCredentials: "/elsewhere", "HOME": "/home/u"}, "AKIADRILLEEEEEEEEEEE", "other", "", "/elsewhere [default]"},
		"half a key is none":         {map[string]string{varProfile: "half", "HOME": "/home/u"}, "", "", "", ""},
		"a profile that is a role's": {map[string]string{varProfile: "role", "HOME": "/home/u"}, "", "", "", ""},
		"nothing anywhere":           {map[string]string{"HOME": "/home/nobody"}, "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			key, from, err := Ambient(func(n string) string { return c.env[n] }, func(path string) ([]byte, error) {
				if text, ok := disk[path]; ok {
					return []byte(text), nil
				}
				return nil, fs.ErrNotExist
			})
			if c.id == "" {
				if !errors.Is(err, providers.ErrNoAdmin) || !key.IsEmpty() {
					t.Errorf("found %q, %v", from, err)
				}
				return
			}
			if err != nil || from != c.from || !key.Equal(joined(c.id, c.secret, c.token)) {
				t.Errorf("found %q at %q, %v", key.Public(), from, err)
			}
		})
	}
}
