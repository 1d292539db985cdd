package pixverse

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"zoetrope"
	"zoetrope/internal/generation"
)

// generateEndpoints are the routes that submit work.
func (s *Server) generateEndpoints() []endpoint {
	return []endpoint{
		{method: http.MethodPost, path: "/openapi/v2/video/text/generate", input: inputFields, handle: s.textToVideo},
		{method: http.MethodPost, path: "/openapi/v2/video/img/generate", input: inputFields, handle: s.imageToVideo},
	}
}

// submitted answers a submission. Clients read the price under either name.
type submitted struct {
	VideoID int64            `json:"video_id"`
	Credits zoetrope.Credits `json:"credits"`
	Credit  zoetrope.Credits `json:"credit"`
}

func (s *Server) textToVideo(ctx context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	spec := &zoetrope.TextToVideoSpec{
		VideoSpec:   r.videoSpec(),
		AspectRatio: zoetrope.AspectRatio(r.text("aspect_ratio")),
	}
	r.requireVideo()
	r.require("use a ratio such as 16:9", "aspect_ratio")
	if r.err != nil {
		return nil, r.err
	}
	if err := s.check(spec); err != nil {
		return nil, err
	}
	return s.submit(ctx, req, spec, spec.AspectRatio.Value())
}

func (s *Server) imageToVideo(ctx context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	spec := &zoetrope.ImageToVideoSpec{VideoSpec: r.videoSpec(), Image: r.id("img_id", "image_id")}
	if spec.Image == 0 {
		// The plural is for templates of several pictures; one in it is clear.
		if ids := r.ids(1, "img_ids"); len(ids) == 1 {
			spec.Image = ids[0]
		}
	}
	r.requireVideo()
	if r.err != nil {
		return nil, r.err
	}
	if err := s.check(spec); err != nil {
		return nil, err
	}
	picture, err := s.picture(ctx, req.Account.ID, "img_id", spec.Image)
	if err != nil {
		return nil, err
	}
	return s.submit(ctx, req, spec, float64(picture.Width)/float64(picture.Height))
}

// videoSpec reads the fields that all video operations share.
func (r *fieldReader) videoSpec() zoetrope.VideoSpec {
	spec := zoetrope.VideoSpec{
		Model:          r.word("model"),
		Prompt:         r.text("prompt"),
		NegativePrompt: r.text("negative_prompt"),
		Quality:        zoetrope.Quality(r.word("quality")),
		MotionMode:     r.word("motion_mode"),
		CameraMovement: r.word("camera_movement"),
		Style:          r.word("style"),
		TemplateID:     r.id("template_id"),
		WaterMark:      r.boolean("water_mark"),
		WebhookID:      strings.TrimSpace(r.text("webhook_id")),

		GenerateAudio: r.boolean("generate_audio_switch"),
		MultiClip:     r.boolean("generate_multi_clip_switch"),
		ThinkingType:  r.word("thinking_type"),

		SoundEffect:        r.boolean("sound_effect_switch"),
		SoundEffectContent: r.text("sound_effect_content"),

		LipSync:        r.anyTrue("lip_sync_tts_switch", "lip_sync_switch"),
		LipSyncText:    r.text("lip_sync_tts_content", "lip_sync_tts_conent"),
		LipSyncSpeaker: strings.TrimSpace(r.text("lip_sync_tts_speaker_id")),
	}
	if n, ok := r.integer("duration"); ok {
		spec.Duration = r.small("duration", n)
	}
	if n, ok := r.integer("seed"); ok {
		spec.Seed = &n
	}
	return spec
}

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
	r.require("use one such as v6", "model")
	r.require("give the seconds, such as 5", "duration")
	r.require("use 360p, 540p, 720p or 1080p", "quality")
}

// check brings a spec into its normal form and applies every rule that needs
// nothing but the spec.
func (s *Server) check(spec zoetrope.Spec) error {
	s.catalog.Normalize(spec)
	if err := spec.Validate(); err != nil {
		return err
	}
	return s.catalog.Check(spec)
}

// picture returns an uploaded picture of the account.
func (s *Server) picture(ctx context.Context, account int64, field string, id int64) (zoetrope.Asset, error) {
	a, err := s.assets.Get(ctx, account, id)
	switch code := zoetrope.CodeOf(err); {
	case code == zoetrope.CodeNotFound, code == zoetrope.CodeDeleted:
		return a, zoetrope.FieldErrorf(zoetrope.CodeImageUnknown, field,
			"%s %d does not exist in this account; upload the picture to /openapi/v2/image/upload and pass its img_id", field, id)
	case err != nil:
		return a, err
	case a.Kind != zoetrope.AssetImage || a.Width <= 0 || a.Height <= 0:
		return a, zoetrope.FieldErrorf(zoetrope.CodeImageUnknown, field, "%s %d is %s, not a picture; pass the img_id of a picture", field, id, a.Kind)
	}
	return a, nil
}

// submit turns a checked spec into a generation. aspect is width / height.
func (s *Server) submit(ctx context.Context, req *Request, spec zoetrope.Spec, aspect float64) (any, error) {
	width, height, err := spec.Video().Quality.Size(aspect)
	if err != nil {
		return nil, fmt.Errorf("size of a checked request: %w", err)
	}
	hash, err := req.bodyHash()
	if err != nil {
		return nil, err
	}
	g, _, err := s.generations.Submit(ctx, generation.Submission{
		Account:  req.Account.ID,
		TraceID:  req.TraceID,
		Spec:     spec,
		Width:    width,
		Height:   height,
		BodyHash: hash,
	})
	if err != nil {
		return nil, err
	}
	req.generation = g.ID
	return submitted{VideoID: g.ID, Credits: g.Price, Credit: g.Price}, nil
}
