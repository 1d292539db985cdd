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
	ID     int64              `json:"id"`
	Name   string             `json:"name"`
	Kind   zoetrope.AssetKind `json:"kind"`   // what it makes: video or image
	Images int                `json:"images"` // pictures it needs
	// MaxImages is how many pictures it takes at most; 0 means Images.
	MaxImages int `json:"max_images"`
	Duration  int `json:"duration"` // seconds; 0 for images
	// Price in credits by quality, which are the qualities it offers; "any" for
	// templates that make pictures.
	Price   map[string]zoetrope.Credits `json:"price"`
	Ours    bool                        `json:"ours"` // the figures are not of the reference
	Prompt  string                      `json:"prompt"`
	Cover   string                      `json:"-"` // paths below the server's address (see package covers), or ""
	Preview string                      `json:"-"` //
}

// Most is how many pictures the template takes at most.
func (t Template) Most() int { return max(t.Images, t.MaxImages) }

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

// unique remembers ids and reports those that come again.
type unique map[any]bool

func (u unique) add(id any) error {
	if u[id] {
		return fmt.Errorf("%v is there twice", id)
	}
	u[id] = true
	return nil
}

// loadRestyles reads the presets.
func (c *Catalog) loadRestyles() error {
	if err := c.files.readJSON("restyles.json", &c.restyles); err != nil {
		return err
	}
	seen := unique{}
	for i, r := range c.restyles {
		if err := seen.add(r.ID); err != nil {
			return err
		}
		if r.Name == "" || r.Prompt == "" {
			return fmt.Errorf("restyle %d lacks a name or prompt", r.ID)
		}
		c.restyles[i].Cover = covers.Of("restyle", r.ID, "jpg")
	}
	return nil
}

// loadVoices reads the voices of the system.
func (c *Catalog) loadVoices() error {
	if err := c.files.readJSON("voices.json", &c.voices); err != nil {
		return err
	}
	seen := unique{}
	for _, v := range c.voices {
		if err := seen.add(strings.ToLower(v.ID)); err != nil {
			return err
		}
		if v.Name == "" {
			return fmt.Errorf("voice %s lacks a name", v.ID)
		}
	}
	return nil
}

// loadTemplates reads the templates.
func (c *Catalog) loadTemplates() error {
	if err := c.files.readJSON("templates.json", &c.templates); err != nil {
		return err
	}
	seen := unique{}
	for i, t := range c.templates {
		if err := seen.add(t.ID); err != nil {
			return err
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
	switch {
	case t.Name == "":
		return fmt.Errorf("name is missing")
	case !video && t.Kind != zoetrope.AssetImage:
		return fmt.Errorf("kind is %q; use video or image", t.Kind)
	case t.Images < 1:
		return fmt.Errorf("images is %d; it needs one at least", t.Images)
	case t.MaxImages != 0 && t.MaxImages <= t.Images:
		return fmt.Errorf("max_images is %d; it must be over images, %d, or be left out", t.MaxImages, t.Images)
	case video != (t.Duration > 0):
		return fmt.Errorf("duration is %d; a video has seconds, an image has 0", t.Duration)
	case len(t.Price) == 0:
		return fmt.Errorf("price is missing")
	}
	for q, credits := range t.Price {
		if credits <= 0 || video && zoetrope.Quality(q).Lines() == 0 || !video && q != anyQuality {
			return fmt.Errorf("price %d of quality %q is out of range", credits, q)
		}
	}
	return nil
}
