package mouth

import (
	"math"
	"slices"

	"zoetrope/engine/studio/vision/face"
)

// The line along which a mouth opens is known at columns from -reach to reach of the mouth's half width.
const (
	columns = 17
	reach   = 0.84
)

// column is the first coordinate of column k.
func column(k int) float64 { return reach * (2*float64(k)/(columns-1) - 1) }

// line is a curve across the mouth: the second coordinate per column.
type line [columns]float64

// at interpolates the line; beyond its ends it runs into the corners.
func (l *line) at(x float64) float64 {
	u := (x/reach + 1) / 2 * (columns - 1)
	switch {
	case u <= 0:
		return l[0] * max(0, (1+x)/(1-reach))
	case u >= columns-1:
		return l[columns-1] * max(0, (1-x)/(1-reach))
	}
	k := min(int(u), columns-2)
	return l[k] + (l[k+1]-l[k])*(u-float64(k))
}

// Gauge collects what is seen of a mouth over a clip.
type Gauge struct {
	lines []line
	teeth []bool
	gaps  []float64 // from the upper edge of the upper lip to the lower edge of the lower one
}

// Rest is a mouth as its owner holds it: where it opens.
type Rest struct {
	line line
	// toothy mouths show their teeth already: they open below them.
	toothy bool
	// gap is the height of both lips when they are shut. speaks tells that the mouth moves in the clip itself.
	gap    float64
	speaks bool
}

// Ajar is how far the mouth of a frame stands open by itself, in half widths: 0 unless it speaks in the clip.
func (r *Rest) Ajar(l *face.Landmarks) float64 {
	if !r.speaks {
		return 0
	}
	const noise = 0.05
	return max(0, gapOf(l)-r.gap-noise)
}

func gapOf(l *face.Landmarks) float64 {
	p := PlaceOf(l)
	_, top := p.within(float64(l[face.LipUpper].X), float64(l[face.LipUpper].Y))
	_, bottom := p.within(float64(l[face.LipLower].X), float64(l[face.LipLower].Y))
	return bottom - top
}

// Look measures the mouth of one frame.
func (g *Gauge) Look(f Frame, l *face.Landmarks) {
	p := PlaceOf(l)
	if p.half < 4 {
		return
	}
	_, top := p.within(float64(l[face.LipUpper].X), float64(l[face.LipUpper].Y))
	_, bottom := p.within(float64(l[face.LipLower].X), float64(l[face.LipLower].Y))
	if bottom-top < 0.12 {
		bottom = top + 0.12
	}
	s := newSection(f, p, top, bottom)
	toothy := s.showsTeeth()
	found := s.darkest()
	if toothy {
		found = s.belowTeeth(found)
	}
	g.lines, g.teeth, g.gaps = append(g.lines, found), append(g.teeth, toothy), append(g.gaps, gapOf(l))
}

// leastSpeech is the spread of the lips' height from which a mouth is taken to speak in the clip.
const leastSpeech = 0.16

// Rest is the median of what was seen, of the frames in which the mouth is shut if it speaks.
func (g *Gauge) Rest() Rest {
	var r Rest
	if len(g.lines) == 0 {
		return r
	}
	gaps := slices.Clone(g.gaps)
	slices.Sort(gaps)
	r.gap = gaps[len(gaps)/5]
	shut := gaps[len(gaps)-1]
	if gaps[len(gaps)*9/10]-r.gap > leastSpeech {
		r.speaks, shut = true, gaps[len(gaps)*2/5]
	}
	g = g.until(shut)
	toothy := 0
	for _, t := range g.teeth {
		if t {
			toothy++
		}
	}
	r.toothy = 2*toothy > len(g.teeth)
	for k := range r.line {
		var all []float64
		for i, l := range g.lines {
			if g.teeth[i] == r.toothy {
				all = append(all, l[k])
			}
		}
		slices.Sort(all)
		r.line[k] = all[len(all)/2]
	}
	return r
}

// until leaves out what was seen with lips further apart than gap.
func (g *Gauge) until(gap float64) *Gauge {
	out := &Gauge{}
	for i := range g.lines {
		if g.gaps[i] <= gap {
			out.lines, out.teeth = append(out.lines, g.lines[i]), append(out.teeth, g.teeth[i])
		}
	}
	return out
}

// steps is the number of rows of a section.
const steps = 24

// section is the mouth sampled from the upper edge of the upper lip to the lower edge of the lower one, column by column.
type section struct {
	luma, red   [columns][steps]float64
	top, bottom [columns]float64
}

func newSection(f Frame, p Place, top, bottom float64) *section {
	y, _, v := f.planes()
	s := &section{}
	for k := range columns {
		x := column(k)
		round := 1 - 0.85*x*x // lips get thinner towards the corners
		s.top[k], s.bottom[k] = top*round, bottom*round
		for j := range steps {
			px, py := p.at(x, s.row(k, j))
			s.luma[k][j] = y.linear(px, py)
			s.red[k][j] = v.linear(px/2, py/2) - 128
		}
	}
	return s
}

func (s *section) row(k, j int) float64 {
	return s.top[k] + (s.bottom[k]-s.top[k])*(float64(j)+0.5)/steps
}

// showsTeeth tells whether there is something brighter and less red than the lips between them.
func (s *section) showsTeeth() bool {
	bright := 0
	for k := columns / 4; k < columns-columns/4; k++ {
		lip, red := min(s.luma[k][3], s.luma[k][steps-4]), max(s.red[k][3], s.red[k][steps-4])
		for j := 6; j < steps-5; j++ {
			if s.luma[k][j] > 1.22*lip && s.red[k][j] < 0.62*red && s.luma[k][j] > 90 {
				bright++
				break
			}
		}
	}
	return bright > columns/4
}

// darkest is the line of least luma from corner to corner that does not jump, by dynamic programming.
func (s *section) darkest() line {
	const bend = 5.0 // codes of luma per step of a row, squared
	return s.trace(func(k, j int) float64 {
		off := (float64(j) - 0.45*steps) / steps // lips meet rather in the middle
		return s.luma[k][j] + 30*off*off
	}, bend)
}

// belowTeeth is the lower edge of the teeth.
func (s *section) belowTeeth(dark line) line {
	found := s.trace(func(k, j int) float64 {
		if j < 2 || j > steps-3 {
			return 255
		}
		fall := s.luma[k][j-2] - s.luma[k][j+2]
		red := s.red[k][j+2] - s.red[k][j-2]
		low := float64(j) / steps // of two edges the lower one
		return 200 - fall - 3*red - 25*low
	}, 3)
	for k := range found {
		// Towards the corners there are no teeth to be seen.
		w := math.Abs(column(k)) / reach
		w = max(0, (w-0.75)/0.25)
		found[k] += (dark[k] - found[k]) * w
	}
	return found
}

// trace finds the rows that have the least cost in all, with a penalty on the square of their steps from column to column.
func (s *section) trace(cost func(k, j int) float64, bend float64) line {
	var total [columns][steps]float64
	var from [columns][steps]int
	for j := range steps {
		total[0][j] = cost(0, j)
	}
	for k := 1; k < columns; k++ {
		for j := range steps {
			best, at := math.Inf(1), 0
			for i := max(0, j-4); i <= min(steps-1, j+4); i++ {
				d := float64(i - j)
				if c := total[k-1][i] + bend*d*d; c < best {
					best, at = c, i
				}
			}
			total[k][j], from[k][j] = best+cost(k, j), at
		}
	}
	j := 0
	for i := range steps {
		if total[columns-1][i] < total[columns-1][j] {
			j = i
		}
	}
	var out line
	for k := columns - 1; k >= 0; k-- {
		out[k] = s.row(k, j)
		j = from[k][j]
	}
	return smoothed(out)
}

func smoothed(l line) line {
	out := l
	for k := 1; k < columns-1; k++ {
		out[k] = 0.25*l[k-1] + 0.5*l[k] + 0.25*l[k+1]
	}
	return out
}
