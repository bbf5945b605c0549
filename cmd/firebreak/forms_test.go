package main_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"
)

// forms are the encodings in which a canary is searched for, written here anew so that a
// mistake in the program's own list cannot hide a leak.
func forms(secret string) map[string]string {
	reversed := []byte(secret)
	slices.Reverse(reversed)
	wide := make([]byte, 0, 2*len(secret))
	for _, u := range utf16.Encode([]rune(secret)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	body := secret[strings.LastIndexByte(secret[:12], '-')+1:]
	out := map[string]string{
		"plain": secret, "hex": hex.EncodeToString([]byte(secret)), "url": url.QueryEscape(secret), "reversed": string(reversed), "utf-16": string(wide),
		"first 12 after the prefix": body[:12], "last 12": secret[len(secret)-12:],
	}
	for shift := range 3 {
		padded := strings.Repeat("x", shift) + secret
		std, safe := base64.StdEncoding.EncodeToString([]byte(padded)), base64.URLEncoding.EncodeToString([]byte(padded))
		from, to := 4*((shift+2)/3), len(std)-4
		out["base64 at "+string(rune('0'+shift))] = std[from:to]
		out["url base64 at "+string(rune('0'+shift))] = safe[from:to]
	}
	return out
}
