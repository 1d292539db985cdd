package driver

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
)

// Parts of a body, as the viewer sees it.
const (
	UpperLeft = iota
	UpperRight
	LowerLeft
	LowerRight
	parts
)

// Step is the displacement of a body from where it began, in heights of the body: as a whole, and its parts beyond that.
type Step struct {
	X, Y  float64
	Parts [parts][2]float64
}

// Body reads the motion of whoever moves in a clip against the background.
type Body struct {
	before vision.Plane
	steps  []velocity
	energy float64
}

type velocity struct {
	x, y   float64 // pixels per frame
	parts  [parts][2]float64
	height float64 // of what moves, pixels
	weight float64
}

// Add takes the next frame, a luma plane about 160 pixels wide.
func (b *Body) Add(p vision.Plane) {
	if b.before.W == 0 {
		b.before = p
		b.steps = append(b.steps, velocity{})
		return
	}
	o := flow.Balanced()
	o.Refinements = 2
	f := flow.Estimate(b.before, p, o)
	b.before = p
	b.steps = append(b.steps, b.read(f))
}

// read finds what moves otherwise than the camera, and how.
func (b *Body) read(f flow.Field) velocity {
	w, h := f.U.W, f.U.H
	camera := motion.Fit(f, vision.Plane{})
	sin, cos := math.Sincos(camera.Roll)
	k := math.Exp(camera.LogScale)
	type moving struct{ x, y, u, v, w float64 }
	var all []moving
	var v velocity
	var sum, sx, sy float64
	for y := 1; y < h; y += 2 {
		for x := 1; x < w; x += 2 {
			px, py := float64(x)-float64(w-1)/2, float64(y)-float64(h-1)/2
			i := y*w + x
			u := float64(f.U.Pix[i]) - (k*(cos*px-sin*py) - px + camera.X*float64(w))
			q := float64(f.V.Pix[i]) - (k*(sin*px+cos*py) - py + camera.Y*float64(w))
			m := u*u + q*q
			const noise = 0.02 // square pixels
			if m < noise {
				continue
			}
			weight := m / (m + 0.5)
			all = append(all, moving{float64(x), float64(y), u, q, weight})
			sum, sx, sy = sum+weight, sx+weight*float64(x), sy+weight*float64(y)
			v.x, v.y = v.x+weight*u, v.y+weight*q
			b.energy += math.Sqrt(m)
		}
	}
	if sum < 0.002*float64(w*h)/4 {
		return velocity{}
	}
	v.x, v.y, v.weight = v.x/sum, v.y/sum, sum
	cx, cy := sx/sum, sy/sum
	spread := 0.0
	var total [parts]float64
	for _, m := range all {
		spread += m.w * (m.y - cy) * (m.y - cy)
		part := UpperLeft
		if m.x > cx {
			part++
		}
		if m.y > cy {
			part += LowerLeft
		}
		total[part] += m.w
		v.parts[part][0] += m.w * (m.u - v.x)
		v.parts[part][1] += m.w * (m.v - v.y)
	}
	for i, t := range total {
		if t > 0.05*sum {
			v.parts[i][0] /= t
			v.parts[i][1] /= t
		} else {
			v.parts[i] = [2]float64{}
		}
	}
	v.height = 3.5 * math.Sqrt(spread/sum) // of an even distribution
	return v
}

// Steps ends the clip: the displacement per frame, and whether anything moved at all. Displacements return slowly to where the
// body was, so that errors do not add up and it stays in the picture.
func (b *Body) Steps() (steps []Step, moved bool) {
	height, weight := 0.0, 0.0
	for _, v := range b.steps {
		height += v.height * v.weight
		weight += v.weight
	}
	if weight == 0 || b.energy/float64(len(b.steps)) < 1 {
		return nil, false
	}
	height = max(height/weight, 0.2*float64(b.before.H))
	const home, slack = 0.99, 0.94 // per frame
	var s Step
	for _, v := range b.steps {
		s.X, s.Y = home*s.X+v.x/height, home*s.Y+v.y/height
		for i := range s.Parts {
			s.Parts[i][0] = slack*s.Parts[i][0] + v.parts[i][0]/height
			s.Parts[i][1] = slack*s.Parts[i][1] + v.parts[i][1]/height
		}
		steps = append(steps, s)
	}
	return smoothed(steps), true
}

// smoothed averages over three frames, by a binomial window.
func smoothed(in []Step) []Step {
	out := make([]Step, len(in))
	for i := range in {
		a, b, c := in[max(i-1, 0)], in[i], in[min(i+1, len(in)-1)]
		mix := func(x, y, z float64) float64 { return 0.25*x + 0.5*y + 0.25*z }
		out[i] = Step{X: mix(a.X, b.X, c.X), Y: mix(a.Y, b.Y, c.Y)}
		for k := range out[i].Parts {
			for d := range 2 {
				out[i].Parts[k][d] = mix(a.Parts[k][d], b.Parts[k][d], c.Parts[k][d])
			}
		}
	}
	return out
}
