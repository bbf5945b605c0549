package tui

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func opened(b *testing.B) *rig {
	g := withSession(incident.Live, nil)(b)
	p := &probe{keys: binds("choose", keyAgain), body: decision}
	show(g, p)
	b.ReportAllocs()
	b.ResetTimer()
	return g
}

func BenchmarkFrame(b *testing.B) {
	g := opened(b)
	for b.Loop() {
		_ = g.frame()
	}
}

func BenchmarkKeyAndFrame(b *testing.B) {
	g := opened(b)
	for b.Loop() {
		g.press("j")
		_ = g.frame()
	}
}

func BenchmarkEventAndFrame(b *testing.B) {
	g := opened(b)
	for b.Loop() {
		g.root.view.session.Feed.Progress("k1", incident.StepReview, providers.Progress{What: "usage", Done: 1, Total: 12})
		g.sync()
		_ = g.frame()
	}
}

func BenchmarkFullSent(b *testing.B) {
	g := opened(b)
	for range mostSent {
		g.root.view.session.Feed.Sent(providers.Exchange{At: noon, Method: "GET", Host: "api.openai.com", Path: "/v1/" + strings.Repeat("x", 90), Status: 200})
	}
	g.sync()
	g.press("w")
	for b.Loop() {
		_ = g.frame()
	}
}
