package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a_b.frag", "#version 300 es\nout vec4 o;\nvoid main() { o = vec4(1.0); }\n")
	write("gone_scalar_gen.go", "package p\n")
	write("other_gen.go", "package p\n")
	if err := run(dir, "p"); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{"a_b.frag", "a_b_scalar_gen.go", "a_b_simd_gen.go", "other_gen.go"}; !slices.Equal(names, want) {
		t.Errorf("files are %v, want %v", names, want)
	}
	text, err := os.ReadFile(filepath.Join(dir, "a_b_scalar_gen.go"))
	if err != nil || !strings.Contains(string(text), "var AB = &spmd.Program{") {
		t.Errorf("generated file (%v):\n%s", err, text)
	}

	write("bad.frag", "void main() {}\n")
	if err := run(dir, "p"); err == nil || !strings.Contains(err.Error(), "bad.frag:1:1:") {
		t.Errorf("error is %v", err)
	}
	if err := run(dir, ""); err == nil {
		t.Error("no package name, no error")
	}
}
