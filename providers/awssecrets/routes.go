package awssecrets

import (
	"net/http"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The vendor's hosts, as routes name them.
const (
	Host       = "secretsmanager.{region}.amazonaws.com"
	RegionHost = "ec2.us-east-1.amazonaws.com" // for the list of Regions alone
	TokenHost  = "sts.amazonaws.com"           // whose credential it is
	IAMHost    = "iam.amazonaws.com"           // what its policies let it write
)

// Bases are the addresses that the routes' paths are appended to.
func Bases() map[string]string {
	return map[string]string{Host: "https://" + Host, RegionHost: "https://" + RegionHost, TokenHost: "https://" + TokenHost, IAMHost: "https://" + IAMHost}
}

const (
	routeList     = "awssecrets.list"
	routeDescribe = "awssecrets.describe"
	routeVersions = "awssecrets.versions"
	routeBatch    = "awssecrets.read.batch"
	routeGet      = "awssecrets.read"
	routeStage    = "awssecrets.stage"
	routePromote  = "awssecrets.promote"
	routeUnlabel  = "awssecrets.unlabel"
	routeRegions  = "awssecrets.region.list"
	routeResource = "awssecrets.policy.get"
	routeWhose    = "awssecrets.identity.get"
	routeSimulate = "awssecrets.policy.simulate"
)

// services and versions are what the hosts whose calls are forms are signed for and say.
var (
	services = map[string]string{RegionHost: "ec2", TokenHost: "sts", IAMHost: "iam"}
	versions = map[string]string{RegionHost: "2016-11-15", TokenHost: "2011-06-15", IAMHost: "2010-05-08"}
)

// service is what calls are signed for, and target how the header for their operation begins.
const (
	service = "secretsmanager"
	target  = "secretsmanager."
)

// Routes lists every call that the store may make. Labels are moved by one and the same action: the
// current one, which is moved back the same way, and ours, which is taken off.
func Routes() []providers.Route {
	object := func(name, op string, effect providers.Effect, undo string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodPost, Host: Host, Path: "/", Op: op, Effect: effect, Undo: undo,
			BodyType: "application/x-amz-json-1.1", Header: map[string]string{"X-Amz-Target": target + op}}
	}
	form := func(name, host, op string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodPost, Host: host, Path: "/", Op: op, Effect: providers.Read,
			BodyType: "application/x-www-form-urlencoded", XML: true}
	}
	return []providers.Route{
		object(routeList, "ListSecrets", providers.Read, ""),
		object(routeDescribe, "DescribeSecret", providers.Read, ""),
		object(routeVersions, "ListSecretVersionIds", providers.Read, ""),
		object(routeBatch, "BatchGetSecretValue", providers.Read, ""),
		object(routeGet, "GetSecretValue", providers.Read, ""),
		object(routeStage, "PutSecretValue", providers.Mutate, routePromote),
		object(routePromote, "UpdateSecretVersionStage", providers.Mutate, routePromote),
		object(routeUnlabel, "UpdateSecretVersionStage", providers.Mutate, ""),
		object(routeResource, "GetResourcePolicy", providers.Read, ""),
		form(routeRegions, RegionHost, "DescribeRegions"),
		form(routeWhose, TokenHost, "GetCallerIdentity"),
		form(routeSimulate, IAMHost, "SimulatePrincipalPolicy"),
	}
}

var rows = transport.RowsOf(Routes())
