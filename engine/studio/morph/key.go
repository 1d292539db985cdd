package morph

import (
	"image"
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/depth"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/raster"
)

// key is what is known of a key picture. All planes have the size of the analysis: depth.AnalysisSize on the longer side, or
// the film's size if that is smaller.
type key struct {
	luma      vision.Plane
	structure vision.Plane // luma of even contrast: what correspondences are looked for in
	near      vision.Plane // nearness relative to the median, smooth; 0 for everything where it is uncertain
	sky       vision.Plane // share of sky and of water, with soft borders
	water     vision.Plane
	subject   vision.Plane // share of the subject, soft; 0 where there is none to trust
	anchor    anchor
	hasSky    bool
	depths    float64 // how far the relief is to be trusted, 0..1
}

// anchor is where the eye rests: a face, or the subject. Lengths are pixels of the analysis.
type anchor struct {
	x, y, radius float64
	face, found  bool
}

func newKey(img image.Image, width, height int) *key {
	k := math.Min(1, float64(depth.AnalysisSize)/float64(max(width, height)))
	w, h := max(int(math.Round(k*float64(width))), 2), max(int(math.Round(k*float64(height))), 2)
	p := raster.Load(img, w, h)
	scene := depth.Estimate(p)
	out := &key{luma: p.Luma(), depths: float64(scene.Confidence)}
	out.structure = evenContrast(out.luma)
	soft := float32(w) / 40
	out.sky, out.water = vision.Blur(scene.Sky, soft), vision.Blur(scene.Water, soft)
	out.hasSky = scene.Sky.Mean() > 0.04
	near := vision.Blur(scene.Near, float32(w)/32)
	trusted := scene.Subject.Confidence >= depth.Trusted
	out.subject = vision.New(w, h)
	if trusted {
		out.subject = vision.Blur(scene.Subject.Mask, float32(w)/60)
		near = vision.Blur(vision.Zip(near, out.subject, func(n, s float32) float32 { return n + s*(scene.SubjectNear-n) }), float32(w)/50)
	}
	middle := vision.Quantile(near, 0.5)
	out.near = near.Map(func(v float32) float32 { return (v - middle) * scene.Confidence })
	out.anchor = findAnchor(out.luma, scene.Subject.Mask, trusted)
	return out
}

// findAnchor prefers the largest face.
func findAnchor(luma, subject vision.Plane, trusted bool) anchor {
	var best anchor
	for _, f := range face.Find(luma) {
		if r := float64(f.Radius); r > best.radius && r > float64(luma.W)/40 {
			best = anchor{x: float64(f.X), y: float64(f.Y), radius: r, face: true, found: true}
		}
	}
	if best.found || !trusted {
		return best
	}
	var n, sx, sy float64
	for i, v := range subject.Pix {
		if v > 0.5 {
			n, sx, sy = n+1, sx+float64(i%subject.W), sy+float64(i/subject.W)
		}
	}
	if n == 0 {
		return anchor{}
	}
	return anchor{x: sx / n, y: sy / n, radius: math.Sqrt(n / math.Pi), found: true}
}

// evenContrast subtracts the local mean and divides by the local deviation, so that pictures of different light can be
// compared. Values are around 0.5.
func evenContrast(luma vision.Plane) vision.Plane {
	sigma := float32(max(luma.W, luma.H)) / 20
	mean := vision.Blur(luma, sigma)
	spread := vision.Blur(vision.Zip(luma, mean, func(v, m float32) float32 { return (v - m) * (v - m) }), sigma)
	out := vision.New(luma.W, luma.H)
	const scale, floor, keep = 0.21, 0.045, 0.35
	for i := range out.Pix {
		deviation := float32(math.Sqrt(float64(spread.Pix[i])))
		out.Pix[i] = 0.5 + scale*(luma.Pix[i]-mean.Pix[i])/(deviation+floor) + keep*(mean.Pix[i]-0.5)
	}
	return out
}
