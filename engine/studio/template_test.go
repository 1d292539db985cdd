package studio

import (
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
	for id, name := range effectOf {
		offered, ok := c.Template(id)
		kind, known := effect.Find(name)
		if !ok || !known || offered.Kind != zoetrope.AssetVideo {
			t.Errorf("template %d: in the catalog %t (%s), effect %q known %t", id, ok, offered.Kind, name, known)
			continue
		}
		if offered.Images != kind.Min || offered.Most() != kind.Max {
			t.Errorf("template %d takes %d to %d pictures, effect %s %d to %d", id, offered.Images, offered.Most(), name, kind.Min, kind.Max)
		}
	}
}
