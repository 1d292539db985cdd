package main

import (
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPromptsAreWellFormed(t *testing.T) {
	t.Parallel()
	entries, err := read(prompts)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) < 60 {
		t.Errorf("%d prompts, want at least 60", len(entries))
	}
}

func TestReadNamesTheLineAtFault(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a | 16:9 | -":                              "prompts.txt:1: 3 columns",
		"# x\n\nA b | 16:9 | - | sea":               `prompts.txt:3: the name "A b"`,
		"a | 16:9 | - | sea\na | 16:9 | - | forest": `prompts.txt:2: the name "a"`,
		"a | wide | - | sea":                        `"wide" is no aspect ratio`,
		"a | 16:9 | - |":                            "the prompt is empty",
	} {
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", text, err, want)
		}
	}
}

func TestRunWritesFilmsPageAndSheet(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := run(t.Context(), []string{"-out", dir, "-only", "^(emoji|abstract-ink)$", "-seconds", "1", "-side", "64"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"emoji.mp4", "emoji.jpg", "abstract-ink.mp4"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	html, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil || !strings.Contains(string(html), `src="emoji.mp4"`) || !strings.Contains(string(html), "Abstract ink flowing") {
		t.Errorf("the page lacks the films (%v)", err)
	}
	f, err := os.Open(filepath.Join(dir, "sheet.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if c, err := jpeg.DecodeConfig(f); err != nil || c.Width != gap+columns*(cellW+gap) {
		t.Errorf("the sheet is %+v (%v)", c, err)
	}
}

func TestRunRefusesAPatternThatMatchesNothing(t *testing.T) {
	t.Parallel()
	if err := run(t.Context(), []string{"-out", t.TempDir(), "-only", "no such film"}); err == nil {
		t.Error("no error")
	}
}

func TestDocsAreSheetsAndPrompts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := run(t.Context(), []string{"-docs", "-out", dir, "-only", "^(emoji|abstract-ink|comic-city)$", "-seconds", "1", "-side", "64"}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil || !strings.Contains(string(text), "](sheet-1.jpg)") || !strings.Contains(string(text), "Abstract ink flowing") {
		t.Errorf("the list of prompts is %q (%v)", text, err)
	}
	f, err := os.Open(filepath.Join(dir, "sheet-1.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if c, err := jpeg.DecodeConfig(f); err != nil || c.Height != gap+pictureH+captionH+gap {
		t.Errorf("the sheet is %+v (%v)", c, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 {
		t.Errorf("%d files, want a sheet and the list", len(left))
	}
}
