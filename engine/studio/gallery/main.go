// Command gallery renders the films of prompts.txt with the studio engine and writes them with a page and a contact sheet
// that show them side by side. With -docs it writes contact sheets of stills, which cost little, and a README.md.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio"
	"zoetrope/internal/media"
)

//go:embed prompts.txt
var prompts string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("gallery", flag.ContinueOnError)
	out := flags.String("out", "out/gallery", "directory for the films, index.html and sheet.jpg")
	only := flags.String("only", "", "render the films whose names match this regular expression")
	seconds := flags.Int("seconds", 3, "length of each film, 1 to 15")
	side := flags.Int("side", 640, "the longer side of the films in pixels, 64 to 1920")
	seed := flags.Int64("seed", 1, "seed of all films")
	docs := flags.Bool("docs", false, "write contact sheets of stills and a README.md instead of films, as docs/gallery has them")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *side < 64 || *side > 1920 || *seconds < 1 || *seconds > 15 {
		return fmt.Errorf("-side %d or -seconds %d is out of range", *side, *seconds)
	}
	pick, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	entries, err := read(prompts)
	if err != nil {
		return err
	}
	tools, err := media.Find()
	if err != nil {
		return err
	}
	g := gallery{dir: *out, seconds: *seconds, side: *side, seed: *seed,
		engine: studio.New(tools, slog.New(slog.DiscardHandler))}
	if err := os.MkdirAll(g.dir, 0o755); err != nil {
		return err
	}
	entries = slices.DeleteFunc(entries, func(e entry) bool { return !pick.MatchString(e.Name) })
	if *docs {
		return g.document(ctx, entries)
	}
	var films []film
	for _, e := range entries {
		f, err := g.render(ctx, e)
		if err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
		films = append(films, f)
		fmt.Printf("%-18s %5.1f s  %-8s  %s\n", f.Name, f.Took.Seconds(), f.Tier, f.Scene)
	}
	if len(films) == 0 {
		return fmt.Errorf("no film has a name that matches %q", *only)
	}
	if err := writePage(filepath.Join(g.dir, "index.html"), films); err != nil {
		return err
	}
	if err := writeSheet(filepath.Join(g.dir, "sheet.jpg"), g.dir, films); err != nil {
		return err
	}
	fmt.Printf("%d films: %s\n", len(films), filepath.Join(g.dir, "index.html"))
	return nil
}

// gallery renders films into a directory.
type gallery struct {
	dir     string
	seconds int
	side    int // pixels of the longer side
	seed    int64
	engine  *studio.Engine
}

// film is an entry and what became of it. Its files are Name.mp4 and Name.jpg.
type film struct {
	entry
	Width, Height      int
	Scene, Tier, Notes string
	Took               time.Duration
}

// spec is the request for the film of an entry.
func (g gallery) spec(e entry) *zoetrope.TextToVideoSpec {
	return &zoetrope.TextToVideoSpec{AspectRatio: e.Ratio, VideoSpec: zoetrope.VideoSpec{
		Model: "v5", Prompt: e.Prompt, Style: e.Style, Duration: g.seconds, Quality: zoetrope.Quality360,
	}}
}

func (g gallery) render(ctx context.Context, e entry) (film, error) {
	width, height := size(e.Ratio.Value(), g.side)
	scratch, err := os.MkdirTemp(g.dir, ".scratch-*")
	if err != nil {
		return film{}, err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	f := film{entry: e, Width: width, Height: height}
	start := time.Now()
	err = g.engine.Render(ctx, engine.Job{Spec: g.spec(e), Scratch: scratch, Seed: g.seed, Width: width, Height: height}, engine.Sink{
		Progress: func(float64, string) {},
		Output: func(o engine.Output) error {
			if o.Kind == zoetrope.AssetVideo {
				f.Scene, f.Tier, f.Notes = o.Metadata["scene"], o.Metadata["tier"], o.Metadata["notes"]
			}
			return os.Rename(o.Path, filepath.Join(g.dir, e.Name+filepath.Ext(o.Path)))
		},
	})
	f.Took = time.Since(start)
	runtime.GC() // films differ in size: the next need not wait for the memory of this one
	return f, err
}

// size is that of a film with an aspect ratio (width to height) whose longer side has so many pixels; both are even.
func size(ratio float64, side int) (width, height int) {
	even := func(v float64) int { return int(math.Round(v/2)) * 2 }
	if ratio >= 1 {
		return even(float64(side)), even(float64(side) / ratio)
	}
	return even(float64(side) * ratio), even(float64(side))
}
