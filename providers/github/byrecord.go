package github

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// What is ended by a record: what one credential may reach of an organization, and deploy keys. A
// record is read right before anything is sent, for its number may have gone to another one.

// Record reads the record of an access or of a deploy key afresh.
func (a *Adapter) Record(ctx context.Context, r providers.KeyRecord) (providers.KeyRecord, error) {
	now, _, err := a.byRecord(ctx, r)
	return now, err
}

// Revoke takes an access back, or removes a deploy key. It never takes the admin credential's own.
func (a *Adapter) Revoke(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	_, call, err := a.byRecord(ctx, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	answer, err := a.door.Do(ctx, call)
	if err != nil {
		return providers.Receipt{}, limited(err)
	}
	return providers.Receipt{At: answer.At, Status: answer.Status, RequestID: answer.RequestID, ID: r.ID}, nil
}

// Present reads whether it is still listed.
func (a *Adapter) Present(ctx context.Context, r providers.KeyRecord) (providers.KeyStatus, error) {
	switch _, err := a.Record(ctx, r); {
	case errors.Is(err, providers.ErrNotFound):
		return providers.Gone, nil
	case err != nil:
		return providers.StatusUnclear, err
	}
	return providers.Active, nil
}

// listed walks a list whose pages are arrays and go by number, up to so many pages. A page with an
// object that is not valid counts for none.
func listed[T any](ctx context.Context, a *Adapter, most int, call transport.Call, valid func(T) bool) (all []T, err error) {
	fixed := call.Query
	for n := 1; n <= most; n++ {
		var page []T
		call.Query = append(slices.Clip(fixed), paged(n)...)
		_, err := a.read(ctx, call, &page, func() bool {
			return page != nil && !slices.ContainsFunc(page, func(one T) bool { return !valid(one) })
		})
		if err != nil {
			return nil, err
		}
		if all = append(all, page...); len(page) < pageSize {
			return all, nil
		}
	}
	return nil, rows.Circling(call.Route, transport.Answer{})
}

// unlistable is the error of a list that was not to be had. The vendor answers that there is none to
// whoever may not see it: that says nothing of what would stand in it.
func unlistable(err error) error {
	if _, told := providers.RefusedWith(err, 404); told {
		return providers.ErrNotPermitted
	}
	return err
}

// byRecord reads a record afresh, and gives the request that would end it. ErrNotFound: it is not
// listed any more.
func (a *Adapter) byRecord(ctx context.Context, r providers.KeyRecord) (now providers.KeyRecord, end transport.Call, err error) {
	if r.Kind != Access && r.Kind != DeployKey {
		return r, end, fmt.Errorf("record of %s: %w", r.Kind, providers.ErrNotSupported)
	}
	admin, err := providers.AskAdmin(ctx, "github", a.admin)
	if err != nil {
		return r, end, err
	}
	if r.Kind == DeployKey {
		k, repository, err := a.deployRecord(ctx, admin, r)
		if err != nil {
			return r, end, err
		}
		return k.record(r, repository), k.removal(admin, repository), nil
	}
	if now, err = a.recordOf(ctx, admin, r); err != nil {
		return r, end, err
	}
	if _, own, _ := now.Masked.Mask(); own != "" && own == admin.Last4() {
		return r, end, providers.ErrSameKey
	}
	return now, withdrawal(admin, now), nil
}
