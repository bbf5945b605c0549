package simulator

import (
	"net/http"
	"strconv"
)

// object is a JSON object.
type object = map[string]any

// failure is an error in the vendor's shape. Empty code and param are null.
func failure(status int, code, param, message string) answer {
	kind := "invalid_request_error"
	switch {
	case code == "insufficient_quota":
		kind = code
	case status == http.StatusTooManyRequests:
		kind = "requests"
	case status >= 500:
		kind = "server_error"
	}
	return answer{status: status, body: object{"error": object{"message": message, "type": kind, "param": orNull(param), "code": orNull(code)}}}
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// openaiSorry gives the vendor's answers to trouble of its own.
func openaiSorry(status int, kind string) answer {
	switch {
	case kind == "rate":
		return failure(status, "rate_limit_exceeded", "", "Rate limit reached for requests. Please try again later.")
	case status == http.StatusServiceUnavailable:
		return failure(status, "", "", "The engine is currently overloaded, please try again later.")
	}
	return failure(status, "", "", "The server had an error while processing your request. Sorry about that!")
}

func missing(what, id string) answer {
	return failure(http.StatusNotFound, "not_found", "", "No such "+what+": "+id)
}

// tooFast is the answer over a rate limit.
func tooFast(c *call) answer {
	a := openaiSorry(http.StatusTooManyRequests, "rate")
	a.header = map[string]string{"retry-after": strconv.FormatInt(max(1, 60-c.now.Unix()%60), 10)}
	return a
}
