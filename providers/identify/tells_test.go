package identify

import (
	"encoding/base64"
	"testing"
)

func TestWhatAValueTellsOfItselfIsReadOutOfIt(t *testing.T) {
	m := newMaker(31)
	table, err := BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	cosmos := func(seed string) string {
		for {
			v := identified(m.of(table.kindNamed("azure/cosmosdb-key").specs[0].seq), seed)
			if n, ok := table.kindNamed("azure/cosmosdb-key").specs[0].seq.match([]byte(v)); ok && n == len(v) {
				return v
			}
		}
	}
	half := m.letters(digits62, 43) + "="
	for name, c := range map[string]struct{ text, kind, field, want string }{
		"a role that writes":   {cosmos("MastRW00"), "azure/cosmosdb-key", "role", "read-write"},
		"a role that reads":    {cosmos("MastRO00"), "azure/cosmosdb-key", "role", "read-only"},
		"a search's queries":   {m.kind(t, "azure/search-query-key"), "azure/search-query-key", "role", "query"},
		"a storage account":    {"DefaultEndpointsProtocol=https;AccountName=shopmedia;AccountKey=" + m.kind(t, "azure/storage-account-key") + ";EndpointSuffix=core.windows.net", "azure/storage-connection-string", "account", "shopmedia"},
		"a name space":         {"Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=" + half, "azure/servicebus-connection-string", "host", "shop.servicebus.windows.net"},
		"the name of its key":  {"Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=" + half, "azure/servicebus-connection-string", "key_name", "Root"},
		"a device":             {"HostName=shop.azure-devices.net;DeviceId=till-7;SharedAccessKey=" + half, "azure/iothub-connection-string", "device", "till-7"},
		"an id within base64":  {"sk_live_" + base64.StdEncoding.EncodeToString([]byte("key_01"+m.letters("ABCDEFGHJKMNPQRSTVWXYZ", 24)+","+m.letters(digits62, 24))), "workos/api-key", "key_id", ""},
		"a month of creation":  {m.kind(t, "azure/eventgrid-key"), "azure/eventgrid-key", "created", ""},
		"an address's host":    {m.uri("postgres", "db.example.org:5432"), "postgresql/connection-uri", "host", "db.example.org:5432"},
		"a signature's expiry": {m.kind(t, "azure/sas-token"), "azure/sas-token", "expires", "2027-01-01T00:00:00Z"},
	} {
		r := read(t, c.text, Options{})[0]
		if string(r.Kind) != c.kind || r.Decoded[c.field] == "" && c.field != "created" || c.want != "" && r.Decoded[c.field] != c.want {
			t.Errorf("%s: %s %s tells %q", name, r.Kind, r.Verdict, r.Decoded)
		}
		for field, told := range r.Decoded {
			if len(told) > 12 && told == half {
				t.Errorf("%s: %s gives the key away", name, field)
			}
		}
	}
}
