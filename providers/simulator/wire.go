package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// answer is what a provider's handler decided. Nil body: none.
type answer struct {
	status int
	header map[string]string
	body   any
	xml    []byte // in place of the body, where the vendor's answers are none of JSON
	used   bool   // the call moved the key's last use
}

// reply is what goes over the wire, faults included.
type reply struct {
	status int
	header map[string]string
	body   []byte
	blanks int           // that follow the body
	hold   time.Duration // of real time, before it is sent
	cut    cutting
}

type cutting int

const (
	whole    cutting = iota
	cutOff           // close without an answer
	cutShort         // close in the middle of the body
	cutReset         // TCP reset without an answer
)

const (
	hugeBody   = 16 << 20
	htmlPage   = "<!doctype html><html><head><title>Attention required</title></head><body><h1>One moment</h1><p>This request was stopped by a gateway.</p></body></html>"
	maxRequest = 1 << 20
)

// instead gives the reply of a fault that keeps the request from being done, or nil.
func instead(h hits, sorry func(status int, kind string) answer) *reply {
	for _, f := range h {
		switch f.Do {
		case "429":
			r := encode(sorry(429, "rate"))
			r.header["retry-after"] = strconv.Itoa(max(1, int(f.Seconds)))
			return &r
		case "429_html":
			return &reply{status: 429, header: map[string]string{"content-type": "text/html", "retry-after": strconv.Itoa(max(1, int(f.Seconds)))}, body: []byte(htmlPage)}
		case "400_throttle":
			r := encode(sorry(400, "rate"))
			return &r
		case "500", "503":
			status, _ := strconv.Atoi(f.Do) // the table holds numbers
			r := encode(sorry(status, "server"))
			return &r
		case "cut_before":
			return &reply{cut: cutOff}
		case "reset":
			return &reply{cut: cutReset}
		case "html":
			return &reply{status: or(f.Status, 200), header: map[string]string{"content-type": "text/html; charset=utf-8"}, body: []byte(htmlPage)}
		case "redirect":
			to := f.To
			if to == "" {
				to = "http://elsewhere.test/v1/models"
			}
			return &reply{status: or(f.Status, 307), header: map[string]string{"location": to}}
		case "error_200":
			r := encode(sorry(500, "server"))
			r.status = 200
			return &r
		}
	}
	return nil
}

// after changes the reply of a request that was done.
func after(h hits, r reply, sorry func(status int, kind string) answer) reply {
	for _, f := range h {
		if r.status == http.StatusNoContent && slices.Contains([]string{"cut_body", "garbage", "huge"}, f.Do) {
			r.status, r.body = http.StatusOK, []byte("{}") // else there is no body that could be bent
		}
		switch f.Do {
		case "500_after":
			r = encode(sorry(500, "server"))
		case "slow":
			r.hold = seconds(f.Seconds, 5)
		case "cut_after":
			r.cut = cutOff
		case "cut_body":
			r.cut = cutShort
		case "garbage":
			r.body = []byte("\x1b[2J{\"object\": \"li\x00st\", ]")
		case "empty":
			r.body = nil
		case "huge":
			r.blanks = hugeBody
		}
	}
	return r
}

func or[T comparable](have, otherwise T) T {
	var zero T
	if have == zero {
		return otherwise
	}
	return have
}

func seconds(n, otherwise float64) time.Duration {
	return time.Duration(or(n, otherwise) * float64(time.Second))
}

// encode makes the bytes of an answer.
func encode(a answer) reply {
	r := reply{status: a.status, header: map[string]string{"content-type": "application/json"}}
	for name, value := range a.header {
		r.header[name] = value
	}
	if a.status == http.StatusNoContent {
		return r
	}
	// Bodies are made of maps, slices and plain values: they always encode.
	r.body, _ = json.Marshal(a.body)
	if a.xml != nil {
		r.header["content-type"], r.body = "text/xml", a.xml
	}
	return r
}

var blank = bytes.Repeat([]byte(" "), 64<<10)

// send writes the reply, or breaks the connection as it says. A caller that has left ends the
// waiting.
func (r reply) send(rw http.ResponseWriter, req *http.Request) {
	if wait(req.Context(), r.hold) != nil {
		return
	}
	if r.cut == cutOff || r.cut == cutReset {
		sever(rw, r.cut == cutReset)
		return
	}
	for name, value := range r.header {
		rw.Header().Set(name, value)
	}
	rw.Header().Set("content-length", strconv.Itoa(len(r.body)+r.blanks))
	rw.WriteHeader(r.status)
	body := r.body
	if r.cut == cutShort {
		body = body[:len(body)/2]
	}
	// A caller that is gone cannot be told; what it asked for stands in the log.
	_, err := rw.Write(body)
	for left := r.blanks; left > 0 && err == nil; left -= len(blank) {
		_, err = rw.Write(blank[:min(left, len(blank))])
	}
	if r.cut == cutShort {
		_ = http.NewResponseController(rw).Flush()
		panic(http.ErrAbortHandler)
	}
}

// wait holds real time, for the sake of the caller's deadlines.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// sever closes the connection without an answer, with a reset where asked.
func sever(rw http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(rw).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		_ = tcp.SetLinger(0) // else it is closed in the ordinary way: cut all the same
	}
	_ = conn.Close() // nothing can be told to the other side
}

var errTooMuch = errors.New("request body too large")

// body reads what was sent, up to a limit.
func body(r *http.Request) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r.Body, maxRequest+1))
	if err == nil && len(text) > maxRequest {
		err = errTooMuch
	}
	return text, err
}
