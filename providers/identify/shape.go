package identify

import (
	"bytes"
	"regexp"
)

var (
	referenceLike   = regexp.MustCompile(`(^|[=:\s"'])(\$\{?\w+\}?|%\w+%|\$?\{\{.*\}\}|op://\S+|vault:\S+|ssm:\S+|arn:aws:\S+|process\.env\.\w+|os\.environ\S+|ENC\[.*\])["']?\s*$`)
	placeholderLike = regexp.MustCompile(`(?i)<[a-z _-]*(key|token|secret)[a-z _-]*>|your[-_ ]?(own[-_ ]?)?(api[-_ ]?)?(key|token|secret)|change[-_ ]?me|x{8,}|placeholder`)
	maskedLike      = regexp.MustCompile(`(?i)\*{3,}|\w…\w|[\w-]\.{3}\w|•{3,}|redacted[^":a-z]|redacted$`)
	hashLike        = regexp.MustCompile(`(?i)^(sha(1|256|512)[:-]\S+|h1:\S+|\$(2[aby]|5|6|argon2\w*)\$\S+|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$`)
)

// resemblance says what a text without any known prefix looks like.
func (p plain) resemblance() Shape {
	const most = 4 << 10 // of a text this long nothing useful could be said beyond its start
	text := p.text[:min(len(p.text), most)]
	bare := bytes.TrimSpace(text)
	switch {
	case len(bare) == 0:
		return Shape{Look: LooksEmpty}
	case hashLike.Match(bare):
		return Shape{Look: LooksHash, Line: 1}
	case referenceLike.Match(bare):
		return Shape{Look: LooksReference, Line: 1}
	case placeholderLike.Match(bare):
		return Shape{Look: LooksPlaceholder, Line: 1}
	case maskedLike.Match(bare):
		return Shape{Look: LooksMasked, Line: 1}
	}
	return Shape{Look: LooksUnknown, Line: 1}
}
