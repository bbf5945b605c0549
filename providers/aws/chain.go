package aws

import (
	"bytes"
	"path/filepath"

	"firebreak/providers"
)

// The variables of the usual chain of sources.
const (
	varID          = "AWS_ACCESS_KEY_ID"
	varSecret      = "AWS_SECRET_ACCESS_KEY"
	varToken       = "AWS_SESSION_TOKEN"
	varProfile     = "AWS_PROFILE"
	varCredentials = "AWS_SHARED_CREDENTIALS_FILE"
	varConfig      = "AWS_CONFIG_FILE"
)

// Ambient finds a key where the vendor's own tools keep one: in the variables, else under the
// profile in force in the shared credentials file, then in the shared configuration. from names
// where. providers.ErrNoAdmin: nowhere. A profile that leads to a role, a sign-in or a program
// holds no key: such a key is handed over in the variables. read gives a file of the user's; nil:
// only the variables count.
func Ambient(env func(string) string, read func(path string) ([]byte, error)) (key providers.Secret, from string, err error) {
	if env(varID) != "" && env(varSecret) != "" {
		return joined(env(varID), env(varSecret), env(varToken)), varID, nil
	}
	if read == nil {
		return key, "", providers.ErrNoAdmin
	}
	profile := env(varProfile)
	if profile == "" {
		profile = "default"
	}
	home := env("HOME")
	if home == "" {
		home = env("USERPROFILE")
	}
	for _, f := range []struct{ path, usual, section string }{
		{env(varCredentials), "credentials", profile}, {env(varConfig), "config", configSection(profile)},
	} {
		path := f.path
		if path == "" {
			path = filepath.Join(home, ".aws", f.usual)
		}
		text, err := read(path)
		if err != nil {
			continue // most people have but one of them
		}
		key, ok := inProfile(text, f.section)
		clear(text)
		if ok {
			return key, path + " [" + f.section + "]", nil
		}
	}
	return key, "", providers.ErrNoAdmin
}

// configSection is how the shared configuration names a profile.
func configSection(profile string) string {
	if profile == "default" {
		return profile
	}
	return "profile " + profile
}

// joined makes the compound of what stands in the parts, without those that are empty.
func joined(parts ...string) providers.Secret {
	var list []providers.Secret
	for _, part := range parts {
		if part != "" {
			list = append(list, providers.NewSecret([]byte(part)))
		}
	}
	return providers.Compound(list...)
}

// inProfile reads the key of one section of a shared file; ok is false where it holds none.
func inProfile(text []byte, section string) (key providers.Secret, ok bool) {
	values, here := map[string]string{}, false
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0 || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			name, _, closed := bytes.Cut(line[1:], []byte("]"))
			here = closed && string(bytes.Join(bytes.Fields(name), []byte(" "))) == section
		case here:
			if name, value, found := bytes.Cut(line, []byte("=")); found {
				values[string(bytes.ToLower(bytes.TrimSpace(name)))] = string(bytes.TrimSpace(value))
			}
		}
	}
	id, secret := values["aws_access_key_id"], values["aws_secret_access_key"]
	if id == "" || secret == "" {
		return key, false
	}
	return joined(id, secret, values["aws_session_token"]), true
}
