package words

import (
	"strings"

	"firebreak/providers"
)

// kind is what is known of one kind of credential.
type kind struct {
	title  both
	parent both // that which it belongs to, where that is not the place of the vendor's dialect
	tells  both // whether the value itself names an account; empty: not known
	mints  both // what is derived from it and may outlive it; empty: not known
}

var (
	account = both{"Organisation", "Organisasi"}
	opaque  = both{"no: the value names no account", "tidak: nilainya tidak menyebut akun"}
	nothing = both{"none: this kind mints none", "tidak ada: jenis ini tidak menerbitkannya"}
)

var (
	awsAccount = both{"Account", "Akun"}
	inPart     = both{"in part: the ids of newer keys hold the account's number", "sebagian: id kunci baru memuat nomor akun"}
)

// kinds by their full names.
var kinds = map[providers.Kind]kind{
	"openai/service-account-key": {both{"service-account key", "kunci akun layanan"}, both{}, opaque, nothing},
	"openai/project-key":         {both{"project key", "kunci proyek"}, both{}, opaque, nothing},
	"openai/legacy-user-key":     {both{"user key (legacy)", "kunci pengguna (lama)"}, both{}, opaque, nothing},
	"openai/user-none-key":       {both{"user key (without a project)", "kunci pengguna (tanpa proyek)"}, both{}, opaque, nothing},
	"openai/api-key":             {both{"API key (which kind is not known)", "kunci API (jenisnya belum diketahui)"}, both{}, opaque, nothing},
	"openai/admin-key":           {both{"admin key", "kunci admin"}, account, opaque, both{}},
	"anthropic/api-key":          {both{"API key", "kunci API"}, both{}, opaque, nothing},
	"google/api-key":             {both{"API key", "kunci API"}, both{}, opaque, nothing},
	"google/bound-api-key":       {both{"API key of a service account", "kunci API akun layanan"}, both{}, opaque, nothing},
	"anthropic/admin-key":        {both{"admin key", "kunci admin"}, account, opaque, both{}},

	"aws/access-key-id":           {both{"access key", "kunci akses"}, awsAccount, inPart, both{"sessions of up to 36 hours, which outlive it", "sesi hingga 36 jam, yang tetap hidup setelahnya"}},
	"aws/temporary-access-key-id": {both{"temporary access key", "kunci akses sementara"}, awsAccount, inPart, nothing},
	"aws/bedrock-short-term-key": {both{"Bedrock API key (short-term)", "kunci API Bedrock (jangka pendek)"}, awsAccount,
		both{"yes: its session's id, its Region and when it expires", "ya: id sesinya, Region-nya, dan kapan berakhir"}, nothing},
	"aws/bedrock-api-key": {both{"Bedrock API key", "kunci API Bedrock"}, awsAccount, both{"yes: its user and the account's number", "ya: pengguna dan nomor akunnya"}, nothing},

	"github/organization-access":          {both{"a credential's access to an organization", "akses kredensial ke organisasi"}, both{}, opaque, nothing},
	"github/deploy-key":                   {both{"deploy key of a repository", "kunci deploy repositori"}, both{}, opaque, nothing},
	"github/legacy-token":                 {both{"token of the old form", "token bentuk lama"}, both{}, opaque, nothing},
	"github/pat-classic":                  {both{"personal access token (classic)", "token akses pribadi (klasik)"}, both{}, opaque, nothing},
	"github/fine-grained-pat":             {both{"personal access token (fine-grained)", "token akses pribadi (terperinci)"}, both{}, both{}, nothing},
	"github/oauth-token":                  {both{"OAuth app token", "token aplikasi OAuth"}, both{}, opaque, nothing},
	"github/user-to-server-token":         {both{"app token for a user", "token aplikasi bagi pengguna"}, both{}, opaque, nothing},
	"github/refresh-token":                {both{"app refresh token", "token penyegar aplikasi"}, both{}, opaque, both{"user tokens of the app, each of up to 8 hours", "token pengguna dari aplikasi itu, masing-masing hingga 8 jam"}},
	"github/server-to-server-token":       {both{"app installation token", "token instalasi aplikasi"}, both{}, opaque, nothing},
	"github/stateless-installation-token": {both{"app installation token (stateless)", "token instalasi aplikasi (stateless)"}, both{}, both{"in part: the app's number", "sebagian: nomor aplikasinya"}, nothing},
	"digitalocean/oauth-token":            {both{"OAuth token", "token OAuth"}, both{"Team", "Tim"}, opaque, both{}},
	"digitalocean/pat":                    {both{"personal access token", "token akses pribadi"}, both{"Team", "Tim"}, opaque, both{}},
	"vercel/personal-access-token":        {both{"personal access token", "token akses pribadi"}, both{"Account", "Akun"}, opaque, both{}},
	"discord/webhook-url":                 {both{"webhook URL", "URL webhook"}, both{"Server", "Server"}, both{"in part: its address holds the webhook's id", "sebagian: alamatnya memuat id webhook"}, nothing},
	"google/service-account-key": {both{"service-account key", "kunci akun layanan"}, both{},
		both{"yes: the document names its project and account", "ya: dokumennya menyebut proyek dan akunnya"},
		both{"access tokens, which live on for up to an hour after the key has ended", "token akses, yang masih hidup hingga satu jam setelah kunci berakhir"}},
}

// Kind is the title of a credential kind with its vendor: "OpenAI service-account key".
func (l Lang) Kind(k providers.Kind) string {
	if k == "" {
		return pick(l, "unrecognised credential", "kredensial tidak dikenal")
	}
	return pick(l, l.Vendor(k.Provider())+" "+l.KindShort(k), l.KindShort(k)+" "+l.Vendor(k.Provider()))
}

// KindShort is the title of a kind without its vendor; one that is not known is named as it is.
func (l Lang) KindShort(k providers.Kind) string {
	if k == "" {
		return l.Kind(k)
	}
	if known, ok := kinds[k]; ok {
		return known.title.in(l)
	}
	rest := string(k)
	if _, after, ok := strings.Cut(rest, "/"); ok && after != "" {
		rest = after
	}
	return clean(rest, 40)
}

// KindParent is what the vendor calls that which a key belongs to, as a label.
func (l Lang) KindParent(k providers.Kind) string {
	if _, known := kinds[k]; !known {
		return pick(l, "Belongs to", "Bagian dari")
	}
	place := l.place(k)
	return strings.ToUpper(place[:1]) + place[1:]
}

// SelfDescribing says whether a key's value names its account, or "" where that is not known.
func (l Lang) SelfDescribing(k providers.Kind) string { return kinds[k].tells.in(l) }

// Mints says what is derived from a key and may outlive it, or "" where that is not known.
func (l Lang) Mints(k providers.Kind) string { return kinds[k].mints.in(l) }

// storeTitles by the scheme that a store's name begins with.
var storeTitles = map[string]both{
	"dotenv":     {"an environment file", "berkas lingkungan"},
	"vault":      {"a Vault secret", "rahasia Vault"},
	"awssecrets": {"an AWS secret", "rahasia AWS"},
}

// StoreTitle says what sort of store a name stands for: "dotenv:app/.env" is an environment file.
func (l Lang) StoreTitle(store string) string {
	scheme, _, _ := strings.Cut(store, ":")
	if title, ok := lookup(l, storeTitles, scheme); ok {
		return title
	}
	return clean(scheme, 24)
}
