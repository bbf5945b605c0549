package logs

// form is one kind of record, and how events are made of it.
type form struct {
	name  string
	plan  *plan    // nil: that of rows
	marks []string // members that records of this form have
	// events gives the events of the record in w.values to w.add, and says why one gives none.
	events func(w *worker) Reason
}

// The members of an interval of usage.
const (
	bStart = iota
	bStarting
	bEnd
	bEnding
	bResults
)

var (
	buckets = &form{
		name: "buckets", plan: newPlan([]string{bStart: "start_time", bStarting: "starting_at", bEnd: "end_time", bEnding: "ending_at", bResults: "results"}),
		marks: []string{"results"}, events: (*worker).bucketEvents,
	}
	flat = &form{name: "rows", events: (*worker).rowEvents}
)

// forms are tried in this order; what is none of them is a row.
var forms = []*form{cloudTrail, buckets}

// sniff finds the form of a record. nil is one that is not known: a row without a time.
func (w *worker) sniff(record []byte) *form {
	for _, f := range forms {
		values := make([]raw, len(f.marks))
		if newPlan(f.marks).read(record, values) && allThere(values) && len(w.query.Columns) == 0 {
			return f
		}
	}
	r := row{plan: w.rows, values: make([]raw, w.rows.count)}
	if w.rows.read(record, r.values) && r.bytes(fTime) == nil {
		return nil
	}
	return flat
}

func allThere(values []raw) bool {
	for _, v := range values {
		if len(v) == 0 {
			return false
		}
	}
	return true
}
