package awssecrets_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/awssecrets"
	"firebreak/providers/simulator"
)

func wantRefusal(t *testing.T, err error, why providers.Reason) {
	t.Helper()
	var r *providers.Refusal
	if !errors.As(err, &r) || r.Why != why {
		t.Errorf("error %v, want a refusal for %s", err, why)
	}
}

func TestAFieldIsChangedAndEveryOtherByteStays(t *testing.T) {
	r := newRig(t)
	for name, c := range map[string]struct{ before, field, new, after string }{
		"a field":       {"{ \"a\" : 1.50,\n\t\"KEY\":\"" + leaked + "\" ,\"z\":[ ] }\n", "#KEY", fresh, "{ \"a\" : 1.50,\n\t\"KEY\":\"" + fresh + "\" ,\"z\":[ ] }\n"},
		"with escapes":  {`{"KEY":"` + leaked + `"}`, "#KEY", "DRILL\"\\\n<ü>", `{"KEY":"DRILL\"\\\u000a<ü>"}`},
		"a whole":       {leaked, "", fresh, fresh},
		"one of a pair": {`{"id":"x","secret":"` + leaked + `"}`, "#secret", fresh, `{"id":"x","secret":"` + fresh + `"}`},
	} {
		t.Run(name, func(t *testing.T) {
			r.keep(simulator.Stored{Name: "app"}, c.before)
			s := r.open("app")
			at := r.one(s, leaked)
			if at.Store != "awssecrets:"+region+":app"+c.field {
				t.Errorf("found at %s", at.Store)
			}
			if err := s.Write(r.ctx(), at, value(leaked), value(c.new)); err != nil || r.stands("app", "AWSCURRENT") != c.after || r.stands("app", "AWSPREVIOUS") != c.before {
				t.Errorf("%v: %q, before it %q", err, r.stands("app", "AWSCURRENT"), r.stands("app", "AWSPREVIOUS"))
			}
			if staged, _ := r.world.Labelled(region, "app", "FIREBREAK_STAGED"); staged != "" {
				t.Error("the label of ours is still there")
			}
		})
	}
}

func TestABinarySecretIsWrittenAsOne(t *testing.T) {
	r := newRig(t)
	const before, after = "\x00\xff" + leaked, "\xfe" + fresh
	r.keep(simulator.Stored{Name: "bin", Binary: true}, before)
	s := r.open("bin")
	if err := s.Write(r.ctx(), r.one(s, before), value(before), value(after)); err != nil || r.stands("bin", "AWSCURRENT") != after {
		t.Errorf("%v: %q", err, r.stands("bin", "AWSCURRENT"))
	}
}

func TestWhatIsFoundAndNotWrittenSaysWhy(t *testing.T) {
	r := newRig(t)
	for name, c := range map[string]struct {
		is     simulator.Stored
		values []string
		why    providers.Reason
	}{
		"in a longer text":    {simulator.Stored{}, []string{"https://u:" + leaked + "@host"}, awssecrets.Part},
		"nested":              {simulator.Stored{}, []string{`{"a":{"b":"` + leaked + `"}}`}, awssecrets.Part},
		"encoded":             {simulator.Stored{}, []string{"eA==REVJTEwRFJJTEwtbGVha2VkLXZhbHVlLW9mLWEta2V5"}, awssecrets.Encoded},
		"a field twice":       {simulator.Stored{}, []string{`{"a":"` + leaked + `","a":"x"}`}, awssecrets.Twice},
		"an older version":    {simulator.Stored{}, []string{leaked, "x"}, awssecrets.Older},
		"an unlabelled one":   {simulator.Stored{}, []string{leaked, "x", "y"}, awssecrets.Older},
		"under rotation":      {simulator.Stored{Rotates: true}, []string{leaked}, awssecrets.Rotated},
		"of another service":  {simulator.Stored{Service: "rds"}, []string{leaked}, awssecrets.Managed},
		"a replica":           {simulator.Stored{Primary: "us-east-1"}, []string{leaked}, awssecrets.Replica},
		"to be deleted":       {simulator.Stored{Deleted: true}, []string{leaked}, awssecrets.Deleting},
		"reading is denied":   {simulator.Stored{Denies: []string{"GetSecretValue"}}, []string{leaked}, awssecrets.Denied},
		"KMS is denied":       {simulator.Stored{Locked: true}, []string{leaked}, awssecrets.KeyDenied},
		"versions are denied": {simulator.Stored{Denies: []string{"ListSecretVersionIds"}}, []string{"x", "y"}, awssecrets.OlderUnread},
	} {
		t.Run(name, func(t *testing.T) {
			c.is.Name = "off/one"
			r.keep(c.is, c.values...)
			s := r.open("off/")
			places := r.find(s, leaked)
			if len(places) != 1 || places[0].Off != c.why {
				t.Fatalf("places %+v, want one that is off for %s", places, c.why)
			}
			before := len(r.ledger.seen)
			wantRefusal(t, s.Write(r.ctx(), places[0], value(leaked), value(fresh)), c.why)
			places[0].Off = "" // a caller that does not look
			if err := s.Write(r.ctx(), places[0], value(leaked), value(fresh)); err == nil || len(r.ledger.seen) != before {
				t.Errorf("written, or announced: %v", err)
			}
		})
	}
}

func TestF011WhatARotationFunctionWritesIsWrittenOnceAPersonApproved(t *testing.T) {
	r := newRig(t)
	r.keep(simulator.Stored{Name: "app", Rotates: true}, leaked)
	s := r.open("app")
	wantRefusal(t, s.Check(t.Context()), awssecrets.Rotated)
	s.WriteOwned = true
	at := r.one(s, leaked)
	if err := s.Write(r.ctx(), at, value(leaked), value(fresh)); err != nil || at.Guard != providers.OtherOwner || r.stands("app", "AWSCURRENT") != fresh {
		t.Errorf("%v, guard %q", err, at.Guard)
	}
}

// The label moves between our reading and our moving of it: nothing is taken from the other writer.
func TestALabelThatMovedMeanwhileIsAConflict(t *testing.T) {
	r := newRig(t)
	r.keep(simulator.Stored{Name: "app"}, leaked)
	s := r.open("app")
	at := r.one(s, leaked)
	r.meet(func(op string, _ http.ResponseWriter) bool {
		if op == "UpdateSecretVersionStage" {
			r.meet(nil)
			other := r.open("app")
			if err := other.Write(r.ctx(), r.one(other, leaked), value(leaked), value("another's")); err != nil {
				t.Error(err)
			}
		}
		return false
	})
	err := s.Write(r.ctx(), at, value(leaked), value(fresh))
	if !errors.Is(err, providers.ErrConflict) || r.stands("app", "AWSCURRENT") != "another's" || r.stands("app", "AWSPREVIOUS") != leaked {
		t.Errorf("%v: %q, before it %q", err, r.stands("app", "AWSCURRENT"), r.stands("app", "AWSPREVIOUS"))
	}
}

func TestARightThatIsMissingForTheWriteIsSaidAndNothingIsVisible(t *testing.T) {
	for _, denied := range []string{"PutSecretValue", "UpdateSecretVersionStage"} {
		r := newRig(t)
		r.keep(simulator.Stored{Name: "app", Denies: []string{denied}}, leaked)
		s := r.open("app")
		err := s.Write(r.ctx(), r.one(s, leaked), value(leaked), value(fresh))
		wantRefusal(t, err, awssecrets.NoRight)
		var call *providers.CallError
		if !errors.As(err, &call) || call.Fate != providers.Refused || r.stands("app", "AWSCURRENT") != leaked {
			t.Errorf("%s: %v: %q", denied, err, r.stands("app", "AWSCURRENT"))
		}
	}
}

// The answer to the first step is lost. The version is there under the id that we chose, so that the
// next steps follow and nothing is stored twice.
func TestALostAnswerToTheFirstStepIsSettledByReadingAndNotByAnotherWrite(t *testing.T) {
	for name, stored := range map[string]bool{"stored": true, "not stored": false} {
		r := newRig(t)
		r.keep(simulator.Stored{Name: "app"}, leaked)
		s := r.open("app")
		at := r.one(s, leaked)
		do := "cut_after"
		if !stored {
			do = "cut_before"
		}
		// Describe and read come before it.
		if err := r.world.AddFault(simulator.Fault{Do: do, Match: simulator.Match{Provider: "aws", Nth: 3, Times: 1}}); err != nil {
			t.Fatal(err)
		}
		r.heard()
		err := s.Write(r.ctx(), at, value(leaked), value(fresh))
		puts := r.puts()
		now := r.stands("app", "AWSCURRENT")
		if puts != 1 || stored && (err != nil || now != fresh) || !stored && (!errors.Is(err, providers.ErrUnknownState) || now != leaked) {
			t.Errorf("%s: %v after %d puts: %q", name, err, puts, now)
		}
	}
}

// A write is killed when its version is stored and no label has moved. Who takes it up again stores no
// second version of the same value; another value gets one of its own.
func TestF054AWriteThatWasKilledBetweenItsStepsGoesOnWithTheVersionThatItStored(t *testing.T) {
	for again, want := range map[string]int{fresh: 1, "DRILL-another-fresh-value": 2} {
		r := newRig(t)
		r.keep(simulator.Stored{Name: "app"}, leaked)
		s := r.open("app")
		at := r.one(s, leaked)
		r.meet(func(op string, _ http.ResponseWriter) bool {
			if op == "UpdateSecretVersionStage" {
				panic(http.ErrAbortHandler)
			}
			return false
		})
		r.heard()
		err := s.Write(r.ctx(), at, value(leaked), value(fresh))
		if !errors.Is(err, providers.ErrUnknownState) || r.stands("app", "AWSCURRENT") != leaked || r.stands("app", "FIREBREAK_STAGED") != fresh {
			t.Errorf("killed: %v: %q", err, r.stands("app", "AWSCURRENT"))
		}
		r.meet(nil)
		later := r.open("app") // another process
		if err := later.Write(r.ctx(), r.one(later, leaked), value(leaked), value(again)); err != nil || r.stands("app", "AWSCURRENT") != again {
			t.Errorf("taken up: %v: %q", err, r.stands("app", "AWSCURRENT"))
		}
		puts := r.puts()
		if puts != want || r.stands("app", "FIREBREAK_STAGED") != "" || r.stands("app", "AWSPREVIOUS") != leaked {
			t.Errorf("%d versions stored, want %d", puts, want)
		}
	}
}

func TestAWriteIsTakenBackByMovingTheLabelUnlessOthersChangedMore(t *testing.T) {
	r := newRig(t)
	document := func(key, other string) string { return `{"KEY":"` + key + `","OTHER":"` + other + `"}` }
	for name, c := range map[string]struct {
		between func()
		puts    int
		want    string
	}{
		"nothing between": {func() {}, 0, document(leaked, "x")},
		"another field":   {func() { r.keep(simulator.Stored{Name: "app"}, document(fresh, "x"), document(fresh, "y")) }, 1, document(leaked, "y")},
	} {
		t.Run(name, func(t *testing.T) {
			r.keep(simulator.Stored{Name: "app"}, document(leaked, "x"))
			s := r.open("app#KEY")
			at := r.one(s, leaked)
			if err := s.Write(r.ctx(), at, value(leaked), value(fresh)); err != nil {
				t.Fatal(err)
			}
			c.between()
			r.heard()
			err := s.RestoreKept(r.ctx(), r.one(s, fresh), at.Kept, value(fresh), value(leaked))
			puts := r.puts()
			if err != nil || puts != c.puts || r.stands("app", "AWSCURRENT") != c.want || !strings.Contains(r.stands("app", "AWSPREVIOUS"), fresh) {
				t.Errorf("%v, %d puts: %q, before it %q", err, puts, r.stands("app", "AWSCURRENT"), r.stands("app", "AWSPREVIOUS"))
			}
		})
	}
}

func TestEveryRegionIsSearchedAndAReplicaCountsOnce(t *testing.T) {
	r := newRig(t)
	r.keep(simulator.Stored{Name: "x/app"}, leaked)
	r.keep(simulator.Stored{Name: "x/app", Region: "us-west-2", Primary: region}, leaked)
	r.keep(simulator.Stored{Name: "x/other", Region: "us-west-2"}, leaked)
	var got []string
	for _, p := range r.find(r.open("*:x/"), leaked) {
		got = append(got, p.Store)
	}
	want := []string{"awssecrets:eu-west-1:x/app", "awssecrets:us-west-2:x/other"}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if n, err := r.open("*:x/").Count(t.Context()); n != 2 || err != nil {
		t.Errorf("it would read %d: %v", n, err)
	}
}

func TestWithoutTheRightToReadBatchesSecretsAreReadOneByOne(t *testing.T) {
	r := newRig(t)
	r.keep(simulator.Stored{Name: "x/a"}, leaked)
	r.keep(simulator.Stored{Name: "x/b"}, leaked)
	r.meet(func(op string, w http.ResponseWriter) bool {
		if op != "BatchGetSecretValue" {
			return false
		}
		refuse(w, "AccessDeniedException")
		return true
	})
	if places := r.find(r.open("x/"), leaked); len(places) != 2 {
		t.Errorf("places %+v", places)
	}
}

func refuse(w http.ResponseWriter, code string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(http.StatusBadRequest)
	_, _ = w.Write([]byte(`{"__type":"` + code + `","Message":"no"}`))
}

func TestAThrottledReadIsMadeAgainAndAThrottledWriteIsNot(t *testing.T) {
	r := newRig(t)
	r.keep(simulator.Stored{Name: "app"}, leaked)
	left := 2
	r.meet(func(op string, w http.ResponseWriter) bool {
		if op == "GetSecretValue" && left == 0 || op != "GetSecretValue" && op != "PutSecretValue" {
			return false
		}
		left--
		refuse(w, "ThrottlingException")
		return true
	})
	s := r.open("app")
	at := r.one(s, leaked)
	err := s.Write(r.ctx(), at, value(leaked), value(fresh))
	var call *providers.CallError
	if r.puts() != 1 || !errors.Is(err, providers.ErrRateLimited) || !errors.As(err, &call) || call.Fate != providers.Refused || r.stands("app", "AWSCURRENT") != leaked {
		t.Errorf("a throttled write: %v", err)
	}
}

func TestAListThatLeadsInCirclesEndsWithAnError(t *testing.T) {
	r := newRig(t)
	r.keep(simulator.Stored{Name: "a"}, leaked)
	r.keep(simulator.Stored{Name: "b"}, leaked)
	if err := r.world.AddFault(simulator.Fault{Do: "duplicate_page", Match: simulator.Match{Path: "/secretsmanager."}}); err != nil {
		t.Fatal(err)
	}
	if places, err := r.open("/").Find(t.Context(), value(leaked)); err == nil {
		t.Errorf("it ended well: %+v", places)
	}
}

func TestTheCredentialIsNeverTheValueThatIsWorkedOn(t *testing.T) {
	r := newRig(t)
	for _, part := range append(r.admin.Parts(), r.admin) {
		s := r.open("/")
		_, err := s.Find(t.Context(), part)
		wantRefusal(t, err, awssecrets.OwnKey)
		s.Apart = []providers.Secret{part}
		_, err = s.Count(t.Context())
		if wantRefusal(t, s.Check(t.Context()), awssecrets.OwnKey); err == nil || len(r.heard()) != 0 {
			t.Errorf("asked under the leaked key: %v", err)
		}
	}
}

func TestWithoutARegionNothingIsAsked(t *testing.T) {
	r := newRig(t)
	wantRefusal(t, r.openAt("", "app").Check(t.Context()), awssecrets.NoRegion)
	if len(r.heard()) != 0 {
		t.Error("something was asked")
	}
}

// Whoever reads between two writes would sign with the new id and the old secret.
func TestBothPartsOfAPairAreWrittenInOneVersion(t *testing.T) {
	r := newRig(t)
	pair := func(id, secret string) string { return `{"id": "` + id + `", "n":1, "secret":"` + secret + `"}` }
	r.keep(simulator.Stored{Name: "pair"}, pair("DRILL-old-id", leaked))
	s := r.open("pair")
	both := []providers.Change{
		{At: r.one(s, "DRILL-old-id"), Old: value("DRILL-old-id"), New: value("DRILL-id-that-is-longer")},
		{At: r.one(s, leaked), Old: value(leaked), New: value(fresh)},
	}
	if both[0].At.Entry == "" || both[0].At.Entry != both[1].At.Entry || both[0].At.Version != both[1].At.Version {
		t.Errorf("not of one entry: %+v", both)
	}
	r.heard()
	if err := r.open("pair#id").WriteJoined(r.ctx(), both); err != nil || r.puts() != 1 || r.stands("pair", "AWSCURRENT") != pair("DRILL-id-that-is-longer", fresh) {
		t.Errorf("%v: %q", err, r.stands("pair", "AWSCURRENT"))
	}
	if r.stands("pair", "AWSPREVIOUS") != pair("DRILL-old-id", leaked) {
		t.Errorf("before it %q", r.stands("pair", "AWSPREVIOUS"))
	}
	for name, second := range map[string]providers.Change{
		"a value that is not there": {At: both[1].At, Old: value("DRILL-other"), New: value(fresh)},
		"another secret's place":    {At: providers.Place{Store: "awssecrets:" + region + ":other#secret", Version: both[0].At.Version}, Old: value(leaked), New: value(fresh)},
		"another version":           {At: providers.Place{Store: both[1].At.Store, Version: "DRILL"}, Old: value(leaked), New: value(fresh)},
		"no value":                  {At: both[1].At, Old: value(leaked)},
	} {
		r.keep(simulator.Stored{Name: "pair"}, pair("DRILL-old-id", leaked))
		first := providers.Change{At: r.one(s, "DRILL-old-id"), Old: both[0].Old, New: both[0].New}
		if second.At.Version == both[1].At.Version {
			second.At.Version = first.At.Version
		}
		wide := r.open("/")
		before := len(r.ledger.seen)
		if err := wide.WriteJoined(r.ctx(), []providers.Change{first, second}); err == nil || len(r.ledger.seen) != before || r.stands("pair", "AWSCURRENT") != pair("DRILL-old-id", leaked) {
			t.Errorf("%s: %v: half of it is written", name, err)
		}
	}
}
