package flow

import "zoetrope/engine/studio/vision"

// margin is how far a patch may leave the picture; planes are padded by it so that the inner loops need no bounds.
const margin = 16

// padded is a plane with a repeated border; index 0 is pixel (-margin,-margin).
type padded struct {
	w, h, stride int
	pix          []float32
}

func pad(p vision.Plane) padded {
	o := padded{w: p.W, h: p.H, stride: p.W + 2*margin}
	rows := p.H + 2*margin
	o.pix = make([]float32, o.stride*rows+o.stride)
	vision.Rows(rows, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			dst := o.pix[y*o.stride : (y+1)*o.stride]
			for x := range dst {
				dst[x] = p.At(x-margin, y-margin)
			}
		}
	})
	return o
}

func (p padded) offset(x, y int) int { return (y+margin)*p.stride + x + margin }

// subpixel locates the patch at (x,y): the offset of its top-left sample and the four bilinear weights, of the upper row first.
// Positions that leave the padding are moved back to its edge.
func (p padded) subpixel(x, y float32) (at int, weights [4]float32) {
	x, y = between(x, p.w), between(y, p.h)
	ix, iy := int(x+margin)-margin, int(y+margin)-margin
	ax, ay := x-float32(ix), y-float32(iy)
	return p.offset(ix, iy), [4]float32{(1 - ax) * (1 - ay), ax * (1 - ay), (1 - ax) * ay, ax * ay}
}

// between moves the beginning of a patch into the padding around so many pixels; NaN too.
func between(x float32, n int) float32 {
	if !(x > -(margin - 2)) {
		return -(margin - 2)
	}
	if last := float32(n + margin - patchSize - 2); x > last {
		return last
	}
	return x
}

// matcher finds where patches of a lie in b, at one pyramid level.
type matcher struct {
	a, b       padded
	gx, gy     []float32 // gradients of a
	nx, ny     int       // patches per row and column
	u, v       []float32 // displacement per patch
	iterations int
}

// searchLevel improves f in place. Patch rows are searched in bands of fixed height; propagation stays inside a band.
func searchLevel(a, b vision.Plane, f Field, iterations int) {
	if a.W < patchSize || a.H < patchSize {
		return
	}
	m := &matcher{a: pad(a), b: pad(b), iterations: iterations}
	m.nx, m.ny = (a.W-patchSize)/patchStride+1, (a.H-patchSize)/patchStride+1
	m.u, m.v = make([]float32, m.nx*m.ny), make([]float32, m.nx*m.ny)
	m.gradients()
	vision.Rows(m.ny, func(j0, j1 int) {
		m.forward(f, j0, j1)
		m.backward(j0, j1)
	})
	vision.Rows(a.H, func(y0, y1 int) { m.densify(f, y0, y1) })
}

func (m *matcher) gradients() {
	s := m.a.stride
	m.gx, m.gy = make([]float32, len(m.a.pix)), make([]float32, len(m.a.pix))
	rows := m.a.h + 2*margin
	vision.Rows(rows, func(y0, y1 int) {
		for i := max(y0, 1) * s; i < min(y1, rows-1)*s; i++ {
			m.gx[i] = 0.5 * (m.a.pix[i+1] - m.a.pix[i-1])
			m.gy[i] = 0.5 * (m.a.pix[i+s] - m.a.pix[i-s])
		}
	})
}

func (m *matcher) forward(f Field, j0, j1 int) {
	for j := j0; j < j1; j++ {
		for i := range m.nx {
			c := (j*patchStride+patchSize/2)*f.U.W + i*patchStride + patchSize/2
			u, v := f.U.Pix[c], f.V.Pix[c]
			u, v = m.bestOf(i, j, u, v, i-1, j, i, j-1, j0, j1)
			m.u[j*m.nx+i], m.v[j*m.nx+i] = m.descend(i, j, u, v, m.iterations)
		}
	}
}

func (m *matcher) backward(j0, j1 int) {
	for j := j1 - 1; j >= j0; j-- {
		for i := m.nx - 1; i >= 0; i-- {
			k := j*m.nx + i
			u, v := m.bestOf(i, j, m.u[k], m.v[k], i+1, j, i, j+1, j0, j1)
			m.u[k], m.v[k] = m.descend(i, j, u, v, m.iterations/2)
		}
	}
}

// bestOf compares the start (u,v) of patch (i,j) with the vectors of two neighbours.
func (m *matcher) bestOf(i, j int, u, v float32, i1, j1, i2, j2, low, high int) (float32, float32) {
	best := float32(-1)
	for _, n := range [2][2]int{{i1, j1}, {i2, j2}} {
		if n[0] < 0 || n[0] >= m.nx || n[1] < low || n[1] >= high {
			continue
		}
		q := n[1]*m.nx + n[0]
		if m.u[q] == u && m.v[q] == v {
			continue
		}
		if best < 0 {
			best = m.cost(i, j, u, v)
		}
		if c := m.cost(i, j, m.u[q], m.v[q]); c < best {
			best, u, v = c, m.u[q], m.v[q]
		}
	}
	return u, v
}

// cost is the sum of squared differences of the mean-free patches.
func (m *matcher) cost(i, j int, u, v float32) float32 {
	px, py := i*patchStride, j*patchStride
	d := m.compare(m.a.offset(px, py), float32(px)+u, float32(py)+v)
	return d[squareSum] - d[differenceSum]*d[differenceSum]/(patchSize*patchSize)
}

// The sums of compare over a patch: of the differences, of their squares, and of both times the gradients.
const (
	differenceSum = iota
	squareSum
	slopeXSum
	slopeYSum
	compareSums
)

// compare takes the patch of a that begins at ref from that of b at (x,y).
func (m *matcher) compare(ref int, x, y float32) (sums [compareSums]float32) {
	at, weights := m.b.subpixel(x, y)
	if !m.compareLanes(&sums, ref, at, &weights) {
		m.compareEach(&sums, ref, at, &weights)
	}
	return sums
}

// compareEach is compare pixel by pixel: at is where the patch of b begins, before the weights of its four neighbours.
func (m *matcher) compareEach(sums *[compareSums]float32, ref, at int, weights *[4]float32) {
	s := m.a.stride
	for range patchSize {
		r0, r1 := m.b.pix[at:at+patchSize+1], m.b.pix[at+s:at+s+patchSize+1]
		ra, g1, g2 := m.a.pix[ref:ref+patchSize], m.gx[ref:ref+patchSize], m.gy[ref:ref+patchSize]
		for x, a := range ra {
			d := r0[x]*weights[0] + r0[x+1]*weights[1] + r1[x]*weights[2] + r1[x+1]*weights[3] - a
			sums[differenceSum] += d
			sums[squareSum] += d * d
			sums[slopeXSum] += g1[x] * d
			sums[slopeYSum] += g2[x] * d
		}
		at += s
		ref += s
	}
}

// structureSums are how many sums structure makes.
const structureSums = 5

// structure adds up the products of the gradients of the patch that begins at ref, XX, XY and YY, and the gradients.
func (m *matcher) structure(sums *[structureSums]float32, ref int) {
	if !m.structureLanes(sums, ref) {
		m.structureEach(sums, ref)
	}
}

// structureEach is structure pixel by pixel.
func (m *matcher) structureEach(sums *[structureSums]float32, ref int) {
	for y := range patchSize {
		o := ref + y*m.a.stride
		g1, g2 := m.gx[o:o+patchSize], m.gy[o:o+patchSize]
		for x, p := range g1 {
			q := g2[x]
			sums[0] += p * p
			sums[1] += p * q
			sums[2] += q * q
			sums[3] += p
			sums[4] += q
		}
	}
}

// descend is the inverse compositional Lucas-Kanade search on mean-free patches. It gives the start back when the
// patch has no structure or the search runs further than a patch.
func (m *matcher) descend(i, j int, u, v float32, iterations int) (float32, float32) {
	const n = patchSize * patchSize
	px, py := i*patchStride, j*patchStride
	ref := m.a.offset(px, py)
	var structure [structureSums]float32
	m.structure(&structure, ref)
	h11, h12, h22, sx, sy := structure[0], structure[1], structure[2], structure[3], structure[4]
	h11 += 0.5 - sx*sx/n
	h12 -= sx * sy / n
	h22 += 0.5 - sy*sy/n
	det := h11*h22 - h12*h12
	if det < 1e-3 {
		return u, v
	}
	startU, startV, bestU, bestV := u, v, u, v
	previous := float32(1e30)
	for range iterations {
		d := m.compare(ref, float32(px)+u, float32(py)+v)
		b1, b2, sum, squares := d[slopeXSum], d[slopeYSum], d[differenceSum], d[squareSum]
		c := squares - sum*sum/n
		if c >= previous {
			break
		}
		previous, bestU, bestV = c, u, v
		b1 -= sum * sx / n
		b2 -= sum * sy / n
		du, dv := (h22*b1-h12*b2)/det, (h11*b2-h12*b1)/det
		u -= du
		v -= dv
		if du*du+dv*dv < 4e-4 {
			break
		}
	}
	if dx, dy := bestU-startU, bestV-startV; dx*dx+dy*dy > n {
		return startU, startV
	}
	return bestU, bestV
}

// densify gives each pixel of rows y0 to y1 the mean of the patches over it, weighted by how well each explains it.
func (m *matcher) densify(f Field, y0, y1 int) {
	w := f.U.W
	weights, us, vs := make([]float32, w), make([]float32, w), make([]float32, w)
	for y := y0; y < y1; y++ {
		clear(weights)
		clear(us)
		clear(vs)
		// Rows below the last whole patch take the vectors of the last covered row.
		covered := min(y, (m.ny-1)*patchStride+patchSize-1)
		first := max(0, (covered-patchSize+patchStride)/patchStride)
		if covered < patchSize {
			first = 0
		}
		for j := first; j < m.ny && j*patchStride <= covered; j++ {
			for i := range m.nx {
				m.vote(i, j, covered, weights, us, vs)
			}
		}
		rowU, rowV := f.U.Row(y), f.V.Row(y)
		last := (m.nx-1)*patchStride + patchSize - 1
		for x := range rowU {
			c := min(x, last)
			rowU[x], rowV[x] = us[c]/weights[c], vs[c]/weights[c]
		}
	}
}

func (m *matcher) vote(i, j, y int, weights, us, vs []float32) {
	k := j*m.nx + i
	x0 := i * patchStride
	u, v := m.u[k], m.v[k]
	at, by := m.b.subpixel(float32(x0)+u, float32(y)+v)
	ref := m.a.offset(x0, y)
	s := m.a.stride
	r0, r1 := m.b.pix[at:at+patchSize+1], m.b.pix[at+s:at+s+patchSize+1]
	weights, us, vs = weights[x0:x0+patchSize], us[x0:x0+patchSize], vs[x0:x0+patchSize]
	for x, a := range m.a.pix[ref : ref+patchSize] {
		d := r0[x]*by[0] + r0[x+1]*by[1] + r1[x]*by[2] + r1[x+1]*by[3] - a
		if d < 0 {
			d = -d
		}
		weight := float32(1)
		if d > 1 {
			weight = 1 / d
		}
		weights[x] += weight
		us[x] += weight * u
		vs[x] += weight * v
	}
}
