package plain_test

import (
	"os"
	"path/filepath"
	"testing"

	"firebreak/runbook/incident"
)

func TestAWrittenPlaceGoesBackAfterAY(t *testing.T) {
	r := newRig(t)
	before, err := os.ReadFile(r.env)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(filepath.Dir(r.env), ".env.production")
	r.stores = []string{"dotenv:" + r.env, "dotenv:" + other}
	if err := os.WriteFile(other, before, 0o600); err != nil {
		t.Fatal(err)
	}
	k := r.hold([]said{
		{want: "What do we do first?", line: "3"},
		{want: "Where does the new key go?", line: "1"},
		{want: "Rotation plan", line: "2"},
		{want: "What may the new key do?", line: "1"},
		{want: "How long shall the new key live?", line: "2"},
		{want: "type y to send it", line: "y"},
		{want: "Write it now?", line: "1"},
		{want: "type y to send it", line: "y"},
		{want: "3 Put the old value back", line: "3"},
		{want: "uses the leaked key again", line: ""},
		{want: "Write it now?", line: "3"},
		{want: "type y to send it", line: "y"},
		{want: "Write it now?", line: "q"},
	}...)
	now, err := os.ReadFile(r.env)
	if err != nil || string(now) != string(before) {
		t.Errorf("the file differs from what stood there: %v", err)
	}
	if op, _ := k.LastOp(incident.ActPutBack); !op.Applied() {
		t.Errorf("op %+v", op)
	}
}
