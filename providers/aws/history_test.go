package aws_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
)

// asked counts the pages of the event history that were asked of a Region.
func (s *stage) asked(region string) (n int) {
	for _, r := range s.world.Requests() {
		if strings.HasPrefix(r.Path, "/cloudtrail."+region) {
			n++
		}
	}
	return n
}

// used reads the key's use of some days, and what is missing of it.
func (s *stage) used(days int, brief bool) (calls int64, gaps []providers.Gap) {
	s.t.Helper()
	q := providers.UsageQuery{Record: s.record, From: page.AddDate(0, 0, -days), To: page, Width: 24 * time.Hour, Brief: brief}
	for list, err := range s.Usage(s.t.Context(), q) {
		for _, b := range list {
			calls += b.Requests
		}
		var partial *providers.PartialError
		if errors.As(err, &partial) {
			gaps = partial.Gaps
		} else if err != nil {
			s.t.Fatal(err)
		}
	}
	return calls, gaps
}

func TestABriefReadingTakesTheNewestOfEachRegionAndNamesTheRest(t *testing.T) {
	s := newStage(t)
	some, gaps := s.used(60, true)
	if len(gaps) != 1 || !strings.HasPrefix(gaps[0].Part, "eu-west-1-before-") || s.asked("eu-west-1") != 3 {
		t.Fatalf("%d pages, %+v", s.asked("eu-west-1"), gaps)
	}
	if n, gaps := s.used(2, true); n == 0 || len(gaps) != 0 || s.asked("") != 3+2+3 {
		t.Errorf("the last days: %d calls in %d pages, %+v", n, s.asked(""), gaps)
	}
	all, gaps := s.used(60, false)
	if len(gaps) != 0 || all <= some || s.asked("eu-west-1") <= 3+3 {
		t.Errorf("in full: %d calls after %d, in %d pages, %+v", all, some, s.asked("eu-west-1"), gaps)
	}
	before := s.asked("")
	if n, _ := s.used(60, true); n != all || s.asked("") != before {
		t.Errorf("read again: %d calls of %d, %d pages more", n, all, s.asked("")-before)
	}
}

func TestARegionThatCannotBeReachedKeepsNoOtherFromBeingRead(t *testing.T) {
	s := newStage(t)
	if err := s.world.AddFault(simulator.Fault{Do: "reset", Match: simulator.Match{Path: "/cloudtrail.eu-west-3."}}); err != nil {
		t.Fatal(err)
	}
	if n, gaps := s.used(2, false); n == 0 || len(gaps) != 1 || gaps[0].Part != "eu-west-3" || !errors.Is(gaps[0].Err, providers.ErrUnreachable) {
		t.Errorf("%d calls, %+v", n, gaps)
	}
}
