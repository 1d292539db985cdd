package zoetrope

import "unicode/utf8"

// The agents.
const (
	AgentViral      = 414562414124109 // recreates a viral clip with the given subjects
	AgentRealEstate = 419629433597950 // turns photographs of a property into a tour
)

// AgentSpec asks an agent for an edited video of several shots.
type AgentSpec struct {
	VideoSpec
	AgentID     int64       `json:"agent_id"`
	AspectRatio AspectRatio `json:"aspect_ratio"`
	Images      []int64     `json:"images,omitempty"`
	Clips       []int64     `json:"clips,omitempty"` // asset ids of reference videos
	Mode        string      `json:"mode,omitempty"`
	ProductURL  string      `json:"product_url,omitempty"`
	Language    string      `json:"language_code,omitempty"`
	Presence    string      `json:"avatar_presence_level,omitempty"`
	VideoStyle  string      `json:"video_style,omitempty"`
}

// Operation returns Agent.
func (*AgentSpec) Operation() Operation { return Agent }

// Inputs returns the pictures, then the clips.
func (s *AgentSpec) Inputs() []int64 {
	return append(append([]int64{}, s.Images...), s.Clips...)
}

// Validate checks which agent is meant; its own rules are the catalog's.
func (s *AgentSpec) Validate() error {
	switch s.AgentID {
	case AgentViral, AgentRealEstate:
		return s.VideoSpec.Validate()
	case 0:
		return FieldErrorf(CodeMissing, "agent_id", "agent_id is missing; use %d (viral recreation) or %d (real estate)", AgentViral, AgentRealEstate)
	}
	return FieldErrorf(CodeInvalid, "agent_id", "agent_id %d is unknown; use %d (viral recreation) or %d (real estate)", s.AgentID, AgentViral, AgentRealEstate)
}

// Word is one sung word.
type Word struct {
	Start float64 `json:"start"` // seconds
	End   float64 `json:"end"`
	Text  string  `json:"word"`
}

// MusicVideoSpec asks for a video cut to a piece of music.
type MusicVideoSpec struct {
	VideoSpec
	AgentType    string      `json:"mv_agent_type"`
	Audio        int64       `json:"audio"` // asset id
	AspectRatio  AspectRatio `json:"aspect_ratio"`
	MusicStyle   string      `json:"music_style,omitempty"`
	LookStyle    string      `json:"mv_style,omitempty"`
	Captions     bool        `json:"caption_switch,omitempty"`
	Singing      bool        `json:"lip_sync_switch,omitempty"` // mouths move to the words
	Instrumental bool        `json:"instrumental_switch,omitempty"`
	Lyrics       string      `json:"lyric_text,omitempty"`
	Words        []Word      `json:"lyric_timestamp,omitempty"` // wins over Lyrics
	Images       []int64     `json:"images,omitempty"`
	StyleImages  []int64     `json:"style_images,omitempty"`
}

// Operation returns MusicVideo.
func (*MusicVideoSpec) Operation() Operation { return MusicVideo }

// Inputs returns the music, then the pictures.
func (s *MusicVideoSpec) Inputs() []int64 {
	return append(append([]int64{s.Audio}, s.Images...), s.StyleImages...)
}

// Validate checks the music and the lyrics.
func (s *MusicVideoSpec) Validate() error {
	if s.Audio == 0 {
		return FieldErrorf(CodeMissing, "audio_media_id", "audio_media_id is missing; upload the music and verify it")
	}
	if n := utf8.RuneCountInString(s.Lyrics); n >= MaxPrompt {
		return FieldErrorf(CodeLyrics, "lyric_text", "lyric_text has %d characters; fewer than %d are allowed", n, MaxPrompt)
	}
	end := 0.0
	for i, w := range s.Words {
		if w.Start < 0 || w.End < w.Start || w.Start < end {
			return FieldErrorf(CodeLyrics, "lyric_timestamp", "lyric_timestamp.words[%d] runs from %g to %g s; words must follow each other", i, w.Start, w.End)
		}
		end = w.Start
	}
	return s.VideoSpec.Validate()
}
