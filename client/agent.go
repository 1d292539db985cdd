package client

import (
	"context"
	"net/http"
)

// Avatar asks for a portrait that speaks.
type Avatar struct {
	Options
	Speech
	ImageID int64  `json:"img_id"`
	Quality string `json:"quality"`
	Prompt  string `json:"prompt,omitempty"`
}

// Avatar submits a portrait that speaks.
func (c *Client) Avatar(ctx context.Context, request Avatar) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/avatar/generate", request.TraceID, request)
}

// The agents.
const (
	AgentViral      = 414562414124109 // recreates a viral clip
	AgentRealEstate = 419629433597950 // turns photographs of a property into a tour
)

// Picture is a picture that an agent works with: set one of the two.
type Picture struct {
	ID  int64  `json:"img_id,omitempty"`  // from UploadImage
	URL string `json:"img_url,omitempty"` // which the server fetches
}

// Agent asks an agent for an edited video. Which fields an agent takes says the
// server's /openapi.yaml.
type Agent struct {
	Options
	AgentID     int64     `json:"agent_id"`
	Prompt      string    `json:"prompt,omitempty"`
	Quality     string    `json:"quality"`
	AspectRatio string    `json:"aspect_ratio"`
	Images      []Picture `json:"img_references,omitempty"`
	Clips       []Source  `json:"video_references,omitempty"`
	Model       string    `json:"model,omitempty"`
	Mode        string    `json:"mode,omitempty"`
	ProductURL  string    `json:"product_url,omitempty"`
	Language    string    `json:"language_code,omitempty"`
	Presence    string    `json:"avatar_presence_level,omitempty"`
	Duration    int       `json:"duration,omitempty"`
	VideoStyle  string    `json:"video_style,omitempty"`
}

// Agent submits an edited video.
func (c *Client) Agent(ctx context.Context, request Agent) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/agent/generate", request.TraceID, request)
}

// Word is one sung word.
type Word struct {
	Start float64 `json:"start"` // seconds
	End   float64 `json:"end"`
	Text  string  `json:"word"`
}

// TimedLyrics are the words of a song and when they are sung.
type TimedLyrics struct {
	Words []Word `json:"words"`
}

// MusicVideo asks for a video cut to a piece of music that VerifyAudio has
// accepted.
type MusicVideo struct {
	Options
	AgentType    string       `json:"mv_agent_type"` // "vibe_mv" or "vibe_mv_v3_custom"
	AudioID      int64        `json:"audio_media_id"`
	AspectRatio  string       `json:"aspect_ratio"`
	Quality      string       `json:"quality"` // "720p" or "1080p"
	Prompt       string       `json:"prompt,omitempty"`
	MusicStyle   string       `json:"music_style,omitempty"`
	LookStyle    string       `json:"mv_style,omitempty"`
	Captions     bool         `json:"caption_switch,omitempty"`
	Singing      bool         `json:"lip_sync_switch,omitempty"`
	Instrumental bool         `json:"instrumental_switch,omitempty"`
	Lyrics       string       `json:"lyric_text,omitempty"`
	TimedLyrics  *TimedLyrics `json:"lyric_timestamp,omitempty"` // wins over Lyrics
	Images       []Picture    `json:"img_references,omitempty"`
	StyleImages  []Picture    `json:"style_img_references,omitempty"`
}

// MusicVideo submits a video cut to a piece of music.
func (c *Client) MusicVideo(ctx context.Context, request MusicVideo) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/music_mv_agent/generate", request.TraceID, request)
}

// VerifyAudio has the server look whether an upload can be used for a
// MusicVideo.
func (c *Client) VerifyAudio(ctx context.Context, audioID int64) error {
	_, err := send[struct{}](ctx, c, http.MethodPost, "/openapi/v2/audio/verification", "", struct {
		AudioID int64 `json:"audio_media_id"`
	}{audioID})
	return err
}
