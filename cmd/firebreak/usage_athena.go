package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/aws"
	"firebreak/runbook/usage/logs"
	"firebreak/runbook/words"
)

// approveQuery is what --approve names to run a query.
const approveQuery = "query"

type athenaFlags struct {
	engine, region, database, workgroup, output string
	most                                        int64 // gigabytes
	approve                                     []string
}

// queryOnAthena gives the result of the selection, run on Athena, as a log to read. Before anything
// else it shows the query and the limit of bytes; without approval nothing is sent but a look at the
// workgroup. The query is stopped with ctx.
func (a *app) queryOnAthena(ctx context.Context, r *review) (logs.Source, error) {
	none := logs.Source{}
	if r.engine != string(logs.Athena) {
		return none, refusal{"--engine wants athena"}
	}
	query, err := r.selection(logs.Athena)
	if err != nil {
		return none, err
	}
	q := aws.Query{SQL: query, KeyID: r.keyID, Region: r.region, Database: r.database, Workgroup: r.workgroup, Output: r.output, Most: r.most * 1e9}
	if q.Region == "" {
		q.Region = aws.Region(a.env, os.ReadFile)
	}
	if providers.CleanID(q.Region) == "" {
		return none, refuse(r.lang.NoRegion())
	}
	q.Once = queryOnce(q, a.clock.Now())
	adapter, err := a.athenaAdapter()
	if err != nil {
		return none, err
	}
	a.note(query + ";\n")
	limit, err := adapter.QueryLimit(ctx, q)
	if err != nil {
		a.note(r.lang.NoWorkgroupLimit())
	}
	a.say(r.lang.QueryLimits(q.Region, q.Most, limit))
	if !slices.Contains(r.approve, approveQuery) {
		return none, refuse(r.lang.QueryUnapproved())
	}
	read, write := io.Pipe()
	context.AfterFunc(ctx, func() { _ = read.CloseWithError(ctx.Err()) }) // never fails, as below
	told, ended := a.tellScanned(r.lang), make(chan error, 1)
	a.clock.Go(func() {
		err := adapter.RunQuery(providers.WithLedger(ctx, shownLedger{}), q, told, write)
		if errors.Is(err, aws.ErrScanned) {
			err = errors.New(r.lang.QueryStopped(q.Most))
		}
		_ = write.CloseWithError(err)
		ended <- err
	})
	r.ended = ended
	return logs.Text("athena", read), nil
}

// queryOnce is by which the vendor knows a query that is sent again at once as the same one.
func queryOnce(q aws.Query, now time.Time) string {
	sum := sha256.Sum256([]byte(q.SQL + q.Region + now.UTC().Format(time.RFC3339Nano)))
	return hex.EncodeToString(sum[:])
}

// athenaAdapter is AWS's with a door that knows Athena too.
func (a *app) athenaAdapter() (*aws.Adapter, error) {
	c, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	issuer, _ := all.IssuerOf("aws")
	issuer.Routes = slices.Concat(issuer.Routes, aws.AthenaRoutes())
	issuer.Base = maps.Clone(issuer.Base)
	maps.Copy(issuer.Base, aws.AthenaBases())
	adapter, err := a.adapter(issuer, a.realWorld(&workFlags{}), c, func(providers.Exchange) {})
	if err != nil {
		return nil, err
	}
	return adapter.(*aws.Adapter), nil
}

// shownLedger lets the mutations of a query leave: they were shown and approved, and no incident is
// open that would keep them.
type shownLedger struct{}

func (shownLedger) Intent(context.Context, providers.Statement) error { return nil }
func (shownLedger) Withheld(context.Context, providers.Statement)     {}

// tellScanned tells of the bytes that a query has scanned, each time that they grew.
func (a *app) tellScanned(l words.Lang) func(int64) {
	var last int64
	return func(scanned int64) {
		if scanned > last {
			a.note(l.QueryScanned(scanned))
			last = scanned
		}
	}
}

func (f *athenaFlags) add(fl interface {
	StringVar(*string, string, string, string)
	Int64Var(*int64, string, int64, string)
	StringSliceVar(*[]string, string, []string, string)
}) {
	fl.StringVar(&f.engine, "engine", "", "athena: run the selection where the logs lie, as SQL, and review what it gave")
	fl.StringVar(&f.region, "region", "", "with --engine: of Athena; default that of AWS's own tools")
	fl.StringVar(&f.database, "database", "", "with --engine: of the table")
	fl.StringVar(&f.workgroup, "workgroup", "", "with --engine: default primary")
	fl.StringVar(&f.output, "output", "", "with --engine: s3:// place for the result, where the workgroup has none")
	fl.Int64Var(&f.most, "most-gb", 100, "with --engine: gigabytes that the query may scan; beyond them it is stopped")
	fl.StringSliceVar(&f.approve, "approve", nil, "with --engine: "+approveQuery+", to run it: it costs money by the bytes that it scans")
}
