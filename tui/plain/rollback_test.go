package plain_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"firebreak/runbook/incident"
)

// rotated is how a person rotates first, up to the first place that is written and read back.
var rotated = []said{
	{want: "What do we do first?", line: "3"},
	{want: "Where does the new key go?", line: "1"},
	{want: "Rotation plan", line: "2"},
	{want: "What may the new key do?", line: "1"},
	{want: "How long shall the new key live?", line: "2"},
	{want: "type y to send it", line: "y"},
	{want: "Write it now?", line: "1"},
	{want: "type y to send it", line: "y"},
}

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
	k := r.hold(slices.Concat(rotated, []said{
		{want: "3 Put the old value back", line: "3"},
		{want: "uses the leaked key again", line: ""},
		{want: "Write it now?", line: "3"},
		{want: "type y to send it", line: "y"},
		{want: "Write it now?", line: "q"},
	})...)
	now, err := os.ReadFile(r.env)
	if err != nil || string(now) != string(before) {
		t.Errorf("the file differs from what stood there: %v", err)
	}
	if op, _ := k.LastOp(incident.ActPutBack); !op.Applied() {
		t.Errorf("op %+v", op)
	}
}

// The old key lives on behind a rotation that was read back: until it is revoked, each place can
// go back, and the key dies unused or for a reason.
func TestAVerifiedRotationGoesBackWhileTheOldKeyLives(t *testing.T) {
	r := newRig(t)
	before, err := os.ReadFile(r.env)
	if err != nil {
		t.Fatal(err)
	}
	r.stores = []string{"dotenv:" + r.env}
	ask := "1 Wait until nobody uses the old key 2 Revoke it now, with a reason 3 Put the old value back"
	k := r.hold(slices.Concat(rotated, []said{
		{want: ask, line: "1"},
		{want: "unused for 0 s of 5 min while a stranger uses it this wait never ends: then revoke it now 1 Wait for it; changes are told here 2 Revoke it now", line: "3"},
		{want: "uses the leaked key again", line: ""}, // no y, nothing is sent
		{want: "When does the old one die?", line: "3"},
		{want: "type y to send it", line: "y"},
		{want: "Write it now?", line: "1"},
		{want: "type y to send it", line: "y"},
		{want: "When does the old one die?", line: "2"},
		{want: "Why may it die while it may be used?", line: "its services are stopped"},
		{want: "its services are stopped 1 Go on to revoke the old key", line: "1"},
		{want: "revoke", line: "q"},
	})...)
	back := 0
	for _, op := range k.Ops {
		if op.Intent.Act == incident.ActPutBack && op.Applied() {
			back++
		}
	}
	if now, err := os.ReadFile(r.env); err != nil || string(now) == string(before) || back != 1 || !k.Successor.Done() {
		t.Errorf("put back %d times, done %v: %v", back, k.Successor.Done(), err)
	}
}
