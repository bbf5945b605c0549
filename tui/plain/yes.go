package plain

import "context"

// Yes asks something outside an incident. Only a typed y says yes: Enter alone, anything else
// and the end of the input say no.
func (t *Talk) Yes(ctx context.Context, prompt string) bool {
	t.ctx = ctx
	for {
		lines, ok := t.input(prompt, short)
		if !ok || lines != nil {
			return ok && len(lines) == 1 && yes(lines[0])
		}
	}
}
