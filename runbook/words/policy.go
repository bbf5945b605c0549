package words

// NoPolicyDocument says that a provider's rights are chosen in its console, not in a document.
func (l Lang) NoPolicyDocument(provider string) []string {
	title := l.Vendor(provider)
	return []string{
		fill(pick(l, "{vendor} has no policy document: a key gets its rights when made.", "{vendor} tanpa dokumen kebijakan: hak diberikan saat kunci dibuat."), "vendor", title),
		fill(pick(l, "firebreak auth test {provider} says which rights a key has.", "firebreak auth test {provider} menyebut hak yang dimiliki kunci."), "provider", clean(provider, 24)),
	}
}
