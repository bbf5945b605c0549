package logs

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"firebreak/runbook/usage"
)

// shown is what of an event the tests of forms compare.
func shown(e usage.Event) string {
	s := fmt.Sprintf("%s +%v %s %s", e.At.Format("2006-01-02T15:04:05"), e.Width, e.KeyID, e.Model)
	if e.Requests > 0 || e.Uncounted {
		s += fmt.Sprintf(" n=%d uncounted=%v", e.Requests, e.Uncounted)
	}
	if e.Sized {
		s += fmt.Sprintf(" in=%d out=%d", e.In, e.Out)
	}
	if e.Priced {
		s += fmt.Sprintf(" micros=%d", e.Micros)
	}
	for _, more := range []string{e.Address, e.Agent, e.Client, e.Error, e.Endpoint, e.Actor} {
		if more != "" {
			s += " " + more
		}
	}
	if e.Status != 0 {
		s += fmt.Sprint(" ", e.Status)
	}
	return s
}

func TestExportsOfEveryMakerAreRead(t *testing.T) {
	for _, c := range []struct{ name, key, text, want string }{
		{"OpenAI's usage", "key_drill1", `{"object":"page","data":[{"object":"bucket","start_time":1795168800,"end_time":1795172400,"results":[
			{"object":"organization.usage.completions.result","input_tokens":1000,"output_tokens":50,"input_cached_tokens":800,"num_model_requests":5,"project_id":null,"user_id":null,"api_key_id":"key_drill1","model":"gpt-drill","batch":false},
			{"input_tokens":7,"output_tokens":7,"num_model_requests":1,"api_key_id":"key_other","model":"gpt-drill"}]}],"has_more":false,"next_page":null}`,
			"2026-11-20T10:00:00 +1h0m0s key_drill1 gpt-drill n=5 uncounted=false in=1000 out=50"},
		{"OpenAI's cost", "", `{"object":"page","data":[{"object":"bucket","start_time":1795132800,"end_time":1795219200,"results":[{"object":"organization.costs.result","amount":{"value":12.5,"currency":"usd"},"line_item":"gpt-drill, input","project_id":null}]}]}`,
			"2026-11-20T00:00:00 +24h0m0s  gpt-drill, input n=0 uncounted=true micros=12500000"},
		{"OpenAI's table", "key_drill1", "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,input_tokens,output_tokens\n" +
			"1795168800,1795172400,2026-11-20T10:00:00+00:00,2026-11-20T11:00:00+00:00,,5,,key_drill1,gpt-drill,False,1000,50\n",
			"2026-11-20T10:00:00 +1h0m0s key_drill1 gpt-drill n=5 uncounted=false in=1000 out=50"},
		{"Anthropic's usage", "apikey_drill1", `{"data":[{"starting_at":"2026-11-20T10:00:00Z","ending_at":"2026-11-20T11:00:00Z","results":[
			{"api_key_id":"apikey_drill1","model":"claude-drill","uncached_input_tokens":100,"cache_read_input_tokens":20,"cache_creation":{"ephemeral_1h_input_tokens":3,"ephemeral_5m_input_tokens":4},"output_tokens":9,"server_tool_use":{"web_search_requests":0}}]}],"has_more":false,"next_page":null}`,
			"2026-11-20T10:00:00 +1h0m0s apikey_drill1 claude-drill n=0 uncounted=true in=127 out=9"},
		{"Anthropic's cost, in cents", "", `{"data":[{"starting_at":"2026-11-20T00:00:00Z","ending_at":"2026-11-21T00:00:00Z","results":[{"amount":"1234.5","currency":"USD","model":"claude-drill"}]}]}`,
			"2026-11-20T00:00:00 +24h0m0s  claude-drill n=0 uncounted=true micros=12345000"},
		{"OpenRouter's activity", "", `{"data":[{"byok_usage_inference":0.012,"completion_tokens":125,"date":"2026-11-20","endpoint_id":"e","model":"openai/gpt-drill","model_permaslug":"openai/gpt-drill-2025","prompt_tokens":50,"provider_name":"OpenAI","reasoning_tokens":25,"requests":5,"usage":0.015}]}`,
			"2026-11-20T00:00:00 +24h0m0s  openai/gpt-drill n=5 uncounted=false in=50 out=125 micros=27000"},
		{"OpenRouter's table", "", "generation_id,created_at,cost_total,tokens_prompt,tokens_completion,model_permaslug,app_name,api_key_name\ngen-1,2026-11-20 10:00:00.5,0.001,50,125,openai/gpt-drill,\"Chat, the app\",docs\n",
			"2026-11-20T10:00:00 +0s docs openai/gpt-drill in=50 out=125 micros=1000 Chat, the app"},
		{"LiteLLM's spend logs", "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b", `[{"request_id":"chatcmpl-1","call_type":"acompletion","api_key":"88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b","spend":0.002,"total_tokens":30,"prompt_tokens":10,"completion_tokens":20,"startTime":"2026-11-20T10:00:00.123Z","endTime":"2026-11-20T10:00:01Z","model":"gpt-drill","metadata":{"user_agent":"drill/1"},"cache_hit":"False","status":"failure","requester_ip_address":"203.0.113.9"}]`,
			"2026-11-20T10:00:00 +0s 88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b gpt-drill in=10 out=20 micros=2000 203.0.113.9 drill/1 failure"},
		{"lines of a gateway", "", `{"ts":1795168800,"model":"m","status":429,"usage":{"prompt_tokens":3,"completion_tokens":4},"ip":"2001:DB8::1","path":"/v1/chat/completions"}`,
			"2026-11-20T10:00:00 +0s  m in=3 out=4 2001:db8::1 /v1/chat/completions 429"},
		{"a table with another separator", "", "\xef\xbb\xbf\"date\";\"model\";\"requests\"\r\n2026-11-20;\"say \"\"hi\"\"\";3\r\n",
			`2026-11-20T00:00:00 +24h0m0s  say "hi" n=3 uncounted=false`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := read(t, c.key, c.text)
			if len(r.events) != 1 || r.intake.SkippedN != 0 {
				t.Fatalf("%d events, skipped %v", len(r.events), r.intake.Skipped)
			}
			if got := shown(r.events[0]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestColumnsOfAnyLogCanBeNamed(t *testing.T) {
	columns := map[string]string{"time": "when.at", "key": "who", "model": "what", "input": "n", "cost": "usd"}
	var got []string
	var intake usage.Intake
	err := Read(context.Background(), []Source{Text("x", strings.NewReader(`{"when":{"at":"2026-11-20 10:00"},"who":"k1","what":"m","n":"7","usd":"$0.5","time":"never"}`))},
		Query{KeyID: "k1", Columns: columns}, &intake, func(e *usage.Event) { got = append(got, shown(*e)) })
	if want := "2026-11-20T10:00:00 +0s k1 m in=7 out=0 micros=500000"; err != nil || strings.Join(got, "|") != want {
		t.Errorf("%v, %v, %+v", got, err, intake)
	}
}

func TestABrokenTableCostsItsBrokenLinesOnly(t *testing.T) {
	text := "time,model,input\n2026-11-20T10:00:00Z,a,1\nsoon,b,2\n2026-11-20T10:01:00Z,c,many\n2026-11-20T10:02:00Z,\"d\n2026-11-20T10:03:00Z,e,5\n2026-11-20T10:04:00Z,\"f\ng\",6\n2026-11-20T10:05:00Z,h,-1\n2026-11-20T10:06:00Z\n2026-11-20T10:07:00Z,i,9"
	r := read(t, "", text)
	var models, why []string
	for _, e := range r.events {
		models = append(models, e.Model)
	}
	for _, s := range r.intake.Skipped {
		why = append(why, s.Position+" "+s.Reason)
	}
	if got, want := strings.Join(models, " "), "a e f\ng i"; got != want {
		t.Errorf("models %q, want %q", got, want)
	}
	if got := strings.Join(why, ", "); got != "line 3 no_time, line 4 bad_count, line 5 cut_off, line 9 bad_count, line 10 cut_off" || r.intake.Records != 9 {
		t.Errorf("%s; %+v", got, r.intake)
	}
}

func TestTheResultOfAQueryStandsForTheCallsItCounted(t *testing.T) {
	r := read(t, key, "eventtime,last,requests,eventid,eventsource,eventname,useridentity_accesskeyid,sourceipaddress\n"+
		"2026-11-20T10:00:01Z,2026-11-20T10:00:59Z,5,,bedrock.amazonaws.com,InvokeModel,"+key+",203.0.113.7\n"+
		"2026-11-20T10:01:01Z,2026-11-20T10:01:01Z,1,e1,iam.amazonaws.com,CreateUser,"+key+",203.0.113.7\n"+
		"2026-11-20T10:02:01Z,2026-11-20T10:01:01Z,2,,bedrock.amazonaws.com,InvokeModel,"+key+",203.0.113.7\n"+
		"2026-11-20T10:02:01Z,2026-11-20T10:02:01Z,none,,bedrock.amazonaws.com,InvokeModel,"+key+",203.0.113.7\n")
	var got []string
	for _, e := range r.events {
		got = append(got, fmt.Sprintf("%s %s %d %s", e.At.Format("04:05"), e.Action, e.Requests, e.ID))
	}
	if want := "00:01 InvokeModel 4 |00:59 InvokeModel 1 |01:01 CreateUser 1 e1"; strings.Join(got, "|") != want || r.intake.SkippedN != 2 {
		t.Errorf("%q, skipped %v", got, r.intake.Skipped)
	}
}

func TestAQueryQuotesWhatItIsGiven(t *testing.T) {
	for d, want := range map[Dialect]string{Athena: `useridentity.accesskeyid = 'a''b\'`, BigQuery: `useridentity.accesskeyid = 'a\'b\\'`} {
		query, err := SQL(d, Selection{Table: "t.logs", KeyID: `a'b\`})
		if err != nil || !strings.Contains(query, want) {
			t.Errorf("%s: %v: %s", d, err, query)
		}
	}
	for _, table := range []string{"", "a b", `t"; DROP`, "t`", "-- x"} {
		if _, err := SQL(Athena, Selection{Table: table, KeyID: "k"}); err == nil {
			t.Errorf("%q is taken for a table", table)
		}
	}
	if _, err := SQL(Athena, Selection{Table: "t"}); err == nil {
		t.Error("a query of no key")
	}
}

func TestATextThatIsNoLogIsNotTakenForOne(t *testing.T) {
	for name, text := range map[string]string{
		"prose": "Dear all,\nthe key, as you know, is out.\n", "noise": "\x00\x01,\xff\n\x02,,\n", "another table": "name,size\na,1\n",
		"another object": `{"name":"a","size":1}`, "a digest": `{"awsAccountId":"1","digestStartTime":"2026-11-20T10:00:00Z","logFiles":[]}`,
	} {
		if r := read(t, "", text); len(r.events) != 0 || r.intake.SkippedN != 1 || r.intake.Skipped[0].Reason != string(Foreign) {
			t.Errorf("%s: %d events, skipped %v", name, len(r.events), r.intake.Skipped)
		}
	}
}
