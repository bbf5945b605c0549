package google

import (
	"context"
	"iter"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// AuditLog is what a gap calls the log.
const AuditLog = "admin_activity"

// logged is one entry of Cloud Logging, as far as it is read.
type logged struct {
	ID        string    `json:"insertId"`
	At        time.Time `json:"timestamp"`
	Operation *struct {
		First bool `json:"first"`
		Last  bool `json:"last"`
	} `json:"operation"`
	Payload struct {
		Method   string `json:"methodName"`
		Resource string `json:"resourceName"`
		Status   struct {
			Code int `json:"code"`
		} `json:"status"`
		Who struct {
			Mail    providers.Untrusted `json:"principalEmail"`
			KeyName string              `json:"serviceAccountKeyName"`
		} `json:"authenticationInfo"`
		Request struct {
			Address providers.Untrusted `json:"callerIp"`
			Agent   providers.Untrusted `json:"callerSuppliedUserAgent"`
		} `json:"requestMetadata"`
		Response struct {
			Name  string `json:"name"`
			Email string `json:"email"`
		} `json:"response"`
	} `json:"protoPayload"`
}

// deed is what an act leaves behind.
type deed struct {
	left        providers.Trace
	made, ended bool
}

// acts are those by which someone stays or widens access, by the last part of their method.
var acts = map[string]deed{
	"CreateKey":   {left: providers.TraceKeys, made: true},
	"UpdateKey":   {left: providers.TraceKeyEdits},
	"UndeleteKey": {left: providers.TraceKeyEdits},
	"DeleteKey":   {ended: true},

	"CreateServiceAccountKey": {left: providers.TraceKeys, made: true},
	"UploadServiceAccountKey": {left: providers.TraceKeys, made: true},
	"EnableServiceAccountKey": {left: providers.TraceKeyEdits},
	"DeleteServiceAccountKey": {ended: true},
	"CreateServiceAccount":    {left: providers.TraceAccounts, made: true},
	"EnableServiceAccount":    {left: providers.TraceAccounts},
	"UndeleteServiceAccount":  {left: providers.TraceAccounts},
	"SetIAMPolicy":            {left: providers.TraceRoles},
	"SetIamPolicy":            {left: providers.TraceRoles},
}

// entry makes the vocabulary's entry; concern is false for acts that leave nothing, for those that
// were refused, and for the second entry of a change that took its time.
func (l logged) entry() (e providers.AuditEntry, concern bool) {
	d, known := acts[methodOf(l.Payload.Method)]
	if !known || l.Payload.Status.Code != 0 || l.Operation != nil && !l.Operation.First {
		return e, false
	}
	e = providers.AuditEntry{
		ID: providers.CleanID(l.ID), At: l.At.UTC(), Type: providers.CleanID(l.Payload.Method), Target: lastOf(l.Payload.Resource),
		Actor: l.Payload.Who.Mail, Address: l.Payload.Request.Address, Agent: l.Payload.Request.Agent, Left: d.left, Made: d.made, Ended: d.ended,
	}
	if parts := strings.Split(l.Payload.Resource, "/"); len(parts) > 1 && parts[0] == "projects" {
		e.Parent = providers.CleanID(parts[1])
	}
	if d.made { // the call names what it is made in, the answer what it made
		made := madeAt(l.Payload.Response.Name)
		e.Target, e.Kind, e.Owner = lastOf(l.Payload.Response.Name), made.Kind, made.Owner
		if made.Parent != "" {
			e.Parent = made.Parent
		}
	}
	if id := lastOf(l.Payload.Who.KeyName); id != "" {
		e.ByKey, e.ActorID = true, id
	}
	return e, true
}

// lastOf is the last part of a resource's name, clean.
func lastOf(name string) string { return providers.CleanID(name[strings.LastIndexByte(name, '/')+1:]) }

// Audit streams the administrative acts of the key's project in the range, newest first: those on
// API keys, service accounts and their keys, and changes of roles. What was done with a service
// account's key is told with that key where the called API says so. A refusal is named in the
// *providers.PartialError that ends the stream.
func (a *Adapter) Audit(ctx context.Context, r providers.KeyRecord, from, to time.Time) iter.Seq2[[]providers.AuditEntry, error] {
	return func(yield func([]providers.AuditEntry, error) bool) {
		s, err := a.openFor(ctx, r)
		if err != nil {
			yield(nil, err)
			return
		}
		if providers.CleanID(r.Parent) == "" {
			yield(nil, rows.Incomplete(routeEntries))
			return
		}
		total := 0
		err = walk(ctx, s, request{route: routeEntries, body: entriesOf(r.Parent, from, to, 1000)}, func(page struct {
			Entries []logged `json:"entries"`
		}) error {
			total += len(page.Entries)
			providers.Report(ctx, "audit log", total, 0)
			var entries []providers.AuditEntry
			for _, l := range page.Entries {
				if e, concern := l.entry(); concern {
					entries = append(entries, e)
				}
			}
			if len(entries) > 0 && !yield(entries, nil) {
				return errStopped
			}
			return nil
		})
		if _, refused := providers.RefusedWith(err, 400, 403, 404); refused {
			err = &providers.PartialError{Gaps: []providers.Gap{{Part: AuditLog, Why: providers.GapRefused, Err: err}}}
		}
		if err != nil && err != errStopped {
			yield(nil, err)
		}
	}
}

// entriesOf asks for the acts of a project.
func entriesOf(project string, from, to time.Time, size int) transport.Object {
	filter := `logName:"cloudaudit.googleapis.com%2Factivity" AND (protoPayload.serviceName=("apikeys.googleapis.com" OR "iam.googleapis.com") OR protoPayload.methodName:"SetIamPolicy")` +
		` AND timestamp>="` + from.UTC().Format(time.RFC3339) + `" AND timestamp<"` + to.UTC().Add(time.Second-1).Format(time.RFC3339) + `"`
	return transport.Object{"resourceNames": []string{"projects/" + project}, "filter": filter, "orderBy": "timestamp desc", "pageSize": size}
}

// errStopped: the reader of a stream wants no more.
var errStopped = stopped{}

type stopped struct{}

func (stopped) Error() string { return "the reader stopped" }

// Traces lists everything that the log would show.
func (a *Adapter) Traces() []providers.Trace {
	return []providers.Trace{providers.TraceKeys, providers.TraceKeyEdits, providers.TraceAccounts, providers.TraceRoles}
}
