package identify

import "bytes"

// What stands between the frames of a key file.

// sampleBody reports whether the body of a key file is no key's: those of the shortest keys have 64
// characters.
func sampleBody(body []byte) bool {
	filled := zerosOnce(body)
	defer clear(filled)
	return len(filled) < 48 || invented(filled)
}

// zerosOnce is a body in base64 with one A for each run of them: the numbers and lengths of a key
// file's format begin with zeros, which are no sign that somebody typed it.
func zerosOnce(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for i, c := range body {
		if c != 'A' || i == 0 || body[i-1] != 'A' {
			out = append(out, c)
		}
	}
	return out
}

// pemBody is the start of the base64 of a key file.
func pemBody(b []byte) []byte {
	b = b[:min(len(b), 400)]
	if at := bytes.Index(b, []byte("\n\n")); at >= 0 && bytes.IndexByte(b[:at], ':') >= 0 {
		b = b[at:] // headers
	}
	var body []byte
	for i := 0; i < len(b); i++ {
		if b[i] == '\\' {
			i++ // \n written out
			continue
		}
		if alphanumeric[b[i]] {
			body = append(body, b[i])
		}
	}
	return body
}
