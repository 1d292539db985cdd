// Package montage cuts shots into one film: it plays them one after another, joins them with cuts, dissolves, whips, pushes and
// flashes, and lays titles and captions over the result.
//
// Everything works on yuv420p frames (BT.709, limited range) as they are encoded, so joining costs little beside drawing, and no
// more frames are kept than a transition lasts.
package montage

import (
	"context"
	"errors"
	"fmt"
)

// Join is how a shot follows the one before.
type Join int

// The joins.
const (
	Cut      Join = iota // from one frame to the next
	Dissolve             // one shows through the other
	Whip                 // both rush by sideways, blurred
	Push                 // the new one pushes the old one out
	Flash                // through white
)

// Shot is a part of the film.
type Shot struct {
	// Frames is how long the shot lasts, from the middle of its join to the middle of the next.
	Frames int
	Join   Join
	// Over is how many frames the join takes; 0 with Cut.
	Over int
	// Play draws the given number of frames in order. The slice that emit gets is only read during the call.
	Play func(ctx context.Context, frames int, emit func(frame []byte) error) error
}

// Film is a row of shots.
type Film struct {
	Width, Height int
	Shots         []Shot
	// Overlay draws titles over frame i, or is nil.
	Overlay func(i int, frame []byte)
}

// Frames is the length of the film.
func (f *Film) Frames() int {
	n := 0
	for _, s := range f.Shots {
		n += s.Frames
	}
	return n
}

// ErrShots reports a row of shots that cannot be joined.
var ErrShots = errors.New("montage: a shot is shorter than its joins")

// Play draws the film and calls emit with each of its frames, from one goroutine.
func (f *Film) Play(ctx context.Context, emit func(frame []byte) error) error {
	size := f.Width * f.Height * 3 / 2
	out, made := make([]byte, size), 0
	deliver := func(frame []byte) error {
		if f.Overlay != nil {
			if &frame[0] != &out[0] {
				copy(out, frame)
			}
			f.Overlay(made, out)
			frame = out
		}
		made++
		return emit(frame)
	}
	var tail [][]byte // the frames of the shot before that the join needs
	for i, s := range f.Shots {
		head, foot := f.joinBefore(i), f.joinAfter(i)
		length := s.Frames + head.lead + foot.follow
		if head.over+foot.over > length {
			return fmt.Errorf("%w: shot %d of %d frames", ErrShots, i, s.Frames)
		}
		j := 0
		keep := make([][]byte, 0, foot.over)
		err := s.Play(ctx, length, func(frame []byte) error {
			defer func() { j++ }()
			switch {
			case j >= length:
				return fmt.Errorf("montage: shot %d has more than %d frames", i, length)
			case j < head.over:
				f.mix(out, tail[j], frame, s.Join, float64(j+1)/float64(head.over+1))
				return deliver(out)
			case j >= length-foot.over:
				keep = append(keep, append([]byte(nil), frame...))
				return nil
			}
			return deliver(frame)
		})
		if err != nil {
			return err
		}
		if j != length {
			return fmt.Errorf("montage: shot %d has %d frames instead of %d", i, j, length)
		}
		tail = keep
	}
	return nil
}

// joint is a join seen from one of its shots: how many frames it takes, and how many of those lie before and after the cut.
type joint struct{ over, lead, follow int }

// joinBefore is the join at the start of shot i.
func (f *Film) joinBefore(i int) joint {
	if i == 0 || f.Shots[i].Join == Cut {
		return joint{}
	}
	n := f.Shots[i].Over
	return joint{n, n / 2, n - n/2}
}

// joinAfter is the join at its end.
func (f *Film) joinAfter(i int) joint {
	if i+1 >= len(f.Shots) {
		return joint{}
	}
	return f.joinBefore(i + 1)
}
