package words

import "firebreak/runbook/incident"

// AnotherOrder is the choice to decide anew what comes first; chosen is the order that stands.
func (l Lang) AnotherOrder(chosen incident.Strategy) string {
	return pick(l, "Choose another order; now: ", "Pilih urutan lain; sekarang: ") + lower(l.Strategy(chosen))
}
