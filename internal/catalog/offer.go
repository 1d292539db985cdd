package catalog

import (
	"fmt"
	"slices"
	"strings"

	"zoetrope"
	"zoetrope/internal/catalog/covers"
)

// Restyle is a preset of the restyle operation.
type Restyle struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Prompt string `json:"prompt"` // what the preset stands for, in words
	Cover  string `json:"-"`      // path of a picture below the server's address (see package covers), or ""
}

// Template is an effect that is applied to pictures.
type Template struct {
	ID       int64              `json:"id"`
	Name     string             `json:"name"`
	Kind     zoetrope.AssetKind `json:"kind"`     // what it makes: video or image
	Images   int                `json:"images"`   // pictures it needs
	Duration int                `json:"duration"` // seconds; 0 for images
	// Price in credits by quality, which are the qualities it offers; "any" for
	// templates that make pictures.
	Price   map[string]zoetrope.Credits `json:"price"`
	Ours    bool                        `json:"ours"` // the figures are not of the reference
	Prompt  string                      `json:"prompt"`
	Cover   string                      `json:"-"` // paths below the server's address (see package covers), or ""
	Preview string                      `json:"-"` //
}

// Qualities lists what the template offers, smallest first.
func (t Template) Qualities() []zoetrope.Quality {
	var all []zoetrope.Quality
	for q := range t.Price {
		if q != anyQuality {
			all = append(all, zoetrope.Quality(q))
		}
	}
	slices.SortFunc(all, func(a, b zoetrope.Quality) int { return a.Lines() - b.Lines() })
	return all
}

// price is what the template costs at a quality.
func (t Template) price(q zoetrope.Quality) (zoetrope.Credits, bool) {
	if p, ok := t.Price[anyQuality]; ok {
		return p, true
	}
	p, ok := t.Price[string(q)]
	return p, ok
}

// Voice is a voice of the system.
type Voice struct {
	ID   string `json:"speaker_id"`
	Name string `json:"name"`
}

// Restyles lists the presets. The result is shared.
func (c *Catalog) Restyles() []Restyle { return c.restyles }

// Restyle returns a preset by id.
func (c *Catalog) Restyle(id int64) (Restyle, bool) {
	return find(c.restyles, func(r Restyle) bool { return r.ID == id })
}

// Templates lists the templates. The result is shared.
func (c *Catalog) Templates() []Template { return c.templates }

// Template returns a template by id.
func (c *Catalog) Template(id int64) (Template, bool) {
	return find(c.templates, func(t Template) bool { return t.ID == id })
}

// Voices lists the voices of the system in the documented order. The result is
// shared.
func (c *Catalog) Voices() []Voice { return c.voices }

// Voice returns a voice of the system by id, in any letter case.
func (c *Catalog) Voice(id string) (Voice, bool) {
	return find(c.voices, func(v Voice) bool { return strings.EqualFold(v.ID, id) })
}

func find[T any](all []T, match func(T) bool) (found T, ok bool) {
	if i := slices.IndexFunc(all, match); i >= 0 {
		return all[i], true
	}
	return found, false
}

// loadOffers reads presets, templates and voices.
func (c *Catalog) loadOffers() error {
	for name, into := range map[string]any{"restyles.json": &c.restyles, "templates.json": &c.templates, "voices.json": &c.voices} {
		if err := readJSON(name, into); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	seen := map[any]bool{}
	once := func(id any, name string) error {
		if seen[id] || name == "" {
			return fmt.Errorf("%v is there twice or has no name", id)
		}
		seen[id] = true
		return nil
	}
	for i, r := range c.restyles {
		if err := once(r.ID, r.Name); err != nil || r.Prompt == "" {
			return fmt.Errorf("restyle %d lacks a prompt: %w", r.ID, err)
		}
		c.restyles[i].Cover = covers.Of("restyle", r.ID, "jpg")
	}
	for _, v := range c.voices {
		if err := once(strings.ToLower(v.ID), v.Name); err != nil {
			return fmt.Errorf("voice: %w", err)
		}
	}
	for i, t := range c.templates {
		if err := once(t.ID, t.Name); err != nil {
			return fmt.Errorf("template: %w", err)
		}
		if err := t.check(); err != nil {
			return fmt.Errorf("template %d: %w", t.ID, err)
		}
		c.templates[i].Cover, c.templates[i].Preview = covers.Of("template", t.ID, "jpg"), covers.Of("template", t.ID, "mp4")
	}
	return nil
}

// check reports a template that nobody could ask for.
func (t Template) check() error {
	video := t.Kind == zoetrope.AssetVideo
	if !video && t.Kind != zoetrope.AssetImage || t.Images < 1 || len(t.Price) == 0 || video != (t.Duration > 0) {
		return fmt.Errorf("kind, images, price or duration is out of range")
	}
	for q, credits := range t.Price {
		if credits <= 0 || video && zoetrope.Quality(q).Lines() == 0 || !video && q != anyQuality {
			return fmt.Errorf("price %d of quality %q is out of range", credits, q)
		}
	}
	return nil
}
