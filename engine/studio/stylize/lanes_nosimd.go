//go:build !(goexperiment.simd && amd64)

package stylize

import "zoetrope/engine/studio/vision"

// Without lanes every pixel is left to the loops beside.

func flattenLanes(_ vision.RGB, _ [][4]float32, _ tensor, _ float32, _, from, _ int) int { return from }
func weightedLanes(_ [][4]float32, _ vision.RGB, _ vision.Plane, _, _ int) int           { return 0 }

func tilePlacesLanes(_ []int32, _, _, _, _ []float32, _ int, _, _ float32) int { return 0 }

func findOwners(_ owned, _ *near, _ shape, _, _, _ int) bool { return false }

func (c *canvas) paintLanes(_ *strokeTable, _ tile, _ vision.Plane, _, from, _ int) int { return from }

func limitLanes(_, _, _ []float32, _, _, _ float32) int     { return 0 }
func interleaveLanes(_ [][4]float32, _, _, _ []float32) int { return 0 }

func (m *moved) mixLanes(_, _, _ []float32, _ [][4]float32, _ int) int { return 0 }

func addGradientsLanes(_, _, _, _, _, _ []float32) int { return 0 }

func minorAxesLanes(_, _, _, _, _, _ []float32) int { return 0 }

func lightLanes(_, _, _, _, _ []float32, _, _ float32) int { return 0 }
func glazeLanes(_, _, _, _, _ []float32, _ float32) int    { return 0 }

func (p *comicRow) shadeLanes() int { return 0 }

func varnishLanes(_, _, _, _ []float32, _ varnishing) int { return 0 }
