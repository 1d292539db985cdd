package figure

import (
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"strings"
	"testing"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// TestSheet draws every subject in several poses for looking, where FIGURE_SHEET names a file.
func TestSheet(t *testing.T) {
	path := os.Getenv("FIGURE_SHEET")
	if path == "" {
		t.Skip("FIGURE_SHEET is not set")
	}
	names := Names()
	if only := os.Getenv("FIGURE_ONLY"); only != "" {
		names = strings.Split(only, ",")
	}
	const cw, ch, cols = 230, 200, 10
	frame := spmd.NewFrame(cw*cols, ch*len(names))
	for y := range frame.H {
		for x := range frame.W {
			px := frame.Pix[4*(y*frame.W+x):]
			v := float32(y%ch) / ch
			px[0], px[1], px[2], px[3] = 0.32-0.1*v, 0.42-0.12*v, 0.55-0.2*v, 1
			if v > 0.62 {
				px[0], px[1], px[2] = 0.22, 0.2, 0.13
			}
		}
	}
	l := Light{Dir: [3]float32{-0.55, 0.6, -0.58}, Key: Colour{1.5, 1.25, 0.95}, Sky: Colour{0.25, 0.32, 0.45}, Ground: Colour{0.12, 0.11, 0.08}}
	for i, name := range names {
		s, _ := Find(name)
		for k := range cols {
			m := Moment{Time: float64(k) * 0.37, Seed: uint64(i + k/4)}
			m.Way = m.Time * s.Speed * 0.45
			yaw := 0.0
			switch k {
			case 3:
				m.Action, m.Way = "run", m.Time*3
			case 4:
				yaw = 0.9
			case 5:
				m.Action, yaw = "stand", -2.2
			case 6, 7, 8, 9:
				m.Action, yaw = [...]string{"sit", "lie", "sleep", "graze"}[k-6], -0.5
			}
			scale := min(0.72*ch/float64(s.Height), 0.85*cw/float64(s.Length))
			s.Pose(m).Draw(frame, Stand{X: cw * (float64(k) + 0.5), Y: ch * (float64(i) + 0.88), Scale: scale, Yaw: yaw, Pitch: 0.12, Shadow: 1}, l)
		}
	}
	img := image.NewRGBA(image.Rect(0, 0, frame.W, frame.H))
	for i := range frame.W * frame.H {
		c := func(v float32) uint8 { return uint8(255 * math.Min(1, float64(yuv.Encode(v)))) }
		img.Set(i%frame.W, i/frame.W, color.RGBA{c(frame.Pix[4*i]), c(frame.Pix[4*i+1]), c(frame.Pix[4*i+2]), 255})
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
