package identify

import (
	"bytes"
	"slices"
	"strings"
)

// Credentials that are told by their structure: key files, JSON Web Tokens, addresses with a
// password, signed addresses, key files in JSON.

// marks begin what is told by its structure, with the function that reads it.
var marks = []struct {
	text string
	read func(s *scan, at int)
}{
	{"-----BEGIN", (*scan).pem}, {"eyJ", (*scan).jwt}, {"AAAA", (*scan).sshPublic},
	{"://", (*scan).addressAt}, {"sig=", (*scan).signed}, {"service_account", (*scan).serviceAccount},
	{"PuTTY-User-Key-File-", (*scan).putty},
}

// structures reads what the marks begin that were met.
func (s *scan) structures() {
	for _, m := range s.met {
		marks[m.mark].read(s, m.at)
	}
}

// met is a place of one of the marks.
type met struct{ mark, at int }

func (s *scan) structure(from, to int, id string, why Because, decoded map[string]string) {
	k := s.t.kindNamed(id)
	if k == nil {
		return
	}
	h := hit{from: from, to: to, kind: k, verdict: IsMatch, confidence: High, why: why, decoded: decoded, rank: rankWhole}
	if k.Public {
		h.verdict, h.confidence, h.why = IsPublic, None, BecausePublished
	}
	s.hits = append(s.hits, h)
}

// pemKinds are the kinds of key files by their label.
var pemKinds = map[string]string{
	"RSA PRIVATE KEY": "private-key/rsa", "PRIVATE KEY": "private-key/pkcs8", "ENCRYPTED PRIVATE KEY": "private-key/pkcs8", "EC PRIVATE KEY": "private-key/ec",
	"DSA PRIVATE KEY": "private-key/rsa", "OPENSSH PRIVATE KEY": "private-key/openssh", "PGP PRIVATE KEY BLOCK": "private-key/pgp",
}

const mostPEM = 32 << 10

// pem takes a key file with its lines, also where the line ends are written out, or where it stands
// in a form's field with a plus for each blank.
func (s *scan) pem(at int) {
	text := s.text[at:min(len(s.text), at+mostPEM)]
	first := text[len("-----BEGIN"):min(len(text), 60)]
	label, _, ok := strings.Cut(string(first), "-----")
	if !ok || label == "" || label[0] != ' ' && label[0] != '+' {
		return
	}
	end := s.frameEnd(at) - at
	if end >= len(text) || !hasPrefix(text[end:], "-----END"+label+"-----") {
		end = -1
	}
	label = strings.ReplaceAll(label, "+", " ")[1:]
	id, private := pemKinds[label]
	switch {
	case end < 0 && private && len(bytes.TrimSpace(text)) > 80:
		s.hits = append(s.hits, hit{from: at, to: at + len("-----BEGIN ") + len(label) + 5, kind: s.t.kindNamed(id), verdict: IsTruncated, confidence: None, why: BecauseCut, rank: rankCut})
	case end < 0 || bytes.IndexByte(text[:end], '%') >= 0: // read where these escapes are undone
	case bytes.Contains(text[1:end], text[:len("-----BEGIN")]), prose(text[min(end, len("-----BEGIN -----")+len(label)):end]): // code that speaks of such files
	case private:
		s.keyFile(at, at+end+len(label)+14, id, text[len(label)+16:end], nil)
	case !strings.Contains(label, "PRIVATE"): // keys to be published, certificates, messages, signatures
		s.hits = append(s.hits, hit{from: at, to: at + end + len(label) + 14, verdict: IsPublic, confidence: None, why: BecausePublished, rank: rankWhole})
	}
}

// frameEnd is where the first end of a key file behind at begins, or the text's end. Places are asked for
// in the order of the text.
func (s *scan) frameEnd(at int) int {
	if s.frame <= at {
		s.frame = len(s.text)
		if n := bytes.Index(s.text[at:], []byte("-----END")); n >= 0 {
			s.frame = at + n
		}
	}
	return s.frame
}

// prose reports whether a text between two marks is words rather than lines of base64: of these, with
// headers and with what a log puts before each, less than a twentieth is blanks between two words.
func prose(b []byte) bool {
	blanks := 0
	for i := 1; i+1 < len(b); i++ {
		if b[i] == ' ' && b[i-1] > ' ' && b[i+1] > ' ' {
			blanks++
		}
	}
	return blanks*20 > len(b)
}

// jwt takes a JSON Web Token, and the vendor's own text in front of it.
func (s *scan) jwt(at int) {
	if at > 0 && urlSafe[s.text[at-1]] && !escaped(s.text[:at]) && s.text[at-1] != '_' {
		return
	}
	end, dots := at, 0
	for end < len(s.text) && end-at < mostJWT && (urlSafe[s.text[end]] || s.text[end] == '.' && dots < 2) {
		if s.text[end] == '.' {
			dots++
		}
		end++
	}
	if dots != 2 {
		return
	}
	text := string(s.text[at:end])
	header, claims := jwtParts(text)
	if header == nil || claims == nil || strings.HasSuffix(text, ".") {
		return
	}
	from, id := at, issuerOf(claims)
	if digits := bytes.LastIndex(s.text[max(0, at-24):at], []byte("ghs_")); digits >= 0 && s.text[at-1] == '_' {
		from, id = max(0, at-24)+digits, "github/stateless-installation-token"
	} else if at > 0 && s.text[at-1] == '_' {
		return
	}
	if k := s.t.kindNamed(id); k != nil {
		s.structure(from, end, id, BecauseStructure, jwtTells(claims))
		return
	}
	a := s.look(from, end)
	a.secret = true
	if s.claimed(a, s.clues(a, from, end), from, end) {
		s.hits[len(s.hits)-1].decoded, s.hits[len(s.hits)-1].rank = jwtTells(claims), rankForm
		return
	}
	s.hits = append(s.hits, hit{from: from, to: end, verdict: IsUnknown, confidence: Low, why: BecauseOpaque, decoded: jwtTells(claims), rank: rankForm})
}

const mostJWT = 16 << 10

// issuerOf is the kind of a token by its claims, "" where its issuer is not known.
func issuerOf(claims map[string]any) string {
	iss, _ := claims["iss"].(string)
	role, _ := claims["role"].(string)
	sub, _ := claims["sub"].(string)
	switch {
	case iss == "supabase" && role == "anon":
		return "supabase/anon-jwt"
	case iss == "supabase" && role == "service_role":
		return "supabase/service-role-jwt"
	case iss == "kubernetes/serviceaccount", strings.HasPrefix(sub, "system:serviceaccount:"), strings.Contains(iss, ".svc.cluster.local"):
		return "kubernetes/service-account-token"
	case strings.HasPrefix(iss, "SF:"):
		return "snowflake/programmatic-access-token"
	case iss == "temporal.io":
		return "temporal/cloud-api-key"
	case iss == "https://token.actions.githubusercontent.com":
		return "github/actions-oidc-token"
	case iss == "https://accounts.google.com" || iss == "accounts.google.com":
		return "google/id-token"
	case strings.HasPrefix(iss, "https://sts.windows.net/"), strings.HasPrefix(iss, "https://login.microsoftonline.com/"):
		return "azure/entra-id-token"
	}
	return ""
}

// schemes that a password in an address opens, with their kinds.
var uriKinds = map[string]string{
	"mongodb": "mongodb/connection-uri", "mongodb+srv": "mongodb/connection-uri", "postgres": "postgresql/connection-uri", "postgresql": "postgresql/connection-uri",
	"mysql": "mysql/connection-uri", "mysql2": "mysql/connection-uri", "mariadb": "mysql/connection-uri", "redis": "redis/connection-uri", "rediss": "redis/connection-uri",
	"amqp": "rabbitmq/connection-uri", "amqps": "rabbitmq/connection-uri", "mssql": "sqlserver/connection-uri", "sqlserver": "sqlserver/connection-uri", "clickhouse": "clickhouse/connection-uri",
}

// addressAt takes scheme://user:password@host with all behind it.
func (s *scan) addressAt(at int) {
	if at < s.address {
		return
	}
	from := at
	for from > 0 && at-from < 16 && (alphanumeric[s.text[from-1]] || s.text[from-1] == '+') {
		from--
	}
	scheme := strings.ToLower(string(s.text[from:at]))
	for scheme != "" && uriKinds[scheme] == "" && strings.HasPrefix(scheme, "n") && escaped(s.text[:from+1]) {
		scheme, from = scheme[1:], from+1
	}
	id := uriKinds[scheme]
	if id == "" {
		return
	}
	end := at + 3
	for end < len(s.text) && end-at < 600 && s.text[end] > ' ' && s.text[end] < 0x7f && bytes.IndexByte([]byte("\"'`<>\\|{}"), s.text[end]) < 0 {
		end++
	}
	end = s.hostsEnd(at, s.fieldEnd(at, end))
	for end > at && bytes.IndexByte([]byte(".,;:!?)]"), s.text[end-1]) >= 0 {
		end--
	}
	rest := s.text[at+3 : end]
	host := bytes.LastIndexByte(rest, '@')
	if host < 0 {
		return
	}
	_, password, ok := strings.Cut(string(rest[:host]), ":")
	if !ok || len(password) < 4 {
		return
	}
	s.address = end
	place, database, _ := strings.Cut(string(rest[host+1:]), "/")
	if everydayPassword(password) || localhost(place) && len(password) < 10 && !strings.ContainsAny(password, "0123456789") {
		s.hits = append(s.hits, hit{from: from, to: end, kind: s.t.kindNamed(id), verdict: IsPlaceholder, confidence: None, why: BecauseExample, rank: rankWhole})
		return
	}
	decoded := map[string]string{}
	user, _, _ := strings.Cut(string(rest[:host]), ":")
	put(decoded, "user", user)
	put(decoded, "host", place)
	put(decoded, "database", before(database, "?"))
	s.structure(from, end, id, BecauseStructure, decoded)
}

// fieldEnd is where an address ends that may stand in a field of another one: before the next field
// of that, whose mark is written out where its own are escaped.
func (s *scan) fieldEnd(at, end int) int {
	for amp := at; amp < end; amp++ {
		if s.text[amp] != '&' || bytes.IndexByte(s.text[at:amp], '@') < 0 {
			continue
		}
		if bytes.IndexByte(s.text[at:amp], '?') < 0 || s.unescaped(at) && !s.unescaped(amp) {
			return amp
		}
	}
	return end
}

// hostsEnd is where an address ends that something else follows behind a comma, as in a table: only
// another host of the address goes on there.
func (s *scan) hostsEnd(at, end int) int {
	host := bytes.LastIndexByte(s.text[at:end], '@')
	if host < 0 {
		return end
	}
	for i := at + host; i < end; i++ {
		if s.text[i] != ',' {
			continue
		}
		next := s.text[i+1 : end]
		if n := bytes.IndexAny(next, ",/?"); n >= 0 {
			next = next[:n]
		}
		if !bytes.ContainsAny(next, ".:") {
			return i
		}
	}
	return end
}

// unescaped reports whether the character at i was an escape.
func (s *scan) unescaped(i int) bool {
	at, _ := slices.BinarySearchFunc(s.new, i+1, func(g gap, at int) int { return g.at - at })
	return at < len(s.new) && s.new[at].at == i+1 && s.new[at].escape > 0
}

// localhost reports whether a host, with its port or without, is the machine itself.
func localhost(place string) bool {
	host := before(before(place, "?"), ":")
	return host == "localhost" || host == "127.0.0.1" || strings.HasPrefix(place, "[::1]")
}

// everydayPassword reports whether a password is an example's, or a reference to one.
func everydayPassword(p string) bool {
	low := strings.ToLower(p)
	for _, word := range []string{"password", "passwd", "secret", "changeme", "example", "your", "user", "root", "admin", "test", "guest", "postgres", "mysql", "redis", "pass", "pwd", "xxxx", "1234"} {
		if low == word || strings.HasPrefix(low, "your") || strings.Contains(low, "password") || strings.Contains(low, "changeme") || strings.Contains(low, "xxxx") {
			return true
		}
	}
	return strings.ContainsAny(p, "$*") && (strings.HasPrefix(p, "$") || strings.Trim(p, "*") == "") || invented([]byte(p)) && len(p) >= 8
}

// signed takes the address of a storage with its signature.
func (s *scan) signed(at int) {
	if at == 0 || s.text[at-1] != '&' && s.text[at-1] != '?' {
		return
	}
	stop := func(c byte) bool { return c <= ' ' || c >= 0x7f || bytes.IndexByte([]byte("\"'`<>\\"), c) >= 0 }
	from, end := at, at
	for from > 0 && at-from < 1000 && !stop(s.text[from-1]) {
		from--
	}
	for end < len(s.text) && end-at < 300 && !stop(s.text[end]) {
		end++
	}
	for end > at && bytes.IndexByte([]byte(".,;)]"), s.text[end-1]) >= 0 {
		end--
	}
	end = at + signedEnd(s.text[at:end])
	text := string(s.text[from:end])
	if i := strings.LastIndex(text, "https://"); i > 0 {
		from, text = from+i, text[i:]
	} else if i := strings.Index(text, "sv="); i > 0 && !strings.Contains(text, "://") {
		if text[i-1] == '?' {
			i--
		}
		from, text = from+i, text[i:]
	}
	if !strings.Contains(text, "sv=") || !strings.Contains(text, "se=") && !strings.Contains(text, "si=") {
		return
	}
	decoded := map[string]string{}
	_, query, _ := strings.Cut(text, "?")
	for _, pair := range strings.Split(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		switch name {
		case "se":
			put(decoded, "expires", strings.ReplaceAll(value, "%3A", ":"))
		case "sp":
			put(decoded, "permissions", value)
		case "sr", "ss":
			put(decoded, "service", value)
		}
	}
	s.structure(from, end, "azure/sas-token", BecauseStructure, decoded)
}

// signedEnd is where a signed address ends whose signature b begins with: before the first field
// that is none of such addresses, as where they stand in a field of another themselves.
func signedEnd(b []byte) int {
	for at := 0; ; {
		next := bytes.IndexByte(b[at:], '&')
		if next < 0 {
			return len(b)
		}
		at += next
		name, _, _ := bytes.Cut(b[at+1:], []byte{'='})
		if !slices.Contains(signedFields, string(name)) {
			return at
		}
		at++
	}
}

// signedFields are the fields of a storage's signed address that may stand behind its signature.
var signedFields = strings.Fields("sv ss srt sp st se sip spr sr si sdd skoid sktid skt ske sks skv saoid suoid scid rscc rscd rsce rscl rsct comp restype timeout snapshot versionid")
