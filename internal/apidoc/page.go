// Package apidoc writes the reference pages of the REST API from its OpenAPI
// description, so that there is one text to keep true: openapi.yaml.
//
// A page is a tag of the description; a route has one tag. Beside OpenAPI it
// reads x-title of tags, x-err-codes of operations, and the table of errors in
// the description of the schema ErrCode.
package apidoc

import (
	"fmt"
	"slices"
	"strings"

	"zoetrope/internal/docsite"
)

// Page is a page of documentation.
type Page struct {
	Name string // of its file, such as "uploads.md"
	Text string // Markdown
}

// notice begins every page.
const notice = "<!-- Written by go generate from internal/pixverse/openapi.yaml. Do not edit. -->\n\n"

// common are the ErrCodes that every call can answer; pages tell them once.
var common = []int{10001, 10004, 500045, 99999}

// Pages writes the overview, a page for each tag, and the page of errors.
func Pages(openAPI []byte) ([]Page, error) {
	s, err := parse(openAPI)
	if err != nil {
		return nil, fmt.Errorf("apidoc: %w", err)
	}
	pages := []Page{{"README.md", notice + s.overview()}}
	for _, t := range s.Tags {
		text, err := s.group(t)
		if err != nil {
			return nil, fmt.Errorf("apidoc: %s: %w", t.Name, err)
		}
		pages = append(pages, Page{t.Name + ".md", notice + text})
	}
	return append(pages, Page{"errors.md", notice + s.errorPage()}), nil
}

// group is the page of a tag.
func (s *spec) group(t tag) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", t.Title, t.Description)
	routes := s.byTag[t.Name]
	b.WriteString("| Call | |\n| --- | --- |\n")
	for _, r := range routes {
		writeRow(&b, r.link(""), r.Summary)
	}
	for _, r := range routes {
		if err := s.route(&b, r); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// route is the section of a call.
func (s *spec) route(b *strings.Builder, r *route) error {
	fmt.Fprintf(b, "\n## %s\n\n`%s %s`\n\n%s\n", r.Summary, r.method, r.path, r.Description)
	var parameters []field
	for _, p := range r.Parameters {
		if p = s.parameter(p); p.In == "header" {
			continue // Ai-trace-id, told on the overview
		}
		v := s.resolve(p.Schema)
		parameters = append(parameters, field{p.Name, s.kind(v) + ", in the " + p.In, p.Required, s.limits(v), p.Description})
	}
	if len(parameters) > 0 {
		b.WriteString("**Parameters**\n\n")
		requestTable(b, parameters)
	}
	s.request(b, r)
	s.answer(b, r)
	b.WriteString("**Errors**, beside [those of every call](errors.md#of-every-call)\n\n| ErrCode | Meaning |\n| --- | --- |\n")
	for _, code := range slices.Sorted(slices.Values(r.ErrCodes)) {
		if !slices.Contains(common, code) {
			writeRow(b, fmt.Sprintf("`%d`", code), s.errors[code][0])
		}
	}
	command, err := curl(r)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "\n**Example**\n\n```sh\n%s```\n", command)
	return nil
}

// request shows the body, in each of its shapes.
func (s *spec) request(b *strings.Builder, r *route) {
	if r.Body == nil {
		return
	}
	first := r.Body.Content[0]
	others := ""
	for _, m := range r.Body.Content[1:] {
		others += ", or `" + m.key + "`"
	}
	shapes := []*schema{first.value.Schema}
	if several := s.resolve(first.value.Schema).AnyOf; len(several) > 0 {
		shapes = several
	}
	for _, shape := range shapes {
		shape = s.resolve(shape)
		title := "Request"
		if shape.Title != "" {
			title += ", " + strings.ToLower(shape.Title[:1]) + shape.Title[1:]
		}
		fmt.Fprintf(b, "**%s** (`%s`%s)\n\n", title, first.key, others)
		requestTable(b, s.fields(shape, ""))
	}
}

// answer shows what Resp is when ErrCode is 0.
func (s *spec) answer(b *strings.Builder, r *route) {
	media, _ := r.Responses["200"].Content.get("application/json")
	answer := s.resolve(media.Schema)
	if len(answer.OneOf) != 2 {
		return
	}
	resp, _ := s.resolve(answer.OneOf[1]).Properties.get("Resp")
	resp = s.resolve(resp)
	if resp.Type == "array" {
		b.WriteString("**Answer**: `Resp` is a list of\n\n")
		answerTable(b, s.fields(resp.Items, ""))
		return
	}
	fields := s.fields(resp, "")
	if len(fields) == 0 {
		b.WriteString("**Answer**: `Resp` is an object without members.\n\n")
		return
	}
	b.WriteString("**Answer**, in `Resp`\n\n")
	answerTable(b, fields)
}

// link writes a link to the section of a call.
func (r *route) link(page string) string {
	return fmt.Sprintf("[`%s %s`](%s#%s)", r.method, r.path, page, docsite.Anchor(r.Summary))
}
