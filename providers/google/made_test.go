package google

import (
	"errors"
	"testing"

	"firebreak/providers"
)

func TestTheRecordOfAKeyThatTheLogTellsOfIsReadAfresh(t *testing.T) {
	account, api := accountRecord(), providers.KeyRecord{Kind: APIKey, ID: "k1", Parent: "42"}
	r := newRig(t)
	r.on("GET "+accountKeyCall, 200, accountKeyObject("disabled", true))
	r.on("GET "+keyCall, 200, keyObject("serviceAccountEmail", "bot@drill"))
	if got, err := r.Record(r.ctx, account); err != nil || got.Status != providers.Inactive || got.Owner.ID != account.Owner.ID || got.Created.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := r.Record(r.ctx, api); err != nil || got.Kind != BoundKey || got.Status != providers.Active || got.Owner.ID != "bot@drill" {
		t.Errorf("%+v, %v", got, err)
	}
	r.on("GET "+accountKeyCall, 404, fault(404, "NOT_FOUND", "", ""))
	r.on("GET "+keyCall, 404, fault(404, "NOT_FOUND", "", ""))
	for _, gone := range []providers.KeyRecord{account, api} {
		if _, err := r.Record(r.ctx, gone); !errors.Is(err, providers.ErrNotFound) {
			t.Errorf("%s: %v", gone.Kind, err)
		}
	}
	if _, err := r.Record(r.ctx, providers.KeyRecord{Kind: "google/other"}); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("another kind: %v", err)
	}
}
