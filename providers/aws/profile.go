package aws

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"path/filepath"
	"slices"

	"firebreak/providers"
)

// shared are the two files of the vendor's tools, and what is read beside them.
type shared struct {
	plain, config         map[string]map[string]string
	plainPath, configPath string
	home                  string
	read                  func(path string) ([]byte, error)
}

func sharedFiles(env func(string) string, read func(path string) ([]byte, error)) shared {
	f := shared{home: env("HOME"), plainPath: env(varCredentials), configPath: env(varConfig), read: read}
	if f.home == "" {
		f.home = env("USERPROFILE")
	}
	load := func(path *string, usual string) map[string]map[string]string {
		if *path == "" {
			*path = filepath.Join(f.home, ".aws", usual)
		}
		text, err := read(*path)
		if err != nil {
			return nil // most people have but one of them
		}
		defer clear(text)
		return sections(text)
	}
	f.plain, f.config = load(&f.plainPath, "credentials"), load(&f.configPath, "config")
	return f
}

// A compound that leads to a role, or begins with a sign-in, ends with what it is exchanged for: parts
// that begin so, and go on with the fields of the call.
const (
	assumeLead = "assume:"
	portalLead = "portal:"
	signedIn   = "sso-session" // in the place of an id
)

// chain gives the parts of a profile's key: its own, or those of the profile that it leads to and the
// role that these are exchanged for. before are the profiles that led here.
func (f shared) chain(profile string, before []string) (parts []providers.Secret, from string, ok bool) {
	own := f.config[configSection(profile)]
	source, role := own["source_profile"], own["role_arn"]
	switch {
	case role != "" && own["mfa_serial"] != "":
		return f.signedIn(own)
	case slices.Contains(before, profile) && source != profile:
		return nil, "", false
	case role != "" && source == profile, role == "":
		parts, from, ok = f.own(profile)
	case source != "":
		parts, from, ok = f.chain(source, append(before, profile))
	}
	if !ok || role == "" {
		return parts, from, ok
	}
	fields := url.Values{"RoleArn": {role}, "RoleSessionName": {"firebreak"}}
	for name, setting := range map[string]string{"ExternalId": "external_id", "RoleSessionName": "role_session_name"} {
		if own[setting] != "" {
			fields.Set(name, own[setting])
		}
	}
	return append(parts, providers.NewSecret([]byte(assumeLead+fields.Encode()))), f.configPath + " [" + configSection(profile) + "]", true
}

// own is the key that a profile holds, or its sign-in.
func (f shared) own(profile string) (parts []providers.Secret, from string, ok bool) {
	for _, one := range []struct {
		values        map[string]string
		path, section string
	}{{f.plain[profile], f.plainPath, profile}, {f.config[configSection(profile)], f.configPath, configSection(profile)}} {
		id, secret := one.values["aws_access_key_id"], one.values["aws_secret_access_key"]
		if id != "" && secret != "" {
			return secrets(id, secret, one.values["aws_session_token"]), one.path + " [" + one.section + "]", true
		}
	}
	return f.signIn(profile)
}

// signIn is the token that the vendor's sign-in left on disk, and what it is exchanged for. Whether it
// is still good the exchange tells.
func (f shared) signIn(profile string) (parts []providers.Secret, from string, ok bool) {
	own := f.config[configSection(profile)]
	account, role := own["sso_account_id"], own["sso_role_name"]
	named, region := own["sso_session"], own["sso_region"]
	if named != "" {
		region = f.config["sso-session "+named]["sso_region"]
	} else {
		named = own["sso_start_url"]
	}
	if named == "" || account == "" || role == "" || region == "" {
		return nil, "", false
	}
	sum := sha1.Sum([]byte(named)) // as the vendor's tools name the file
	path := filepath.Join(f.home, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json")
	text, err := f.read(path)
	if err != nil {
		return nil, "", false
	}
	defer clear(text)
	var kept struct {
		Token providers.Secret `json:"accessToken"`
	}
	if json.Unmarshal(text, &kept) != nil || kept.Token.IsEmpty() {
		return nil, "", false
	}
	fields := url.Values{"region": {region}, "account_id": {account}, "role_name": {role}}
	return append(append(secrets(signedIn), kept.Token), secrets(portalLead+fields.Encode())...), path, true
}
