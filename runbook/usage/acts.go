package usage

import (
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// class is what a control call does, where that matters to an intrusion.
type class string

const (
	classEnable  class = "enable"  // opens a service or raises a limit
	classPersist class = "persist" // leaves a way back
	classEvade   class = "evade"   // hides what is done
	classSecrets class = "secrets" // reads values that open more
	classShare   class = "share"   // hands data or access outside
	classRun     class = "run"     // runs code of the caller's
	classDestroy class = "destroy" // destroys data
)

// operationOf is what an operation of a service does and leaves behind; the zero value for one
// that only looks. Operations are called as the services spell them; a Lambda operation carries a
// date after its name.
func operationOf(api, action string, left providers.Trace) operation {
	if cut := strings.IndexByte(action, '2'); cut > 0 && strings.HasPrefix(api, "lambda") {
		action = action[:cut]
	}
	o, ok := known[action]
	if !ok {
		o.class = ofTrace[left]
	}
	if left != "" {
		o.trace = left
	}
	return o
}

// codes of the classes, and how much each weighs alone.
var acting = map[class]struct {
	code string
	incident.Strength
}{
	classEnable:  {ReasonActEnable, incident.Notable},
	classPersist: {ReasonActPersist, incident.Strong},
	classEvade:   {ReasonActEvade, incident.Strong},
	classSecrets: {ReasonActSecrets, incident.Notable},
	classShare:   {ReasonActShare, incident.Notable},
	classRun:     {ReasonActRun, incident.Notable},
	classDestroy: {ReasonActDestroy, incident.Notable},
}

// acts tells of a control call what it does. What people declared as ours is no sign; secrets
// read and code run by a client or from a place that is new weigh more.
func (s *study) acts(c *cell) []incident.Signal {
	if c.does.class == "" || c.ownPlace && (c.ownAgent || len(s.Agents) == 0) {
		return nil
	}
	signal := incident.Signal{Code: acting[c.does.class].code, Value: outside(c.action), Observed: float64(c.requests), Strength: acting[c.does.class].Strength}
	if (c.does.class == classSecrets || c.does.class == classRun) && c.fresh.strange() {
		signal.Strength = incident.Strong
	}
	return []incident.Signal{signal}
}
