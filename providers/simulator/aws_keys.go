package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	awsTokenPath = "/sts.amazonaws.com/"
	awsIAMPath   = "/iam.amazonaws.com/"
)

var awsTokenRoutes = []route{
	{method: "POST", path: awsTokenPath, op: "GetCallerIdentity", do: (*call).awsIdentity},
	{method: "POST", path: awsTokenPath, op: "AssumeRole", do: (*call).awsAssume},
}

var awsKeyRoutes = []route{
	{method: "POST", path: awsIAMPath, op: "GetAccessKeyLastUsed", do: (*call).awsLastUsed},
	{method: "POST", path: awsIAMPath, op: "ListAccessKeys", do: (*call).awsKeys},
	{method: "POST", path: awsIAMPath, op: "UpdateAccessKey", do: (*call).awsUpdate},
	{method: "POST", path: awsIAMPath, op: "DeleteAccessKey", do: (*call).awsDelete},
	{method: "POST", path: awsIAMPath, op: "CreateAccessKey", do: (*call).awsCreate},
	{method: "POST", path: awsIAMPath, op: "GetUserPolicy", do: (*call).awsPolicy},
	{method: "POST", path: awsIAMPath, op: "PutUserPolicy", do: (*call).awsPutPolicy},
	{method: "POST", path: awsIAMPath, op: "DeleteUserPolicy", do: (*call).awsDropPolicy},
	{method: "POST", path: awsIAMPath, op: "GetRolePolicy", do: (*call).awsPolicy},
	{method: "POST", path: awsIAMPath, op: "PutRolePolicy", do: (*call).awsPutPolicy},
	{method: "POST", path: awsIAMPath, op: "DeleteRolePolicy", do: (*call).awsDropPolicy},
	{method: "POST", path: awsIAMPath, op: "ListAttachedUserPolicies", do: (*call).awsAttached},
	{method: "POST", path: awsIAMPath, op: "AttachUserPolicy", do: (*call).awsAttach},
	{method: "POST", path: awsIAMPath, op: "DetachUserPolicy", do: (*call).awsDetach},
}

// awsMostKeys is how many access keys a user may have.
const awsMostKeys = 2

// form is a field of the form that was sent.
func (c *call) form(name string) string {
	form, err := url.ParseQuery(string(c.body))
	if err != nil {
		return ""
	}
	return form.Get(name)
}

// awsIdentity needs no right, and is answered under any denial.
func (c *call) awsIdentity() answer {
	says := c.hits.has("say_yes") && c.print != ""
	switch no := c.awsCaller("sts"); {
	case c.hits.has("say_no") && !says:
		return awsError(http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
	case no != nil && !says:
		return *no
	case c.by == nil:
		return c.awsDone(awsTokenSpace, texts("Arn", "arn:aws:iam::"+c.w.awsAccount()+":user/someone", "UserId", "AIDADRILL", "Account", c.w.awsAccount())...)
	}
	if c.hits.has("root_key") && c.by.ref != awsAdminRef {
		return c.awsDone(awsTokenSpace, texts("Arn", "arn:aws:iam::"+c.w.awsAccount()+":root", "UserId", c.w.awsAccount(), "Account", c.w.awsAccount())...)
	}
	return c.awsDone(awsTokenSpace, texts("Arn", c.w.awsARN(c.by), "UserId", "AIDA"+strings.ToUpper(c.by.owner()), "Account", c.w.awsAccount())...)
}

// awsAssume makes a session of whoever calls: the roles of the world are open to its administrators.
func (c *call) awsAssume() answer {
	if no := c.awsAdmin("sts"); no != nil {
		return *no
	}
	role, until := c.form("RoleArn"), c.now.Add(time.Hour)
	if !strings.HasPrefix(role, "arn:aws:iam::"+c.w.awsAccount()+":role/") || c.form("RoleSessionName") == "" {
		return awsError(http.StatusForbidden, "AccessDenied", "User: "+c.w.awsARN(c.by)+" is not authorized to perform: sts:AssumeRole on resource: "+logged(role))
	}
	made := c.mint(AWSSession, nil, c.by.owner(), c.form("RoleSessionName"), nil, until)
	parts := made.secret.Parts()
	return c.awsDone(awsTokenSpace,
		element{name: "Credentials", kids: texts("AccessKeyId", made.id, "SecretAccessKey", plain(parts[1]), "SessionToken", plain(parts[2]), "Expiration", awsTime(until))},
		element{name: "AssumedRoleUser", kids: texts("AssumedRoleId", "AROADRILL:"+c.form("RoleSessionName"), "Arn", role)})
}

// awsUser is the name of a key's user.
func awsUser(k *key) string {
	if k.account != nil {
		return k.account.name
	}
	name, _, _ := strings.Cut(k.user.mail, "@")
	return name
}

// awsRole reports whether a key acts as a role of its account's name: sessions do.
func awsRole(k *key) bool { return k.kind == AWSSession || k.kind == AWSBedrockShort }

func (w *World) awsARN(k *key) string {
	if awsRole(k) {
		return "arn:aws:sts::" + w.awsAccount() + ":assumed-role/" + awsUser(k) + "/drill"
	}
	return "arn:aws:iam::" + w.awsAccount() + ":user/" + awsUser(k)
}

// awsTime is a time as the vendor writes it.
func awsTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// awsFind finds a key that has a record, by the id that was sent.
func (c *call) awsFind() (*key, *answer) {
	if no := c.awsAdmin("iam"); no != nil {
		return nil, no
	}
	id, user := c.form("AccessKeyId"), c.form("UserName")
	k := c.w.keyByID(id)
	if k == nil || k.kind != AWSKey || !k.listed(c.now) || user != "" && user != awsUser(k) {
		no := awsError(http.StatusNotFound, "", "The Access Key with id "+logged(id)+" cannot be found.")
		return nil, &no
	}
	return k, nil
}

func (c *call) awsLastUsed() answer {
	k, no := c.awsFind()
	if no != nil {
		return *no
	}
	if c.hits.has("root_key") { // which is no user's
		return c.awsDone(awsIAMSpace, element{name: "AccessKeyLastUsed", kids: texts("ServiceName", "N/A", "Region", "N/A")})
	}
	used := texts("ServiceName", "N/A", "Region", "N/A")
	if last := c.w.at(c.now).used(k); !last.IsZero() {
		used = texts("LastUsedDate", awsTime(last), "ServiceName", "sts", "Region", "us-east-1")
	}
	return c.awsDone(awsIAMSpace, element{name: "UserName", text: awsUser(k)}, element{name: "AccessKeyLastUsed", kids: used})
}

// awsOf lists the keys of a user that have a record.
func (c *call) awsOf(user string) []*key {
	return slices.DeleteFunc(slices.Clone(c.w.keys), func(k *key) bool { return k.kind != AWSKey || !k.listed(c.now) || awsUser(k) != user })
}

func awsStatus(k *key) string {
	if k.inactive {
		return "Inactive"
	}
	return "Active"
}

// awsKnown answers for a user that nobody is.
func (c *call) awsKnown(user string) *answer {
	known := slices.ContainsFunc(c.w.keys, func(k *key) bool { return k.of == c.of && awsUser(k) == user })
	if known {
		return nil
	}
	no := awsError(http.StatusNotFound, "", "The user with name "+logged(user)+" cannot be found.")
	return &no
}

func (c *call) awsKeys() answer {
	if no := c.awsAdmin("iam"); no != nil {
		return *no
	}
	user := c.form("UserName")
	if no := c.awsKnown(user); no != nil {
		return *no
	}
	all := c.awsOf(user)
	from, _ := strconv.Atoi(c.form("Marker")) // ours, or nothing
	most, err := strconv.Atoi(or(c.form("MaxItems"), "100"))
	if err != nil || most < 1 || most > 1000 || from < 0 || from > len(all) {
		return awsError(http.StatusBadRequest, "", "MaxItems or Marker is out of range")
	}
	if c.hits.has("duplicate_page") {
		from, most = 0, 1
	}
	to := min(len(all), from+most)
	var members []element
	for _, k := range all[from:to] {
		members = append(members, element{name: "member", kids: texts("UserName", user, "AccessKeyId", k.id, "Status", awsStatus(k), "CreateDate", awsTime(k.created))})
	}
	result := []element{{name: "AccessKeyMetadata", kids: members}, {name: "IsTruncated", text: "false"}}
	if to < len(all) || c.hits.has("duplicate_page") {
		result = append(result[:1], texts("IsTruncated", "true", "Marker", strconv.Itoa(to))...)
	}
	return c.awsDone(awsIAMSpace, result...)
}

func (c *call) awsUpdate() answer {
	k, no := c.awsFind()
	if no != nil {
		return *no
	}
	return c.awsSetStatus(k)
}

// awsSetStatus makes a key inactive, or active again.
func (c *call) awsSetStatus(k *key) answer {
	what := map[string]string{"Inactive": doPause, "Active": doResume}[c.form("Status")]
	switch {
	case what == "":
		return awsError(http.StatusBadRequest, "", "Status must be Active or Inactive")
	case c.hits.has("say_deleted"):
		what = doNothing
	}
	if (what == doPause) != k.inactive {
		c.do(act{Do: what, On: k.id, Takes: c.now.Add(c.w.tail)})
	}
	return c.awsDone(awsIAMSpace)
}

func (c *call) awsDelete() answer {
	k, no := c.awsFind()
	if no != nil {
		return *no
	}
	c.revoke(k)
	return c.awsDone(awsIAMSpace)
}

func (c *call) awsCreate() answer {
	if no := c.awsAdmin("iam"); no != nil {
		return *no
	}
	user := c.form("UserName")
	if no := c.awsKnown(user); no != nil {
		return *no
	}
	have := c.awsOf(user)
	if len(have) >= awsMostKeys {
		return awsError(http.StatusConflict, "", "Cannot exceed quota for AccessKeysPerUser: "+strconv.Itoa(awsMostKeys))
	}
	like := find(c.w.keys, func(k *key) bool { return k.of == c.of && awsUser(k) == user })
	made := c.mint(AWSKey, like.project, like.owner(), user, nil, time.Time{})
	return c.awsDone(awsIAMSpace, element{name: "AccessKey", kids: texts("UserName", user, "AccessKeyId", made.id, "Status", "Active",
		"SecretAccessKey", plain(made.secret.Parts()[1]), "CreateDate", awsTime(made.created))})
}
