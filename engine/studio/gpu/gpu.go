package gpu

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"zoetrope/engine/studio/spmd"
)

var (
	// ErrNone means that this machine, or this build, has no graphics processor that Open accepts.
	ErrNone = errors.New("no graphics processor can be used")
	// ErrLost means that the driver gave up or does not answer any more. It is final: the Device draws nothing from then on.
	ErrLost = errors.New("the graphics processor is lost")
)

// Info is what the driver says of itself.
type Info struct {
	Renderer string `json:"renderer"` // such as "Mesa Intel(R) UHD Graphics 620 (KBL GT2)"
	Vendor   string `json:"vendor"`
	Version  string `json:"version"` // of OpenGL ES and of the driver
}

// Software reports whether the renderer is a program on the processor rather than a graphics processor.
func (i Info) Software() bool {
	name := strings.ToLower(i.Renderer)
	for _, s := range []string{"llvmpipe", "softpipe", "swrast", "software", "swiftshader", "lavapipe", "basic render"} {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}

// Options say what Open accepts.
type Options struct {
	// Software accepts software rasterisers, for tests of this package on machines without a graphics processor.
	Software bool
}

// patience is how long a driver may take for one picture. Slow machines take seconds; a driver that hangs takes for ever.
const patience = time.Minute

// Device draws programs on one graphics processor. Its methods are safe for concurrent use; pictures are drawn one after another.
type Device struct {
	info     Info
	requests chan *request
	buffers  buffers
	closing  chan struct{}
	shut     sync.Once
	done     chan struct{} // closed when the driver's goroutine has ended
	lost     chan struct{} // closed when it is clear that the driver will not draw again
	lose     sync.Once
}

// request is one picture to draw. It owns its pixels until done has been answered: a driver that hangs may write there much later.
type request struct {
	ctx      context.Context
	program  *spmd.Program
	inputs   *spmd.Inputs
	textures []texels
	w, h     int
	pixels   []float32 // RGBA, bottom row first
	done     chan error
}

// texels are the pixels of a texture, bottom row first.
type texels struct {
	w, h   int
	pixels []float32
	repeat bool
}

// session is the driver's side of a Device. All calls come from one operating system thread.
type session interface {
	// draw fills r.pixels. ErrLost is final.
	draw(r *request) error
	close()
}

// Open finds a graphics processor and prepares it for drawing. Without one the error wraps ErrNone. A driver may crash the process:
// try it in another one first.
func Open(ctx context.Context, o Options) (*Device, error) {
	return open(ctx, func() (session, Info, error) { return openSession(o) })
}

func open(ctx context.Context, start func() (session, Info, error)) (*Device, error) {
	d := &Device{
		requests: make(chan *request), closing: make(chan struct{}), done: make(chan struct{}), lost: make(chan struct{}),
	}
	opened := make(chan error, 1)
	go d.serve(start, opened)
	select {
	case err := <-opened:
		if err != nil {
			<-d.done
			return nil, err
		}
		return d, nil
	case <-ctx.Done(): // the driver's goroutine ends as soon as the driver comes back
		d.shut.Do(func() { close(d.closing) })
		return nil, context.Cause(ctx)
	}
}

// serve is the driver's goroutine.
func (d *Device) serve(start func() (session, Info, error), opened chan<- error) {
	defer close(d.done)
	runtime.LockOSThread() // a context belongs to a thread
	defer runtime.UnlockOSThread()
	s, info, err := start()
	if err != nil {
		opened <- err
		return
	}
	defer s.close()
	d.info = info
	opened <- nil
	for {
		select {
		case <-d.closing:
			return
		case r := <-d.requests:
			err := s.draw(r)
			if errors.Is(err, ErrLost) {
				d.lose.Do(func() { close(d.lost) })
				r.done <- err
				return
			}
			r.done <- err
		}
	}
}

// Info is what the driver says of itself.
func (d *Device) Info() Info { return d.info }

// Lost reports whether the Device draws nothing any more.
func (d *Device) Lost() bool {
	select {
	case <-d.lost:
		return true
	default:
		return false
	}
}

// Close releases the driver's memory and waits for that, unless the Device is lost. A closed Device is lost to its users.
func (d *Device) Close() {
	d.shut.Do(func() { close(d.closing) })
	select {
	case <-d.done:
	case <-d.lost:
	}
	d.lose.Do(func() { close(d.lost) })
}

// Draw is spmd.Draw on the graphics processor: it runs the program over every pixel of dst and overwrites dst. After an error
// other than that of ctx the picture can be drawn with spmd.Draw; after ErrLost so must all others.
func (d *Device) Draw(ctx context.Context, p *spmd.Program, dst *spmd.Frame, v spmd.Values, textures map[string]*spmd.Frame) error {
	if dst == nil || dst.W <= 0 || dst.H <= 0 || len(dst.Pix) != 4*dst.W*dst.H {
		return fmt.Errorf("gpu: program %s: the target frame has no pixels", p.Name)
	}
	in, err := spmd.Bind(p, v, textures)
	if err != nil {
		return err
	}
	r := &request{ctx: ctx, program: p, inputs: in, w: dst.W, h: dst.H, pixels: d.buffers.take(4 * dst.W * dst.H), done: make(chan error, 1)}
	for _, t := range in.Textures {
		u := texels{w: t.W, h: t.H, pixels: d.buffers.take(4 * t.W * t.H), repeat: t.Repeat}
		turnOver(u.pixels, t.Pix, t.H)
		r.textures = append(r.textures, u)
	}
	in.Textures = nil // the caller's, which a late driver must not read
	if err := d.do(r); err != nil {
		return err
	}
	turnOver(dst.Pix, r.pixels, r.h)
	d.buffers.give(r.pixels)
	for _, u := range r.textures {
		d.buffers.give(u.pixels)
	}
	return context.Cause(ctx)
}

// do has a request drawn, or gives it up with all that belongs to it.
func (d *Device) do(r *request) error {
	select {
	case d.requests <- r:
	case <-r.ctx.Done():
		return context.Cause(r.ctx)
	case <-d.lost:
		return ErrLost
	case <-d.done:
		return ErrLost
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case err := <-r.done:
		return err
	case <-timer.C:
		d.lose.Do(func() { close(d.lost) })
		return fmt.Errorf("program %s: the driver has not answered for %s: %w", r.program.Name, patience, ErrLost)
	}
}
