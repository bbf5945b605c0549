package transport

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

// bomb is 1 GiB of spaces in about 1 MB: one packed MiB over and over, which unpacks as one.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.Repeat(b.Bytes(), 1<<10)
}

// T6: a compressed answer is cut at the limit of its decoded size, and costs no more memory.
func TestACompressionBombStaysSmall(t *testing.T) {
	packed := bomb(t)
	b := newBench(t, serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", jsonType)
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed)
	}).URL, nil)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := b.Do(b.ctx, listCall)
	runtime.ReadMemStats(&after)
	if e := failure(t, err); e.Cause != providers.CauseTooLarge || len(b.notes.sent()) != 1 {
		t.Errorf("%v after %d attempts", err, len(b.notes.sent()))
	}
	// All that was allocated, freed or not, is an upper bound of what was ever held.
	if used := after.TotalAlloc - before.TotalAlloc; used > 96<<20 {
		t.Errorf("the answer cost %d MiB", used>>20)
	}
}

func TestTheBodyLimitIsExact(t *testing.T) {
	const limit = 1000
	for size, fits := range map[int]bool{limit - 1: true, limit: true, limit + 1: false} {
		b := newBench(t, answering(t, 200, jsonType, `"`+strings.Repeat("x", size-2)+`"`).URL, nil)
		call := deleteCall
		call.MaxBytes = limit
		_, err := b.Do(b.ctx, call)
		if fits != (err == nil) {
			t.Errorf("%d bytes: %v", size, err)
		}
		if !fits {
			if e := failure(t, err); e.Cause != providers.CauseTooLarge || e.Fate != providers.Unknown || e.Status != 200 {
				t.Errorf("%d bytes: %+v", size, e)
			}
		}
	}
}

func TestAHeaderOverTheLimitEndsTheCall(t *testing.T) {
	for name, header := range map[string]string{
		"one long line":   "X-A: " + strings.Repeat("a", 1<<20) + "\r\n",
		"very many lines": strings.Repeat("X-A: b\r\n", 1<<17),
	} {
		url := rawServer(t, func(_ int, c net.Conn) {
			if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
				_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n"+header+"\r\n")
			}
		})
		for kind, call := range map[string]Call{"mutation": deleteCall, "probe": probeCall} {
			b := newBench(t, url, nil)
			_, err := b.Do(b.ctx, call)
			if e := failure(t, err); e.Cause != providers.CauseTooLarge || e.Fate != providers.Unknown {
				t.Errorf("%s, %s: %v", name, kind, err)
			}
		}
	}
}

func TestTheDeadlineCoversADrippingBody(t *testing.T) {
	url := rawServer(t, func(_ int, c net.Conn) {
		if _, err := http.ReadRequest(bufio.NewReader(c)); err != nil {
			return
		}
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n")
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for range tick.C {
			if _, err := io.WriteString(c, " "); err != nil {
				return
			}
		}
	})
	b := newBench(t, url, nil)
	call := deleteCall
	call.Timeout = 200 * time.Millisecond
	began := time.Now()
	_, err := b.Do(b.ctx, call)
	if e := failure(t, err); e.Cause != providers.CauseTimeout || e.Fate != providers.Unknown {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestRetryAfterIsReadInBothForms(t *testing.T) {
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	cases := []struct {
		after, date string
		want        time.Duration
	}{
		{"", "", 0}, {"0", "", 0}, {"7", "", 7 * time.Second}, {"-5", "", 0}, {"soon", "", 0}, {"1.5", "", 0},
		{"99999999999", "", longestWait}, {"9223372036854775807", "", longestWait}, {"99999999999999999999", "", 0},
		{date(90 * time.Second), "", 90 * time.Second}, {date(-time.Hour), "", 0}, {date(1000 * time.Hour), "", longestWait},
		{date(time.Hour), date(time.Hour - time.Minute), time.Minute},
	}
	for _, c := range cases {
		r := reply{header: http.Header{}}
		r.header.Set("Retry-After", c.after)
		r.header.Set("Date", c.date)
		if got := r.retryAfter(now); got != c.want {
			t.Errorf("%s: %v, want %v", fmt.Sprint(c.after, " at ", c.date), got, c.want)
		}
	}
}
