package words

import (
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestTheCostOfAWholeIsSaidToBeNoneOfTheKeyAlone(t *testing.T) {
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	u := incident.FetchedData{Whole: &incident.WholeCost{Of: "account", From: day.AddDate(0, 0, -27), Micros: 212_660_000, Currency: "USD", Usual: 7_440_000, Peak: day, PeakCost: 61_000_000,
		Top: []incident.CostItem{{Item: providers.FromOutside("Amazon Bedrock"), Micros: 53_560_000}}}}
	for lang, want := range map[Lang]string{
		English:    "the whole account, not only this key: USD 212.66 since 2026-10-26, usually 7.44 a day, at most 61.00 on 2026-11-22 (Amazon Bedrock 53.56); bills come late",
		Indonesian: "seluruh akun, bukan kunci ini saja: USD 212,66 sejak 2026-10-26, biasa 7,44 sehari, puncak 61,00 di 2026-11-22 (Amazon Bedrock 53,56); tagihan datang belakangan",
	} {
		if got := lang.WholeCost(u); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
