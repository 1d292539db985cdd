package main

import (
	"fmt"
	"strings"

	"zoetrope"
	"zoetrope/engine/studio"
)

// explainCmd shows what the studio makes of a prompt, without drawing it.
type explainCmd struct {
	Prompt   []string `arg:"" help:"The words. Several need no quotes."`
	Negative string   `help:"What not to show." placeholder:"WORDS"`
	Camera   string   `help:"Camera movement." placeholder:"MOVE"`
	Seed     int64    `help:"The seed of the video." default:"1"`
}

// Run prints what was understood, what would be drawn, and what would not.
func (c *explainCmd) Run(con *console) error {
	spec := &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{
		Prompt: strings.Join(c.Prompt, " "), NegativePrompt: c.Negative, CameraMovement: c.Camera, Duration: 5,
	}}
	if err := spec.Validate(); err != nil {
		return &exitError{exitUsage, err}
	}
	width, height, err := zoetrope.Quality540.Size(16.0 / 9)
	if err != nil {
		return err
	}
	words, plan := studio.Plan(spec, c.Seed, width, height)
	fmt.Fprintf(con.out, "%s\ndrawn: %s\n", strings.TrimSpace(words.Explain()), plan)
	for _, note := range plan.Notes {
		fmt.Fprintf(con.out, "note:  %s\n", note)
	}
	return nil
}
