package providers

import (
	"fmt"
	"time"
)

// ControlRotation is the control that RotationControl tells of.
const ControlRotation = "rotation"

// rotateAfter is the age at which a key counts as not rotated: our choice, a common audit rule.
const rotateAfter = 90 * 24 * time.Hour

// Switched is the state of a control that is readable.
func Switched(on bool) ControlState {
	if on {
		return ControlPresent
	}
	return ControlAbsent
}

// RotationControl tells from a key's age whether keys are rotated here: present up to 90 days, not
// readable where its record has no creation. where is the page that makes new keys.
func (r KeyRecord) RotationControl(now time.Time, where string) Control {
	c := Control{ID: ControlRotation, State: ControlUnreadable, Where: where}
	if !r.Created.IsZero() {
		age := now.Sub(r.Created)
		c.State = Switched(age <= rotateAfter)
		c.Detail = FromOutside(fmt.Sprintf("%d days old", int(age.Hours()/24)))
	}
	return c
}
