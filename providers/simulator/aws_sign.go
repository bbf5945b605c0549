package simulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// awsSkew is how far a signature's time may be from ours, as the vendor documents.
const awsSkew = 15 * time.Minute

// awsSigned checks a request's signature (Signature Version 4) for one service with the key that
// it names, apart from whether that key still works.
func (c *call) awsSigned(service string) bool {
	fields := map[string]string{}
	scheme, rest, _ := strings.Cut(c.req.Header.Get("Authorization"), " ")
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		fields[name] = value
	}
	scope := strings.Split(fields["Credential"], "/")
	date := c.req.Header.Get("X-Amz-Date")
	at, err := time.Parse("20060102T150405Z", date)
	if scheme != "AWS4-HMAC-SHA256" || err != nil || len(scope) != 5 || scope[1] != date[:8] || scope[3] != service || scope[4] != "aws4_request" ||
		c.now.Sub(at).Abs() > awsSkew {
		return false
	}
	canonical, covered := c.awsCanonical(strings.Split(fields["SignedHeaders"], ";"))
	sum := sha256.Sum256([]byte(canonical))
	text := strings.Join([]string{scheme, date, strings.Join(scope[1:], "/"), hex.EncodeToString(sum[:])}, "\n")
	key := []byte("AWS4" + plain(c.by.secret.Parts()[1]))
	for _, step := range append(scope[1:], text) {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(step))
		key = mac.Sum(nil)
	}
	return covered && hmac.Equal([]byte(hex.EncodeToString(key)), []byte(fields["Signature"]))
}

// awsCanonical is the text that is signed. covered tells whether everything that must be is: where
// the request goes, when it was made, and a session's token.
func (c *call) awsCanonical(names []string) (text string, covered bool) {
	var headers strings.Builder
	seen := map[string]bool{}
	for _, name := range names {
		value := strings.Join(strings.Fields(strings.Join(c.req.Header.Values(name), ",")), " ")
		switch name {
		case "host":
			value = c.req.Host
		case "content-length":
			value = strconv.FormatInt(c.req.ContentLength, 10)
		}
		headers.WriteString(name + ":" + value + "\n")
		seen[name] = true
	}
	sum := sha256.Sum256(c.body)
	covered = seen["host"] && seen["x-amz-date"] && (seen["x-amz-security-token"] || c.req.Header.Get("X-Amz-Security-Token") == "")
	return strings.Join([]string{c.method, c.req.URL.EscapedPath(), c.req.URL.RawQuery, headers.String(), strings.Join(names, ";"), hex.EncodeToString(sum[:])}, "\n"), covered
}

// awsToken is what a session's key must bring along; "" for the keys of users.
func (c *call) awsToken() string {
	if parts := c.by.secret.Parts(); len(parts) > 2 {
		return plain(parts[2])
	}
	return ""
}

// awsCaller lets a living key with a good signature pass.
func (c *call) awsCaller(service string) *answer {
	var no answer
	switch {
	case c.by != nil && !c.by.expires.IsZero() && !c.now.Before(c.by.expires):
		no = awsError(http.StatusForbidden, "ExpiredToken", "The security token included in the request is expired")
	case !c.lives(), c.req.Header.Get("X-Amz-Security-Token") != c.awsToken():
		no = awsError(http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
	case !c.awsSigned(service):
		no = awsError(http.StatusForbidden, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.")
	case c.by.busy(c.now):
		no = awsError(http.StatusBadRequest, "Throttling", "Rate exceeded")
	default:
		return nil
	}
	return &no
}

// awsAdmin lets such a key of somebody with every right pass.
func (c *call) awsAdmin(service string) *answer {
	if no := c.awsCaller(service); no != nil {
		return no
	}
	if !c.hits.has("no_right") && (c.by.user != nil && c.by.user.role == "owner" || c.by.ref == awsAdminRef) {
		return nil
	}
	action := awsAction(c.op)
	no := awsError(http.StatusForbidden, "AccessDenied", "User: "+c.w.awsARN(c.by)+" is not authorized to perform: "+service+":"+action+" because no identity-based policy allows the "+service+":"+action+" action")
	return &no
}
