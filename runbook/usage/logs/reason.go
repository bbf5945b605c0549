package logs

// Reason is why a record, or the rest of a file, could not be used.
type Reason string

const (
	CutOff     Reason = "cut_off"      // the text ends inside it
	NotJSON    Reason = "not_json"     // it is no JSON
	NotRecord  Reason = "not_a_record" // it is JSON, but no object
	TooLong    Reason = "too_long"
	NoTime     Reason = "no_time"   // its time is missing, or none that can be read
	BadNumber  Reason = "bad_count" // a count is none
	Foreign    Reason = "unknown_form"
	Damaged    Reason = "damaged" // the compressed file is broken from there on
	Unreadable Reason = "unreadable"
)
