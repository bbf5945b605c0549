// Package intake reads what scanners and alerts hand over: report files, single findings
// copied out of a log, and the bodies of webhooks.
//
// Rules of the house: nothing here does IO, prints, or names the issuer of a value. A value
// leaves as providers.Secret and in no other form, every other text as providers.Untrusted;
// working copies are wiped. Errors are the sentinels below and never quote the report. Reports
// are hostile: time grows with their size alone, and an entry of the wrong shape is counted and
// passed over. What a sender does not say stays empty, it is never guessed.
package intake

import (
	"errors"
	"time"

	"firebreak/providers"
)

// The limits of what is read.
const (
	MaxText  = 64 << 20 // bytes of a report
	MaxItems = 100_000  // findings of a report
	MaxDepth = 512      // levels of JSON inside each other; real reports stay below 20
	maxParts = 16       // halves of one credential
	maxValue = 64 << 10 // bytes of one secret; a longer one counts as absent
)

// The reasons for which a report is not read to its end.
var (
	ErrTooLarge = errors.New("read report: more than 64 MiB")
	ErrTooDeep  = errors.New("read report: nested deeper than 512 levels")
	ErrTooMany  = errors.New("read report: more than 100000 findings")
	ErrTangled  = errors.New("read report: mostly broken JSON")
)

// Origin is a sender and its format.
type Origin string

const (
	TruffleHog         Origin = "trufflehog-json"
	Gitleaks           Origin = "gitleaks-json"
	GitleaksSARIF      Origin = "gitleaks-sarif"
	Betterleaks        Origin = "betterleaks-json"
	Kingfisher         Origin = "kingfisher-json"
	NoseyParker        Origin = "noseyparker-json"
	GGShield           Origin = "ggshield-json"
	GitHubAlert        Origin = "github-alert"
	GitHubWebhook      Origin = "github-alert-webhook"
	GitGuardian        Origin = "gitguardian-incident"
	GitGuardianWebhook Origin = "gitguardian-webhook"
	SARIF              Origin = "sarif"
	DetectSecrets      Origin = "detect-secrets"
)

// SecretState says how much of the value a report holds.
type SecretState string

const (
	Full    SecretState = "full"    // Item.Secret is the value
	Context SecretState = "context" // Item.Secret is the text around the value, as the sender quotes it
	Masked  SecretState = "masked"  // its middle is hidden: no key, Item.Secret is empty
	Hashed  SecretState = "hash"    // Item.Digest is all there is
	Absent  SecretState = "absent"
)

// Status is what the sender claims, as of its scan. It is no proof of life and none of death.
type Status string

const (
	Active   Status = "active"
	Inactive Status = "inactive"
	Unknown  Status = "unknown"
)

// Report is what one text holds.
type Report struct {
	Origin  Origin // of the first finding, or of a report without any
	Items   []Item // in the report's order
	Skipped int    // entries of the wrong shape
	Cut     bool   // the text ends inside an entry: there may have been more
}

// Item is one finding.
type Item struct {
	Origin   Origin
	Rule     providers.Untrusted // the sender's id of the rule
	RuleName providers.Untrusted // how the sender displays it
	Secret   providers.Secret
	State    SecretState
	Parts    []Part // what else the credential consists of, as far as the sender says
	Exposure        // where it was found
	Status   Status
	StatusAt time.Time // zero where the sender does not say

	// Fingerprint is the sender's own id of the finding.
	Fingerprint providers.Untrusted
	// Digest is what the sender keeps in place of the value: SHA-1 in hex for detect-secrets, a
	// hash of its own making for GitGuardian.
	Digest providers.Untrusted
	// Suppressed: somebody has waved the finding through.
	Suppressed bool
	// Ending is what a masked value shows of its end, at most four characters.
	Ending string
	// Exposures are all places of the value, this one first. Group sets it.
	Exposures []Exposure
}

// Part is another half of a credential: its id, its endpoint, the account.
type Part struct {
	Name   providers.Untrusted // as the sender calls it
	Secret providers.Secret    // empty where the sender masks it
}

// Exposure is one place of a value. Line, Column and EndLine count from 1 and are 0 where not
// known; they refer to the file as of Commit. Senders count columns in different units.
type Exposure struct {
	File   providers.Untrusted // or the page, ticket or message
	Repo   providers.Untrusted // or the bucket, image, channel or project that holds the file
	Commit providers.Untrusted
	Branch providers.Untrusted
	Author providers.Untrusted
	URL    providers.Untrusted

	Line, Column, EndLine int

	Date time.Time // of the commit or message, else of the alert
}

// Read recognises a report. ok is false where the text is none of the known formats: then it is
// just text. Several reports, one after the other and with log lines between them, are read as
// one. An error says why the reading stopped, which can be before a report was met; with ok set
// the report holds what came before. The text is not changed and not kept.
func Read(text []byte) (r Report, ok bool, err error) {
	if len(text) > MaxText {
		return Report{}, false, ErrTooLarge
	}
	clean, wipe := readable(text)
	defer wipe()
	into := newReader()
	err = into.documents(clean)
	if errors.Is(err, ErrTangled) && !into.recognised {
		err = nil // broken JSON of nobody's is text
	}
	if !into.recognised {
		return Report{}, false, err
	}
	return into.report, true, err
}
