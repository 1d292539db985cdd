package client

import (
	"context"
	"fmt"
	"net/http"
)

// Video is what a request for any video can say. Prompt, Model, Duration and
// Quality are required.
type Video struct {
	Prompt         string `json:"prompt"`
	Model          string `json:"model"`                     // "v3.5" ... "v6", "c1"
	Duration       int    `json:"duration"`                  // seconds
	Quality        string `json:"quality"`                   // "360p", "540p", "720p" or "1080p"
	NegativePrompt string `json:"negative_prompt,omitempty"` // what not to see
	Seed           *int64 `json:"seed,omitempty"`            // nil: the server draws one
	MotionMode     string `json:"motion_mode,omitempty"`     // "normal" or "fast"
	CameraMovement string `json:"camera_movement,omitempty"`
	Style          string `json:"style,omitempty"`
	TemplateID     int64  `json:"template_id,omitempty"`
	WaterMark      bool   `json:"water_mark,omitempty"`
	WebhookID      string `json:"webhook_id,omitempty"`

	GenerateAudio bool   `json:"generate_audio_switch,omitempty"`
	MultiClip     bool   `json:"generate_multi_clip_switch,omitempty"`
	ThinkingType  string `json:"thinking_type,omitempty"`

	SoundEffect        bool   `json:"sound_effect_switch,omitempty"`
	SoundEffectContent string `json:"sound_effect_content,omitempty"`

	LipSync        bool   `json:"lip_sync_tts_switch,omitempty"`
	LipSyncText    string `json:"lip_sync_tts_content,omitempty"`
	LipSyncSpeaker string `json:"lip_sync_tts_speaker_id,omitempty"`

	// TraceID identifies the submission. Left empty, the call draws one and
	// keeps it for its retries; set it to make a submission idempotent across
	// calls and processes too.
	TraceID string `json:"-"`
}

// TextToVideo asks for a video from words.
type TextToVideo struct {
	Video
	AspectRatio string `json:"aspect_ratio"` // such as "16:9"
}

// ImageToVideo asks for a video from one picture, whose aspect ratio it gets.
type ImageToVideo struct {
	Video
	ImageID int64 `json:"img_id"` // from UploadImage
}

// Submitted is the answer to a submission.
type Submitted struct {
	VideoID int64 `json:"video_id"`
	Credits int64 `json:"credits"` // the price
}

// TextToVideo submits a video from words.
func (c *Client) TextToVideo(ctx context.Context, request TextToVideo) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/text/generate", request.TraceID, request)
}

// ImageToVideo submits a video from a picture.
func (c *Client) ImageToVideo(ctx context.Context, request ImageToVideo) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/img/generate", request.TraceID, request)
}

func (c *Client) submit(ctx context.Context, path, traceID string, request any) (Submitted, error) {
	return send[Submitted](ctx, c, http.MethodPost, path, traceID, request)
}

// Status is where a generation is in its life, as the compatible API numbers
// it.
type Status int

// The statuses.
const (
	StatusDone    Status = 1
	StatusRunning Status = 5 // waiting or generating
	StatusDeleted Status = 6
	StatusBlocked Status = 7 // refused by the content policy
	StatusFailed  Status = 8 // or cancelled
)

// String names the status.
func (s Status) String() string {
	switch s {
	case StatusDone:
		return "done"
	case StatusRunning:
		return "running"
	case StatusDeleted:
		return "deleted"
	case StatusBlocked:
		return "refused by the content policy"
	case StatusFailed:
		return "failed"
	}
	return fmt.Sprintf("status %d", int(s))
}

// Result is a generation as the compatible API shows it.
type Result struct {
	ID             int64  `json:"id"`
	Status         Status `json:"status"`
	URL            string `json:"url"` // empty until done
	Prompt         string `json:"prompt"`
	NegativePrompt string `json:"negative_prompt"`
	Style          string `json:"style"`
	Seed           int64  `json:"seed"`
	Lines          int    `json:"resolution_ratio"` // 540 for "540p"
	Width          int    `json:"outputWidth"`
	Height         int    `json:"outputHeight"`
	Size           int64  `json:"size"` // bytes
	HasAudio       bool   `json:"has_audio"`
	Credits        int64  `json:"credits"`
	CreateTime     string `json:"create_time"` // RFC 3339 from Zoetrope; others write it as they like
	ModifyTime     string `json:"modify_time"`
}

// Result looks at a generation.
func (c *Client) Result(ctx context.Context, id int64) (Result, error) {
	var resp Result
	err := c.do(ctx, call{method: http.MethodGet, path: fmt.Sprintf("/openapi/v2/video/result/%d", id)}, &resp)
	return resp, err
}

// Balance is what the account can still spend.
type Balance struct {
	AccountID int64 `json:"account_id"`
	Monthly   int64 `json:"credit_monthly"`
	Package   int64 `json:"credit_package"`
}

// Balance looks at the account's credits.
func (c *Client) Balance(ctx context.Context) (Balance, error) {
	var resp Balance
	err := c.do(ctx, call{method: http.MethodGet, path: "/openapi/v2/account/balance"}, &resp)
	return resp, err
}
