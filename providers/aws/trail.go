package aws

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The event history of CloudTrail: management events of 90 days, by Region. Those of services
// without Regions, such as IAM and STS, stand in that of globalRegion alone.
const (
	trailKept = 90 * 24 * time.Hour
	trailPage = 50                     // the vendor's most
	trailPace = 500 * time.Millisecond // two requests a second for each account and Region
	trailLag  = 15 * time.Minute
)

// event is one call as CloudTrail has it.
type event struct {
	ID       string              `json:"EventId"`
	Name     string              `json:"EventName"`
	Source   string              `json:"EventSource"`
	At       float64             `json:"EventTime"` // seconds since 1970
	KeyID    string              `json:"AccessKeyId"`
	User     providers.Untrusted `json:"Username"`
	Document string              `json:"CloudTrailEvent"`
	region   string
}

func (e event) valid() bool {
	return providers.CleanID(e.ID) != "" && providers.CleanID(e.Name) != "" && e.At > 0
}

func (e event) time() time.Time { return time.UnixMilli(int64(e.At * 1000)).UTC() }

// service is the part of the source before the vendor's domain.
func (e event) service() string {
	name, _, _ := strings.Cut(e.Source, ".")
	return providers.CleanID(name)
}

// regions lists the Regions that are enabled for the account.
func (s session) regions(ctx context.Context) ([]string, error) {
	var list struct {
		XMLName xml.Name `xml:"DescribeRegionsResponse"`
		Names   []string `xml:"regionInfo>item>regionName"`
	}
	answer, err := s.do(ctx, routeRegions, nil, &list)
	if err == nil && !slices.Contains(list.Names, globalRegion) {
		err = rows.Misshapen(routeRegions, answer)
	}
	return list.Names, err
}

// lookupOf asks for the events of a key in a span of time.
func lookupOf(id string, from, to time.Time) transport.Object {
	return transport.Object{
		"LookupAttributes": []any{transport.Object{"AttributeKey": "AccessKeyId", "AttributeValue": id}},
		"StartTime":        from.Unix(), "EndTime": to.Unix(), "MaxResults": trailPage,
	}
}

// trailAnswer is one page of events.
type trailAnswer struct {
	Events *[]event `json:"Events"`
	Next   string   `json:"NextToken"`
}

// page asks for one page.
func (s session) page(ctx context.Context, region string, body transport.Object) (page trailAnswer, err error) {
	answer, err := s.ask(ctx, transport.Call{Route: routeTrail, Region: region, Body: body, Auth: transport.SigV4(s.secret, services[TrailHost], region), Timeout: callTimeout})
	if err != nil {
		return page, err
	}
	if answer.Decode(&page) != nil || page.Events == nil {
		return page, rows.Misshapen(routeTrail, answer)
	}
	for i := range *page.Events {
		if !(*page.Events)[i].valid() {
			return page, rows.Misshapen(routeTrail, answer)
		}
		(*page.Events)[i].region = region
	}
	return page, nil
}

// document is what an event says in full, as far as it is read here.
type document struct {
	Address  providers.Untrusted `json:"sourceIPAddress"`
	Agent    providers.Untrusted `json:"userAgent"`
	Error    string              `json:"errorCode"`
	Account  string              `json:"recipientAccountId"`
	Request  string              `json:"requestID"`
	Identity struct {
		ARN string `json:"arn"`
	} `json:"userIdentity"`
	Requested struct {
		User   string `json:"userName"`
		Role   string `json:"roleName"`
		Policy string `json:"policyName"`
		KeyID  string `json:"accessKeyId"`
		Name   string `json:"name"`
	} `json:"requestParameters"`
	Answered struct {
		Key struct {
			ID   string `json:"accessKeyId"`
			User string `json:"userName"`
		} `json:"accessKey"`
		Credentials struct {
			ID      string `json:"accessKeyId"`
			Expires string `json:"expiration"`
		} `json:"credentials"`
		Assumed struct {
			ARN string `json:"arn"`
		} `json:"assumedRoleUser"`
		Specific struct {
			ID      string `json:"serviceSpecificCredentialId"`
			User    string `json:"userName"`
			Service string `json:"serviceName"`
		} `json:"serviceSpecificCredential"`
	} `json:"responseElements"`
}

// document reads the full text; what cannot be read is empty.
func (e event) document() (d document) {
	if json.Unmarshal([]byte(e.Document), &d) != nil {
		return document{}
	}
	return d
}

// target is the object that an act made or changed: the most telling id there is.
func (d document) target() string {
	a, r := d.Answered, d.Requested
	for _, id := range []string{a.Key.ID, a.Credentials.ID, a.Specific.ID, r.KeyID, r.User, r.Role, r.Name, r.Policy} {
		if id = providers.CleanID(id); id != "" {
			return id
		}
	}
	return ""
}
