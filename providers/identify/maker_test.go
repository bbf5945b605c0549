package identify

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"net/url"
	"strings"

	"firebreak/providers"
)

// maker makes values of kinds at run time, so that no scanner takes these files for leaks.
type maker struct{ r *rand.Rand }

func (m maker) letters(set string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = set[m.r.IntN(len(set))]
	}
	return string(b)
}

// of makes a value of a form; its length is within what the form takes, not far above the least.
func (m maker) of(seq sequence) string {
	var b strings.Builder
	for _, a := range seq {
		if a.literal != "" {
			b.WriteString(a.literal)
			continue
		}
		var set []byte
		for c := range a.set {
			if a.set[c] {
				set = append(set, byte(c))
			}
		}
		n := a.least
		if a.most > a.least {
			n += m.r.IntN(min(a.most-a.least, 24) + 1)
		}
		b.WriteString(m.letters(string(set), n))
	}
	return b.String()
}

// value makes a whole value of a kind: its check digits hold, and it looks like no example.
func (m maker) value(k *kind) string {
	if make := structured[k.name]; make != nil {
		return make(m)
	}
	for range 1000 {
		s := k.specs[m.r.IntN(len(k.specs))]
		if s.unusual != "" {
			continue
		}
		v := m.of(s.seq)
		if k.Check != "" {
			v = m.completed(k.Check, v, len(s.prefix()))
		}
		if n, ok := s.seq.match([]byte(v)); ok && n == len(v) && !s.example([]byte(v)) && (k.check == nil || k.check([]byte(v), len(s.prefix()))) {
			return v
		}
	}
	return ""
}

// completed puts the check digits to a value; one that they make unfit for its form is made again.
func (m maker) completed(check, v string, prefix int) string {
	b := []byte(v)
	n := len(b)
	switch check {
	case "crc32-base62":
		return v[:n-6] + inBase(crc32.ChecksumIEEE(b[prefix:n-6]), digits62, 6)
	case "crc32-base62-lower":
		return v[:n-6] + inBase(crc32.ChecksumIEEE(b[:n-6]), digits62Lower, 6)
	case "crc32-base62-tail":
		return v[:n-6] + inBase(crc32.ChecksumIEEE(b[strings.LastIndexByte(v, '_')+1:n-6]), digits62, 6)
	case "crc32-hex":
		return v[:n-8] + fmt.Sprintf("%08x", crc32.ChecksumIEEE(b[prefix:n-8]))
	case "crc32-hex-whole":
		return v[:n-8] + fmt.Sprintf("%08x", crc32.ChecksumIEEE(b[:n-8]))
	case "crc32-hex-tail":
		return v[:n-8] + fmt.Sprintf("%08x", crc32.ChecksumIEEE(b[prefix:n-9]))
	case "crc32-hex-equals":
		return v[:n-8] + fmt.Sprintf("%08X", crc32.ChecksumIEEE(b[:n-9]))
	case "crc32-hex-little":
		return v[:n-8] + fmt.Sprintf("%x", binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(b[:n-9])))
	case "gitlab-routable":
		dot := strings.IndexByte(v[prefix:], '.')
		v = v[:n-9] + inBase(uint32(dot), digits36, 2)
		return v + inBase(crc32.ChecksumIEEE([]byte(v)), digits36, 7)
	case "github-fine-grained":
		sum := sha256.Sum256(b[:77])
		return v[:77] + base32.StdEncoding.EncodeToString(sum[:])[:8] + v[85:]
	case "cask":
		return v[:80] + caskDigits(v[:80])
	}
	if seeds, ok := strings.CutPrefix(check, "his:"); ok {
		list := strings.Split(seeds, ",")
		return identified(v, list[m.r.IntN(len(list))])
	}
	for _, known := range vectors { // that of age cannot be computed backwards here
		if known.check == check {
			return known.prefix + known.head + known.tail
		}
	}
	return v
}

// caskDigits are the check digits behind an Azure key of the second generation, by the rule of
// checks.go written once more.
func caskDigits(v string) string {
	raw, err := base64.StdEncoding.DecodeString(v)
	if err != nil {
		return ""
	}
	sum := binary.LittleEndian.AppendUint32(nil, marvin(raw, "Default0"))
	text := strings.TrimLeft(inBase(binary.BigEndian.Uint32(sum), digits62, 6), "0")
	return (text + "000000")[:4]
}

// identified puts the check digits of a role to an Azure key of the first generation, in the
// letters of base64 that it has.
func identified(v, seed string) string {
	raw, err := decode64(v)
	if err != nil {
		return ""
	}
	sum := len(raw) - 4
	raw = binary.LittleEndian.AppendUint32(raw[:sum], marvin(raw[:sum], seed))
	if strings.ContainsAny(v, "-_") {
		return base64.URLEncoding.EncodeToString(raw)
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// structured make values of the kinds that code recognises.
var structured = map[providers.Kind]func(m maker) string{
	"google/service-account-key": func(m maker) string {
		t, _ := json.Marshal(map[string]string{"type": "service_account", "project_id": "shop-417203", "private_key_id": m.letters("0123456789abcdef", 40),
			"private_key": m.pem("PRIVATE KEY"), "client_email": "deploy@shop-417203.iam.gserviceaccount.com"})
		return string(t)
	},
	"azure/sas-token": func(m maker) string {
		return "https://shop" + m.letters("0123456789", 6) + ".blob.core.windows.net/media?sv=2024-11-04&ss=b&srt=co&sp=rl&se=2027-01-01T00%3A00%3A00Z&s" + "ig=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(m.letters(digits62, 32))))
	},
	"github/stateless-installation-token": func(m maker) string {
		return "ghs_" + m.letters("123456789", 7) + "_" + m.jwt(map[string]any{"iss": "github", "exp": 1_795_000_000})
	},
	"kubernetes/service-account-token": func(m maker) string {
		return m.jwt(map[string]any{"iss": "kubernetes/serviceaccount", "sub": "system:serviceaccount:shop:deploy"})
	},
	"supabase/service-role-jwt": func(m maker) string {
		return m.jwt(map[string]any{"iss": "supabase", "role": "service_role", "ref": "abcdef"})
	},
	"snowflake/programmatic-access-token": func(m maker) string { return m.jwt(map[string]any{"iss": "SF:1049", "exp": 1_795_000_000}) },
	"temporal/cloud-api-key": func(m maker) string {
		return m.jwt(map[string]any{"iss": "temporal.io", "key_id": m.letters(digits62, 32)})
	},
	"github/actions-oidc-token": func(m maker) string {
		return m.jwt(map[string]any{"iss": "https://token.actions.githubusercontent.com"})
	},
	"google/id-token":           func(m maker) string { return m.jwt(map[string]any{"iss": "https://accounts.google.com"}) },
	"azure/entra-id-token":      func(m maker) string { return m.jwt(map[string]any{"iss": "https://sts.windows.net/0f3c/"}) },
	"mongodb/connection-uri":    func(m maker) string { return m.uri("mongodb+srv", "cluster0.ab1cd.mongodb.net") },
	"mysql/connection-uri":      func(m maker) string { return m.uri("mysql", "db.example.org:3306") },
	"postgresql/connection-uri": func(m maker) string { return m.uri("postgres", "db.example.org:5432") },
	"redis/connection-uri":      func(m maker) string { return m.uri("rediss", "cache.example.org:6379") },
	"rabbitmq/connection-uri":   func(m maker) string { return m.uri("amqps", "mq.example.org") },
	"sqlserver/connection-uri":  func(m maker) string { return m.uri("sqlserver", "db.example.org:1433") },
	"private-key/rsa":           func(m maker) string { return m.pem("RSA PRIVATE KEY") },
	"private-key/pkcs8":         func(m maker) string { return m.pem("PRIVATE KEY") },
	"private-key/ec":            func(m maker) string { return m.pem("EC PRIVATE KEY") },
	"private-key/openssh":       func(m maker) string { return m.pem("OPENSSH PRIVATE KEY") },
	"private-key/putty":         maker.putty,
	"private-key/pgp":           func(m maker) string { return m.pem("PGP PRIVATE KEY BLOCK") },
}

func (m maker) uri(scheme, host string) string {
	return scheme + "://shop:" + m.letters(digits62, 18) + "@" + host + "/shop"
}

func (m maker) jwt(claims map[string]any) string {
	t, _ := json.Marshal(claims)
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString(t) + "." + m.letters(digits62+"_-", 86)
}

// pem is a key file of eight lines.
func (m maker) pem(label string) string {
	var b strings.Builder
	b.WriteString("-----BEGIN " + label + "-----\n")
	for range 8 {
		b.WriteString(m.letters(digits62+"+/", 64) + "\n")
	}
	return b.String() + "-----END " + label + "-----"
}

// putty is a key file of PuTTY's with three lines of a private key.
func (m maker) putty() string {
	line := func() string { return m.letters(digits62+"+/", 64) + "\n" }
	return "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: kim@laptop\nPublic-Lines: 2\n" + line() + line() +
		"Private-Lines: 3\n" + line() + line() + line() + "Private-MAC: " + m.letters("0123456789abcdef", 64)
}
