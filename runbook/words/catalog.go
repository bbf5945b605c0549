package words

import "fmt"

// TakesNoAdmin says of vendors that there is no admin credential to keep.
func (l Lang) TakesNoAdmin(titles []string) string {
	return fmt.Sprintf(pick(l, "%s: no admin key is used, a key answers for itself.", "%s: kunci admin tidak dipakai, kunci menjawab sendiri."), clean(l.list(titles), 200))
}
