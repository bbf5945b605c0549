package usage

import (
	"time"

	"firebreak/providers"
)

// books are use and money, by model and day.
type books struct {
	models map[string]*account
	shared map[time.Time]float64 // money of lines that name no model of ours
}

// account is one model's: its use, and its money by part.
type account struct {
	used  map[time.Time]use
	money map[part]map[time.Time]float64
}

func booksOf(used []providers.Bucket) books {
	b := books{map[string]*account{}, map[time.Time]float64{}}
	for _, bucket := range used {
		if !sane(bucket) {
			continue
		}
		name, day := modelOf(bucket), dayOf(bucket.Start)
		if b.models[name] == nil {
			b.models[name] = &account{map[time.Time]use{}, map[part]map[time.Time]float64{}}
		}
		b.models[name].used[day] = b.models[name].used[day].plus(useOf(bucket))
	}
	return b
}

// modelOf names what is paid for: the model without the date of its snapshot, or the endpoint
// where the vendor tells no model.
func modelOf(b providers.Bucket) string { return series{b.Endpoint, b.Model}.paidAs() }

func (s series) paidAs() string {
	if text := name(s.family().model); text != "" {
		return text
	}
	return s.endpoint
}

// charge books a cost line to the model that it names, else to all that have none of their own
// on that day.
func (b books) charge(c providers.Cost) {
	model, p := splitItem(c.Item)
	day := dayOf(c.Start)
	a := b.models[model]
	if a == nil {
		b.shared[day] += float64(c.Micros)
		return
	}
	a.book(p, day, float64(c.Micros))
}

func (a *account) book(p part, day time.Time, micros float64) {
	if a.money[p] == nil {
		a.money[p] = map[time.Time]float64{}
	}
	a.money[p][day] += micros
}

// share gives each model without a line the money that names no model, as the most that it can
// have cost. A model that is alone on its day has cost just that.
func (b books) share() {
	for day, micros := range b.shared {
		var without []*account
		users := 0
		for _, a := range b.models {
			if _, used := a.used[day]; used {
				users++
				if !a.lined(day) {
					without = append(without, a)
				}
			}
		}
		for _, a := range without {
			p := partShared
			if users == 1 {
				p = partAll
			}
			a.book(p, day, micros)
		}
	}
}

func (a *account) lined(day time.Time) bool {
	for _, days := range a.money {
		if _, told := days[day]; told {
			return true
		}
	}
	return false
}

// tariff is what one model costs: for each part the bills of the days, and the use behind them.
type tariff map[part]rate

type rate struct {
	offer
	byCall bool // the vendor counts no tokens of this part
	micros float64
	used   use
}

// tariffs sums up the days that are wanted.
func (b books) tariffs(wanted func(time.Time) bool) map[string]tariff {
	all := map[string]tariff{}
	for name, a := range b.models {
		t := tariff{}
		for p := range a.money {
			if r, ok := a.rate(p, wanted); ok {
				t[p] = r
			}
		}
		if len(t) > 0 {
			all[name] = t
		}
	}
	return all
}

func (a *account) rate(p part, wanted func(time.Time) bool) (rate, bool) {
	var days, calls []billed
	out := rate{byCall: true}
	for day, micros := range a.money[p] {
		u, used := a.used[day]
		if !used || !wanted(day) {
			continue
		}
		v := u.of(p, a.money[partCached] != nil)
		days, calls = append(days, billed{micros, v}), append(calls, billed{micros, u.calls()})
		out.byCall = out.byCall && v.sum() == 0
		out.micros, out.used = out.micros+micros, out.used.plus(u)
	}
	if out.byCall {
		days = calls
	}
	out.offer = solve(days)
	return out, len(days) > 0
}

// of bounds what some use cost; whole is false where part of it was never billed.
func (t tariff) of(u use) (sum bounds, whole bool) {
	_, lined := t[partCached]
	for p, rate := range t {
		v := u.of(p, lined)
		if rate.byCall {
			v = u.calls()
		}
		b := rate.offer.of(v)
		switch {
		case p == partShared:
			b.low = 0 // all of that money may have been another model's
		case p == partAll && !rate.byCall:
			b = rate.mixed(u, b)
		}
		sum = sum.plus(b)
	}
	return sum, len(t) > 0 && t.covers(u)
}

// mixed widens the price of a line that does not tell tokens in from tokens out: the price of
// each lies between nothing and all of the money.
func (r rate) mixed(u use, b bounds) bounds {
	share := func(of part) float64 {
		all := r.used.of(of, false).sum()
		if all == 0 {
			return 0
		}
		return r.micros * u.of(of, false).sum() / all
	}
	in, out := share(partIn), share(partOut)
	if r.used.of(partIn, false).sum() == 0 || r.used.of(partOut, false).sum() == 0 {
		return b
	}
	return bounds{min(b.low, in, out), b.mid, max(b.high, in, out)}
}

// covers reports whether each part of the use has a price.
func (t tariff) covers(u use) bool {
	for p := range t {
		if p == partAll || p == partShared {
			return true
		}
	}
	for _, p := range []part{partIn, partOut} {
		if _, priced := t[p]; !priced && u.of(p, true).sum() > 0 {
			return false
		}
	}
	return true
}
