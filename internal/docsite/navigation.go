package docsite

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// navigation reads the sections of the front page: each heading of level 2
// with the list below it, whose items are a link, a colon and a summary.
func navigation(front *page) []section {
	var all []section
	doc := markdown.Parser().Parse(text.NewReader(front.source))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level == 2 {
				all = append(all, section{Title: plain(n, front.source)})
			}
		case *ast.List:
			if len(all) == 0 {
				continue
			}
			part := &all[len(all)-1]
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				if e := readEntry(front, item); e != nil {
					part.Pages = append(part.Pages, e)
				}
			}
		}
	}
	return all
}

// readEntry reads an item of a list, or returns nil if it has no link.
func readEntry(front *page, item ast.Node) *entry {
	var e *entry
	_ = ast.Walk(item, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.Link); ok && entering && e == nil {
			name := plain(link, front.source)
			_, summary, _ := strings.Cut(plain(item, front.source), ": ")
			e = &entry{front.resolve(string(link.Destination)), name, summary}
		}
		return ast.WalkContinue, nil
	})
	return e
}
