package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
)

// AWS's kinds: the access keys of users, and those of sessions.
const (
	AWSKey     providers.Kind = "aws/access-key-id"
	AWSSession providers.Kind = "aws/temporary-access-key-id"
)

const awsVendor = "aws"

const awsAdminRef Ref = "firebreak-aws-admin"

var amazon = &vendor{
	name: awsVendor, baseEnv: "FIREBREAK_AWS_BASE_URL", adminEnv: awsVarID, admin: awsAdminRef, adminKind: AWSKey,
	forms: map[providers.Kind]form{
		AWSKey:          {body: 40, alphabet: base64u[:62] + "+/", tail: [2]time.Duration{3 * time.Second, 5 * time.Second}},
		AWSSession:      {body: 40, alphabet: base64u[:62] + "+/"},
		AWSBedrock:      {body: 40, alphabet: alnum},
		AWSBedrockShort: {body: 40, alphabet: base64u[:62] + "+/"},
	},
	ids:       idForms{salt: "aws ", project: "account-", account: "AIDADRILL", audit: "event-"},
	routes:    slices.Concat(awsTokenRoutes, awsKeyRoutes, awsTrailRoutes, awsCostRoutes, awsBedrockRoutes, awsSecretRoutes),
	shown:     awsShown,
	beside:    awsBeside,
	keyID:     awsKeyID,
	leaks:     awsLeaks,
	adminVars: awsVars,
	also:      func(*World) map[string]string { return map[string]string{"AWS_REGION": awsSecretHome} },
	op:        awsOp,
	reads:     awsReads,
	wrong:     func(status int, code, _, message string) answer { return awsError(status, code, message) },
	sorry:     awsSorry,
	header:    func(request string) map[string]string { return map[string]string{"x-amzn-requestid": request} },
	event:     awsEvent,
	lineItem:  func(model, part string) string { return model + " " + part },
	builtin:   awsBuiltin, background: awsBackground,
}

// The variables and fields in which AWS's own tools keep the two halves of a key.
const (
	awsVarID     = "AWS_ACCESS_KEY_ID"
	awsVarSecret = "AWS_SECRET_ACCESS_KEY"
)

func awsVars(admin providers.Secret) map[string]string {
	parts := admin.Parts()
	return map[string]string{awsVarID: plain(parts[0]), awsVarSecret: plain(parts[1])}
}

// awsLeaks are the lines of a credentials file.
func awsLeaks(s providers.Secret) string {
	parts := s.Parts()
	if len(parts) < 2 {
		return "AWS_BEARER_TOKEN_BEDROCK=" + plain(s)
	}
	lines := "aws_access_key_id = " + plain(parts[0]) + "\naws_secret_access_key = " + plain(parts[1])
	if len(parts) > 2 {
		lines += "\naws_session_token = " + plain(parts[2])
	}
	return lines
}

const base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// awsKeyID makes the id of a key. All of a world begin alike, for the account's number stands in
// an id; that of a drill is one that no account has.
func awsKeyID(seed int64, kind providers.Kind, label string, n int) string {
	account, tail := make([]byte, 5), make([]byte, 6)
	letters(stream(seed, "aws account", 0), account, base32Letters)
	letters(stream(seed, "aws "+label, n), tail, base32Letters)
	lead := "AKIA"
	switch kind {
	case AWSSession, AWSBedrockShort:
		lead = "ASIA"
	case AWSBedrock:
		lead = "ACCA"
	}
	return lead + drillMark + string(account) + string(tail)
}

// awsBeside puts the id before a key's secret, and the token of a session behind it. A Bedrock key
// stands alone.
func awsBeside(seed int64, k *key, n int) providers.Secret {
	parts := []providers.Secret{providers.NewSecret([]byte(k.id)), k.secret}
	switch k.kind {
	case AWSBedrock:
		return awsBedrockKey(seed, k)
	case AWSBedrockShort:
		return awsBedrockShortKey(seed, k, n)
	case AWSSession:
		parts = append(parts, providers.NewSecret(awsSessionToken(seed, n)))
	}
	return providers.Compound(parts...)
}

func awsSessionToken(seed int64, n int) []byte {
	token := make([]byte, 400)
	letters(stream(seed, "aws token", n), token, alnum)
	copy(token[200:], drillMark)
	return append([]byte("IQoJb3JpZ2luX2Vj"), token...)
}

// awsShown reads the id out of a signature, or what is borne.
func awsShown(r *http.Request) string {
	if value, bears := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); bears {
		return value
	}
	_, rest, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// awsOp reads the operation: the action of a form, or the target of a JSON call.
func awsOp(r *http.Request, body []byte) string {
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		return target
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return ""
	}
	return form.Get("Action")
}

// awsAction is the name of an operation without what its service puts before it.
func awsAction(op string) string { return op[strings.LastIndexByte(op, '.')+1:] }

// awsReads goes by the name, as the vendor's own do.
func awsReads(op string) bool {
	name := awsAction(op)
	return op == "" || slices.ContainsFunc([]string{"Get", "BatchGet", "List", "Lookup", "Describe", "Assume", "Simulate"}, func(verb string) bool { return strings.HasPrefix(name, verb) })
}

// awsEvent names acts as the vendor's log does.
func awsEvent(did deed, on *key) string {
	if on == nil || awsRole(on) {
		return ""
	}
	return map[deed]string{keyMade: "CreateAccessKey", keyChanged: "UpdateAccessKey", keyEnded: "DeleteAccessKey"}[did]
}
