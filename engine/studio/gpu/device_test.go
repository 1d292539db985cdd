package gpu

import (
	"context"
	"errors"
	"math"
	"testing"
	"testing/synctest"

	"zoetrope/engine/studio/spmd"
)

func TestSoftware(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"llvmpipe (LLVM 15.0.6, 256 bits)":                   true,
		"softpipe":                                           true,
		"Software Rasterizer":                                true,
		"Google SwiftShader":                                 true,
		"zink (llvmpipe (LLVM 15.0.6, 256 bits))":            true,
		"virgl (LLVMPIPE (LLVM 12.0.0, 256 bits))":           true,
		"D3D12 (Microsoft Basic Render Driver)":              true,
		"D3D12 (NVIDIA GeForce RTX 3060)":                    false,
		"NVIDIA H200/PCIe/SSE2":                              false,
		"Mesa Intel(R) UHD Graphics 620 (KBL GT2)":           false,
		"AMD Radeon RX 6600 (navi23, LLVM 15.0.6, DRM 3.49)": false,
		"SVGA3D; build: RELEASE;  LLVM;":                     false,
	} {
		if got := (Info{Renderer: name}).Software(); got != want {
			t.Errorf("%s: software is %t", name, got)
		}
	}
}

// stuck is a driver that does not come back before it is let go.
type stuck struct{ until chan struct{} }

func (s stuck) draw(*request) error {
	<-s.until
	return nil
}

func (s stuck) close() {}

var plain = &spmd.Program{Name: "plain"}

func TestDriverHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := stuck{make(chan struct{})}
		d, err := open(t.Context(), func() (session, Info, error) { return s, Info{}, nil })
		if err != nil {
			t.Fatal(err)
		}
		dst := spmd.NewFrame(2, 2)
		for range 2 { // the first waits, the second knows
			if err := d.Draw(t.Context(), plain, dst, nil, nil); !errors.Is(err, ErrLost) {
				t.Errorf("a driver that hangs: %v", err)
			}
		}
		if !d.Lost() {
			t.Error("the device is not lost")
		}
		d.Close() // must not wait for the driver
		close(s.until)
	})
}

func TestOpenGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		comes := make(chan struct{})
		s := stuck{comes}
		go cancel()
		if _, err := open(ctx, func() (session, Info, error) { <-comes; return s, Info{}, nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v", err)
		}
		close(comes) // the session that comes too late is closed: its goroutine ends
	})
}

func TestQueueEndsWithContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := stuck{make(chan struct{})}
		d, err := open(t.Context(), func() (session, Info, error) { return s, Info{}, nil })
		if err != nil {
			t.Fatal(err)
		}
		first := make(chan error)
		go func() { first <- d.Draw(context.Background(), plain, spmd.NewFrame(2, 2), nil, nil) }()
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := d.Draw(ctx, plain, spmd.NewFrame(2, 2), nil, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("a picture that waits for another: %v", err)
		}
		close(s.until)
		if err := <-first; err != nil {
			t.Error(err)
		}
		d.Close()
	})
}

func TestBuffers(t *testing.T) {
	t.Parallel()
	var b buffers
	f := b.take(100)
	b.give(f)
	if got := b.take(80); &got[0] != &f[0] || len(got) != 80 {
		t.Error("a buffer that is large enough is not used again")
	}
	for range 10 {
		b.give(make([]float32, 50))
	}
	if len(b.free) > keptBuffers {
		t.Errorf("%d buffers are kept", len(b.free))
	}
}

func TestPSNR(t *testing.T) {
	t.Parallel()
	a, b := spmd.NewFrame(3, 2), spmd.NewFrame(3, 2)
	if got := psnr(a, b); got != 120 {
		t.Errorf("identical pictures have %v dB", got)
	}
	b.Pix[5] = 1.0 / 3 // seen as 0.5
	if got, want := psnr(a, b), 10*math.Log10(24/0.25); math.Abs(got-want) > 1e-6 {
		t.Errorf("one value of 24 that differs by a half has %v dB, want %v", got, want)
	}
	b.Pix[7] = float32(math.NaN())
	if got := psnr(a, b); got != 0 {
		t.Errorf("a pixel that is no number has %v dB", got)
	}
}
