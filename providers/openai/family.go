package openai

import "firebreak/providers"

// family is one of the vendor's usage reports.
type family struct {
	name   string
	result string // in the object name of its results
	// perProject: the report tells neither key nor model. Nothing in it can be laid at a key's
	// door, but if the whole project used nothing, neither did the key.
	perProject bool
	noModel    bool // the report does not tell the model
	batches    bool // the report tells batches apart: they have another price
	count      func(*usageResult, *providers.Bucket)
}

// families are the reports that cost money. The report "decisions" of late 2026 is left out:
// the form of its answer is not known.
var families = []family{
	{name: "completions", result: "completions", batches: true, count: func(r *usageResult, b *providers.Bucket) {
		b.In, b.Out, b.Cached = r.InputTokens, r.OutputTokens, r.CachedTokens
	}},
	{name: "embeddings", result: "embeddings", count: countInput},
	{name: "moderations", result: "moderations", count: countInput},
	{name: "images", result: "images", count: func(r *usageResult, b *providers.Bucket) { b.Out = r.Images }},
	{name: "audio_speeches", result: "audio_speeches", count: func(r *usageResult, b *providers.Bucket) { b.In = r.Characters }},
	{name: "audio_transcriptions", result: "audio_transcriptions", count: func(r *usageResult, b *providers.Bucket) { b.In = r.Seconds }},
	{name: "file_search_calls", result: "file_searches", noModel: true, count: countCalls},
	{name: "web_search_calls", result: "web_searches", count: countCalls},
	{name: "vector_stores", result: "vector_stores", perProject: true},
	{name: "code_interpreter_sessions", result: "code_interpreter_sessions", perProject: true},
}

func (f family) route() string { return routeUsagePrefix + f.name }

// groups are the dimensions that the report is asked to tell apart.
func (f family) groups() []string {
	switch {
	case f.perProject:
		return []string{"project_id"}
	case f.noModel:
		return []string{"api_key_id"}
	case f.batches:
		return []string{"api_key_id", "model", "batch"}
	}
	return []string{"api_key_id", "model"}
}

// usageResult is one line of a bucket, with the figures of all families.
type usageResult struct {
	Object       string              `json:"object"`
	KeyID        *string             `json:"api_key_id"`
	ProjectID    *string             `json:"project_id"`
	Model        providers.Untrusted `json:"model"`
	Batch        bool                `json:"batch"` // null where the report does not tell it
	Requests     int64               `json:"num_model_requests"`
	Calls        int64               `json:"num_requests"`
	InputTokens  int64               `json:"input_tokens"`
	OutputTokens int64               `json:"output_tokens"`
	CachedTokens int64               `json:"input_cached_tokens"`
	Images       int64               `json:"images"`
	Characters   int64               `json:"characters"`
	Seconds      int64               `json:"seconds"`
	Bytes        int64               `json:"usage_bytes"`
	Sessions     int64               `json:"num_sessions"`
}

func countInput(r *usageResult, b *providers.Bucket) { b.In = r.InputTokens }

// countCalls: the tool calls are what is paid for, not the model requests around them.
func countCalls(r *usageResult, b *providers.Bucket) { b.Requests = r.Calls }

func (r *usageResult) figures() []int64 {
	return []int64{
		r.Requests, r.Calls, r.InputTokens, r.OutputTokens, r.CachedTokens, r.Images,
		r.Characters, r.Seconds, r.Bytes, r.Sessions,
	}
}

func (r *usageResult) negative() bool {
	for _, n := range r.figures() {
		if n < 0 {
			return true
		}
	}
	return false
}

func (r *usageResult) empty() bool {
	for _, n := range r.figures() {
		if n != 0 {
			return false
		}
	}
	return true
}
