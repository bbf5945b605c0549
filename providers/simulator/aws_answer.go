package simulator

import (
	"bytes"
	"encoding/base32"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"net/http"
)

const (
	awsTokenSpace = "https://sts.amazonaws.com/doc/2011-06-15/"
	awsIAMSpace   = "https://iam.amazonaws.com/doc/2010-05-08/"
)

// element is one of an XML answer, with its text or what stands in it.
type element struct {
	name string
	text string
	kids []element
}

func texts(pairs ...string) []element {
	var list []element
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, element{name: pairs[i], text: pairs[i+1]})
	}
	return list
}

func (e element) write(b *bytes.Buffer, space string) {
	b.WriteString("<" + e.name)
	if space != "" {
		b.WriteString(` xmlns="` + space + `"`)
	}
	b.WriteString(">")
	_ = xml.EscapeText(b, []byte(e.text)) // a buffer takes everything
	for _, kid := range e.kids {
		kid.write(b, "")
	}
	b.WriteString("</" + e.name + ">")
}

func awsXML(status int, space string, root element) answer {
	var b bytes.Buffer
	root.write(&b, space)
	return answer{status: status, xml: b.Bytes()}
}

// awsDone answers a form's action: its result, where it has one, and the request's id.
func (c *call) awsDone(space string, result ...element) answer {
	root := element{name: c.op + "Response"}
	if len(result) > 0 {
		root.kids = append(root.kids, element{name: c.op + "Result", kids: result})
	}
	root.kids = append(root.kids, element{name: "ResponseMetadata", kids: texts("RequestId", makeID(c.w.seed, "", "request", c.w.log.n, 32))})
	a := awsXML(http.StatusOK, space, root)
	a.used = true
	return a
}

// awsCodes names errors by their status, where nothing better is known.
var awsCodes = map[int]string{
	400: "ValidationError", 403: "AccessDenied", 404: "NoSuchEntity", 405: "InvalidAction", 409: "LimitExceeded", 413: "RequestEntityTooLarge",
	503: "ServiceUnavailable",
}

func awsError(status int, code, message string) answer {
	fault := "Sender"
	if status >= 500 {
		fault = "Receiver"
	}
	return awsXML(status, awsIAMSpace, element{name: "ErrorResponse", kids: []element{
		{name: "Error", kids: texts("Type", fault, "Code", or(code, or(awsCodes[status], "ServiceFailure")), "Message", message)},
		{name: "RequestId", text: "drill"},
	}})
}

// awsSorry gives the vendor's answers to trouble of its own.
func awsSorry(status int, kind string) answer {
	if kind == "rate" {
		return awsError(status, "Throttling", "Rate exceeded")
	}
	return awsError(status, "", "Service failure. Please try again.")
}

// awsAccount is the account's number, which stands in the ids of its keys: 40 bits behind the
// first one.
func (w *World) awsAccount() string { return awsAccountOf(w.seed) }

func awsAccountOf(seed int64) string {
	raw, _ := base32.StdEncoding.DecodeString(awsKeyID(seed, AWSKey, "key", 0)[4:]) // its letters are of that alphabet
	return fmt.Sprintf("%012d", binary.BigEndian.Uint64(append([]byte{0, 0}, raw[:6]...))&0x7FFFFFFFFF80>>7)
}
