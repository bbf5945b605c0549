package transport

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"

	"firebreak/providers"
)

// ErrCredential: a credential is empty, or holds what cannot stand in a header.
var ErrCredential = errors.New("the credential is empty or not sendable")

// ErrSeat: a second credential would take the place of the first, or stand in the path.
var ErrSeat = errors.New("a second credential has no place of its own")

type seat int

const (
	nowhere seat = iota
	inBearer
	inHeader
	inBasic
	inQuery
	inPath
	inSignature
)

// Auth says which credential a call carries and where it sits. The zero value is none, and
// then the request carries none: neither environment, base URL nor cookies can add one.
type Auth struct {
	seat   seat
	name   string // of the header, the parameter, the path part; the user for basic
	secret providers.Secret

	service, region string // of a signature
}

// Bearer puts the secret into the Authorization header.
func Bearer(s providers.Secret) Auth { return Auth{seat: inBearer, secret: s} }

// Header puts the secret into the named header.
func Header(name string, s providers.Secret) Auth { return Auth{seat: inHeader, name: name, secret: s} }

// Basic sends the user name with the secret as its password.
func Basic(user string, s providers.Secret) Auth { return Auth{seat: inBasic, name: user, secret: s} }

// InQuery puts the secret into the named query parameter, where a vendor leaves no other way.
func InQuery(name string, s providers.Secret) Auth { return Auth{seat: inQuery, name: name, secret: s} }

// InPath puts the secret into the named part of the route's path.
func InPath(name string, s providers.Secret) Auth { return Auth{seat: inPath, name: name, secret: s} }

// check refuses what the standard library would refuse with words of its own, and what would
// be cut or bent on the way.
func (a Auth) check() error {
	switch {
	case a.seat == nowhere, a.seat == inSignature && signable(a.secret), a.seat != inSignature && sendable(a.secret, a.seat == inBasic):
		return nil
	}
	return ErrCredential
}

// sendable reports whether a value is printable, without spaces; encoded ones may have any.
func sendable(s providers.Secret, encoded bool) bool {
	ok := false
	s.Expose(func(b []byte) {
		ok = len(b) > 0
		for _, c := range b {
			ok = ok && (c > ' ' && c < 0x7f || encoded && c >= ' ' && c != 0x7f)
		}
	})
	return ok
}

// checkBeside is check for a credential beside another one, which must not take its place.
func (a Auth) checkBeside(first Auth) error {
	if a.seat == inPath || a.seat != nowhere && a.seat == first.seat && a.name == first.name {
		return ErrSeat
	}
	return a.check()
}

// inURL reports whether the credential stands in the address of the request.
func (a Auth) inURL() bool { return a.seat == inQuery || a.seat == inPath }

// dress adds the credential to a request's header and URL. The path part is filled by the plan.
func (a Auth) dress(header http.Header, target *url.URL) {
	a.secret.Expose(func(b []byte) {
		switch a.seat {
		case inBearer:
			header.Set("Authorization", joined("Bearer ", b))
		case inHeader:
			header.Set(a.name, string(b))
		case inBasic:
			pair := append([]byte(a.name+":"), b...)
			text := base64.StdEncoding.AppendEncode(nil, pair)
			header.Set("Authorization", joined("Basic ", text))
			clear(pair)
			clear(text)
		case inQuery:
			if target.RawQuery != "" {
				target.RawQuery += "&"
			}
			target.RawQuery += url.QueryEscape(a.name) + "=" + url.QueryEscape(string(b))
		}
	})
}

// joined makes the one string that a header needs and clears what it was made from.
func joined(prefix string, b []byte) string {
	whole := make([]byte, 0, len(prefix)+len(b))
	whole = append(append(whole, prefix...), b...)
	defer clear(whole)
	return string(whole)
}
