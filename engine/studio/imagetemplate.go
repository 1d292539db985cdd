package studio

import (
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/effect"
)

// imageTemplate is what the studio offers for templates that make a picture.
var imageTemplate = engine.Capability{
	Operation: zoetrope.ImageTemplate, Qualities: qualities, Templates: slices.Sorted(maps.Keys(stillOf)),
	Notes: "Pictures designed around the given ones: poster, magazine cover, instant photo, collage, stamps, drawing. The prompt is " +
		"set as text. Nothing new is imagined.",
}

// stillOf names what is behind each template that makes a picture. The first three ids are in the documentation of the API.
var stillOf = map[int64]string{
	377378608924544: "polaroid",
	384268229671680: "poster",
	384631857552768: "magazine",

	500200000000001: "popart",
	500200000000002: "double",
	500200000000003: "sketch",
	500200000000004: "collage",
	500200000000005: "stamps",
	500200000000006: "filmstrip",
	500200000000007: "idgrid",
	500200000000008: "snowglobe",
	500200000000009: "postcard",
}

// imageTemplate designs a picture.
func (e *Engine) imageTemplate(ctx context.Context, job engine.Job, s *zoetrope.ImageTemplateSpec, sink engine.Sink) error {
	name, ok := stillOf[s.TemplateID]
	if !ok {
		return zoetrope.FieldErrorf(zoetrope.CodeTemplate, "template_id", "the studio has no picture template %d", s.TemplateID)
	}
	sink.Progress(0, "reading the pictures")
	pictures, err := readPictures(ctx, job, s.Images)
	if err != nil {
		return err
	}
	sink.Progress(0.2, "designing")
	img, err := effect.Still(ctx, name, effect.Options{Width: job.Width, Height: job.Height, Seed: uint64(job.Seed), Prompt: s.Prompt}, pictures)
	if err != nil {
		return templateFault(ctx, err)
	}
	path := filepath.Join(job.Scratch, "picture.jpg")
	if err := writeJPEG(path, img); err != nil {
		return err
	}
	meta := map[string]string{"backend": "go", "scene": "picture " + name, "seed": strconv.FormatInt(job.Seed, 10)}
	if err := sink.Output(engine.Output{Kind: zoetrope.AssetImage, Path: path, Metadata: meta}); err != nil {
		return err
	}
	sink.Progress(1, "done")
	return nil
}

func writeJPEG(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	const quality = 92
	if err := jpeg.Encode(f, img, &jpeg.Options{Quality: quality}); err != nil {
		_ = f.Close() // the fault of the encoding counts
		return fmt.Errorf("write the picture: %w", err)
	}
	return f.Close()
}
