package catalog

import (
	"fmt"
	"slices"
	"strings"

	"zoetrope"
)

// Agent is one way of an agent to work.
type Agent struct {
	ID              int64                  `json:"id"`
	Name            string                 `json:"name"`
	Model           string                 `json:"model"` // "": requests have none
	Qualities       []zoetrope.Quality     `json:"qualities"`
	Ratios          []zoetrope.AspectRatio `json:"ratios"`
	Images          Count                  `json:"images"`
	Clips           Count                  `json:"clips"`
	ProductURL      bool                   `json:"product_url"` // may stand in for prompt and pictures
	Modes           []string               `json:"modes"`
	AdDurations     []int                  `json:"ad_durations"` // of mode ad_house_tour
	AdStyles        []string               `json:"ad_styles"`
	Languages       []string               `json:"languages"`
	Presences       []string               `json:"presences"`
	DefaultDuration int                    `json:"default_duration"` // seconds; 0: the clip's
}

// Count is how many of something are allowed.
type Count struct{ Min, Max int }

func (n Count) check(field string, have int) error {
	if have < n.Min || have > n.Max {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s has %d items; %d to %d are needed", field, have, n.Min, n.Max)
	}
	return nil
}

const modeAd = "ad_house_tour"

// agent returns the agent that a spec asks for, or a refusal.
func (c *Catalog) agent(s *zoetrope.AgentSpec) (Agent, error) {
	var models []string
	for _, a := range c.agents {
		if a.ID != s.AgentID {
			continue
		}
		if a.Model == "" || a.Model == s.Model {
			return a, nil
		}
		models = append(models, a.Model)
	}
	if s.Model == "" {
		return Agent{}, zoetrope.FieldErrorf(zoetrope.CodeMissing, "model", "model is missing; use %s", list(models))
	}
	return Agent{}, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "model", "model %q is not one of this agent's; use %s", s.Model, list(models))
}

// normalizeAgent gives a request without a length that of its agent. Advertisements have to choose one.
func (c *Catalog) normalizeAgent(s *zoetrope.AgentSpec) {
	if a, err := c.agent(s); err == nil && s.Duration == 0 && s.Mode != modeAd {
		s.Duration = a.DefaultDuration
	}
}

// checkAgent reports the first rule of its agent that a request breaks.
func (c *Catalog) checkAgent(s *zoetrope.AgentSpec) error {
	a, err := c.agent(s)
	if err != nil {
		return err
	}
	if err := oneOf("quality", s.Quality, a.Qualities, a.Name); err != nil {
		return err
	}
	if err := oneOf("aspect_ratio", s.AspectRatio, a.Ratios, a.Name); err != nil {
		return err
	}
	if err := a.checkMaterial(s); err != nil {
		return err
	}
	for _, word := range []struct {
		field, value string
		allowed      []string
	}{
		{"mode", s.Mode, a.Modes}, {"language_code", s.Language, a.Languages}, {"avatar_presence_level", s.Presence, a.Presences},
	} {
		if err := optional(word.field, word.value, word.allowed); err != nil {
			return err
		}
	}
	return a.checkAd(s)
}

// checkMaterial checks what the agent works with.
func (a Agent) checkMaterial(s *zoetrope.AgentSpec) error {
	if s.ProductURL != "" {
		if !a.ProductURL {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "product_url", "product_url is not for the agent %s; leave it out", a.Name)
		}
		if s.Prompt != "" || len(s.Images) > 0 {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "product_url", "give either product_url or prompt with img_references, not both")
		}
		return nil
	}
	if s.Prompt == "" {
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, "prompt", "prompt is empty; say what the video should tell")
	}
	if err := a.Images.check("img_references", len(s.Images)); err != nil {
		return err
	}
	return a.Clips.check("video_references", len(s.Clips))
}

// checkAd checks what only advertisements have.
func (a Agent) checkAd(s *zoetrope.AgentSpec) error {
	if s.Mode == modeAd {
		if s.Language != "" {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "language_code", "language_code is not for mode %s; leave it out", modeAd)
		}
		if !slices.Contains(a.AdDurations, s.Duration) {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "duration", "duration is %d; mode %s has %s", s.Duration, modeAd, list(a.AdDurations))
		}
		return optional("video_style", s.VideoStyle, a.AdStyles)
	}
	if s.VideoStyle != "" {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "video_style", "video_style is only for mode %s; leave it out", modeAd)
	}
	return nil
}

// optional refuses a value that is there and not in a list.
func optional(field, value string, allowed []string) error {
	if value == "" || slices.Contains(allowed, value) {
		return nil
	}
	if len(allowed) == 0 {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s is not for this kind of request; leave it out", field)
	}
	return zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s %q is unknown; use one of %s", field, value, strings.Join(allowed, ", "))
}

// checkMusic checks the words of a music video.
func (c *Catalog) checkMusic(s *zoetrope.MusicVideoSpec) error {
	if s.AgentType == "" {
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, "mv_agent_type", "mv_agent_type is missing; use one of %s", list(c.words.MusicVideoAgents))
	}
	if err := optional("mv_agent_type", s.AgentType, c.words.MusicVideoAgents); err != nil {
		return err
	}
	if err := oneOf("aspect_ratio", s.AspectRatio, c.words.MusicVideoRatios, "music video"); err != nil {
		return err
	}
	if err := optional("music_style", s.MusicStyle, c.words.MusicStyles); err != nil {
		return err
	}
	if err := optional("mv_style", s.LookStyle, c.words.MusicVideoStyles); err != nil {
		return err
	}
	if s.LookStyle == "Custom" && len(s.StyleImages) == 0 {
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, "style_img_references", "style_img_references is missing; mv_style Custom needs a picture of the style")
	}
	if err := (Count{0, 1}).check("img_references", len(s.Images)); err != nil {
		return err
	}
	return Count{0, 1}.check("style_img_references", len(s.StyleImages))
}

// loadAgents reads the agents.
func (c *Catalog) loadAgents() error {
	if err := c.files.readJSON("agents.json", &c.agents); err != nil {
		return err
	}
	price := c.rules[zoetrope.Agent].Price.Credits
	for _, a := range c.agents {
		if len(a.Qualities) == 0 || len(a.Ratios) == 0 {
			return fmt.Errorf("%s %s lacks qualities or ratios", a.Name, a.Model)
		}
		for _, q := range a.Qualities {
			if q.Lines() == 0 || price[string(q)] == 0 {
				return fmt.Errorf("%s %s: quality %s is unknown or has no price", a.Name, a.Model, q)
			}
		}
	}
	return nil
}
