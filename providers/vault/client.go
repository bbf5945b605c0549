package vault

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// writeTimeout: a write that is cut off early is an outcome unknown. Our assumption.
const writeTimeout = 30 * time.Second

// session is one operation under the token.
type session struct {
	door  *transport.Door
	token providers.Secret
}

func (c session) do(ctx context.Context, call transport.Call, into any) error {
	call.Auth = transport.Header("X-Vault-Token", c.token)
	answer, err := c.door.Do(ctx, call)
	if err != nil || into == nil {
		return err
	}
	return answer.Decode(into)
}

// kind is how Vault describes a mount.
type kind struct {
	Path    string `json:"path"`
	Type    string `json:"type"`
	Options struct {
		Version string `json:"version"`
	} `json:"options"`
}

func (k kind) mount(path string) (mount, bool) {
	return mount{strings.Trim(path, "/"), k.Options.Version == "2"}, k.Type == "kv" || k.Type == "generic"
}

// mountOf asks in which engine a path lies. The error answers to a Refusal for NotKV where it
// is of another type.
func (c session) mountOf(ctx context.Context, path string) (mount, error) {
	var said struct {
		Data kind `json:"data"`
	}
	if err := c.do(ctx, transport.Call{Route: routeMount, Path: map[string]string{"path": path}}, &said); err != nil {
		return mount{}, err
	}
	m, ok := said.Data.mount(said.Data.Path)
	if !ok || m.path == "" || !strings.HasPrefix(path+"/", m.path+"/") {
		return mount{}, &providers.Refusal{Why: NotKV}
	}
	return m, nil
}

// mounts lists every KV engine that the token can see.
func (c session) mounts(ctx context.Context) ([]mount, error) {
	var said struct {
		Data struct {
			Secret map[string]kind `json:"secret"`
		} `json:"data"`
	}
	if err := c.do(ctx, transport.Call{Route: routeMounts}, &said); err != nil {
		return nil, err
	}
	var out []mount
	for path, k := range said.Data.Secret {
		if m, ok := k.mount(path); ok {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b mount) int { return strings.Compare(a.path, b.path) })
	return out, nil
}

// pageSize is how many names are asked for at once. Source of paging: OpenBao, its paginated lists;
// Vault takes the parameters and gives all names.
const pageSize = 1000

// list gives the names in a folder of an engine; folders end in a slash. A folder that is not
// there has none.
func (c session) list(ctx context.Context, m mount, folder string) ([]string, error) {
	var all []string
	for after := ""; ; after = all[len(all)-1] {
		page, err := c.page(ctx, m, folder, after)
		if err != nil {
			return nil, err
		}
		if after != "" && slices.Contains(page, after) {
			return all, nil // a server that knows no pages, and a folder as long as one
		}
		all = append(all, page...)
		if len(page) != pageSize || len(all) > mostEntries {
			return all, nil
		}
	}
}

// page gives the names behind one, in the order of the server.
func (c session) page(ctx context.Context, m mount, folder, after string) ([]string, error) {
	call := transport.Call{Route: routeList1, Path: map[string]string{"mount": m.path, "path": folder},
		Query: []transport.Param{{Name: parameterList, Value: "true"}, {Name: parameterLimit, Value: strconv.Itoa(pageSize)}}}
	if after != "" {
		call.Query = append(call.Query, transport.Param{Name: parameterAfter, Value: after})
	}
	switch {
	case folder == "" && m.versioned:
		call.Route = routeRoot2
	case folder == "":
		call.Route = routeRoot1
	case m.versioned:
		call.Route = routeList2
	}
	if folder == "" {
		delete(call.Path, "path")
	}
	var said struct {
		Data struct {
			Names []string `json:"keys"`
		} `json:"data"`
	}
	err := c.do(ctx, call, &said)
	if errors.Is(err, providers.ErrNotFound) {
		return nil, nil
	}
	return said.Data.Names, err
}

// read gives an entry's current version. A missing or deleted one is providers.ErrNotFound.
func (c session) read(ctx context.Context, m mount, path string) (entry, error) {
	return c.readVersion(ctx, m, path, 0)
}

// readVersion is read for a version of an engine that has some; 0: the current one.
func (c session) readVersion(ctx context.Context, m mount, path string, version int) (entry, error) {
	where := map[string]string{"mount": m.path, "path": path}
	var query []transport.Param
	if version > 0 {
		query = []transport.Param{{Name: parameterVersion, Value: strconv.Itoa(version)}}
	}
	if !m.versioned {
		var said struct {
			Data map[string]leaf `json:"data"`
		}
		err := c.do(ctx, transport.Call{Route: routeRead1, Path: where}, &said)
		return entry{fields: said.Data}, err
	}
	var said struct {
		Data struct {
			Data     map[string]leaf `json:"data"`
			Metadata struct {
				Version int                            `json:"version"`
				Custom  map[string]providers.Untrusted `json:"custom_metadata"`
			} `json:"metadata"`
		} `json:"data"`
	}
	err := c.do(ctx, transport.Call{Route: routeRead2, Path: where, Query: query}, &said)
	return entry{said.Data.Data, said.Data.Metadata.Version, ownerOf(said.Data.Metadata.Custom)}, err
}

// right is what the token may do to an entry.
type right struct{ patch, update bool }

func (c session) rights(ctx context.Context, m mount, path string) (right, error) {
	full := m.path + "/" + path
	if m.versioned {
		full = m.path + "/data/" + path
	}
	var said struct {
		Data struct {
			Capabilities []string `json:"capabilities"`
		} `json:"data"`
	}
	err := c.do(ctx, transport.Call{Route: routeCan, Body: transport.Object{"paths": []string{full}}}, &said)
	has := func(what string) bool {
		return slices.Contains(said.Data.Capabilities, what) || slices.Contains(said.Data.Capabilities, "root")
	}
	return right{patch: m.versioned && has("patch"), update: has("update")}, err
}

// write sets one field. On a versioned engine it does so only if the version still is that of
// the entry as read.
func (c session) write(ctx context.Context, m mount, path string, e entry, field string, value providers.Secret, may right) error {
	call := transport.Call{Route: routePatch2, Path: map[string]string{"mount": m.path, "path": path}, Timeout: writeTimeout}
	data := transport.Object{field: value}
	if !may.patch {
		call.Route = routeWrite2
		for name, l := range e.fields {
			if name == field {
				continue
			}
			other, ok := l.body()
			if !ok {
				return &providers.Refusal{Why: Structured}
			}
			data[name] = other
		}
	}
	call.Body = transport.Object{"options": transport.Object{"cas": e.version}, "data": data}
	if !m.versioned {
		call.Route, call.Body = routeWrite1, data
	}
	return c.do(ctx, call, nil)
}
