package yuv

import (
	"bytes"
	"math"
	"runtime"
	"testing"
)

func fill(w, h int, r, g, b float32) []float32 {
	pix := make([]float32, 4*w*h)
	for i := 0; i < len(pix); i += 4 {
		pix[i], pix[i+1], pix[i+2], pix[i+3] = r, g, b, 1
	}
	return pix
}

func means(frame []byte, w, h int) (y, cb, cr float64) {
	mean := func(p []byte) float64 {
		s := 0.0
		for _, v := range p {
			s += float64(v)
		}
		return s / float64(len(p))
	}
	n := w * h
	return mean(frame[:n]), mean(frame[n : n+n/4]), mean(frame[n+n/4:])
}

// The codes are those of ITU-R BT.709-6 table 3 for 100 % colour bars, rounded.
func TestPrimaries(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		r, g, b  float32
		y, u, v  float64
		exactYUV bool
	}{
		{"black", 0, 0, 0, 16, 128, 128, true},
		{"white", 1, 1, 1, 235, 128, 128, true},
		{"red", 1, 0, 0, 63, 102, 240, false},
		{"green", 0, 1, 0, 173, 42, 26, false},
		{"blue", 0, 0, 1, 32, 240, 118, false},
		{"above white", 4, 4, 4, 235, 128, 128, true},
		{"below black", -1, -1, -1, 16, 128, 128, true},
	}
	const w, h = 64, 64
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			frame := make([]byte, Size(w, h))
			FromLinear(frame, w, h, fill(w, h, c.r, c.g, c.b))
			y, u, v := means(frame, w, h)
			tolerance := 0.6
			if c.exactYUV {
				tolerance = 0
			}
			if math.Abs(y-c.y) > tolerance || math.Abs(u-c.u) > tolerance || math.Abs(v-c.v) > tolerance {
				t.Errorf("got %.2f %.2f %.2f, want %.0f %.0f %.0f", y, u, v, c.y, c.u, c.v)
			}
		})
	}
}

func TestGreyKeepsItsMeanThroughDither(t *testing.T) {
	t.Parallel()
	const w, h = 64, 64
	frame := make([]byte, Size(w, h))
	for _, v := range []float32{0.1234, 0.5, 0.5009, 0.9} {
		FromSRGB(frame, w, h, fill(w, h, v, v, v))
		y, cb, cr := means(frame, w, h)
		if want := 16 + 219*float64(v); math.Abs(y-want) > 0.01 {
			t.Errorf("grey %v: mean luma %.3f, want %.3f", v, y, want)
		}
		if cb != 128 || cr != 128 {
			t.Errorf("grey %v has chroma %v %v", v, cb, cr)
		}
	}
}

func TestInputsAgree(t *testing.T) {
	t.Parallel()
	const w, h = 256, 8
	bytesIn := make([]byte, 4*w*h)
	encoded := make([]float32, 4*w*h)
	linear := make([]float32, 4*w*h)
	for i := range bytesIn {
		v := uint8(i/4 + 37*(i%4))
		bytesIn[i] = v
		encoded[i] = float32(v) / 255
		linear[i] = Decode(encoded[i])
	}
	a, b, c := make([]byte, Size(w, h)), make([]byte, Size(w, h)), make([]byte, Size(w, h))
	FromSRGB8(a, w, h, bytesIn)
	FromSRGB(b, w, h, encoded)
	FromLinear(c, w, h, linear)
	for i := range a {
		if d := int(a[i]) - int(b[i]); d != 0 {
			t.Fatalf("byte %d: 8-bit %d, float %d", i, a[i], b[i])
		}
		if d := int(a[i]) - int(c[i]); d < -1 || d > 1 {
			t.Fatalf("byte %d: sRGB %d, linear %d", i, a[i], c[i])
		}
	}
}

func TestEncodeFollowsTheStandard(t *testing.T) {
	t.Parallel()
	worst := 0.0
	for i := range 200001 {
		v := math.Pow(float64(i)/200000, 3)
		worst = max(worst, math.Abs(float64(Encode(float32(v)))-exactEncode(v)))
	}
	if worst > 1.0/255/20 {
		t.Errorf("worst error %.6f is above a twentieth of a code", worst)
	}
	if Encode(float32(math.NaN())) != 0 {
		t.Error("NaN is not black")
	}
}

func TestLinearIsDecode(t *testing.T) {
	t.Parallel()
	for i := range 100001 {
		v := float32(i)/90000 - 0.05
		if d := math.Abs(float64(Linear(v) - Decode(v))); d > 1e-6 {
			t.Fatalf("%g is %g, want %g", v, Linear(v), Decode(v))
		}
	}
	if Linear(float32(math.NaN())) != 0 {
		t.Error("NaN is not black")
	}
}

// TestEveryWidthGivesTheSameCodes converts frames that do not fill whole vectors, and planes as well as pixels.
func TestEveryWidthGivesTheSameCodes(t *testing.T) {
	t.Parallel()
	const wide, h = 64, 4
	pix := make([]float32, 4*wide*h)
	for i := range pix {
		pix[i] = float32(i*7919%1013) / 1000
	}
	whole := make([]byte, Size(wide, h))
	FromSRGB(whole, wide, h, pix)
	for w := 2; w < wide; w += 2 {
		part, planes := make([]float32, 4*w*h), [3][]float32{}
		for y := range h {
			copy(part[4*w*y:4*w*(y+1)], pix[4*wide*y:])
		}
		for i := 0; i < len(part); i += 4 {
			for k := range planes {
				planes[k] = append(planes[k], part[i+k])
			}
		}
		a, b := make([]byte, Size(w, h)), make([]byte, Size(w, h))
		FromSRGB(a, w, h, part)
		FromPlanes(b, w, h, planes[0], planes[1], planes[2])
		if !bytes.Equal(a, b) {
			t.Fatalf("planes of width %d give other codes than pixels", w)
		}
		for i, v := range a[:w*h] {
			if want := whole[i/w*wide+i%w]; v != want {
				t.Fatalf("luma %d of width %d is %d, want %d", i, w, v, want)
			}
		}
		for i, v := range a[w*h:] {
			c := i % (w * h / 4)
			at := wide*h + i/(w*h/4)*(wide*h/4) + c/(w/2)*(wide/2) + c%(w/2)
			if v != whole[at] {
				t.Fatalf("chroma %d of width %d is %d, want %d", i, w, v, whole[at])
			}
		}
	}
}

func TestDitherTileIsUniformAndBlue(t *testing.T) {
	t.Parallel()
	tile := blueNoise()
	seen := map[float32]bool{}
	near, far := 0.0, 0.0
	for y := range tileSize {
		for x := range tileSize {
			v := tile[y][x]
			seen[v] = true
			near += math.Abs(float64(v - tile[y][(x+1)%tileSize]))
			far += math.Abs(float64(v - tile[(y+11)%tileSize][(x+13)%tileSize]))
		}
	}
	if len(seen) != tileSize*tileSize {
		t.Errorf("%d distinct thresholds, want %d", len(seen), tileSize*tileSize)
	}
	if near < 1.1*far {
		t.Errorf("neighbours differ by %.1f, distant cells by %.1f: not blue noise", near, far)
	}
}

func TestChromaSitsOnEvenColumns(t *testing.T) {
	t.Parallel()
	const w, h = 8, 2
	pix := fill(w, h, 0, 0, 0)
	for y := range h {
		pix[4*(y*w+4)] = 1
	}
	frame := make([]byte, Size(w, h))
	FromSRGB(frame, w, h, pix)
	cr := frame[w*h+w*h/4:]
	if cr[2] <= cr[1] || cr[2] <= cr[3] || cr[1] > 129 || cr[3] > 129 {
		t.Errorf("red at column 4 gives Cr %v, want its peak at index 2 alone", cr)
	}
}

func TestResultDoesNotDependOnProcessors(t *testing.T) {
	const w, h = 96, 70
	pix := make([]float32, 4*w*h)
	for i := range pix {
		pix[i] = float32(i%977) / 977
	}
	a, b := make([]byte, Size(w, h)), make([]byte, Size(w, h))
	old := runtime.GOMAXPROCS(1)
	FromLinear(a, w, h, pix)
	runtime.GOMAXPROCS(4)
	FromLinear(b, w, h, pix)
	runtime.GOMAXPROCS(old)
	if !bytes.Equal(a, b) {
		t.Error("frames differ")
	}
}

func BenchmarkFromLinear540p(b *testing.B) {
	const w, h = 960, 540
	pix := fill(w, h, 0.2, 0.4, 0.6)
	dst := make([]byte, Size(w, h))
	b.SetBytes(w * h)
	for b.Loop() {
		FromLinear(dst, w, h, pix)
	}
}

func BenchmarkFromSRGB540p(b *testing.B) {
	const w, h = 960, 540
	pix := fill(w, h, 0.2, 0.4, 0.6)
	dst := make([]byte, Size(w, h))
	b.SetBytes(w * h)
	for b.Loop() {
		FromSRGB(dst, w, h, pix)
	}
}
