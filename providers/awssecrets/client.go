package awssecrets

import (
	"context"
	"encoding/xml"
	"errors"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// callTimeout: a write that is cut off early is an outcome unknown. Our assumption.
const callTimeout = 30 * time.Second

// The labels of versions. No other version than the one under labelOurs has it.
const (
	labelCurrent  = "AWSCURRENT"
	labelPrevious = "AWSPREVIOUS"
	labelOurs     = "FIREBREAK_STAGED"
)

// session is one operation under the admin credential.
type session struct {
	door  *transport.Door
	admin providers.Secret
}

// do makes a call in a Region and decodes the answer. A refusal for a secret that is not there
// answers to providers.ErrNotFound, and one for a missing right to providers.ErrNotPermitted: the
// vendor gives both under status 400.
func (c session) do(ctx context.Context, route, region string, body transport.Object, into any) error {
	answer, err := c.door.DoAgain(ctx, transport.Call{Route: route, Region: region, Body: body, Timeout: callTimeout, Auth: transport.SigV4(c.admin, service, region)})
	if call, told := providers.RefusedWith(err, 400, 403, 404); told {
		marked := *call
		switch call.Code {
		case "ResourceNotFoundException":
			marked.Err = providers.ErrNotFound
		case "AccessDeniedException", "DecryptionFailure":
			marked.Err = providers.ErrNotPermitted
		default:
			return err
		}
		return &marked
	}
	if err != nil {
		return err
	}
	if answer.Decode(into) != nil {
		return rows.Misshapen(route, answer)
	}
	return nil
}

// secret is what the service tells of one without its value.
type secret struct {
	ARN      string              `json:"ARN"`
	Name     string              `json:"Name"`
	Rotates  bool                `json:"RotationEnabled"`
	Service  providers.Untrusted `json:"OwningService"`
	Deleted  *float64            `json:"DeletedDate"`
	Primary  string              `json:"PrimaryRegion"`
	Labels   map[string][]string `json:"VersionIdsToStages"`
	Labelled map[string][]string `json:"SecretVersionsToStages"` // the same, in lists
	region   string
}

func (s secret) valid() bool { return providers.CleanID(s.ARN) != "" && isName(s.Name) }

func (s secret) replica() bool { return s.Primary != "" && s.Primary != s.region }

// labelled gives the version under a label, "" where there is none.
func (s secret) labelled(label string) string {
	for id, labels := range s.Labels {
		if slices.Contains(labels, label) {
			return providers.CleanID(id)
		}
	}
	return ""
}

// describe asks for one secret by its name or ARN.
func (c session) describe(ctx context.Context, region, id string) (secret, error) {
	said := secret{region: region}
	err := c.do(ctx, routeDescribe, region, transport.Object{"SecretId": id}, &said)
	if err == nil && !said.valid() {
		err = rows.Misshapen(routeDescribe, transport.Answer{})
	}
	return said, err
}

// Bounds of a walk: the page is the vendor's most, the rest our choice.
const (
	pageSize    = 100
	mostPages   = 200
	batchSize   = 20
	mostSecrets = 20_000
)

// pages walks a list to its end. read takes one page and gives the token of the next.
func (c session) pages(ctx context.Context, route, region string, body transport.Object, read func(body transport.Object) (next string, err error)) error {
	for range mostPages {
		next, err := read(body)
		switch {
		case err != nil || next == "":
			return err
		case next == body["NextToken"]:
			return rows.Circling(route, transport.Answer{})
		}
		body["NextToken"] = next
	}
	return &providers.Refusal{Why: TooMany}
}

// list gives every secret of a Region whose name begins so, those too that are scheduled for deletion.
func (c session) list(ctx context.Context, region, prefix string) (all []secret, err error) {
	body := transport.Object{"MaxResults": pageSize, "IncludePlannedDeletion": true}
	if prefix != "" {
		body["Filters"] = []any{transport.Object{"Key": "name", "Values": []string{prefix}}}
	}
	err = c.pages(ctx, routeList, region, body, func(body transport.Object) (string, error) {
		var page struct {
			Secrets *[]secret `json:"SecretList"`
			Next    string    `json:"NextToken"`
		}
		if err := c.do(ctx, routeList, region, body, &page); err != nil {
			return "", err
		}
		if page.Secrets == nil {
			return "", rows.Misshapen(routeList, transport.Answer{})
		}
		for _, s := range *page.Secrets {
			if s.region, s.Labels = region, s.Labelled; !s.valid() {
				return "", rows.Misshapen(routeList, transport.Answer{})
			}
			if strings.HasPrefix(s.Name, prefix) {
				all = append(all, s)
			}
		}
		if len(all) > mostSecrets {
			return "", &providers.Refusal{Why: TooMany}
		}
		providers.Report(ctx, service, len(all), 0)
		return page.Next, nil
	})
	return all, err
}

// versions lists the ids of a secret's versions with their labels, those too that have none and may
// go at any time.
func (c session) versions(ctx context.Context, s secret) (map[string][]string, error) {
	all := map[string][]string{}
	body := transport.Object{"SecretId": s.ARN, "MaxResults": pageSize, "IncludeDeprecated": true}
	err := c.pages(ctx, routeVersions, s.region, body, func(body transport.Object) (string, error) {
		var page struct {
			Versions []struct {
				ID     string   `json:"VersionId"`
				Labels []string `json:"VersionStages"`
			} `json:"Versions"`
			Next string `json:"NextToken"`
		}
		if err := c.do(ctx, routeVersions, s.region, body, &page); err != nil {
			return "", err
		}
		for _, v := range page.Versions {
			if providers.CleanID(v.ID) == "" {
				return "", rows.Misshapen(routeVersions, transport.Answer{})
			}
			all[v.ID] = v.Labels
		}
		return page.Next, nil
	})
	return all, err
}

// version is a value with the id of its version.
type version struct {
	ID     string            `json:"VersionId"`
	ARN    string            `json:"ARN"`
	Text   *providers.Secret `json:"SecretString"`
	Binary *providers.Secret `json:"SecretBinary"`
	content
}

func (v *version) read() (ok bool) {
	v.content, ok = contentOf(v.Text, v.Binary)
	return ok && providers.CleanID(v.ID) != ""
}

// get reads one version of a secret by its id, the current one where that is empty.
func (c session) get(ctx context.Context, s secret, id string) (version, error) {
	body := transport.Object{"SecretId": s.ARN}
	if id != "" {
		body["VersionId"] = id
	}
	var v version
	err := c.do(ctx, routeGet, s.region, body, &v)
	if err == nil && (!v.read() || id != "" && v.ID != id) {
		err = rows.Misshapen(routeGet, transport.Answer{})
	}
	return v, err
}

// outcome is what reading one secret of several gave.
type outcome struct {
	version
	err error
}

// batch reads the current versions of up to batchSize secrets of one Region, in one call where the
// right for that is there. The error is that of the whole.
func (c session) batch(ctx context.Context, list []secret) ([]outcome, error) {
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.ARN
	}
	var said struct {
		Values []version `json:"SecretValues"`
		Errors []struct {
			ID      string              `json:"SecretId"`
			Code    string              `json:"ErrorCode"`
			Message providers.Untrusted `json:"Message"`
		} `json:"Errors"`
	}
	err := c.do(ctx, routeBatch, list[0].region, transport.Object{"SecretIdList": ids}, &said)
	if errors.Is(err, providers.ErrNotPermitted) {
		return c.each(ctx, list)
	}
	if err != nil {
		return nil, err
	}
	out := make([]outcome, len(list))
	for i, s := range list {
		out[i].err = rows.Misshapen(routeBatch, transport.Answer{})
		for _, v := range said.Values {
			if v.ARN == s.ARN && v.read() {
				out[i] = outcome{version: v}
			}
		}
		for _, e := range said.Errors {
			if e.ID == s.ARN || e.ID == s.Name {
				out[i].err = refusal(e.Code, e.Message)
			}
		}
	}
	return out, nil
}

// refusal words what a batch says of one secret as a call for it alone would have.
func refusal(code string, message providers.Untrusted) error {
	row := rows[routeGet]
	e := &providers.CallError{Fate: providers.Refused, Effect: row.Effect, Cause: providers.CauseStatus, Route: row.Name, Method: row.Method, Host: row.Host,
		Status: 400, Code: providers.CleanID(code), Message: message, Err: providers.ErrNotPermitted}
	if code == "ResourceNotFoundException" {
		e.Err = providers.ErrNotFound
	}
	return e
}

// each reads secrets one by one.
func (c session) each(ctx context.Context, list []secret) ([]outcome, error) {
	out := make([]outcome, len(list))
	for i, s := range list {
		v, err := c.get(ctx, s, "")
		if err != nil && !errors.Is(err, providers.ErrNotPermitted) && !errors.Is(err, providers.ErrNotFound) {
			return nil, err
		}
		out[i] = outcome{v, err}
	}
	return out, nil
}

// regions lists the Regions that are enabled for the account.
func (c session) regions(ctx context.Context) ([]string, error) {
	var list struct {
		XMLName xml.Name `xml:"DescribeRegionsResponse"`
		Names   []string `xml:"regionInfo>item>regionName"`
	}
	err := c.form(ctx, routeRegions, nil, &list)
	if err == nil && !slices.Contains(list.Names, globalRegion) {
		err = rows.Misshapen(routeRegions, transport.Answer{})
	}
	return list.Names, err
}

// globalRegion is what calls of services without Regions are signed for.
const globalRegion = "us-east-1"

// form makes a call whose body is a form and decodes the answer.
func (c session) form(ctx context.Context, route string, fields transport.Object, into any) error {
	host := rows[route].Host
	body := transport.Object{"Action": rows[route].Op, "Version": versions[host]}
	for name, value := range fields {
		body[name] = value
	}
	answer, err := c.door.DoAgain(ctx, transport.Call{Route: route, Auth: transport.SigV4(c.admin, services[host], globalRegion), Timeout: callTimeout, Body: body})
	if err != nil {
		return err
	}
	if answer.DecodeXML(into) != nil {
		return rows.Misshapen(route, answer)
	}
	return nil
}
