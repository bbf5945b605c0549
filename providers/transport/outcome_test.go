package transport

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"firebreak/providers"
)

const (
	jsonType    = "application/json"
	vendorError = `{"error":{"code":"nope","message":"No."}}`
	proxyPage   = "<html><body>Access denied by your company</body></html>"
)

// T1, T10: what an answer means for a mutation, a read and a probe.
func TestOutcomesOfAnswers(t *testing.T) {
	type want struct {
		fate  providers.Fate // empty: a success
		cause providers.Cause
	}
	done := want{}
	refused := func(c providers.Cause) want { return want{providers.Refused, c} }
	unknown := func(c providers.Cause) want { return want{providers.Unknown, c} }
	status, shape, redirect := providers.CauseStatus, providers.CauseShape, providers.CauseRedirect
	cases := []struct {
		name       string
		status     int
		kind, body string
		mutation   want
		read       want
	}{
		{"200 JSON", 200, jsonType, "{}", done, done},
		{"201 JSON with charset", 201, jsonType + "; charset=utf-8", "{}", done, done},
		{"200 JSON of a sub-type", 200, "application/hal+json", "{}", done, done},
		{"204 without a body", 204, "", "", done, done},
		{"200 HTML of a firewall", 200, "text/html", proxyPage, unknown(shape), refused(shape)},
		{"200 HTML that says JSON", 200, jsonType, proxyPage, unknown(shape), refused(shape)},
		{"200 JSON that says HTML", 200, "text/html", "{}", unknown(shape), refused(shape)},
		{"200 without a body", 200, jsonType, "", unknown(shape), refused(shape)},
		{"200 cut JSON", 200, jsonType, `{"a":`, unknown(shape), refused(shape)},
		{"200 two documents", 200, jsonType, `{}{}`, unknown(shape), refused(shape)},
		{"301", 301, "text/html", "", refused(redirect), refused(redirect)},
		{"304", 304, "", "", refused(redirect), refused(redirect)},
		{"308", 308, "text/html", "", refused(redirect), refused(redirect)},
		{"400 in the vendor's form", 400, jsonType, vendorError, refused(status), refused(status)},
		{"401 in the vendor's form", 401, jsonType, vendorError, refused(status), refused(status)},
		{"403 HTML of a firewall", 403, "text/html", proxyPage, unknown(shape), refused(shape)},
		{"403 JSON of another's form", 403, jsonType, `{"blocked":true}`, unknown(shape), refused(shape)},
		{"403 the vendor's form as HTML", 403, "text/html", vendorError, unknown(shape), refused(shape)},
		{"404 in the vendor's form", 404, jsonType, vendorError, refused(status), refused(status)},
		{"429 in the vendor's form", 429, jsonType, vendorError, refused(status), refused(status)},
		{"F024 429 as HTML", 429, "text/html", proxyPage, refused(shape), refused(shape)},
		{"500 in the vendor's form", 500, jsonType, vendorError, unknown(status), refused(status)},
		{"502 HTML", 502, "text/html", proxyPage, unknown(shape), refused(shape)},
		{"503 in the vendor's form", 503, jsonType, vendorError, unknown(status), refused(status)},
	}
	for _, c := range cases {
		for effect, call := range map[string]Call{"mutation": deleteCall, "read": listCall, "probe": probeCall} {
			t.Run(effect+" "+c.name, func(t *testing.T) {
				w := c.read
				if effect == "mutation" {
					w = c.mutation
				}
				b := newBench(t, answering(t, c.status, c.kind, c.body, "X-Request-Id", "req_1").URL, nil)
				answer, err := b.Do(b.ctx, call)
				if w.fate == "" {
					if err != nil || answer.Status != c.status || answer.RequestID != "req_1" || !answer.At.Equal(b.clock.Now()) {
						t.Errorf("got %+v, %v", answer, err)
					}
					return
				}
				e := failure(t, err)
				if e.Fate != w.fate || e.Cause != w.cause || e.Status != c.status || e.RequestID != "req_1" {
					t.Errorf("got %s %s %d %s, want %s %s", e.Fate, e.Cause, e.Status, e.RequestID, w.fate, w.cause)
				}
				if !e.Message.IsEmpty() && !e.Message.Is("No.") || e.Cause == status && e.Code != "nope" {
					t.Errorf("code %q, message %v", e.Code, e.Message)
				}
				if errors.Is(err, providers.ErrUnknownState) != (w.fate == providers.Unknown) {
					t.Error("the sentinel and the fate disagree")
				}
			})
		}
	}
}

// T1: a request that was sent and got no whole answer is unknown; one that met nobody was not sent.
func TestOutcomesOfBrokenCalls(t *testing.T) {
	readRequest := func(c net.Conn) { _, _ = http.ReadRequest(bufio.NewReader(c)) }
	say := func(c net.Conn, text string) { _, _ = io.WriteString(c, text) }
	hold := func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }
	reset := func(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) }
	dead := httptest.NewServer(http.NotFoundHandler())
	dead.Close()
	cases := []struct {
		name  string
		serve func(net.Conn)
		fate  providers.Fate
		cause providers.Cause
	}{
		{"cut after send", readRequest, providers.Unknown, providers.CauseCut},
		{"reset after send", func(c net.Conn) { readRequest(c); reset(c) }, providers.Unknown, providers.CauseCut},
		{"no answer", func(c net.Conn) { readRequest(c); hold(c) }, providers.Unknown, providers.CauseTimeout},
		{"never reads", hold, providers.Unknown, providers.CauseTimeout},
		{"cut in the header", func(c net.Conn) { readRequest(c); say(c, "HTTP/1.1 200 OK\r\nContent-") }, providers.Unknown, providers.CauseCut},
		{"cut in the body", func(c net.Conn) {
			readRequest(c)
			say(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{}")
		}, providers.Unknown, providers.CauseCut},
		{"stalls in the body", func(c net.Conn) {
			readRequest(c)
			say(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{}")
			hold(c)
		}, providers.Unknown, providers.CauseTimeout},
		{"garbage", func(c net.Conn) { readRequest(c); say(c, "SSH-2.0-x\r\n\r\n\r\n") }, providers.Unknown, providers.CauseCut},
		{"nobody listens", nil, providers.NotSent, providers.CauseDial},
	}
	for _, c := range cases {
		for effect, call := range map[string]Call{"mutation": deleteCall, "probe": probeCall} {
			t.Run(effect+" "+c.name, func(t *testing.T) {
				url := dead.URL
				if c.serve != nil {
					url = rawServer(t, func(_ int, conn net.Conn) { c.serve(conn) })
				}
				b := newBench(t, url, nil)
				call.Timeout = time.Minute
				if c.cause == providers.CauseTimeout {
					call.Timeout = 300 * time.Millisecond
				}
				_, err := b.Do(b.ctx, call)
				if e := failure(t, err); e.Fate != c.fate || e.Cause != c.cause {
					t.Errorf("got %s %s, want %s %s", e.Fate, e.Cause, c.fate, c.cause)
				}
				if !errors.Is(err, providers.ErrUnreachable) {
					t.Error("want ErrUnreachable")
				}
				want := 1
				if c.cause == providers.CauseDial && effect == "probe" {
					want = maxAttempts
				}
				if got := len(b.notes.sent()); got != want {
					t.Errorf("%d attempts recorded, want %d", got, want)
				}
				for _, x := range b.notes.sent() {
					if x.Unsent != (c.fate == providers.NotSent) {
						t.Errorf("recorded as unsent %v, and its fate is %s", x.Unsent, c.fate)
					}
				}
			})
		}
	}
}

// D1, F086: what is not a declared read stays here in a dry run, and nothing leaves without a
// durable intent.
func TestF086MutationsNeedModeAndLedger(t *testing.T) {
	var arrived atomic.Int32
	url := rawServer(t, func(_ int, c net.Conn) {
		arrived.Add(1)
		if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
		}
	})
	mutations := []Call{deleteCall, {Route: "v.limit", Path: map[string]string{"key_id": "k"}, Body: Object{"limit": 1}}}

	t.Run("a dry run withholds and tells", func(t *testing.T) {
		b := newBench(t, url, func(c *Config) { c.DryRun = true })
		for i, call := range mutations {
			_, err := b.Do(b.ctx, call)
			if e := failure(t, err); !providers.IsWithheld(err) || e.Fate != providers.NotSent {
				t.Errorf("got %v", err)
			}
			if len(b.notes.withheld) != i+1 || len(b.notes.intents) != 0 {
				t.Errorf("the ledger was told %+v", b.notes)
			}
			if _, err := b.Do(t.Context(), call); !providers.IsWithheld(err) {
				t.Errorf("without a ledger: %v", err)
			}
		}
		if said, _ := b.Statement(mutations[1]); string(said.Body) != string(b.notes.withheld[1].Body) {
			t.Error("what was withheld is not what would be sent")
		}
	})
	t.Run("no ledger, no mutation", func(t *testing.T) {
		b := newBench(t, url, nil)
		if _, err := b.Do(t.Context(), deleteCall); !errors.Is(err, providers.ErrNoLedger) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a ledger that fails stops the mutation", func(t *testing.T) {
		b := newBench(t, url, nil)
		b.notes.refuse = errors.New("journal is dead")
		_, err := b.Do(b.ctx, deleteCall)
		if e := failure(t, err); !errors.Is(err, b.notes.refuse) || e.Fate != providers.NotSent {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a rehearsal sends nothing", func(t *testing.T) {
		b := newBench(t, url, nil)
		seen, err := providers.Rehearse(t.Context(), func(ctx context.Context) error {
			_, err := b.Do(ctx, deleteCall)
			return err
		})
		if err != nil || len(seen) != 1 || seen[0].Route != "v.delete" {
			t.Errorf("got %+v, %v", seen, err)
		}
	})
	if arrived.Load() != 0 {
		t.Fatalf("%d connections were made", arrived.Load())
	}
	t.Run("the intent comes before the first byte", func(t *testing.T) {
		b := newBench(t, url, nil)
		asked := false
		b.notes.onIntent = func() {
			asked = true
			if arrived.Load() != 0 {
				t.Error("a connection was made before the intent")
			}
		}
		if _, err := b.Do(b.ctx, deleteCall); err != nil || !asked || arrived.Load() != 1 {
			t.Errorf("%v, asked %v, %d connections", err, asked, arrived.Load())
		}
	})
}

func TestACancelledReadEndsAtOnceAndAMutationGoesOn(t *testing.T) {
	for name, call := range map[string]Call{"read": listCall, "probe": probeCall, "mutation": deleteCall} {
		t.Run(name, func(t *testing.T) {
			arrived, release := make(chan struct{}), make(chan struct{})
			server := serving(t, func(w http.ResponseWriter, r *http.Request) {
				close(arrived)
				select {
				case <-release:
				case <-r.Context().Done():
				}
				w.Header().Set("Content-Type", jsonType)
				_, _ = w.Write([]byte("{}"))
			})
			b := newBench(t, server.URL, nil)
			ctx, cancel := context.WithCancel(b.ctx)
			ended := make(chan error, 1)
			go func() {
				_, err := b.Do(ctx, call)
				ended <- err
			}()
			<-arrived
			cancel()
			if name == "mutation" {
				close(release)
				if err := <-ended; err != nil {
					t.Errorf("a mutation ended with its caller: %v", err)
				}
				return
			}
			err := <-ended
			if e := failure(t, err); e.Cause != providers.CauseCanceled || len(b.notes.sent()) != 1 {
				t.Errorf("got %v after %d attempts", err, len(b.notes.sent()))
			}
			if _, err := b.Do(ctx, call); failure(t, err).Cause != providers.CauseCanceled || len(b.notes.sent()) != 1 {
				t.Errorf("a call of a cancelled caller was sent: %v", err)
			}
		})
	}
	t.Run("a mutation of a cancelled caller is not even announced", func(t *testing.T) {
		b := newBench(t, "http://127.0.0.1:1", nil)
		ctx, cancel := context.WithCancel(b.ctx)
		cancel()
		_, err := b.Do(ctx, deleteCall)
		if e := failure(t, err); e.Fate != providers.NotSent || e.Cause != providers.CauseCanceled || len(b.notes.intents) != 0 {
			t.Errorf("got %v, intents %d", err, len(b.notes.intents))
		}
	})
}

func TestAnswersDecodeButDoNotPrint(t *testing.T) {
	b := newBench(t, answering(t, 200, jsonType, `{"id":"key_2","value":"DRILL-newvalue-0123456789"}`).URL, nil)
	answer, err := b.Do(b.ctx, deleteCall)
	if err != nil {
		t.Fatal(err)
	}
	if text := printed(answer); strings.Contains(text, "newvalue") {
		t.Errorf("the answer prints its body: %s", text)
	}
	var got struct {
		ID    string
		Value providers.Secret
	}
	if err := answer.Decode(&got); err != nil || got.ID != "key_2" || got.Value.IsEmpty() {
		t.Errorf("decoded %+v, %v", got, err)
	}
	var wrong struct{ ID int }
	e := failure(t, answer.Decode(&wrong))
	if e.Cause != providers.CauseShape || e.Fate != providers.Unknown || strings.Contains(e.Error(), "key_2") {
		t.Errorf("decoding into another shape: %v", e)
	}
}
