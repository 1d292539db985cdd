package pixverse

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"zoetrope"
)

// generators are the routes that submit a video and answer at once.
var generators = slices.Concat(wordGenerators, frameGenerators, editGenerators, swapGenerators, agentGenerators)

// generateEndpoints are the routes of generators.
func (s *Server) generateEndpoints() []endpoint {
	var all []endpoint
	for _, g := range generators {
		all = append(all, endpoint{method: http.MethodPost, path: g.path, input: inputFields, handle: s.submitVideo(g)})
	}
	return all
}

// submitted answers a submission. Clients read the price under either name.
type submitted struct {
	VideoID int64            `json:"video_id"`
	Credits zoetrope.Credits `json:"credits"`
	Credit  zoetrope.Credits `json:"credit"`
}

// submitVideo is the handler of a generator.
func (s *Server) submitVideo(route generator) func(ctx context.Context, req *Request) (any, error) {
	return func(ctx context.Context, req *Request) (any, error) {
		g, err := s.generate(ctx, req, route)
		if err != nil {
			return nil, err
		}
		return submitted{VideoID: g.ID, Credits: g.Price, Credit: g.Price}, nil
	}
}

// wordGenerators make videos from words, a picture or a template.
var wordGenerators = []generator{
	{"/openapi/v2/video/text/generate", readTextToVideo, sizeOfRatio},
	{"/openapi/v2/video/img/generate", readImageToVideo, sizeLikePicture},
}

func readTextToVideo(d *draft) zoetrope.Spec {
	spec := &zoetrope.TextToVideoSpec{VideoSpec: d.videoSpec(), AspectRatio: d.ratio()}
	d.requireVideo()
	d.require("use a ratio such as 16:9", "aspect_ratio")
	return spec
}

// readImageToVideo reads two operations that share a path: a template makes
// the difference.
func readImageToVideo(d *draft) zoetrope.Spec {
	if d.id("template_id") != 0 {
		return readTemplate(d)
	}
	spec := &zoetrope.ImageToVideoSpec{VideoSpec: d.videoSpec(), Image: d.image("img_id", "image_id")}
	if spec.Image == 0 {
		// The plural is for templates of several pictures; one in it is clear.
		if ids := d.images(1, "img_ids"); len(ids) == 1 {
			spec.Image = ids[0]
		}
	}
	d.requireVideo()
	return spec
}

// maxTemplateImages bounds a list before the template is known.
const maxTemplateImages = 20

// readTemplate reads what a template video needs. The template decides about
// model, prompt and duration, so these may be missing.
func readTemplate(d *draft) zoetrope.Spec {
	spec := &zoetrope.TemplateSpec{VideoSpec: d.videoSpec(), Images: d.templateImages()}
	d.require("use 360p, 540p, 720p or 1080p", "quality")
	return spec
}

// templateImages reads the pictures of a template: one, or a list. An id of 0
// is none.
func (d *draft) templateImages() []int64 {
	one := d.image("img_id", "image_id")
	_, _, several := d.lookup([]string{"img_ids"})
	switch {
	case one != 0 && several:
		d.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "img_ids", "give either img_id or img_ids, not both"))
	case one != 0:
		return []int64{one}
	}
	return d.images(maxTemplateImages, "img_ids")
}

// ratio reads aspect_ratio.
func (r *fieldReader) ratio() zoetrope.AspectRatio {
	return zoetrope.AspectRatio(strings.TrimSpace(r.text("aspect_ratio")))
}

// videoSpec reads the fields that all video operations share.
func (r *fieldReader) videoSpec() zoetrope.VideoSpec {
	spec := r.editSpec()
	spec.Model = r.word("model")
	spec.Prompt = r.text("prompt")
	spec.NegativePrompt = r.text("negative_prompt")
	spec.Quality = r.quality()
	spec.MotionMode = r.word("motion_mode")
	spec.CameraMovement = r.word("camera_movement")
	spec.Style = r.word("style")
	spec.TemplateID = r.id("template_id")

	spec.GenerateAudio = r.boolean("generate_audio_switch")
	spec.MultiClip = r.boolean("generate_multi_clip_switch")
	spec.ThinkingType = r.word("thinking_type")

	spec.SoundEffect = r.boolean("sound_effect_switch")
	spec.SoundEffectContent = r.text("sound_effect_content")

	spec.LipSync = r.anyTrue("lip_sync_tts_switch", "lip_sync_switch")
	spec.LipSyncText = r.text(speechText...)
	spec.LipSyncSpeaker = strings.TrimSpace(r.text(speechSpeaker))
	if n, ok := r.integer("duration"); ok {
		spec.Duration = r.small("duration", n)
	}
	return spec
}

// editSpec reads the few fields that edits share with all video operations.
func (r *fieldReader) editSpec() zoetrope.VideoSpec {
	spec := zoetrope.VideoSpec{
		WaterMark: r.boolean("water_mark"),
		WebhookID: strings.TrimSpace(r.text("webhook_id")),
	}
	if n, ok := r.integer("seed"); ok {
		spec.Seed = &n
	}
	return spec
}

func (r *fieldReader) quality() zoetrope.Quality { return zoetrope.Quality(r.word("quality")) }

// small narrows a number that no sane request makes large.
func (r *fieldReader) small(name string, n int64) int {
	if n < 0 || n > 1<<30 {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, name, "%s is %d, which is out of range", name, n))
		return 0
	}
	return int(n)
}

// requireVideo names the first required field that is missing.
func (r *fieldReader) requireVideo() {
	r.require("describe the video in words", "prompt")
	r.requireMode()
}

// requireMode is requireVideo for operations whose words may be elsewhere.
func (r *fieldReader) requireMode() {
	r.require("use one such as v6", "model")
	r.require("give the seconds, such as 5", "duration")
	r.require("use 360p, 540p, 720p or 1080p", "quality")
}
