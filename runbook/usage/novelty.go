package usage

import (
	"time"

	"firebreak/runbook/incident"
)

// seen are the values of one aspect in the baseline.
type seen struct {
	events int64
	once   int64 // values that came up exactly once
	counts map[string]int64
	first  map[string]time.Time // when values that are not in it first came up after it
}

func (s *study) learnValues(c *cell) {
	n := max(c.size()/callSize, 1)
	for a := range aspects {
		v := c.compared(a)
		if v == "" {
			continue
		}
		if s.seen[a].counts == nil {
			s.seen[a].counts = map[string]int64{}
		}
		s.seen[a].counts[v] += n
		s.seen[a].events += n
	}
}

// compared is a kind's value of an aspect as it is held against others. Where neither client nor
// place is told a model is compared at its endpoint.
func (k *kind) compared(a aspect) string {
	if a == asModel && k.bucketed() {
		return k.values[asEndpoint] + "\x00" + k.values[asModel]
	}
	return k.values[a]
}

func (v *seen) settle() {
	for _, n := range v.counts {
		if n == 1 {
			v.once++
		}
	}
}

// novelty is what of a kind was never seen in the baseline.
type novelty struct {
	found []incident.Signal // in the order of aspects
	mask  uint16            // aspects that are new beyond doubt
	hard  int               // of them, those of which two at once are a strong sign
}

// strange reports whether client or place are new.
func (n *novelty) strange() bool {
	return n.mask&(1<<asASN|1<<asNetwork|1<<asAgent|1<<asCountry) != 0
}

// novel holds a kind's values against those of the baseline.
func (s *study) novel(k *kind) novelty {
	var n novelty
	if s.base.How == TooShort || k.whose == KnownOurs {
		return n
	}
	if s.base.How == Declaredly {
		return s.undeclared(k)
	}
	for _, a := range noveltyOrder {
		v, past := k.compared(a), &s.seen[a]
		if v == "" || past.counts[v] > 0 || s.expected(k, a) {
			continue
		}
		signal := incident.Signal{Code: novelties[a].code, Observed: 1, Expected: float64(past.events)}
		if a != asModel && a != asEndpoint || !k.bucketed() {
			signal.Value = outside(k.values[a])
		}
		switch score := unseen(past.events, past.once); {
		case s.size() < s.scale[g1Events] || float64(past.events) < s.scale[g1Events]:
			if past.events == 0 && s.size() >= s.scale[g1Events] {
				continue // the source did not tell it then
			}
			signal.Code, signal.Strength = ReasonFirstSeen, incident.Soft
		case score < s.scale[g1Notable]:
			continue
		case s.deployed(a, v):
			signal.Code, signal.Strength = ReasonDeployed, incident.Soft
		default:
			signal.Score, signal.Strength = round2(score), s.strength(score, g1Notable, g1Strong)
			n.mask |= 1 << a
			if isCoNovel(a) {
				n.hard++
			}
		}
		n.found = append(n.found, signal)
	}
	return n
}

// undeclared are the values of a kind that are not among those that people declared.
func (s *study) undeclared(k *kind) novelty {
	var n novelty
	for a, told := range map[aspect]bool{asModel: len(s.Models) > 0, asAgent: len(s.Agents) > 0, asNetwork: len(s.Ranges) > 0, asASN: len(s.ASNs) > 0} {
		if told && k.values[a] != "" && !s.expected(k, a) {
			n.mask |= 1 << a
		}
	}
	for _, a := range noveltyOrder {
		if n.mask&(1<<a) != 0 {
			n.found = append(n.found, incident.Signal{Code: ReasonUndeclared, Observed: 1, Strength: incident.Notable, Value: outside(k.values[a])})
			n.hard++
		}
	}
	return n
}

// noveltyOrder is the order in which first-seen values are told.
var noveltyOrder = [...]aspect{asCountry, asASN, asNetwork, asAgent, asClient, asEndpoint, asModel, asRegion, asError}

func isCoNovel(a aspect) bool {
	for _, one := range coNovel {
		if one == a {
			return true
		}
	}
	return false
}

// size is the baseline in requests.
func (s *study) size() float64 { return inRequests(s.base.size) }

// expected reports whether people said that a value may be new.
func (s *study) expected(k *kind, a aspect) bool {
	switch a {
	case asCountry, asASN, asNetwork:
		return k.ownPlace
	case asAgent, asClient:
		return k.ownAgent
	case asModel:
		return s.ownModel(k.values[asModel])
	case asError:
		return k.status == 401 || k.status == 403 // of a dead key: good news
	}
	return false
}

func (s *study) ownModel(model string) bool {
	for _, own := range s.Models {
		if name(series{model: outside(own)}.family().model) == model {
			return true
		}
	}
	return false
}

// deployed reports whether a value first came up about when people declared a deploy.
func (s *study) deployed(a aspect, v string) bool {
	if len(s.Deploys) == 0 {
		return false
	}
	if s.seen[a].first == nil {
		s.seen[a].first = map[string]time.Time{}
		for _, c := range s.cells {
			if v := c.compared(a); v != "" && s.seen[a].first[v].IsZero() {
				s.seen[a].first[v] = c.from()
			}
		}
	}
	for _, d := range s.Deploys {
		if s.seen[a].first[v].Sub(d.From).Abs().Minutes() <= s.scale[deployNear] {
			return true
		}
	}
	return false
}

// shareNovelty gives all use from a new place or network what is new of any of it: the same
// stranger changes clients.
func (s *study) shareNovelty() {
	masks := map[string]uint16{}
	strangers := uint16(1<<asASN | 1<<asNetwork)
	for _, k := range s.kinds {
		if k.fresh.mask&strangers != 0 {
			masks[k.place] |= k.fresh.mask
		}
	}
	for _, k := range s.kinds {
		if k.fresh.mask&strangers == 0 {
			continue
		}
		k.fresh.hard = 0
		for _, a := range coNovel {
			if masks[k.place]&(1<<a) != 0 {
				k.fresh.hard++
			}
		}
	}
}
