package aws

import (
	"context"
	"encoding/base64"
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The long-term API keys of Bedrock are credentials of a user for that one service. A value is
// keyLead and the base64 of its alias, a colon and a secret: the alias is in its record too.
const (
	keyLead        = "ABSK"
	bedrockService = "bedrock.amazonaws.com"
)

// probeRegions are where a Bedrock key is tried: one that was made for another Region is refused in
// the same words as one that nobody made. A choice of ours.
var probeRegions = []string{globalRegion, "us-west-2", "eu-west-1"}

// alias is what a Bedrock key says of its record; "" where it says nothing.
func alias(key providers.Secret) (name string) {
	key.Expose(func(b []byte) {
		text, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(string(b), keyLead))
		if before, _, found := strings.Cut(string(text), ":"); err == nil && found {
			name = providers.CleanID(before)
		}
		clear(text)
	})
	return name
}

// bedrockKey makes a key's value of what the vendor hands out, which is that value or its secret.
func bedrockKey(alias string, secret providers.Secret) (key providers.Secret) {
	secret.Expose(func(b []byte) {
		if strings.HasPrefix(string(b), keyLead) {
			key = providers.NewSecret(b)
			return
		}
		text := append([]byte(alias+":"), b...)
		defer clear(text)
		key = providers.NewSecret(base64.StdEncoding.AppendEncode([]byte(keyLead), text))
	})
	return key
}

// madeUpBedrock makes up a key as long as another one, of an alias that nobody has.
func (a *Adapter) madeUpBedrock(like providers.Secret) (key providers.Secret) {
	like.Expose(func(b []byte) {
		text := providers.MadeUp(a.random, base64.StdEncoding.DecodedLen(len(b)-len(keyLead))-strings.Count(string(b), "="))
		copy(text, "BedrockAPIKey-")
		text[len(text)/2] = ':'
		key = providers.NewSecret(base64.StdEncoding.AppendEncode([]byte(keyLead), text))
	})
	return key
}

// validateBedrock lists models with the key, in one Region after the other until one accepts it.
func (a *Adapter) validateBedrock(ctx context.Context, key providers.Secret) (v providers.Verdict, err error) {
	for _, region := range probeRegions {
		if v, err = a.listModels(ctx, key, region); err != nil || v.Life != providers.Dead {
			return v, err
		}
	}
	return v, nil
}

func (a *Adapter) listModels(ctx context.Context, key providers.Secret, region string) (providers.Verdict, error) {
	name := "GET bedrock." + region + " " + rows[routeModels].Path
	answer, err := a.door.Do(ctx, transport.Call{Route: routeModels, Region: region, Auth: transport.Bearer(key), Timeout: probeTimeout})
	if err != nil {
		return providers.Judged(err, a.clock.Now(), name, classify)
	}
	v := providers.Verdict{Life: providers.Alive, Reason: providers.ReasonOK, At: answer.At, Status: answer.Status, RequestID: answer.RequestID, Call: name}
	var list struct {
		Models *[]struct{} `json:"modelSummaries"`
	}
	if answer.Decode(&list) != nil || list.Models == nil {
		v.Life, v.Reason = providers.Unclear, providers.ReasonShape
	}
	return v, nil
}

// classifyBearer is classify for the answers that have a sentence and no code.
func classifyBearer(e *providers.CallError) (providers.Life, providers.Reason, bool) {
	if e.Cause != providers.CauseStatus || e.Status != http.StatusForbidden || e.Code != "" {
		return "", "", false
	}
	switch said := strings.ToLower(e.Message.Line(300)); {
	case strings.Contains(said, "expired"):
		return providers.Dead, providers.ReasonExpired, true
	case strings.Contains(said, "api key is valid"), strings.Contains(said, "security token included in the request is invalid"):
		return providers.Dead, providers.ReasonInvalid, true
	case strings.Contains(said, "not authorized to perform"):
		return providers.AliveLimited, providers.ReasonNoScope, true
	}
	return "", "", false
}

// specific lists the Bedrock keys of a user, or of all where none is named.
func (s session) specific(ctx context.Context, user string) ([]keyEntry, error) {
	fields := transport.Object{"ServiceName": bedrockService, "MaxItems": pageSize}
	if fields[fieldUser] = user; user == "" {
		delete(fields, fieldUser)
		fields["AllUsers"] = "true"
	}
	var all []keyEntry
	err := s.pages(ctx, routeBedrockKeys, fields, func(answer transport.Answer) (more *bool, marker string, err error) {
		var page struct {
			XMLName xml.Name `xml:"ListServiceSpecificCredentialsResponse"`
			Keys    []struct {
				User    string    `xml:"UserName"`
				ID      string    `xml:"ServiceSpecificCredentialId"`
				Alias   string    `xml:"ServiceCredentialAlias"`
				Status  string    `xml:"Status"`
				Created time.Time `xml:"CreateDate"`
				Expires string    `xml:"ExpirationDate"`
			} `xml:"ListServiceSpecificCredentialsResult>ServiceSpecificCredentials>member"`
			More   *bool  `xml:"ListServiceSpecificCredentialsResult>IsTruncated"`
			Marker string `xml:"ListServiceSpecificCredentialsResult>Marker"`
		}
		err = answer.DecodeXML(&page)
		for _, k := range page.Keys {
			expires, _ := time.Parse(time.RFC3339, k.Expires) // most never do
			one := keyEntry{User: k.User, ID: k.ID, Status: k.Status, Created: k.Created, kind: BedrockKey, alias: k.Alias, expires: expires}
			if !one.valid() {
				return nil, "", nil
			}
			all = append(all, one)
		}
		return page.More, page.Marker, err
	})
	return all, err
}

// locateBedrock finds the record by the alias that the key itself holds.
func (s session) locateBedrock(ctx context.Context, key providers.Secret, account string) (providers.Match, error) {
	list, err := s.specific(ctx, "")
	if err != nil {
		return providers.Match{}, err
	}
	m := providers.Match{Searched: []providers.Counted{{What: searchedKeys, N: len(list)}}, Org: providers.FromOutside(account)}
	name := alias(key)
	for _, k := range list {
		if name != "" && k.alias == name {
			m.Candidates, m.Strength = append(m.Candidates, k.record(account)), providers.Exact
		}
	}
	return m, nil
}
