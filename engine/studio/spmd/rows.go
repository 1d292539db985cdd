package spmd

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// bandsPerWorker balances rows of unequal cost: each worker takes about this many bands.
const bandsPerWorker = 8

// Rows calls f for bands [y0, y1) that together cover [0, h), each row once, on GOMAXPROCS goroutines that take bands
// from a queue. f must be safe to call from several goroutines for different bands. When ctx ends no new band is started,
// and after the running ones have returned Rows returns the cause; a panic in f is raised again in the caller.
func Rows(ctx context.Context, h int, f func(y0, y1 int)) error {
	workers := min(runtime.GOMAXPROCS(0), h)
	return bands(ctx, h, workers, func(int) func(y0, y1 int) { return f })
}

// bands is Rows with a number of workers and a function made for each of them.
func bands(ctx context.Context, h, workers int, forWorker func(worker int) func(y0, y1 int)) error {
	if h <= 0 {
		return context.Cause(ctx)
	}
	workers = max(workers, 1)
	step := max(h/(workers*bandsPerWorker), 1)
	var next atomic.Int64
	run := func(worker int) {
		f := forWorker(worker)
		for ctx.Err() == nil {
			y0 := int(next.Add(int64(step))) - step
			if y0 >= h {
				return
			}
			f(y0, min(y0+step, h))
		}
	}
	var wg sync.WaitGroup
	panics := make(chan any, workers)
	for worker := 1; worker < workers; worker++ {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					panics <- p
				}
			}()
			run(worker)
		})
	}
	func() {
		defer wg.Wait()
		run(0)
	}()
	select {
	case p := <-panics:
		panic(p)
	default:
		return context.Cause(ctx)
	}
}
