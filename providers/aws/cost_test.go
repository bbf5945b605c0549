package aws_test

import (
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
)

// costs gathers what the account cost in the days before the page, and the error that ended it.
func (s *stage) costs(days int) (all []providers.Cost, err error) {
	for list, failed := range s.WholeCosts(s.t.Context(), providers.UsageQuery{Record: s.record, From: page.AddDate(0, 0, -days), To: page}) {
		all, err = append(all, list...), failed
	}
	return all, err
}

func TestTheAccountsCostIsReadToTheLastDayAndSaidToBeTheAccounts(t *testing.T) {
	s := newStage(t)
	s.clock.now = page.Add(2 * time.Hour) // what runs since the page is billed
	all, err := s.costs(28)
	days, services := map[time.Time]bool{}, map[string]int64{}
	for _, c := range all {
		if c.Of != providers.WholeAccount || c.Currency != "USD" || c.Micros <= 0 || c.Width != 24*time.Hour {
			t.Errorf("%+v", c)
		}
		days[c.Start], services[c.Item.Line(60)] = true, services[c.Item.Line(60)]+c.Micros
	}
	if err != nil || len(days) != 29 || len(services) != 2 || services["Amazon Bedrock"] == 0 {
		t.Errorf("%d days of %v: %v", len(days), services, err)
	}
}

func TestACostListThatLeadsInCirclesEndsWithAnError(t *testing.T) {
	s := newStage(t)
	if err := s.world.AddFault(simulator.Fault{Do: "duplicate_page", Match: simulator.Match{Path: "/ce."}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.costs(28); err == nil {
		t.Error("it ended well")
	}
}
