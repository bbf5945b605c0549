package runbook_test

import (
	"context"
	"errors"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// crowded is an issuer whose owners have had all the keys they may have.
type crowded struct {
	*issuing
	others []providers.KeyRecord
}

// issuing is what the engine needs of an adapter up to a plan.
type issuing struct {
	providers.Validator
	providers.Locator
	providers.Issuer
	providers.Matrix
}

func (c crowded) Crowd(context.Context, providers.KeyRecord) ([]providers.KeyRecord, error) {
	if c.others == nil {
		return nil, errors.New("not to be read")
	}
	return c.others, nil
}

func TestAPlanSaysThatThereIsNoRoomForAnotherKey(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		others []providers.KeyRecord
		want   incident.Reason
	}{
		"one more key": {[]providers.KeyRecord{{ID: "key_2"}}, incident.WhyNoRoom}, "room": {[]providers.KeyRecord{}, ""}, "not to be read": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.adapted = func(a any) any {
				return crowded{&issuing{a.(providers.Validator), a.(providers.Locator), a.(providers.Issuer), a.(providers.Matrix)}, c.others}
			}
			r.open(0, false)
			for _, step := range []runbook.Name{runbook.Validate, runbook.Locate, runbook.Plan} {
				if err := r.work(&only{name: step}); err != nil {
					t.Fatal(err)
				}
			}
			k, _ := r.engine.State().First()
			switch f := k.Marks[incident.StepRotate].Failed; {
			case c.want == "" && f != nil, c.want != "" && (f == nil || f.Reason != c.want || f.Detail != "key_2"):
				t.Errorf("%+v", f)
			}
		})
	}
}
