package anthropic

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// costResult is one line of the cost report: a workspace's money for one kind of token of one
// model, in hundredths of the currency's unit.
type costResult struct {
	Space       *string             `json:"workspace_id"`
	Amount      string              `json:"amount"`
	Currency    string              `json:"currency"`
	Description providers.Untrusted `json:"description"`
	Model       *string             `json:"model"`
	Unit        *string             `json:"token_type"`
}

// costPart is what a gap calls money that no use of the key explains.
const costPart = "cost_report"

// microsPerCent is how many micro-units a hundredth has; mostCents bounds one line, so that
// micro-units fit and stay exact.
const (
	microsPerCent = 10_000
	mostCents     = 1e11
)

// Costs streams the key's part of its workspace's money per day and line, oldest first. The
// vendor tells money per workspace only: the key gets the share that its tokens have in the
// workspace's tokens of the same day, model and kind. Where that is not the whole, and where no
// tokens of the workspace explain a sum, which is left out then, the *providers.PartialError
// that ends the stream says so. Whole days only; the present one is partial.
func (a *Adapter) Costs(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Cost, error] {
	return func(yield func([]providers.Cost, error) bool) {
		if q.Record.ID == "" {
			yield(nil, rows.Incomplete(routeCosts))
			return
		}
		if q.Record.Kind == AdminKey {
			return
		}
		s, err := a.open(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		q.Width = day
		all, partial := q.Spans(widths[day].most), &providers.PartialError{}
		whole := providers.InSpans(all, func(i int, span providers.Span) ([]providers.Cost, error) {
			providers.Report(ctx, "costs", i, len(all))
			costs, err := s.costs(ctx, q, span, partial)
			if err != nil {
				return nil, fmt.Errorf("costs: %w", err)
			}
			return costs, nil
		}, yield)
		if whole && len(partial.Gaps) > 0 {
			yield(nil, partial)
		}
	}
}

// WholeCosts streams the money of the key's workspace per day and line, whoever spent it.
func (a *Adapter) WholeCosts(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Cost, error] {
	return func(yield func([]providers.Cost, error) bool) {
		s, err := a.open(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		q.Width = day
		providers.InSpans(q.Spans(widths[day].most), func(_ int, span providers.Span) (all []providers.Cost, err error) {
			lines, err := s.lines(ctx, q.Record, span)
			for _, l := range lines {
				all = append(all, l.cost(providers.WholeWorkspace, l.micros))
			}
			return all, err
		}, yield)
	}
}

// note names a gap, once.
func note(partial *providers.PartialError, why providers.GapWhy) {
	gap := providers.Gap{Part: costPart, Why: why}
	if !slices.Contains(partial.Gaps, gap) {
		partial.Gaps = append(partial.Gaps, gap)
	}
}

func (s session) costs(ctx context.Context, q providers.UsageQuery, span providers.Span, partial *providers.PartialError) (all []providers.Cost, err error) {
	lines, err := s.lines(ctx, q.Record, span)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	shares, err := s.shares(ctx, q.Record, span)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		share, explained := shares.of(l.day, l.costResult)
		switch {
		case !explained:
			note(partial, providers.GapNotPerKey)
		case share.key > 0 && share.key < share.all:
			note(partial, providers.GapShared)
		}
		if share.key != 0 {
			all = append(all, l.cost("", l.micros*float64(share.key)/float64(share.all)))
		}
	}
	return all, nil
}

// costLine is a line of the record's workspace on one day, with its money.
type costLine struct {
	costResult
	day    time.Time
	micros float64
}

func (l costLine) cost(of providers.Whole, micros float64) providers.Cost {
	return providers.Cost{Start: l.day, Width: day, Of: of, Item: l.item(), Currency: strings.ToUpper(l.Currency), Micros: int64(math.Round(micros))}
}

// lines reads the lines of the record's workspace that are about money.
func (s session) lines(ctx context.Context, r providers.KeyRecord, span providers.Span) (all []costLine, err error) {
	slots, err := s.series(ctx, routeCosts, span, day, grouped("workspace_id", "description"))
	for _, slot := range slots {
		for _, raw := range slot.Results {
			l := costLine{day: slot.Start.UTC()}
			if json.Unmarshal(raw, &l.costResult) != nil {
				return nil, rows.Misshapen(routeCosts, transport.Answer{})
			}
			cents, bad := strconv.ParseFloat(l.Amount, 64)
			l.Currency = providers.CleanID(l.Currency)
			if bad != nil || !(math.Abs(cents) <= mostCents) || l.Currency == "" {
				return nil, rows.Misshapen(routeCosts, transport.Answer{})
			}
			if l.micros = cents * microsPerCent; cents != 0 && in(r, l.Space) {
				all = append(all, l)
			}
		}
	}
	return all, err
}

// in reports whether a line is about the record's workspace; null is the default one.
func in(r providers.KeyRecord, space *string) bool {
	if space == nil {
		return r.Parent == ""
	}
	return *space == r.Parent
}

// item names the line as other vendors do: the model, then what of it.
func (r costResult) item() providers.Untrusted {
	if r.Model == nil || *r.Model == "" {
		return r.Description
	}
	return providers.FromOutside(*r.Model + ", " + map[int]string{freshIn: "input", readIn: "cached input", writtenIn: "input", out: "output", anyToken: "all"}[r.tokens()])
}

// The kinds of tokens that are billed apart.
const (
	freshIn = iota
	readIn
	writtenIn
	out
	anyToken
	kindsOfTokens
)

func (r costResult) tokens() int {
	switch {
	case r.Unit == nil:
	case *r.Unit == "uncached_input_tokens":
		return freshIn
	case *r.Unit == "cache_read_input_tokens":
		return readIn
	case strings.HasPrefix(*r.Unit, "cache_creation"):
		return writtenIn
	case *r.Unit == "output_tokens":
		return out
	}
	return anyToken
}

// share is the key's tokens among all those of its workspace.
type share struct{ key, all int64 }

// shares holds them by day and model; an empty model stands for all of them.
type shares map[sharesOf]*[kindsOfTokens]share

type sharesOf struct {
	day   time.Time
	model string
}

// of finds the share that a line is split by: of its model and kind of tokens, else of all that
// the workspace used that day. explained is false where it used nothing.
func (s shares) of(day time.Time, r costResult) (sum share, explained bool) {
	model := ""
	if r.Model != nil {
		model = *r.Model
	}
	for _, by := range []sharesOf{{day, model}, {day, ""}} {
		found := s[by]
		if found == nil {
			continue
		}
		for _, kind := range []int{r.tokens(), anyToken} {
			if found[kind].all > 0 {
				return found[kind], true
			}
		}
	}
	return share{}, false
}

// shares reads what the key and its workspace used, day by day.
func (s session) shares(ctx context.Context, r providers.KeyRecord, span providers.Span) (shares, error) {
	query := grouped("workspace_id", "api_key_id", "model")
	if r.Parent != "" {
		query = append(query, transport.Param{Name: parameterWorkspaces, Value: r.Parent})
	}
	all := shares{}
	err := s.used(ctx, span, day, query, func(at time.Time, u usageResult) error {
		if !in(r, u.Space) {
			return nil
		}
		ours := u.KeyID != nil && *u.KeyID == r.ID
		for _, model := range []string{u.Model.Line(200), ""} {
			by := sharesOf{at, model}
			if all[by] == nil {
				all[by] = &[kindsOfTokens]share{}
			}
			for kind, n := range [kindsOfTokens]int64{u.Fresh, u.Read, u.written(), u.Out, u.in() + u.Out} {
				all[by][kind].all += n
				if ours {
					all[by][kind].key += n
				}
			}
		}
		return nil
	})
	return all, err
}
