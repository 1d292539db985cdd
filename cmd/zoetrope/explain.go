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
	Style    string   `help:"Style of drawing." placeholder:"STYLE"`
	Duration int      `help:"Length in seconds." default:"5"`
	Multi    bool     `help:"Several shots (generate_multi_clip_switch)."`
	Seed     int64    `help:"The seed of the video." default:"1"`
}

// Run prints what was understood, what would be drawn, and what would not.
func (c *explainCmd) Run(con *console) error {
	spec := &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{
		Prompt: strings.Join(c.Prompt, " "), NegativePrompt: c.Negative, CameraMovement: c.Camera, Duration: c.Duration,
		Style: c.Style, MultiClip: c.Multi,
	}}
	if err := spec.Validate(); err != nil {
		return &exitError{exitUsage, err}
	}
	width, height, err := zoetrope.Quality540.Size(16.0 / 9)
	if err != nil {
		return err
	}
	words, shots := studio.Storyboard(spec, c.Seed, width, height)
	fmt.Fprintln(con.out, strings.TrimSpace(words.Explain()))
	for _, line := range studio.Explain(shots) {
		fmt.Fprintln(con.out, line)
	}
	return nil
}
