package transport

import (
	"errors"
	"net/url"
	"strings"

	"firebreak/providers"
)

// piece is a literal of a path template or the name of a value.
type piece struct {
	text   string
	isVar  bool
	isMany bool // it may hold slashes
}

// splitTemplate reads "/keys/{key_id}:disable" into its pieces. The value of a name that ends
// in "...", as in "/data/{path...}", may be several segments.
func splitTemplate(path string) ([]piece, error) {
	bad := errors.New("path template is not sound")
	if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "?#%\\ ") || !plainPath(path) {
		return nil, bad
	}
	var pieces []piece
	for path != "" {
		literal, rest, found := strings.Cut(path, "{")
		pieces = append(pieces, piece{text: literal})
		if !found {
			if strings.Contains(literal, "}") {
				return nil, bad
			}
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || name == "" || strings.ContainsAny(name, "{/") || strings.Contains(literal, "}") {
			return nil, bad
		}
		name, many := strings.CutSuffix(name, "...")
		pieces = append(pieces, piece{text: name, isVar: true, isMany: many})
		path = after
	}
	return pieces, nil
}

// fill puts the values into a template, escaped. The credential, where the path holds it, is
// turned into text by show.
func fill(template string, values map[string]string, auth Auth, show func(providers.Secret) string) (string, error) {
	pieces, err := splitTemplate(template)
	if err != nil {
		return "", ErrPath
	}
	var b strings.Builder
	used, seated := 0, auth.seat != inPath
	for _, p := range pieces {
		switch value := values[p.text]; {
		case !p.isVar:
			b.WriteString(p.text)
		case auth.seat == inPath && p.text == auth.name:
			b.WriteString(show(auth.secret))
			seated = true
		case !p.isMany && strings.Contains(value, "/"):
			return "", ErrPath
		default:
			segments := strings.Split(value, "/")
			for i, segment := range segments {
				if providers.CleanID(segment) == "" {
					return "", ErrPath
				}
				segments[i] = url.PathEscape(segment)
			}
			b.WriteString(strings.Join(segments, "/"))
			used++
		}
	}
	if used != len(values) || !seated {
		return "", ErrPath // a value without a place is a mistaken route
	}
	return b.String(), nil
}

// reveal gives the secret as it stands in a path.
func reveal(s providers.Secret) string {
	text := ""
	s.Expose(func(b []byte) { text = url.PathEscape(string(b)) })
	return text
}
