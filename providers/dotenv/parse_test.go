package dotenv

import (
	"testing"

	"firebreak/providers"
)

func TestWhatReadersMakeOfALine(t *testing.T) {
	for _, tc := range []struct {
		name, line, variable, value string
		why                         providers.Reason
	}{
		{"a plain value", "A=plain", "A", "plain", ""},
		{"spaces inside and a comment behind", "F=with spaces # c", "F", "with spaces", ""},
		{"a hash without a space belongs to the value", "G=hash#nospace", "G", "hash#nospace", ""},
		{"single quotes keep everything", `C='single $X \n'`, "C", `single $X \n`, ""},
		{"a backslash in double quotes", `D="a\nb"`, "D", "a\nb", Escaped},
		{"a variable", "J=${A}_x", "J", "${A}_x", Built},
		{"a variable in single quotes", "K='${A}_x'", "K", "${A}_x", ""},
		{"a dollar without quotes", "R=sk-abc$def", "R", "sk-abc$def", Built},
		{"an escaped dollar", `L="\$ESC $A"`, "L", `\$ESC $A`, Built},
		{"escaped quotes", `B="say \"hi\""`, "B", `say "hi"`, Escaped},
		{"a command", "P=`x`", "P", "x", Built},
		{"a command in the old manner of shells", "P=$(x)", "P", "$(x)", Built},
		{"a colon", "N: v", "N", "v", ""},
		{"spaces around the sign", "O = v", "O", "v", ""},
		{"exported", "export E=v", "E", "v", ""},
		{"a variable named export", "export=v", "export", "v", ""},
		{"a Windows line end", "W=v\r\n", "W", "v", ""},
		{"a carriage return without line feed at the end", "W=v\r", "W", "v", ""},
		{"a BOM", "\xEF\xBB\xBFA=v", "A", "v", ""},
		{"blanks before and behind", "  A=v \t", "A", "v", ""},
		{"several lines in double quotes", "M=\"a\nb\"\n", "M", "a\nb", ""},
		{"a comment after quotes", "Q='a b' # c", "Q", "a b", ""},
		{"no value", "Z=", "Z", "", ""},
		{"only a comment", "Z= # c", "Z", "", ""},
		{"quotes inside", `I=a"b"`, "I", `a"b"`, Ambiguous},
		{"a backslash without quotes", `I=a\b`, "I", "ab", Escaped},
	} {
		t.Run(tc.name, func(t *testing.T) {
			all := parse([]byte(tc.line))
			if len(all) != 1 || all[0].form != assignment || all[0].name != tc.variable {
				t.Fatalf("statements %+v, want one assignment of %s", all, tc.variable)
			}
			value, why := meaning([]byte(tc.line), all[0])
			if string(value) != tc.value || why != tc.why {
				t.Errorf("value %q, reason %q; want %q, %q", value, why, tc.value, tc.why)
			}
		})
	}
}

func TestLinesThatAssignNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		line string
		form form
	}{
		"a comment":                     {" # A=v", comment},
		"an empty line":                 {" \t", blank},
		"a word":                        {"hello", other},
		"a name that starts with digit": {"1A=v", other},
		"no name":                       {"=v", other},
		"a quote that never closes":     {`A="v`, other},
		"text after the closing quote":  {`A="v"w`, other},
		"a hash right after the quote":  {`A="v"#c`, other},
		"export of nothing":             {"export A", other},
	} {
		t.Run(name, func(t *testing.T) {
			if all := parse([]byte(tc.line)); len(all) != 1 || all[0].form != tc.form {
				t.Errorf("statements %+v, want one of form %d", all, tc.form)
			}
		})
	}
}

func TestAnOpenQuoteDoesNotSwallowTheLinesBelow(t *testing.T) {
	data := []byte("A=\"open\nB=v\nC=\"w\"\n")
	held, _ := formats[0].survey(data, []byte("v"), nil)
	// A's quote closes at C's opening one, and text follows: that is no assignment.
	if len(held) != 1 || held[0].name != "B" || held[0].line != 2 {
		t.Errorf("held %+v, want B at line 2", held)
	}
}

func TestQuotingOfANewValue(t *testing.T) {
	for _, tc := range []struct {
		name, value string
		standing    byte
		want        string // "" refused
	}{
		{"none stays none", "sk-a_b/c:d@e+f.1", 0, "sk-a_b/c:d@e+f.1"},
		{"none becomes single", "a b", 0, "'a b'"},
		{"none becomes single for a hash", "a#b", 0, "'a#b'"},
		{"double stays double", "a b", '"', `"a b"`},
		{"double becomes single for a dollar", "a$b", '"', "'a$b'"},
		{"double carries a single quote", "it's", '"', `"it's"`},
		{"single stays single", "plain", '\'', "'plain'"},
		{"single cannot carry its own", "it's", '\'', ""},
		{"python expands in single quotes", "a${B}", 0, ""},
		{"python undoes two backslashes", `a\\b`, 0, ""},
		{"a backslash at the end would hide the quote", `a\`, 0, ""},
		{"one backslash is literal", `a\nb`, 0, `'a\nb'`},
		{"F050 an inner newline is refused", "a\nb", '"', ""},
		{"a final newline is refused", "a\n", 0, ""},
		{"F049 a carriage return is refused", "a\r", 0, ""},
		{"broken UTF-8", "a\xFF", 0, ""},
		{"nothing", "", 0, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			raw, ok := wrap([]byte(tc.value), tc.standing)
			if ok != (tc.want != "") || string(raw) != tc.want {
				t.Errorf("wrote %q, %v; want %q", raw, ok, tc.want)
			}
		})
	}
}

// FuzzParse: statements are in order, lie within the file, and leave out only line ends.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"A=b\r\n# c\n", "\xEF\xBB\xBFexport A = 'x\ny' # z", "A=\"\\\"\n\"", "A=`", ":\n=\n\r"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		at := 0
		if len(data) >= 3 && string(data[:3]) == string(bom) {
			at = 3
		}
		for _, st := range parse(data) {
			for ; at < st.whole.from; at++ {
				if data[at] != '\n' && data[at] != '\r' {
					t.Fatalf("byte %d is in no statement", at)
				}
			}
			if st.whole.to < st.whole.from || st.whole.to > len(data) || st.line != lineAt(data, st.whole.from) {
				t.Fatalf("statement %+v does not fit", st)
			}
			if st.form == assignment && !(st.whole.covers(st.raw) && st.raw.covers(st.text)) {
				t.Fatalf("value outside its statement: %+v", st)
			}
			at = st.whole.to
		}
	})
}
