// Package transport is the one HTTP door. Adapters name a route of their table and give its
// parts; the door builds the request, so it knows what the request does before it leaves.
//
// Rules:
//   - A route that is not declared a read or a probe is a mutation. A mutation leaves only with
//     a ledger in the context, after the ledger has its intent on disk, never in a dry run, on a
//     connection of its own, once. Its outcome is done, refused, not sent or unknown, and from
//     the intent on it runs to its own deadline whatever the caller does.
//   - Only the bases of the configuration are called. Nothing follows a redirect but a read
//     without a body, within the same base. In a drill only loopback addresses are dialled,
//     which is checked after the name is resolved.
//   - HTTP/1.1 only, and no request may be replayed by the standard library: what is recorded
//     is what was sent.
//   - The only error is *providers.CallError. It, the log and the recorded exchange hold neither
//     URL, header nor body as received, and no secret of the call, even if the answer echoes it.
package transport
