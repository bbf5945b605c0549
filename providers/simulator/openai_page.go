package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// bad is an answer to a parameter that cannot be.
func bad(param, message string) *answer {
	a := failure(http.StatusBadRequest, "invalid_value", param, message)
	return &a
}

// number reads a whole number between least and most, with a default.
func (c *call) number(name string, otherwise, least, most int) (int, *answer) {
	text := c.query.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, bad(name, "Invalid '"+name+"': expected a whole number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most)+".")
	}
	return n, nil
}

// flag reads true or false, with false as the default.
func (c *call) flag(name string) (bool, *answer) {
	switch c.query.Get(name) {
	case "":
		return false, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, bad(name, "Invalid '"+name+"': expected true or false.")
}

// oneOf reads a word of a list; empty where it was not sent.
func (c *call) oneOf(name string, words ...string) (string, *answer) {
	have := c.query.Get(name)
	if have == "" || slices.Contains(words, have) {
		return have, nil
	}
	return "", bad(name, "Invalid '"+name+"'.")
}

// list reads an array, in either spelling.
func (c *call) list(name string) []string { return slices.Concat(c.query[name], c.query[name+"[]"]) }

// listed is one page of things that come with ids.
type listed struct {
	id   string
	body object
}

// page cuts a list with limit, after and before, in the vendor's shape.
func (c *call) page(all []listed, otherwise, most int) answer {
	limit, no := c.number("limit", otherwise, 1, most)
	if no != nil {
		return *no
	}
	from, to := 0, len(all)
	again := c.hits.has("duplicate_page")
	if cursor := c.query.Get("after"); cursor != "" && !again {
		i := slices.IndexFunc(all, func(l listed) bool { return l.id == cursor })
		if i < 0 {
			return *bad("after", "Invalid 'after': no such object.")
		}
		from = i + 1
	}
	if cursor := c.query.Get("before"); cursor != "" && !again {
		i := slices.IndexFunc(all, func(l listed) bool { return l.id == cursor })
		if i < 0 {
			return *bad("before", "Invalid 'before': no such object.")
		}
		to = i
		from = max(from, to-limit)
	}
	to = max(from, min(to, from+limit))
	out := object{"object": "list", "data": []object{}, "first_id": nil, "last_id": nil, "has_more": to < len(all) || again}
	if from < to {
		data := make([]object, 0, to-from)
		for _, l := range all[from:to] {
			data = append(data, l.body)
		}
		out["data"], out["first_id"], out["last_id"] = data, all[from].id, all[to-1].id
	}
	return success(out)
}

// success is a 200 that moves the admin key's last use.
func success(body object) answer { return answer{status: http.StatusOK, body: body, used: true} }

// decode reads the body into v; fields that nobody knows are refused.
func (c *call) decode(known []string, v any) *answer {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(c.body, &fields); err != nil {
		a := failure(http.StatusBadRequest, "", "", "We could not parse the JSON body of your request.")
		return &a
	}
	for name := range fields {
		if !slices.Contains(known, name) {
			a := failure(http.StatusBadRequest, "unknown_parameter", logged(name), "Unknown parameter: '"+logged(name)+"'.")
			return &a
		}
	}
	if err := json.Unmarshal(c.body, v); err != nil {
		a := failure(http.StatusBadRequest, "invalid_type", "", "Invalid type for a parameter.")
		return &a
	}
	return nil
}

// stamp is a time as the vendor writes it; null for none.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}
