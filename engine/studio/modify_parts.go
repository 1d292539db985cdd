package studio

import (
	"math"
	"strings"

	"zoetrope"
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/segment"
)

// Parts of a picture that a wish can name beside what package cutout finds.
const (
	partClothes = "clothes"
	partWater   = "water"
	partLeaves  = "green"
)

// partNames are the words for them.
var partNames = map[string][]string{
	partClothes: {"dress", "shirt", "t-shirt", "jacket", "coat", "clothes", "clothing", "outfit", "sweater", "suit", "skirt", "blouse", "hoodie", "uniform", "top",
		"裙子", "衣服", "衬衫", "外套", "上衣", "夹克", "毛衣", "西装"},
	partWater:  {"water", "sea", "ocean", "lake", "river", "pool", "海水", "湖水", "水面", "河水", "大海"},
	partLeaves: {"tree", "trees", "grass", "leaves", "leaf", "foliage", "lawn", "plants", "树", "树叶", "草地", "草", "叶子"},
}

// namedPart is the part that words name, "" for none.
func namedPart(lower string) string {
	for _, name := range []string{partClothes, partLeaves, partWater} {
		if hasAny(lower, partNames[name]) {
			return name
		}
	}
	return ""
}

// partOf is the mask of a part of a still, or an error that says what is missing.
func partOf(still vision.RGB, name, words string) (vision.Plane, error) {
	var mask vision.Plane
	switch name {
	case partWater:
		mask = segment.Water(still, segment.Sky(still))
	case partLeaves:
		mask = vision.New(still.W, still.H)
		for i := range mask.Pix {
			mask.Pix[i] = greenness(still.R.Pix[i], still.G.Pix[i], still.B.Pix[i])
		}
	default:
		mask = clothesOf(still)
	}
	const least = 2e-3
	if mask.W == 0 || mask.Mean() < least {
		return mask, zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "prompt",
			"no %s is found in the video for %q; select it with POST /openapi/v2/video/mask/selection and mention @selection0", name, words)
	}
	return mask, nil
}

// clothesOf is the clothes of who has the largest face: what belongs to the person below the chin in the colour that most of it has
// below the face, unless that is the face's. Without a face it is the lower part of what stands out.
func clothesOf(still vision.RGB) vision.Plane {
	things := cutout.Find(still)
	who := things[0].Mask
	faces := face.Find(still.Luma())
	if len(faces) == 0 {
		// From behind, or far away: a head is about a seventh of who stands there.
		_, y0, _, y1 := cutout.Bounds(who, 0.5)
		neck := float32(y0) + float32(y1-y0)/6
		return upOrDown(who, func(_, y float32) float32 { return vision.Smoothstep(neck-2, neck+2, y) })
	}
	f := faces[0]
	for _, o := range faces {
		if o.Radius > f.Radius {
			f = o
		}
	}
	skin := skinOf(still, f)
	out := upOrDown(who, func(x, y float32) float32 {
		aside := (x - f.X) / f.Radius
		return vision.Smoothstep(1.05, 1.25, (y-f.Y)/f.Radius) * vision.Smoothstep(3.6, 3, max(aside, -aside))
	})
	for i := range out.Pix {
		out.Pix[i] *= vision.Smoothstep(0.05, 0.12, skin.distance(still, i))
	}
	cloth := commonTone(still, out, f)
	for i := range out.Pix {
		out.Pix[i] *= vision.Smoothstep(0.26, 0.18, cloth.distance(still, i))
	}
	return segment.Clean(vision.Blur(out, 1), 0.75, 0.05)
}

// commonTone is the tone that most of a mask has close below a face.
func commonTone(p vision.RGB, mask vision.Plane, f face.Face) tone {
	const cells = 24
	var counts [cells * cells]float32
	cell := func(t tone) int {
		return int(min(max(t.red*cells, 0), cells-1))*cells + int(min(max(t.blue*cells, 0), cells-1))
	}
	each := func(visit func(i int, weight float32)) {
		for i, m := range mask.Pix {
			aside := (float32(i%p.W) - f.X) / f.Radius
			if m > 0.3 {
				visit(i, m*vision.Smoothstep(2.5, 0.5, max(aside, -aside)))
			}
		}
	}
	each(func(i int, weight float32) { counts[cell(toneAt(p, i))] += weight })
	best := 0
	for k, n := range counts {
		if n > counts[best] {
			best = k
		}
	}
	var t tone
	n := float32(0)
	each(func(i int, weight float32) {
		if o := toneAt(p, i); cell(o) == best {
			t.red, t.blue, n = t.red+weight*o.red, t.blue+weight*o.blue, n+weight
		}
	})
	return tone{t.red / max(n, 1e-6), t.blue / max(n, 1e-6)}
}

func upOrDown(mask vision.Plane, f func(x, y float32) float32) vision.Plane {
	out := mask.Clone()
	for i := range out.Pix {
		out.Pix[i] *= f(float32(i%out.W), float32(i/out.W))
	}
	return out
}

// tone is a colour without its brightness.
type tone struct{ red, blue float32 }

func toneAt(p vision.RGB, i int) tone {
	sum := p.R.Pix[i] + p.G.Pix[i] + p.B.Pix[i] + 0.15
	return tone{p.R.Pix[i] / sum, p.B.Pix[i] / sum}
}

func (t tone) distance(p vision.RGB, i int) float32 {
	o := toneAt(p, i)
	return float32(math.Hypot(float64(t.red-o.red), float64(t.blue-o.blue)))
}

// skinOf is the tone of the middle of a face.
func skinOf(p vision.RGB, f face.Face) tone {
	var t tone
	n := float32(0)
	for i := range p.R.Pix {
		if math.Hypot(float64(float32(i%p.W)-f.X), float64(float32(i/p.W)-f.Y)) < 0.5*float64(f.Radius) {
			o := toneAt(p, i)
			t.red, t.blue, n = t.red+o.red, t.blue+o.blue, n+1
		}
	}
	return tone{t.red / max(n, 1), t.blue / max(n, 1)}
}

// greenness is how far a colour is that of leaves and grass.
func greenness(r, g, b float32) float32 {
	return vision.Smoothstep(0.01, 0.12, g-b) * vision.Smoothstep(-0.04, 0.05, g-r)
}

// tints are grades that words ask for by themselves.
var tints = []struct {
	words []string
	mood  mood
}{
	{[]string{"brighter", "brighten", "lighter", "更亮", "变亮", "提亮"}, mood{gain: [3]float32{1.06, 1.06, 1.06}, gamma: 0.75, saturation: 1.03, contrast: 1}},
	{[]string{"darker", "darken", "更暗", "变暗"}, mood{gain: [3]float32{0.9, 0.9, 0.9}, gamma: 1.35, saturation: 1, contrast: 1}},
	{[]string{"warmer", "warm", "暖色", "更暖", "暖色调"}, mood{gain: [3]float32{1.08, 1, 0.86}, gamma: 1, saturation: 1.05, contrast: 1}},
	{[]string{"cooler", "colder", "冷色", "更冷", "冷色调"}, mood{gain: [3]float32{0.9, 0.99, 1.1}, gamma: 1, saturation: 0.97, contrast: 1}},
	{[]string{"contrast", "对比度"}, mood{gain: [3]float32{1, 1, 1}, gamma: 1, saturation: 1.05, contrast: 1.25}},
	{[]string{"black and white", "monochrome", "grayscale", "greyscale", "黑白"}, mood{gain: [3]float32{1, 1, 1}, gamma: 1, contrast: 1.1}},
	{[]string{"vintage", "retro", "sepia", "复古", "怀旧"}, mood{gain: [3]float32{1.08, 0.97, 0.78}, gamma: 1.02, saturation: 0.5, contrast: 0.88, lift: 0.06}},
	{[]string{"vivid", "vibrant", "more colorful", "more colourful", "saturated", "鲜艳"}, mood{gain: [3]float32{1, 1, 1}, gamma: 1, saturation: 1.4, contrast: 1.05}},
}

// tintOf is the grade that words ask for, if they do.
func tintOf(words string) (mood, bool) {
	lower := strings.ToLower(words)
	for _, t := range tints {
		if hasAny(lower, t.words) {
			m := t.mood
			m.pivot = neutral.pivot
			return m, true
		}
	}
	return neutral, false
}

// blurred puts what a mask covers out of focus.
func (t *take) blurred(in vision.RGB, matte vision.Plane) {
	const sigma = 0.012 // of the width
	soft := in.EachChannel(func(p vision.Plane) vision.Plane { return vision.Blur(p, sigma*float32(t.w)) })
	for c, p := range in.Channels() {
		for i, m := range matte.Pix {
			p.Pix[i] += m * (soft.Channels()[c].Pix[i] - p.Pix[i])
		}
	}
}
