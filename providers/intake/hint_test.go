package intake_test

import (
	"testing"

	"firebreak/providers"
	"firebreak/providers/intake"
)

func TestARuleHintsAtTheIssuerItNames(t *testing.T) {
	for rule, want := range map[string]string{
		// GitHub's secret types
		"openai_api_key": "openai", "azure_openai_key": "azure", "anthropic_admin_api_key": "anthropic", "hf_org_api_key": "huggingface",
		"google_cloud_service_account_credentials": "google", "firebase_cloud_messaging_server_key": "google", "langchain_api_server_key": "langsmith",
		"1password_service_account_token": "onepassword", "sendinblue_smtp_key": "brevo", "terraform_api_token": "hashicorp", "readmeio_api_access_token": "readme",
		"new_relic_license_key": "newrelic", "cratesio_api_token": "crates-io", "mistral_ai_api_key": "mistral", "github_ssh_private_key": "github",
		"http_bearer_authentication_header": "", "rsa_private_key": "", "password": "", "our_own_pattern": "", "mongodb_atlas_db_uri_with_credentials": "mongodb",
		// detectors of TruffleHog
		"OpenAI": "openai", "AWS": "aws", "AWSSessionKeys": "aws", "AzureOpenAI": "azure", "SlackWebhook": "slack", "GCPApplicationDefaultCredentials": "google",
		"NpmToken": "npm", "DigitalOceanToken": "digitalocean", "Dockerhub": "docker", "HuggingFace": "huggingface", "FlyIO": "flyio", "XAI": "xai",
		"GitHubOauth2": "github", "PrivateKey": "", "URI": "", "TerraformCloudPersonalToken": "hashicorp", "Generic Secret": "",
		// rules of gitleaks, Kingfisher and Nosey Parker
		"generic-api-key": "", "private-key": "", "jwt": "", "curl-auth-header": "", "github-pat": "github", "gcp-api-key": "google", "hashicorp-tf-password": "hashicorp",
		"vault-service-token": "hashicorp", "squarespace-access-token": "squarespace", "kingfisher.github.2": "github", "kingfisher.azurestorage.1": "azure", "np.openai.1": "openai",
		"np.generic.3": "", "kingfisher": "", "microsoft-teams-webhook": "microsoft", "age-secret-key": "age",
		// names for people
		"GitHub Access Token": "github", "Slack Bot Token": "slack", "Generic High Entropy Secret": "", "AWS Access Key": "aws", "": "", "---": "", "日本 key": "",
	} {
		if got := intake.Hint(intake.Item{Rule: providers.FromOutside(rule)}); got != want {
			t.Errorf("%q hints at %q, want %q", rule, got, want)
		}
	}
	named := intake.Item{Rule: providers.FromOutside("corp-rule-7"), RuleName: providers.FromOutside("Stripe live key")}
	if got := intake.Hint(named); got != "stripe" {
		t.Errorf("the display name hints at %q", got)
	}
}
