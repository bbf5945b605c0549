package providers

import (
	"context"
	"fmt"
)

// AskAdmin asks for a vendor's admin credential. It is never empty without an error, which answers
// to ErrNoAdmin where there is none.
func AskAdmin(ctx context.Context, vendor string, ask func(context.Context) (Secret, error)) (Secret, error) {
	secret, err := ask(ctx)
	if err == nil && secret.IsEmpty() {
		err = ErrNoAdmin
	}
	if err != nil {
		return Secret{}, fmt.Errorf("admin credential of %s: %w", vendor, err)
	}
	return secret, nil
}
