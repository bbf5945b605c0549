package incident

import (
	"context"
	"errors"

	"firebreak/providers"
)

// Reason explains why the chain did or suggests something; words makes the sentence.
type Reason string

const (
	WhyNoAdmin      Reason = "no_admin"       // no admin credential on this machine
	WhyAdminSealed  Reason = "admin_sealed"   // one is kept, and cannot be opened now
	WhySameKey      Reason = "same_key"       // the admin credential is the leaked key
	WhyNotPermitted Reason = "not_permitted"  // the vendor refused the admin credential
	WhyDeclined     Reason = "declined"       // the vendor does not do it, whoever asks: it says why
	WhyUnreachable  Reason = "unreachable"    //
	WhyRateLimited  Reason = "rate_limited"   //
	WhyNotFound     Reason = "not_found"      // no record fits
	WhyAmbiguous    Reason = "ambiguous"      // several records fit
	WhyRootOwned    Reason = "root_owned"     // the account's root alone can end it, signed in
	WhyTooLittle    Reason = "too_little"     // what is shown of a masked key fits many
	WhyForeignData  Reason = "foreign_data"   // the vendor ignored our filter
	WhyShape        Reason = "unrecognised"   // not the vendor's own shape
	WhyUnknownState Reason = "unknown_state"  // sent, no answer
	WhyNeedsKey     Reason = "needs_key"      // the leaked key is not in memory
	WhyEndingOnly   Reason = "ending_only"    // it was revoked by its ending, its value never known
	WhyNeedsRecord  Reason = "needs_record"   // no certain record
	WhyNeedsRevoke  Reason = "needs_revoke"   // nothing was revoked whose death could be proven
	WhyNeedsChoice  Reason = "needs_decision" //
	WhyNeedsApprove Reason = "needs_approval" //
	WhyOpenOp       Reason = "open_op"        // a mutation whose outcome is unknown comes first
	WhyNoParking    Reason = "no_parking"     // no proven place for the replacement
	WhyNoRoom       Reason = "no_room"        // the owner has as many keys as the vendor allows
	WhyShut         Reason = "sealed_shut"    // what is kept sealed cannot be opened, or added to
	WhyNotKept      Reason = "not_kept"       // a new key that was typed in could not be kept sealed
	WhyNoStore      Reason = "no_store"       // no store named
	WhyStore        Reason = "store"          // the store refuses a write
	WhyStoreLost    Reason = "store_conflict" // someone else wrote meanwhile
	WhyStray        Reason = "stray_key"      // a creation took place, and its value was lost with the answer
	WhyInUse        Reason = "in_use"         // the old key is still used
	WhyUseUnread    Reason = "use_unread"     // its last use was not read since the new key is in place
	WhyNoLastUse    Reason = "no_last_use"    // the vendor tells no last use of such keys
	WhyOldValue     Reason = "old_value"      // the store still gives the old value
	WhyOldDead      Reason = "old_dead"       // the old value would not work any more
	WhyNotHeld      Reason = "not_held"       // the named stores do not hold the key
	WhyUserKey      Reason = "user_key"       // the API cannot create this kind
	WhyScopes       Reason = "scopes"         // scopes that the vendor cannot take
	WhyWider        Reason = "wider"          // the new key would have rights that the old one has not
	WhyNewKeyDead   Reason = "new_key_dead"   // the replacement does not answer
	WhyNewRefused   Reason = "new_refused"    // a replacement that was typed in is refused, or is the old key
	WhyNewBlind     Reason = "new_blind"      // the replacement is accepted, as a made-up key is
	WhyBlind        Reason = "blind"          // the probe cannot tell live from dead
	WhyDeadline     Reason = "deadline"       //
	WhyVeiled       Reason = "veiled"         // the key would be refused without a revocation too
	WhyWrongHalf    Reason = "wrong_half"     // an id that is alive, beside a secret that is not its own
	WhyGap          Reason = "gap"            // the machine slept, or the program restarted
	WhyAccepted     Reason = "still_accepted" // whatever claims that the key has ended
	WhyGoneAlive    Reason = "gone_alive"     // the vendor has no record of it any more, and accepts it again
	WhyOneRefusal   Reason = "one_refusal"    // it came back after its proof, and is refused again
	WhySetBack      Reason = "set_back"       // accepted again inside the window
	WhyUnsettled    Reason = "unsettled"      // figures may still change
	WhyNotReadable  Reason = "not_readable"   // the vendor does not let us read it
	WhyNotExposed   Reason = "not_exposed"    // the vendor does not tell
	WhyShared       Reason = "shared"         // the vendor tells a sum over more than the key: its share is an estimate
	WhyLost         Reason = "lost"           // the vendor tells less than it told before
	WhySilent       Reason = "silent"         // the vendor tells of no use at all
	WhyNoPlaces     Reason = "no_places"      // no folder was named to search
	WhyIncomplete   Reason = "incomplete"     // not all of it could be searched
	WhyGate         Reason = "report_gate"    // the report would hold a secret
	WhyWrite        Reason = "write"          // the file cannot be written
	WhyDryRun       Reason = "dry_run"        //
	WhyCancelled    Reason = "cancelled"      //
	WhyNotOffered   Reason = "not_offered"    // the vendor has no such call
	WhyByHand       Reason = "by_hand"        //
	WhyElsewhere    Reason = "elsewhere"      // another process works on it
	WhyInternal     Reason = "internal"       //

	WhyBurning   Reason = "burning"    // money burns faster than the outage costs
	WhyQuiet     Reason = "quiet"      // no foreign traffic seen, consumers known
	WhyNoTraffic Reason = "no_traffic" // nobody uses it: nothing breaks
	WhyLimitOnly Reason = "limit_only" // a person ends it in the console; a limit can be set from here
	WhyDefault   Reason = "default"    // the traffic cannot be read: the safe order
	WhyRefusedAt Reason = "refused"    // it was refused before any act of ours
)

// Refusal is a reason of ours as an error.
type Refusal FailData

func (r Refusal) Error() string { return "refused: " + string(r.Reason) }

// lacking is why the usual places hold no admin credential, where they say so.
func lacking(why Reason, err error) string {
	var said *providers.Refusal
	if why != WhyNoAdmin || !errors.As(err, &said) {
		return ""
	}
	return string(said.Why)
}

// Explain maps an error of a door or adapter to the reason and the call to keep.
func Explain(err error) FailData {
	var call *providers.CallError
	fail := FailData{Reason: WhyInternal}
	var refusal Refusal
	if errors.As(err, &refusal) {
		return FailData(refusal)
	}
	if errors.As(err, &call) {
		fail.Fail = &CallFail{Fate: call.Fate, Cause: call.Cause, Route: call.Route, Status: call.Status,
			Code: call.Code, Message: call.Message, Wait: call.RetryAfter,
			Throttled: call.Status != 429 && errors.Is(err, providers.ErrRateLimited),
			Gone:      call.Status != 404 && errors.Is(err, providers.ErrNotFound)}
	}
	if call == nil && errors.Is(err, context.Canceled) || call != nil && call.Cause == providers.CauseCanceled && call.Effect != providers.Mutate {
		fail.Reason = WhyCancelled
		return fail
	}
	for _, known := range []struct {
		err error
		why Reason
	}{
		{providers.ErrWithheld, WhyDryRun}, {providers.ErrNoAdmin, WhyNoAdmin}, {providers.ErrAdminSealed, WhyAdminSealed}, {providers.ErrSameKey, WhySameKey},
		{providers.ErrForeignData, WhyForeignData}, {providers.ErrConflict, WhyStoreLost}, {providers.ErrNotSupported, WhyNotOffered}, {providers.ErrTooLittle, WhyTooLittle}, {providers.ErrRootOwned, WhyRootOwned},
		{providers.ErrNotPermitted, WhyNotPermitted}, {providers.ErrNotFound, WhyNotFound}, {providers.ErrRateLimited, WhyRateLimited},
		{providers.ErrUnknownState, WhyUnknownState}, {providers.ErrUnreachable, WhyUnreachable},
	} {
		if errors.Is(err, known.err) {
			fail.Reason = known.why
			fail.Detail = lacking(known.why, err)
			return fail
		}
	}
	if call != nil {
		switch call.Cause {
		case providers.CauseCanceled:
			fail.Reason = WhyCancelled
		case providers.CauseShape, providers.CauseTooLarge, providers.CauseRedirect:
			fail.Reason = WhyShape
		case providers.CauseStatus:
			fail.Reason = WhyUnreachable
			if call.Status >= 400 && call.Status < 500 {
				fail.Reason = WhyDeclined
			}
		}
	}
	return fail
}
