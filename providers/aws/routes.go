package aws

import (
	"net/http"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// formType is the content type of the calls that are forms.
const formType = "application/x-www-form-urlencoded"

// Route names; the table below says what each is.
const (
	routeIdentity      = "aws.identity.probe"
	routeWhose         = "aws.identity.get"
	routeAssume        = "aws.role.assume"
	routePortal        = "aws.sign-in.exchange"
	routeLastUsed      = "aws.key.last-used"
	routeKeys          = "aws.key.list"
	routeDeactivate    = "aws.key.deactivate"
	routeActivate      = "aws.key.activate"
	routeDelete        = "aws.key.delete"
	routeCreate        = "aws.key.create"
	routeModels        = "aws.bedrock.model.list"
	routeBedrockKeys   = "aws.bedrock.key.list"
	routeBedrockOff    = "aws.bedrock.key.deactivate"
	routeBedrockOn     = "aws.bedrock.key.activate"
	routeBedrockDelete = "aws.bedrock.key.delete"
	routeBedrockCreate = "aws.bedrock.key.create"
	routePolicy        = "aws.policy.get"
	routeDeny          = "aws.policy.put"
	routeAllow         = "aws.policy.delete"
	routeRolePolicy    = "aws.role.policy.get"
	routeRoleDeny      = "aws.role.policy.put"
	routeRoleAllow     = "aws.role.policy.delete"
	routeAttached      = "aws.user.policy.list"
	routeAttach        = "aws.user.policy.attach"
	routeDetach        = "aws.user.policy.detach"
	routeRegions       = "aws.region.list"
	routeTrail         = "aws.event.lookup"
	routeTrails        = "aws.trail.list"
	routeTrailStatus   = "aws.trail.status"
	routeBudgets       = "aws.budget.list"
	routeCost          = "aws.cost.get"
)

// globalRegion is what calls of services without Regions are signed for.
const globalRegion = "us-east-1"

// services and versions are what a host's calls are signed for and say, by host.
var (
	services = map[string]string{TokenHost: "sts", IAMHost: "iam", EC2Host: "ec2", TrailHost: "cloudtrail", CostHost: "ce", BudgetHost: "budgets"}
	versions = map[string]string{TokenHost: "2011-06-15", IAMHost: "2010-05-08", EC2Host: "2016-11-15"}
)

// jsonType is the content type of the calls that are JSON; a target is how a service's header for
// their operation begins.
const (
	jsonType     = "application/x-amz-json-1.1"
	trailTarget  = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101."
	costTarget   = "AWSInsightsIndexService."
	budgetTarget = "AWSBudgetServiceGateway."
)

// Routes lists every call that the adapter may make. A key's two states are set by one and the
// same action; they are two routes, for each takes the other back.
func Routes() []providers.Route {
	action := func(name, host, op string, effect providers.Effect, undo string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodPost, Host: host, Path: "/", Op: op, Effect: effect, Undo: undo,
			BodyType: formType, XML: true}
	}
	object := func(name, host, target, op string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodPost, Host: host, Path: "/", Op: op, Effect: providers.Read,
			BodyType: jsonType, Header: map[string]string{"X-Amz-Target": target + op}}
	}
	return []providers.Route{
		action(routeIdentity, TokenHost, "GetCallerIdentity", providers.Probe, ""),
		action(routeWhose, TokenHost, "GetCallerIdentity", providers.Read, ""),
		action(routeAssume, TokenHost, "AssumeRole", providers.Read, ""),
		{Name: routePortal, Method: http.MethodGet, Host: PortalHost, Path: "/federation/credentials", Query: []string{"account_id", "role_name"}, Effect: providers.Read},
		action(routeLastUsed, IAMHost, "GetAccessKeyLastUsed", providers.Read, ""),
		action(routeKeys, IAMHost, "ListAccessKeys", providers.Read, ""),
		action(routeDeactivate, IAMHost, "UpdateAccessKey", providers.Mutate, routeActivate),
		action(routeActivate, IAMHost, "UpdateAccessKey", providers.Mutate, routeDeactivate),
		action(routeDelete, IAMHost, "DeleteAccessKey", providers.Mutate, ""),
		action(routeCreate, IAMHost, "CreateAccessKey", providers.Mutate, ""),
		{Name: routeModels, Method: http.MethodGet, Host: BedrockHost, Path: "/foundation-models", Effect: providers.Probe},
		action(routeBedrockKeys, IAMHost, "ListServiceSpecificCredentials", providers.Read, ""),
		action(routeBedrockOff, IAMHost, "UpdateServiceSpecificCredential", providers.Mutate, routeBedrockOn),
		action(routeBedrockOn, IAMHost, "UpdateServiceSpecificCredential", providers.Mutate, routeBedrockOff),
		action(routeBedrockDelete, IAMHost, "DeleteServiceSpecificCredential", providers.Mutate, ""),
		action(routeBedrockCreate, IAMHost, "CreateServiceSpecificCredential", providers.Mutate, ""),
		action(routePolicy, IAMHost, "GetUserPolicy", providers.Read, ""),
		action(routeDeny, IAMHost, "PutUserPolicy", providers.Mutate, routeAllow),
		action(routeAllow, IAMHost, "DeleteUserPolicy", providers.Mutate, ""),
		action(routeRolePolicy, IAMHost, "GetRolePolicy", providers.Read, ""),
		action(routeRoleDeny, IAMHost, "PutRolePolicy", providers.Mutate, routeRoleAllow),
		action(routeRoleAllow, IAMHost, "DeleteRolePolicy", providers.Mutate, ""),
		action(routeAttached, IAMHost, "ListAttachedUserPolicies", providers.Read, ""),
		action(routeAttach, IAMHost, "AttachUserPolicy", providers.Mutate, routeDetach),
		action(routeDetach, IAMHost, "DetachUserPolicy", providers.Mutate, ""),
		action(routeRegions, EC2Host, "DescribeRegions", providers.Read, ""),
		object(routeTrail, TrailHost, trailTarget, "LookupEvents"),
		object(routeTrails, TrailHost, trailTarget, "DescribeTrails"),
		object(routeTrailStatus, TrailHost, trailTarget, "GetTrailStatus"),
		object(routeBudgets, BudgetHost, budgetTarget, "DescribeBudgets"),
		object(routeCost, CostHost, costTarget, "GetCostAndUsage"),
	}
}

// rows answers what a route does without its table.
var rows = transport.RowsOf(Routes())
