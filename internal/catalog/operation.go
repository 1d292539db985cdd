package catalog

import (
	"fmt"
	"slices"
	"time"

	"zoetrope"
)

// Rule is what holds for an operation whatever the model.
type Rule struct {
	Operation zoetrope.Operation `json:"operation"`
	// Qualities that the request may ask for. Empty: the model's, the
	// template's, the agent's, or none because the source decides.
	Qualities []zoetrope.Quality `json:"qualities"`
	Source    Bounds             `json:"source"` // of a video to work on
	Audio     Bounds             `json:"audio"`  // of a recording to work with
	Price     UnitPrice          `json:"price"`
}

// Modelled reports whether requests name a model, whose rules and prices apply.
func (r Rule) Modelled() bool { return r.Price.Per == perModel }

// UnitPrice is what an operation costs per unit.
type UnitPrice struct {
	Per string `json:"per"`
	// Credits by quality, or under "any". Half credits are possible; sums are
	// rounded up.
	Credits map[string]float64 `json:"credits"`
	// Ours marks figures that the reference does not have, chosen in proportion
	// to those that it has.
	Ours bool `json:"ours"`
}

// The units of prices.
const (
	perModel    = "model"    // see video_prices.csv
	perTemplate = "template" // see templates.json
	perCall     = "call"
	perSecond   = "second"
	perFive     = "5 seconds"
	perSpeech   = "second of speech" // of the recording, or every 15 bytes of text
)

// anyQuality is the key of prices that do not depend on the quality.
const anyQuality = "any"

// units counts what a request costs the price of.
func (p UnitPrice) units(s zoetrope.Spec) int {
	seconds := s.Video().Duration
	switch p.Per {
	case perCall:
		return 1
	case perFive:
		return (seconds + 4) / 5
	case perSpeech:
		speaking, ok := s.(interface{ Speech() *zoetrope.SpeechSpec })
		if !ok {
			return 0
		}
		return speaking.Speech().SpeechSeconds()
	}
	return seconds
}

// of is the price of a request, or 0 if there is none for its quality.
func (p UnitPrice) of(s zoetrope.Spec) zoetrope.Credits {
	each, ok := p.Credits[string(s.Video().Quality)]
	if !ok {
		each = p.Credits[anyQuality]
	}
	halves := zoetrope.Credits(each*2) * zoetrope.Credits(p.units(s))
	return (halves + 1) / 2
}

// check reports figures that cannot be prices.
func (p UnitPrice) check() error {
	switch p.Per {
	case perModel, perTemplate:
		if len(p.Credits) > 0 {
			return fmt.Errorf("prices per %s stand elsewhere", p.Per)
		}
		return nil
	case perCall, perSecond, perFive, perSpeech:
	default:
		return fmt.Errorf("unknown unit %q", p.Per)
	}
	if len(p.Credits) == 0 {
		return fmt.Errorf("no credits")
	}
	for quality, credits := range p.Credits {
		if credits <= 0 || credits*2 != float64(int64(credits*2)) {
			return fmt.Errorf("%s costs %g credits; use positive multiples of 0.5", quality, credits)
		}
	}
	return nil
}

// Bounds say what a file that an operation works on may be. Zero: no bound.
type Bounds struct {
	MinSeconds int      `json:"min_seconds"`
	Seconds    int      `json:"seconds"`
	MinSide    int      `json:"min_side"` // pixels of each side
	Side       int      `json:"side"`
	Megabytes  int64    `json:"megabytes"`
	Formats    []string `json:"formats"` // MIME types
}

// slack is how much longer than the limit a file may be: containers round, and
// the last packet of sound reaches beyond the picture.
const slack = 100 * time.Millisecond

// Check reports the first bound that a file breaks. The error is about field.
func (b Bounds) Check(field string, a zoetrope.Asset) error {
	fault := func(format string, args ...any) error {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s: the %s %s", field, a.Kind, fmt.Sprintf(format, args...))
	}
	length := a.Duration.Seconds()
	switch {
	case b.Seconds > 0 && a.Duration > time.Duration(b.Seconds)*time.Second+slack:
		return fault("lasts %.1f s; at most %d s are allowed", length, b.Seconds)
	case b.MinSeconds > 0 && a.Duration < time.Duration(b.MinSeconds)*time.Second-slack:
		return fault("lasts %.1f s; at least %d s are needed", length, b.MinSeconds)
	case b.Side > 0 && max(a.Width, a.Height) > b.Side:
		return fault("has %d x %d pixels; each side may have at most %d", a.Width, a.Height, b.Side)
	case b.MinSide > 0 && min(a.Width, a.Height) < b.MinSide:
		return fault("has %d x %d pixels; each side needs at least %d", a.Width, a.Height, b.MinSide)
	case b.Megabytes > 0 && a.Size > b.Megabytes<<20:
		return fault("has %.1f MB; at most %d MB are allowed", float64(a.Size)/(1<<20), b.Megabytes)
	case len(b.Formats) > 0 && !slices.Contains(b.Formats, a.MIME):
		return fault("is %s; use one of %s", a.MIME, list(b.Formats))
	}
	return nil
}

// Rule returns what holds for an operation.
func (c *Catalog) Rule(op zoetrope.Operation) Rule { return c.rules[op] }

// loadRules reads the operations and checks that each has exactly one rule.
func (c *Catalog) loadRules() error {
	var rules []Rule
	if err := c.files.readJSON("operations.json", &rules); err != nil {
		return err
	}
	c.rules = make(map[zoetrope.Operation]Rule, len(rules))
	for _, r := range rules {
		if _, dup := c.rules[r.Operation]; dup || !slices.Contains(zoetrope.Operations(), r.Operation) {
			return fmt.Errorf("operation %q is unknown or ruled twice", r.Operation)
		}
		if err := r.Price.check(); err != nil {
			return fmt.Errorf("price of %s: %w", r.Operation, err)
		}
		for _, q := range r.Qualities {
			if q.Lines() == 0 {
				return fmt.Errorf("%s has unknown quality %q", r.Operation, q)
			}
		}
		c.rules[r.Operation] = r
	}
	for _, op := range zoetrope.Operations() {
		if _, ok := c.rules[op]; !ok {
			return fmt.Errorf("%s has no rule", op)
		}
	}
	return nil
}
