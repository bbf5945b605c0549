package postmortem

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"firebreak/runbook/words"
)

// conforms holds a value against a schema: the few words of the language that ours uses.
func conforms(root, schema map[string]any, at string, v any) error {
	if ref, ok := schema["$ref"].(string); ok {
		return conforms(root, root["$defs"].(map[string]any)[ref[len("#/$defs/"):]].(map[string]any), at, v)
	}
	if want, ok := schema["const"]; ok && want != v {
		return fmt.Errorf("%s is %v, want %v", at, v, want)
	}
	if list, ok := schema["enum"].([]any); ok && !slices.Contains(list, v) {
		return fmt.Errorf("%s is %v, none of %v", at, v, list)
	}
	if choices, ok := schema["anyOf"].([]any); ok {
		for _, c := range choices {
			if conforms(root, c.(map[string]any), at, v) == nil {
				return nil
			}
		}
		return fmt.Errorf("%s fits none of the forms", at)
	}
	switch v := v.(type) {
	case string:
		return textual(schema, at, v)
	case []any:
		for i, item := range v {
			if err := conforms(root, schema["items"].(map[string]any), fmt.Sprintf("%s[%d]", at, i), item); err != nil {
				return err
			}
		}
		return typed(schema, "array", at)
	case map[string]any:
		return members(root, schema, at, v)
	}
	return fmt.Errorf("%s is %T", at, v)
}

func typed(schema map[string]any, kind, at string) error {
	if want, ok := schema["type"]; ok && want != kind {
		return fmt.Errorf("%s is no %v", at, want)
	}
	return nil
}

func textual(schema map[string]any, at, v string) error {
	if pattern, ok := schema["pattern"].(string); ok && !regexp.MustCompile(pattern).MatchString(v) {
		return fmt.Errorf("%s is %q", at, v)
	}
	return typed(schema, "string", at)
}

func members(root, schema map[string]any, at string, v map[string]any) error {
	if err := typed(schema, "object", at); err != nil {
		return err
	}
	required, _ := schema["required"].([]any)
	for _, key := range required {
		if _, there := v[key.(string)]; !there {
			return fmt.Errorf("%s lacks %v", at, key)
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for key, value := range v {
		next, known := properties[key].(map[string]any)
		if !known {
			if next, known = schema["additionalProperties"].(map[string]any); !known {
				return fmt.Errorf("%s holds %s", at, key)
			}
		}
		if err := conforms(root, next, at+"."+key, value); err != nil {
			return err
		}
	}
	return nil
}

func TestTheDataConformToThePublishedSchema(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]plan{"whole": {}, "nothing told": {noAnswers: true, noUsage: true}, "false alarm": {falseAlarm: true}, "hostile": {text: "`|`<b>"}} {
		for _, profile := range Profiles {
			f := tell(t, p).facts()
			f.Profile = profile
			var v any
			if err := json.Unmarshal(written(t, f).JSON, &v); err != nil {
				t.Fatal(err)
			}
			if err := conforms(schema, schema, "report", v); err != nil {
				t.Errorf("%s, %s: %v", name, profile, err)
			}
		}
	}
	if conforms(schema, schema, "report", map[string]any{"schema": "other"}) == nil {
		t.Error("any object conforms")
	}
}

// elements are the tags of a page, in their order; an attribute that loads or runs something fails.
func elements(t *testing.T, page []byte) (tags, texts []string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		token, err := d.Token()
		if err == io.EOF {
			return tags, texts
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			tags = append(tags, token.Name.Local)
			for _, a := range token.Attr {
				name := strings.ToLower(a.Name.Local)
				if strings.HasPrefix(name, "on") || name == "src" || name == "style" || name == "href" && !regexp.MustCompile(`^(#[a-z-]+|INC-[A-Za-z0-9-]+\.(report\.json|journal\.jsonl))$`).MatchString(a.Value) {
					t.Fatalf("attribute %s=%q of %s", name, a.Value, token.Name.Local)
				}
			}
		case xml.CharData:
			texts = append(texts, string(token))
		}
	}
}

func TestThePageForBrowsersRunsAndLoadsNothing(t *testing.T) {
	plain := tell(t, plan{text: "x", limitStands: true}).facts()
	plain.Base = "INC-20261123-openai-docs-bot"
	want, _ := elements(t, written(t, plain).HTML)
	for _, attack := range sampleOf(5, attacks) {
		f := tell(t, plan{text: attack, limitStands: true}).facts()
		f.Base, f.Owner = plain.Base, attack
		got, _ := elements(t, written(t, f).HTML)
		for _, bad := range []string{"script", "img", "iframe", "object", "form", "b2"} {
			if slices.Contains(got, bad) {
				t.Errorf("%q makes a %s", attack, bad)
			}
		}
		if strings.ContainsAny(attack, ";\n\r\t\x00 \u2028") || strings.TrimSpace(attack) == "" || strings.HasPrefix(attack, "cannot") {
			continue // splits into other parts, rightly
		}
		if !slices.Equal(got, want) {
			t.Errorf("%.30q changes the structure", attack)
		}
	}
}

func TestTheChartRepeatsTheTableBesideIt(t *testing.T) {
	d := written(t, tell(t, plan{}).facts())
	p := read(t, d.Markdown)
	rows := p.parts["usage-review/over_time"].rows
	bars := strings.Count(string(d.Chart), `fill="`+chartBars+`"`)
	if bars == 0 || bars != len(rows) {
		t.Errorf("%d bars, %d rows", bars, len(rows))
	}
	if !strings.Contains(string(d.Markdown), "]("+d.ChartName+")") || !bytes.Contains(d.HTML, d.Chart) {
		t.Error("the picture is not in both pages")
	}
	if err := xml.Unmarshal(d.Chart, new(struct{})); err != nil {
		t.Error(err)
	}
	if none := written(t, tell(t, plan{noUsage: true}).facts()); none.Chart != nil || strings.Contains(string(none.Markdown), none.ChartName) {
		t.Error("a chart of nothing")
	}
}

const canary = "zanzibar7"

func TestAPublicReportHoldsNoNameOfOursAndNoWordOfPeople(t *testing.T) {
	f := tell(t, plan{text: canary, limitStands: true}).facts()
	f.Profile, f.Owner = Public, canary
	for _, l := range []words.Lang{words.English, words.Indonesian} {
		f.Lang = l
		d := written(t, f)
		for form, text := range map[string]string{"page": string(d.Markdown), "data": string(d.JSON), "html": string(d.HTML), "name": d.Name, "chart": string(d.Chart)} {
			for _, bad := range []string{canary, record.ID, "proj_docs", "svc_1", "key_new1", "key_rel", "example.test", "x7Qa", "9f2c1ab07d34", ".env", "docs-bot", "4be1c7"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s, %s: the report holds %s", l, form, bad)
				}
			}
		}
		p := read(t, d.Markdown)
		if !slices.Contains(p.sections, externalMessage) || p.parts["external-message/message_actions"].items == nil {
			t.Errorf("%s: no message for everybody: %v", l, p.sections)
		}
	}
}

func TestARestrictedReportShowsIdentifiersByTheirEndAndNoPeople(t *testing.T) {
	f := tell(t, plan{}).facts()
	f.Profile = Restricted
	d := written(t, f)
	for _, bad := range []string{record.ID, "proj_docs", "ops@", "4be1c7aa", "refs/heads"} {
		if strings.Contains(string(d.Markdown)+string(d.JSON), bad) {
			t.Errorf("the report holds %s", bad)
		}
	}
	for _, want := range []string{"…" + record.ID[len(record.ID)-4:], "`sk-proj-…x7Qa`", "scripts/eval.py", "profile: restricted"} {
		if !strings.Contains(string(d.Markdown), want) {
			t.Errorf("the report lacks %s", want)
		}
	}
	if d.Name == written(t, tell(t, plan{}).facts()).Name {
		t.Error("two profiles share a file")
	}
}

func TestMailAddressesAreMaskedInEveryReport(t *testing.T) {
	s := tell(t, plan{text: "write to budi.santoso@corp.example.com, or ask"})
	page := string(written(t, s.facts()).Markdown)
	if strings.Contains(page, "budi.santoso") || !strings.Contains(page, "b…@corp.example.com") {
		t.Error("an address stands in full")
	}
}
