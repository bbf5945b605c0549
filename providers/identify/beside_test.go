package identify

import "testing"

func TestWhatStandsBesideAKeyIsNamedWhoeverIssuedItAndNoHalfOfAPair(t *testing.T) {
	dsn := "PG_DSN=postgres://launch:gu1llemot-" + "DRILL-92xw@db.northwind.example:5432/launch\n"
	half := "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfi" + "CYzKq93kLmPN97\n"
	found := Beside([]byte("PORT=8080\n" + dsn + half))
	if len(found) != 1 || found[0].Credential.Kind != "postgresql/connection-uri" {
		t.Errorf("%d found, want the database's alone", len(found))
	}
}
