package providers_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"expvar"
	"fmt"
	htmltemplate "html/template"
	"log"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"text/template"

	"firebreak/providers"
)

// The wrappers are the shapes in which a value meets a printer that walks by reflection.
type (
	exported[T any]   struct{ V T }
	unexported[T any] struct{ v T }
	nested[T any]     struct{ inner unexported[*T] }
	failure[T any]    struct{ v T }
)

func (failure[T]) Error() string { return "a failure" }

type shape struct {
	name  string
	value any
}

func shapesOf[T any](v T) []shape {
	return []shape{
		{"direct", v},
		{"pointer", &v},
		{"pointer to pointer", func() any { p := &v; return &p }()},
		{"exported field", exported[T]{v}},
		{"unexported field", unexported[T]{v}},
		{"pointer to exported field", &exported[T]{v}},
		{"pointer to unexported field", &unexported[T]{v}},
		{"pointer in an unexported field of an unexported field", nested[T]{unexported[*T]{&v}}},
		{"exported any", exported[any]{v}},
		{"unexported any", unexported[any]{v}},
		{"slice", []T{v}},
		{"slice of any", []any{v}},
		{"unexported slice", unexported[[]T]{[]T{v}}},
		{"array", [1]T{v}},
		{"map", map[string]T{"k": v}},
		{"map of any", map[string]any{"k": v}},
		{"unexported map", unexported[map[string]T]{map[string]T{"k": v}}},
		{"error with an unexported field", failure[T]{v}},
		{"pointer to error", &failure[T]{v}},
	}
}

type sink struct {
	name  string
	print func(any) string
}

func sinks() []sink {
	var all []sink
	for _, verb := range strings.Fields("%v %+v %#v %s %+s %#s %q %+q %#q %x %X %#x %d %+d %t %b %o %O %c %U %#U %e %g %p %T %w %10v %-10.3s %010x %.200s %!") {
		all = append(all, sink{"fmt " + verb, func(v any) string { return fmt.Sprintf(verb, v) }})
	}
	return append(all, []sink{
		{"fmt % x", func(v any) string { return fmt.Sprintf("% x", v) }},
		{"fmt.Sprint", func(v any) string { return fmt.Sprint(v) }},
		{"fmt.Sprintln", func(v any) string { return fmt.Sprintln("value", v) }},
		{"fmt.Appendf", func(v any) string { return string(fmt.Appendf(nil, "%v", v)) }},
		{"fmt as a width", func(v any) string { format := "%*d"; return fmt.Sprintf(format, v, 7) }},
		{"fmt.Errorf %w", func(v any) string { format := "wrapped: %w"; return fmt.Errorf(format, v).Error() }},
		{"errors.Join", func(v any) string { return errors.Join(fmt.Errorf("one %v", v), fmt.Errorf("two %+v", v)).Error() }},
		{"log", func(v any) string { return written(func(b *bytes.Buffer) { log.New(b, "", 0).Println(v) }) }},
		{"slog text", func(v any) string {
			return written(func(b *bytes.Buffer) { logTo(slog.NewTextHandler(b, nil), v) })
		}},
		{"slog json", func(v any) string {
			return written(func(b *bytes.Buffer) { logTo(slog.NewJSONHandler(b, nil), v) })
		}},
		{"json", func(v any) string { out, err := json.Marshal(v); return string(out) + fmt.Sprint(err) }},
		{"json indented", func(v any) string { out, err := json.MarshalIndent(v, "", " "); return string(out) + fmt.Sprint(err) }},
		{"xml", func(v any) string { out, err := xml.Marshal(v); return string(out) + fmt.Sprint(err) }},
		{"xml element", func(v any) string {
			return written(func(b *bytes.Buffer) {
				err := xml.NewEncoder(b).EncodeElement(v, xml.StartElement{Name: xml.Name{Local: "v"}})
				fmt.Fprint(b, err)
			})
		}},
		{"gob", func(v any) string {
			return written(func(b *bytes.Buffer) { fmt.Fprint(b, gob.NewEncoder(b).Encode(v)) })
		}},
		{"text/template", func(v any) string {
			return written(func(b *bytes.Buffer) {
				t := template.Must(template.New("").Parse(`{{.}} {{printf "%v %+v %#v" . . .}} {{html .}} {{js .}} {{urlquery .}} {{print .}}`))
				fmt.Fprint(b, t.Execute(b, v))
			})
		}},
		{"text/template walking", func(v any) string {
			return written(func(b *bytes.Buffer) {
				t := template.Must(template.New("").Parse(`{{range $k, $v := .}}{{$k}}{{$v}}{{end}} {{index . 0}} {{len .}} {{.V}} {{.v}}`))
				fmt.Fprint(b, t.Execute(b, v))
			})
		}},
		{"html/template", func(v any) string {
			return written(func(b *bytes.Buffer) {
				t := htmltemplate.Must(htmltemplate.New("").Parse(`<a href="/?{{.}}" title="{{.}}" onclick="f({{.}})" style="color:{{.}}">{{.}}</a><script>var x={{.}}</script>`))
				fmt.Fprint(b, t.Execute(b, v))
			})
		}},
		{"expvar", func(v any) string { return expvar.Func(func() any { return v }).String() }},
	}...)
}

func written(print func(*bytes.Buffer)) string {
	var b bytes.Buffer
	print(&b)
	return b.String()
}

func logTo(h slog.Handler, v any) {
	l := slog.New(h)
	l.Info("message", "value", v)
	l.With("kept", v).WithGroup("group").Error("message", slog.Any("value", v), slog.Group("g", "value", v))
	l.Info("message", v)
}

// needlesOf adds to the forms of a secret what only printers make of it: decimal, octal,
// binary and rune listings, and parts of the value.
func needlesOf(value string) []string {
	var needles []string
	for _, form := range secret(value).Forms() {
		needles = append(needles, string(form))
	}
	part := []byte(value[len(value)-6:])
	for _, verb := range []string{"%d", "%o", "%b", "%x", "%X", "%#x", "%c", "%U", "%#U", "%O"} {
		needles = append(needles, strings.Trim(fmt.Sprintf(verb, part), "[]"))
	}
	return append(needles, value[:12], value[len(value)-12:])
}

func found(printed string, needles []string) bool {
	for _, needle := range needles {
		if strings.Contains(printed, needle) {
			return true
		}
	}
	return false
}

func TestNoPrinterShowsASecretInAnyShape(t *testing.T) {
	value := canary(11)
	needles := needlesOf(value)
	credential := providers.Credential{Kind: "drill/any", Secret: secret(value)}
	shapes := append(shapesOf(secret(value)), shapesOf(credential)...)
	tried := 0
	for _, sink := range sinks() {
		for _, shape := range shapes {
			if printed := sink.print(shape.value); found(printed, needles) {
				t.Errorf("%s shows the %s: %.120q", sink.name, shape.name, printed)
			}
			tried++
		}
	}
	t.Logf("%d printings", tried)
}

// Text from outside may be shown, but never as it came: no printer passes a control on.
func TestNoPrinterPassesAnEscapeOfUntrustedText(t *testing.T) {
	for _, sink := range sinks() {
		for _, shape := range shapesOf(providers.FromOutside("name\x1b]52;c;QQ==\x07\u009b2J\u202e")) {
			printed := sink.print(shape.value)
			if strings.ContainsAny(printed, "\x1b\x07\u009b\u202e") {
				t.Errorf("%s passes an escape of the %s: %q", sink.name, shape.name, printed)
			}
		}
	}
}

// A named string with every printing method is how secrets are usually kept. The table must
// catch it, else it proves nothing about the type that passes.
type namedString string

func (namedString) String() string               { return "[secret]" }
func (namedString) GoString() string             { return "[secret]" }
func (namedString) Format(f fmt.State, _ rune)   { _, _ = f.Write([]byte("[secret]")) }
func (namedString) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }
func (namedString) MarshalJSON() ([]byte, error) { return []byte(`"[secret]"`), nil }
func (namedString) LogValue() slog.Value         { return slog.StringValue("[secret]") }

func TestTheTableOfPrintersCatchesWeakTypes(t *testing.T) {
	value := canary(12)
	needles := needlesOf(value)
	for name, shapes := range map[string][]shape{
		"a named string with all methods": shapesOf(namedString(value)),
		"a struct with a string":          shapesOf(struct{ s string }{value}),
		"a struct with bytes":             shapesOf(struct{ b []byte }{[]byte(value)}),
	} {
		leaks := 0
		for _, sink := range sinks() {
			for _, shape := range shapes {
				if found(sink.print(shape.value), needles) {
					leaks++
				}
			}
		}
		if leaks < 50 {
			t.Errorf("%s leaked %d times only: the table has gone blind", name, leaks)
		}
	}
}

const panicVariable = "FIREBREAK_TEST_PANIC_SHAPE"

// TestPanicChild is the process that TestAPanicShowsNoSecret starts.
func TestPanicChild(t *testing.T) {
	wanted := os.Getenv(panicVariable)
	for _, shape := range shapesOf(secret(canary(13))) {
		if shape.name == wanted {
			panic(shape.value)
		}
	}
}

func TestAPanicShowsNoSecret(t *testing.T) {
	needles := needlesOf(canary(13))
	for _, shape := range shapesOf(secret(canary(13))) {
		child := exec.Command(os.Args[0], "-test.run=^TestPanicChild$")
		child.Env = append(os.Environ(), panicVariable+"="+shape.name, "GOTRACEBACK=all")
		out, err := child.CombinedOutput()
		if err == nil || !bytes.Contains(out, []byte("panic: ")) {
			t.Fatalf("%s: the child did not panic: %v %q", shape.name, err, out)
		}
		if found(string(out), needles) {
			t.Errorf("a panic with the %s shows the secret", shape.name)
		}
	}
}
