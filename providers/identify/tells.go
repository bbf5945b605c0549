package identify

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
)

// teller reads out of a value what it tells about itself. Nothing of it is believed: it comes
// from whoever made the value.
type teller func(value string) map[string]string

var tellers = map[string]teller{
	"aws-account":     awsAccount,
	"aws-bedrock":     awsBedrock,
	"aws-bedrock-url": awsBedrockURL,
	"github-owner":    githubOwner,
	"gitlab-routable": gitlabTells,
	"slack":           slackTells,
	"slack-webhook":   slackWebhook,
	"slack-app":       func(v string) map[string]string { return parts(v, "-", "", "", "app", "", "") },
	"sendgrid":        func(v string) map[string]string { return parts(v, ".", "", "key_id", "") },
	"tailscale":       func(v string) map[string]string { return parts(v, "-", "", "", "key_id", "") },
	"before-last-dot": func(v string) map[string]string { return one("token_id", v[:max(0, strings.LastIndexByte(v, '.'))]) },
	"before-colon":    func(v string) map[string]string { return one("id", before(v, ":")) },
	"before-pipe":     func(v string) map[string]string { return one("app", before(v, "|")) },
	"after-dash":      func(v string) map[string]string { return one("data_center", v[strings.LastIndexByte(v, '-')+1:]) },
	"hubspot":         func(v string) map[string]string { return parts(v, "-", "", "data_center", "") },
	"salesforce":      func(v string) map[string]string { return one("organization", before(v, "!")) },
	"json": func(v string) map[string]string {
		return jsonTells(v[strings.LastIndexByte(v, '_')+1:], "o", "n", "id", "m.r")
	},
	"json-sentry": sentryTells,
	"json-middle": mapboxTells,
	"json-public": func(v string) map[string]string {
		return jsonTells(strings.TrimPrefix(v, "ops_"), "signInAddress", "email")
	},
	"discord":           discordTells,
	"jfrog":             jfrogTells,
	"cask":              caskTells,
	"azure-role":        azureRole,
	"connection-string": connectionString,
	"workos": func(v string) map[string]string {
		raw, err := decode64(v[strings.LastIndexByte(v, '_')+1:])
		if err != nil {
			return nil
		}
		defer clear(raw)
		return one("key_id", before(string(raw), ","))
	},
	"macaroon": macaroonTells,
	"jwt": func(v string) map[string]string {
		_, claims := jwtParts(v[strings.Index(v, "eyJ"):])
		return jwtTells(claims)
	},
}

// mostTold bounds one thing that a value tells.
const mostTold = 100

// one is a single fact; what is empty, long or of strange characters is left out.
func one(name, value string) map[string]string {
	out := map[string]string{}
	put(out, name, value)
	return out
}

func put(to map[string]string, name, value string) {
	if name != "" && value != "" && len(value) <= mostTold && providers.FromOutside(value).Line(mostTold) == value {
		to[name] = value
	}
}

func before(v, mark string) string { head, _, _ := strings.Cut(v, mark); return head }

// parts names the pieces between separators; "" skips one, and the last takes the rest.
func parts(v, separator string, names ...string) map[string]string {
	out := map[string]string{}
	pieces := strings.SplitN(v, separator, len(names))
	for i, p := range pieces {
		put(out, names[i], strings.TrimSuffix(p, "CNTRL"))
	}
	return out
}

// awsAccount: the account number stands in the first bits of an id's body. Older ids do not
// carry it.
func awsAccount(v string) map[string]string {
	if len(v) != 20 || v[4] < 'Q' && v[4] >= 'A' && (v[4] == 'I' || v[4] == 'J') {
		return nil
	}
	raw, err := base32.StdEncoding.DecodeString(v[4:])
	if err != nil || len(raw) < 6 {
		return nil
	}
	n := binary.BigEndian.Uint64(append([]byte{0, 0}, raw[:6]...)) & 0x7FFFFFFFFF80 >> 7
	return one("account", fmt.Sprintf("%012d", n))
}

func awsBedrock(v string) map[string]string {
	raw, err := decode64(strings.TrimPrefix(v, "ABSK"))
	if err != nil {
		return nil
	}
	defer clear(raw)
	user, _, _ := strings.Cut(string(raw), ":")
	out := map[string]string{}
	if name, account, ok := strings.Cut(user, "-at-"); ok {
		put(out, "user", name)
		put(out, "account", account)
	}
	return out
}

func awsBedrockURL(v string) map[string]string {
	raw, err := decode64(strings.TrimPrefix(v, "bedrock-api-key-"))
	if err != nil {
		return nil
	}
	defer clear(raw)
	_, query, _ := strings.Cut(string(raw), "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		return nil
	}
	out := map[string]string{}
	if scope := strings.Split(q.Get("X-Amz-Credential"), "/"); len(scope) >= 3 {
		put(out, "access_key_id", scope[0])
		put(out, "region", scope[2])
	}
	put(out, "date", q.Get("X-Amz-Date"))
	put(out, "lifetime_seconds", q.Get("X-Amz-Expires"))
	return out
}

func githubOwner(v string) map[string]string {
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(v[13:20])
	if err != nil || len(raw) < 4 {
		return nil
	}
	return one("user_id", strconv.FormatUint(uint64(binary.BigEndian.Uint32(raw)), 10))
}

// gitlabTells reads the lines of a routable token: o organisation, u user, g group, p project.
func gitlabTells(v string) map[string]string {
	_, body, _ := strings.Cut(v, "-")
	raw, err := decode64(before(body, "."))
	if err != nil || len(raw) < 18 {
		return nil
	}
	names := map[string]string{"o": "organization", "u": "user", "g": "group", "p": "project", "t": "runner_type", "c": "cell"}
	out := map[string]string{}
	for line := range bytes.Lines(raw[16 : len(raw)-1]) {
		key, value, _ := strings.Cut(strings.TrimSpace(string(line)), ":")
		if n, err := strconv.ParseUint(value, 36, 63); err == nil {
			put(out, names[key], strconv.FormatUint(n, 10))
		}
	}
	return out
}

func slackTells(v string) map[string]string {
	return parts(v, "-", "", "workspace", "id", "")
}

func slackWebhook(v string) map[string]string {
	out := map[string]string{}
	pieces := strings.Split(v, "/")
	if len(pieces) >= 7 {
		put(out, "workspace", pieces[4])
		put(out, "integration", pieces[5])
	}
	return out
}

// jsonTells decodes base64 JSON and gives the named fields; a dot leads into an object.
func jsonTells(text string, fields ...string) map[string]string {
	raw, err := decode64(text)
	if err != nil {
		return nil
	}
	defer clear(raw)
	var object map[string]any
	if json.Unmarshal(raw, &object) != nil {
		return nil
	}
	out := map[string]string{}
	for _, f := range fields {
		at := object
		name := f
		if outer, inner, ok := strings.Cut(f, "."); ok {
			at, _ = object[outer].(map[string]any)
			name = inner
		}
		switch v := at[name].(type) {
		case string:
			put(out, f, v)
		case float64:
			put(out, f, strconv.FormatFloat(v, 'f', -1, 64))
		}
	}
	return out
}

func sentryTells(v string) map[string]string {
	body := strings.TrimPrefix(v, "sntrys_")
	return jsonTells(body[:max(0, strings.LastIndexByte(body, '_'))], "org", "region_url", "url")
}

func mapboxTells(v string) map[string]string {
	pieces := strings.Split(v, ".")
	if len(pieces) != 3 {
		return nil
	}
	return jsonTells(pieces[1], "u", "a")
}

func discordTells(v string) map[string]string {
	raw, err := decode64(before(v, "."))
	if err != nil {
		return nil
	}
	out := one("bot_id", string(raw))
	if n, err := strconv.ParseUint(string(raw), 10, 63); err == nil {
		const epoch = 1_420_070_400_000 // milliseconds: the start of 2015
		put(out, "created", time.UnixMilli(int64(n>>22)+epoch).UTC().Format(time.DateOnly))
	}
	return out
}

func jfrogTells(v string) map[string]string {
	raw, err := decode64(v)
	if err != nil {
		return nil
	}
	defer clear(raw)
	pieces := strings.SplitN(string(raw), ":", 4)
	if len(pieces) < 3 {
		return nil
	}
	out := map[string]string{}
	if n, err := strconv.ParseInt(pieces[2], 10, 64); err == nil && n > 0 {
		put(out, "expires", time.Unix(n, 0).UTC().Format(time.RFC3339))
	}
	return out
}

// macaroonTells: where a token of a package index counts.
func macaroonTells(v string) map[string]string {
	raw, err := decode64(strings.TrimPrefix(v, "pypi-"))
	if err != nil || len(raw) < 4 || raw[0] != 2 {
		return nil
	}
	defer clear(raw)
	n := int(raw[2])
	if 3+n > len(raw) {
		return nil
	}
	return one("location", string(raw[3:3+n]))
}

// decode64 takes every usual spelling of base64.
func decode64(text string) ([]byte, error) {
	return base64.RawStdEncoding.DecodeString(standard64.Replace(strings.TrimRight(text, "=")))
}

// standard64 turns the letters that are safe in addresses into the usual ones.
var standard64 = strings.NewReplacer("-", "+", "_", "/")

// jwtParts reads header and claims of a JSON Web Token; nil where it is none.
func jwtParts(v string) (header, claims map[string]any) {
	pieces := strings.Split(v, ".")
	if len(pieces) != 3 {
		return nil, nil
	}
	for i, to := range []*map[string]any{&header, &claims} {
		raw, err := decode64(pieces[i])
		if err != nil || json.Unmarshal(raw, to) != nil {
			return nil, nil
		}
	}
	return header, claims
}

func jwtTells(claims map[string]any) map[string]string {
	out := map[string]string{}
	for _, name := range []string{"iss", "sub", "aud", "role", "ref"} {
		if s, ok := claims[name].(string); ok {
			put(out, name, s)
		}
	}
	for _, name := range []string{"iat", "exp"} {
		if n, ok := claims[name].(float64); ok && n > 0 && n < 1e11 {
			put(out, name, time.Unix(int64(n), 0).UTC().Format(time.RFC3339))
		}
	}
	return out
}
