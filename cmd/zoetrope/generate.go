package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zoetrope/client"
)

// remoteFlags say which server a client verb talks to.
type remoteFlags struct {
	URL  string `help:"The server." env:"ZOETROPE_URL" default:"${serverURL}" placeholder:"URL"`
	Key  string `help:"The API key." env:"ZOETROPE_API_KEY" placeholder:"KEY"`
	JSON bool   `help:"Print the server's answer as JSON and nothing else on standard output."`
}

// connect returns a client of the server.
func (f remoteFlags) connect() (*client.Client, error) {
	if f.Key == "" {
		return nil, &exitError{exitUsage, errors.New("no API key: pass --key or set ZOETROPE_API_KEY; the server prints one at its first start, and \"zoetrope key create\" makes more")}
	}
	c, err := client.New(f.URL, f.Key, client.WithUserAgent("zoetrope-cli/"+version))
	if err != nil {
		return nil, &exitError{exitUsage, err}
	}
	return c, nil
}

// generateCmd groups the verbs that make videos.
type generateCmd struct {
	Text  generateTextCmd  `cmd:"" help:"Make a video from words."`
	Image generateImageCmd `cmd:"" help:"Make a video from a picture."`
}

// videoFlags are common to both.
type videoFlags struct {
	remoteFlags
	Out      string `help:"Save the video here; a directory gets VIDEO_ID.mp4." short:"o" placeholder:"FILE"`
	Poster   string `help:"Save the poster here as JPEG." placeholder:"FILE"`
	NoWait   bool   `help:"Print the video_id and return at once."`
	Quiet    bool   `help:"Show no progress." short:"q"`
	Model    string `help:"Model: v3.5, v4, v4.5, v5, v5.5, v5.6, v6 or c1." default:"v6"`
	Duration int    `help:"Seconds of video; v6 and c1 take 1 to 15." default:"5" short:"d"`
	Quality  string `help:"360p, 540p, 720p or 1080p." default:"540p"`
	Seed     *int64 `help:"0 to 2147483647; the same seed gives the same video." placeholder:"N"`
	Negative string `help:"What not to show." placeholder:"WORDS"`
	Camera   string `help:"Camera movement, such as zoom_in, crane_up or hitchcock." placeholder:"MOVE"`
	Motion   string `help:"normal or fast (fast: v3.5 to v4.5)." placeholder:"MODE"`
	Audio    bool   `help:"Make sound that fits the picture (v5.5 and later; costs more)."`
	Style    string `help:"anime, 3d_animation, clay, comic, cyberpunk or realistic." placeholder:"STYLE"`
	TraceID  string `help:"Use this Ai-trace-id; sent again with the same one, a request is answered as before." placeholder:"UUID"`
}

// video turns the flags into a request.
func (f videoFlags) video(prompt string) client.Video {
	return client.Video{
		Prompt: prompt, Model: f.Model, Duration: f.Duration, Quality: f.Quality, Seed: f.Seed,
		NegativePrompt: f.Negative, CameraMovement: f.Camera, MotionMode: f.Motion, Style: f.Style, GenerateAudio: f.Audio,
	}
}

type generateTextCmd struct {
	Prompt []string `arg:"" help:"What to show. Several words need no quotes."`
	Aspect string   `help:"16:9, 4:3, 1:1, 3:4, 9:16; v6 and c1 also 2:3, 3:2 and 21:9." default:"16:9"`
	videoFlags
}

// Run submits the prompt and sees it through.
func (c *generateTextCmd) Run(ctx context.Context, con *console) error {
	cl, err := c.connect()
	if err != nil {
		return err
	}
	request := client.TextToVideo{Video: c.video(strings.Join(c.Prompt, " ")), AspectRatio: c.Aspect}
	request.TraceID = c.TraceID
	submitted, err := cl.TextToVideo(ctx, request)
	if err != nil {
		return refused(err)
	}
	return c.seeThrough(ctx, con, cl, submitted)
}

type generateImageCmd struct {
	Image  string   `arg:"" help:"A JPEG, PNG or WebP file, or its URL."`
	Prompt []string `arg:"" optional:"" help:"What should happen in it." default:"bring the picture to life"`
	videoFlags
}

// Run uploads the picture, submits it and sees it through.
func (c *generateImageCmd) Run(ctx context.Context, con *console) error {
	cl, err := c.connect()
	if err != nil {
		return err
	}
	image, err := upload(ctx, cl, c.Image)
	if err != nil {
		return refused(err)
	}
	request := client.ImageToVideo{Video: c.video(strings.Join(c.Prompt, " ")), ImageID: image.ID}
	request.TraceID = c.TraceID
	submitted, err := cl.ImageToVideo(ctx, request)
	if err != nil {
		return refused(err)
	}
	return c.seeThrough(ctx, con, cl, submitted)
}

// upload sends a picture, from a file or, for the server to fetch, by URL.
func upload(ctx context.Context, cl *client.Client, image string) (client.Image, error) {
	if strings.HasPrefix(image, "http://") || strings.HasPrefix(image, "https://") {
		return cl.UploadImageURL(ctx, image)
	}
	return cl.UploadImage(ctx, image, nil)
}

// seeThrough waits for a submitted video, saves it and prints where it is.
func (f videoFlags) seeThrough(ctx context.Context, con *console, cl *client.Client, s client.Submitted) error {
	if f.NoWait {
		if f.JSON {
			return printJSON(con, s)
		}
		fmt.Fprintln(con.out, s.VideoID)
		return nil
	}
	if !f.Quiet {
		fmt.Fprintf(con.err, "video %d, %d credits\n", s.VideoID, s.Credits)
	}
	bar := newProgress(con.err, "queued", f.Quiet)
	result, err := cl.Wait(ctx, s.VideoID, func(p client.Progress) { bar.update(p.Done, p.Phase) })
	bar.finish()
	if err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("no longer waiting; the video goes on: zoetrope result %d (%w)", s.VideoID, ctx.Err())
		}
		return refused(err)
	}
	saved, err := f.save(ctx, cl, result)
	if err != nil {
		return err
	}
	if f.JSON {
		return printJSON(con, result)
	}
	fmt.Fprintf(con.out, "url     %s\n", result.URL)
	for _, path := range saved {
		fmt.Fprintf(con.out, "saved   %s\n", path)
	}
	fmt.Fprintf(con.out, "video   %d x %d, %d s, seed %d, %.1f MB\n", result.Width, result.Height, f.Duration, result.Seed, float64(result.Size)/1e6)
	fmt.Fprintf(con.out, "elapsed %s, %d credits%s\n", bar.elapsed(), result.Credits, f.how(ctx, cl, s.VideoID))
	return nil
}

// how says what the engine reported of its work, where the server tells.
func (f videoFlags) how(ctx context.Context, cl *client.Client, id int64) string {
	g, err := cl.Generation(ctx, id)
	if err != nil || g.Engine == "" {
		return "" // a server without our extension
	}
	words := []string{g.Engine}
	for _, key := range []string{"backend", "tier", "scene"} {
		if v := g.Metadata[key]; v != "" {
			words = append(words, key+" "+v)
		}
	}
	return " (" + strings.Join(words, ", ") + ")"
}

// save downloads the video and its poster to where the flags say.
func (f videoFlags) save(ctx context.Context, cl *client.Client, result client.Result) ([]string, error) {
	var saved []string
	if f.Out != "" {
		path := f.Out
		if info, err := os.Stat(path); err == nil && info.IsDir() || strings.HasSuffix(path, "/") {
			path = filepath.Join(path, strconv.FormatInt(result.ID, 10)+".mp4")
		}
		if err := download(ctx, cl, result.URL, path); err != nil {
			return nil, err
		}
		saved = append(saved, path)
	}
	if f.Poster != "" {
		g, err := cl.Generation(ctx, result.ID)
		if err != nil {
			return nil, fmt.Errorf("this server does not offer posters: %w", err)
		}
		if err := download(ctx, cl, g.PosterURL, f.Poster); err != nil {
			return nil, err
		}
		saved = append(saved, f.Poster)
	}
	return saved, nil
}

func download(ctx context.Context, cl *client.Client, address, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	_, err := cl.Download(ctx, address, path, nil)
	return err
}

// resultCmd shows a generation.
type resultCmd struct {
	ID   int64         `arg:"" name:"video_id" help:"The video_id that the submission answered."`
	Wait bool          `help:"Wait until it has ended."`
	Out  string        `help:"Save the video here." short:"o" placeholder:"FILE"`
	For  time.Duration `help:"Wait at most this long." default:"1h"`
	remoteFlags
}

// Run prints the result; a generation that ended without a video is an error.
func (c *resultCmd) Run(ctx context.Context, con *console) error {
	cl, err := c.connect()
	if err != nil {
		return err
	}
	result, err := cl.Result(ctx, c.ID)
	if err == nil && c.Wait && result.Status == client.StatusRunning {
		waitCtx, cancel := context.WithTimeout(ctx, c.For)
		defer cancel()
		bar := newProgress(con.err, "waiting", c.JSON)
		result, err = cl.Wait(waitCtx, c.ID, func(p client.Progress) { bar.update(p.Done, p.Phase) })
		bar.finish()
	}
	if err != nil {
		return refused(err)
	}
	if c.Out != "" && result.Status == client.StatusDone {
		if err := download(ctx, cl, result.URL, c.Out); err != nil {
			return err
		}
	}
	if c.JSON {
		return printJSON(con, result)
	}
	fmt.Fprintf(con.out, "video   %d\nstatus  %s\n", result.ID, result.Status)
	if result.URL != "" {
		fmt.Fprintf(con.out, "url     %s\nvideo   %d x %d, seed %d, %.1f MB, %d credits\n",
			result.URL, result.Width, result.Height, result.Seed, float64(result.Size)/1e6, result.Credits)
	}
	if result.Status == client.StatusFailed || result.Status == client.StatusBlocked {
		return &exitError{exitNotMade, fmt.Errorf("the generation ended as %s", result.Status)}
	}
	return nil
}

// balanceCmd shows the credits of the key's account.
type balanceCmd struct {
	remoteFlags
}

// Run prints both pockets.
func (c *balanceCmd) Run(ctx context.Context, con *console) error {
	cl, err := c.connect()
	if err != nil {
		return err
	}
	b, err := cl.Balance(ctx)
	if err != nil {
		return refused(err)
	}
	if c.JSON {
		return printJSON(con, b)
	}
	fmt.Fprintf(con.out, "account %d: %d credits (%d monthly, %d package)\n", b.AccountID, b.Monthly+b.Package, b.Monthly, b.Package)
	return nil
}

// refused gives errors of the server their exit codes.
func refused(err error) error {
	if g, ok := errors.AsType[*client.GenerationError](err); ok {
		return &exitError{exitNotMade, g}
	}
	if e, ok := errors.AsType[*client.Error](err); ok {
		return &exitError{exitRefused, e}
	}
	return err
}

func printJSON(con *console, v any) error {
	enc := json.NewEncoder(con.out)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
