package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
)

// FuzzCheck wants of any bytes: no panic; what is returned is a prefix of whole, plain, valid
// lines; nothing is left over unless an error says so.
func FuzzCheck(f *testing.F) {
	d := written(f, 3)
	sound := d.content(journalName)
	f.Add(sound)
	f.Add(sound[:len(sound)-7])
	f.Add([]byte("\n"))
	f.Add([]byte(`{"v":1,"seq":1,"prev":"","hash":""}` + "\n"))
	f.Add(reframed(`{"v":2,"seq":1`, Genesis("INC-1", "live")))
	f.Add(reframed(`{"v":1,"seq":1,"a":`, Genesis("INC-1", "live")))
	f.Fuzz(func(t *testing.T, all []byte) {
		records, good, err := Check(all)
		var joined []byte
		for i, record := range records {
			var frame struct{ V, Seq int }
			if !plain(record) || len(record) >= MaxRecord || json.Unmarshal(record, &frame) != nil || frame.Seq != i+1 {
				t.Fatalf("record %d is %q", i+1, record)
			}
			joined = append(append(joined, record...), '\n')
		}
		if !bytes.Equal(joined, all[:good]) {
			t.Fatalf("records are not the first %d bytes", good)
		}
		var damage *Damage
		switch {
		case err == nil && int(good) != len(all):
			t.Fatal("bytes left over without an error")
		case errors.As(err, &damage) && damage.Seq != len(records)+1:
			t.Fatalf("damage at %d after %d records", damage.Seq, len(records))
		}
	})
}

// FuzzAppend wants of any bytes: refused, or journalled so that Check finds the same value.
func FuzzAppend(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"a":"é🔥\u0000","b":[1.50,-0,1e9],"c":{"seq":1}}`))
	f.Add([]byte("{\"a\":\"\xff\x7f\u2028\"}"))
	f.Add([]byte(`{"Seq":1}`))
	f.Fuzz(func(t *testing.T, object []byte) {
		d := newMemDisk()
		j, err := create(d, "INC-1", "live")
		if err != nil {
			t.Fatal(err)
		}
		line, err := j.Append(object)
		if err != nil {
			if errors.Is(err, ErrDead) {
				t.Fatal(err)
			}
			return
		}
		records, _, err := Check(d.content(journalName))
		if err != nil || len(records) != 1 || !bytes.Equal(records[0], line) {
			t.Fatalf("read back %q, %v", records, err)
		}
		var want, got map[string]any
		if json.Unmarshal(object, &want) != nil || json.Unmarshal(line, &got) != nil {
			t.Fatalf("not JSON: %q as %q", object, line)
		}
		for _, name := range reserved {
			delete(got, name)
		}
		a, errA := json.Marshal(want)
		b, errB := json.Marshal(got)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Fatalf("%q became %q", a, b)
		}
	})
}

// FuzzHead wants of any bytes: no panic, and no slot that would be written otherwise.
func FuzzHead(f *testing.F) {
	f.Add(written(f, 2).content(headName))
	f.Add([]byte(`{"sum":""}`))
	f.Fuzz(func(t *testing.T, block []byte) {
		if s, ok := decodeSlot(block); ok && s.V <= format && !bytes.Equal(s.encode(), block) {
			t.Fatalf("slot %+v is not written as %q", s, block)
		}
	})
}
