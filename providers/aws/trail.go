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
	trailKept  = 90 * 24 * time.Hour
	trailPage  = 50                     // the vendor's most
	trailPace  = 500 * time.Millisecond // two requests a second for each account and Region
	trailPages = 60                     // of one Region: half a minute and 3,000 events, our choice
	trailLag   = 15 * time.Minute
	trailFresh = time.Minute // how long what was read is believed without asking again
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

// history is what the event history of all Regions tells of one key in a span of time, newest
// first. Its gaps name Regions that were refused or told more than is read of one.
type history struct {
	events []event
	gaps   []providers.Gap
}

// history reads the events of a key. Within one step of an incident it is asked for several
// widths of the same time: what was read just now is not read again.
func (s session) history(ctx context.Context, id string, from, to time.Time) (history, error) {
	if oldest := s.clock.Now().Add(-trailKept); from.Before(oldest) {
		from = oldest
	}
	if h, ok := s.read.within(id, from, to, s.clock.Now()); ok {
		return h, nil
	}
	var h history
	names, err := s.regions(ctx)
	if _, refused := providers.RefusedWith(err, 400, 403); refused {
		h.gaps = append(h.gaps, providers.Gap{Part: "regions", Why: providers.GapRefused, Err: err})
		names, err = []string{globalRegion}, nil
	}
	if err != nil {
		return history{}, err
	}
	for n, region := range names {
		providers.Report(ctx, "regions", n, len(names))
		events, whole, err := s.lookup(ctx, region, id, from, to)
		h.events = append(h.events, events...)
		switch _, refused := providers.RefusedWith(err, 400, 403); {
		case refused:
			h.gaps = append(h.gaps, providers.Gap{Part: region, Why: providers.GapRefused, Err: err})
		case err != nil:
			return history{}, err
		case !whole:
			h.gaps = append(h.gaps, providers.Gap{Part: region + "-before-" + oldest(events).Format(time.RFC3339), Why: providers.GapRefused})
		}
	}
	slices.SortStableFunc(h.events, func(a, b event) int { return b.time().Compare(a.time()) })
	s.read.keep(id, from, to, s.clock.Now(), h)
	return h, nil
}

func oldest(events []event) time.Time { return events[len(events)-1].time() }

// lookup reads one Region's events of a key, newest first. whole is false where there are more.
func (s session) lookup(ctx context.Context, region, id string, from, to time.Time) (all []event, whole bool, err error) {
	body := lookupOf(id, from, to)
	for range trailPages {
		page, err := s.page(ctx, region, body)
		if err != nil {
			return all, false, err
		}
		all = append(all, *page.Events...)
		switch {
		case page.Next == "":
			return all, true, nil
		case page.Next == body["NextToken"]:
			return all, false, rows.Circling(routeTrail, transport.Answer{})
		}
		body["NextToken"] = page.Next
		if err := s.clock.Sleep(ctx, trailPace); err != nil {
			return all, false, err
		}
	}
	return all, len(all) == 0, nil
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
			ID string `json:"accessKeyId"`
		} `json:"accessKey"`
		Credentials struct {
			ID string `json:"accessKeyId"`
		} `json:"credentials"`
		Specific struct {
			ID string `json:"serviceSpecificCredentialId"`
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
