package vision

import "zoetrope/engine/studio/vision/vec"

// Scaler resamples planes of one size to another like Resize, again and again and without further memory.
type Scaler struct {
	fromW, fromH, toW, toH int
	columns, rows          []tap
}

// NewScaler prepares the resampling of planes of fromW x fromH to toW x toH.
func NewScaler(fromW, fromH, toW, toH int) *Scaler {
	return &Scaler{fromW, fromH, toW, toH, taps(fromW, toW), taps(fromH, toH)}
}

// Into overwrites dst (toW x toH) with src resampled.
func (s *Scaler) Into(dst, src Plane) {
	s.run(dst, src, func(out, row []float32) { copy(out, row) })
}

// Add adds src resampled to dst.
func (s *Scaler) Add(dst, src Plane) {
	s.run(dst, src, vec.Add)
}

// run gives put every row of dst with what belongs there.
func (s *Scaler) run(dst, src Plane, put func(out, row []float32)) {
	Rows(s.toH, func(y0, y1 int) {
		// Only the source rows that the band needs are resampled sideways; neighbouring bands do a few of them twice.
		first := clamp(s.rows[y0].first, s.fromH)
		final := s.rows[y1-1]
		last := clamp(final.first+len(final.weights)-1, s.fromH)
		wide := borrow(s.toW, last-first+1)
		for y := first; y <= last; y++ {
			s.across(wide.Row(y-first), src.Row(y))
		}
		row := make([]float32, s.toW)
		for y := y0; y < y1; y++ {
			clear(row)
			for k, weight := range s.rows[y].weights {
				vec.AddScaled(row, wide.Row(clamp(s.rows[y].first+k, s.fromH)-first), weight)
			}
			put(dst.Row(y), row)
		}
		giveBack(wide)
	})
}

func (s *Scaler) across(dst, src []float32) {
	for x := range dst {
		c := &s.columns[x]
		if c.first < 0 || c.first+len(c.weights) > len(src) {
			dst[x] = s.atBorder(c, src)
			continue
		}
		if len(c.weights) == 4 { // when enlarging
			w, p := (*[4]float32)(c.weights), (*[4]float32)(src[c.first:])
			dst[x] = w[0]*p[0] + w[1]*p[1] + w[2]*p[2] + w[3]*p[3]
			continue
		}
		var sum float32
		part := src[c.first:][:len(c.weights)]
		for k, weight := range c.weights {
			sum += weight * part[k]
		}
		dst[x] = sum
	}
}

func (s *Scaler) atBorder(c *tap, src []float32) float32 {
	var sum float32
	for k, weight := range c.weights {
		sum += weight * src[clamp(c.first+k, len(src))]
	}
	return sum
}
