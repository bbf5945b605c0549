// Package geo tells where addresses are, from databases in MaxMind's format that the user has on
// disk. It sends nothing anywhere and fetches nothing.
package geo

import (
	"fmt"
	"net/netip"

	"github.com/oschwald/maxminddb-golang"

	"firebreak/runbook/usage"
)

// Book is one database or several, such as one of cities and one of networks.
type Book struct{ open []*maxminddb.Reader }

// Open opens databases; Close lets them go. The error says which one is none.
func Open(paths []string) (*Book, error) {
	b := &Book{}
	for _, path := range paths {
		r, err := maxminddb.Open(path)
		if err != nil {
			b.Close()
			return nil, fmt.Errorf("open %q: %w", path, err)
		}
		b.open = append(b.open, r)
	}
	return b, nil
}

// Close lets the databases go.
func (b *Book) Close() {
	for _, r := range b.open {
		_ = r.Close() // only read from
	}
}

// entry is what is read of a database's answer, whichever kind it is of.
type entry struct {
	Country struct {
		Code string `maxminddb:"iso_code"`
	} `maxminddb:"country"`
	Registered struct {
		Code string `maxminddb:"iso_code"`
	} `maxminddb:"registered_country"`
	Location struct {
		Lat  *float64 `maxminddb:"latitude"`
		Long *float64 `maxminddb:"longitude"`
	} `maxminddb:"location"`
	ASN   uint32 `maxminddb:"autonomous_system_number"`
	Owner string `maxminddb:"autonomous_system_organization"`
}

// Locate says where an address is; what no database tells stays empty. An address that a broken
// database has no readable answer for is one that it does not tell of.
func (b *Book) Locate(addr netip.Addr) usage.Place {
	var place usage.Place
	for _, r := range b.open {
		var e entry
		if r.Lookup(addr.AsSlice(), &e) != nil {
			continue
		}
		if code := e.Country.Code; code != "" {
			place.Country = code
		} else if place.Country == "" {
			place.Country = e.Registered.Code
		}
		if e.ASN != 0 {
			place.ASN, place.Owner = e.ASN, e.Owner
		}
		if e.Location.Lat != nil && e.Location.Long != nil {
			place.Lat, place.Long, place.Located = *e.Location.Lat, *e.Location.Long, true
		}
	}
	return place
}
