package geo

import (
	"encoding/binary"
	"math"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"firebreak/runbook/usage"
)

// The least of MaxMind's format that a database needs: a tree of two nodes for each bit of one
// prefix, the data of that prefix, and the metadata.

func text(s string) []byte {
	if len(s) >= 29 {
		return append([]byte{2<<5 | 29, byte(len(s) - 29)}, s...)
	}
	return append([]byte{2<<5 | byte(len(s))}, s...)
}

func pairs(list ...any) []byte {
	out := []byte{7<<5 | byte(len(list)/2)}
	for _, v := range list {
		switch v := v.(type) {
		case string:
			out = append(out, text(v)...)
		case uint32:
			out = binary.BigEndian.AppendUint32(append(out, 6<<5|4), v)
		case float64:
			out = binary.BigEndian.AppendUint64(append(out, 3<<5|8), math.Float64bits(v))
		case []byte:
			out = append(out, v...)
		}
	}
	return out
}

// database knows one prefix of IPv4, to which data belongs.
func database(t *testing.T, prefix netip.Prefix, data []byte) string {
	t.Helper()
	nodes := uint32(prefix.Bits())
	addr := prefix.Addr().As4()
	var tree []byte
	for bit := range nodes {
		sides := [2]uint32{nodes, nodes} // nothing is known there
		next := bit + 1
		if next == nodes {
			next = nodes + 16 // the start of the data
		}
		sides[addr[bit/8]>>(7-bit%8)&1] = next
		for _, side := range sides {
			tree = append(tree, byte(side>>16), byte(side>>8), byte(side))
		}
	}
	out := append(append(tree, make([]byte, 16)...), data...)
	out = append(out, "\xab\xcd\xefMaxMind.com"...)
	out = append(out, pairs("node_count", nodes, "record_size", uint32(24), "ip_version", uint32(4), "database_type", "Drill",
		"binary_format_major_version", uint32(2), "binary_format_minor_version", uint32(0), "build_epoch", uint32(1))...)
	path := filepath.Join(t.TempDir(), "drill.mmdb")
	if err := os.WriteFile(path, out, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPlacesAndNetworksComeFromTheUsersDatabases(t *testing.T) {
	prefix := netip.MustParsePrefix("203.0.113.0/24")
	cities := database(t, prefix, pairs("country", pairs("iso_code", "ID"), "location", pairs("latitude", -6.2, "longitude", 106.8)))
	networks := database(t, prefix, pairs("autonomous_system_number", uint32(64500), "autonomous_system_organization", "Drill Net"))
	book, err := Open([]string{cities, networks})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	want := usage.Place{Country: "ID", ASN: 64500, Owner: "Drill Net", Lat: -6.2, Long: 106.8, Located: true}
	if got := book.Locate(netip.MustParseAddr("203.0.113.9")); got != want {
		t.Errorf("%+v", got)
	}
	for _, elsewhere := range []string{"198.51.100.1", "2001:db8::1"} {
		if got := book.Locate(netip.MustParseAddr(elsewhere)); got != (usage.Place{}) {
			t.Errorf("%s: %+v", elsewhere, got)
		}
	}
}

func TestWhatIsNoDatabaseIsRefusedByItsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + ".absent"} {
		if _, err := Open([]string{name}); err == nil {
			t.Errorf("%s is taken for a database", name)
		}
	}
}
