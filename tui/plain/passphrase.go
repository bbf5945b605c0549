package plain

import (
	"bytes"
	"context"

	"firebreak/providers"
)

// NewPassphrase has a passphrase chosen that secrets are kept under from now on: typed twice, and
// asked for again while it is weak. It may be called while an action is performed. An empty one
// stops, with context.Canceled.
func (t *Talk) NewPassphrase() (providers.Secret, error) {
	for {
		phrase, weak, ok := t.passphrase(t.l.AskPassphrase(true)...)
		if !ok {
			return providers.Secret{}, context.Canceled
		}
		if weak != "" {
			t.say(t.l.PassphraseWeak(weak)...)
			continue
		}
		again, _, ok := t.passphrase(t.l.PassphraseAgain())
		if !ok {
			return providers.Secret{}, context.Canceled
		}
		if phrase.Equal(again) {
			return phrase, nil
		}
		t.say(t.l.PassphrasesDiffer())
	}
}

// Passphrase asks for the passphrase that was chosen before; wrong: what came last was another.
// It may be called while an action is performed. An empty one stops, with context.Canceled.
func (t *Talk) Passphrase(wrong bool) (providers.Secret, error) {
	if wrong {
		t.say(t.l.PassphraseWrong())
	}
	phrase, _, ok := t.passphrase(t.l.AskPassphrase(false)...)
	if !ok {
		return providers.Secret{}, context.Canceled
	}
	return phrase, nil
}

// passphrase reads one unseen, and judges it as if it were chosen.
func (t *Talk) passphrase(lines ...string) (value providers.Secret, weak providers.Weakness, ok bool) {
	text, ok := t.secret(lines...)
	defer clear(text)
	text = bytes.TrimRight(text, "\r\n")
	value = providers.NewSecret(text)
	weak = providers.WeaknessOf(text)
	if found, _ := t.cfg.Find(text); len(found) > 0 || t.engine != nil && t.engine.Fingerprint(value) == t.key().Identity.Fingerprint {
		weak = providers.IsKey
	}
	return value, weak, ok && len(bytes.TrimSpace(text)) > 0
}
