package pixverse

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"zoetrope"
)

// agentGenerators make finished clips: portraits that speak, recreations,
// property tours and music videos.
var agentGenerators = []generator{
	{"/openapi/v2/video/avatar/generate", readAvatar, sizeLikePicture},
	{"/openapi/v2/video/agent/generate", readAgent, sizeOfRatio},
	{"/openapi/v2/video/music_mv_agent/generate", readMusicVideo, sizeOfRatio},
}

// minAvatarText is the least text that a portrait speaks.
const minAvatarText = 30 // characters

func readAvatar(d *draft) zoetrope.Spec {
	spec := &zoetrope.AvatarSpec{VideoSpec: d.editSpec(), Image: d.image("img_id", "image_id")}
	spec.Prompt = d.text("prompt")
	spec.Quality = d.quality()
	d.require("upload the portrait that should speak", "img_id", "image_id")
	d.require("use 360p, 540p, 720p or 1080p", "quality")
	// What is paid for is what is shown.
	d.speech(&spec.SpeechSpec, func() { spec.Duration = spec.SpeechSeconds() })
	if n := utf8.RuneCountInString(spec.Text); spec.Audio == 0 && n > 0 && n < minAvatarText {
		d.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, speechText[0], "%s has %d characters; %d to %d are allowed", speechText[0], n, minAvatarText, zoetrope.MaxSpeech))
	}
	return spec
}

// maxAgentImages is the most that any agent takes; the catalog knows each one's
// own limit.
const maxAgentImages = 60

func readAgent(d *draft) zoetrope.Spec {
	spec := &zoetrope.AgentSpec{VideoSpec: d.editSpec(), AgentID: d.id("agent_id"), AspectRatio: d.ratio()}
	d.require(fmt.Sprintf("use %d or %d", zoetrope.AgentViral, zoetrope.AgentRealEstate), "agent_id")
	spec.Model = d.word("model")
	spec.Prompt = d.text("prompt")
	spec.Quality = d.quality()
	spec.Mode = d.word("mode")
	spec.ProductURL = strings.TrimSpace(d.text("product_url"))
	spec.Language = strings.TrimSpace(d.text("language_code"))
	spec.Presence = d.word("avatar_presence_level")
	spec.VideoStyle = d.word("video_style")
	if n, ok := d.integer("duration"); ok {
		spec.Duration = d.small("duration", n)
	}
	spec.Images = d.pictureList(maxAgentImages, "img_references", "image_references")
	d.readClips(spec)
	d.require("use 720p or 1080p", "quality")
	d.require("use a ratio such as 9:16", "aspect_ratio")
	return spec
}

// readClips reads the reference videos of an agent: objects as in a fusion.
func (d *draft) readClips(spec *zoetrope.AgentSpec) {
	const field = "video_references"
	d.each(1, field, func(i int, item *fieldReader) {
		spec.Clips = append(spec.Clips, 0)
		d.readVideo(item, fmt.Sprintf("%s[%d].", field, i), func(a zoetrope.Asset) {
			spec.Clips[i] = a.ID
			if spec.Duration == 0 {
				spec.Duration = wholeSeconds(a.Duration)
			}
		})
	})
}

// pictureList reads pictures given as ids or as objects with an img_id or an
// img_url.
func (d *draft) pictureList(limit int, names ...string) []int64 {
	name, v, ok := d.lookup(names)
	if !ok {
		return nil
	}
	list, _ := v.([]any)
	if len(list) == 0 {
		return d.images(limit, name)
	}
	if _, objects := list[0].(map[string]any); !objects {
		return d.images(limit, name)
	}
	var ids []int64
	d.each(limit, name, func(i int, item *fieldReader) {
		id, address := item.id("img_id", "image_id"), item.text("img_url")
		if id == 0 && address != "" {
			d.urls = append(d.urls, urlRef{fmt.Sprintf("%s[%d].img_url", name, i), address, func(a zoetrope.Asset) { ids[i] = a.ID }})
		} else if id == 0 {
			item.fail(zoetrope.FieldErrorf(zoetrope.CodeMissing, "img_id", "img_id is missing; upload the picture and pass its img_id, or give img_url"))
		}
		ids = append(ids, id)
		d.noteImage(fmt.Sprintf("%s[%d].img_id", name, i), id)
	})
	return ids
}

func readMusicVideo(d *draft) zoetrope.Spec {
	spec := &zoetrope.MusicVideoSpec{
		VideoSpec: d.editSpec(), AgentType: d.word("mv_agent_type"), Audio: d.id(speechAudio), AspectRatio: d.ratio(),
		MusicStyle: strings.TrimSpace(d.text("music_style")), LookStyle: strings.TrimSpace(d.text("mv_style")),
		Captions: d.boolean("caption_switch"), Instrumental: d.boolean("instrumental_switch"),
		Lyrics: d.text("lyric_text"),
	}
	spec.Quality = d.quality()
	spec.Prompt = d.text("prompt")
	spec.Singing = d.boolean("lip_sync_switch")
	spec.Images = d.pictureList(1, "img_references", "image_references")
	spec.StyleImages = d.pictureList(1, "style_img_references")
	spec.Words = d.lyrics()
	d.require("use vibe_mv_v3_custom or vibe_mv", "mv_agent_type")
	d.require("upload the music and verify it", speechAudio)
	d.require("use a ratio such as 16:9", "aspect_ratio")
	d.require("use 720p or 1080p", "quality")
	d.files = append(d.files, fileRef{field: speechAudio, id: spec.Audio, kind: zoetrope.AssetAudio,
		found: func(a zoetrope.Asset) error {
			if !a.Verified {
				return zoetrope.FieldErrorf(zoetrope.CodeNotVerified, speechAudio,
					"%s %d is not verified; POST it to /openapi/v2/audio/verification first", speechAudio, a.ID)
			}
			spec.Duration = wholeSeconds(a.Duration)
			return nil
		}})
	return spec
}

// maxWords bounds the timed words of a song.
const maxWords = 5000

// lyrics reads the timed words of a song.
func (d *draft) lyrics() []zoetrope.Word {
	const field = "lyric_timestamp"
	_, v, ok := d.lookup([]string{field})
	if !ok {
		return nil
	}
	object, ok := v.(map[string]any)
	if !ok {
		d.fail(zoetrope.FieldErrorf(zoetrope.CodeLyrics, field, "%s is %s; send an object with words", field, show(v)))
		return nil
	}
	var words []zoetrope.Word
	r := fieldReader{fields: object}
	r.each(maxWords, "words", func(_ int, item *fieldReader) {
		words = append(words, zoetrope.Word{Start: item.number("start"), End: item.number("end"), Text: item.text("word")})
	})
	if r.err != nil {
		err := within(field+".", r.err)
		d.fail(zoetrope.WrapError(zoetrope.CodeLyrics, err, "%s", describe(err).message))
	}
	return words
}

// verificationEndpoints are the routes that look at music before it is used.
func (s *Server) verificationEndpoints() []endpoint {
	return []endpoint{
		{method: http.MethodPost, path: "/openapi/v2/audio/verification", input: inputFields, handle: s.verifyAudio},
	}
}

// verifyAudio marks music as fit for a music video. The documented answer is
// empty.
func (s *Server) verifyAudio(ctx context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	id := r.id(speechAudio)
	r.require("upload the music and pass its media_id", speechAudio)
	if r.err != nil {
		return nil, r.err
	}
	a, err := s.file(ctx, req.Account.ID, fileRef{field: speechAudio, id: id, kind: zoetrope.AssetAudio})
	if err != nil {
		return nil, err
	}
	if err := s.catalog.Rule(zoetrope.MusicVideo).Audio.Check(speechAudio, a); err != nil {
		return nil, err
	}
	return struct{}{}, s.assets.Verify(ctx, a)
}
