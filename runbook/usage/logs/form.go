package logs

// form is one kind of record, and how events are made of it.
type form struct {
	name  string
	plan  *plan
	marks []string // members that records of this form have
	// events gives the events of the record in w.values to w.add, and says why one gives none.
	events func(w *worker) Reason
}

// forms are tried in this order.
var forms = []*form{cloudTrail}

// sniff finds the form of a record; nil is one that is not known.
func sniff(record []byte) *form {
	for _, f := range forms {
		values := make([]raw, len(f.marks))
		if newPlan(f.marks).read(record, values) && allThere(values) {
			return f
		}
	}
	return nil
}

func allThere(values []raw) bool {
	for _, v := range values {
		if len(v) == 0 {
			return false
		}
	}
	return true
}
