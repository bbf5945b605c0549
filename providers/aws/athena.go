package aws

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Athena runs SQL over an account's logs where they lie, and bills by the bytes that it scans. What a
// query gives it also leaves in the bucket of its workgroup. It is worked apart from the rest: its
// routes and bases are those of a door that is opened for it.
//
// Facts: the vendor's API reference for Athena, version 2017-05-18. The error codes are matched by
// nothing here; what its statistics count while a query runs is our assumption.

// AthenaHost is asked in one Region.
const AthenaHost = "athena.{region}.amazonaws.com"

const (
	routeQueryGroup = "aws.query.group.get"
	routeQueryStart = "aws.query.start"
	routeQueryStop  = "aws.query.stop"
	routeQueryState = "aws.query.get"
	routeQueryRows  = "aws.query.rows"

	athenaTarget = "AmazonAthena."
	athenaName   = "athena"
	queryPause   = time.Second
	queryPages   = 5000 // of a thousand rows: more are no aggregate
)

// AthenaRoutes are the calls that a query makes, beside those of a session.
func AthenaRoutes() []providers.Route {
	object := func(name, op string, effect providers.Effect, undo string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodPost, Host: AthenaHost, Path: "/", Op: op, Effect: effect, Undo: undo,
			BodyType: jsonType, Header: map[string]string{"X-Amz-Target": athenaTarget + op}}
	}
	return []providers.Route{
		object(routeQueryGroup, "GetWorkGroup", providers.Read, ""),
		object(routeQueryStart, "StartQueryExecution", providers.Mutate, routeQueryStop),
		object(routeQueryStop, "StopQueryExecution", providers.Mutate, ""),
		object(routeQueryState, "GetQueryExecution", providers.Read, ""),
		object(routeQueryRows, "GetQueryResults", providers.Read, ""),
	}
}

// AthenaBases are the addresses of its routes.
func AthenaBases() map[string]string { return map[string]string{AthenaHost: "https://" + AthenaHost} }

var athenaRows = transport.RowsOf(AthenaRoutes())

// Query is what is asked of Athena.
type Query struct {
	SQL, Region         string
	Database, Workgroup string // "" is the vendor's default
	Output              string // s3:// place for what it leaves behind; "" is the workgroup's
	Once                string // by which the vendor knows the same query again: 32 to 128 characters
	Most                int64  // bytes that may be scanned; beyond them it is stopped
	KeyID               string // of the leaked key, which must not be the one that asks
}

// ErrScanned is a query that was stopped since it scanned more than it may. ErrQueryFailed is one
// that the vendor gave up.
var (
	ErrScanned     = errors.New("the query was stopped at the limit of bytes")
	ErrQueryFailed = errors.New("the query failed")
)

// QueryLimit is how many bytes a query of the workgroup may scan by the workgroup's own setting; 0 is
// as many as it wants.
func (a *Adapter) QueryLimit(ctx context.Context, q Query) (int64, error) {
	s, err := a.open(ctx, q.KeyID)
	if err != nil {
		return 0, err
	}
	var group struct {
		WorkGroup *struct {
			Configuration struct {
				Cutoff int64 `json:"BytesScannedCutoffPerQuery"`
			}
		}
	}
	answer, err := s.athena(ctx, q, routeQueryGroup, transport.Object{"WorkGroup": cmp.Or(q.Workgroup, "primary")}, &group)
	if err == nil && group.WorkGroup == nil {
		err = athenaRows.Misshapen(routeQueryGroup, answer)
	}
	if err != nil {
		return 0, fmt.Errorf("look at the workgroup: %w", err)
	}
	return group.WorkGroup.Configuration.Cutoff, nil
}

// RunQuery runs a query, a mutation that wants a ledger in ctx, and writes what it gave as CSV with a
// line of names. seen is told of the bytes scanned so far. A query that scans more than it may, or
// whose ctx ends, is stopped.
func (a *Adapter) RunQuery(ctx context.Context, q Query, seen func(scanned int64), into io.Writer) error {
	s, err := a.open(ctx, q.KeyID)
	if err != nil {
		return err
	}
	id, err := s.startQuery(ctx, q)
	if err != nil {
		return fmt.Errorf("start the query: %w", err)
	}
	if err := s.awaitQuery(ctx, q, id, seen); err != nil {
		return err
	}
	return s.queryRows(ctx, q, id, into)
}

func (s session) startQuery(ctx context.Context, q Query) (id string, err error) {
	body := transport.Object{"QueryString": q.SQL, "ClientRequestToken": q.Once, "WorkGroup": cmp.Or(q.Workgroup, "primary")}
	if q.Database != "" {
		body["QueryExecutionContext"] = transport.Object{"Database": q.Database}
	}
	if q.Output != "" {
		body["ResultConfiguration"] = transport.Object{"OutputLocation": q.Output}
	}
	var started struct {
		ID string `json:"QueryExecutionId"`
	}
	answer, err := s.athena(ctx, q, routeQueryStart, body, &started)
	if id = providers.CleanID(started.ID); err == nil && id == "" {
		err = athenaRows.Misshapen(routeQueryStart, answer)
	}
	return id, err
}

// awaitQuery returns when the query has ended well. It stops one that may not go on.
func (s session) awaitQuery(ctx context.Context, q Query, id string, seen func(int64)) error {
	for {
		var e execution
		answer, err := s.athena(ctx, q, routeQueryState, transport.Object{"QueryExecutionId": id}, &e)
		if err == nil && e.Query == nil {
			err = athenaRows.Misshapen(routeQueryState, answer)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("look at the query: %w", err), s.stopQuery(ctx, q, id))
		}
		scanned := e.Query.Statistics.Scanned
		seen(scanned)
		switch e.Query.Status.State {
		case "SUCCEEDED":
			return nil
		case "FAILED", "CANCELLED":
			return fmt.Errorf("%w: %s", ErrQueryFailed, e.Query.Status.Reason.Line(200))
		}
		if q.Most > 0 && scanned > q.Most {
			return errors.Join(ErrScanned, s.stopQuery(ctx, q, id))
		}
		if err := s.clock.Sleep(ctx, queryPause); err != nil {
			return errors.Join(err, s.stopQuery(ctx, q, id))
		}
	}
}

// execution is how a query stands.
type execution struct {
	Query *struct {
		Status struct {
			State  string
			Reason providers.Untrusted `json:"StateChangeReason"`
		}
		Statistics struct {
			Scanned int64 `json:"DataScannedInBytes"`
		}
	} `json:"QueryExecution"`
}

// stopQuery stops a query also where ctx has ended.
func (s session) stopQuery(ctx context.Context, q Query, id string) error {
	var none struct{}
	if _, err := s.athena(context.WithoutCancel(ctx), q, routeQueryStop, transport.Object{"QueryExecutionId": id}, &none); err != nil {
		return fmt.Errorf("stop the query: %w", err)
	}
	return nil
}

// queryRows writes the rows, of which the first are the names.
func (s session) queryRows(ctx context.Context, q Query, id string, into io.Writer) error {
	out := csv.NewWriter(into)
	body := transport.Object{"QueryExecutionId": id, "MaxResults": 1000}
	for range queryPages {
		var page struct {
			Set *struct {
				Rows []struct {
					Data []struct{ VarCharValue string }
				}
			} `json:"ResultSet"`
			Next string `json:"NextToken"`
		}
		answer, err := s.athena(ctx, q, routeQueryRows, body, &page)
		if err == nil && page.Set == nil {
			err = athenaRows.Misshapen(routeQueryRows, answer)
		}
		if err != nil {
			return fmt.Errorf("read the rows: %w", err)
		}
		for _, row := range page.Set.Rows {
			cells := make([]string, len(row.Data))
			for i, cell := range row.Data {
				cells[i] = cell.VarCharValue
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
		if page.Next == "" {
			out.Flush()
			return out.Error()
		}
		body["NextToken"] = page.Next
	}
	return athenaRows.Circling(routeQueryRows, transport.Answer{})
}

func (s session) athena(ctx context.Context, q Query, route string, body transport.Object, into any) (transport.Answer, error) {
	answer, err := s.ask(ctx, transport.Call{Route: route, Region: q.Region, Body: body, Auth: transport.SigV4(s.secret, athenaName, q.Region), Timeout: callTimeout})
	if err != nil {
		return answer, err
	}
	if answer.Decode(into) != nil {
		return answer, athenaRows.Misshapen(route, answer)
	}
	return answer, nil
}
