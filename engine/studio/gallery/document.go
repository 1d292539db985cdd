package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
)

// perPage is how many stills a contact sheet of the documentation has.
const perPage = 24

// stillAt is the share of a film at which its still is taken.
const stillAt = 0.45

// document writes contact sheets, sheet-1.jpg and so on, and README.md with the prompts.
func (g gallery) document(ctx context.Context, entries []entry) error {
	if len(entries) == 0 {
		return errors.New("no film has such a name")
	}
	scratch, err := os.MkdirTemp("", "gallery-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	var films []film
	for _, e := range entries {
		f, err := g.still(ctx, e, scratch)
		if err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
		films = append(films, f)
		fmt.Printf("%-18s %s\n", f.Name, f.Scene)
	}
	var pages [][]film
	for at := 0; at < len(films); at += perPage {
		page := films[at:min(at+perPage, len(films))]
		pages = append(pages, page)
		if err := writeSheet(filepath.Join(g.dir, sheetName(len(pages))), scratch, page); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(g.dir, "README.md"), []byte(readme(pages)), 0o644)
}

func sheetName(page int) string { return fmt.Sprintf("sheet-%d.jpg", page) }

// still draws the still of an entry into a directory.
func (g gallery) still(ctx context.Context, e entry, dir string) (film, error) {
	width, height := size(e.Ratio.Value(), g.side)
	img, shots, err := g.engine.Still(ctx, g.spec(e), g.seed, width, height, stillAt)
	if err != nil {
		return film{}, err
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		return film{}, err
	}
	f := film{entry: e, Width: width, Height: height, Scene: shots[0].String()}
	return f, os.WriteFile(filepath.Join(dir, e.Name+".jpg"), b.Bytes(), 0o600)
}

// readme lists the prompts below their sheets.
func readme(pages [][]film) string {
	var b strings.Builder
	b.WriteString("# Gallery\n\nStills of films that the studio engine draws from the prompts below, on a processor and without a model. " +
		"`make gallery` renders\nthe films themselves with a page to watch them, `make gallery-docs` these sheets.\n")
	for i, page := range pages {
		fmt.Fprintf(&b, "\n![Stills of %s to %s](%s)\n\n| name | ratio | style | prompt |\n| --- | --- | --- | --- |\n",
			page[0].Name, page[len(page)-1].Name, sheetName(i+1))
		for _, f := range page {
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", f.Name, f.Ratio, strings.ReplaceAll(f.Style, "_", " "), strings.ReplaceAll(f.Prompt, "|", "\\|"))
		}
	}
	return b.String()
}
