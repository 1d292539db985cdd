package fuzz

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"pgregory.net/rapid"
)

// generator draws the parts of one request.
type generator struct {
	rt   *rapid.T
	f    *Fuzzer
	op   operation
	from things // where ids come from: own, another account's, or nobody's
}

// one draws one of some values.
func one[T any](rt *rapid.T, label string, values ...T) T {
	return values[rapid.IntRange(0, len(values)-1).Draw(rt, label)]
}

// chance is true in percent of all draws.
func (g *generator) chance(label string, percent int) bool {
	// Small numbers are drawn more often than others, and are what failures
	// shrink to: they stand for what is ordinary.
	return rapid.IntRange(0, 99).Draw(g.rt, label) >= 100-percent
}

// kindOf tells what the value of a field names, "" if nothing.
func (g *generator) kindOf(name string) kind {
	switch name {
	case "img_id", "img_ids", "first_frame_img", "last_frame_img":
		return kindImage
	case "video_media_id":
		return kindVideo
	case "audio_media_id":
		if g.op.OperationID == "musicVideo" || g.op.OperationID == "verifyAudio" {
			return kindSong
		}
		return kindAudio
	case "source_video_id", "video_id", "id":
		if g.op.OperationID == "deleteGeneration" || g.op.OperationID == "cancelGeneration" {
			return kindSpent
		}
		return kindMade
	case "image_id":
		return kindImageGen
	case "mask_id", "mask_ids":
		return kindMask
	case "speaker_id":
		return kindOwnVoice
	case "lip_sync_tts_speaker_id":
		return kindVoice
	case "restyle_id":
		return kindRestyle
	case "template_id":
		if g.op.OperationID == "imageTemplate" {
			return kindPicture
		}
		return kindTemplate
	case "cursor":
		return kindCursor
	}
	return ""
}

// nobodys is an id that no account has.
const nobodys = "1000000000000001"

// id draws the id of a thing as text.
func (g *generator) id(k kind) string {
	if known := g.from[k]; len(known) > 0 {
		return one(g.rt, "id", known...)
	}
	return nobodys
}

// value draws what a schema describes, for a field of some name.
func (g *generator) value(name string, schema *openapi3.Schema) any {
	if len(schema.AllOf) > 0 {
		schema = schema.AllOf[0].Value
	}
	if k := g.kindOf(name); k != "" && !schema.Type.Is(openapi3.TypeArray) {
		id := g.id(k)
		if schema.Type.Is(openapi3.TypeInteger) {
			return json.Number(id)
		}
		return id
	}
	if len(schema.Enum) > 0 {
		return one(g.rt, name, schema.Enum...)
	}
	switch {
	case schema.Type.Is(openapi3.TypeBoolean):
		return rapid.Bool().Draw(g.rt, name)
	case schema.Type.Is(openapi3.TypeInteger):
		return g.integer(name, schema)
	case schema.Type.Is(openapi3.TypeNumber):
		return rapid.Float64Range(0, 60).Draw(g.rt, name)
	case schema.Type.Is(openapi3.TypeArray):
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(g.rt, name) {
			list = append(list, g.value(name, schema.Items.Value))
		}
		return list
	case schema.Type.Is(openapi3.TypeObject):
		return g.object(schema)
	}
	return g.text(name, schema)
}

func (g *generator) integer(name string, schema *openapi3.Schema) any {
	low, high := int64(0), int64(100)
	if schema.Min != nil {
		low = int64(*schema.Min)
	}
	if schema.Max != nil {
		high = int64(*schema.Max)
	}
	return rapid.Int64Range(low, max(low, high)).Draw(g.rt, name)
}

// words are ordinary values of fields that hold text.
var words = map[string][]string{
	"start_time": {"2026-01-01 00:00:00", "2026-01-31 23:59:59"},
	"end_time":   {"2026-01-31 00:00:00", "2026-01-01 00:00:00"},
	"ref_name":   {"boat", "shore", "a", "b"},
	"type":       {"subject", "background"},
	"img_url":    {"http://127.0.0.1:9/picture.png", "ftp://example.com/a", "x"},
	"image_url":  {"http://127.0.0.1:9/picture.png", "file:///etc/passwd"},
	"file_url":   {"http://127.0.0.1:9/clip.mp4", "http://[::1]:1/"},
}

func (g *generator) text(name string, schema *openapi3.Schema) any {
	if own := words[name]; own != nil {
		return one(g.rt, name, own...)
	}
	longest := 5000
	if schema.MaxLength != nil {
		longest = int(*schema.MaxLength)
	}
	return one(g.rt, name,
		"a fox in the snow", "@boat sails past @shore at dusk", "Good morning, and welcome to the tour of our garden.",
		"夜の海辺を歩く狐 🦊", strings.Repeat("x", longest), "", "@selection0 becomes @img0")
}

// object draws the members of an object: what is required, and some of the
// others. Where there are alternatives, it follows one of them.
func (g *generator) object(schema *openapi3.Schema) map[string]any {
	if len(schema.AnyOf) > 0 {
		return g.object(one(g.rt, "alternative", schema.AnyOf...).Value)
	}
	required := slices.Clone(schema.Required)
	var barred []string
	if len(schema.OneOf) > 0 {
		chosen := rapid.IntRange(0, len(schema.OneOf)-1).Draw(g.rt, "alternative")
		for i, alternative := range schema.OneOf {
			if i == chosen {
				required = append(required, alternative.Value.Required...)
			} else {
				barred = append(barred, alternative.Value.Required...)
			}
		}
	}
	members := make(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		needed := slices.Contains(required, name)
		if slices.Contains(barred, name) && !needed || !needed && !g.chance("has "+name, 20) {
			continue
		}
		members[name] = g.value(name, schema.Properties[name].Value)
	}
	return members
}

// example is the documented request, about things that exist.
func (g *generator) example(media *openapi3.MediaType) map[string]any {
	documented, ok := media.Example.(map[string]any)
	if !ok {
		return nil
	}
	return g.replaceIDs("", documented).(map[string]any)
}

func (g *generator) replaceIDs(name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out[name] = g.replaceIDs(name, v[name])
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = g.replaceIDs(name, v[i])
		}
		return out
	case float64:
		if k := g.kindOf(name); k != "" {
			return json.Number(g.id(k))
		}
		if v == math.Trunc(v) {
			return int64(v)
		}
		return v
	}
	if k := g.kindOf(name); k != "" && k != kindVoice {
		return g.id(k)
	}
	return v
}
