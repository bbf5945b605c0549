package identify

import "slices"

// baitAccounts are AWS accounts whose keys are handed out as traps: whoever uses one raises its
// alarm. Public scanners list them; a new one shows only when somebody reports it.
var baitAccounts = []string{
	"044858866125", "052310077262", "171436882533", "251535659677", "266735846894", "344043088457", "351906852752", "390477818340",
	"426127672474", "427150556519", "439872796651", "445142720921", "465867158099", "528757803018", "534261010715", "538784191382",
	"595918472158", "637958123769", "693412236332", "717712589309", "729780141977", "730335385048", "732624840810", "735421457923",
	"819147034852", "893192397702", "959235150393", "982842642351", "992382622183",
}

// isBait reports whether a value tells of an account that sets traps.
func (r Reading) isBait() bool {
	return r.Kind.Provider() == "aws" && slices.Contains(baitAccounts, r.Decoded["account"])
}
