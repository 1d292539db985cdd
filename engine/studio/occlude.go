package studio

import (
	"image"

	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

// tileSet marks tiles of a frame, row by row.
type tileSet struct {
	w, h int // in tiles
	in   []bool
}

// has tells whether the tile in column x of row y or one beside it is marked.
func (s tileSet) has(x, y int) bool {
	for v := max(y-1, 0); v < min(y+2, s.h); v++ {
		for u := max(x-1, 0); u < min(x+2, s.w); u++ {
			if s.in[v*s.w+u] {
				return true
			}
		}
	}
	return false
}

// coverTiles marks the tiles of a backdrop whose alpha says that subjects are hidden there. It reuses the memory of old.
func coverTiles(f *spmd.Frame, old tileSet) tileSet {
	const side = compose.TileSize
	s := tileSet{w: (f.W + side - 1) / side, h: (f.H + side - 1) / side, in: old.in}
	if len(s.in) != s.w*s.h {
		s.in = make([]bool, s.w*s.h)
	}
	clear(s.in)
	vision.Rows(s.h, func(y0, y1 int) {
		for y := y0 * side; y < min(y1*side, f.H); y++ {
			row := f.Pix[4*y*f.W:][:4*f.W]
			marks := s.in[y/side*s.w:][:s.w]
			for x := range f.W {
				if row[4*x+3] < 0.99 {
					marks[x/side] = true
				}
			}
		}
	})
	return s
}

// uncover gives the picture between two drawn ones an alpha that tells how much of a subject is seen, as drawn ones have. Where
// subjects are it adds the tiles that something covers to those that are drawn, so that its edges are those of the moment; elsewhere
// the alpha is the lower of both pictures.
func (s *sequence) uncover(i int, tiles []image.Rectangle) []image.Rectangle {
	if len(s.film.plan.Cast) == 0 {
		return tiles
	}
	const side = compose.TileSize
	drawn := make(map[image.Point]bool, len(tiles))
	for _, r := range tiles {
		drawn[r.Min] = true
	}
	cast := s.film.plan.CastBounds(moment(i), s.mixed.W, s.mixed.H)
	frame := image.Rect(0, 0, s.mixed.W, s.mixed.H)
	for y := range s.before.h {
		for x := range s.before.w {
			r := image.Rect(x*side, y*side, (x+1)*side, (y+1)*side).Intersect(frame)
			covered := s.before.has(x, y) || s.after.has(x, y)
			switch {
			case drawn[r.Min]:
			case covered && overlapsAny(r, cast):
				tiles = append(tiles, r)
			default:
				lowerAlpha(s.mixed, s.first, s.last, r, covered)
			}
		}
	}
	return tiles
}

func overlapsAny(r image.Rectangle, others []image.Rectangle) bool {
	for _, o := range others {
		if r.Overlaps(o) {
			return true
		}
	}
	return false
}

// lowerAlpha fills the alpha of a tile with the lower one of two frames, or with 1 where nothing covers either.
func lowerAlpha(dst, a, b *spmd.Frame, r image.Rectangle, covered bool) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for i := 4*(y*dst.W+r.Min.X) + 3; i < 4*(y*dst.W+r.Max.X); i += 4 {
			v := float32(1)
			if covered {
				v = a.Pix[i]
				if b.Pix[i] < v {
					v = b.Pix[i]
				}
			}
			dst.Pix[i] = v
		}
	}
}

// enlargeAlpha takes the alpha of a backdrop to full size, between its pixels in straight lines. Films without subjects do not need
// it.
func (f *film) enlargeAlpha(dst, src *spmd.Frame) {
	if len(f.plan.Cast) == 0 {
		return
	}
	sx, sy := float32(src.W)/float32(dst.W), float32(src.H)/float32(dst.H)
	vision.Rows(dst.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			top, below, v := neighbours((float32(y)+0.5)*sy-0.5, src.H)
			a, b := src.Pix[4*top*src.W:][:4*src.W], src.Pix[4*below*src.W:][:4*src.W]
			out := dst.Pix[4*y*dst.W:][:4*dst.W]
			for x := range dst.W {
				left, right, u := neighbours((float32(x)+0.5)*sx-0.5, src.W)
				p := a[4*left+3] + (a[4*right+3]-a[4*left+3])*u
				q := b[4*left+3] + (b[4*right+3]-b[4*left+3])*u
				out[4*x+3] = p + (q-p)*v
			}
		}
	})
}

// neighbours are the pixels of n around a position, and the share of the second.
func neighbours(at float32, n int) (a, b int, share float32) {
	if at < 0 {
		return 0, 0, 0
	}
	a = int(at)
	return min(a, n-1), min(a+1, n-1), at - float32(a)
}
