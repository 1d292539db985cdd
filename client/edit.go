package client

import (
	"context"
	"fmt"
	"net/http"
)

// Options is what every submission can say.
type Options struct {
	Seed      *int64 `json:"seed,omitempty"` // nil: the server draws one
	WebhookID string `json:"webhook_id,omitempty"`
	WaterMark bool   `json:"water_mark,omitempty"`
	TraceID   string `json:"-"` // as in Video
}

// Restyle asks for a video in another style: set Preset or Prompt.
type Restyle struct {
	Options
	Source
	Preset int64  `json:"restyle_id,omitempty"` // from Restyles
	Prompt string `json:"restyle_prompt,omitempty"`
}

// Restyle submits a video in another style.
func (c *Client) Restyle(ctx context.Context, request Restyle) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/restyle/generate", request.TraceID, request)
}

// SoundEffect asks for sound on a video.
type SoundEffect struct {
	Options
	Source
	Content      string `json:"sound_effect_content,omitempty"` // "": what fits the picture
	KeepOriginal bool   `json:"original_sound_switch,omitempty"`
}

// SoundEffect submits a video with sound.
func (c *Client) SoundEffect(ctx context.Context, request SoundEffect) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/sound_effect/generate", request.TraceID, request)
}

// Upscale asks for a larger version of a video.
type Upscale struct {
	Options
	Source
}

// Upscale submits a larger version of a video.
func (c *Client) Upscale(ctx context.Context, request Upscale) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/upscale/generate", request.TraceID, request)
}

// Speech is what shall be spoken: set AudioID, or Text and Speaker.
type Speech struct {
	AudioID int64  `json:"audio_media_id,omitempty"` // from UploadMedia
	Text    string `json:"lip_sync_tts_content,omitempty"`
	Speaker string `json:"lip_sync_tts_speaker_id,omitempty"` // from Voices
}

// LipSync asks for a video whose mouth speaks.
type LipSync struct {
	Options
	Source
	Speech
}

// LipSync submits a video whose mouth speaks.
func (c *Client) LipSync(ctx context.Context, request LipSync) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/lip_sync/generate", request.TraceID, request)
}

// MaskSelection asks what can be swapped in one frame of a video.
type MaskSelection struct {
	Options
	Source
	KeyFrame int `json:"keyframe_id,omitempty"` // counts from 1, the default
}

// Mask is one thing in a frame.
type Mask struct {
	ID   string `json:"mask_id"`
	Name string `json:"mask_name"` // such as "person"
	URL  string `json:"mask_url"`
}

// Masks is what can be swapped in one frame.
type Masks struct {
	KeyFrame    int    `json:"keyframe_id"`
	KeyFrameURL string `json:"keyframe_url"`
	Credits     int64  `json:"credits"`
	Masks       []Mask `json:"mask_info"`
}

// SelectMasks finds what can be swapped in a frame. It takes some seconds.
func (c *Client) SelectMasks(ctx context.Context, request MaskSelection) (Masks, error) {
	return send[Masks](ctx, c, http.MethodPost, "/openapi/v2/video/mask/selection", request.TraceID, request)
}

// Swap asks to replace what a mask covers by the subject of a picture. Source,
// KeyFrame and MaskID belong to one mask selection.
type Swap struct {
	Options
	Source
	KeyFrame     int    `json:"keyframe_id"`
	MaskID       string `json:"mask_id"`
	ImageID      int64  `json:"img_id"`
	Quality      string `json:"quality"` // "360p", "540p" or "720p"
	KeepOriginal bool   `json:"original_sound_switch,omitempty"`
}

// Swap submits a video with something swapped.
func (c *Client) Swap(ctx context.Context, request Swap) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/swap/generate", request.TraceID, request)
}

// Mimic asks for a picture's subject to move as a video's person does.
type Mimic struct {
	Options
	Source
	ImageID int64  `json:"img_id"`
	Quality string `json:"quality"` // "360p", "540p" or "720p"
}

// Mimic submits a picture that moves as a video does.
func (c *Client) Mimic(ctx context.Context, request Mimic) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/mimic/generate", request.TraceID, request)
}

// Modify asks for changes to a video in words, with @selection0 for the first
// mask and @img0 for the first picture.
type Modify struct {
	Options
	Source
	Prompt   string   `json:"prompt"`
	Quality  string   `json:"quality"` // "360p", "540p" or "720p"
	ImageIDs []int64  `json:"img_ids,omitempty"`
	MaskIDs  []string `json:"mask_ids,omitempty"`
	KeyFrame int      `json:"keyframe_ids,omitempty"`
}

// Modify submits a changed video.
func (c *Client) Modify(ctx context.Context, request Modify) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/modify/generate", request.TraceID, request)
}

// Preset is a preset of Restyle.
type Preset struct {
	ID       int64  `json:"restyle_id"`
	Name     string `json:"restyle_name"`
	Prompt   string `json:"restyle_prompt"`
	CoverURL string `json:"cover_url"`
}

// Restyles lists the presets of Restyle.
func (c *Client) Restyles(ctx context.Context) ([]Preset, error) {
	return send[[]Preset](ctx, c, http.MethodGet, "/openapi/v2/video/restyle/list", "", nil)
}

// Voice is a voice that can speak.
type Voice struct {
	ID   string `json:"speaker_id"`
	Name string `json:"name"`
}

// voicePage is how many voices one call lists.
const voicePage = 100

// Voices lists the voices of the system, then those of the account.
func (c *Client) Voices(ctx context.Context) ([]Voice, error) {
	var all []Voice
	for page := 1; ; page++ {
		path := fmt.Sprintf("/openapi/v2/video/tts_speaker?speaker_type=all&page_num=%d&page_size=%d", page, voicePage)
		part, err := send[struct {
			Total int     `json:"total"`
			Data  []Voice `json:"data"`
		}](ctx, c, http.MethodGet, path, "", nil)
		if err != nil {
			return nil, err
		}
		if all = append(all, part.Data...); len(part.Data) < voicePage || len(all) >= part.Total {
			return all, nil
		}
	}
}

// CreateVoice makes a voice of an uploaded recording.
func (c *Client) CreateVoice(ctx context.Context, name string, audioID int64) (Voice, error) {
	return send[Voice](ctx, c, http.MethodPost, "/openapi/v2/video/tts_speaker", "", struct {
		Name    string `json:"name"`
		AudioID int64  `json:"audio_media_id"`
	}{name, audioID})
}

// DeleteVoice deletes a voice of the account.
func (c *Client) DeleteVoice(ctx context.Context, id string) error {
	_, err := send[struct{}](ctx, c, http.MethodDelete, "/openapi/v2/video/tts_speaker/"+id, "", nil)
	return err
}
