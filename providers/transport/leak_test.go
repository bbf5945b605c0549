package transport

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

// printed is everything that a value shows to the printers at hand.
func printed(v any) string {
	text := fmt.Sprintf("%v\n%+v\n%#v\n%s\n%q\n%x\n%d", v, v, v, v, v, v, v)
	if b, err := json.Marshal(v); err == nil {
		text += string(b)
	}
	return text
}

// echoes are servers that give back what they were sent, in every place of an answer.
func echoes(t *testing.T) map[string]string {
	t.Helper()
	all := func(r *http.Request) string {
		body, _ := io.ReadAll(r.Body)
		user, password, _ := r.BasicAuth()
		text := r.URL.Path + " " + r.URL.RawQuery + " " + string(body) + user + password
		for _, v := range r.Header {
			text += " " + strings.Join(v, " ")
		}
		return text
	}
	secret := func(r *http.Request) string {
		for _, word := range strings.FieldsFunc(all(r), func(c rune) bool { return strings.ContainsRune(` /=&":{},[]`, c) }) {
			if at := strings.Index(word, "DRILL"); at >= 0 {
				return word[at:]
			}
		}
		return "none"
	}
	answer := func(status int) string {
		return serving(t, func(w http.ResponseWriter, r *http.Request) {
			key := secret(r)
			w.Header().Set("Content-Type", jsonType)
			w.Header().Set("X-Request-Id", key)
			w.Header().Set("X-Note", key)
			w.Header().Set("Retry-After", key)
			w.Header().Set("Location", "/v1/models?key="+key+"#"+key)
			w.WriteHeader(status)
			escaped := strings.Replace(key, "D", `\u0044`, 1)
			fmt.Fprintf(w, `{"error":{"code":"%s","message":"Incorrect key %s or %s"}}`, key, key, escaped)
		}).URL
	}
	broken := func(serve func(c net.Conn, r *http.Request)) string {
		return rawServer(t, func(_ int, c net.Conn) {
			if r, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
				serve(c, r)
			}
		})
	}
	return map[string]string{
		"200": answer(200), "302": answer(302), "400": answer(400), "401": answer(401), "403": answer(403), "429": answer(429), "500": answer(500),
		"bad location": broken(func(c net.Conn, r *http.Request) {
			fmt.Fprintf(c, "HTTP/1.1 302 Found\r\nLocation: http://%%zz%s\r\nContent-Length: 0\r\n\r\n", secret(r))
		}),
		"bad header": broken(func(c net.Conn, r *http.Request) { fmt.Fprintf(c, "HTTP/1.1 200 OK\r\n%s\r\n\r\n", secret(r)) }),
		"bad status": broken(func(c net.Conn, r *http.Request) { fmt.Fprintf(c, "HTTP/1.1 %s %s\r\n\r\n", secret(r), secret(r)) }),
		"bad length": broken(func(c net.Conn, r *http.Request) {
			fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n", secret(r))
		}),
		"cut":     broken(func(net.Conn, *http.Request) {}),
		"timeout": broken(func(c net.Conn, _ *http.Request) { _, _ = io.Copy(io.Discard, c) }),
		"nobody":  "http://127.0.0.1:1",
	}
}

// S4, T9: the key in every position of a call, against every fault: it is in no error, log,
// exchange or statement.
func TestTheKeyIsInNothingThatTheDoorSays(t *testing.T) {
	key := testKey()
	forms := key.Forms()
	id := map[string]string{"key_id": "k"}
	calls := map[string]Call{
		"bearer": {Route: "v.probe", Auth: Bearer(key)},
		"header": {Route: "v.probe", Auth: Header("X-Api-Key", key)},
		"basic":  {Route: "v.probe", Auth: Basic("user", key)},
		"query":  {Route: "v.list", Path: listCall.Path, Auth: InQuery("key", key)},
		"path":   {Route: "v.inpath", Auth: InPath("token", key)},
		"body":   {Route: "v.limit", Path: id, Body: Object{"deep": []any{Object{"value": key}}}},
		"lookup": {Route: "v.list", Path: listCall.Path, Auth: Bearer(providers.NewSecret([]byte("administrator's"))), Also: InQuery("key", key)},
		"form":   {Route: "v.exchange", Body: Object{"assertion": key}},
		"read":   {Route: "v.list", Path: listCall.Path, Auth: Bearer(key)},
	}
	for fault, url := range echoes(t) {
		for position, call := range calls {
			var log bytes.Buffer
			b := newBench(t, url, func(c *Config) {
				c.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			})
			call.Timeout = 5 * time.Second
			if fault == "timeout" {
				call.Timeout = 50 * time.Millisecond
			}
			answer, err := b.Do(b.ctx, call)
			said, _ := b.Statement(call)
			var body struct{ Error struct{ Code string } }
			if err == nil && (answer.Decode(&body) != nil || body.Error.Code != "[secret]") {
				t.Errorf("%s against %s: the success echoes %.12q…", position, fault, body.Error.Code)
			}
			text := printed(answer) + printed(err) + printed(b.notes.sent()) + printed(b.notes.intents) + printed(said) + log.String() +
				answer.Header("X-Note") + answer.Header("Location") + printed(call)
			if e, ok := err.(*providers.CallError); ok {
				text += printed(*e) + printed(e.Message) + e.Message.CSV() + e.Message.Code(false)
			}
			for _, form := range forms {
				if strings.Contains(text, string(form)) {
					t.Errorf("%s against %s: the key shows as %.12s… in %s", position, fault, form, text)
					break
				}
			}
			if len(b.notes.sent()) == 0 || log.Len() == 0 {
				t.Errorf("%s against %s: nothing was recorded", position, fault)
			}
			if position == "path" && b.notes.sent()[0].Path != "/v1/bot[secret]/me" {
				t.Errorf("recorded path %s", b.notes.sent()[0].Path)
			}
		}
	}
}
