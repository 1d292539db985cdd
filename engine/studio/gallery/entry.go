package main

import (
	"fmt"
	"regexp"
	"strings"

	"zoetrope"
)

// entry is a line of prompts.txt.
type entry struct {
	Name   string
	Ratio  zoetrope.AspectRatio
	Style  string // "" for none
	Prompt string
}

var namePattern = regexp.MustCompile(`^[a-z0-9-]+$`)

// read parses the prompts: four columns divided by bars; lines that are empty or start with # are skipped.
func read(text string) ([]entry, error) {
	var all []entry
	seen := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.SplitN(line, "|", 4)
		if len(cells) != 4 {
			return nil, fmt.Errorf("prompts.txt:%d: %d columns, want 4", i+1, len(cells))
		}
		for k := range cells {
			cells[k] = strings.TrimSpace(cells[k])
		}
		e := entry{Name: cells[0], Ratio: zoetrope.AspectRatio(cells[1]), Style: strings.TrimPrefix(cells[2], "-"), Prompt: cells[3]}
		switch {
		case !namePattern.MatchString(e.Name), seen[e.Name]:
			return nil, fmt.Errorf("prompts.txt:%d: the name %q is taken or is not made of a-z, 0-9 and -", i+1, e.Name)
		case e.Ratio.Value() <= 0:
			return nil, fmt.Errorf("prompts.txt:%d: %q is no aspect ratio", i+1, cells[1])
		case e.Prompt == "":
			return nil, fmt.Errorf("prompts.txt:%d: the prompt is empty", i+1)
		}
		seen[e.Name] = true
		all = append(all, e)
	}
	return all, nil
}
