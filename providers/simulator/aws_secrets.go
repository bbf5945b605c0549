package simulator

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const awsSecretTarget = "secretsmanager."

var awsSecretRoutes = []route{
	{method: "POST", path: "/{host}/", op: awsSecretTarget + "ListSecrets", do: (*call).awsListSecrets},
	{method: "POST", path: "/{host}/", op: awsSecretTarget + "DescribeSecret", do: (*call).awsDescribeSecret},
	{method: "POST", path: "/{host}/", op: awsSecretTarget + "ListSecretVersionIds", do: (*call).awsSecretVersions},
	{method: "POST", path: "/{host}/", op: awsSecretTarget + "GetResourcePolicy", do: (*call).awsResourcePolicy},
	{method: "POST", path: awsIAMPath, op: "SimulatePrincipalPolicy", do: (*call).awsDecide},
	{method: "POST", path: "/{host}/", op: awsSecretTarget + "BatchGetSecretValue", do: (*call).awsBatchSecrets},
	{method: "POST", path: "/{host}/", op: awsSecretTarget + "GetSecretValue", do: (*call).awsGetSecret},
	{method: "POST", path: "/{host}/", op: awsSecretTarget + "PutSecretValue", do: (*call).awsPutSecret},
	{method: "POST", path: "/{host}/", op: awsSecretTarget + "UpdateSecretVersionStage", do: (*call).awsMoveLabel},
}

// awsAsked are the fields of all requests to the service that are simulated.
type awsAsked struct {
	SecretId            string
	IDs                 []string `json:"SecretIdList"`
	MaxResults          int
	NextToken           string
	Filters             []struct{ Key, Values any }
	IncludePlanned      bool `json:"IncludePlannedDeletion"`
	IncludeDeprecated   bool
	VersionId           string
	VersionStage        string
	VersionStages       []string
	ClientRequestToken  string
	Text                *string `json:"SecretString"`
	Bytes               []byte  `json:"SecretBinary"`
	MoveToVersionId     string
	RemoveFromVersionId string
}

func awsSecretError(code, message string) *answer {
	a := awsJSON(http.StatusBadRequest, object{"__type": code, "Message": message})
	return &a
}

// awsAsk reads a request of somebody with the right, signed for the Region of its host.
func (c *call) awsAsk() (region string, ask awsAsked, no *answer) {
	region = strings.TrimPrefix(strings.TrimSuffix(c.parts["host"], ".amazonaws.com"), "secretsmanager.")
	if no := c.awsAdmin("secretsmanager"); no != nil {
		return "", ask, awsSecretError(awsReason(no), "refused")
	}
	_, scope, _ := strings.Cut(c.req.Header.Get("Authorization"), "Credential=")
	if signed := strings.Split(scope, "/"); len(signed) < 3 || signed[2] != region {
		return "", ask, awsSecretError("InvalidSignatureException", "Credential should be scoped to a valid region.")
	}
	d := json.NewDecoder(strings.NewReader(string(c.body)))
	d.DisallowUnknownFields()
	if d.Decode(&ask) != nil || !slices.Contains(awsEnabled, region) {
		return "", ask, awsSecretError("InvalidParameterException", "This is not simulated.")
	}
	return region, ask, nil
}

// awsSecretOf finds the secret of a request that may be done to it.
func (c *call) awsSecretOf() (*awsSecret, awsAsked, *answer) {
	region, ask, no := c.awsAsk()
	if no != nil {
		return nil, ask, no
	}
	s := c.w.storedAt(region, ask.SecretId)
	return s, ask, c.awsBars(s)
}

// awsBars tells what keeps the operation from a secret; nil: nothing.
func (c *call) awsBars(s *awsSecret) *answer {
	action := awsAction(c.op)
	value := strings.HasSuffix(action, "SecretValue")
	switch {
	case s == nil:
		return awsSecretError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
	case slices.Contains(s.Denies, strings.TrimPrefix(action, "Batch")):
		return awsSecretError("AccessDeniedException", "User is not authorized to perform: secretsmanager:"+action+" with an explicit deny in a resource-based policy")
	case slices.Contains(s.Lacks, strings.TrimPrefix(action, "Batch")):
		return awsSecretError("AccessDeniedException", "User is not authorized to perform: secretsmanager:"+action+" because no identity-based policy allows the secretsmanager:"+action+" action")
	case s.Deleted && action != "DescribeSecret":
		return awsSecretError("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.")
	case s.Locked && value:
		return awsSecretError("AccessDeniedException", "Access to KMS is not allowed")
	case s.Primary != "" && !c.of.reads(c.op):
		return awsSecretError("InvalidRequestException", "Operation not permitted on a replica secret. Call must be made in primary secret's region.")
	}
	return nil
}

func (s *awsSecret) shown() object {
	o := object{"ARN": s.arn, "Name": s.Name}
	if s.Rotates {
		o["RotationEnabled"] = true
	}
	if s.Service != "" {
		o["OwningService"] = s.Service
	}
	if s.Deleted {
		o["DeletedDate"] = 1_795_000_000
	}
	if s.Primary != "" {
		o["PrimaryRegion"] = s.Primary
	}
	return o
}

// awsPage gives the part of a list behind a token, and the next token, "" at the end.
func awsPage[T any](c *call, all []T, ask awsAsked) (page []T, next string, no *answer) {
	from, _ := strconv.Atoi(ask.NextToken) // ours, or nothing
	most := or(ask.MaxResults, 100)
	if most < 1 || most > 100 || from < 0 || from > len(all) {
		return nil, "", awsSecretError("InvalidNextTokenException", "The token or the number of results is out of range.")
	}
	if c.hits.has("duplicate_page") {
		return all[:min(1, len(all))], "1", nil
	}
	to := min(len(all), from+most)
	if to < len(all) {
		next = strconv.Itoa(to)
	}
	return all[from:to], next, nil
}

func awsPaged(name string, page []object, next string) answer {
	body := object{name: page}
	if next != "" {
		body["NextToken"] = next
	}
	return awsJSON(http.StatusOK, body)
}

func (c *call) awsListSecrets() answer {
	region, ask, no := c.awsAsk()
	if no != nil {
		return *no
	}
	prefix := ""
	for _, f := range ask.Filters {
		values, _ := f.Values.([]any)
		if text, ok := values[0].(string); ok && f.Key == "name" && len(values) == 1 {
			prefix = text
			continue
		}
		return *awsSecretError("InvalidParameterException", "This filter is not simulated.")
	}
	all := []object{}
	for _, s := range c.w.stored {
		if s.Region == region && strings.HasPrefix(s.Name, prefix) && (!s.Deleted || ask.IncludePlanned) {
			o := s.shown()
			o["SecretVersionsToStages"] = s.stages()
			all = append(all, o)
		}
	}
	page, next, no := awsPage(c, all, ask)
	if no != nil {
		return *no
	}
	return awsPaged("SecretList", page, next)
}

func (c *call) awsDescribeSecret() answer {
	s, _, no := c.awsSecretOf()
	if no != nil {
		return *no
	}
	o := s.shown()
	o["VersionIdsToStages"] = s.stages()
	return awsJSON(http.StatusOK, o)
}

func (c *call) awsSecretVersions() answer {
	s, ask, no := c.awsSecretOf()
	if no != nil {
		return *no
	}
	all := []object{}
	for _, v := range s.versions {
		if len(v.labels) > 0 || ask.IncludeDeprecated {
			all = append(all, v.shown())
		}
	}
	page, next, no := awsPage(c, all, ask)
	if no != nil {
		return *no
	}
	return awsPaged("Versions", page, next)
}

// shown is a version without what it holds; one without labels tells of none.
func (v *awsVersion) shown() object {
	o := object{"VersionId": v.id, "CreatedDate": v.made.Unix()}
	if len(v.labels) > 0 {
		o["VersionStages"] = v.labels
	}
	return o
}

// shownValue is a version as it is read.
func (s *awsSecret) shownValue(v *awsVersion) object {
	o := v.shown()
	o["ARN"], o["Name"] = s.arn, s.Name
	if v.value.binary {
		o["SecretBinary"] = base64.StdEncoding.EncodeToString([]byte(v.value.text))
	} else {
		o["SecretString"] = v.value.text
	}
	return o
}

func (c *call) awsGetSecret() answer {
	s, ask, no := c.awsSecretOf()
	if no != nil {
		return *no
	}
	v := s.labelled(or(ask.VersionStage, awsCurrent))
	if ask.VersionId != "" {
		v = s.version(ask.VersionId)
	}
	switch {
	case v == nil:
		return *awsSecretError("ResourceNotFoundException", "Secrets Manager can't find the specified secret value.")
	case v.lost:
		return *awsSecretError("InternalServiceError", "What this version held was not kept.")
	}
	return awsJSON(http.StatusOK, s.shownValue(v))
}

func (c *call) awsBatchSecrets() answer {
	region, ask, no := c.awsAsk()
	if no != nil {
		return *no
	}
	if len(ask.IDs) < 1 || len(ask.IDs) > 20 {
		return *awsSecretError("InvalidParameterException", "One to twenty secrets are wanted.")
	}
	values, errs := []object{}, []object{}
	for _, id := range ask.IDs {
		s := c.w.storedAt(region, id)
		if bar := c.awsBars(s); bar != nil {
			said, _ := bar.body.(object)
			errs = append(errs, object{"SecretId": id, "ErrorCode": said["__type"], "Message": said["Message"]})
		} else if v := s.labelled(awsCurrent); v != nil && !v.lost {
			values = append(values, s.shownValue(v))
		} else {
			errs = append(errs, object{"SecretId": id, "ErrorCode": "ResourceNotFoundException", "Message": "It has no value."})
		}
	}
	return awsJSON(http.StatusOK, object{"SecretValues": values, "Errors": errs})
}

func (c *call) awsPutSecret() answer {
	s, ask, no := c.awsSecretOf()
	if no != nil {
		return *no
	}
	value := awsValue{text: string(ask.Bytes), binary: ask.Text == nil}
	if ask.Text != nil {
		value.text = *ask.Text
	}
	done := object{"ARN": s.arn, "Name": s.Name, "VersionId": ask.ClientRequestToken, "VersionStages": ask.VersionStages}
	switch before := s.version(ask.ClientRequestToken); {
	case len(ask.ClientRequestToken) < 32, len(ask.ClientRequestToken) > 64, value.text == "", len(value.text) > 65536, len(ask.VersionStages) > 20:
		return *awsSecretError("InvalidParameterException", "A parameter is out of range.")
	case before != nil && before.value == value:
		return awsJSON(http.StatusOK, done)
	case before != nil:
		return *awsSecretError("ResourceExistsException", "A version of that id holds another value.")
	}
	labels := ask.VersionStages
	if len(labels) == 0 {
		labels = []string{awsCurrent}
	}
	if !c.hits.has("say_deleted") {
		c.do(c.w.keeping(s, ask.ClientRequestToken, value, labels))
	}
	return awsJSON(http.StatusOK, done)
}

func (c *call) awsMoveLabel() answer {
	s, ask, no := c.awsSecretOf()
	if no != nil {
		return *no
	}
	from := s.labelled(ask.VersionStage)
	if from != nil && from.id != ask.RemoveFromVersionId || from == nil && ask.RemoveFromVersionId != "" {
		return *awsSecretError("InvalidParameterException", "The parameter RemoveFromVersionId can't be empty or stale: the label is attached to another version.")
	}
	if ask.MoveToVersionId != "" && s.version(ask.MoveToVersionId) == nil {
		return *awsSecretError("ResourceNotFoundException", "Secrets Manager can't find the specified version.")
	}
	if ask.VersionStage == awsCurrent && ask.MoveToVersionId == "" {
		return *awsSecretError("InvalidParameterException", "AWSCURRENT can't be removed.")
	}
	if !c.hits.has("say_deleted") {
		c.do(act{Do: doLabel, On: s.arn, Name: ask.MoveToVersionId, Text: ask.VersionStage})
	}
	return awsJSON(http.StatusOK, object{"ARN": s.arn, "Name": s.Name})
}
