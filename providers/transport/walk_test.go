package transport

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"firebreak/providers"
)

func TestAListIsWalkedToItsEndAndNeverInCircles(t *testing.T) {
	rows, broken := RowsOf([]providers.Route{{Name: "list", Method: "GET", Effect: providers.Read}}), errors.New("broken")
	for name, c := range map[string]struct {
		next  func(n int, cursor string) (Page, error)
		asked int
		want  error // nil: to its end
	}{
		"one page":            {func(int, string) (Page, error) { return Page{}, nil }, 1, nil},
		"three pages":         {func(n int, _ string) (Page, error) { return Page{Next: strconv.Itoa(n), More: n < 3}, nil }, 3, nil},
		"nothing to go on by": {func(int, string) (Page, error) { return Page{More: true}, nil }, 1, errPaging},
		"back to the first":   {func(int, string) (Page, error) { return Page{Next: "a", More: true}, nil }, 2, errPaging},
		"too long a cursor": {func(int, string) (Page, error) {
			return Page{Next: strings.Repeat("x", longestCursor+1), More: true}, nil
		}, 1, errPaging},
		"without an end": {func(n int, _ string) (Page, error) { return Page{Next: strconv.Itoa(n), More: true}, nil }, 5, errPaging},
		"one that fails": {func(int, string) (Page, error) { return Page{More: true}, broken }, 1, broken},
	} {
		asked, last := 0, ""
		err := rows.Walk("list", 5, func(cursor string) (Page, error) {
			if asked++; (asked == 1) != (cursor == "") || cursor != last {
				t.Errorf("%s: page %d is asked for with %q behind %q", name, asked, cursor, last)
			}
			page, err := c.next(asked, cursor)
			last = page.Next
			return page, err
		})
		circles := c.want == errPaging
		var call *providers.CallError
		if asked != c.asked || circles != (errors.As(err, &call) && call.Cause == providers.CauseShape) || !circles && !errors.Is(err, c.want) {
			t.Errorf("%s: asked %d times, %v", name, asked, err)
		}
	}
}
