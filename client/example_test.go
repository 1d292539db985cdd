package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"testing"

	"zoetrope/client"
	"zoetrope/internal/apitest"
)

// serverURL and key are those of a server that runs while the examples do.
var serverURL, key string

func TestMain(m *testing.M) {
	server, stop := apitest.Main()
	serverURL, key = server.URL, server.Key
	code := m.Run()
	stop()
	os.Exit(code)
}

func Example() {
	ctx := context.Background()
	c, err := client.New(serverURL, key)
	if err != nil {
		log.Fatal(err)
	}
	video, err := c.TextToVideo(ctx, client.TextToVideo{
		Video:       client.Video{Prompt: "a lighthouse in a storm", Model: "v6", Duration: 1, Quality: "360p"},
		AspectRatio: "16:9",
	})
	if err != nil {
		log.Fatal(err)
	}
	result, err := c.Wait(ctx, video.VideoID, nil)
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	size, err := c.Download(ctx, result.URL, filepath.Join(dir, "lighthouse.mp4"), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Status, result.Width, "x", result.Height, size == result.Size, video.Credits, "credits")
	// Output: done 640 x 360 true 5 credits
}

func ExampleClient_ImageToVideo() {
	ctx := context.Background()
	c, err := client.New(serverURL, key)
	if err != nil {
		log.Fatal(err)
	}
	picture := apitest.Picture() // the bytes of a JPEG of 36 x 64 pixels
	image, err := c.UploadImageFrom(ctx, bytes.NewReader(picture), "portrait.jpg", nil)
	if err != nil {
		log.Fatal(err)
	}
	video, err := c.ImageToVideo(ctx, client.ImageToVideo{
		Video:   client.Video{Prompt: "she turns to us", Model: "v6", Duration: 1, Quality: "360p"},
		ImageID: image.ID,
	})
	if err != nil {
		log.Fatal(err)
	}
	result, err := c.Wait(ctx, video.VideoID, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(image.Width, "x", image.Height, "becomes", result.Width, "x", result.Height)
	// Output: 36 x 64 becomes 360 x 640
}

func ExampleClient_Wait() {
	ctx := context.Background()
	c, err := client.New(serverURL, key)
	if err != nil {
		log.Fatal(err)
	}
	video, err := c.TextToVideo(ctx, client.TextToVideo{
		Video:       client.Video{Prompt: "a paper boat", Model: "v6", Duration: 1, Quality: "360p"},
		AspectRatio: "1:1",
	})
	if err != nil {
		log.Fatal(err)
	}
	last := client.Progress{}
	_, err = c.Wait(ctx, video.VideoID, func(p client.Progress) {
		last = p // draw a progress bar here
	})
	fmt.Println(last.Status, last.Done, err)
	// Output: succeeded 1 <nil>
}

// An error says what is wrong with a request; its code tells what to do.
func ExampleError() {
	c, err := client.New(serverURL, key)
	if err != nil {
		log.Fatal(err)
	}
	_, err = c.TextToVideo(context.Background(), client.TextToVideo{
		Video:       client.Video{Prompt: "a fox", Model: "v5", Duration: 6, Quality: "540p"},
		AspectRatio: "16:9",
	})
	if e, ok := errors.AsType[*client.Error](err); ok {
		fmt.Println(e.Code == client.CodeInvalid, e.IsRetryable())
		fmt.Println(e.Message)
	}
	// Output:
	// true false
	// duration 6 is not offered by model v5; use one of 5, 8
}

// The same trace id never makes a second video, in this process or another.
func ExampleVideo_idempotent() {
	ctx := context.Background()
	c, err := client.New(serverURL, key)
	if err != nil {
		log.Fatal(err)
	}
	request := client.TextToVideo{
		Video: client.Video{
			Prompt: "a fox", Model: "v6", Duration: 1, Quality: "360p",
			TraceID: "5f0c1a52-9d0e-4c8f-8a6b-0d6c3f1f2b11",
		},
		AspectRatio: "16:9",
	}
	first, err := c.TextToVideo(ctx, request)
	if err != nil {
		log.Fatal(err)
	}
	second, err := c.TextToVideo(ctx, request)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(first.VideoID == second.VideoID)
	// Output: true
}

func ExampleClient_Cancel() {
	ctx := context.Background()
	c, err := client.New(serverURL, key)
	if err != nil {
		log.Fatal(err)
	}
	before, err := c.Balance(ctx)
	if err != nil {
		log.Fatal(err)
	}
	video, err := c.TextToVideo(ctx, client.TextToVideo{
		Video:       client.Video{Prompt: "a long winter", Model: "v6", Duration: 15, Quality: "1080p"},
		AspectRatio: "21:9",
	})
	if err != nil {
		log.Fatal(err)
	}
	g, err := c.Cancel(ctx, video.VideoID)
	if err != nil {
		log.Fatal(err)
	}
	after, err := c.Balance(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(g.Status, g.Error.Message, after == before)
	// Output: cancelled cancelled by its owner true
}

func ExampleClient_Engines() {
	ctx := context.Background()
	c, err := client.New(serverURL, key)
	if err != nil {
		log.Fatal(err)
	}
	engines, err := c.Engines(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range engines {
		fmt.Println(e.Name+":", e.Capabilities[0].Notes)
	}
	// Output: test: fades from dark to bright
}
