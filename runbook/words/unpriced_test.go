package words

import (
	"testing"

	"firebreak/runbook/incident"
)

func TestMoneyWithoutAFullPriceIsALowerBoundAndNeverZero(t *testing.T) {
	for name, c := range map[string]struct {
		micros         int64
		code           string
		told, inColumn string
	}{
		"all priced":       {9_000_000, "usual", "USD 9.00", "9.00"},
		"part of it":       {9_000_000, "no_price", "at least USD 9.00", "9.00+"},
		"none of it":       {0, "no_price", "cost unknown", "?"},
		"next to none":     {300, "no_price", "cost unknown", "?"},
		"priced at little": {300, "usual", "USD 0.0003", "0.0003"},
	} {
		t.Run(name, func(t *testing.T) {
			g := incident.Group{Amount: incident.Amount{Micros: c.micros}, Reasons: []incident.Signal{{Code: c.code}}}
			if told, inColumn := English.GroupMoney(g, "usd"), English.GroupFigure(g); told != c.told || inColumn != c.inColumn {
				t.Errorf("%q and %q", told, inColumn)
			}
		})
	}
}
