// Command apidoc writes the reference pages of the API into a directory:
//
//	apidoc DIR
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"zoetrope/internal/apidoc"
	"zoetrope/internal/pixverse"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: apidoc DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "apidoc:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	pages, err := apidoc.Pages(pixverse.Spec)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, p := range pages {
		if err := os.WriteFile(filepath.Join(dir, p.Name), []byte(p.Text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
