package words

import (
	"fmt"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// spread is a place of so many spots.
func spread(n int) incident.Place {
	var spots []string
	for i := range n {
		spots = append(spots, fmt.Sprintf("line %d, OPENAI_API_KEY_OF_WORKER_%d", 12+i, i+1))
	}
	return incident.Place{Store: "dotenv:/srv/app/.env", Detail: strings.Join(spots, "; ")}
}

func TestEverySpotOfAPlaceIsNamedWhereverThePlaceIs(t *testing.T) {
	const n = 30
	p := spread(n)
	k := incident.Key{Successor: incident.Successor{Places: []incident.PlaceState{{Place: p}}}}
	for _, l := range Langs {
		_, also := l.AlsoWritesTo(k.Successor.Places)
		for where, said := range map[string]string{
			"the place":            l.Place(p),
			"the plan in lines":    strings.Join(l.PlanLines(k), "\n"),
			"the plan on a screen": l.PlanRows(k, false)[2].Whole,
			"the consent to all":   strings.Join(l.AlsoWrites(k.Successor.Places), "\n"),
			"the same on a screen": also[0].Text,
			"the consent to one":   strings.Join(l.AboutToWrite(p, nil), "\n"),
			"the way back":         strings.Join(l.AboutToRollBack(p), "\n"),
			"a search":             strings.Join(l.StoreHolds(p), "\n"),
			"a replacement":        l.StoreDone(p),
			"its way back":         l.StoreBack(p),
		} {
			for i := range n {
				if name := fmt.Sprintf("OPENAI_API_KEY_OF_WORKER_%d", i+1); !strings.Contains(said+";", name+";") && !strings.Contains(said, name+"\n") && !strings.Contains(said, name+":") {
					t.Errorf("%s, %s: %s is not named:\n%s", l, where, name, said)
					break
				}
			}
			if times := pick(l, "30 times: line 12", "30 kali: baris 12"); !strings.Contains(said, times) {
				t.Errorf("%s, %s: no count: %s", l, where, said)
			}
		}
		if short := l.PlanRows(k, false)[2].Text; short != "dotenv:/srv/app/.env, "+pick(l, "30 times", "30 kali") {
			t.Errorf("%s: %q", l, short)
		}
	}
}

func TestTheSpotsOfAPlaceSpeakTheLanguage(t *testing.T) {
	for detail, want := range map[string]string{
		"":                              "vault:secret/a",
		"OPENAI_API_KEY":                "vault:secret/a, OPENAI_API_KEY",
		"version 3":                     "vault:secret/a, versi 3",
		"older versions":                "vault:secret/a, versi lama",
		"line 2, online shop; line 4":   "vault:secret/a, 2 kali: baris 2, online shop; baris 4",
		"line 9, HEADLINE line 3 thing": "vault:secret/a, baris 9, HEADLINE line 3 thing",
	} {
		if got := Indonesian.Place(incident.Place{Store: "vault:secret/a", Detail: detail, Off: providers.Reason("x")}); got != want {
			t.Errorf("%q: %q", detail, got)
		}
	}
}

func TestWhatIsUnsafeAboutAFileIsSaidInWords(t *testing.T) {
	marked := incident.Place{Store: "vault:secret/a#KEY", Guard: providers.OtherOwner, Warning: providers.FromOutside("managed-by, tracked")}
	if said := English.placeWarning(marked, 60); said != "managed-by, tracked" {
		t.Errorf("a controller's own words: %q", said)
	}
	for warning, want := range map[string][2]string{
		"mode 0644, tracked": {"others than its owner have rights to it, mode 0644, git tracks it", "bukan hanya pemiliknya yang punya izin, mode 0644, dilacak git"},
		"read by 2 services": {"read by 2 services", "read by 2 services"},
	} {
		p := incident.Place{Store: "dotenv:.env", Warning: providers.FromOutside(warning)}
		for i, l := range Langs {
			for where, said := range map[string][]string{"search": l.StoreHolds(p), "consent": l.AboutToWrite(p, nil), "plan": l.PlanLines(incident.Key{Successor: incident.Successor{Places: []incident.PlaceState{{Place: p}}}})} {
				if !strings.Contains(strings.Join(said, "\n"), want[i]) {
					t.Errorf("%s, %s: %q", l, where, said)
				}
			}
		}
	}
}
