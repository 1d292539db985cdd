// Package catalog holds what the platform offers: models and their rules,
// operations and their limits, prices, plans, templates, presets, voices and
// words. They are data files, embedded in the program, which an operator can
// replace or extend, and checked when loaded: every request that Check lets
// through has a price.
package catalog

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zoetrope"
)

// Catalog is what the platform offers. It never changes after Load.
type Catalog struct {
	models []Model
	byName map[string]*Model // by name and alias
	plans  []Plan
	prices map[priceKey]tariff
	words  words
	rules  map[zoetrope.Operation]Rule

	restyles  []Restyle
	templates []Template
	voices    []Voice
	agents    []Agent

	files     *source // while loading
	overrides []Override
}

// words are the values of fields that are the same for all models.
type words struct {
	CameraMovements  []string               `json:"camera_movements"`
	Styles           []string               `json:"styles"`
	MusicStyles      []string               `json:"music_styles"`
	MusicVideoStyles []string               `json:"music_video_styles"`
	MusicVideoAgents []string               `json:"music_video_agents"`
	MusicVideoRatios []zoetrope.AspectRatio `json:"music_video_ratios"`
}

// Model is a named set of rules that clients choose by its name.
type Model struct {
	Name      string                 `json:"name"`
	Aliases   []string               `json:"aliases"`
	Durations []int                  `json:"durations"` // seconds, ascending
	Qualities []zoetrope.Quality     `json:"qualities"`
	Ratios    []zoetrope.AspectRatio `json:"ratios"` // for text to video
	// Operations that the model does.
	Operations []zoetrope.Operation `json:"operations"`
	// Silent lists operations for which it has no generate_audio_switch.
	Silent       []zoetrope.Operation `json:"silent"`
	FusionImages int                  `json:"fusion_images"` // the most pictures of a fusion
	Features     []Feature            `json:"features"`
	Forbidden    []Combination        `json:"forbidden"`
}

// Has reports whether the model has a feature.
func (m *Model) Has(f Feature) bool { return slices.Contains(m.Features, f) }

// Feature is a switch or mode that some models have and others do not.
type Feature string

// The features.
const (
	FeatureFast        Feature = "fast"         // motion_mode fast
	FeatureAudio       Feature = "audio"        // generate_audio_switch
	FeatureMultiClip   Feature = "multi_clip"   // generate_multi_clip_switch
	FeatureThinking    Feature = "thinking"     // thinking_type
	FeatureSoundEffect Feature = "sound_effect" // sound_effect_switch
	FeatureLipSync     Feature = "lip_sync"     // lip_sync_tts_switch
	FeatureOmni        Feature = "omni"         // reference_mode omni of fusion
)

// Combination is a set of values that may not come together; empty fields
// match anything.
type Combination struct {
	Quality    zoetrope.Quality `json:"quality"`
	Duration   int              `json:"duration"`
	MotionMode string           `json:"motion_mode"`
}

// matches reports whether a normalised request is of this combination.
func (c Combination) matches(v *zoetrope.VideoSpec) bool {
	return (c.Quality == "" || c.Quality == v.Quality) &&
		(c.Duration == 0 || c.Duration == v.Duration) &&
		(c.MotionMode == "" || c.MotionMode == v.MotionMode)
}

// String names the combination in the words of a request.
func (c Combination) String() string {
	var parts []string
	if c.MotionMode != "" {
		parts = append(parts, "motion_mode "+c.MotionMode)
	}
	if c.Quality != "" {
		parts = append(parts, "quality "+string(c.Quality))
	}
	if c.Duration != 0 {
		parts = append(parts, fmt.Sprintf("duration %d", c.Duration))
	}
	return strings.Join(parts, " with ")
}

// Plan is what an account may do at once and gets each month.
type Plan struct {
	Name           string           `json:"name"`
	MonthlyCredits zoetrope.Credits `json:"monthly_credits"`
	Concurrency    int              `json:"concurrency"` // generations running at once
	MaxQuality     zoetrope.Quality `json:"max_quality"`
	// Without lists the operations that the plan does not include.
	Without       []zoetrope.Operation `json:"without"`
	RatePerSecond float64              `json:"rate_per_second"` // submissions, sustained
	Burst         int                  `json:"burst"`           // submissions at once after a pause
}

// Load reads the built-in files and checks that they fit together.
func Load() (*Catalog, error) { return LoadDir("") }

// LoadDir is Load with the files of an operator's directory laid over the
// built-in ones; with "" there is none. Errors name the file, the entry and the
// field.
func LoadDir(dir string) (*Catalog, error) {
	files, err := open(dir)
	if err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	c := &Catalog{byName: make(map[string]*Model), files: files, overrides: files.overrides}
	for _, part := range []struct {
		file string
		load func() error
	}{
		{"models.json", c.loadModels},
		{"words.json", func() error { return files.readJSON("words.json", &c.words) }},
		{"plans.json", c.loadPlans},
		{"operations.json", c.loadRules},
		{"restyles.json", c.loadRestyles},
		{"voices.json", c.loadVoices},
		{"templates.json", c.loadTemplates},
		{"agents.json", c.loadAgents},
		{pricesFile, c.loadPrices},
	} {
		if err := part.load(); err != nil {
			return nil, fmt.Errorf("catalog: %s: %w", part.file, err)
		}
	}
	c.files = nil
	return c, nil
}

// Overrides lists what an operator's files changed. The result is shared.
func (c *Catalog) Overrides() []Override { return c.overrides }

func (c *Catalog) loadModels() error {
	if err := c.files.readJSON("models.json", &c.models); err != nil {
		return err
	}
	for i := range c.models {
		m := &c.models[i]
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			if c.byName[name] != nil || name != strings.ToLower(name) {
				return fmt.Errorf("name %q is taken or not in lower case", name)
			}
			c.byName[name] = m
		}
		if len(m.Durations) == 0 || !slices.IsSorted(m.Durations) || len(m.Qualities) == 0 || len(m.Ratios) == 0 {
			return fmt.Errorf("%s lacks durations in order, qualities or ratios", m.Name)
		}
		if err := knownOperations(slices.Concat(m.Operations, m.Silent)); err != nil || len(m.Operations) == 0 {
			return fmt.Errorf("%s lacks operations: %w", m.Name, err)
		}
		for _, q := range m.Qualities {
			if q.Lines() == 0 {
				return fmt.Errorf("%s has unknown quality %q", m.Name, q)
			}
		}
		for _, r := range m.Ratios {
			if r.Value() == 0 {
				return fmt.Errorf("%s has unreadable ratio %q", m.Name, r)
			}
		}
	}
	return nil
}

func (c *Catalog) loadPlans() error {
	if err := c.files.readJSON("plans.json", &c.plans); err != nil {
		return err
	}
	for i, p := range c.plans {
		if slices.ContainsFunc(c.plans[:i], func(other Plan) bool { return strings.EqualFold(other.Name, p.Name) }) {
			return fmt.Errorf("plan %s is there twice", p.Name)
		}
		if p.Name == "" || p.MonthlyCredits < 0 || p.Concurrency < 1 || p.MaxQuality.Lines() == 0 || p.RatePerSecond <= 0 || p.Burst < 1 {
			return fmt.Errorf("plan %q has a value out of range", p.Name)
		}
		if err := knownOperations(p.Without); err != nil {
			return fmt.Errorf("plan %s: %w", p.Name, err)
		}
	}
	return nil
}

// knownOperations reports a name that is no operation.
func knownOperations(names []zoetrope.Operation) error {
	for _, op := range names {
		if !slices.Contains(zoetrope.Operations(), op) {
			return fmt.Errorf("%q is no operation", op)
		}
	}
	return nil
}

func (c *Catalog) loadPrices() error {
	c.prices = make(map[priceKey]tariff)
	rows, err := csv.NewReader(bytes.NewReader(c.files.files[pricesFile])).ReadAll()
	if err != nil {
		return err
	}
	for i, row := range rows[1:] { // without the header
		if err := c.addPrice(row); err != nil {
			return fmt.Errorf("line %d (%s): %w", i+2, strings.Join(row, ","), err)
		}
	}
	return c.checkPrices()
}

// addPrice takes a row: model, quality, motion_mode, audio, clip, duration,
// per, credits. An empty audio or clip is a model without the switch.
func (c *Catalog) addPrice(row []string) error {
	key := priceKey{
		model: row[0], quality: zoetrope.Quality(row[1]),
		fast: row[2] == "fast", audio: row[3] == "on", multi: row[4] == "multi",
	}
	var t tariff
	switch row[6] {
	case "second":
		t.perSecond = true
	case "video":
		n, err := strconv.Atoi(row[5])
		if err != nil {
			return err
		}
		key.duration = n
	default:
		return fmt.Errorf("unknown unit %q", row[6])
	}
	credits, err := strconv.ParseInt(row[7], 10, 64)
	if err != nil || credits <= 0 {
		return fmt.Errorf("credits %q are no positive number", row[7])
	}
	t.credits = credits
	if _, dup := c.prices[key]; dup || c.byName[key.model] == nil {
		return fmt.Errorf("priced twice, or of an unknown model")
	}
	c.prices[key] = t
	return nil
}

// Models lists the models, oldest first. The result is shared: do not change it.
func (c *Catalog) Models() []Model { return c.models }

// Model returns a model by its name or alias, in any letter case.
func (c *Catalog) Model(name string) (*Model, bool) {
	m, ok := c.byName[strings.ToLower(strings.TrimSpace(name))]
	return m, ok
}

// Plans lists the plans in the order of their file. The result is shared.
func (c *Catalog) Plans() []Plan { return c.plans }

// Plan returns a plan by name, in any letter case.
func (c *Catalog) Plan(name string) (Plan, bool) {
	i := slices.IndexFunc(c.plans, func(p Plan) bool { return strings.EqualFold(p.Name, name) })
	if i < 0 {
		return Plan{}, false
	}
	return c.plans[i], true
}

// CameraMovements lists the values of camera_movement. The result is shared.
func (c *Catalog) CameraMovements() []string { return c.words.CameraMovements }

// Styles lists the values of style. The result is shared.
func (c *Catalog) Styles() []string { return c.words.Styles }
