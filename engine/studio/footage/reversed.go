package footage

import (
	"context"

	"zoetrope/engine/studio/vision"
)

// pieceFrames is how many small frames are held when a clip is read backwards.
const pieceFrames = 24

// EachReversed calls f with the frames before end (from 0, exclusive) from the last to the first. Video can only be read forwards,
// so it is read in pieces. A picture is overwritten after f returns.
func (c *Clip) EachReversed(ctx context.Context, w, h, end int, f func(i int, p vision.RGB) error) error {
	var piece []vision.RGB
	for end > 0 {
		start := max(end-pieceFrames, 0)
		part := Part{Width: w, Height: h, Start: start, Frames: end - start}
		err := c.Each(ctx, part, func(i int, p vision.RGB) error {
			if i == len(piece) {
				piece = append(piece, vision.NewRGB(w, h))
			}
			copy(piece[i].R.Pix, p.R.Pix)
			copy(piece[i].G.Pix, p.G.Pix)
			copy(piece[i].B.Pix, p.B.Pix)
			return nil
		})
		if err != nil {
			return err
		}
		for i := end - start - 1; i >= 0; i-- {
			if err := f(start+i, piece[i]); err != nil {
				return err
			}
		}
		end = start
	}
	return nil
}
