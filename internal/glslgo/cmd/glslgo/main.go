// Command glslgo compiles the fragment shaders of a folder to Go.
//
//	glslgo [-dir DIR] [-package NAME]
//
// For each NAME.frag in DIR it writes NAME_scalar_gen.go and NAME_simd_gen.go there, and it removes generated files whose
// shader is gone. It is meant for go:generate.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"zoetrope/internal/glslgo"
)

func main() {
	dir := flag.String("dir", ".", "folder of the *.frag files")
	pkg := flag.String("package", os.Getenv("GOPACKAGE"), "Go package of the generated files (default $GOPACKAGE)")
	flag.Parse()
	if err := run(*dir, *pkg); err != nil {
		fmt.Fprintln(os.Stderr, "glslgo:", err)
		os.Exit(1)
	}
}

func run(dir, pkg string) error {
	if pkg == "" {
		return fmt.Errorf("no package name: set -package")
	}
	files, err := glslgo.CompileDir(os.DirFS(dir), pkg)
	if err != nil {
		return err
	}
	for name, data := range files {
		file := filepath.Join(dir, name)
		if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, data) {
			continue
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	return removeStale(dir, files)
}

// removeStale deletes generated files that no shader gives any more.
func removeStale(dir string, files map[string][]byte) error {
	old, err := filepath.Glob(filepath.Join(dir, "*_gen.go"))
	if err != nil {
		return err
	}
	for _, file := range old {
		name := filepath.Base(file)
		mine := strings.HasSuffix(name, "_scalar_gen.go") || strings.HasSuffix(name, "_simd_gen.go")
		if _, keep := files[name]; keep || !mine {
			continue
		}
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	return nil
}
