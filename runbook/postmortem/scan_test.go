package postmortem

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// plantedKey is made at run time and matches no vendor's form.
func plantedKey() providers.Secret {
	return providers.NewSecret([]byte("tk-DRILL" + "KEY-" + strings.Repeat("qZ7+w/", 2) + "9fQx8vTn4RbY2kLm"))
}

func TestScanFindsASecretInEachEncoding(t *testing.T) {
	key := plantedKey()
	var plain string
	key.Expose(func(b []byte) { plain = string(b) })
	back := []byte(plain)
	slices.Reverse(back)
	half := len(plain) / 2
	for name, form := range map[string]string{
		"plain": plain, "reversed": string(back), "hex": hex.EncodeToString([]byte(plain)), "hex in capitals": strings.ToUpper(hex.EncodeToString([]byte(plain))),
		"base64": base64.StdEncoding.EncodeToString([]byte(plain)), "base64 at another offset": base64.StdEncoding.EncodeToString([]byte("x" + plain)),
		"base64 for addresses": base64.RawURLEncoding.EncodeToString([]byte("xy" + plain)), "URL-encoded": url.QueryEscape(plain),
		"split by a line break": plain[:half] + "\n" + plain[half:], "split by a wrapped line": plain[:half] + "\\\n    " + plain[half:],
		"split by a shown line break": plain[:half] + "␊" + plain[half:], "split over two spans": "`" + plain[:half] + "` `" + plain[half:] + "`",
		"split over two cells": plain[:half] + " | " + plain[half:], "base64 split by a line break": base64.StdEncoding.EncodeToString([]byte(plain))[:20] + "\n" + base64.StdEncoding.EncodeToString([]byte(plain))[20:],
	} {
		t.Run(name, func(t *testing.T) {
			doc := []byte("---\nid: x\n---\n<!-- fb:section=analysis v1 -->\n## Analysis\n| Trigger | " + form + " |\n")
			hits := Scan(doc, nil, []providers.Secret{key})
			if len(hits) == 0 || hits[0].Kind != HitSecret || hits[0].Section != "analysis" || hits[0].Warning {
				t.Errorf("hits %v", hits)
			}
		})
	}
}

func TestScanKnowsASecretByItsFingerprintAlone(t *testing.T) {
	salt := []byte("salt")
	for name, value := range map[string]string{"a strong value": "kQ7vWm2ZxT9pLr4NsB8yHc6Dg3Fj5aEu1oVi0XqRtYwKzMnP", "a weak value": "hunter2hunter2hunter2"} {
		known := Known{Fingerprint: providers.NewSecret([]byte(value)).Fingerprint(salt), Salt: salt}
		for _, doc := range []string{"note: `" + value + "`", "KEY=" + value, value[:10] + "\n" + value[10:]} {
			if hits := Scan([]byte(doc), nil, nil, known); len(hits) != 1 || hits[0].Kind != HitSecret {
				t.Errorf("%s in %q: hits %v", name, doc, hits)
			}
		}
		if hits := Scan([]byte("nothing of the kind, sha256:9f2c1ab07d34"), nil, nil, known); len(hits) != 0 {
			t.Errorf("%s: hits %v in a clean text", name, hits)
		}
	}
}

func TestScanNamesTheFieldThatADetectorSpeaksUpAbout(t *testing.T) {
	doc := []byte("<!-- fb:section=analysis v1 -->\n| Trigger | ok |\n| How it was found | x -DRILL" + "KEY- y |\n")
	hits := Scan(doc, drillKeys, nil)
	if len(hits) != 1 || hits[0] != (Hit{Kind: HitDetector, Section: "analysis", Field: "how-it-was-found (line 3)"}) {
		t.Errorf("hits %v", hits)
	}
	split := []byte("a -DRILL\n" + "KEY- b")
	if hits := Scan(split, drillKeys, nil); len(hits) != 1 {
		t.Errorf("a form split by a line break: hits %v", hits)
	}
}

func TestACleanReportHasNoHits(t *testing.T) {
	key := plantedKey()
	d := written(t, tell(t, plan{}).facts())
	for _, doc := range [][]byte{d.Markdown, d.JSON} {
		if hits := Scan(doc, drillKeys, []providers.Secret{key}); len(hits) != 0 {
			t.Errorf("hits %v", hits)
		}
	}
	if len(d.Warnings) != 0 {
		t.Errorf("warnings %v: identifiers and paths are not free text", d.Warnings)
	}
}

func TestFreeTextThatLooksRandomWarnsAndIsNotHeldBack(t *testing.T) {
	s := tell(t, plan{noAnswers: true})
	s.answer("70m", incident.AskWentWell, "we used kQ7vWm2ZxT9pLr4NsB8yHc6Dg3Fj5aEu then")
	d := written(t, s.facts())
	if len(d.Warnings) != 1 || d.Warnings[0] != (Hit{Kind: HitEntropy, Section: "analysis", Field: "went_well", Warning: true}) {
		t.Errorf("warnings %v", d.Warnings)
	}
	if hits := Scan(d.Markdown, nil, nil); len(hits) != 0 {
		t.Errorf("hits %v", hits)
	}
}

func TestF075ShortValuesAreNotSearchedFor(t *testing.T) {
	if hits := Scan([]byte("a test of { braces"), nil, []providers.Secret{providers.NewSecret([]byte("{")), providers.NewSecret([]byte("test"))}); len(hits) != 0 {
		t.Error(fmt.Sprint(hits))
	}
}

func TestASecretOfWhatAReadingLeavesOutEndsTheSearch(t *testing.T) {
	if hits := Scan([]byte("a | b > c `d`"), nil, []providers.Secret{providers.NewSecret([]byte("|||>>>```   "))}); len(hits) != 0 {
		t.Error(hits)
	}
}

// F074: of a secret of many lines every writing is found, whole and line by line.
func TestF074ASecretOfManyLinesIsFoundInEveryWriting(t *testing.T) {
	lines := []string{"-----BEGIN DRILL-----", "MIIEvQIBADANBgkqhkiG9w0" + "DRILLDRILLa1", "b2c3d4e5f6" + "DRILLg7h8i9j0k1l2m3", "-----END DRILL-----"}
	whole := strings.Join(lines, "\n") + "\n"
	key := providers.NewSecret([]byte(whole))
	escaped, _ := json.Marshal(whole)
	for name, text := range map[string]string{
		"as it is": whole, "escaped": string(escaped), "escaped twice": strings.ReplaceAll(string(escaped), `\n`, `\\n`), "in a cell": "| " + strings.Join(lines, "<br>") + " |",
		"with CRLF": strings.ReplaceAll(whole, "\n", "\r\n"), "in one line": strings.Join(lines, ""), "base64": base64.StdEncoding.EncodeToString([]byte(whole)),
		"a line of it": "see " + lines[2] + " there",
	} {
		if hits := Scan([]byte("<!-- fb:section=impact v1 -->\n"+text+"\n"), nil, []providers.Secret{key}); len(hits) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
}
