package identify

import "bytes"

// invented reports whether a value was typed by a person as an example: few different
// characters, a long counting run, one that repeats, or a word that says so.
func invented(value []byte) bool {
	var seen [256]bool
	distinct, counting, same, longest, still := 0, 1, 1, 1, 1
	for i, c := range value {
		if !seen[c] {
			seen[c] = true
			distinct++
		}
		switch {
		case i > 0 && (c == value[i-1]+1 || c == '0' && value[i-1] == '9'):
			counting++
			longest = max(longest, counting)
		default:
			counting = 1
		}
		if i > 0 && c == value[i-1] {
			same++
			still = max(still, same)
		} else {
			same = 1
		}
	}
	// A random value of 16 characters or more out of 16 shows ten different ones on average; a
	// run of seven that count or are the same is one chance in millions.
	if n := len(value); n >= 8 && distinct <= min(6, n/3) || longest >= 8 || still >= 7 || period(value) {
		return true
	}
	upper := bytes.ToUpper(value)
	defer clear(upper)
	for _, word := range exampleWords {
		if bytes.Contains(upper, word) {
			return true
		}
	}
	return false
}

// exampleWords stand in examples and in no random value of usual length.
var exampleWords = func() (list [][]byte) {
	for _, w := range []string{"YOUR-", "YOUR_", "YOURKEY", "YOURAPI", "YOURTOKEN", "EXAMPLE", "PLACEHOLDER", "CHANGEME", "REPLACE", "DEADBEEF", "NOTAREAL", "REDACTED", "INSERT", "SAMPLE", "DUMMY",
		"FAKEKEY", "TESTKEY", "MYSECRET", "SECRETKEY", "HERE_", "_HERE", "-HERE", "XXXXX", "ABCDEFG", "0123456", "1234567"} {
		list = append(list, []byte(w))
	}
	return list
}()

// period reports whether a value is a short piece over and over.
func period(b []byte) bool {
	if len(b) < 12 {
		return false
	}
	for p := 1; p <= len(b)/3; p++ {
		whole := true
		for i := p; i < len(b) && whole; i++ {
			whole = b[i] == b[i-p]
		}
		if whole {
			return true
		}
	}
	return false
}
