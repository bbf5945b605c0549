package postmortem

import (
	_ "embed"
	"fmt"
	"html"
	"regexp"
	"strings"
)

//go:embed report.css
var styles string

// policy lets the page load and run nothing: what it shows is in it.
const policy = "default-src 'none'; style-src 'unsafe-inline'"

// htmlPage renders the report as one file without any script, for a browser and for paper.
func (w *writer) htmlPage(front frontMatter, sections []section) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"+
		"<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n",
		w.Lang, policy, html.EscapeString(w.title()), styles)
	fmt.Fprintf(&b, "<header>\n<h1>%s</h1>\n<p class=\"facts\">", html.EscapeString(w.title()))
	for _, line := range front {
		if headFacts[line.key] {
			fmt.Fprintf(&b, "<span>%s <b>%s</b></span> ", html.EscapeString(line.key), html.EscapeString(line.value))
		}
	}
	b.WriteString("</p>\n</header>\n")
	for _, a := range w.banners() {
		b.WriteString(a.html())
	}
	fmt.Fprintf(&b, "<nav aria-label=\"%s\"><ol>\n", w.say("Sections", "Bagian"))
	for _, s := range sections {
		fmt.Fprintf(&b, "<li><a href=\"#%s\">%s</a></li>\n", s.id, html.EscapeString(s.title))
	}
	b.WriteString("</ol></nav>\n<main>\n")
	for _, s := range sections {
		fmt.Fprintf(&b, "<section id=\"%s\">\n<h2>%s</h2>\n", s.id, html.EscapeString(s.title))
		for _, part := range s.blocks {
			b.WriteString(part.html())
		}
		b.WriteString("</section>\n")
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	return []byte(b.String())
}

// headFacts are the lines of the front matter that stand under the title; the others are rows.
var headFacts = map[string]bool{"id": true, "severity": true, "kind": true, "status": true, "review_due": true, "generated_at": true, "generator": true, "profile": true}

var (
	boldWords = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	linkWords = regexp.MustCompile(`\[([^\]]+)\]\(([A-Za-z0-9._/-]+)\)`)
)

// html renders the line. The little markdown of our own words becomes elements; what came from
// outside is text in a code element, whatever it holds.
func (t text) html() string {
	var b strings.Builder
	for _, s := range t {
		if s.kind != spanOwn {
			fmt.Fprintf(&b, "<code>%s</code>", html.EscapeString(s.outside.Line(lineWidth)))
			continue
		}
		words := boldWords.ReplaceAllString(html.EscapeString(s.words), "<strong>$1</strong>")
		words = linkWords.ReplaceAllString(words, `<a href="$2">$1</a>`)
		b.WriteString(stampInside.ReplaceAllString(words, "<time>$0</time>"))
	}
	return b.String()
}

func cellHTML(t text) string {
	if s := t.html(); s != "" {
		return s
	}
	return missing
}

func (h heading) html() string { return "<h3>" + html.EscapeString(string(h)) + "</h3>\n" }

func (p paragraph) html() string { return "<p>" + p.text.html() + "</p>\n" }

func (a alert) html() string {
	return fmt.Sprintf("<aside class=\"%s\"><p>%s</p></aside>\n", strings.ToLower(a.kind), a.text.html())
}

func (f fields) html() string {
	var b strings.Builder
	b.WriteString("<table class=\"fields\">\n<tbody>\n")
	for _, r := range f.gathered() {
		fmt.Fprintf(&b, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", r[0].html(), cellHTML(r[1]))
	}
	b.WriteString("</tbody>\n</table>\n")
	return b.String()
}

// html names the column at each cell too: on a narrow screen a row is a card.
func (t table) html() string {
	var b strings.Builder
	b.WriteString("<table class=\"rows\">\n<thead><tr>")
	for _, c := range t.cols {
		fmt.Fprintf(&b, "<th scope=\"col\">%s</th>", html.EscapeString(c.label))
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for _, cells := range t.rows {
		b.WriteString("<tr>")
		for i, c := range t.cols {
			var value text
			if i < len(cells) {
				value = cells[i]
			}
			fmt.Fprintf(&b, "<td data-label=\"%s\"><span>%s</span></td>", html.EscapeString(c.label), cellHTML(value))
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
	if !t.folded {
		return b.String()
	}
	return fmt.Sprintf("<details open><summary>%s</summary>\n%s</details>\n", html.EscapeString(t.foldTitle()), b.String())
}

func (l list) html() string {
	tag := "ul"
	if l.numbered {
		tag = "ol"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<%s>\n", tag)
	for _, item := range l.items {
		fmt.Fprintf(&b, "<li>%s</li>\n", item.html())
	}
	fmt.Fprintf(&b, "</%s>\n", tag)
	return b.String()
}

// html leaves a diagram out: it repeats a table, and nothing on the page may draw it.
func (d diagram) html() string { return "" }

func (c chart) html() string { return "<figure>\n" + c.svg() + "</figure>\n" }
