package scene

import (
	"image"
	"math"

	"zoetrope/engine/studio/spmd"
)

// Pass is one drawing of an overlay that shows in parts of the frame only.
type Pass struct {
	Only  int               // value of uOnly, 0 to leave it out
	Tiles []image.Rectangle // pixels from the top left; they do not overlap
}

// Passes lists what has to be drawn of an overlay with the uniforms v over a frame of w x h pixels, from the farthest to the nearest.
// It is false for overlays that have to be drawn in whole. What it leaves out is transparent.
func (l Layer) Passes(v spmd.Values, w, h int) ([]Pass, bool) {
	g := newGlance(v, w, h)
	if f, ok := swarms[l.Shader]; ok {
		return f.passes(g), true
	}
	switch l.Shader {
	case "fireflies":
		return g.fireflies(), true
	case "meteors":
		return g.meteors(), true
	case "splashes":
		return g.belowHorizon(), true
	case "lightning":
		return nil, !g.flashes()
	}
	return nil, false
}

// InSky tells whether an overlay is in the sky, behind all that stands on the ground.
func (l Layer) InSky() bool {
	return l.Shader == "lightning" || l.Shader == "rainbow" || l.Shader == "meteors"
}

// swarm is the arrangement of the small things of an overlay, as its shader has it: at each depth they lie in the cells of a grid
// that is turned, drifts and sways. A test compares what both make of it.
type swarm struct {
	depths int
	step   float64    // from one depth to the next
	turn   float64    // radians of the grid per depth
	offset [2]float64 // of the grid per depth
	salt   [2]int32   // of the cells per depth
	spread float64    // of the middles within their cells
	level  bool       // swings go along the edges of the frame, not of the grid
	cells  func(g *glance) float64
	many   func(g *glance) float64                               // share of the cells that hold something
	flow   func(g *glance, layer int, depth float64) [2]float64  // way of the grid so far
	sway   func(g *glance, layer int, depth, y float64) float64  // to the right, at a height
	swing  func(g *glance, h [2]float64) [2]float64              // about the middle
	reach  func(g *glance, layer int, cell [2]int32) (r float64) // of what a cell holds, in cells
}

var swarms = map[string]swarm{
	"leaves": {
		depths: 5, step: 1.05, turn: 0.7, offset: [2]float64{5.17, 9.43}, salt: [2]int32{211, 61}, spread: 0.34, level: true,
		cells: func(*glance) float64 { return 0.95 },
		many:  func(g *glance) float64 { return 0.05 + 0.55*g.amount },
		flow: func(g *glance, layer int, depth float64) [2]float64 {
			return scale2([2]float64{-(0.05 + g.wind[0]*0.06), 0.34 + 0.08*g.hash1(layer)}, g.time/depth)
		},
		swing: func(g *glance, h [2]float64) [2]float64 {
			beat := g.time*(1.5+1.3*h[0]) + 2*math.Pi*h[1]
			return [2]float64{0.15 * math.Sin(beat), 0.05 * math.Cos(2*beat)}
		},
		reach: func(g *glance, _ int, c [2]int32) float64 { return 1.7 * (0.085 + 0.055*g.hash22(c[0]+17, c[1]+5)[0]) },
	},
	"petals": {
		depths: 5, step: 0.9, turn: 0.7, offset: [2]float64{5.17, 9.43}, salt: [2]int32{211, 61}, spread: 0.40,
		cells: func(*glance) float64 { return 1.15 },
		many:  func(g *glance) float64 { return 0.04 + 0.46*g.amount },
		flow: func(g *glance, layer int, depth float64) [2]float64 {
			return scale2([2]float64{-(0.10 + g.wind[0]*0.07), 0.26 + 0.10*g.hash1(layer)}, g.time/depth)
		},
		sway: func(g *glance, layer int, depth, y float64) float64 {
			return 0.10 / depth * math.Sin(g.time*0.6+float64(layer)*2.7+y*2.4)
		},
		swing: func(g *glance, h [2]float64) [2]float64 {
			speed := 0.9 + 1.4*h[0]
			return [2]float64{0.13 * math.Sin(g.time*speed*0.8+40*h[1]), 0.065 * math.Cos(g.time*speed+30*h[0])}
		},
		reach: func(g *glance, _ int, c [2]int32) float64 { return 1.8 * (0.075 + 0.050*g.hash2(c[0]+17, c[1]+5)) },
	},
	"confetti": {
		depths: 6, step: 0.75, turn: 0.9, offset: [2]float64{4.19, 8.61}, salt: [2]int32{193, 71}, spread: 0.44, level: true,
		cells: func(*glance) float64 { return 2 },
		many:  func(g *glance) float64 { return 0.08 + 0.62*g.amount },
		flow: func(g *glance, layer int, depth float64) [2]float64 {
			return scale2([2]float64{-(0.02 + g.wind[0]*0.05), 0.42 + 0.12*g.hash1(layer)}, g.time/depth)
		},
		swing: func(g *glance, h [2]float64) [2]float64 {
			beat := g.time*(2.4+2.2*h[0]) + 2*math.Pi*h[1]
			return [2]float64{0.12 * math.Sin(beat*0.7), 0.04 * math.Cos(beat*1.4)}
		},
		reach: func(g *glance, layer int, c [2]int32) float64 {
			k := 1.3
			if layer == 1 {
				k = 1.6 // it is out of focus
			}
			return k * (0.085 + 0.035*g.hash22(c[0]+17, c[1]+5)[0])
		},
	},
	"bubbles": {
		depths: 5, step: 0.9, turn: 1.1, offset: [2]float64{7.31, 3.77}, salt: [2]int32{409, 83}, spread: 0.40, level: true,
		cells: func(g *glance) float64 { return mix(0.95, 1.9, g.water) },
		many:  func(g *glance) float64 { return 0.06 + 0.50*g.amount },
		flow: func(g *glance, layer int, depth float64) [2]float64 {
			rise := mix(0.085, 0.42, g.water) * (0.8 + 0.5*g.hash1(layer))
			return scale2([2]float64{-(0.04 + g.wind[0]*0.020) * (1 - g.water), -rise}, g.time/depth)
		},
		sway: func(g *glance, layer int, depth, y float64) float64 {
			return mix(0.05, 0.035, g.water) / depth * math.Sin(g.time*mix(0.5, 1.7, g.water)+float64(layer)*2.1+y*mix(1.7, 6, g.water))
		},
		swing: func(g *glance, h [2]float64) [2]float64 {
			return [2]float64{0.08 * math.Sin(g.time*(0.5+h[0])+40*h[1]), 0.048 * math.Cos(g.time*(0.4+h[1])+30*h[0])}
		},
		reach: func(g *glance, _ int, c [2]int32) float64 {
			pick := g.hash2(c[0]+17, c[1]+5)
			return 1.46 * mix(0.065+0.115*pick, 0.030+0.09*pick*pick, g.water)
		},
	},
	"snow": {
		depths: 7, step: 1.05, turn: 1.1, offset: [2]float64{7.31, 3.77}, salt: [2]int32{409, 83}, spread: 0.62,
		cells: func(*glance) float64 { return 1.35 },
		many:  func(g *glance) float64 { return 0.12 + 0.66*g.amount },
		flow: func(g *glance, layer int, depth float64) [2]float64 {
			return scale2([2]float64{-g.wind[0] * 0.10, 0.55 + 0.12*g.hash1(layer)}, g.time/depth)
		},
		sway: func(g *glance, layer int, depth, y float64) float64 {
			return 0.06 / depth * math.Sin(g.time*0.7+float64(layer)*1.9+y*2)
		},
		swing: func(g *glance, h [2]float64) [2]float64 {
			return [2]float64{0.07 * math.Sin(g.time*(0.8+h[0])+40*h[1]), 0.042 * math.Cos(g.time*(0.6+h[1])+30*h[0])}
		},
		reach: func(g *glance, layer int, c [2]int32) float64 {
			pick := g.hash2(c[0]+17, c[1]+5)
			radius, blur, px := 0.030+0.004*float64(layer-1), 0.55, g.pixel*1.35*(1+1.05*float64(layer-1))
			if layer == 1 {
				radius, blur = 0.060, 0.95
			}
			size := max(radius*(0.35+1.1*pick*pick), 0.75*px)
			return size + max(size*blur, px)
		},
	},
	"embers": {
		depths: 6, step: 0.62, turn: 1.3, offset: [2]float64{5.31, 2.17}, salt: [2]int32{307, 97}, spread: 0.42,
		cells: func(*glance) float64 { return 2.3 },
		many:  func(g *glance) float64 { return (0.05 + 0.40*g.amount) * 1.15 },
		flow: func(g *glance, layer int, depth float64) [2]float64 {
			rise := (0.62 + 0.2*g.hash1(layer)) / depth
			return scale2([2]float64{-(0.04 + g.wind[0]*0.05/depth), -rise}, g.time)
		},
		sway: func(g *glance, layer int, depth, y float64) float64 {
			return 0.10/depth*math.Sin(g.time*0.9+float64(layer)*2.1+y*3.1) + 0.03*math.Sin(y*9+g.time*1.7)
		},
		swing: func(g *glance, h [2]float64) [2]float64 {
			return [2]float64{0.12 * math.Sin(g.time*(1.4+2*h[0])+40*h[1]), 0.12 * math.Cos(g.time*(1.1+1.6*h[1])+30*h[0])}
		},
		reach: func(g *glance, layer int, c [2]int32) float64 {
			width := max(0.010+0.014*g.hash22(c[0], c[1])[0], 0.65*g.pixel*2.3*(1+0.62*float64(layer-1)))
			return 0.04 + max(0.17, 10*width) // of the trail
		},
	},
}

// passes finds the tiles of every depth.
func (f swarm) passes(g *glance) []Pass {
	var out []Pass
	if g.amount <= 0 {
		return nil
	}
	for layer := f.depths; layer > 0; layer-- {
		g.tiles.clear()
		f.mark(g, layer)
		if tiles := g.tiles.rectangles(); len(tiles) > 0 {
			out = append(out, Pass{Only: layer, Tiles: tiles})
		}
	}
	return out
}

// mark marks the tiles in which something of a depth may show.
func (f swarm) mark(g *glance, layer int) {
	depth := 1 + f.step*float64(layer-1)
	cells, many := f.cells(g)*depth, f.many(g)
	flow := f.flow(g, layer, depth)
	flow = [2]float64{flow[0] + g.drift[0]/depth, flow[1] + g.drift[1]/depth}
	sin, cos := math.Sincos(f.turn * float64(layer))
	offset := [2]float64{f.offset[0] * float64(layer), f.offset[1] * float64(layer)}
	// The grid's box around the frame; what sways comes from a little farther.
	var low, high [2]float64
	for i, corner := range [][2]float64{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
		x, y := corner[0]*(g.wide+0.15)+flow[0], corner[1]*1.05+flow[1]
		p := [2]float64{(cos*x-sin*y)*cells + offset[0], (sin*x+cos*y)*cells + offset[1]}
		for k := range 2 {
			if i == 0 || p[k] < low[k] {
				low[k] = p[k]
			}
			if i == 0 || p[k] > high[k] {
				high[k] = p[k]
			}
		}
	}
	for cy := math.Floor(low[1]) - 1; cy <= high[1]+1; cy++ {
		for cx := math.Floor(low[0]) - 1; cx <= high[0]+1; cx++ {
			cell := [2]int32{int32(cx) + int32(layer)*f.salt[0], int32(cy) + int32(layer)*f.salt[1]}
			if g.hash2(cell[0]+3, cell[1]+29) > many+1e-6 {
				continue
			}
			h := g.hash22(cell[0], cell[1])
			swing := f.swing(g, h)
			if f.level {
				swing = [2]float64{cos*swing[0] - sin*swing[1], sin*swing[0] + cos*swing[1]}
			}
			gx := cx + 0.5 + (h[0]-0.5)*f.spread + swing[0] - offset[0]
			gy := cy + 0.5 + (h[1]-0.5)*f.spread + swing[1] - offset[1]
			x, y := (cos*gx+sin*gy)/cells, (cos*gy-sin*gx)/cells // of the grid, turned back
			y0 := y - flow[1]
			if f.sway != nil {
				x -= f.sway(g, layer, depth, y)
			}
			g.mark(x-flow[0], y0, f.reach(g, layer, cell)/cells)
		}
	}
}

func scale2(v [2]float64, k float64) [2]float64 { return [2]float64{v[0] * k, v[1] * k} }

func mix(a, b, t float64) float64 { return a + (b-a)*t }
