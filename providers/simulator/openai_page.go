package simulator

import (
	"time"
)

// page is a list in the vendor's shape, cut with limit, after and before.
func (c *call) page(all []listed, otherwise, most int) answer {
	part, more, no := c.cut(all, "after", "before", otherwise, most)
	if no != nil {
		return *no
	}
	out := object{"object": "list", "data": bodies(part), "first_id": nil, "last_id": nil, "has_more": more}
	if len(part) > 0 {
		out["first_id"], out["last_id"] = part[0].id, part[len(part)-1].id
	}
	return success(out)
}

// stamp is a time as the vendor writes it; null for none.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}
