package drill

import (
	"time"

	"firebreak/providers/simulator"
)

// The files of the scenario. «key:…» is filled when they are written.
const (
	evalHead = `"""Nightly evaluation of the answers of docs-bot."""

import json
import os
import pathlib
import sys

from openai import OpenAI

CASES = pathlib.Path("evals/cases.jsonl")
MODEL = "gpt-4.1-mini"

`
	evalTail = `

def run(case):
    answer = client.responses.create(model=MODEL, input=case["question"])
    return answer.output_text


if __name__ == "__main__":
    for line in CASES.read_text().splitlines():
        json.dump({"answer": run(json.loads(line))}, sys.stdout)
        print()
`
	evalLeak  = evalHead + "search = OpenAI(api_key=\"«key:docs-search»\")\nclient = OpenAI(api_key=\"«key:leaked»\")\n" + evalTail
	evalFixed = evalHead + "search = OpenAI(api_key=os.environ[\"SEARCH_KEY\"])\nclient = OpenAI(api_key=os.environ[\"OPENAI_API_KEY\"])\n" + evalTail
	// The fork's own key never belonged to anybody here: it is dead, and not ours.
	evalFork = evalHead + "search = None\nclient = OpenAI(api_key=\"«key:somebody-elses»\")\n" + evalTail

	envDocsBot = "# docs-bot, production\nPORT=8080\nOPENAI_API_KEY=«key:leaked»\nLOG_LEVEL=info\n"
	envBatch   = "# batch-eval, 02:00 every night\nOPENAI_API_KEY=«key:leaked»\nCASES=evals/cases.jsonl\n"
)

// s01Desk lays out the drill's folder: our public repository with the two env files of its
// services, and a stranger's fork.
func s01Desk(v vary, pushed time.Duration, owner, dev simulator.User) Desk {
	webhook := "WEBHOOK_SECRET=" + hookLead + "DRILL" + hookBody(v)
	if v.n(3) == 0 {
		webhook = "WEBHOOK_SECRET=replace-me"
	}
	base := []Commit{
		{At: pushed - 30*day, Pushed: pushed - 30*day, Author: owner.Name, Mail: owner.Mail, Message: "Answer questions from the documentation\n",
			Files: []File{{"README.md", "# docs-bot\n\nAnswers questions from our documentation.\n"}, {".gitignore", ".env\n"},
				{".env.example", "OPENAI_API_KEY=\n" + webhook + "\n"}, {"evals/cases.jsonl", "{\"question\": \"How do I sign in?\"}\n"}}},
		{At: pushed - 4*time.Minute, Pushed: pushed, Author: dev.Name, Mail: dev.Mail, Message: "Evaluate the answers every night\n",
			Files: []File{{"scripts/eval.py", evalLeak}}},
		{At: pushed + 21*time.Minute, Pushed: pushed + 22*time.Minute, Author: dev.Name, Mail: dev.Mail, Message: "Read keys from the environment\n",
			Files: []File{{"scripts/eval.py", evalFixed}}},
	}
	later := Commit{At: pushed + 5*day, Pushed: pushed + 5*day, Author: owner.Name, Mail: owner.Mail, Message: "Say how to run the evaluation\n",
		Files: []File{{"README.md", "# docs-bot\n\nAnswers questions from our documentation.\n\n    python scripts/eval.py\n"}}}
	taken := Commit{At: pushed + 2*day, Pushed: pushed + 2*day, Author: "k-visser", Mail: "k-visser@users.example", Message: "Try it on our docs\n",
		Files: []File{{"scripts/eval.py", evalFork}}}
	return Desk{
		Repos: []Repo{
			{Path: "docs-bot", Commits: append(base[:len(base):len(base)], later), Ignored: []File{{".env", envDocsBot}}},
			{Path: "fork", Commits: append(base[:len(base):len(base)], taken)},
		},
		Files:  []File{{"batch-eval/.env", envBatch}},
		Stores: []string{"docs-bot/.env", "batch-eval/.env"},
		Places: []string{"docs-bot", "fork", "batch-eval"},
	}
}

// hookLead begins the vendor's webhook signing secrets.
const hookLead = "whsec" + "_"

func hookBody(v vary) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	b := make([]byte, 27)
	for i := range b {
		b[i] = letters[v.n(len(letters))]
	}
	return string(b)
}
