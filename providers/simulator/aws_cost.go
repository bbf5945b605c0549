package simulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

var awsCostRoutes = []route{{method: "POST", path: "/ce.us-east-1.amazonaws.com/", op: "AWSInsightsIndexService.GetCostAndUsage", do: (*call).awsCosts}}

// awsRunning is what the account's own machines cost an hour, in micro-USD, and awsBilled the names
// under which services are billed.
const awsRunning = 310_000

var awsBilled = map[string]string{"bedrock.amazonaws.com": "Amazon Bedrock", "ecs.amazonaws.com": "Amazon Elastic Container Service"}

// awsCosts adds the account's money up by day and service, a few days a page.
func (c *call) awsCosts() answer {
	if no := c.awsAdmin("ce"); no != nil {
		return awsJSON(http.StatusBadRequest, object{"__type": awsReason(no), "message": "refused"})
	}
	var want struct {
		TimePeriod    struct{ Start, End string }
		Granularity   string
		Metrics       []string
		GroupBy       []map[string]string
		NextPageToken string
	}
	bad := json.Unmarshal(c.body, &want)
	from, wrong := time.Parse(time.DateOnly, want.TimePeriod.Start)
	to, no := time.Parse(time.DateOnly, want.TimePeriod.End)
	if bad != nil || wrong != nil || no != nil || !from.Before(to) || want.Granularity != "DAILY" || !slices.Equal(want.Metrics, []string{"UnblendedCost"}) ||
		len(want.GroupBy) != 1 || want.GroupBy[0]["Type"] != "DIMENSION" || want.GroupBy[0]["Key"] != "SERVICE" {
		return awsJSON(http.StatusBadRequest, object{"__type": "ValidationException", "message": "This is not simulated."})
	}
	skip, _ := strconv.Atoi(want.NextPageToken) // ours, or nothing
	const most = 10
	days, body := []object{}, object{"GroupDefinitions": want.GroupBy, "DimensionValueAttributes": []object{}}
	for at := from.AddDate(0, 0, skip); at.Before(to); at = at.AddDate(0, 0, 1) {
		if len(days) == most || c.hits.has("duplicate_page") && len(days) > 0 {
			body["NextPageToken"] = strconv.Itoa(skip + most)
			break
		}
		days = append(days, c.awsCostDay(at))
	}
	if c.hits.has("duplicate_page") {
		body["NextPageToken"] = "0"
	}
	body["ResultsByTime"] = days
	return awsJSON(http.StatusOK, body)
}

// awsCostDay is one day by service, as far as it is billed.
func (c *call) awsCostDay(start time.Time) object {
	end := start.AddDate(0, 0, 1)
	until := earlier(end, c.visible(c.w.lags.Cost))
	sums := map[string]int64{}
	if start.Before(until) {
		sums["Amazon Elastic Compute Cloud - Compute"] = int64(until.Sub(start).Hours() * awsRunning)
	}
	v := c.w.at(c.now)
	for _, r := range c.w.rows {
		if name := awsBilled[r.t.Family]; name != "" && r.key.of == c.of && start.Before(until) {
			sums[name] += v.sum(r, start, until).micros
		}
	}
	groups := []object{}
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		amount := fmt.Sprintf("%d.%06d", sums[name]/microsPerDollar, sums[name]%microsPerDollar)
		groups = append(groups, object{"Keys": []string{name}, "Metrics": object{"UnblendedCost": object{"Amount": amount, "Unit": "USD"}}})
	}
	period := object{"Start": start.Format(time.DateOnly), "End": end.Format(time.DateOnly)}
	return object{"TimePeriod": period, "Total": object{}, "Groups": groups, "Estimated": c.now.Sub(end) < 7*day}
}
