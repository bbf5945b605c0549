package aws

import (
	"bytes"
	"cmp"

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
// profile in force in the shared files. from names where. A profile may lead to a role by way of
// another one, or to a sign-in, whose token is on disk: what comes back then also says what it is
// exchanged for, see chained; one that wants the code of a device is had while a session of it is kept
// there. providers.ErrNoAdmin: nowhere, with a *providers.Refusal where the profile says why it holds
// none. read gives a file of the user's; nil: only the variables count.
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
	f := sharedFiles(env, read)
	parts, from, ok := f.chain(profile, nil)
	if !ok {
		return key, "", f.lack(profile)
	}
	return providers.Compound(parts...), from, nil
}

// Region is the one that the vendor's own tools work in: of the variables, else of the profile in
// force; "" where neither names one. read is that of Ambient.
func Region(env func(string) string, read func(path string) ([]byte, error)) string {
	region := cmp.Or(env("AWS_REGION"), env("AWS_DEFAULT_REGION"))
	if region == "" && read != nil {
		profile, f := cmp.Or(env(varProfile), "default"), sharedFiles(env, read)
		region = cmp.Or(f.plain[profile]["region"], f.config[configSection(profile)]["region"])
	}
	return providers.CleanID(region)
}

// configSection is how the shared configuration names a profile.
func configSection(profile string) string {
	if profile == "default" {
		return profile
	}
	return "profile " + profile
}

// joined makes the compound of what stands in the parts, without those that are empty.
func joined(parts ...string) providers.Secret { return providers.Compound(secrets(parts...)...) }

// secrets makes secrets of texts, without those that are empty.
func secrets(texts ...string) (list []providers.Secret) {
	for _, text := range texts {
		if text != "" {
			list = append(list, providers.NewSecret([]byte(text)))
		}
	}
	return list
}

// sections reads a shared file.
func sections(text []byte) map[string]map[string]string {
	all := map[string]map[string]string{}
	var here map[string]string
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0 || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			here = nil
			if name, _, closed := bytes.Cut(line[1:], []byte("]")); closed {
				here = map[string]string{}
				all[string(bytes.Join(bytes.Fields(name), []byte(" ")))] = here
			}
		case here != nil:
			if name, value, found := bytes.Cut(line, []byte("=")); found {
				here[string(bytes.ToLower(bytes.TrimSpace(name)))] = string(bytes.TrimSpace(value))
			}
		}
	}
	return all
}
