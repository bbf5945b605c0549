package usage

import (
	"net/netip"
	"strconv"
	"strings"
)

// tinyAnswer is how many tokens of answer a call has at most that only tries a key out.
const tinyAnswer = 5

// agentFamily is the product of a user agent with its major version, which is what stays the
// same from one release to the next.
func agentFamily(agent string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(agent), "["), " ")
	product, version, _ := strings.Cut(first, "/")
	major, _, _ := strings.Cut(version, ".")
	if major == "" {
		return product
	}
	return product + "/" + major
}

// addressOf reads an address, also one whose parts have leading zeros as in cleaned logs.
func addressOf(text string) (netip.Addr, bool) {
	if a, err := netip.ParseAddr(text); err == nil {
		return a.Unmap(), true
	}
	parts := strings.Split(text, ".")
	if len(parts) != 4 {
		return netip.Addr{}, false
	}
	var octets [4]byte
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil || len(part) > 3 {
			return netip.Addr{}, false
		}
		octets[i] = byte(n)
	}
	return netip.AddrFrom4(octets), true
}

// network is the /24 or /48 around an address; for a name, such as that of a service, the name.
func network(text string) string {
	a, ok := addressOf(text)
	if !ok {
		return text
	}
	bits := 24
	if a.Is6() {
		bits = 48
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return text
	}
	return p.String()
}
