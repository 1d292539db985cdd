//go:build !(goexperiment.simd && amd64)

package vec

// Without lanes every value is left to the loops of vec.go.

func addLanes(_, _ []float32) int                    { return 0 }
func addScaledLanes(_, _ []float32, _ float32) int   { return 0 }
func addProductLanes(_, _, _ []float32) int          { return 0 }
func mulLanes(_, _, _ []float32) int                 { return 0 }
func lerpLanes(_, _, _ []float32, _ float32) int     { return 0 }
func stretchLanes(_, _ []float32, _, _ float32) int  { return 0 }
func lumaLanes(_, _, _, _ []float32) int             { return 0 }
func weighLanes(_, _, _, _ []float32) int            { return 0 }
func slideLanes(_, _, _, _ []float32, _ float32) int { return 0 }
func minLanes(_, _, _ []float32) int                 { return 0 }
func maxLanes(_, _, _ []float32) int                 { return 0 }
func towardLanes(_, _, _ []float32) int              { return 0 }
func doubleLanes(_, _ []float32) int                 { return 0 }
func quadrupleLanes(_, _ []float32) int              { return 0 }
func insertLanes(_, _ []float32) int                 { return 0 }

func placesLanes(_ []int32, _, _, _, _ []float32, _, _, _ int) int { return 0 }
