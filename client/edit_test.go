package client_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"testing"

	"zoetrope/client"
	"zoetrope/internal/apitest"
)

func ExampleClient_SelectMasks() {
	ctx := context.Background()
	c, err := client.New(serverURL, key)
	if err != nil {
		log.Fatal(err)
	}
	clip, err := c.UploadMediaURL(ctx, serverURL+"/test/clip.mp4")
	if err != nil {
		log.Fatal(err)
	}
	picture, err := c.UploadImageURL(ctx, serverURL+"/test/picture.png")
	if err != nil {
		log.Fatal(err)
	}
	source := client.Source{MediaID: clip.ID}
	found, err := c.SelectMasks(ctx, client.MaskSelection{Source: source})
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range found.Masks {
		fmt.Println(m.Name)
	}
	video, err := c.Swap(ctx, client.Swap{
		Source: source, KeyFrame: found.KeyFrame, MaskID: found.Masks[0].ID, ImageID: picture.ID, Quality: "360p",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("swapping costs", video.Credits)
	// Output:
	// person
	// background
	// swapping costs 9
}

func ExampleClient_EffectImage() {
	ctx := context.Background()
	c, err := client.New(serverURL, key)
	if err != nil {
		log.Fatal(err)
	}
	templates, err := c.Templates(ctx, client.ImageTemplate)
	if err != nil {
		log.Fatal(err)
	}
	picture, err := c.UploadImageURL(ctx, serverURL+"/test/picture.png")
	if err != nil {
		log.Fatal(err)
	}
	made, err := c.EffectImage(ctx, client.Effect{TemplateID: templates[0].ID, ImageIDs: []int64{picture.ID}})
	if err != nil {
		log.Fatal(err)
	}
	result, err := c.WaitImage(ctx, made.ImageID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Status, result.Width, "x", result.Height, made.Credits, "credits")
	// Output: done 1024 x 576 10 credits
}

// Every method is understood by the server: nothing renders here, so each
// submission only has to be priced as the catalog says.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	server := apitest.Start(t, apitest.SQLite(t))
	c, err := client.New(server.URL, server.Key)
	if err != nil {
		t.Fatal(err)
	}
	media := func(name string) int64 {
		m, err := c.UploadMediaFrom(ctx, bytes.NewReader(apitest.File(t, name)), name, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m.ID
	}
	image := func(name string) int64 {
		m, err := c.UploadImageFrom(ctx, bytes.NewReader(apitest.File(t, name)), name, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m.ID
	}
	first, last := image("picture.png"), image("portrait.jpg")
	clip, dance, talk, song := media("clip.mp4"), media("reference.mp4"), media("speech.wav"), media("song.wav")
	if err := c.VerifyAudio(ctx, song); err != nil {
		t.Fatal(err)
	}
	voice, err := c.CreateVoice(ctx, "mine", talk)
	if err != nil {
		t.Fatal(err)
	}
	v := client.Video{Prompt: "a fox", Model: "v6", Duration: 2, Quality: "360p"}
	source := client.Source{MediaID: clip}
	submissions := map[string]struct {
		submit func() (client.Submitted, error)
		price  int64
	}{
		"transition": {func() (client.Submitted, error) {
			return c.Transition(ctx, client.Transition{Video: v, First: first, Last: last})
		}, 10},
		"multi transition": {func() (client.Submitted, error) {
			frames := []client.KeyFrame{{ImageID: first, Duration: 5}, {ImageID: last, Duration: 5}, {ImageID: first}}
			return c.MultiTransition(ctx, client.MultiTransition{Model: "v5", Quality: "540p", Frames: frames})
		}, 90},
		"extend": {func() (client.Submitted, error) { return c.Extend(ctx, client.Extend{Video: v, Source: source}) }, 10},
		"fusion": {func() (client.Submitted, error) {
			omni := client.Video{Prompt: "the @cat does the @dance", Model: "v6", Quality: "360p"}
			return c.Fusion(ctx, client.Fusion{
				Video: omni, AspectRatio: "auto", Mode: client.ModeOmni,
				Images: []client.Reference{{ImageID: first, Name: "cat"}},
				Clips:  []client.ReferenceClip{{Source: client.Source{MediaID: dance}, Name: "dance"}},
			})
		}, 20},
		"restyle": {func() (client.Submitted, error) { return c.Restyle(ctx, client.Restyle{Source: source, Prompt: "ink"}) }, 10},
		"sound":   {func() (client.Submitted, error) { return c.SoundEffect(ctx, client.SoundEffect{Source: source}) }, 10},
		"upscale": {func() (client.Submitted, error) { return c.Upscale(ctx, client.Upscale{Source: source}) }, 5},
		"lip sync": {func() (client.Submitted, error) {
			return c.LipSync(ctx, client.LipSync{Source: source, Speech: client.Speech{Text: "Hello", Speaker: voice.ID}})
		}, 4},
		"mimic": {func() (client.Submitted, error) {
			return c.Mimic(ctx, client.Mimic{Source: source, ImageID: first, Quality: "720p"})
		}, 12},
		"modify": {func() (client.Submitted, error) {
			return c.Modify(ctx, client.Modify{Source: source, Prompt: "snow", Quality: "540p"})
		}, 12},
		"avatar": {func() (client.Submitted, error) {
			return c.Avatar(ctx, client.Avatar{Speech: client.Speech{AudioID: talk}, ImageID: first, Quality: "540p"})
		}, 16},
		"agent": {func() (client.Submitted, error) {
			return c.Agent(ctx, client.Agent{
				AgentID: client.AgentViral, Prompt: "a dance", Quality: "720p", AspectRatio: "9:16",
				Images: []client.Picture{{ID: first}}, Clips: []client.Source{{MediaID: dance}},
			})
		}, 40},
		"music video": {func() (client.Submitted, error) {
			return c.MusicVideo(ctx, client.MusicVideo{AgentType: "vibe_mv", AudioID: song, AspectRatio: "16:9", Quality: "1080p"})
		}, 225},
		"effect": {func() (client.Submitted, error) {
			return c.EffectVideo(ctx, client.Effect{TemplateID: 315446315336768, ImageIDs: []int64{first}, Quality: "720p"})
		}, 60},
	}
	total := int64(0)
	for name, s := range submissions {
		got, err := s.submit()
		if err != nil || got.Credits != s.price {
			t.Errorf("%s: %+v, %v; want %d credits", name, got, err, s.price)
		}
		total += s.price
		if credits, err := c.VideoCredits(ctx, got.VideoID); err != nil || credits != s.price {
			t.Errorf("%s: credits %d, %v", name, credits, err)
		}
	}
	checkLists(t, c, voice, total)
}

// checkLists looks at what can be listed after the submissions.
func checkLists(t *testing.T, c *client.Client, voice client.Voice, spent int64) {
	t.Helper()
	ctx := t.Context()
	usage, err := c.Usage(ctx, client.UsageQuery{Limit: 100, Status: "consume"})
	for _, item := range usage.Items {
		spent -= item.Credits
	}
	if err != nil || spent != 0 || usage.More {
		t.Errorf("usage differs by %d from what was spent: %+v, %v", spent, usage, err)
	}
	voices, err := c.Voices(ctx)
	if err != nil || len(voices) != 16 || voices[0].Name != "Harper" || voices[15] != voice {
		t.Errorf("voices: %+v, %v", voices, err)
	}
	if err := c.DeleteVoice(ctx, voice.ID); err != nil {
		t.Errorf("delete voice: %v", err)
	}
	if presets, err := c.Restyles(ctx); err != nil || len(presets) == 0 || presets[0].ID == 0 {
		t.Errorf("presets: %+v, %v", presets, err)
	}
}
