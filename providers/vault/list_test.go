package vault

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// TestAListIsReadToItsEndWithPagesAndWithout speaks as OpenBao does, which gives so many names
// behind a given one, and as Vault, which gives all of them whatever is asked.
func TestAListIsReadToItsEndWithPagesAndWithout(t *testing.T) {
	for name, tc := range map[string]struct {
		names, pages int
		paged        bool
	}{
		"pages, the last one short":         {2*pageSize + 7, 3, true},
		"pages, the last one full":          {2 * pageSize, 3, true},
		"one page":                          {7, 1, true},
		"no pages":                          {2*pageSize + 7, 1, false},
		"no pages, as many names as in one": {pageSize, 2, false},
		"an empty folder":                   {0, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			var want []string
			for i := range tc.names {
				want = append(want, fmt.Sprintf("entry%05d", i))
			}
			asked := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked++
				page, q := want, r.URL.Query()
				if tc.paged {
					i, _ := slices.BinarySearchFunc(page, q.Get("after"), strings.Compare)
					if q.Has("after") {
						i++
					}
					n, _ := strconv.Atoi(q.Get("limit"))
					page = page[i:min(len(page), i+n)]
				}
				w.Header().Set("Content-Type", "application/json")
				if len(page) == 0 {
					w.WriteHeader(http.StatusNotFound)
					_, _ = w.Write([]byte(`{"errors":[]}`))
					return
				}
				_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"keys": page}})
			}))
			defer server.Close()
			door, err := transport.New(transport.Config{Provider: "vault", Bases: map[string]string{Host: server.URL + "/v1"}, Shape: Shape, LoopbackOnly: true}, Routes()...)
			if err != nil {
				t.Fatal(err)
			}
			got, err := session{door, providers.NewSecret([]byte("DRILL-token"))}.list(context.Background(), mount{"secret", true}, "many")
			if err != nil || !slices.Equal(got, want) || asked != tc.pages {
				t.Errorf("%d names of %d in %d requests, want %d: %v", len(got), len(want), asked, tc.pages, err)
			}
		})
	}
}
