package aws

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"strings"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// LimitQuarantine attaches the vendor's own policy for exposed keys to the user, which denies what
// thieves do most and leaves the rest working: the key still lives. The vendor attaches one itself
// when it finds a key in the open; that one is recognised, whichever its version, and left alone: it
// goes by the support case that the vendor opened with it.
const LimitQuarantine = "user-quarantine"

// A quarantine policy is quarantineName and a version; ours is the newest one.
const (
	policyPath     = "arn:aws:iam::aws:policy/"
	quarantineName = "AWSCompromisedKeyQuarantine"
	quarantineOurs = policyPath + quarantineName + "V4"
)

// quarantines lists the quarantine policies of a user, by their resource names.
func (s session) quarantines(ctx context.Context, user string) (list []string, err error) {
	err = s.pages(ctx, routeAttached, transport.Object{fieldUser: user, "MaxItems": pageSize}, func(answer transport.Answer) (*bool, string, error) {
		var page struct {
			XMLName xml.Name `xml:"ListAttachedUserPoliciesResponse"`
			ARNs    []string `xml:"ListAttachedUserPoliciesResult>AttachedPolicies>member>PolicyArn"`
			More    *bool    `xml:"ListAttachedUserPoliciesResult>IsTruncated"`
			Marker  string   `xml:"ListAttachedUserPoliciesResult>Marker"`
		}
		err := answer.DecodeXML(&page)
		for _, arn := range page.ARNs {
			if strings.HasPrefix(arn, policyPath+quarantineName) {
				list = append(list, arn)
			}
		}
		return page.More, page.Marker, err
	})
	return list, err
}

// quarantine offers the limit, or names the one that stands.
func (s session) quarantine(ctx context.Context, r providers.KeyRecord) (providers.Containment, error) {
	c := providers.Containment{ID: LimitQuarantine, Target: r.Owner.Name, WholeOf: "user", ExactUndo: true, Before: json.RawMessage(`{}`)}
	stand, err := s.quarantines(ctx, r.Owner.ID)
	if len(stand) > 0 {
		c.Target = providers.FromOutside(strings.TrimPrefix(stand[0], policyPath))
	}
	c.Off, err = offIf(len(stand) > 0, err)
	return c, err
}

// quarantined reads whether ours stands.
func (s session) quarantined(ctx context.Context, r providers.KeyRecord) (bool, error) {
	stand, err := s.quarantines(ctx, r.Owner.ID)
	for _, arn := range stand {
		if arn == quarantineOurs {
			return true, err
		}
	}
	return false, err
}

// attach sets the limit, or takes it back.
func (s session) attach(ctx context.Context, route string, r providers.KeyRecord) (providers.Receipt, error) {
	return s.change(ctx, route, r, transport.Object{fieldUser: r.Owner.ID, "PolicyArn": quarantineOurs})
}
