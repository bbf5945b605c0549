package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// What handlers of every vendor read from a request, and the shapes that they share.

// bad is an answer to a parameter that cannot be.
func (c *call) bad(param, message string) *answer {
	a := c.of.wrong(http.StatusBadRequest, "invalid_value", param, message)
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
		return 0, c.bad(name, "Invalid '"+name+"': expected a whole number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most)+".")
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
	return false, c.bad(name, "Invalid '"+name+"': expected true or false.")
}

// oneOf reads a word of a list; empty where it was not sent.
func (c *call) oneOf(name string, words ...string) (string, *answer) {
	have := c.query.Get(name)
	if have == "" || slices.Contains(words, have) {
		return have, nil
	}
	return "", c.bad(name, "Invalid '"+name+"'.")
}

// list reads an array, in either spelling.
func (c *call) list(name string) []string { return slices.Concat(c.query[name], c.query[name+"[]"]) }

// listed is one page of things that come with ids.
type listed struct {
	id   string
	body object
}

// success is a 200 that moves the admin key's last use.
func success(body object) answer { return answer{status: http.StatusOK, body: body, used: true} }

// decode reads the body into v; fields that nobody knows are refused.
func (c *call) decode(known []string, v any) *answer {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(c.body, &fields); err != nil {
		a := c.of.wrong(http.StatusBadRequest, "", "", "We could not parse the JSON body of your request.")
		return &a
	}
	for name := range fields {
		if !slices.Contains(known, name) {
			a := c.of.wrong(http.StatusBadRequest, "unknown_parameter", logged(name), "Unknown parameter: '"+logged(name)+"'.")
			return &a
		}
	}
	if err := json.Unmarshal(c.body, v); err != nil {
		a := c.of.wrong(http.StatusBadRequest, "invalid_type", "", "Invalid type for a parameter.")
		return &a
	}
	return nil
}

// cut takes one page out of a list with limit and cursors of the given names. more says whether
// anything stands behind it.
func (c *call) cut(all []listed, after, before string, otherwise, most int) (part []listed, more bool, no *answer) {
	limit, no := c.number("limit", otherwise, 1, most)
	if no != nil {
		return nil, false, no
	}
	from, to := 0, len(all)
	again := c.hits.has("duplicate_page")
	for _, name := range []string{after, before} {
		cursor := c.query.Get(name)
		if cursor == "" || again {
			continue
		}
		i := slices.IndexFunc(all, func(l listed) bool { return l.id == cursor })
		switch {
		case i < 0:
			return nil, false, c.bad(name, "Invalid '"+name+"': no such object.")
		case name == after:
			from = i + 1
		default:
			to = i
			from = max(from, to-limit)
		}
	}
	to = max(from, min(to, from+limit))
	return all[from:to], to < len(all) || again, nil
}

func bodies(part []listed) []object {
	data := make([]object, 0, len(part))
	for _, l := range part {
		data = append(data, l.body)
	}
	return data
}
