package github

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// DeployKey is an SSH key that reaches one repository. The audit log tells of it by the print of its
// public part. One that a personal or an OAuth token made goes when that token does; one that a token
// of an app made stays, by the vendor's page on deploy keys.
const DeployKey providers.Kind = "github/deploy-key"

// deployKey is a repository's record of one.
type deployKey struct {
	ID       int64               `json:"id"`
	Public   string              `json:"key"` // the public part, as in authorized_keys
	Title    providers.Untrusted `json:"title"`
	Since    time.Time           `json:"created_at"`
	LastUsed *time.Time          `json:"last_used"`
	AddedBy  string              `json:"added_by"`
}

// print is how the log names the key, behind the name of the hash; "" where the public part is no key.
func (k deployKey) print() string {
	parts := strings.Fields(k.Public)
	if len(parts) < 2 {
		return ""
	}
	raw, err := base64.StdEncoding.DecodeString(parts[1])
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return base64.RawStdEncoding.EncodeToString(sum[:])
}

// inKeys stands in the id of a deploy key between its repository and its print, as the log's entries
// make it.
const inKeys = "/keys/SHA256:"

// deployKeys lists a repository's.
func (a *Adapter) deployKeys(ctx context.Context, admin providers.Secret, repository string) ([]deployKey, error) {
	owner, name, ok := strings.Cut(repository, "/")
	if !ok || !segment(owner) || !segment(name) {
		return nil, fmt.Errorf("deploy keys of %q: %w", repository, providers.ErrNotSupported)
	}
	return listed(ctx, a, secretPages, transport.Call{Route: routeDeployKeys, Path: map[string]string{"owner": owner, "repo": name}, Auth: transport.Bearer(admin)},
		func(k deployKey) bool { return k.ID > 0 })
}

// deployRecord finds the one that a record names by its print.
func (a *Adapter) deployRecord(ctx context.Context, admin providers.Secret, r providers.KeyRecord) (k deployKey, repository string, err error) {
	repository, print, ok := strings.Cut(r.ID, inKeys)
	if !ok || print == "" {
		return k, "", fmt.Errorf("read %s: %w", r.ID, providers.ErrNotSupported)
	}
	all, err := a.deployKeys(ctx, admin, repository)
	if err != nil {
		return k, repository, fmt.Errorf("read %s: %w", r.ID, unlistable(err))
	}
	i := slices.IndexFunc(all, func(k deployKey) bool { return k.print() == print })
	if i < 0 {
		return k, repository, fmt.Errorf("read %s: %w", r.ID, providers.ErrNotFound)
	}
	return all[i], repository, nil
}

func (k deployKey) record(r providers.KeyRecord, repository string) providers.KeyRecord {
	now := providers.KeyRecord{Kind: DeployKey, ID: r.ID, Name: k.Title, Parent: repository, ParentName: providers.FromOutside(repository), Status: providers.Active,
		Owner: providers.Owner{Type: "user", ID: providers.CleanID(k.AddedBy), Name: providers.FromOutside(k.AddedBy)}, Created: k.Since.UTC()}
	if k.LastUsed != nil {
		now.LastUsed = k.LastUsed.UTC()
	}
	return now
}

// removal is the request that ends a deploy key, which has a number besides its print.
func (k deployKey) removal(admin providers.Secret, repository string) transport.Call {
	owner, name, _ := strings.Cut(repository, "/")
	return transport.Call{Route: routeRemoveKey, Path: map[string]string{"owner": owner, "repo": name, "key_id": strconv.FormatInt(k.ID, 10)},
		Auth: transport.Bearer(admin), Timeout: callTimeout}
}
