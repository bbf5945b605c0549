package main

import (
	"encoding/json"
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/exposure"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// searchPrinter prints the places of a key as they are found.
type searchPrinter struct {
	*app
	l       words.Lang
	json    bool
	several bool // places were named: each hit says in which it is
	hits    []incident.HitData
	*searchProgress
}

func newSearchPrinter(a *app, f searchFlags, l words.Lang, several bool) *searchPrinter {
	return &searchPrinter{app: a, l: l, json: f.json, several: several, searchProgress: newSearchProgress(a, f, l)}
}

// hitObject is one place of the key as search prints it. Field names are those of the machine
// interface and do not change.
type hitObject struct {
	Type       string                `json:"type"` // hit
	Kind       string                `json:"kind"`
	Where      providers.Untrusted   `json:"where"`
	Repo       providers.Untrusted   `json:"repo,omitzero"`
	Path       providers.Untrusted   `json:"path"`
	Object     string                `json:"object"`
	Commits    []string              `json:"commits"`
	Refs       []providers.Untrusted `json:"refs"`
	Encoding   string                `json:"encoding"`
	Offset     int64                 `json:"offset"`
	Line       int                   `json:"line"`
	Count      int                   `json:"count"`
	Reachable  bool                  `json:"reachable"`
	AtHead     bool                  `json:"at_head"`
	Author     providers.Untrusted   `json:"author,omitzero"`
	AuthorDate time.Time             `json:"author_date,omitzero"`
	CommitDate time.Time             `json:"commit_date,omitzero"`
	Last       string                `json:"last_commit,omitempty"`
	LastDate   time.Time             `json:"last_commit_date,omitzero"`
	Border     bool                  `json:"border,omitempty"` // history ends at the first commit here
	Gone       []string              `json:"gone,omitempty"`
	Pushed     bool                  `json:"pushed"`
	PushedAt   time.Time             `json:"pushed_at,omitzero"`
}

func newHitObject(h exposure.Hit) hitObject {
	o := hitObject{Type: "hit", Kind: string(h.Kind), Where: providers.FromOutside(h.Where), Repo: h.Repo, Path: h.Path, Object: h.Object,
		Commits: []string{}, Refs: []providers.Untrusted{}, Encoding: h.Encoding, Offset: h.Offset, Line: h.Line, Count: h.Count, Reachable: h.Reachable, AtHead: h.AtHead,
		Author: h.Author, AuthorDate: h.AuthorDate, CommitDate: h.CommitDate, Last: h.Last, LastDate: h.LastDate, Border: h.Border, Gone: h.Gone, Pushed: h.Pushed, PushedAt: h.PushedAt}
	if h.Commit != "" {
		o.Commits = append(append(o.Commits, h.Commit), h.Again...)
	}
	o.Refs = append(o.Refs, h.Refs...)
	return o
}

// searchSummary is the last line of --json.
type searchSummary struct {
	Type     string                          `json:"type"` // summary
	Hits     int                             `json:"hits"`
	Objects  int                             `json:"objects"`
	Bytes    int64                           `json:"bytes"`
	Seconds  float64                         `json:"seconds"`
	Absent   int                             `json:"absent"`
	Files    int                             `json:"files"`
	Commits  int                             `json:"commits"`
	Refs     int                             `json:"refs"`
	Refused  int                             `json:"refused"`
	Complete bool                            `json:"complete"`
	Reasons  map[string]map[exposure.Why]int `json:"reasons"` // by place: what was not looked at
}

// besideObject is another credential of a file that holds the key.
type besideObject struct {
	Type  string              `json:"type"` // beside
	Kind  string              `json:"kind"` // of credential
	Where string              `json:"where"`
	Path  providers.Untrusted `json:"path"`
	Line  int                 `json:"line"`
}

func (p *searchPrinter) hit(h exposure.Hit) {
	defer p.aside()()
	p.hits = append(p.hits, runbook.HitData(h))
	if p.json {
		p.object(newHitObject(h))
		return
	}
	for _, line := range p.l.FoundPlace(runbook.HitData(h), p.several) {
		fmt.Fprintln(p.out, line)
	}
}

// object prints one line of JSON. Who reads may have gone: the search's exit code still counts.
func (p *searchPrinter) object(o any) {
	line, err := json.Marshal(o)
	if err == nil {
		_, _ = p.out.Write(append(line, '\n'))
	}
}

// end prints what was not searched and the last line.
func (p *searchPrinter) end(places []string, r exposure.Result, took time.Duration, stopped bool) {
	c := r.Coverage
	if p.json {
		for _, n := range r.Neighbours {
			p.object(besideObject{"beside", string(n.Finding.Credential.Kind), n.Where, n.Path, n.Finding.Line})
		}
		reasons := map[string]map[exposure.Why]int{}
		for _, one := range r.Places {
			if len(one.Reasons) > 0 {
				reasons[one.Where] = one.Reasons
			}
		}
		p.object(searchSummary{Type: "summary", Hits: len(r.Hits), Objects: c.Objects, Bytes: c.Bytes, Seconds: seconds(took), Absent: c.Missing, Files: c.Files,
			Commits: c.Commits, Refs: c.Refs, Refused: c.Refused, Complete: r.Complete, Reasons: reasons})
		return
	}
	for _, n := range r.Neighbours {
		fmt.Fprintln(p.out, p.l.SearchBeside(n.Finding.Credential.Kind, n.Path, n.Finding.Line))
	}
	for _, line := range p.l.CleanUp(p.hits) {
		fmt.Fprintln(p.out, line)
	}
	for _, one := range r.Places {
		reasons := map[string]int{}
		for why, n := range one.Reasons {
			reasons[string(why)] = n
		}
		p.say(p.l.Unsearched(one.Where, reasons))
	}
	fmt.Fprintln(p.out, p.l.SearchEnd(runbook.TracedData(places, r), took, stopped))
}
