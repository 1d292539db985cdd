package catalog

import (
	"fmt"

	"zoetrope"
)

// priceKey is what a video's price depends on. Models priced per second have
// duration 0.
type priceKey struct {
	model    string
	quality  zoetrope.Quality
	duration int
	fast     bool
	audio    bool
	multi    bool
}

// tariff is a price per video or per second of video.
type tariff struct {
	credits   zoetrope.Credits
	perSecond bool
}

// Prices of the extras that a generation can ask for, as the official lip sync
// guide and price page of 2025 give them.
const (
	lipSyncPerSecond    = 4  // of the video
	soundEffectPer5Secs = 10 // for every started 5 s of the video
)

// fusionPrices are the cells in which the official table of fusions differs
// from that of other operations.
var fusionPrices = map[priceKey]zoetrope.Credits{
	{model: "v5.6", quality: zoetrope.Quality540, duration: 5, audio: true}: 80,
}

// Price is what a normalised request that Check accepts costs.
func (c *Catalog) Price(s zoetrope.Spec) (zoetrope.Credits, error) {
	v := s.Video()
	credits, err := c.basePrice(s, v)
	if err != nil {
		return 0, err
	}
	if v.LipSync {
		credits += lipSyncPerSecond * zoetrope.Credits(v.Duration)
	}
	if v.SoundEffect {
		credits += soundEffectPer5Secs * zoetrope.Credits((v.Duration+4)/5)
	}
	return credits, nil
}

// basePrice is the price without extras.
func (c *Catalog) basePrice(s zoetrope.Spec, v *zoetrope.VideoSpec) (zoetrope.Credits, error) {
	rule := c.rules[s.Operation()]
	switch rule.Price.Per {
	case perModel:
		return c.modelPrice(s, v)
	case perTemplate:
		t, _ := c.Template(v.TemplateID)
		if credits, ok := t.price(v.Quality); ok {
			return credits, nil
		}
		return 0, fmt.Errorf("no price for template %d at %q", v.TemplateID, v.Quality)
	}
	credits := rule.Price.of(s)
	if credits <= 0 {
		return 0, fmt.Errorf("no price for %s at %q, %d s", s.Operation(), v.Quality, v.Duration)
	}
	return credits, nil
}

// modelPrice is the price of what a model makes.
func (c *Catalog) modelPrice(s zoetrope.Spec, v *zoetrope.VideoSpec) (zoetrope.Credits, error) {
	m, ok := c.Model(v.Model)
	if !ok {
		return 0, fmt.Errorf("no price for model %q", v.Model)
	}
	priced := *v
	multi, steps := s.(*zoetrope.MultiTransitionSpec)
	if steps {
		priced.Duration = multiBase
	}
	t, ok := c.tariff(m, &priced)
	if !ok {
		return 0, fmt.Errorf("no price for %s %s, %d s, motion_mode %s", v.Model, v.Quality, v.Duration, v.MotionMode)
	}
	credits := t.credits
	if t.perSecond {
		credits *= zoetrope.Credits(v.Duration)
	}
	if steps {
		total := zoetrope.Credits(multi.Duration)
		return (credits*total + multiBase - 1) / multiBase, nil
	}
	if f, ok := s.(*zoetrope.FusionSpec); ok {
		if cell, ok := fusionPrices[priceKey{model: m.Name, quality: v.Quality, duration: v.Duration, audio: v.GenerateAudio}]; ok {
			credits = cell
		}
		if len(f.Clips) > 0 {
			credits *= 2 // the published rate with reference videos
		}
	}
	return credits, nil
}

// multiBase is the video whose price multi-transitions are in proportion to.
// The reference says that they are tiered by duration and not how.
const multiBase = 5 // seconds

func (c *Catalog) tariff(m *Model, v *zoetrope.VideoSpec) (tariff, bool) {
	key := priceKey{
		model: m.Name, quality: v.Quality, duration: v.Duration,
		fast: v.MotionMode == MotionFast, audio: v.GenerateAudio, multi: v.MultiClip,
	}
	if t, ok := c.prices[key]; ok {
		return t, true
	}
	// Per second, several clips cost what one does.
	key.duration, key.multi = 0, false
	t, ok := c.prices[key]
	return t, ok
}

// checkPrices walks every combination of model, operation and switches that
// Check accepts, and every quality of other operations, and looks for its
// price.
func (c *Catalog) checkPrices() error {
	for i := range c.models {
		m := &c.models[i]
		for v := range m.requests() {
			for _, op := range m.Operations {
				s, err := sample(op, v, m.Ratios[0])
				if err != nil {
					return err
				}
				c.Normalize(s)
				if c.Check(s) != nil {
					continue
				}
				if _, err := c.Price(s); err != nil {
					return err
				}
			}
		}
	}
	for _, r := range c.rules {
		for _, q := range r.Qualities {
			if r.Price.Credits[string(q)] == 0 && r.Price.Credits[anyQuality] == 0 {
				return fmt.Errorf("no price for %s at %s", r.Operation, q)
			}
		}
	}
	return nil
}

// sample makes a request for an operation that names a model.
func sample(op zoetrope.Operation, v zoetrope.VideoSpec, ratio zoetrope.AspectRatio) (zoetrope.Spec, error) {
	s, err := zoetrope.NewSpec(op)
	if err != nil {
		return nil, err
	}
	*s.Video() = v
	if r := ratioOf(s); r != nil {
		*r = ratio
	}
	return s, nil
}

// requests yields a request for every setting that a price can depend on.
func (m *Model) requests() func(yield func(zoetrope.VideoSpec) bool) {
	off := []bool{false, true}
	return func(yield func(zoetrope.VideoSpec) bool) {
		for _, q := range m.Qualities {
			for _, d := range m.Durations {
				for _, motion := range []string{MotionNormal, MotionFast} {
					for _, audio := range off {
						for _, multi := range off {
							v := zoetrope.VideoSpec{
								Model: m.Name, Quality: q, Duration: d,
								MotionMode: motion, GenerateAudio: audio, MultiClip: multi,
							}
							if !yield(v) {
								return
							}
						}
					}
				}
			}
		}
	}
}
