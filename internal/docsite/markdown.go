package docsite

import (
	"bytes"
	"fmt"
	"html/template"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// page is a rendered Markdown file.
type page struct {
	file     string // in the file system, such as "api/videos.md"
	address  string // where it is served, such as "/docs/api/videos"
	source   []byte
	title    string
	html     template.HTML
	headings []heading
	links    []string // to pages and files of the site, as served
}

// heading is a part of a page that can be linked to.
type heading struct {
	Level     int
	ID, Title string
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table))

// render turns a file into a page. Links to files beside it become links to
// where they are served.
func render(file string, source []byte) (*page, error) {
	p := &page{file: file, address: addressOf(file), source: source}
	doc := markdown.Parser().Parse(text.NewReader(source))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			p.addHeading(n)
		case *ast.Paragraph:
			if _, code := n.FirstChild().(*ast.CodeSpan); code && n.ChildCount() == 1 {
				n.SetAttributeString("class", []byte("call"))
			}
		case *ast.Link:
			n.Destination = []byte(p.resolve(string(n.Destination)))
		case *ast.Image:
			n.Destination = []byte(p.resolve(string(n.Destination)))
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return nil, err
	}
	if p.title == "" {
		return nil, fmt.Errorf("%s has no heading of level 1", file)
	}
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, source, doc); err != nil {
		return nil, err
	}
	p.html = template.HTML(b.String()) // our own files, with raw HTML left out
	return p, nil
}

// addHeading notes a heading and gives it an anchor and a link to itself.
func (p *page) addHeading(n *ast.Heading) {
	title := plain(n, p.source)
	if n.Level == 1 && p.title == "" {
		p.title = title
		return
	}
	id, same := Anchor(title), 0
	for _, h := range p.headings {
		if Anchor(h.Title) == id {
			same++
		}
	}
	if same > 0 {
		id += "-" + strconv.Itoa(same)
	}
	p.headings = append(p.headings, heading{n.Level, id, title})
	n.SetAttributeString("id", []byte(id))
	link := ast.NewLink()
	link.Destination = []byte("#" + id)
	link.Title = []byte("Link to this part")
	link.SetAttributeString("class", []byte("anchor"))
	link.AppendChild(link, ast.NewString([]byte("#")))
	n.AppendChild(n, link)
}

// Anchor is what git hosts make of a heading, so that a link to a part of a
// page works there and here: letters and digits in lower case, spaces as
// dashes, the rest left out.
func Anchor(heading string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == ' ':
			return '-'
		case unicode.IsLetter(c), unicode.IsDigit(c), c == '-', c == '_':
			return c
		}
		return -1
	}, strings.ToLower(heading))
}

// resolve turns a link as it stands in the file into one that works on the
// site.
func (p *page) resolve(link string) string {
	if strings.Contains(link, "://") || strings.HasPrefix(link, "/") || strings.HasPrefix(link, "mailto:") {
		return link
	}
	target, fragment, _ := strings.Cut(link, "#")
	resolved := p.address
	if target != "" {
		resolved = addressOf(path.Join(path.Dir(p.file), target))
	}
	if fragment != "" {
		resolved += "#" + fragment
	}
	p.links = append(p.links, resolved)
	return resolved
}

// addressOf is where a file is served: a page without its suffix, the README
// of a directory as the directory.
func addressOf(file string) string {
	name, markdown := strings.CutSuffix(file, ".md")
	if markdown && path.Base(name) == "README" {
		name = path.Dir(name)
	}
	return path.Join(Root, name)
}

// plain is the text of a node without its markup.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(c.Segment.Value(source))
		case *ast.String:
			b.Write(c.Value)
		default:
			b.WriteString(plain(c, source))
		}
	}
	return b.String()
}
