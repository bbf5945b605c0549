package aws_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/aws"
	"firebreak/providers/simulator"
	"firebreak/providers/transport"
)

// stage is the adapter before the simulated vendor whose access key leaked.
type stage struct {
	*aws.Adapter
	t      *testing.T
	clock  *hand
	world  *simulator.World
	record providers.KeyRecord
	key    providers.Credential
	admin  providers.Secret
	base   string // the vendor's address
}

// hand is a clock whose sleeps take no time.
type hand struct {
	providers.WallClock
	mu  sync.Mutex
	now time.Time
}

func (h *hand) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hand) Sleep(ctx context.Context, d time.Duration) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
	return ctx.Err()
}

// page is when the leak is found.
var page = time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)

func newStage(t *testing.T) *stage {
	return newStageBehind(t, aws.AccessKey, func(base string) string { return base })
}

// newStageBehind is newStage with something between the adapter and the vendor.
func newStageBehind(t *testing.T, kind providers.Kind, between func(base string) string) *stage {
	t.Helper()
	clock := &hand{now: page}
	world, err := simulator.New(simulator.Config{Seed: 4, Clock: clock, Leak: kind})
	if err != nil {
		t.Fatal(err)
	}
	server, err := world.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close(); _ = world.Close() })
	s := &stage{t: t, clock: clock, world: world, key: providers.Credential{Kind: kind, Secret: server.Leaked[0].Key}, admin: server.Admins["aws"], base: between(server.Bases["aws"])}
	s.Adapter = s.at(s.base, s.admin)
	m, err := s.Locate(t.Context(), s.key)
	if err != nil || len(m.Candidates) != 1 {
		t.Fatalf("%+v: %v", m, err)
	}
	s.record = m.Candidates[0]
	return s
}

// at is the adapter before the vendor at an address, with an admin credential.
func (s *stage) at(base string, admin providers.Secret) *aws.Adapter {
	s.t.Helper()
	bases := map[string]string{}
	for host := range aws.Bases() {
		bases[host] = base + "/" + host
	}
	door, err := transport.New(transport.Config{Provider: "aws", Bases: bases, LoopbackOnly: true, NoAmbient: true, Clock: s.clock, Shape: aws.Shape}, aws.Routes()...)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(door.Close)
	return aws.New(door, s.clock, func(context.Context) (providers.Secret, error) { return admin, nil })
}

// audit gathers the log of the last days.
func (s *stage) audit(days int) (all []providers.AuditEntry, err error) {
	to := time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	for page, failed := range s.Audit(s.t.Context(), s.record, to.AddDate(0, 0, -days), to) {
		all = append(all, page...)
		err = failed
	}
	return all, err
}

func TestTheAuditNamesWhatTheKeyMadeWithItsNewId(t *testing.T) {
	s := newStage(t)
	all, err := s.audit(30)
	if err != nil || len(all) != 6 {
		t.Fatalf("%+v: %v", all, err)
	}
	for i, want := range []struct {
		kind   string
		left   providers.Trace
		target string
		made   bool
		as     providers.Kind
		owner  string
	}{
		{"AssumeRole", providers.TraceSessions, s.world.ID("assumed"), true, aws.TemporaryKey, "role release-manager"},
		{"CreateServiceSpecificCredential", providers.TraceKeys, s.world.ID("planted-models"), true, aws.BedrockKey, "user aws-support-tmp"},
		{"CreateAccessKey", providers.TraceKeys, s.world.ID("planted-key"), true, aws.AccessKey, "user aws-support-tmp"},
		{"AttachUserPolicy", providers.TraceRoles, "aws-support-tmp", false, "", " "},
		{"CreateUser", providers.TraceUsers, "aws-support-tmp", true, "", " "},
	} {
		if e := all[i]; e.Kind != want.as || e.Owner.Type+" "+e.Owner.ID != want.owner || e.Expires.IsZero() != (want.as != aws.TemporaryKey) {
			t.Errorf("%+v, want it to be of %q and to act for %q", e, want.as, want.owner)
		}
		if e := all[i]; e.Type != want.kind || e.Left != want.left || e.Target != want.target || e.Made != want.made || !e.ByKey || e.ActorID != s.record.ID || e.Address.IsEmpty() {
			t.Errorf("%+v, want %+v", e, want)
		}
	}
	if e := all[5]; e.Type != "CreateLoginProfile" || e.ActorID != s.world.ID("planted-key") || e.Left != providers.TraceUsers {
		t.Errorf("what the planted key did: %+v", e)
	}
}

// FIELD F065: a log that is looked up by Region shows some events in one Region only.
func TestEveryEnabledRegionIsAskedAndARefusedOneIsNamed(t *testing.T) {
	s := newStage(t)
	if err := s.world.AddFault(simulator.Fault{Do: "no_right", Match: simulator.Match{Path: "/cloudtrail.ap-south-1.amazonaws.com/"}}); err != nil {
		t.Fatal(err)
	}
	all, err := s.audit(30)
	var partial *providers.PartialError
	if !errors.As(err, &partial) || len(partial.Gaps) != 1 || partial.Gaps[0].Part != "ap-south-1" || partial.Gaps[0].Why != providers.GapRefused || len(all) != 6 {
		t.Errorf("%d entries: %v", len(all), err)
	}
	asked := map[string]bool{}
	for _, r := range s.world.Requests() {
		asked[r.Path] = true
	}
	for _, region := range []string{"ap-south-1", "eu-west-1", "eu-west-3", "us-east-1", "us-west-2"} {
		if !asked["/cloudtrail."+region+".amazonaws.com/"] {
			t.Errorf("%s was not asked", region)
		}
	}
}

func TestUsageIsReadToTheLastPageAndNotTwiceForOtherWidths(t *testing.T) {
	s := newStage(t)
	to := time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	count := func(from time.Time, width time.Duration) (n int64) {
		var last time.Time
		for page, err := range s.Usage(t.Context(), providers.UsageQuery{Record: s.record, From: from, To: to, Width: width}) {
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range page {
				if b.Start.Before(last) || b.Endpoint == "" || b.Requests < 1 {
					t.Errorf("bucket %+v", b)
				}
				last, n = b.Start, n+b.Requests
			}
		}
		return n
	}
	days := count(to.AddDate(0, 0, -20), 24*time.Hour)
	before := len(s.world.Requests())
	hours := count(to.AddDate(0, 0, -2), time.Hour)
	if days <= 2*50 || hours == 0 || hours >= days {
		t.Errorf("%d in 20 days, %d in two", days, hours)
	}
	if n := len(s.world.Requests()); n != before {
		t.Errorf("%d more requests for what had just been read", n-before)
	}
}

func TestALogThatLeadsInCirclesEndsWithAnError(t *testing.T) {
	s := newStage(t)
	if err := s.world.AddFault(simulator.Fault{Do: "duplicate_page", Match: simulator.Match{Path: "/cloudtrail."}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.audit(30); err == nil {
		t.Error("it ended well")
	}
}

func TestTheOtherKeyOfTheUserIsAtRiskTooAndLeavesNoRoom(t *testing.T) {
	s := newStage(t)
	if crowd, err := s.Crowd(t.Context(), s.record); err != nil || len(crowd) != 0 {
		t.Errorf("with one key: %+v, %v", crowd, err)
	}
	made, _, err := s.Create(providers.WithLedger(t.Context(), yes{}), providers.NewKey{Like: s.record})
	if err != nil {
		t.Fatal(err)
	}
	if crowd, err := s.Crowd(t.Context(), s.record); err != nil || len(crowd) != 1 || crowd[0].ID != made.ID {
		t.Errorf("crowd %+v: %v", crowd, err)
	}
	list, gaps, err := s.Related(t.Context(), s.record)
	if err != nil || len(gaps) != 0 || len(list) != 1 || list[0].Record.ID != made.ID || list[0].Relation != providers.SameOwner {
		t.Errorf("%+v %v: %v", list, gaps, err)
	}
}

// yes lets every mutation through.
type yes struct{}

func (yes) Intent(context.Context, providers.Statement) error { return nil }
func (yes) Withheld(context.Context, providers.Statement)     {}

func TestAMissingRightOfTheAdminCredentialIsNamed(t *testing.T) {
	s := newStage(t)
	rights, err := s.CheckAdmin(t.Context())
	if err != nil || len(rights.Lacks) != 0 || len(rights.Can) != 5 {
		t.Errorf("with every right: %+v, %v", rights, err)
	}
	if err := s.world.AddFault(simulator.Fault{Do: "no_right", Match: simulator.Match{Path: "/cloudtrail."}}); err != nil {
		t.Fatal(err)
	}
	rights, err = s.CheckAdmin(t.Context())
	if err != nil || !slices.Equal(rights.Lacks, []providers.Capability{providers.CanUsage, providers.CanAudit}) {
		t.Errorf("without the event history: %+v, %v", rights, err)
	}
}

func TestAKeyThatNeverEndsAndIsOldLacksBothControls(t *testing.T) {
	s := newStage(t)
	list, err := s.Controls(t.Context(), s.record)
	states := map[string]providers.ControlState{}
	for _, c := range list {
		states[c.ID] = c.State
	}
	if states[aws.ControlTrail] != providers.ControlPresent || states[aws.ControlBudget] != providers.ControlAbsent {
		t.Errorf("of the account: %+v", states)
	}
	for path, id := range map[string]string{"/cloudtrail.": aws.ControlTrail, "/budgets.": aws.ControlBudget} {
		if err := s.world.AddFault(simulator.Fault{Do: "no_right", Match: simulator.Match{Path: path}}); err != nil {
			t.Fatal(err)
		}
		if list, err := s.Controls(t.Context(), s.record); err != nil || !slices.ContainsFunc(list, func(c providers.Control) bool { return c.ID == id && c.State == providers.ControlUnreadable }) {
			t.Errorf("without the right for %s: %+v, %v", id, list, err)
		}
	}
	if err != nil || states[aws.ControlExpiry] != providers.ControlAbsent || states[providers.ControlRotation] != providers.ControlAbsent || states[aws.ControlAddresses] != providers.ControlUnreadable {
		t.Errorf("%+v: %v", states, err)
	}
}

// The vendor throttles under status 400.
func TestAThrottledReadIsMadeAgainAndAThrottledChangeIsRefusedForNow(t *testing.T) {
	s := newStage(t)
	if err := s.world.AddFault(simulator.Fault{Do: "400_throttle", Match: simulator.Match{Times: 2}}); err != nil {
		t.Fatal(err)
	}
	if status, err := s.Present(t.Context(), s.record); err != nil || status != providers.Active {
		t.Errorf("a read: %s, %v", status, err)
	}
	if err := s.world.AddFault(simulator.Fault{Do: "400_throttle"}); err != nil {
		t.Fatal(err)
	}
	before := len(s.world.Requests())
	_, err := s.Revoke(providers.WithLedger(t.Context(), yes{}), s.record)
	var call *providers.CallError
	if !errors.Is(err, providers.ErrRateLimited) || !errors.As(err, &call) || call.Fate != providers.Refused || len(s.world.Requests()) != before+1 {
		t.Errorf("a change, sent %d times: %v", len(s.world.Requests())-before, err)
	}
}

func TestAKeyIsStillMadeInactiveByWhoMayNotReadPolicies(t *testing.T) {
	l := &listener{t: t, denies: "GetUserPolicy"}
	s := newStageBehind(t, aws.AccessKey, l.before)
	offered, err := s.Containments(t.Context(), s.record)
	if err != nil || len(offered) != 4 || offered[0].ID != aws.LimitInactive || offered[0].Off != "" {
		t.Fatalf("%+v: %v", offered, err)
	}
	for _, c := range offered[1:3] {
		if c.Off != providers.ReasonNotPermitted {
			t.Errorf("%+v", c)
		}
	}
}
