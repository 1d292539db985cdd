package scene

import (
	"math"

	"zoetrope/engine/studio/prompt"
)

// aperture is the circle of confusion of far things behind the focus, as a share of the frame's height.
const aperture = 0.013

// chooseFocus opens the lens where the words ask for a shallow depth of field and the place has a ground by which depth is known.
func (p *Plan) chooseFocus(s *prompt.Spec) {
	eye := stages[p.Layers[0].Shader].eye
	asked := s.Weight(prompt.Lens, "shallow") >= 0.4
	switch {
	case !asked && (!p.framing.Shallow || len(p.Cast) == 0 || eye == 0):
	case len(p.Cast) > 0:
		p.Focus = max(p.Cast[0].Start[2], 0.5)
	case eye > 0:
		p.Focus = 3.2 * eye // the near ground
	default:
		p.Notes = append(p.Notes, "everything is sharp: this place has no ground by which depth is known")
	}
}

// Circle is the radius of the circle of confusion in a row of the backdrop after t seconds, in pixels of a frame of h rows: what lies
// on level ground or beyond the horizon is as far away as that ground is there.
func (p *Plan) Circle(t float64, y, h int) float64 {
	pose := p.Path.At(t)
	half := float64(h) / 2
	up := (half - float64(y) - 0.5) / half
	down := -(up*float64(pose.Rot[4]) + float64(pose.Focal)*float64(pose.Rot[7])) // metres that the ray of the row falls per unit
	blur := 1.0
	if eye := stages[p.Layers[0].Shader].eye + float64(pose.Pos[1]); eye > 0 && down > 1e-4 {
		depth := eye / down * float64(pose.Focal)
		blur = math.Min(math.Abs(p.Focus/depth-1), 1.3)
	}
	return aperture * float64(h) * blur
}
