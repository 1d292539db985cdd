package pixverse

import (
	"fmt"

	"zoetrope"
)

// frameGenerators make videos from several pictures, or from the end of one.
var frameGenerators = []generator{
	{"/openapi/v2/video/transition/generate", readTransition, sizeLikePicture},
	{"/openapi/v2/video/multi_transition/generate", readMultiTransition, sizeLikePicture},
	{"/openapi/v2/video/extend/generate", readExtend, sizeOfSource},
	{"/openapi/v2/video/fusion/generate", readFusion, sizeOfRatio},
}

func readTransition(d *draft) zoetrope.Spec {
	spec := &zoetrope.TransitionSpec{VideoSpec: d.videoSpec()}
	spec.First = d.image("first_frame_img", "first_frame_img_id")
	spec.Last = d.image("last_frame_img", "last_frame_img_id")
	d.requireVideo()
	return spec
}

func readMultiTransition(d *draft) zoetrope.Spec {
	const list = "multi_transition"
	spec := &zoetrope.MultiTransitionSpec{VideoSpec: d.videoSpec()}
	d.each(zoetrope.MaxKeyFrames, list, func(i int, item *fieldReader) {
		frame := zoetrope.KeyFrame{Image: item.id("img_id"), Prompt: item.text("prompt")}
		if n, ok := item.integer("duration"); ok {
			frame.Duration = item.small("duration", n)
		}
		spec.Frames = append(spec.Frames, frame)
		d.noteImage(fmt.Sprintf("%s[%d].img_id", list, i), frame.Image)
	})
	d.require("give 2 to 7 pictures", list)
	d.require("use one such as v5", "model")
	d.require("use 360p, 540p, 720p or 1080p", "quality")
	return spec
}

func readExtend(d *draft) zoetrope.Spec {
	spec := &zoetrope.ExtendSpec{SourceSpec: zoetrope.SourceSpec{VideoSpec: d.videoSpec()}}
	d.requireVideo()
	d.sourceSpec(&spec.SourceSpec)
	return spec
}

// referenceOmni is the reference_mode in which videos may be references too.
const referenceOmni = "omni"

func readFusion(d *draft) zoetrope.Spec {
	const images, clips = "image_references", "video_references"
	spec := &zoetrope.FusionSpec{VideoSpec: d.videoSpec(), AspectRatio: d.ratio()}
	switch mode := d.word("reference_mode"); mode {
	case "":
	case referenceOmni:
		spec.Omni = true
	default:
		d.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "reference_mode", "reference_mode %q is unknown; use omni or leave it out", mode))
	}
	d.each(zoetrope.MaxReferences, images, func(i int, item *fieldReader) {
		ref := zoetrope.Reference{Role: item.word("type"), Image: item.id("img_id"), Name: item.text("ref_name")}
		if ref.Role == "" {
			ref.Role = zoetrope.ReferenceSubject
		}
		spec.Images = append(spec.Images, ref)
		d.noteImage(fmt.Sprintf("%s[%d].img_id", images, i), ref.Image)
	})
	seconds, longest := 0.0, 0
	d.each(zoetrope.MaxReferenceClips, clips, func(i int, item *fieldReader) {
		spec.Clips = append(spec.Clips, zoetrope.ReferenceClip{Name: item.text("ref_name")})
		d.readVideo(item, fmt.Sprintf("%s[%d].", clips, i), func(a zoetrope.Asset) {
			spec.Clips[i].Video = a.ID
			seconds += a.Duration.Seconds()
			longest = max(longest, wholeSeconds(a.Duration))
		})
	})
	d.require("describe the video, and call the references by @ and their ref_name", "prompt")
	d.require("use one such as v6", "model")
	d.require("use 360p, 540p, 720p or 1080p", "quality")
	if len(spec.Clips) > 0 {
		d.then = append(d.then, func() error { return fitToClips(spec, seconds, longest) })
		return spec
	}
	d.require("give the seconds, such as 5", "duration")
	d.require("use a ratio such as 16:9", "aspect_ratio")
	return spec
}

// maxClipSeconds bounds the reference videos of a fusion together.
const maxClipSeconds = 15

// fitToClips gives a fusion with reference videos the length of the longest.
func fitToClips(spec *zoetrope.FusionSpec, seconds float64, longest int) error {
	if spec.Duration != 0 {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "duration",
			"duration is %d; with video_references it must be 0, because the longest of them decides", spec.Duration)
	}
	if seconds > maxClipSeconds+0.2 {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "video_references",
			"video_references last %.1f s together; at most %d s are allowed", seconds, maxClipSeconds)
	}
	spec.Duration = longest
	if spec.AspectRatio == "" {
		spec.AspectRatio = "auto"
	}
	return nil
}
