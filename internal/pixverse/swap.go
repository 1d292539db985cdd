package pixverse

import (
	"context"
	"fmt"

	"zoetrope"
)

// swapGenerators change parts of a video, or put a picture into its motion.
var swapGenerators = []generator{
	{"/openapi/v2/video/swap/generate", readSwap, sizeLikeSource},
	{"/openapi/v2/video/mimic/generate", readMimic, sizeLikePicture},
	{"/openapi/v2/video/modify/generate", readModify, sizeLikeSource},
}

const needQuality = "use 360p, 540p or 720p"

func readSwap(d *draft) zoetrope.Spec {
	spec := &zoetrope.SwapSpec{OriginalSound: d.boolean("original_sound_switch")}
	spec.VideoSpec = d.editSpec()
	spec.Quality = d.quality()
	spec.KeyFrame = d.keyFrame()
	spec.Mask = d.id("mask_id")
	spec.Image = d.image("img_id", "image_id")
	d.require(needQuality, "quality")
	d.require("use that of the mask selection", "keyframe_id")
	d.require("POST /openapi/v2/video/mask/selection answers masks", "mask_id")
	d.require("upload the picture to swap in", "img_id", "image_id")
	d.sourceSpec(&spec.SourceSpec)
	return spec
}

func readMimic(d *draft) zoetrope.Spec {
	spec := &zoetrope.MimicSpec{}
	spec.VideoSpec = d.editSpec()
	spec.Quality = d.quality()
	spec.Image = d.image("img_id", "image_id")
	d.require(needQuality, "quality")
	d.require("upload the picture that should move", "img_id", "image_id")
	d.sourceSpec(&spec.SourceSpec)
	return spec
}

func readModify(d *draft) zoetrope.Spec {
	spec := &zoetrope.ModifySpec{}
	spec.VideoSpec = d.editSpec()
	spec.Prompt = d.text("prompt")
	spec.Quality = d.quality()
	spec.Images = d.images(zoetrope.MaxModifyInputs, "img_ids")
	for _, n := range d.ids(zoetrope.MaxModifyInputs, "keyframe_ids", "keyframe_id") {
		spec.KeyFrames = append(spec.KeyFrames, d.small("keyframe_ids", n))
	}
	spec.Masks = d.ids(zoetrope.MaxModifyInputs, "mask_ids")
	if _, _, ok := d.lookup([]string{"mask_urls"}); ok && len(spec.Masks) == 0 {
		d.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "mask_urls", "mask_urls cannot be used; pass the mask_ids of the mask selection"))
	}
	d.require("say what to change", "prompt")
	d.require(needQuality, "quality")
	d.sourceSpec(&spec.SourceSpec)
	return spec
}

// keyFrame reads the number of a frame; frames count from 1, and 0 means the
// first too.
func (d *draft) keyFrame() int {
	n, _ := d.integer("keyframe_id")
	return max(1, d.small("keyframe_id", n))
}

// findMasks checks that the masks of a request were selected in its source.
func (s *Server) findMasks(ctx context.Context, account int64, spec zoetrope.Spec) error {
	switch spec := spec.(type) {
	case *zoetrope.SwapSpec:
		return s.findMask(ctx, account, "mask_id", spec.Mask, func(m *zoetrope.MaskSelectionSpec) error {
			if m.Source != spec.Source || m.KeyFrame != spec.KeyFrame {
				return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "mask_id",
					"mask_id %d was not selected in frame %d of this video; the video, keyframe_id and mask_id must be of one mask selection", spec.Mask, spec.KeyFrame)
			}
			return nil
		})
	case *zoetrope.ModifySpec:
		for i, id := range spec.Masks {
			field := fmt.Sprintf("mask_ids[%d]", i)
			err := s.findMask(ctx, account, field, id, func(m *zoetrope.MaskSelectionSpec) error {
				if m.Source != spec.Source {
					return zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s %d was not selected in this video", field, id)
				}
				if i < len(spec.KeyFrames) && spec.KeyFrames[i] != m.KeyFrame {
					return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "keyframe_ids",
						"keyframe_ids has %d, but %s was selected in frame %d", spec.KeyFrames[i], field, m.KeyFrame)
				}
				if i == len(spec.KeyFrames) {
					spec.KeyFrames = append(spec.KeyFrames, m.KeyFrame)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// findMask looks up a mask and has the selection that made it checked.
func (s *Server) findMask(ctx context.Context, account int64, field string, id int64, check func(m *zoetrope.MaskSelectionSpec) error) error {
	const unknown = "POST /openapi/v2/video/mask/selection answers masks"
	a, err := s.assets.Get(ctx, account, id)
	if code := zoetrope.CodeOf(err); code == zoetrope.CodeNotFound || code == zoetrope.CodeDeleted {
		return noMatch(field, id, unknown)
	}
	if err != nil {
		return err
	}
	if a.Generation == 0 {
		return noMatch(field, id, unknown)
	}
	g, err := s.generations.Get(ctx, account, a.Generation)
	if err != nil {
		return err
	}
	selection, ok := g.Spec.(*zoetrope.MaskSelectionSpec)
	if !ok || a.Label == "" {
		return noMatch(field, id, unknown)
	}
	return check(selection)
}
