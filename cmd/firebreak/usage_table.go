package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
	"firebreak/runbook/usage"
	"firebreak/runbook/words"
)

const (
	mostGroups = 40 // that the table shows; --json has all
	mostSkips  = 10
)

// usageTable prints the review for a person: what they came for comes first.
func (a *app) usageTable(r review, u usage.Analysis) error {
	out := bufio.NewWriter(a.out)
	l := r.lang
	printTotals(out, l, u)
	for i, g := range u.Groups {
		if i == mostGroups {
			fmt.Fprintln(out, "\n"+l.MoreGroups(len(u.Groups)-i))
			break
		}
		printFinding(out, l, g)
	}
	printLooked(out, u)
	printIntake(out, l, u)
	return out.Flush()
}

func printTotals(out *bufio.Writer, l words.Lang, u usage.Analysis) {
	var from, until time.Time
	if u.FirstForeign != nil {
		from = *u.FirstForeign
	}
	if u.FirstForeignEnd != nil {
		until = *u.FirstForeignEnd
	}
	fmt.Fprintln(out, l.FirstForeign(from, until))
	for _, sum := range []struct {
		verdict incident.GroupVerdict
		usage.Sum
	}{{incident.NotOurs, u.Totals.NotOurs}, {incident.CannotTell, u.Totals.Undetermined}, {incident.Ours, u.Totals.Ours}} {
		fmt.Fprintln(out, l.UseSum(sum.verdict, sum.Requests, sum.Tokens, int64(sum.Cost)))
	}
	if u.FirstForeign != nil {
		fmt.Fprintln(out, l.ForeignCost(int64(u.Cost.USD), int64(u.Cost.Low), int64(u.Cost.High), u.Cost.Priced))
	}
	if u.Excess != nil && u.Excess.Sentence != "" {
		fmt.Fprintln(out, u.Excess.Sentence)
	}
}

func printFinding(out *bufio.Writer, l words.Lang, g usage.Finding) {
	fmt.Fprintf(out, "\n%s  %s\n", g.ID, l.FindingLine(g.Verdict, g.First, g.Last, g.Requests, g.Tokens, int64(g.Cost)))
	if where := dimensionsOf(g); where != "" {
		fmt.Fprintln(out, "  "+where)
	}
	for _, why := range g.Reasons {
		fmt.Fprintln(out, "  "+why.Sentence)
	}
	if g.RuleOut != "" && g.Verdict != incident.Ours {
		fmt.Fprintln(out, "  "+g.RuleOut)
	}
}

// shownDimensions are those that the table shows, in its order.
var shownDimensions = []usage.Dimension{usage.DimAgent, usage.DimClient, usage.DimAddress, usage.DimNetwork, usage.DimCountry, usage.DimASN, usage.DimModel, usage.DimEndpoint, usage.DimRegion}

// mostValues is how many values of a dimension one line shows.
const mostValues = 3

func dimensionsOf(g usage.Finding) string {
	var parts []string
	for _, d := range shownDimensions {
		values := g.Dimensions[d]
		var texts []string
		for _, v := range values[:min(len(values), mostValues)] {
			texts = append(texts, v.Line(40))
		}
		if len(values) > mostValues {
			texts = append(texts, fmt.Sprintf("+%d", len(values)-mostValues))
		}
		if len(texts) > 0 {
			parts = append(parts, strings.Join(texts, ", "))
		}
	}
	return strings.Join(slices.Compact(parts), "; ")
}

// printLooked lists what an intruder may have left behind, and what was looked for and not found.
func printLooked(out *bufio.Writer, u usage.Analysis) {
	if len(u.Persistence.LookedFor)+len(u.Persistence.Found) > 0 {
		fmt.Fprintln(out)
	}
	for _, left := range u.Persistence.Found {
		fmt.Fprintln(out, strings.TrimSpace(left.At.UTC().Format("2006-01-02 15:04:05Z ")+left.Action.Line(60)+" "+left.Target.Line(80)))
	}
	for _, kind := range u.Persistence.LookedFor {
		fmt.Fprintln(out, kind.Sentence)
	}
}

func printIntake(out *bufio.Writer, l words.Lang, u usage.Analysis) {
	fmt.Fprintln(out)
	if u.Baseline.Sentence != "" {
		fmt.Fprintln(out, u.Baseline.Sentence)
	}
	if len(u.NotExposed) > 0 {
		var names []string
		for _, d := range u.NotExposed {
			names = append(names, string(d))
		}
		fmt.Fprintln(out, l.NotInLog(names))
	}
	in := u.Input
	fmt.Fprintln(out, l.LogsRead(in.Records, in.Bytes, in.Selected, in.Duplicates))
	if in.Ahead > 0 {
		fmt.Fprintln(out, l.LogsAhead(in.Ahead))
	}
	if in.SkippedN > 0 {
		fmt.Fprintln(out, l.Skipped(in.SkippedN))
		for _, s := range in.Skipped[:min(len(in.Skipped), mostSkips)] {
			fmt.Fprintln(out, "  "+l.SkippedAt(s.File, s.Position, s.Reason))
		}
	}
}
