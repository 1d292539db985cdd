package pixverse

import (
	"bytes"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/internal/catalog"
)

// FuzzGenerators reads arbitrary bodies as requests of every kind and takes
// those that are understood as far as the price.
func FuzzGenerators(f *testing.F) {
	plans, err := catalog.Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, op := range operations(spec(f)) {
		if op.RequestBody == nil {
			continue
		}
		if media := op.RequestBody.Value.Content.Get("application/json"); media != nil && media.Example != nil {
			data, err := envelope{Resp: media.Example}.encode()
			if err != nil {
				f.Fatal(err)
			}
			_, data, _ = bytes.Cut(bytes.TrimSuffix(data, []byte("}\n")), []byte(`"Resp":`))
			f.Add(data)
		}
	}
	all := append([]generator{maskSelection, imageTemplate}, generators...)
	f.Fuzz(func(t *testing.T, data []byte) {
		fields, err := decodeJSON(data)
		if err != nil {
			return
		}
		for _, g := range all {
			d := &draft{fieldReader: fieldReader{fields: fields}}
			s := g.read(d)
			if d.err != nil {
				continue
			}
			complete := found(d)
			plans.Normalize(s)
			if !complete || s.Validate() != nil || plans.Check(s) != nil {
				continue
			}
			if price, err := plans.Price(s); err != nil || price < 0 {
				t.Fatalf("%s: price %d, %v of a valid request %+v", g.path, price, err, s)
			}
		}
	})
}

// found gives a draft the files that it asks for.
func found(d *draft) bool {
	a := zoetrope.Asset{ID: 1, Kind: zoetrope.AssetVideo, Width: 640, Height: 360, Duration: 12 * time.Second, Verified: true}
	for _, ref := range d.videos {
		ref.found(a)
	}
	for _, ref := range d.files {
		a.Kind = ref.kind
		if ref.found != nil && ref.found(a) != nil {
			return false
		}
	}
	return true
}
