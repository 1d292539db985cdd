//go:build !(goexperiment.simd && amd64)

package compose

// lanes are numbers for eight pixels at a time: none in this build.
type lanes struct{}

func newLanes(Look) *lanes { return nil }

func (f *Finisher) toneLanes([]float32, *finishing, float32) int { return 0 }

func (f *Finisher) colourLanes([]float32, *finishing, int) int { return 0 }

func (c *columns) weighLanes([]float32, int) int { return 0 }

// tapLanes are weights for eight pixels at a time: none in this build.
type tapLanes struct{}

func (e *Enlarge) rowLanes([]float32, int, *tapLanes) int { return 0 }

func betweenLanes(_, _, _ []float32, _ float32) {}

func overLanes(_, _ []float32, _ []nearBy) int { return 0 }

func hasLanes() bool { return false }
