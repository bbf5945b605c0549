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
		"[profile role]\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = default\nexternal_id = x y\n" +
		"[profile twice]\nrole_arn = arn:aws:iam::123456789012:role/last\nsource_profile = role\nrole_session_name = mara\n" +
		"[profile loop]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = pool\n[profile pool]\nrole_arn = arn:aws:iam::123456789012:role/b\nsource_profile = loop\n" +
		"[profile device]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = default\nmfa_serial = arn:aws:iam::123456789012:mfa/mara\n" +
		"[profile longer]\nrole_arn = arn:aws:iam::123456789012:role/a\nmfa_serial = arn:aws:iam::123456789012:mfa/mara\nexternal_id = x y\nduration_seconds = 3600\n" +
		"[profile coded]\nrole_arn = arn:aws:iam::123456789012:role/b\nmfa_serial = arn:aws:iam::123456789012:mfa/mara\n" +
		"[profile behind]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = program\n" +
		"[profile program]\ncredential_process = /usr/bin/true\n[profile machine]\nrole_arn = arn:aws:iam::123456789012:role/a\ncredential_source = Ec2InstanceMetadata\n" +
		"[sso-session corp]\nsso_region = eu-west-1\n[profile signed]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n" +
		"[profile unsigned]\nsso_start_url = https://corp.example\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = Admin\n"
	const role = assumeLead + "ExternalId=x+y&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fadmin&RoleSessionName=firebreak"
	disk := map[string]string{"/home/u/.aws/credentials": credentials, "/home/u/.aws/config": config, "/home/u/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json": `{"accessToken":"portal-token","expiresAt":"2026-11-26T16:00:00Z"}`,
		"/home/u/.aws/cli/cache/9999d2551e267944ec4a00e0ff6300dd42e65f0f.json": `{"Credentials":{"AccessKeyId":"ASIADRILLGGGGGGGGGGG","SecretAccessKey":"device-secret","SessionToken":"device-token","Expiration":"2026-11-26T16:00:00Z"}}`,
		"/home/u/.aws/cli/cache/909185b5a0901d798a1f29fd60a88195986feb11.json": `{"Credentials":{"AccessKeyId":"ASIADRILLHHHHHHHHHHH","SecretAccessKey":"other-secret","SessionToken":"other-token"}}`,
		"/elsewhere": "[default]\naws_access_key_id=AKIADRILLEEEEEEEEEEE\naws_secret_access_key=other\n"}
	for name, c := range map[string]struct {
		env    map[string]string
		id     string
		secret string
		token  string // and the reason where there is none
		from   string
	}{
		"variables come first":      {map[string]string{varID: "AKIADRILLFFFFFFFFFFF", varSecret: "env-secret", "HOME": "/home/u"}, "AKIADRILLFFFFFFFFFFF", "env-secret", "", varID},
		"an id alone is none":       {map[string]string{varID: "AKIADRILLFFFFFFFFFFF", "HOME": "/home/u"}, "AKIADRILLAAAAAAAAAAA", "default-secret", "", "/home/u/.aws/credentials [default]"},
		"a session":                 {map[string]string{varProfile: "ops", "HOME": "/home/u"}, "ASIADRILLBBBBBBBBBBB", "ops-secret", "ops-token", "/home/u/.aws/credentials [ops]"},
		"a profile of the config":   {map[string]string{varProfile: "deploy", "HOME": "/home/u"}, "AKIADRILLDDDDDDDDDDD", "deploy-secret", "", "/home/u/.aws/config [profile deploy]"},
		"a file that is named":      {map[string]string{varCredentials: "/elsewhere", "HOME": "/home/u"}, "AKIADRILLEEEEEEEEEEE", "other", "", "/elsewhere [default]"},
		"half a key is none":        {map[string]string{varProfile: "half", "HOME": "/home/u"}, "", "", "", ""},
		"a role by another profile": {map[string]string{varProfile: "role", "HOME": "/home/u"}, "AKIADRILLAAAAAAAAAAA", "default-secret", role, "/home/u/.aws/config [profile role]"},
		"a role by that role": {map[string]string{varProfile: "twice", "HOME": "/home/u"}, "AKIADRILLAAAAAAAAAAA", "default-secret",
			role + "\x1f" + assumeLead + "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Flast&RoleSessionName=mara", "/home/u/.aws/config [profile twice]"},
		"roles in a circle":        {map[string]string{varProfile: "loop", "HOME": "/home/u"}, "", "", "", ""},
		"a role that wants a code": {map[string]string{varProfile: "device", "HOME": "/home/u"}, "ASIADRILLGGGGGGGGGGG", "device-secret", "device-token", "/home/u/.aws/cli/cache/9999d2551e267944ec4a00e0ff6300dd42e65f0f.json"},
		"one with more settings":   {map[string]string{varProfile: "longer", "HOME": "/home/u"}, "ASIADRILLHHHHHHHHHHH", "other-secret", "other-token", "/home/u/.aws/cli/cache/909185b5a0901d798a1f29fd60a88195986feb11.json"},
		"a program":                {map[string]string{varProfile: "program", "HOME": "/home/u"}, "", "", string(ProfileProgram), ""},
		"the machine's own role":   {map[string]string{varProfile: "machine", "HOME": "/home/u"}, "", "", string(ProfileMachine), ""},
		"a code that nobody gave":  {map[string]string{varProfile: "coded", "HOME": "/home/u"}, "", "", string(ProfileDevice), ""},
		"a role by such a profile": {map[string]string{varProfile: "behind", "HOME": "/home/u"}, "", "", string(ProfileProgram), ""},
		"a sign-in": {map[string]string{varProfile: "signed", "HOME": "/home/u"}, signedIn, "portal-token",
			portalLead + "account_id=123456789012&region=eu-west-1&role_name=Admin", "/home/u/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"},
		"a sign-in that nobody made": {map[string]string{varProfile: "unsigned", "HOME": "/home/u"}, "", "", string(ProfileSignIn), ""},
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
				var said *providers.Refusal
				why := ""
				if errors.As(err, &said) {
					why = string(said.Why)
				}
				if !errors.Is(err, providers.ErrNoAdmin) || !key.IsEmpty() || why != c.token {
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

func TestTheRegionIsThatOfTheVendorsOwnTools(t *testing.T) {
	files := map[string]string{
		"/h/.aws/config":      "[default]\nregion = eu-west-3\n[profile work]\nregion=us-west-2\n",
		"/h/.aws/credentials": "[mixed]\nregion = ap-south-1\n",
	}
	read := func(path string) ([]byte, error) {
		if text, ok := files[path]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
	for name, c := range map[string]struct {
		env  map[string]string
		want string
	}{
		"the variable first":    {map[string]string{"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "x"}, "eu-west-1"},
		"the older variable":    {map[string]string{"AWS_DEFAULT_REGION": "us-east-2"}, "us-east-2"},
		"the default profile":   {nil, "eu-west-3"},
		"the profile in force":  {map[string]string{"AWS_PROFILE": "work"}, "us-west-2"},
		"in the other file":     {map[string]string{"AWS_PROFILE": "mixed"}, "ap-south-1"},
		"a profile that is not": {map[string]string{"AWS_PROFILE": "none"}, ""},
	} {
		env := func(v string) string {
			if v == "HOME" {
				return "/h"
			}
			return c.env[v]
		}
		if got := Region(env, read); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
