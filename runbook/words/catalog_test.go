package words

import (
	"strings"
	"testing"

	"firebreak/providers"
)

func TestAVendorWithoutAdminKeysIsSaidToNeedNone(t *testing.T) {
	for l, want := range map[Lang]string{English: "Vercel and Discord: no admin key", Indonesian: "Vercel dan Discord: kunci admin tidak"} {
		if said := l.TakesNoAdmin([]string{"Vercel", "Discord"}); !strings.HasPrefix(said, want) {
			t.Errorf("%s: %s", l, said)
		}
	}
}

// What stays behind a webhook that is deleted is said before it is.
func TestTheStatementOfADeletedWebhookSaysWhatStays(t *testing.T) {
	s := providers.Statement{Door: "http", Method: "DELETE", URL: "https://discord.com/api/v10/webhooks/123/[secret]", Notices: []providers.Notice{providers.NoticePosts}}
	for l, want := range map[Lang]string{English: "stays in the channel", Indonesian: "tetap ada di kanal"} {
		if said := strings.Join(l.Statement(s), "\n"); !strings.Contains(said, want) || !strings.Contains(said, "/[secret]") {
			t.Errorf("%s: %s", l, said)
		}
	}
}
