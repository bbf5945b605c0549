package aws

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strconv"

	"firebreak/providers"
)

// Why a profile of the vendor's tools holds no key that could be read.
const (
	ProfileDevice  providers.Reason = "profile_device"  // its role wants the code of a device, and no session of it is kept
	ProfileProgram providers.Reason = "profile_program" // a program makes it, which is not run from here
	ProfileMachine providers.Reason = "profile_machine" // the machine's own service gives it, which is not asked
	ProfileSignIn  providers.Reason = "profile_sign_in" // nobody is signed in
)

// lack is why a profile, or the one that it leads to, holds no key: providers.ErrNoAdmin, with the
// reason where there is one.
func (f shared) lack(profile string) error {
	var before []string
	for !slices.Contains(before, profile) {
		own := f.config[configSection(profile)]
		for _, one := range []struct {
			setting string
			why     providers.Reason
		}{
			{"mfa_serial", ProfileDevice}, {"credential_process", ProfileProgram}, {"credential_source", ProfileMachine},
			{"sso_session", ProfileSignIn}, {"sso_start_url", ProfileSignIn},
		} {
			if own[one.setting] != "" {
				return errors.Join(&providers.Refusal{Why: one.why}, providers.ErrNoAdmin)
			}
		}
		before, profile = append(before, profile), own["source_profile"]
	}
	return providers.ErrNoAdmin
}

// signedIn is the session of a role that wants the code of a device, as the vendor's tools keep it:
// in a file that is named for what was asked. Whether it is still good its use tells.
func (f shared) signedIn(own map[string]string) (parts []providers.Secret, from string, ok bool) {
	asked := map[string]any{"RoleArn": own["role_arn"], "SerialNumber": own["mfa_serial"]}
	for name, setting := range map[string]string{"ExternalId": "external_id", "RoleSessionName": "role_session_name"} {
		if own[setting] != "" {
			asked[name] = own[setting]
		}
	}
	if n, err := strconv.Atoi(own["duration_seconds"]); err == nil {
		asked["DurationSeconds"] = n
	}
	sum := sha1.Sum(spaced(asked))
	path := filepath.Join(f.home, ".aws", "cli", "cache", hex.EncodeToString(sum[:])+".json")
	text, err := f.read(path)
	if err != nil {
		return nil, "", false
	}
	defer clear(text)
	var kept struct {
		Credentials struct {
			ID     string           `json:"AccessKeyId"`
			Secret providers.Secret `json:"SecretAccessKey"`
			Token  providers.Secret `json:"SessionToken"`
		}
	}
	c := &kept.Credentials
	if json.Unmarshal(text, &kept) != nil || providers.CleanID(c.ID) == "" || c.Secret.IsEmpty() || c.Token.IsEmpty() {
		return nil, "", false
	}
	return append(secrets(c.ID), c.Secret, c.Token), path, true
}

// spaced writes an object as the vendor's tools do before they name a file for it: sorted, and with a
// space behind each colon and comma.
func spaced(object map[string]any) []byte {
	out := []byte{'{'}
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		if i > 0 {
			out = append(out, ", "...)
		}
		key, _ := json.Marshal(name)           // plain values always encode
		value, _ := json.Marshal(object[name]) //
		out = append(append(append(out, key...), ": "...), value...)
	}
	return append(out, '}')
}
