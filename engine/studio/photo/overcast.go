package photo

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// overcast is a deck of clouds that comes over the photograph's sky, behind the land, when a storm or rain is asked for.
type overcast struct {
	w, h  int
	scale float32 // texels per pixel of the sky's layer
	wind  float64
	cover float32
	pix   [][2]float32 // per texel: when it clouds over (0 first, 1 last), and the brightness of the cloud
}

// overcastColour tints the deck: light that has come through water is a little blue.
var overcastColour = [3]float32{0.96, 0.985, 1.03}

// deck is how the clouds of a light look before the grade: the brightness of their thin and of their thick parts.
type deck struct{ cover, thin, thick float32 }

var decks = map[Light]deck{
	Storm: {0.98, 0.80, 0.24},
	Grey:  {0.97, 0.96, 0.50},
}

// deckDetail is the texels of the deck per pixel of the sky's layer: clouds are soft.
const deckDetail = 0.5

// deckSpeed is how far the nearest clouds travel in one second, in fractions of the picture's width.
const deckSpeed = 0.016

// newOvercast makes the clouds of a light for a stage. It returns nil where there is no sky to cover, or where the picture shows such a
// sky already.
func newOvercast(l Light, s *stage, a *analysis, o Options) *overcast {
	d, ok := decks[l]
	if !ok || s.sky == nil || l == Grey && greyWithin(a.picture, a.scene.Sky) {
		return nil
	}
	c := &overcast{scale: deckDetail, wind: 1, cover: d.cover}
	if newHash(o.Seed).at(3)&1 == 0 {
		c.wind = -1
	}
	width := s.detail * float64(s.w)
	travel := deckSpeed * o.seconds() * width
	c.w, c.h = int(deckDetail*(float64(s.sky.im.W)+travel))+2, int(deckDetail*float64(s.sky.im.H))+2
	c.pix = make([][2]float32, c.w*c.h)
	level := min(max(meanWithin(a.picture.Luma(), a.scene.Sky)/0.6, 0.25), 1) // a dark sky has dark clouds
	glow, open := skyGlow(a), openEdge(a)
	h := newHash(o.Seed + 11)
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			// Over the horizon the deck is far away, and its clouds are small: the map is the logarithm's, which keeps their form.
			up := max(1-float64(y)/(deckDetail*float64(s.sky.im.H)), 0)
			height := up*float64(s.sky.im.H)/width + 0.09
			far, deep := 0.5/height, -0.85*math.Log(height)
			for x := range c.w {
				across := (float64(x)/(deckDetail*width) - 0.5) * far
				warp := h.fractal(2.2*across+7, 2.2*deep, 3) - 0.5
				thick := h.fractal(3.1*across+1.1*warp, 3.1*deep+0.9*warp, 5)
				body := vision.Smoothstep(0.2, 0.8, float32(thick))
				gx := float32(x) / (deckDetail * float32(s.detail)) / float32(s.w) * float32(glow.W)
				gy := float32(y) / (deckDetail * float32(s.detail)) / float32(s.w) * float32(glow.W)
				shade := d.thin + body*(d.thick-d.thin) + 0.3*glow.Sample(gx, gy)*(1-0.6*body)
				windward := float64(x) / float64(c.w)
				if c.wind < 0 {
					windward = 1 - windward
				}
				first := 0.55*windward + 0.45*(1-float64(body))
				first += frontWidth * 1.5 * float64(min(open.Sample(gx, gy), 1))
				c.pix[y*c.w+x] = [2]float32{float32(first), level * shade}
			}
		}
	})
	return c
}

// skyGlow is where the sky is brighter than on the whole, smooth, at the size of the analysis: the sun behind the clouds.
func skyGlow(a *analysis) vision.Plane {
	y := a.picture.Luma()
	mean := meanWithin(y, a.scene.Sky)
	lit := vision.New(y.W, y.H)
	for i, m := range a.scene.Sky.Pix {
		lit.Pix[i] = m * (y.Pix[i] - mean)
	}
	return vision.Blur(lit, float32(y.W)/14)
}

// openEdge is where the sky's mask ends in the middle of the sky, which its colours betray: clouds that stop there would show a line, so
// they thin out towards it. The plane has the size of the analysis and rises above 1 near such an edge.
func openEdge(a *analysis) vision.Plane {
	const alike = 0.2
	out := vision.New(a.picture.W, a.picture.H)
	reach := max(2, a.picture.W/64)
	sky := a.scene.Sky
	for y := 0; y+reach < sky.H; y++ {
		for x := range sky.W {
			i, j := y*sky.W+x, (y+reach)*sky.W+x
			if sky.Pix[i] < 0.5 || sky.Pix[i+sky.W] >= 0.5 {
				continue
			}
			above := max(i-reach/2*sky.W, x)
			var d float32
			for _, p := range a.picture.Channels() {
				d = max(d, p.Pix[above]-p.Pix[j], p.Pix[j]-p.Pix[above])
			}
			if d < alike {
				out.Pix[i] = 1
			}
		}
	}
	wide := vision.Blur(vision.Dilate(out, reach), float32(3*reach))
	return wide.Map(func(v float32) float32 { return 3 * v })
}

// greyWithin reports whether what a mask covers has hardly any colour, as an overcast sky.
func greyWithin(p vision.RGB, mask vision.Plane) bool {
	const colourless = 0.09
	spread := vision.New(p.W, p.H)
	for i := range spread.Pix {
		r, g, b := p.R.Pix[i], p.G.Pix[i], p.B.Pix[i]
		spread.Pix[i] = max(r, g, b) - min(r, g, b)
	}
	return meanWithin(spread, mask) < colourless
}

// overcastAt is the deck at one moment.
type overcastAt struct {
	*overcast
	arrived float32 // how far the front has come; 0 for no clouds
	travel  float32 // texels of the nearest clouds
}

// frontWidth is how softly a place clouds over, in the units of its turn.
const frontWidth = 0.35

// overcastSeconds is how long the sky takes to close.
const overcastSeconds = 3.2

func (c *overcast) at(s *stage, at moment, o Options) overcastAt {
	if c == nil {
		return overcastAt{}
	}
	closing := min(overcastSeconds, 0.7*o.seconds())
	arrived := vision.Smoothstep(0, float32(closing), float32(at.seconds)) * (1 + frontWidth)
	way := deckSpeed * at.seconds * s.detail * float64(s.w) * deckDetail
	if c.wind > 0 {
		// The texture moves to the right: it begins at its right end.
		way = deckSpeed*o.seconds()*s.detail*float64(s.w)*deckDetail - way
	}
	return overcastAt{overcast: c, arrived: arrived, travel: float32(way)}
}

// over lays the clouds over a colour of the sky's layer at one of its pixels.
func (c *overcastAt) over(px, py, r, g, b float32) (float32, float32, float32) {
	height := 1 - py*c.scale/float32(c.h)
	x, y := px*c.scale+c.travel*(0.4+0.6*height), py*c.scale
	i, j := int(x), int(y)
	if i < 0 || j < 0 {
		i, j = max(i, 0), max(j, 0)
	}
	i, j = min(i, c.w-2), min(j, c.h-2)
	u, v := min(max(x-float32(i), 0), 1), min(max(y-float32(j), 0), 1)
	top, low := c.pix[j*c.w+i:], c.pix[(j+1)*c.w+i:]
	mix := func(k int) float32 {
		p, q := top[0][k]+u*(top[1][k]-top[0][k]), low[0][k]+u*(low[1][k]-low[0][k])
		return p + v*(q-p)
	}
	k := c.cover * vision.Smoothstep(0, frontWidth, c.arrived-mix(0))
	shade := mix(1)
	return r + k*(shade*overcastColour[0]-r), g + k*(shade*overcastColour[1]-g), b + k*(shade*overcastColour[2]-b)
}

// fractal sums octaves of noise, each half as large and half as strong; the result lies in [0,1] around a half.
func (h hash) fractal(x, y float64, octaves int) float64 {
	sum, total, k := 0.0, 0.0, 1.0
	for range octaves {
		sum, total = sum+k*h.noise(x, y, 0), total+k
		x, y, k = 2.03*x+17.1, 2.03*y-9.7, k/2
	}
	return min(max(0.5+1.25*(sum/total-0.5), 0), 1)
}

// noise is smooth value noise in [0,1].
func (h hash) noise(x, y, z float64) float64 {
	ix, iy, iz := math.Floor(x), math.Floor(y), math.Floor(z)
	fade := func(t float64) float64 { return t * t * t * (t*(6*t-15) + 10) }
	fx, fy, fz := fade(x-ix), fade(y-iy), fade(z-iz)
	corner := func(dx, dy, dz float64) float64 {
		a, b, c := int64(ix+dx), int64(iy+dy), int64(iz+dz)
		return h.unit(uint64(a)*0x9e3779b1 ^ uint64(b)*0x85ebca6b ^ uint64(c)*0xc2b2ae35)
	}
	lerp := func(a, b, t float64) float64 { return a + t*(b-a) }
	face := func(dz float64) float64 {
		return lerp(lerp(corner(0, 0, dz), corner(1, 0, dz), fx), lerp(corner(0, 1, dz), corner(1, 1, dz), fx), fy)
	}
	return lerp(face(0), face(1), fz)
}
