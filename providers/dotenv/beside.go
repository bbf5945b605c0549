package dotenv

import (
	"context"

	"firebreak/providers"
)

// Beside lists the assignments of the file whose value all readers take alike.
func (s *Store) Beside(ctx context.Context, _ providers.Place) ([]providers.Beside, error) {
	f, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer clear(f.Data)
	var list []providers.Beside
	for _, st := range s.format.parse(f.Data) {
		if st.form != assignment {
			continue
		}
		value, why := s.format.meaning(f.Data, st)
		if why == "" && len(value) > 0 {
			list = append(list, providers.Beside{Name: st.name, Value: providers.NewSecret(value)})
		}
		clear(value)
	}
	return list, nil
}
