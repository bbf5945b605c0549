package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"firebreak/providers"
)

// Check says what is wrong with an entry, each fault by its field; nil: nothing is.
func (v *Vendor) Check() error {
	c := &checker{}
	c.want(v.Name != "" && providers.CleanID(v.Name) == v.Name && strings.ToLower(v.Name) == v.Name, "Name", "is no lower-case id")
	c.want(v.Title != "", "Title", "is missing")
	c.want(v.Env == "FIREBREAK_"+strings.ToUpper(v.Name)+"_BASE_URL", "Env", "is not FIREBREAK_%s_BASE_URL", strings.ToUpper(v.Name))
	c.want(len(v.Base) > 0, "Base", "names no host")
	for host, base := range v.Base {
		c.want(strings.HasPrefix(base, "https://"+host), "Base", "of %s is not below https://%s", host, host)
	}
	c.seat(v)
	c.answers(v)
	c.call("Probe", v, v.Probe, http.MethodGet)
	if v.Record.isSet() {
		c.call("Record", v, v.Record, http.MethodGet)
	}
	if v.End.isSet() {
		c.call("End", v, v.End, "")
	}
	c.want(len(v.Kinds) > 0, "Kinds", "are none")
	for i, k := range v.Kinds {
		c.kind(fmt.Sprintf("Kinds[%d]", i), v, k)
	}
	c.page("Usage", v.Usage)
	for i, control := range v.Controls {
		c.want(control.ID != "", fmt.Sprintf("Controls[%d].ID", i), "is missing")
		c.page(fmt.Sprintf("Controls[%d].Where", i), control.Where)
	}
	c.want(len(v.Sources) > 0, "Sources", "are none: nothing here is believed without")
	return errors.Join(c.faults...)
}

type checker struct{ faults []error }

func (c *checker) want(ok bool, field, fault string, about ...any) {
	if !ok {
		c.faults = append(c.faults, errors.New(field+": "+fmt.Sprintf(fault, about...)))
	}
}

func (c *checker) page(field, url string) {
	c.want(url == "" || strings.HasPrefix(url, "https://"), field, "is no https address")
}

func (c *checker) seat(v *Vendor) {
	named := v.Key.In == Header || v.Key.In == Basic
	c.want(named || v.Key.In == Bearer || v.Key.In == Path, "Key.In", "%q is no seat", v.Key.In)
	c.want(named == (v.Key.Name != ""), "Key.Name", "belongs to a header or a user, and to them alone")
	c.want(len(v.Error.Message)+len(v.Error.Code) > 0, "Error", "has neither code nor sentence")
}

func (c *checker) answers(v *Vendor) {
	dead := false
	for i, a := range v.Answers {
		field := fmt.Sprintf("Answers[%d]", i)
		_, known := sayings[a.Says]
		c.want(known, field+".Says", "%q is no saying", a.Says)
		c.want(a.Status >= 400 && a.Status < 500, field+".Status", "%d is no refusal", a.Status)
		told := a.Code+a.Sentence != ""
		c.want(a.Says != Dead && a.Says != Expired || told, field+".Code", "is missing, and so is the sentence: a status alone is no proof of death")
		c.want(a.Code == "" || len(v.Error.Code) > 0, field+".Code", "is told by no field of Error")
		c.want(a.Sentence == "" || len(v.Error.Message) > 0, field+".Sentence", "is told by no field of Error")
		dead = dead || a.Says == Dead
	}
	c.want(dead, "Answers", "say of no key that it is dead")
}

func (c *checker) call(field string, v *Vendor, call Call, method string) {
	c.want(call.Method != "" && (method == "" || call.Method == method), field+".Method", "%q: want %s", call.Method, cmp.Or(method, "one"))
	c.want(v.Base[call.Host] != "", field+".Host", "%q has no base", call.Host)
	c.want(strings.HasPrefix(call.Path, "/"), field+".Path", "%q does not begin with a slash", call.Path)
	c.want(strings.Contains(call.Path, "{key}") == (v.Key.In == Path), field+".Path", "has {key} where the key sits there, and then alone")
	c.want(call.Status/100 == 2, field+".Status", "%d is no success", call.Status)
	c.want(method == "" || call.Shows != "", field+".Shows", "is missing: any page under that status would count for a living key")
	c.want(method == "" || call.Form == "", field+".Form", "is for the call that ends a key")
	for fact, path := range call.Tells {
		c.want(facts[fact], field+".Tells", "%q is no fact", fact)
		c.want(path != "", field+".Tells", "%q is told by no field", fact)
	}
}

func (c *checker) kind(field string, v *Vendor, k Kind) {
	c.want(k.ID != "" && providers.CleanID(k.ID) == k.ID, field+".ID", "%q is no id", k.ID)
	c.want((k.Address != "") == strings.Contains(v.Probe.Path, "{id}"), field+".Address", "belongs to paths with {id}, and these to it")
	c.want(k.Address == "" || k.Lead == "", field+".Lead", "is not for an address")
	c.want(!k.Ends.Confirmed || v.End.isSet(), field+".Ends", "is confirmed, and there is no End")
	c.want(!k.Ends.Confirmed || strings.HasPrefix(k.Ends.Source, "https://"), field+".Ends.Source", "is no https address: what is confirmed has one")
	c.want(k.Ends.Confirmed || k.Revoke != "", field+".Revoke", "is missing: a person must find where to end such a key")
	c.page(field+".Revoke", k.Revoke)
	c.page(field+".Create", k.Create)
}
