package spmd

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

func TestRowsCoverEachRowOnce(t *testing.T) {
	t.Parallel()
	for _, h := range []int{0, 1, 2, 7, 540} {
		count := make([]atomic.Int32, h)
		err := Rows(context.Background(), h, func(y0, y1 int) {
			for y := y0; y < y1; y++ {
				count[y].Add(1)
			}
		})
		if err != nil {
			t.Errorf("h = %d: %v", h, err)
		}
		for y := range count {
			if n := count[y].Load(); n != 1 {
				t.Errorf("h = %d: row %d ran %d times", h, y, n)
			}
		}
	}
}

func TestRowsStopWhenCancelled(t *testing.T) {
	t.Parallel()
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	var rows atomic.Int64
	err := Rows(ctx, 1<<20, func(y0, y1 int) {
		rows.Add(int64(y1 - y0))
		cancel(cause)
	})
	if !errors.Is(err, cause) {
		t.Errorf("error is %v", err)
	}
	if rows.Load() >= 1<<20 {
		t.Error("all rows ran after the cancellation")
	}
}

func TestRowsPassPanicOn(t *testing.T) {
	t.Parallel()
	defer func() {
		if p := recover(); p != "row 5" {
			t.Errorf("recovered %v", p)
		}
	}()
	_ = Rows(context.Background(), 64, func(y0, y1 int) {
		if y0 <= 5 && 5 < y1 {
			panic("row 5")
		}
	})
	t.Error("no panic")
}

func BenchmarkRows(b *testing.B) {
	for b.Loop() {
		_ = Rows(context.Background(), 540, func(y0, y1 int) {})
	}
}
