package usage

import "firebreak/providers"

// operations by what they do and what they leave behind. Those of AWS are from the published
// rules on CloudTrail, those of the others as their audit logs spell them; a name that only looks
// (list, describe, get of what is no secret) stands in none.
var operations = []struct {
	class
	trace providers.Trace
	names []string
}{
	{classEnable, providers.TraceLimits, []string{
		"PutUseCaseForModelAccess", "CreateFoundationModelAgreement", "PutFoundationModelEntitlement", "RequestServiceQuotaIncrease",
		"CreateProvisionedModelThroughput", "EnableRegion", "rate_limit.updated"}},
	{classEnable, providers.TraceKeys, []string{"CreateServiceSpecificCredential"}},
	{classPersist, providers.TraceKeys, []string{
		"CreateAccessKey", "ResetServiceSpecificCredential", "CreateKeyPair", "ImportKeyPair", "api_key.created", "CreateServiceAccountKey",
		"google.iam.admin.v1.CreateServiceAccountKey", "personal_access_token.create", "oauth_application.create"}},
	{classPersist, providers.TraceUsers, []string{
		"CreateUser", "CreateLoginProfile", "UpdateLoginProfile", "AddUserToGroup", "CreateVirtualMFADevice", "DeactivateMFADevice", "ChangePassword",
		"CreateAccount", "user.added", "org.add_member"}},
	{classPersist, providers.TraceInvites, []string{"InviteAccountToOrganization", "invite.sent", "org.invite_member"}},
	{classPersist, providers.TraceAccounts, []string{"service_account.created", "CreateServiceAccount", "google.iam.admin.v1.CreateServiceAccount"}},
	{classPersist, providers.TraceRoles, []string{
		"AttachUserPolicy", "AttachRolePolicy", "AttachGroupPolicy", "PutUserPolicy", "PutRolePolicy", "PutGroupPolicy", "CreatePolicyVersion",
		"SetDefaultPolicyVersion", "UpdateAssumeRolePolicy", "CreateRole", "CreateSAMLProvider", "UpdateSAMLProvider", "CreateOpenIDConnectProvider",
		"AddClientIDToOpenIDConnectProvider", "CreateTrustAnchor", "DeleteUserPermissionsBoundary", "DeleteRolePermissionsBoundary",
		"CreatePermissionSet", "CreateAccountAssignment", "SetIamPolicy", "google.iam.v1.IAMPolicy.SetIamPolicy"}},
	{classPersist, providers.TraceSessions, []string{"GetFederationToken"}},
	{classPersist, providers.TraceDeployKeys, []string{
		"UploadSSHPublicKey", "SendSSHPublicKey", "SendSerialConsoleSSHPublicKey", "deploy_key.create", "public_key.create", "git_signing_ssh_public_key.create"}},
	{classPersist, providers.TraceHooks, []string{"hook.create", "hook.config_changed", "webhook.created", "integration_installation.create"}},
	{classPersist, providers.TraceMachines, []string{
		"UpdateFunctionCode", "UpdateFunctionConfiguration", "AddPermission", "CreateFunction", "CreateFunctionUrlConfig", "PublishLayerVersion",
		"CreateEventSourceMapping", "ModifyInstanceAttribute", "CreateNotebookInstanceLifecycleConfig", "UpdateNotebookInstanceLifecycleConfig"}},
	{classEvade, providers.TraceLogging, []string{
		"StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors", "PutInsightSelectors", "DeleteEventDataStore", "StopEventDataStoreIngestion",
		"DeleteModelInvocationLoggingConfiguration", "PutModelInvocationLoggingConfiguration", "DeleteFlowLogs", "DeleteLogGroup", "DeleteLogStream",
		"PutBucketLifecycle", "PutBucketLifecycleConfiguration", "DeleteConfigurationRecorder", "StopConfigurationRecorder", "DeleteDeliveryChannel",
		"DeleteResolverQueryLogConfig", "DisassociateResolverQueryLogConfig", "audit_log_streaming.destroy"}},
	{classEvade, providers.TraceGuards, []string{
		"DeleteGuardrail", "UpdateGuardrail", "DeleteDetector", "UpdateDetector", "DisassociateFromMasterAccount", "DisassociateMembers",
		"StopMonitoringMembers", "DisableSecurityHub", "LeaveOrganization", "RemoveAccountFromOrganization", "DeleteAlarms", "DisableAlarmActions",
		"DeleteAnalyzer", "DeleteWebACL", "protected_branch.destroy", "repository_secret_scanning.disable"}},
	{classSecrets, "", []string{
		"GetSecretValue", "BatchGetSecretValue", "GetParameter", "GetParameters", "GetParametersByPath", "GetPasswordData"}},
	{classShare, providers.TraceShares, []string{
		"ModifySnapshotAttribute", "ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute", "ModifyImageAttribute", "PutBucketPolicy",
		"DeleteBucketPublicAccessBlock", "DeleteAccountPublicAccessBlock", "PutBucketReplication", "AuthorizeSecurityGroupIngress",
		"AuthorizeDBSecurityGroupIngress", "PutResourcePolicy", "repo.access"}},
	{classRun, providers.TraceMachines, []string{
		"RunInstances", "RequestSpotInstances", "RequestSpotFleet", "SendCommand", "StartSession", "CreateFleet", "CreateNotebookInstance",
		"CreatePresignedNotebookInstanceUrl"}},
	{classDestroy, "", []string{"DeleteObjects", "DeleteDBInstance", "DeleteDBCluster", "DeleteTable", "ScheduleKeyDeletion", "DeleteFileSystem"}},
}

type operation struct {
	class
	trace providers.Trace
}

var known = byName()

func byName() map[string]operation {
	out := map[string]operation{}
	for _, o := range operations {
		for _, name := range o.names {
			out[name] = operation{o.class, o.trace}
		}
	}
	return out
}

// ofTrace is the class of an act that a reader says leaves something behind, where the act's own
// name is not known here.
var ofTrace = map[providers.Trace]class{
	providers.TraceKeys: classPersist, providers.TraceAccounts: classPersist, providers.TraceUsers: classPersist, providers.TraceInvites: classPersist,
	providers.TraceRoles: classPersist, providers.TraceDeployKeys: classPersist, providers.TraceHooks: classPersist, providers.TraceLimits: classEnable,
	providers.TraceLogging: classEvade, providers.TraceGuards: classEvade, providers.TraceMachines: classRun,
}
