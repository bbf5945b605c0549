package aws_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/aws"
	"firebreak/providers/simulator"
)

func newStageOf(t *testing.T, kind providers.Kind) *stage {
	return newStageBehind(t, kind, func(base string) string { return base })
}

// limit is one of the limits that are offered; it ends the test where there is none of that id.
func (s *stage) limit(id string) providers.Containment {
	s.t.Helper()
	offered, err := s.Containments(s.t.Context(), s.record)
	i := slices.IndexFunc(offered, func(c providers.Containment) bool { return c.ID == id })
	if err != nil || i < 0 {
		s.t.Fatalf("%s is not among %+v: %v", id, offered, err)
	}
	return offered[i]
}

func TestASessionsKeyIsItsRolesWhoseOlderSessionsCanBeDenied(t *testing.T) {
	s := newStageOf(t, aws.TemporaryKey)
	if s.record.Owner.Type != "role" || s.record.Owner.ID != "ci-deploy" || s.record.ID != s.key.Secret.Public() {
		t.Fatalf("%+v", s.record)
	}
	limit, acting := s.limit(aws.LimitSessions), providers.WithLedger(t.Context(), yes{})
	if limit.WholeOf != "role" || limit.Off != "" {
		t.Errorf("%+v", limit)
	}
	if _, err := s.Contain(acting, s.record, limit); err != nil {
		t.Fatal(err)
	}
	if stands, err := s.Contained(t.Context(), s.record, limit); err != nil || !stands {
		t.Errorf("it does not stand: %v", err)
	}
	if again := s.limit(aws.LimitSessions); again.Off != providers.ReasonStands {
		t.Errorf("offered again: %+v", again)
	}
	if _, err := s.Lift(acting, s.record, limit); err != nil {
		t.Error(err)
	}
}

// An expired session cannot say any more whose it was.
func TestWhoseAnEndedSessionWasIsReadFromTheEventHistory(t *testing.T) {
	s := newStageOf(t, aws.TemporaryKey)
	s.clock.now = page.Add(9 * time.Hour)
	if v, err := s.Validate(t.Context(), s.key); err != nil || v.Reason != providers.ReasonExpired {
		t.Fatalf("%+v: %v", v, err)
	}
	m, err := s.Locate(t.Context(), s.key)
	if err != nil || len(m.Candidates) != 1 || m.Candidates[0].Owner.ID != "ci-deploy" {
		t.Errorf("%+v: %v", m, err)
	}
}

func TestAShortTermBedrockKeyTellsItsSessionItsRegionAndItsEnd(t *testing.T) {
	s := newStageOf(t, aws.BedrockShort)
	if want := page.Add(8 * time.Hour); !s.record.Expires.Equal(want) || s.record.ID[:4] != "ASIA" || s.record.Owner.ID != "ci-deploy" {
		t.Errorf("%+v, want the end at %s", s.record, want)
	}
	asked := 0
	for _, r := range s.world.Requests() {
		if r.Path == "/bedrock.us-west-2.amazonaws.com/foundation-models" {
			asked++
		}
	}
	if v, err := s.Validate(t.Context(), s.key); err != nil || v.Life != providers.Alive {
		t.Errorf("%+v: %v", v, err)
	}
	all := s.world.Requests()
	if last := all[len(all)-1]; last.Path != "/bedrock.us-west-2.amazonaws.com/foundation-models" || asked != 0 {
		t.Errorf("asked at %s", last.Path)
	}
	limit := s.limit(aws.LimitBearer)
	if _, err := s.Contain(providers.WithLedger(t.Context(), yes{}), s.record, limit); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Validate(t.Context(), s.key); err != nil || v.Life != providers.AliveLimited {
		t.Errorf("under the denial: %+v, %v", v, err)
	}
	s.clock.now = page.Add(9 * time.Hour)
	if v, err := s.Validate(t.Context(), s.key); err != nil || v.Life != providers.Dead || v.Reason != providers.ReasonExpired {
		t.Errorf("after its end: %+v, %v", v, err)
	}
}

func TestAQuarantineIsSetAndLiftedAndTheVendorsOwnIsLeftAlone(t *testing.T) {
	s := newStage(t)
	acting := providers.WithLedger(t.Context(), yes{})
	limit := s.limit(aws.LimitQuarantine)
	for _, step := range []func() error{
		func() error { _, err := s.Contain(acting, s.record, limit); return err },
		func() error { _, err := s.Lift(acting, s.record, limit); return err },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Lift(acting, s.record, limit); !errors.Is(err, providers.ErrConflict) {
		t.Errorf("lifted twice: %v", err)
	}
	if err := s.world.AddFault(simulator.Fault{Do: "quarantined", Match: simulator.Match{Path: "/iam."}}); err != nil {
		t.Fatal(err)
	}
	theirs := s.limit(aws.LimitQuarantine)
	if theirs.Off != providers.ReasonStands || theirs.Target.Line(60) != "AWSCompromisedKeyQuarantineV3" {
		t.Errorf("%+v", theirs)
	}
	if _, err := s.Lift(acting, s.record, limit); !errors.Is(err, providers.ErrConflict) {
		t.Errorf("the vendor's own was lifted: %v", err)
	}
}

func TestTheRootsKeyIsSaidToBeTheRoots(t *testing.T) {
	s := newStage(t)
	if err := s.world.AddFault(simulator.Fault{Do: "root_key"}); err != nil {
		t.Fatal(err)
	}
	if m, err := s.Locate(t.Context(), s.key); !errors.Is(err, providers.ErrRootOwned) || len(m.Candidates) != 0 {
		t.Errorf("%+v: %v", m, err)
	}
	if v, err := s.Validate(t.Context(), s.key); err != nil || v.Life != providers.Alive || !strings.HasSuffix(v.Org.Line(60), ":root") {
		t.Errorf("%+v: %v", v, err)
	}
}

// What nothing but the log tells of is found by its id, and ends by its own kind's calls.
func TestTheRecordOfWhatWasMadeIsReadByItsIdAlone(t *testing.T) {
	for ref, kind := range map[simulator.Ref]providers.Kind{"planted-key": aws.AccessKey, "planted-models": aws.BedrockKey, "assumed": aws.TemporaryKey} {
		s := newStage(t)
		told := providers.KeyRecord{Kind: kind, ID: s.world.ID(ref), Owner: providers.Owner{Type: "role", ID: "release-manager"}, Expires: page.Add(42 * time.Minute)}
		r, err := s.Record(t.Context(), told)
		if err != nil || r.ID != told.ID || r.Kind != kind || r.Owner.ID == "" || r.Parent == "" || r.Status != providers.Active {
			t.Errorf("%s: %+v, %v", ref, r, err)
		}
		told.ID, told.Owner = "ACCADRILLNOBODY", providers.Owner{}
		if _, err := s.Record(t.Context(), told); !errors.Is(err, providers.ErrNotFound) {
			t.Errorf("one that nobody has: %v", err)
		}
	}
}

func TestASessionIsOverByItsTimeAlone(t *testing.T) {
	s := newStage(t)
	r := providers.KeyRecord{Kind: aws.TemporaryKey, ID: s.world.ID("assumed"), Owner: providers.Owner{Type: "role", ID: "release-manager"}}
	for after, want := range map[time.Duration]providers.KeyStatus{time.Minute: providers.Active, -time.Minute: providers.Ended} {
		r.Expires = s.clock.Now().Add(after)
		if got, err := s.Present(t.Context(), r); err != nil || got != want {
			t.Errorf("%s from its end: %s, %v", after, got, err)
		}
	}
	r.Expires = time.Time{}
	if got, err := s.Present(t.Context(), r); err != nil || got != providers.Active {
		t.Errorf("no end is told: %s, %v", got, err)
	}
}
