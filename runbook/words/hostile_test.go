package words

import (
	"reflect"
	"strings"
	"testing"
	"unicode"

	"firebreak/runbook/incident"
)

// argument makes a value of the type with hostile text wherever text can stand.
func argument(kind reflect.Type) reflect.Value {
	v := reflect.New(kind).Elem()
	if kind.Kind() == reflect.Slice && kind.Elem().Kind() != reflect.Uint8 {
		v.Set(reflect.MakeSlice(kind, 2, 2))
	}
	deepen(v)
	poison(v)
	return v
}

// deepen fills the pointers and slices of a struct, so that poison reaches them.
func deepen(v reflect.Value) {
	if v.Kind() != reflect.Struct || v.Type().PkgPath() == "time" {
		return
	}
	for i := range v.NumField() {
		f := v.Field(i)
		if !f.CanSet() {
			continue
		}
		switch f.Kind() {
		case reflect.Pointer:
			f.Set(reflect.New(f.Type().Elem()))
			deepen(f.Elem())
		case reflect.Slice:
			if f.Type().Elem().Kind() != reflect.Uint8 {
				f.Set(reflect.MakeSlice(f.Type(), 1, 1))
				deepen(f.Index(0))
			}
		case reflect.Struct:
			deepen(f)
		}
	}
}

// printed gathers the strings of a result.
func printed(v reflect.Value) []string {
	switch v.Kind() {
	case reflect.String:
		return []string{v.String()}
	case reflect.Slice, reflect.Array:
		var all []string
		for i := range v.Len() {
			all = append(all, printed(v.Index(i))...)
		}
		return all
	case reflect.Struct:
		var all []string
		for i := range v.NumField() {
			all = append(all, printed(v.Field(i))...)
		}
		return all
	}
	return nil
}

func TestNoFunctionLetsHostileTextThrough(t *testing.T) {
	lang := reflect.TypeOf(English)
	calls := 0
	for i := range lang.NumMethod() {
		m := lang.Method(i)
		for _, l := range Langs {
			args := []reflect.Value{reflect.ValueOf(l)}
			for j := 1; j < m.Type.NumIn(); j++ {
				args = append(args, argument(m.Type.In(j)))
			}
			for _, out := range m.Func.Call(args) {
				for _, text := range printed(out) {
					calls++
					for _, r := range text {
						if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
							t.Errorf("%s lets %U through: %q", m.Name, r, text)
							break
						}
					}
				}
			}
		}
	}
	if calls < 150 {
		t.Errorf("only %d sentences made", calls)
	}
}

func TestNoFunctionPanicsOrIsSilentOnEmptyInput(t *testing.T) {
	// Functions for which an empty answer means "nothing to say".
	quiet := map[string]bool{"Answered": true, "VendorWords": true, "Settled": true, "RuleOut": true, "Hidden": true, "WholeCost": true,
		"Others": true, "Joined": true, "ShownAtExpiry": true, "NotOurs": true, "FirstPlace": true, "ToldParts": true, "Differences": true, "Due": true, "LooksDue": true, "Elsewhere": true, "Lookalikes": true, "Rights": true, "Undecided": true, "LookChoice": true, "LookFound": true, "OthersOpen": true, "NotDecided": true, "UndecidedRows": true, "Left": true, "Revocable": true, "QuestionsOpen": true, "Unsearched": true, "CleanUp": true}
	lang := reflect.TypeOf(English)
	for i := range lang.NumMethod() {
		m := lang.Method(i)
		args := []reflect.Value{reflect.ValueOf(English)}
		for j := 1; j < m.Type.NumIn(); j++ {
			args = append(args, reflect.Zero(m.Type.In(j)))
		}
		said := ""
		for _, out := range m.Func.Call(args) {
			said += strings.Join(printed(out), "")
		}
		if said == "" && !quiet[m.Name] && !codes[m.Name] {
			t.Errorf("%s says nothing", m.Name)
		}
	}
}

// codes lists functions that name a code: of an empty one there is nothing to name.
var codes = map[string]bool{"Step": true, "StepQuestion": true, "StepStatus": true, "Outcome": true, "Strategy": true,
	"Act": true, "Result": true, "Ended": true, "Notice": true, "Approval": true, "Channel": true, "ControlTitle": true, "Relation": true, "Unlisted": true,
	"Containment": true, "Expected": true, "Mints": true, "SelfDescribing": true, "StoreTitle": true, "CostMethod": true, "Capability": true, "Progress": true, "ScorePart": true,
	"StatementLine": true, "Place": true, "Hit": true, "FoundPlace": true, "Action": true, "Exit": true}

func TestUnknownEventTypesAreNamed(t *testing.T) {
	line := English.LogLine(incident.Event{At: start, Type: "from.the.future", By: incident.Provider})
	if line != "2026-11-23T03:12:07Z  from.the.future (by the provider)" {
		t.Error(line)
	}
}
