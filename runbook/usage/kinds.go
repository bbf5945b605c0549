package usage

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"firebreak/providers"
)

// aspect is one of the dimensions whose first-seen values are looked for.
type aspect int

const (
	asCountry aspect = iota
	asASN
	asNetwork
	asAgent
	asClient
	asModel
	asEndpoint
	asRegion
	asError
	aspects
)

// dimension of an aspect, and the code of its first-seen values.
var novelties = [aspects]struct {
	Dimension
	code string
}{
	asCountry:  {DimCountry, ReasonNewCountry},
	asASN:      {DimASN, ReasonNewNetwork},
	asNetwork:  {DimNetwork, ReasonNewNetwork},
	asAgent:    {DimAgent, ReasonNewAgent},
	asClient:   {DimClient, ReasonNewClient},
	asModel:    {DimModel, ReasonNewModel},
	asEndpoint: {DimEndpoint, ReasonNewEndpoint},
	asRegion:   {DimRegion, ReasonNewRegion},
	asError:    {DimError, ReasonNewError},
}

// coNovel are the aspects of which two new ones at once are a strong sign. An address range
// stands for its network where no database names that.
var coNovel = [...]aspect{asCountry, asASN, asNetwork, asAgent, asModel, asEndpoint, asRegion}

// kind is what calls have in common, worked out once: their values in the form that is
// compared, and what is new about them.
type kind struct {
	series
	number    int // among those of a log
	values    [aspects]string
	address   string
	action    string
	client    string // the group's client and place; both empty where the source tells neither
	place     string
	at        Place
	failed    bool
	status    int16
	control   bool
	longTerm  bool
	ownPlace  bool // people declared the address or its network as ours
	ownAgent  bool // and the client
	whose     Whose
	line      *line
	sizes     [2]*sizes // of the model at the endpoint, and of all
	addresses []string  // some that it came from
	fresh     novelty
	does      operation // of a control call
	asks      bool      // what the key is good for
	lists     bool      // models
	uses      bool      // makes a model work
	sized     bool      // In and Out are told
	priced    bool
}

// bucketed reports whether the source tells neither client nor place.
func (k *kind) bucketed() bool { return k.client == "" && k.place == "" }

// kindOf works out what a shape's calls have in common.
func (s *study) kindOf(sh *shape) kind {
	t := s.names.text
	k := kind{
		series:  series{endpoint: cmp.Or(t(sh.endpoint), t(sh.api)), model: outside(cmp.Or(t(sh.model), t(sh.action)))},
		address: t(sh.address), action: t(sh.action), status: sh.status, control: sh.plane == Control,
		failed:   sh.failure != 0 || sh.status >= 400,
		longTerm: sh.flags.has(longTerm), whose: sh.whose, sized: sh.flags.has(sized), priced: sh.flags.has(priced),
	}
	k.at = s.locate(k.address, t(sh.country), sh.asn)
	k.values = [aspects]string{
		asCountry: k.at.Country, asNetwork: network(k.address), asAgent: agentFamily(t(sh.agent)), asClient: t(sh.client),
		asModel: name(series{model: outside(t(sh.model))}.family().model), asEndpoint: cmp.Or(t(sh.endpoint), joined(t(sh.api), t(sh.action))), asRegion: t(sh.region), asError: t(sh.failure),
	}
	if k.at.ASN != 0 {
		k.values[asASN], k.values[asNetwork] = "AS"+strconv.FormatUint(uint64(k.at.ASN), 10), ""
	}
	k.client = cmp.Or(k.values[asAgent], k.values[asClient])
	k.place = cmp.Or(k.values[asASN], k.values[asNetwork], k.values[asCountry])
	k.ownPlace, k.ownAgent = s.ownPlace(&k), s.ownAgent(t(sh.agent))
	k.asks, k.uses, k.lists = asking(&k), uses(&k), strings.HasSuffix(k.action, "ListFoundationModels")
	if k.control {
		k.does = operationOf(t(sh.api), k.action, providers.Trace(t(sh.left)))
	}
	return k
}

func joined(api, action string) string {
	if api == "" || action == "" {
		return api + action
	}
	return api + " " + action
}

// locate is where an address is: as the source says, else as the user's database does.
func (s *study) locate(address, country string, asn uint32) Place {
	at, known := s.located[address]
	if !known && address != "" && s.Locate != nil {
		if a, ok := addressOf(address); ok {
			at = s.Locate(a)
		}
		s.located[address] = at
	}
	at.Country, at.ASN = cmp.Or(strings.ToUpper(country), at.Country), cmp.Or(asn, at.ASN)
	return at
}

// ownPlace reports whether people named the address or its network as ours.
func (s *study) ownPlace(k *kind) bool {
	a, ok := addressOf(k.address)
	return ok && slices.ContainsFunc(s.Ranges, func(p netip.Prefix) bool { return p.Contains(a) }) || k.at.ASN != 0 && slices.Contains(s.ASNs, k.at.ASN)
}

// ownAgent reports whether a user agent begins as one that people named as ours.
func (s *study) ownAgent(agent string) bool {
	return slices.ContainsFunc(s.Agents, func(own string) bool { return own != "" && strings.HasPrefix(agent, own) })
}

// kinds are those of buckets, by endpoint and model.
type kinds map[series]*kind

func (all kinds) of(s series) *kind {
	if all[s] == nil {
		k := &kind{series: s, sized: true}
		k.values[asModel], k.values[asEndpoint] = name(s.family().model), s.endpoint
		all[s] = k
	}
	return all[s]
}
