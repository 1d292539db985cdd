package scene

import (
	"image"
	"math"

	"zoetrope/engine/studio/spmd"
)

// glance is a frame of an overlay as far as it matters for where the overlay shows. Positions are those of screenPoint in
// common.glsl: in half frame heights from the middle, y up.
type glance struct {
	w, h        int
	wide        float64 // half the width
	pixel       float64
	time        float64
	amount      float64
	water       float64
	wind, drift [2]float64
	salt        uint32
	values      spmd.Values
	tiles       *tiling
}

func newGlance(v spmd.Values, w, h int) *glance {
	g := &glance{
		w: w, h: h, wide: float64(w) / float64(h), pixel: 2 / float64(h), values: v, tiles: newTiling(w, h),
		time: number(v["iTime"]), amount: number(v["uAmount"]), water: number(v["uWater"]),
	}
	if seed, ok := v["uSeed"].(int32); ok {
		g.salt = uint32(seed) * 0x9E3779B9
	}
	for k := range 2 {
		wind, _ := v["uWind"].([2]float32)
		drift, _ := v["uDrift"].([2]float32)
		g.wind[k], g.drift[k] = float64(wind[k]), float64(drift[k])
	}
	return g
}

func number(v any) float64 {
	switch v := v.(type) {
	case float32:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

// mark marks the tiles of a square around a point.
func (g *glance) mark(x, y, reach float64) {
	const margin = 1.5 // pixels: shaders reckon with fewer digits
	half := float64(g.h) / 2
	cx, cy, r := (x+g.wide)*half, (1-y)*half, reach*half+margin
	g.tiles.mark(cx-r, cy-r, cx+r, cy+r)
}

// mixBits, hash1, hash2 and hash22 are those of common.glsl.
func mixBits(h uint32) uint32 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	h *= 0x297a2d39
	return h ^ h>>15
}

func (g *glance) hash1(n int) float64 {
	return float64(mixBits(uint32(n)*0x85ebca6b^g.salt)>>8) / (1 << 24)
}

func (g *glance) hash2(x, y int32) float64 {
	return float64(mixBits(uint32(x)*1597334677^uint32(y)*3812015801^g.salt)>>8) / (1 << 24)
}

func (g *glance) hash22(x, y int32) [2]float64 {
	h := mixBits(uint32(x)*1597334677 ^ uint32(y)*3812015801 ^ g.salt)
	return [2]float64{float64(h>>16) / 65536, float64(h&0xffff) / 65536}
}

// fireflies are where those of fireflies.frag are, one pass for each.
func (g *glance) fireflies() []Pass {
	const most = 44
	var out []Pass
	for i := range most {
		if float64(i) >= most*g.amount {
			break
		}
		a, b, z := g.hash1(i*5+1), g.hash1(i*5+2), g.hash1(i*5+3)
		near := z * z
		x := (a*2-1)*g.wide*1.05 + 0.13*math.Sin(g.time*(0.45+0.6*b)+a*20) + 0.05*math.Sin(g.time*(1.3+z)+b*50)
		y := -0.78 + 1.15*b*b + 0.13*0.65*math.Sin(g.time*(0.6+0.7*z)+b*30) + 0.05*math.Cos(g.time*(1.1+a)+z*70)
		x += 0.012*g.wind[0]*g.time*(0.3+near) - g.drift[0]*(0.25+0.75*near)
		y -= g.drift[1] * (0.25 + 0.75*near)
		g.tiles.clear()
		g.mark(x, y, 15*(0.0045+0.0085*near))
		if tiles := g.tiles.rectangles(); len(tiles) > 0 {
			out = append(out, Pass{Only: i + 1, Tiles: tiles})
		}
	}
	return out
}

// meteors are the boxes around those of meteors.frag that burn.
func (g *glance) meteors() []Pass {
	const slots, reach = 6, 0.13
	if g.amount < 0.001 {
		return nil
	}
	first := 1.0
	if g.hash1(601) < 0.5 {
		first = -1
	}
	radiant := [2]float64{0.9 * first, 1}
	upright := min(max((1-g.wide)/0.44, 0), 1)
	for i := range slots {
		period := 1.9 + 2.2*g.hash1(i*9+611)
		clock := g.time/period + g.hash1(i*9+612)
		if i == 0 {
			clock = g.time/period + 1 - 0.5/period
		}
		turn := math.Floor(clock)
		age := (clock - turn) * period
		id := i*131 + int(turn)*17 + 620
		if age > 0.55+0.5*g.hash1(id)+0.52 || i > 0 && g.hash1(id+5) > 0.10+0.90*g.amount+1e-6 {
			continue
		}
		from := [2]float64{(g.hash1(id+1)*2 - 1) * 0.75 * (1 - 0.5*upright), 0.22 + 0.34*g.hash1(id+2)}
		way := [2]float64{from[0] - radiant[0], from[1] - radiant[1] - 0.1}
		length := 0.30 + 0.42*g.hash1(id+3)
		k := length / math.Hypot(way[0], way[1])
		to := [2]float64{from[0] + way[0]*k, from[1] + way[1]*k}
		g.markBox([2]float64{min(from[0], to[0]) - reach, min(from[1], to[1]) - reach}, [2]float64{max(from[0], to[0]) + reach, max(from[1], to[1]) + reach})
	}
	return g.pass()
}

// markBox marks what lies between two tangents of the resting view.
func (g *glance) markBox(low, high [2]float64) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	half := float64(g.h) / 2
	for _, c := range [][2]float64{low, {high[0], low[1]}, {low[0], high[1]}, high} {
		p := g.onScreen([3]float64{c[0], c[1], 1})
		x, y := (p[0]+g.wide)*half, (1-p[1])*half
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
	}
	g.tiles.mark(x0-2, y0-2, x1+2, y1+2)
}

// onScreen is that of below.glsl.
func (g *glance) onScreen(dir [3]float64) [2]float64 {
	rot, _ := g.values["uCamRot"].([9]float32)
	k := number(g.values["uFocal"]) / max(along(rot[6:9], dir), 0.02)
	return [2]float64{along(rot[0:3], dir) * k, along(rot[3:6], dir)*k - number(g.values["uTilt"])}
}

// belowHorizon is what lies under the horizon.
func (g *glance) belowHorizon() []Pass {
	rot, _ := g.values["uCamRot"].([9]float32)
	top := math.Inf(-1)
	for _, side := range []float64{-1, 1} {
		// The row at which a ray at the edge of the frame is level.
		if up := float64(rot[4]); up > 0.1 {
			y := -(side*g.wide*float64(rot[1]) + number(g.values["uFocal"])*float64(rot[7])) / up
			top = max(top, y-number(g.values["uTilt"]))
		}
	}
	if math.IsInf(top, -1) {
		top = 1
	}
	g.tiles.mark(0, (1-top)*float64(g.h)/2-2, float64(g.w), float64(g.h))
	return g.pass()
}

// flashes tells whether a stroke of lightning gives light, see flash in lightning.frag.
func (g *glance) flashes() bool {
	strikes, _ := g.values["uStrikes"].([][4]float32)
	for _, k := range strikes {
		age := g.time - float64(k[0])
		if k[0] >= 0 && age > -0.001 && age < 1.6 {
			return true
		}
	}
	return false
}

func (g *glance) pass() []Pass {
	if tiles := g.tiles.rectangles(); len(tiles) > 0 {
		return []Pass{{Tiles: tiles}}
	}
	return nil
}

// tiling marks tiles of a frame.
type tiling struct {
	w, h, columns, rows int
	in                  []bool
}

// tile is the side of a tile in pixels: as many as are drawn at once.
const tile = 8

func newTiling(w, h int) *tiling {
	t := &tiling{w: w, h: h, columns: (w + tile - 1) / tile, rows: (h + tile - 1) / tile}
	t.in = make([]bool, t.columns*t.rows)
	return t
}

func (t *tiling) clear() { clear(t.in) }

// mark marks the tiles that meet a box, in pixels from the top left.
func (t *tiling) mark(x0, y0, x1, y1 float64) {
	if x1 < 0 || y1 < 0 || x0 >= float64(t.w) || y0 >= float64(t.h) {
		return
	}
	left, right := max(int(x0), 0)/tile, min(int(x1), t.w-1)/tile
	for y := max(int(y0), 0) / tile; y <= min(int(y1), t.h-1)/tile; y++ {
		for x := left; x <= right; x++ {
			t.in[y*t.columns+x] = true
		}
	}
}

// rectangles are the marked tiles, those side by side in one.
func (t *tiling) rectangles() []image.Rectangle {
	var out []image.Rectangle
	for y := range t.rows {
		row := t.in[y*t.columns:][:t.columns]
		for x := 0; x < t.columns; x++ {
			if !row[x] {
				continue
			}
			from := x
			for x < t.columns && row[x] {
				x++
			}
			out = append(out, image.Rect(from*tile, y*tile, min(x*tile, t.w), min((y+1)*tile, t.h)))
		}
	}
	return out
}
