package studio

import (
	"image"
	"slices"
	"testing"

	"zoetrope"
	"zoetrope/engine/studio/effect"
	"zoetrope/internal/catalog"
)

// The catalog and the studio must agree on what each template is made from.
func TestTemplatesAgreeWithTheCatalog(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	agree := func(made zoetrope.AssetKind, byID map[int64]string, kinds []effect.Kind) {
		for id, name := range byID {
			offered, ok := c.Template(id)
			i := slices.IndexFunc(kinds, func(k effect.Kind) bool { return k.Name == name })
			if !ok || i < 0 || offered.Kind != made {
				t.Errorf("template %d: in the catalog %t (%s), effect %q known %t", id, ok, offered.Kind, name, i >= 0)
				continue
			}
			if k := kinds[i]; offered.Images != k.Min || offered.Most() != k.Max {
				t.Errorf("template %d takes %d to %d pictures, effect %s %d to %d", id, offered.Images, offered.Most(), name, k.Min, k.Max)
			}
		}
		if len(byID) != len(kinds) {
			t.Errorf("%d effects that make a %s have %d templates", len(kinds), made, len(byID))
		}
	}
	agree(zoetrope.AssetVideo, effectOf, effect.Kinds())
	agree(zoetrope.AssetImage, stillOf, effect.Stills())
	for _, offered := range c.Templates() {
		if effectOf[offered.ID] == "" && stillOf[offered.ID] == "" {
			t.Errorf("the studio does not do template %d, %s", offered.ID, offered.Name)
		}
	}
}

// testPictures are small pictures of different colours.
func testPictures(n int) []image.Image {
	all := make([]image.Image, n)
	for i := range all {
		p := image.NewNRGBA(image.Rect(0, 0, 48, 27))
		for k := range p.Pix {
			p.Pix[k] = uint8(37*k/97 + 11*i)
		}
		all[i] = p
	}
	return all
}
