package track

import "slices"

// runs is an 8-bit mask as pairs of bytes: a value, and how often more than once it follows itself. Masks are flat inside and
// outside, so a small part of their size is left.
type runs []uint8

// longest is the length of a run that fits in a pair.
const longest = 256

func pack(m []uint8) runs {
	var r runs
	for i := 0; i < len(m); {
		n := 1
		for n < longest && i+n < len(m) && m[i+n] == m[i] {
			n++
		}
		r = append(r, m[i], uint8(n-1))
		i += n
	}
	return slices.Clip(r)
}

// each calls f for every run in order, with the number of its first pixel and of the one behind it.
func (r runs) each(f func(value uint8, from, to int)) {
	at := 0
	for i := 0; i+1 < len(r); i += 2 {
		end := at + int(r[i+1]) + 1
		f(r[i], at, end)
		at = end
	}
}

// inverted is the mask of n pixels with inside and outside exchanged. No runs are an empty mask.
func (r runs) inverted(n int) runs {
	if r == nil {
		r = pack(make([]uint8, n))
	}
	out := slices.Clone(r)
	for i := 0; i < len(out); i += 2 {
		out[i] = 255 - out[i]
	}
	return out
}
