package words

import "fmt"

// TakesNoAdmin says of a vendor that there is no admin credential to keep.
func (l Lang) TakesNoAdmin(title string) string {
	return fmt.Sprintf(pick(l, "No admin key is used at %s: its keys answer for themselves.", "Di %s kunci admin tidak dipakai: kuncinya menjawab sendiri."), clean(title, 24))
}
