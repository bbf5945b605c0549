package words

import "testing"

func TestAKindThatIsNotKnownIsNamedAndNothingIsClaimedOfIt(t *testing.T) {
	for got, want := range map[string]string{
		English.KindShort("groq/team-key"): "team-key", English.Kind("groq/team-key"): "Groq team-key",
		English.KindParent("groq/team-key"): "Belongs to", English.KindParent("openai/project-key"): "Project",
		English.SelfDescribing("groq/team-key"): "", English.Mints("groq/team-key"): "", English.Mints("openai/admin-key"): "",
		English.StoreTitle("dotenv:app/.env"): "an environment file", English.StoreTitle("vault:kv/app#KEY"): "a Vault secret",
		English.StoreTitle("shelf:box"): "shelf",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
