package client

import "context"

// Transition asks for a video that begins with one picture and ends with
// another.
type Transition struct {
	Video
	First int64 `json:"first_frame_img"` // from UploadImage
	Last  int64 `json:"last_frame_img"`
}

// Transition submits a video between two pictures.
func (c *Client) Transition(ctx context.Context, request Transition) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/transition/generate", request.TraceID, request)
}

// KeyFrame is one picture of a MultiTransition.
type KeyFrame struct {
	ImageID  int64  `json:"img_id"`
	Duration int    `json:"duration,omitempty"` // seconds to the next picture; 0 for the last
	Prompt   string `json:"prompt,omitempty"`
}

// MultiTransition asks for a video through 2 to 7 pictures.
type MultiTransition struct {
	Options
	Frames     []KeyFrame `json:"multi_transition"`
	Model      string     `json:"model"`   // "v3.5" to "v5"
	Quality    string     `json:"quality"` // "360p", "540p", "720p" or "1080p"
	MotionMode string     `json:"motion_mode,omitempty"`
}

// MultiTransition submits a video through several pictures.
func (c *Client) MultiTransition(ctx context.Context, request MultiTransition) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/multi_transition/generate", request.TraceID, request)
}

// Source is the video that an edit is about: set one of the two.
type Source struct {
	VideoID int64 `json:"source_video_id,omitempty"` // of a finished generation
	MediaID int64 `json:"video_media_id,omitempty"`  // from UploadMedia
}

// Extend asks for a continuation of a video.
type Extend struct {
	Video
	Source
}

// Extend submits the continuation of a video.
func (c *Client) Extend(ctx context.Context, request Extend) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/extend/generate", request.TraceID, request)
}

// Reference is a picture that a Fusion's prompt calls by @Name.
type Reference struct {
	Role    string `json:"type,omitempty"` // "subject", the default, or "background"
	ImageID int64  `json:"img_id"`
	Name    string `json:"ref_name"`
}

// ReferenceClip is a video that a Fusion's prompt calls by @Name.
type ReferenceClip struct {
	Source
	Name string `json:"ref_name"`
}

// ModeOmni is the reference mode in which a Fusion takes videos too. With them
// its Duration must be 0.
const ModeOmni = "omni"

// Fusion asks for a video that shows given subjects.
type Fusion struct {
	Video
	AspectRatio string          `json:"aspect_ratio,omitempty"`
	Images      []Reference     `json:"image_references,omitempty"`
	Clips       []ReferenceClip `json:"video_references,omitempty"`
	Mode        string          `json:"reference_mode,omitempty"` // "" or ModeOmni
}

// Fusion submits a video that shows given subjects.
func (c *Client) Fusion(ctx context.Context, request Fusion) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/fusion/generate", request.TraceID, request)
}
