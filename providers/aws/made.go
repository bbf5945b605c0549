package aws

import (
	"context"
	"fmt"
	"strings"
	"time"

	"firebreak/providers"
)

// made is a credential that came to be by an act, as the event history tells of it; the zero value for
// an act that made none.
type made struct {
	kind    providers.Kind
	owner   principal
	expires time.Time // zero: never, or not told
}

// made reads which credential the act made. A session acts as the role that was assumed, else as the
// user who asked for it: those of federated users are bound by that user's rights.
func (d document) made() made {
	a := d.Answered
	switch {
	case a.Key.ID != "":
		return made{kind: AccessKey, owner: principal{ownerUser, providers.CleanID(a.Key.User)}}
	case a.Specific.ID != "" && a.Specific.Service == bedrockService:
		return made{kind: BedrockKey, owner: principal{ownerUser, providers.CleanID(a.Specific.User)}}
	case strings.HasPrefix(a.Credentials.ID, leads[TemporaryKey].lead):
		who := principalOf(a.Assumed.ARN)
		if a.Assumed.ARN == "" {
			who = principalOf(d.Identity.ARN)
		}
		return made{kind: TemporaryKey, owner: who, expires: expiryOf(a.Credentials.Expires)}
	}
	return made{}
}

// expiryForms are how events write the end of a session. The vendor documents none; the first two are
// seen in its own examples.
var expiryForms = []string{"Jan 2, 2006 3:04:05 PM", "Jan 2, 2006, 3:04:05 PM", time.RFC3339}

// expiryOf is the zero time for what has none of the forms.
func expiryOf(text string) time.Time {
	text = strings.ReplaceAll(text, "\u202f", " ") // which newer ones have before the half of the day
	for _, form := range expiryForms {
		if at, err := time.Parse(form, text); err == nil {
			return at.UTC()
		}
	}
	return time.Time{}
}

// Record reads the record of a key by its id. That of a session is what the event history told of it,
// and no more: ErrNotFound where that does not say whose it is.
func (a *Adapter) Record(ctx context.Context, r providers.KeyRecord) (providers.KeyRecord, error) {
	if r.Kind != AccessKey && r.Kind != BedrockKey && r.Kind != TemporaryKey {
		return r, fmt.Errorf("record of %s: %w", r.Kind, providers.ErrNotSupported)
	}
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return r, err
	}
	who, err := s.whoami(ctx)
	if err != nil {
		return r, err
	}
	var found []providers.KeyRecord
	switch r.Kind {
	case AccessKey:
		m, e := s.locate(ctx, r.ID, who.Account)
		found, err = m.Candidates, e
	case BedrockKey:
		found, err = s.specificByID(ctx, r.ID, who.Account)
	default:
		found = s.sessionByEvent(r, who.Account)
	}
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("record of %s: %w", r.ID, providers.ErrNotFound)
	}
	if err != nil {
		return r, err
	}
	return found[0], nil
}

// specificByID finds the record of a Bedrock key, whoever's it is.
func (s session) specificByID(ctx context.Context, id, account string) ([]providers.KeyRecord, error) {
	list, err := s.specific(ctx, "")
	for _, k := range list {
		if k.ID == id {
			return []providers.KeyRecord{k.record(account)}, err
		}
	}
	return nil, err
}

// sessionByEvent completes what the event history told of a session of this account.
func (s session) sessionByEvent(r providers.KeyRecord, account string) []providers.KeyRecord {
	if r.Owner.ID == "" || r.Parent != "" && r.Parent != account {
		return nil
	}
	r.Parent, r.Name, r.Masked = account, r.Owner.Name, providers.FromOutside(r.ID)
	r.Status = s.sessionState(r)
	return []providers.KeyRecord{r}
}

// sessionState is what is known of a session's key without asking it: nothing but its time ends it.
func (s session) sessionState(r providers.KeyRecord) providers.KeyStatus {
	if !r.Expires.IsZero() && !s.clock.Now().Before(r.Expires) {
		return providers.Ended
	}
	return providers.Active
}
