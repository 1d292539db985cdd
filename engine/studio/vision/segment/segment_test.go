package segment

import (
	"math"
	"math/rand/v2"
	"testing"

	"zoetrope/engine/studio/vision"
)

func noise(w, h int, sigma float32, seed uint64) vision.Plane {
	r := rand.New(rand.NewPCG(seed, 5))
	p := vision.New(w, h)
	for i := range p.Pix {
		p.Pix[i] = r.Float32()
	}
	return vision.Normalize(vision.Blur(p, sigma), 0.01, 0.99)
}

// scene is a textured background with a subject drawn over it; alpha is the truth.
func scene(w, h int, inside func(x, y float64) bool, back, front [3]float32) (vision.RGB, vision.Plane) {
	alpha := vision.New(w, h)
	for y := range h {
		for x := range w {
			if inside(float64(x)/float64(h), float64(y)/float64(h)) {
				alpha.Pix[y*w+x] = 1
			}
		}
	}
	alpha = vision.Blur(alpha, 0.7)
	p := vision.NewRGB(w, h)
	coarse, fine, texture := noise(w, h, 14, 1), noise(w, h, 1.5, 2), noise(w, h, 3, 3)
	for c, plane := range p.Channels() {
		for i := range plane.Pix {
			b := back[c] + 0.25*(coarse.Pix[i]-0.5) + 0.08*(fine.Pix[i]-0.5)
			f := front[c] + 0.25*(texture.Pix[i]-0.5)
			plane.Pix[i] = min(max(b+(f-b)*alpha.Pix[i], 0), 1)
		}
	}
	return p, alpha
}

func iou(a, b vision.Plane) float64 {
	both, either := 0.0, 0.0
	for i := range a.Pix {
		x, y := a.Pix[i] >= 0.5, b.Pix[i] >= 0.5
		if x && y {
			both++
		}
		if x || y {
			either++
		}
	}
	return both / math.Max(either, 1)
}

func disc(cx, cy, rx, ry float64) func(x, y float64) bool {
	return func(x, y float64) bool { return (x-cx)*(x-cx)/(rx*rx)+(y-cy)*(y-cy)/(ry*ry) < 1 }
}

var composites = []struct {
	name        string
	inside      func(x, y float64) bool
	back, front [3]float32
}{
	{"red disc on green", disc(0.75, 0.55, 0.25, 0.28), [3]float32{0.25, 0.45, 0.2}, [3]float32{0.8, 0.25, 0.2}},
	{"bust on grey", func(x, y float64) bool {
		return disc(0.7, 0.38, 0.14, 0.18)(x, y) || disc(0.7, 1.0, 0.34, 0.46)(x, y)
	}, [3]float32{0.55, 0.57, 0.6}, [3]float32{0.35, 0.2, 0.12}},
	{"star on blue", func(x, y float64) bool {
		dx, dy := x-0.8, y-0.5
		return math.Hypot(dx, dy) < 0.2+0.08*math.Cos(5*math.Atan2(dy, dx))
	}, [3]float32{0.2, 0.35, 0.7}, [3]float32{0.9, 0.8, 0.3}},
}

func TestFindSubjectOnComposites(t *testing.T) {
	t.Parallel()
	for _, c := range composites {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, alpha := scene(240, 160, c.inside, c.back, c.front)
			s := FindSubject(p)
			if got := iou(s.Mask, alpha); got < 0.85 {
				t.Errorf("IoU %.3f", got)
			}
			if s.Confidence < 0.5 {
				t.Errorf("confidence %.2f for a clear subject", s.Confidence)
			}
		})
	}
}

func TestMatteFollowsAlphaAtFullSize(t *testing.T) {
	t.Parallel()
	c := composites[0]
	full, alpha := scene(480, 320, c.inside, c.back, c.front)
	small := full.EachChannel(vision.Half)
	matte := Matte(full, FindSubject(small).Mask)
	if got := iou(matte, alpha); got < 0.93 {
		t.Errorf("IoU %.3f", got)
	}
	sum := 0.0
	for i := range matte.Pix {
		sum += math.Abs(float64(matte.Pix[i] - alpha.Pix[i]))
	}
	if e := sum / float64(len(matte.Pix)); e > 0.02 {
		t.Errorf("mean alpha error %.4f", e)
	}
}

func TestNoSubjectInTextureAlone(t *testing.T) {
	t.Parallel()
	p, _ := scene(200, 140, func(float64, float64) bool { return false }, [3]float32{0.5, 0.5, 0.5}, [3]float32{})
	if s := FindSubject(p); s.Confidence > 0.5 {
		t.Errorf("confidence %.2f for a texture", s.Confidence)
	}
	flat := vision.NewRGB(40, 30)
	if s := FindSubject(flat); s.Confidence > 0 || s.Mask.W != 40 {
		t.Errorf("black picture: %v", s.Confidence)
	}
	tiny := vision.NewRGB(1, 3)
	if s := FindSubject(tiny); s.Confidence > 0 {
		t.Errorf("tiny picture: %v", s.Confidence)
	}
}

func TestGrabCutKeepsWhatIsCertain(t *testing.T) {
	t.Parallel()
	p, _ := scene(60, 40, disc(0.7, 0.5, 0.3, 0.3), [3]float32{0.2, 0.2, 0.6}, [3]float32{0.8, 0.6, 0.2})
	labels := make([]Label, 60*40)
	for i := range labels {
		labels[i] = ProbablyBackground
		if x := i % 60; x > 20 && x < 40 {
			labels[i] = ProbablyForeground
		}
	}
	labels[5*60+5] = Foreground
	labels[20*60+28] = Background
	mask := GrabCut(p, labels, 2)
	if mask.Pix[5*60+5] != 1 || mask.Pix[20*60+28] != 0 {
		t.Error("certain labels were overruled")
	}
}

// The minimum cut of a small random network equals the maximum flow found by plain augmentation.
func TestMaxFlowAgainstAugmentingPaths(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(11, 12))
	for range 60 {
		const n = 12
		var capacity [n][n]float64
		g := newGraph(n, n*n)
		terminal := make([]float64, n)
		for i := range n {
			terminal[i] = float64(r.IntN(21) - 10)
			g.terminal[i] = float32(terminal[i])
			for j := range i {
				if r.IntN(3) == 0 {
					c := float64(1 + r.IntN(9))
					capacity[i][j], capacity[j][i] = c, c
					g.edge(i, j, c)
				}
			}
		}
		g.solve()
		cut := 0.0
		for i := range n {
			if g.fromSource(i) {
				cut += math.Max(-terminal[i], 0)
			} else {
				cut += math.Max(terminal[i], 0)
			}
			for j := range n {
				if g.fromSource(i) && !g.fromSource(j) {
					cut += capacity[i][j]
				}
			}
		}
		if want := plainMaxFlow(capacity[:], terminal); math.Abs(cut-want) > 1e-3 {
			t.Fatalf("cut %.3f, maximum flow %.3f", cut, want)
		}
	}
}

// plainMaxFlow augments along breadth-first paths (Edmonds-Karp).
func plainMaxFlow(edges [][12]float64, terminal []float64) float64 {
	n := len(terminal)
	source, sink := n, n+1
	c := make([][]float64, n+2)
	for i := range c {
		c[i] = make([]float64, n+2)
	}
	for i := range n {
		copy(c[i], edges[i][:])
		c[source][i], c[i][sink] = math.Max(terminal[i], 0), math.Max(-terminal[i], 0)
	}
	total := 0.0
	for {
		before := make([]int, n+2)
		for i := range before {
			before[i] = -1
		}
		before[source] = source
		for queue := []int{source}; len(queue) > 0; queue = queue[1:] {
			for j, left := range c[queue[0]] {
				if left > 1e-9 && before[j] < 0 {
					before[j] = queue[0]
					queue = append(queue, j)
				}
			}
		}
		if before[sink] < 0 {
			return total
		}
		push := math.Inf(1)
		for j := sink; j != source; j = before[j] {
			push = math.Min(push, c[before[j]][j])
		}
		for j := sink; j != source; j = before[j] {
			c[before[j]][j] -= push
			c[j][before[j]] += push
		}
		total += push
	}
}

func BenchmarkFindSubject(b *testing.B) {
	p, _ := scene(320, 180, composites[1].inside, composites[1].back, composites[1].front)
	for b.Loop() {
		FindSubject(p)
	}
}
