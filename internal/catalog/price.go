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

// Price is what a normalised request that Check accepts costs.
func (c *Catalog) Price(s zoetrope.Spec) (zoetrope.Credits, error) {
	v := s.Video()
	m, ok := c.Model(v.Model)
	if !ok {
		return 0, fmt.Errorf("no price for model %q", v.Model)
	}
	t, ok := c.tariff(m, v)
	if !ok {
		return 0, fmt.Errorf("no price for %s %s, %d s, motion_mode %s", v.Model, v.Quality, v.Duration, v.MotionMode)
	}
	credits := t.credits
	if t.perSecond {
		credits *= zoetrope.Credits(v.Duration)
	}
	if v.LipSync {
		credits += lipSyncPerSecond * zoetrope.Credits(v.Duration)
	}
	if v.SoundEffect {
		credits += soundEffectPer5Secs * zoetrope.Credits((v.Duration+4)/5)
	}
	return credits, nil
}

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

// checkPrices walks every combination that Check accepts and looks for its
// price.
func (c *Catalog) checkPrices() error {
	for i := range c.models {
		for v := range c.models[i].requests() {
			s := &zoetrope.ImageToVideoSpec{VideoSpec: v, Image: 1}
			c.Normalize(s)
			if c.Check(s) != nil {
				continue
			}
			if _, err := c.Price(s); err != nil {
				return err
			}
		}
	}
	return nil
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
