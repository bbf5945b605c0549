package all_test

import (
	"slices"
	"testing"

	"firebreak/providers"
)

// What a vendor lists beside a key can be opened by its record where the vendor reads it afresh and
// ends its kind so.
func TestARelatedCredentialThatIsOpenedByItsRecordEndsByIt(t *testing.T) {
	ended := map[string]bool{}
	eachLeak(t, func(l *leak) {
		relater, lists := l.adapter.(providers.Relater)
		reader, reads := l.adapter.(providers.RecordReader)
		revoker, ends := l.adapter.(providers.Revoker)
		if !lists || !reads || !ends || as[providers.Matrix](l).Way(l.key.Kind, providers.CanRelate) != providers.Auto {
			return
		}
		list, _, err := relater.Related(l.t.Context(), l.record())
		if err != nil {
			l.t.Fatal(err)
		}
		byValue, _ := l.adapter.(providers.ValueRevoker)
		i := slices.IndexFunc(list, func(one providers.RelatedKey) bool {
			kind := one.Record.Kind
			_, end, _ := one.Record.Masked.Mask()
			return kind != "" && end != l.admin.Last4() && as[providers.Matrix](l).Way(kind, providers.CanRevoke) == providers.Auto && (byValue == nil || !byValue.EndsByValue(kind))
		})
		if i < 0 {
			return
		}
		record, err := reader.Record(l.t.Context(), list[i].Record)
		if err != nil || record.ID != list[i].Record.ID || record.Kind != list[i].Record.Kind {
			l.t.Fatalf("read %+v: %v", record, err)
		}
		if _, err := revoker.Revoke(l.acting(), record); err != nil {
			l.t.Fatal(err)
		}
		if status, err := revoker.Present(l.t.Context(), record); err != nil || !status.Over() {
			l.t.Errorf("behind it: %s, %v", status, err)
		}
		ended[l.key.Kind.Provider()] = true
	})
	for _, vendor := range []string{"github", "google", "openai"} {
		if !ended[vendor] {
			t.Errorf("nothing beside a key of %s was opened", vendor)
		}
	}
}
