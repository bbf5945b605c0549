package usage

import (
	"slices"

	"firebreak/runbook/incident"
)

// detectorOf is the detector behind each code; its first letter names the family. Codes without
// one speak for us, or say that nothing can be compared.
var detectorOf = map[string]string{
	ReasonSurprising: "V1", ReasonSurprisingDay: "V1", ReasonSurprisingWindow: "V1", ReasonOverPeak: "V2", ReasonRising: "V3",
	ReasonCostHour: "M1", ReasonCostDay: "M1", ReasonNoUsage: "M1",
	ReasonTokensPerRequest: "S1", ReasonSmallProbe: "S1",
	ReasonNewCountry: "G1", ReasonNewNetwork: "G1", ReasonNewAgent: "G1", ReasonNewClient: "G1", ReasonNewModel: "G1", ReasonNewEndpoint: "G1",
	ReasonNewRegion: "G1", ReasonNewError: "G1", ReasonFirstSeen: "G1", ReasonDeployed: "G1", ReasonUndeclared: "G1", ReasonCoNovelty: "G2", ReasonTravel: "G3",
	ReasonOddHour: "H1",
	ReasonProbing: "P1", ReasonRefusedAround: "P1", ReasonListedThenUsed: "P1",
	ReasonActEnable: "P2", ReasonActPersist: "P2", ReasonActEvade: "P2", ReasonActSecrets: "P2", ReasonActShare: "P2", ReasonActRun: "P2", ReasonActDestroy: "P2",
	ReasonFailing: "P3", ReasonAwake: "P4", ReasonFanModels: "P5", ReasonFanRegions: "P5", ReasonFanAddresses: "P5",
	ReasonAfterRevoke: "X1", ReasonAfterGone: "X1",
}

// Detector is the detector behind a reason's code, "" for a reason that is none's.
func Detector(code string) string { return detectorOf[code] }

// decisive are codes of which one is needed before a group is suggested to be a stranger's.
var decisive = []string{ReasonCoNovelty, ReasonProbing, ReasonRefusedAround, ReasonListedThenUsed, ReasonActPersist, ReasonActEvade}

// weigh works level and suggestion out from the signals.
func (b *bundle) weigh(s *study) {
	families := map[byte]float64{}
	strong := false
	for _, one := range b.signals {
		if family := detectorOf[one.Code]; family != "" {
			families[family[0]] = max(families[family[0]], s.weight(one.Strength))
			strong = strong || one.Strength == incident.Strong
		}
	}
	sum := 0.0
	for _, w := range families {
		sum += w
	}
	b.level = Clear
	if sum >= s.scale[lookAt] {
		b.level = Look
	}
	if sum >= s.scale[suspectAt] {
		b.level = Suspect
	}
	b.suggested = b.suggest(families, strong)
}

func (s *study) weight(of incident.Strength) float64 {
	return map[incident.Strength]float64{incident.Soft: s.scale[weightSoft], incident.Notable: s.scale[weightNotable], incident.Strong: s.scale[weightStrong]}[of]
}

// suggest is who a group seems to be: like the past, a stranger by something that no busy
// service of ours does by itself, or for a person to say. A runaway loop of our own looks like
// theft by volume alone.
func (b *bundle) suggest(families map[byte]float64, strong bool) incident.GroupVerdict {
	has := func(codes ...string) bool {
		return slices.ContainsFunc(b.signals, func(s incident.Signal) bool { return slices.Contains(codes, s.Code) })
	}
	switch {
	case b.whose == KnownForeign:
		return incident.NotOurs
	case alone(benign, b.signals), (b.ownPlace || b.ownAgent) && !strong:
		return incident.Ours
	case b.level == Suspect && (has(decisive...) || b.afterEnd(has)):
		return incident.NotOurs
	// Where neither client nor place is told, what is new and far too much has to do.
	case b.bucketed() && has(ReasonNewModel, ReasonNewEndpoint) && has(ReasonOverPeak, ReasonTokensPerRequest, ReasonCostDay):
		return incident.NotOurs
	case !b.bucketed() && b.level == Clear && b.line != nil && b.line.total > 0 && !has(ReasonInBaseline, ReasonNoHistory):
		return incident.Ours
	}
	return incident.CannotTell
}

// afterEnd reports use after the key's end by somebody that the past does not know. Our own
// services may still be served for a while.
func (b *bundle) afterEnd(has func(...string) bool) bool {
	return has(ReasonAfterRevoke) && !b.bucketed() && b.fresh.strange()
}
