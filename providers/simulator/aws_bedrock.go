package simulator

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
)

// The kinds of the API keys of Bedrock: of a user, and calls that a session signed beforehand.
const (
	AWSBedrock      providers.Kind = "aws/bedrock-api-key"
	AWSBedrockShort providers.Kind = "aws/bedrock-short-term-key"
)

const awsBedrockService = "bedrock.amazonaws.com"

var awsBedrockRoutes = []route{
	{method: "GET", path: "/{host}/foundation-models", query: []string{"byProvider", "byCustomizationType", "byOutputModality", "byInferenceType"}, do: (*call).awsModels},
	{method: "POST", path: awsIAMPath, op: "ListServiceSpecificCredentials", do: (*call).awsSpecific},
	{method: "POST", path: awsIAMPath, op: "UpdateServiceSpecificCredential", do: (*call).awsSetSpecific},
	{method: "POST", path: awsIAMPath, op: "DeleteServiceSpecificCredential", do: (*call).awsDropSpecific},
	{method: "POST", path: awsIAMPath, op: "CreateServiceSpecificCredential", do: (*call).awsMakeSpecific},
}

// awsAlias names a Bedrock key: in its record, and in the key itself.
func awsAlias(seed int64, k *key) string {
	return "BedrockAPIKey-" + strings.ToLower(k.id[len(k.id)-4:]) + "-at-" + awsAccountOf(seed)
}

// awsBedrockKey is the value of a key: its alias and its secret.
func awsBedrockKey(seed int64, k *key) providers.Secret {
	return providers.NewSecret([]byte("ABSK" + base64.StdEncoding.EncodeToString([]byte(awsAlias(seed, k)+":"+plain(k.secret)))))
}

// awsBedrockShortKey is the value of such a call. Its signature is one of nobody.
func awsBedrockShortKey(seed int64, k *key, n int) providers.Secret {
	mark := make([]byte, 64)
	letters(stream(seed, "aws signature", n), mark, "0123456789abcdef")
	signed := k.created.UTC()
	text := "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" +
		url.QueryEscape(k.id+"/"+signed.Format("20060102")+"/"+awsHomes[awsBedrockService]+"/bedrock/aws4_request") +
		"&X-Amz-Date=" + signed.Format("20060102T150405Z") + "&X-Amz-Expires=43200&X-Amz-Security-Token=" + url.QueryEscape(string(awsSessionToken(seed, n))) +
		"&X-Amz-SignedHeaders=host&X-Amz-Signature=" + string(mark) + "&Version=1"
	return providers.NewSecret([]byte("bedrock-api-key-" + base64.StdEncoding.EncodeToString([]byte(text))))
}

// awsModels answers a key by itself. What it says of one that was made for another Region is not
// simulated: keys work in all.
func (c *call) awsModels() answer {
	says := c.hits.has("say_yes") && c.print != ""
	switch {
	case says:
	case c.by != nil && !c.by.expires.IsZero() && !c.now.Before(c.by.expires):
		return awsJSON(http.StatusForbidden, object{"Message": "Bearer Token has expired"})
	case c.hits.has("say_no"), !c.lives(), c.by.kind != AWSBedrock && c.by.kind != AWSBedrockShort:
		return awsJSON(http.StatusForbidden, object{"Message": "Authentication failed: Please make sure your API Key is valid."})
	case c.awsDenied("bedrock:CallWithBearerToken"):
		return awsJSON(http.StatusForbidden, object{"Message": "User: " + c.w.awsARN(c.by) + " is not authorized to perform: bedrock:CallWithBearerToken with an explicit deny in an identity-based policy"})
	case c.hits.has("no_scope"):
		return awsJSON(http.StatusForbidden, object{"Message": "User: " + c.w.awsARN(c.by) + " is not authorized to perform: bedrock:ListFoundationModels"})
	}
	return success(object{"modelSummaries": []object{{"modelArn": "arn:aws:bedrock:us-east-1::foundation-model/drill.model-v1", "modelId": "drill.model-v1"}}})
}

// awsSpecificOf is the record of a Bedrock key.
func (c *call) awsSpecificOf(k *key) []element {
	return texts("UserName", awsUser(k), "Status", awsStatus(k), "ServiceCredentialAlias", awsAlias(c.w.seed, k), "CreateDate", awsTime(k.created),
		"ServiceSpecificCredentialId", k.id, "ServiceName", awsBedrockService)
}

func (c *call) awsSpecific() answer {
	if no := c.awsAdmin("iam"); no != nil {
		return *no
	}
	user, from := c.form("UserName"), 0
	if c.form("ServiceName") != awsBedrockService || (user == "") != (c.form("AllUsers") == "true") {
		return awsError(http.StatusBadRequest, "", "UserName or AllUsers is wanted")
	}
	from, _ = strconv.Atoi(c.form("Marker")) // ours, or nothing
	all := slices.DeleteFunc(slices.Clone(c.w.keys), func(k *key) bool {
		return k.kind != AWSBedrock || !k.listed(c.now) || user != "" && awsUser(k) != user
	})
	most, err := strconv.Atoi(or(c.form("MaxItems"), "100"))
	if err != nil || most < 1 || from < 0 || from > len(all) {
		return awsError(http.StatusBadRequest, "", "MaxItems or Marker is out of range")
	}
	if c.hits.has("duplicate_page") {
		from, most = 0, 1
	}
	to := min(len(all), from+most)
	list := element{name: "ServiceSpecificCredentials"}
	for _, k := range all[from:to] {
		list.kids = append(list.kids, element{name: "member", kids: c.awsSpecificOf(k)})
	}
	result := append([]element{list}, texts("IsTruncated", "false")...)
	if to < len(all) || c.hits.has("duplicate_page") {
		result = append([]element{list}, texts("IsTruncated", "true", "Marker", strconv.Itoa(to))...)
	}
	return c.awsDone(awsIAMSpace, result...)
}

// awsFindSpecific finds a Bedrock key that has a record.
func (c *call) awsFindSpecific() (*key, *answer) {
	if no := c.awsAdmin("iam"); no != nil {
		return nil, no
	}
	k := c.w.keyByID(c.form("ServiceSpecificCredentialId"))
	if k == nil || k.kind != AWSBedrock || !k.listed(c.now) || c.form("UserName") != "" && c.form("UserName") != awsUser(k) {
		no := awsError(http.StatusNotFound, "", "The service-specific credential cannot be found.")
		return nil, &no
	}
	return k, nil
}

func (c *call) awsSetSpecific() answer {
	k, no := c.awsFindSpecific()
	if no != nil {
		return *no
	}
	return c.awsSetStatus(k)
}

func (c *call) awsDropSpecific() answer {
	k, no := c.awsFindSpecific()
	if no != nil {
		return *no
	}
	c.revoke(k)
	return c.awsDone(awsIAMSpace)
}

func (c *call) awsMakeSpecific() answer {
	if no := c.awsAdmin("iam"); no != nil {
		return *no
	}
	user := c.form("UserName")
	have := slices.DeleteFunc(slices.Clone(c.w.keys), func(k *key) bool { return k.kind != AWSBedrock || awsUser(k) != user })
	live := slices.DeleteFunc(slices.Clone(have), func(k *key) bool { return !k.listed(c.now) })
	switch {
	case c.form("ServiceName") != awsBedrockService:
		return awsError(http.StatusNotFound, "NotSupportedService", "The service is not supported.")
	case len(have) == 0:
		return awsError(http.StatusNotFound, "", "The user cannot be found.")
	case len(live) >= awsMostKeys:
		return awsError(http.StatusConflict, "", "Cannot exceed quota for ServiceSpecificCredentialsPerUser: "+strconv.Itoa(awsMostKeys))
	}
	made := c.mint(AWSBedrock, have[0].project, have[0].owner(), user, nil, time.Time{})
	return c.awsDone(awsIAMSpace, element{name: "ServiceSpecificCredential",
		kids: append(c.awsSpecificOf(made), texts("ServiceCredentialSecret", plain(made.secret))...)})
}
