package aws_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/aws"
)

// model is the part of one of the vendor's service models that is held to here.
type model struct {
	Metadata struct {
		Version string `json:"apiVersion"`
		Target  string `json:"targetPrefix"`
		Space   string `json:"xmlNamespace"`
	} `json:"metadata"`
	Operations map[string]struct {
		Input  struct{ Shape string } `json:"input"`
		Output struct {
			Shape   string
			Wrapper string `json:"resultWrapper"`
		} `json:"output"`
		Errors []struct{ Shape string } `json:"errors"`
	} `json:"operations"`
	Shapes map[string]shape `json:"shapes"`
}

type shape struct {
	Type     string                            `json:"type"`
	Required []string                          `json:"required"`
	Enum     []string                          `json:"enum"`
	Members  map[string]struct{ Shape string } `json:"members"`
	Member   struct{ Shape string }            `json:"member"`
	Value    struct{ Shape string }            `json:"value"`
	Error    struct {
		Code   string `json:"code"`
		Status int    `json:"httpStatusCode"`
	} `json:"error"`
}

// models loads the service models by service, or skips the test. There is none of EC2 and of the
// budgets among them, of which a list each is asked for, in the form that we know.
func models(t *testing.T) map[string]model {
	t.Helper()
	all := map[string]model{}
	for _, service := range []string{"iam", "sts", "cloudtrail", "ce", "bedrock.cut"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "specs", "aws", service+".service-2.json"))
		if err != nil {
			t.Skip("the vendor's service models are not beside this module; the contract is not checked here")
		}
		var m model
		if err := json.Unmarshal(text, &m); err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(service, ".cut")] = m
	}
	return all
}

// talk is one call as it went over the wire.
type talk struct {
	service, op string
	fields      map[string]any
	version     string
	status      int
	answer      []byte
}

// listener stands between the adapter and the simulator and writes down what is said.
type listener struct {
	t      *testing.T
	mu     sync.Mutex
	said   []talk
	denies string // an action that is refused here; "": none
}

func (l *listener) before(base string) string {
	target, err := url.Parse(base)
	if err != nil {
		l.t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host // it is signed
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		one := heard(r, body)
		rec := httptest.NewRecorder()
		if l.denies != "" && one.op == l.denies {
			rec.Header().Set("Content-Type", "text/xml")
			rec.WriteHeader(http.StatusForbidden)
			_, _ = rec.WriteString("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>")
		} else {
			proxy.ServeHTTP(rec, r)
		}
		one.status, one.answer = rec.Code, rec.Body.Bytes()
		l.mu.Lock()
		l.said = append(l.said, one)
		l.mu.Unlock()
		w.Header().Set("Content-Type", rec.Header().Get("Content-Type"))
		w.WriteHeader(rec.Code)
		_, _ = w.Write(one.answer)
	}))
	l.t.Cleanup(server.Close)
	return server.URL
}

func heard(r *http.Request, body []byte) talk {
	service, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), ".")
	one := talk{service: service, fields: map[string]any{}}
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		one.version, one.op = target[:strings.LastIndexByte(target, '.')], target[strings.LastIndexByte(target, '.')+1:]
		_ = json.Unmarshal(body, &one.fields) // what is missing is found to be
		return one
	}
	if r.Method == http.MethodGet {
		one.op, one.version = "ListFoundationModels", "2023-04-20"
		return one
	}
	form, _ := url.ParseQuery(string(body))
	one.op, one.version = form.Get("Action"), form.Get("Version")
	for name := range form {
		if name != "Action" && name != "Version" {
			one.fields[name] = form.Get(name)
		}
	}
	return one
}

// everything uses each call that the adapter can make.
func (s *stage) everything() {
	ctx := providers.WithLedger(s.t.Context(), yes{})
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	_, err := s.Validate(ctx, s.key)
	must(err)
	role := chain("assume:" + url.Values{"RoleArn": {"arn:aws:iam::" + s.record.Parent + ":role/ops"}, "RoleSessionName": {"firebreak"}}.Encode())
	_, err = s.at(s.base, providers.Compound(append(s.admin.Parts(), role)...)).CheckAdmin(ctx)
	must(err)
	if s.key.Kind == aws.AccessKey {
		_, err = s.audit(2)
		must(err)
		_, err = s.LastUsed(ctx, s.record)
		must(err)
		for _, err := range s.WholeCosts(ctx, providers.UsageQuery{Record: s.record, From: page.AddDate(0, 0, -20), To: page}) {
			must(err)
		}
	}
	_, err = s.Controls(ctx, s.record)
	must(err)
	limits, err := s.Containments(ctx, s.record)
	must(err)
	for _, limit := range limits {
		_, err = s.Contain(ctx, s.record, limit)
		must(err)
		_, err = s.Contained(ctx, s.record, limit)
		must(err)
		_, err = s.Lift(ctx, s.record, limit)
		must(err)
	}
	if s.Way(s.key.Kind, providers.CanRevoke) != providers.Auto {
		return
	}
	_, _, err = s.Create(ctx, providers.NewKey{Like: s.record})
	must(err)
	_, _, err = s.Create(ctx, providers.NewKey{Like: s.record})
	if call, full := providers.RefusedWith(err, 409); !full || call.Code != "LimitExceeded" {
		s.t.Errorf("a third key: %v", err)
	}
	_, err = s.Revoke(ctx, s.record)
	must(err)
	if _, err = s.Revoke(ctx, s.record); err == nil {
		s.t.Error("revoked twice")
	}
}

func TestContractEveryCallAndEveryAnswerIsAsTheServiceModelSays(t *testing.T) {
	all := models(t)
	l := &listener{t: t}
	for _, kind := range []providers.Kind{aws.AccessKey, aws.BedrockKey, aws.TemporaryKey, aws.BedrockShort} {
		newStageBehind(t, kind, l.before).everything()
	}
	used := map[string]bool{}
	for _, one := range l.said {
		used[one.op] = true
		m, known := all[one.service]
		if !known {
			if one.op != "DescribeRegions" && one.op != "DescribeBudgets" {
				t.Errorf("%s %s has no model", one.service, one.op)
			}
			continue
		}
		m.check(t, one)
	}
	for _, r := range aws.Routes() {
		if !used[r.Op] && (r.Op != "" || !used["ListFoundationModels"] && r.Host == aws.BedrockHost) {
			t.Errorf("no call uses %s", r.Name)
		}
	}
}

func (m model) check(t *testing.T, one talk) {
	t.Helper()
	op, known := m.Operations[one.op]
	if want := m.Metadata.Version + m.Metadata.Target; !known || one.version != m.Metadata.Version && one.version != m.Metadata.Target {
		t.Errorf("%s: no such operation of version %s: %s", one.op, want, one.version)
		return
	}
	in := m.Shapes[op.Input.Shape]
	for _, name := range in.Required {
		if one.fields[name] == nil {
			t.Errorf("%s: %s is missing", one.op, name)
		}
	}
	for name, value := range one.fields {
		member, ok := in.Members[name]
		text, _ := value.(string)
		if enum := m.Shapes[member.Shape].Enum; !ok || len(enum) > 0 && !slices.Contains(enum, text) {
			t.Errorf("%s: field %s is not in the model, or not %v", one.op, name, value)
		}
	}
	switch {
	case one.status >= 400:
		m.checkError(t, one, op.Errors)
	case m.Metadata.Target != "", m.Metadata.Space == "":
		var answer map[string]any
		if json.Unmarshal(one.answer, &answer) != nil {
			t.Errorf("%s: no JSON", one.op)
		}
		m.checkValue(t, one.op, op.Output.Shape, answer)
	default:
		m.checkXML(t, one, op.Output.Shape, op.Output.Wrapper)
	}
}

// checkError holds an error's code and status to those that the model lists for the operation.
func (m model) checkError(t *testing.T, one talk, listed []struct{ Shape string }) {
	t.Helper()
	code, _, ok := aws.Shape(one.status, one.answer)
	found := slices.ContainsFunc(listed, func(e struct{ Shape string }) bool {
		known := m.Shapes[e.Shape].Error
		return known.Code == code && known.Status == one.status
	})
	if !ok || !found && code != "InvalidClientTokenId" { // that one is common to all services
		t.Errorf("%s: error %d %s is not in the model", one.op, one.status, code)
	}
}

// checkValue holds a JSON value to a shape.
func (m model) checkValue(t *testing.T, where, name string, value any) {
	t.Helper()
	s := m.Shapes[name]
	switch v := value.(type) {
	case map[string]any:
		for field, inner := range v {
			if s.Type == "map" {
				m.checkValue(t, where+"."+field, s.Value.Shape, inner)
				continue
			}
			member, ok := s.Members[field]
			if !ok {
				t.Errorf("%s: %s is not in %s", where, field, name)
				continue
			}
			m.checkValue(t, where+"."+field, member.Shape, inner)
		}
	case []any:
		for _, inner := range v {
			m.checkValue(t, where, s.Member.Shape, inner)
		}
	}
}

// node is an XML element.
type node struct {
	XMLName xml.Name
	Text    string `xml:",chardata"`
	Nodes   []node `xml:",any"`
}

func (m model) checkXML(t *testing.T, one talk, output, wrapper string) {
	t.Helper()
	var root node
	if xml.Unmarshal(one.answer, &root) != nil || root.XMLName.Local != one.op+"Response" || root.XMLName.Space != m.Metadata.Space {
		t.Errorf("%s: %s is no answer to it", one.op, root.XMLName.Local)
		return
	}
	for _, n := range root.Nodes {
		switch n.XMLName.Local {
		case wrapper:
			m.checkNode(t, one.op, output, n)
		case "ResponseMetadata":
		default:
			t.Errorf("%s: %s in the answer", one.op, n.XMLName.Local)
		}
	}
}

func (m model) checkNode(t *testing.T, where, name string, n node) {
	t.Helper()
	s := m.Shapes[name]
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, n.Text) {
		t.Errorf("%s: %q is no %s", where, n.Text, name)
	}
	if _, err := time.Parse(time.RFC3339, n.Text); s.Type == "timestamp" && err != nil {
		t.Errorf("%s: %q is no time", where, n.Text)
	}
	for _, kid := range n.Nodes {
		inner := s.Members[kid.XMLName.Local].Shape
		if s.Type == "list" && kid.XMLName.Local == "member" {
			inner = s.Member.Shape
		}
		if inner == "" {
			t.Errorf("%s: %s is not in %s", where, kid.XMLName.Local, name)
			continue
		}
		m.checkNode(t, where+"."+kid.XMLName.Local, inner, kid)
	}
	for _, must := range s.Required {
		if s.Type == "structure" && !slices.ContainsFunc(n.Nodes, func(k node) bool { return k.XMLName.Local == must }) && must != "LastUsedDate" {
			t.Errorf("%s: %s is missing", where, must)
		}
	}
}
