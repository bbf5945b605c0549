package journal

import "errors"

func setUmask(int) int      { return 0 }
func makePipe(string) error { return errors.New("no named pipes in folders") }
