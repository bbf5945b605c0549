package awssecrets_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/awssecrets"
	"firebreak/providers/simulator"
)

// FIELD F003: a store that cannot be written is found before anything is made.
func TestF003TheRightToWriteIsAskedForBeforeAnythingIsMade(t *testing.T) {
	said := func(decision string) string {
		member := "<member><EvalActionName>a</EvalActionName><EvalDecision>" + decision + "</EvalDecision></member>"
		return `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults>` +
			member + strings.Replace(member, decision, "allowed", 1) + `</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`
	}
	refused := `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>`
	for name, tc := range map[string]struct {
		is         simulator.Stored
		status     int
		says       string // of IAM; "": as simulated
		off, doubt providers.Reason
	}{
		"allowed":                            {simulator.Stored{}, 0, "", "", ""},
		"allowed nowhere":                    {simulator.Stored{Lacks: []string{"PutSecretValue"}}, 0, "", awssecrets.NoRight, ""},
		"allowed nowhere, in a shared one":   {simulator.Stored{Lacks: []string{"PutSecretValue"}, Denies: []string{"DeleteSecret"}}, 0, "", "", awssecrets.Unasked},
		"denied":                             {simulator.Stored{Denies: []string{"DeleteSecret"}}, 200, said("explicitDeny"), awssecrets.NoRight, ""},
		"IAM may not be asked":               {simulator.Stored{}, 403, refused, "", awssecrets.Unasked},
		"IAM says something else":            {simulator.Stored{}, 200, said("perhaps"), "", awssecrets.Unasked},
		"IAM answers with what is no answer": {simulator.Stored{}, 200, "<html>", "", awssecrets.Unasked},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			tc.is.Name = "app"
			r.keep(tc.is, leaked)
			r.meet(func(op string, w http.ResponseWriter) bool {
				if op != "SimulatePrincipalPolicy" || tc.says == "" {
					return false
				}
				w.Header().Set("Content-Type", "text/xml")
				w.WriteHeader(tc.status)
				_, _ = w.Write([]byte(tc.says))
				return true
			})
			places := r.find(r.open("app"), leaked)
			if len(places) != 1 || places[0].Off != tc.off || places[0].Doubt != tc.doubt {
				t.Errorf("%+v, want off %q and doubt %q", places, tc.off, tc.doubt)
			}
		})
	}
}

func TestTheRightToWriteIsAskedForWhereTheValueStandsAlone(t *testing.T) {
	r := newRig(t)
	for _, name := range []string{"x/one", "x/two", "x/three"} {
		r.keep(simulator.Stored{Name: name}, "another value")
	}
	r.keep(simulator.Stored{Name: "x/four"}, leaked)
	r.find(r.open("x/"), leaked)
	n := 0
	for _, one := range r.heard() {
		if one.op == "SimulatePrincipalPolicy" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("IAM was asked %d times about four secrets, one of which holds the value", n)
	}
}

func TestContractTheQuestionToIAMIsAsItsServiceModelSays(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "specs", "aws", "iam.service-2.json"))
	if err != nil {
		t.Skip("the vendor's service model is not beside this module; the contract is not checked here")
	}
	var m model
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	r.keep(simulator.Stored{Name: "app"}, leaked)
	r.find(r.open("app"), leaked)
	for _, one := range r.heard() {
		if one.op != "SimulatePrincipalPolicy" {
			continue
		}
		form, err := url.ParseQuery(string(one.request))
		in := m.Shapes[m.Operations[one.op].Input.Shape]
		request := map[string]any{}
		for name := range form {
			field, at, listed := strings.Cut(name, ".member.")
			if request[field] == nil && !listed {
				request[field] = form.Get(name)
			} else if list, _ := request[field].([]any); at != "" {
				request[field] = append(list, form.Get(name))
			}
		}
		delete(request, "Action")
		delete(request, "Version")
		if why := m.fits(m.Operations[one.op].Input.Shape, request); err != nil || why != "" || len(in.Required) == 0 {
			t.Errorf("%s: %v", why, err)
		}
		for _, decision := range []string{"allowed", "explicitDeny", "implicitDeny"} {
			if why := m.fits("PolicyEvaluationDecisionType", decision); why != "" {
				t.Error(why)
			}
		}
		return
	}
	t.Error("IAM was not asked")
}
