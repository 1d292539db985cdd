package effect

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"zoetrope/engine/studio/lettering"
)

// poster is that of a film: the picture graded teal and orange, darker towards the foot, with a title and a block of credits.
func poster(s *stage, c *Canvas) {
	photo := s.photo(0)
	c.draw(photo, s.zoom(photo, 1.02, s.w/2, 0), nil, paint{})
	c.each(func(_, y int, p []float32) {
		l := luma(p[0], p[1], p[2])
		shade := rgb{0.10, 0.34, 0.42}.mix(rgb{1.08, 0.78, 0.50}, float32(smooth(float64(l), 0.12, 0.75)))
		for k := range 3 {
			graded := lerp32(p[k], l*shade[k]*1.35, 0.38)
			p[k] = (graded-0.5)*1.14 + 0.48
		}
		v := float64(y) / s.h
		k := float32((1 - 0.90*smooth(v, 0.50, 0.92)) * (1 - 0.35*smooth(v, 0.16, 0)))
		p[0], p[1], p[2] = p[0]*k, p[1]*k, p[2]*k
	})
	title := strings.ToUpper(s.words(22, "The Last Light"))
	width := 0.86 * s.w
	st := lettering.Style{Face: lettering.Display, Size: 0.24 * s.unit, Spacing: 0.06}
	lines := []string{title}
	if one := st.Fit(title, width); one.Size < 0.13*s.unit && strings.Contains(title, " ") {
		lines = st.Wrap(title, st.Width(title)*0.62)
	}
	for _, l := range lines {
		st = st.Fit(l, width)
	}
	foot := 0.945 * s.h
	credits := lettering.Style{Face: lettering.Display, Size: 0.030 * s.unit, Spacing: 0.10}
	small := []string{"A FILM MADE OF ONE PHOTOGRAPH   ·   LIGHT BY THE SUN", "SOUND BY THE WIND   ·   EDITED IN A SINGLE BLINK"}
	for i := range small {
		credits = credits.Fit(small[i], 0.8*s.w)
	}
	y := foot - credits.Height()*float64(len(small)-1)
	c.paragraph(small, credits, s.w/2, y, middle, rgb{0.78, 0.76, 0.72})
	y -= credits.Height() * 1.7
	for i := len(lines) - 1; i >= 0; i-- {
		c.write(lines[i], st, s.w/2+0.004*s.unit, y+0.006*s.unit, middle, rgb{}, 0.6)
		c.write(lines[i], st, s.w/2, y, middle, rgb{0.97, 0.93, 0.84}, 1)
		y -= st.Cap() * 1.16
	}
	tag := lettering.Style{Face: lettering.Display, Size: 0.040 * s.unit, Spacing: 0.22}
	line := "ONE MOMENT CHANGES EVERYTHING"
	tag = tag.Fit(line, 0.8*s.w)
	c.write(line, tag, s.w/2, 0.03*s.unit+tag.Size*1.3, middle, rgb{0.95, 0.90, 0.80}, 0.92)
	c.bloom(0.72, 0.3, 0.05*s.unit)
	s.grain(c, 0.022)
	c.vignette(0.35)
}

// magazine is a cover: a masthead behind the subject's head, lines to the sides and a barcode.
func magazine(s *stage, c *Canvas) {
	sub, photo := s.subject(0), s.photo(0)
	c.copyFrom(photo, paint{})
	c.grade(1.06, rgb{1.03, 1.01, 1.0}, rgb{0.012, 0.01, 0.012})
	c.each(func(_, y int, p []float32) {
		v := float64(y) / s.h
		k := float32((1 - 0.25*smooth(v, 0.28, 0)) * (1 - 0.6*smooth(v, 0.45, 0.95)))
		p[0], p[1], p[2] = p[0]*k, p[1]*k, p[2]*k
	})
	name := strings.ToUpper(s.words(11, "Moment"))
	st := lettering.Style{Face: lettering.Sans, Size: 0.5 * s.unit, Spacing: -0.015}.Fit(name, 0.92*s.w)
	st.Size = math.Min(st.Size, 0.30*s.h)
	base := 0.045*s.h + st.Cap()
	accent := vivid(mean(photo))
	// Lines stand where the subject is not.
	x, anchor := 0.05*s.w, left
	if sub.cx < 0.45*s.w && !sub.whole {
		x, anchor = 0.95*s.w, right
	}
	c.scrim(s, anchor)
	graded := slices.Clone(c.Pix)
	c.write(name, st, s.w/2, base, middle, rgb{1, 1, 1}, 1)
	if !sub.whole && sub.y0 < base && sub.height() > 0.35*s.h {
		c.each(func(x, y int, p []float32) {
			_, a := s.colourAt(sub.cut, float64(x)+0.5, float64(y)+0.5)
			for k := range 3 {
				p[k] = lerp32(p[k], graded[4*(y*c.W+x)+k], a)
			}
		})
	}
	issue := lettering.Style{Face: lettering.Text, Size: 0.024 * s.unit}
	c.write("THE PHOTOGRAPH ISSUE", issue, 0.045*s.w, base+0.045*s.unit, left, rgb{1, 1, 1}, 0.95)
	big := lettering.Style{Face: lettering.Display, Size: 0.095 * s.unit}
	small := lettering.Style{Face: lettering.Text, Size: 0.026 * s.unit}
	y := 0.62 * s.h
	for i, l := range []struct{ head, text string }{
		{"COLOUR", "and where to find it"}, {"GOLDEN HOUR", "twelve ways to wait for it"}, {"ONE FRAME", "the story behind the cover"},
	} {
		tone := rgb{1, 1, 1}
		if i == 0 {
			tone = accent
		}
		c.write(l.head, big, x, y, anchor, tone, 1)
		c.write(l.text, small, x, y+small.Size*1.45, anchor, rgb{1, 1, 1}, 0.95)
		y += big.Size*0.92 + small.Size*2.1
	}
	s.barcode(c, 0.95*s.w-0.20*s.unit*(1-anchor)+anchor*(0.05*s.w-0.95*s.w), s.h-0.045*s.h-0.12*s.unit, 0.20*s.unit, 0.12*s.unit)
	s.grain(c, 0.012)
}

// scrim darkens the lower corner in which lines of text stand, as far as it is bright.
func (c *Canvas) scrim(s *stage, anchor float64) {
	fall := func(x, y int) float64 {
		u := math.Abs(float64(x)/s.w - anchor) // from the side of the text
		return smooth(u, 0.75, 0.25) * smooth(float64(y)/s.h, 0.42, 0.62)
	}
	var sum, n float64
	for y := 0; y < c.H; y += 4 {
		for x := 0; x < c.W; x += 4 {
			w, p := fall(x, y), c.Pix[4*(y*c.W+x):]
			sum, n = sum+w*float64(luma(p[0], p[1], p[2])), n+w
		}
	}
	const bearable = 0.18 // luma behind white letters
	amount := math.Min(math.Max(1-bearable/math.Max(sum/math.Max(n, 1), 0.01), 0), 0.8)
	c.each(func(x, y int, p []float32) {
		k := float32(1 - amount*fall(x, y))
		p[0], p[1], p[2] = p[0]*k, p[1]*k, p[2]*k
	})
}

// vivid is a bright, strong relative of a colour.
func vivid(p rgb) rgb {
	hi, lo := max(p[0], p[1], p[2]), min(p[0], p[1], p[2])
	if hi-lo < 0.03 {
		return rgb{1, 0.84, 0.2}
	}
	for k := range p {
		p[k] = 0.18 + 0.82*(p[k]-lo)/(hi-lo)
	}
	return p.mix(rgb{1, 1, 1}, 0.18)
}

// barcode is a white field with bars.
func (s *stage) barcode(c *Canvas, x, y, w, h float64) {
	c.rect(x, y, w, h, rgb{1, 1, 1}, 1)
	d := s.dice.fork(83)
	for at, i := 0.06*w, 0; at < 0.92*w; i++ {
		bar := w * (0.008 + 0.008*math.Floor(3*d.at(2*i)))
		c.rect(x+at, y+0.10*h, bar, 0.62*h, rgb{0.03, 0.03, 0.03}, 1)
		at += bar + w*(0.010+0.007*math.Floor(3*d.at(2*i+1)))
	}
	digits := ""
	for i := range 12 {
		digits += fmt.Sprint(int(10 * d.at(200+i)))
	}
	st := lettering.Style{Face: lettering.Text, Size: 0.17 * h, Spacing: 0.06}.Fit(digits, 0.86*w)
	c.write(digits, st, x+w/2, y+0.92*h, middle, rgb{0.03, 0.03, 0.03}, 1)
}

// idGrid is a sheet of portrait prints for documents: six or eight equal prints with cutting marks.
func idGrid(s *stage, c *Canvas) {
	c.fill(rgb{0.985, 0.985, 0.98})
	cols, rows, cell := idSheet(s.w, s.h)
	w, h := 35*cell*0.93, 45*cell*0.93
	x0, y0 := s.w/2-35*cell*float64(cols)/2, s.h*0.47-45*cell*float64(rows)/2
	pic := s.portrait(w, h)
	for i := range cols * rows {
		x, y := x0+float64(i%cols)*35*cell+(35*cell-w)/2, y0+float64(i/cols)*45*cell+(45*cell-h)/2
		c.draw(pic, shift(x, y), nil, paint{})
		ink, l, g := rgb{0.55, 0.55, 0.57}, 0.022*s.unit, math.Max(0.0016*s.unit, 0.7)
		for _, p := range []point{{x, y}, {x + w, y}, {x, y + h}, {x + w, y + h}} {
			c.rect(p.X-g/2, p.Y-l/2, g, l, ink, 0.8)
			c.rect(p.X-l/2, p.Y-g/2, l, g, ink, 0.8)
		}
	}
	st := lettering.Style{Face: lettering.Text, Size: 0.026 * s.unit}
	note := "35 × 45 mm   ·   " + s.words(40, "cut along the marks")
	c.write(note, st.Fit(note, 0.9*s.w), s.w/2, s.h-0.03*s.h, middle, rgb{0.4, 0.4, 0.42}, 1)
}

// idSheet is how many prints of 35 x 45 mm stand side by side and below one another, so that they cover most of a sheet, and the
// pixels of a millimetre.
func idSheet(w, h float64) (cols, rows int, cell float64) {
	best := 0.0
	for _, n := range [][2]int{{4, 2}, {3, 2}, {2, 3}, {2, 4}} {
		k := math.Min(w*0.9/float64(n[0])/35, h*0.86/float64(n[1])/45)
		if covered := k * k * float64(n[0]*n[1]); covered > best {
			best, cols, rows, cell = covered, n[0], n[1], k
		}
	}
	return cols, rows, cell
}

// portrait is the picture cut like that of a document: around its subject, on a plain light ground where there is one.
func (s *stage) portrait(w, h float64) *Texture {
	sub := s.subject(0)
	if sub.whole || !sub.grounded { // not a portrait
		return s.print(0, w, h)
	}
	c := newCanvas(int(w), int(h))
	c.gradient(rgb{0.90, 0.93, 0.96}, rgb{0.82, 0.87, 0.91})
	k := math.Max(0.86*h/sub.height(), 0.9*w/math.Max(sub.width(), 1)*0.8)
	m := shift(w/2, h).mul(scaling(k, k)).mul(shift(-(sub.x0+sub.x1)/2, -math.Min(sub.y1, s.h))).mul(s.fit(sub.cut))
	c.draw(sub.cut, m, nil, paint{})
	return (&Texture{W: c.W, H: c.H, Pix: c.Pix}).finish()
}

// postcard is a greeting from a place: the picture in large letters over its own blurred self, with a border.
func postcard(s *stage, c *Canvas) {
	photo := s.photo(0)
	c.fill(rgb{0.975, 0.96, 0.92})
	b := 0.045 * s.unit
	inner := s.print(0, s.w-2*b, s.h-2*b).map1(func(p *[4]float32) { gradePixel(p[:3], 1.2, rgb{1.05, 1.0, 0.92}, rgb{0.03, 0.03, 0.05}) })
	c.draw(inner.blurred(0.003*s.unit), shift(b, b), nil, paint{Dim: 0.28})
	place := strings.ToUpper(s.words(12, "Somewhere"))
	st := lettering.Style{Face: lettering.Sans, Size: 0.46 * s.unit}.Fit(place, s.w-2*b-0.10*s.w)
	st.Size = math.Min(st.Size, 0.44*s.h)
	y := s.h*0.60 + st.Cap()/2
	up := lettering.Style{Face: lettering.Script, Size: math.Min(0.42*st.Size, 0.15*s.unit)}
	// Letters with depth: a stack of darker copies, a white edge, then the picture inside.
	mask, base := st.Line(place)
	pad := (float64(mask.W) - st.Width(place)) / 2
	at := shift(s.w/2-st.Width(place)/2-pad, y-float64(base))
	dark := newTexture(plain(mask.W, mask.H, vivid(mean(photo)).mix(rgb{0.75, 0.12, 0.10}, 0.75).times(0.62)), mask)
	deep := 0.05 * st.Size
	for i := deep; i > 0; i-- {
		c.draw(dark, shift(i, i).mul(at), nil, paint{})
	}
	white := newTexture(plain(mask.W, mask.H, rgb{1, 0.99, 0.95}), mask)
	edge := 0.028 * st.Size
	for i := range 16 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 8)
		c.draw(white, shift(edge*cos, edge*sin).mul(at), nil, paint{})
	}
	fill := s.print(0, float64(mask.W), float64(mask.H))
	for i, a := range mask.Pix {
		for k := range 3 {
			fill.Pix[4*i+k] = min(fill.Pix[4*i+k]*1.25+0.14, 1) * a
		}
		fill.Pix[4*i+3] = a
	}
	c.draw(fill.finish(), at, nil, paint{})
	head := "Greetings from"
	c.write(head, up, s.w/2+0.004*s.unit, y-st.Cap()-0.45*up.Size+0.006*s.unit, middle, rgb{0.1, 0.08, 0.08}, 0.55)
	c.write(head, up, s.w/2, y-st.Cap()-0.45*up.Size, middle, rgb{1, 0.98, 0.92}, 1)
	s.grain(c, 0.02)
}
