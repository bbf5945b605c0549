package main

import (
	"strings"
	"testing"
)

func TestWhatPeopleDeclareOfTheirUseIsRead(t *testing.T) {
	var c config
	c.Review.OurRanges, c.Review.OurASNs, c.Review.OurUserAgents = []string{"192.0.2.0/24", "2001:db8::1"}, []int{64500}, []string{"shop/"}
	c.Review.TZ, c.Review.Thresholds = "Asia/Jakarta", map[string]float64{"v1.notable": 4}
	c.Review.Deploys, c.Review.DeclaredBatches = []string{"2026-11-20T10:00Z release 41"}, []string{"2026-11-20T10:00Z/2026-11-20T12:00Z load test"}
	d, err := c.declared()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Ranges) != 2 || d.Ranges[1].Bits() != 128 || d.ASNs[0] != 64500 || d.Zone.String() != "Asia/Jakarta" || d.Deploys[0].What != "release 41" ||
		d.Batches[0].What != "load test" || d.Batches[0].To.Hour() != 12 {
		t.Errorf("read as %+v", d)
	}
}

func TestASettingOfTheReviewThatCannotBeReadIsNamed(t *testing.T) {
	for want, spoil := range map[string]func(*config){
		"our_ranges":       func(c *config) { c.Review.OurRanges = []string{"here"} },
		"our_asns":         func(c *config) { c.Review.OurASNs = []int{-1} },
		"tz":               func(c *config) { c.Review.TZ = "Nowhere/At" },
		"deploys":          func(c *config) { c.Review.Deploys = []string{"yesterday"} },
		"declared_batches": func(c *config) { c.Review.DeclaredBatches = []string{"2026-11-20T10:00Z only a start"} },
		"v9.none":          func(c *config) { c.Review.Thresholds = map[string]float64{"v9.none": 1} },
	} {
		var c config
		spoil(&c)
		if _, err := c.declared(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
