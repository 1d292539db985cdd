package main

import (
	"fmt"
	"strings"

	"zoetrope/internal/catalog"
)

// catalogFlags say what is offered.
type catalogFlags struct {
	Catalog string `help:"Directory of files that replace or extend the built-in catalog; see zoetrope catalog." type:"path" placeholder:"DIR"`
}

// loadCatalog reads the built-in catalog and what the operator laid over it.
func (f catalogFlags) loadCatalog() (*catalog.Catalog, error) { return catalog.LoadDir(f.Catalog) }

// checkCatalog reports the operator's files.
func checkCatalog(f catalogFlags) finding {
	c, err := f.loadCatalog()
	switch {
	case err != nil:
		return finding{required: true, text: err.Error()}
	case f.Catalog == "":
		return finding{ok: true, text: "the catalog is the built-in one"}
	}
	return finding{ok: true, text: fmt.Sprintf("the catalog in %s is in order (%s)", f.Catalog, overrides(c))}
}

// overrides tells in a line what the operator's files change.
func overrides(c *catalog.Catalog) string {
	changes := c.Overrides()
	if len(changes) == 0 {
		return "nothing is changed"
	}
	text := make([]string, len(changes))
	for i, o := range changes {
		text[i] = o.String()
	}
	return strings.Join(text, "; ")
}

// catalogCmd helps to change what is offered.
type catalogCmd struct {
	Export catalogExportCmd `cmd:"" help:"Write the built-in files, and their schemas, to start from."`
	Check  catalogCheckCmd  `cmd:"" help:"Check a directory as a start would, and say what it changes."`
}

type catalogExportCmd struct {
	Dir   string   `arg:"" help:"Where to write; files that are there are kept." type:"path"`
	Files []string `arg:"" optional:"" help:"Which files, such as plans.json; all without any."`
}

// Run writes the files.
func (c *catalogExportCmd) Run(con *console) error {
	written, err := catalog.Export(c.Dir, c.Files...)
	for _, path := range written {
		fmt.Fprintln(con.out, path)
	}
	return err
}

type catalogCheckCmd struct {
	Dir string `arg:"" help:"The directory that --catalog would name." type:"path"`
}

// Run checks the files.
func (c *catalogCheckCmd) Run(con *console) error {
	loaded, err := catalog.LoadDir(c.Dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(con.out, "%s is in order: %s\n", c.Dir, overrides(loaded))
	return nil
}
