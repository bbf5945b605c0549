package all

import (
	"firebreak/providers"
	"firebreak/providers/catalog"
	"firebreak/providers/transport"
)

// declared are the vendors that are data alone. None of them has an admin credential.
func declared() (list []Issuer) {
	for i := range catalog.Vendors {
		v := &catalog.Vendors[i]
		list = append(list, Issuer{
			Name: v.Name, Title: v.Title, Base: v.Base, BaseEnv: v.Env, Unaided: true, Routes: v.Routes(), Shape: v.Shape,
			New: func(d *transport.Door, c providers.Clock, _ Admin) any { return catalog.New(v, d, c) },
		})
	}
	return list
}
