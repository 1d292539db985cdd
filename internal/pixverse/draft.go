package pixverse

import (
	"context"
	"fmt"
	"math"
	"time"

	"zoetrope"
	"zoetrope/internal/asset"
	"zoetrope/internal/catalog"
	"zoetrope/internal/generation"
)

// A generator is a route that submits work.
type generator struct {
	path string
	// read takes the request's fields out of a draft and notes in it which
	// videos, pictures and recordings they refer to.
	read func(d *draft) zoetrope.Spec
	size sizer
}

// draft is a submission that is being understood. Reading it notes references;
// resolving them looks the assets up in the account.
type draft struct {
	fieldReader
	videos []videoRef
	files  []fileRef
	urls   []urlRef
	then   []func() error // once the videos are known, before the spec is checked

	source  zoetrope.Asset // the first video
	picture zoetrope.Asset // the first picture
}

// videoRef is a video that a request names by the generation that made it or by
// its upload.
type videoRef struct {
	within     string // what stands before the names of its fields, such as "video_references[0]."
	generation int64
	upload     int64
	found      func(a zoetrope.Asset)
}

// fileRef is an asset that a request names by its id.
type fileRef struct {
	field string
	id    int64
	kind  zoetrope.AssetKind
	found func(a zoetrope.Asset) error // may be nil
}

// urlRef is a picture that a request names by its address.
type urlRef struct {
	field   string
	address string
	found   func(a zoetrope.Asset)
}

// generate sees a submission through, from its fields to a generation.
//
// Videos are looked up before the rules are applied, because an edit has the
// length of its source. Everything else is looked up after, because that is
// the cheaper order.
func (s *Server) generate(ctx context.Context, req *Request, g generator) (zoetrope.Generation, error) {
	d := &draft{fieldReader: fieldReader{fields: req.Fields}}
	spec := g.read(d)
	if d.err != nil {
		return zoetrope.Generation{}, d.err
	}
	rule := s.catalog.Rule(spec.Operation())
	for i, ref := range d.videos {
		a, field, err := s.video(ctx, req.Account.ID, ref)
		if err == nil {
			err = rule.Source.Check(field, a)
		}
		if err != nil {
			return zoetrope.Generation{}, err
		}
		if ref.found(a); i == 0 {
			d.source = a
		}
	}
	if len(d.urls) > 0 {
		// Nothing is fetched for a request that no engine can do.
		s.catalog.Normalize(spec)
		if err := s.generations.Accepts(ctx, spec); err != nil {
			return zoetrope.Generation{}, err
		}
	}
	for _, ref := range d.urls {
		a, err := s.assets.UploadURL(ctx, req.Account.ID, ref.address, asset.ImageLimits(ref.field))
		if err != nil {
			return zoetrope.Generation{}, err
		}
		ref.found(a)
	}
	for _, f := range d.then {
		if err := f(); err != nil {
			return zoetrope.Generation{}, err
		}
	}
	s.catalog.Normalize(spec)
	if err := spec.Validate(); err != nil {
		return zoetrope.Generation{}, err
	}
	if err := s.catalog.Check(spec); err != nil {
		return zoetrope.Generation{}, err
	}
	if err := s.findFiles(ctx, req.Account.ID, d, rule); err != nil {
		return zoetrope.Generation{}, err
	}
	if err := s.findMasks(ctx, req.Account.ID, spec); err != nil {
		return zoetrope.Generation{}, err
	}
	if err := s.findVoice(ctx, req.Account.ID, spec); err != nil {
		return zoetrope.Generation{}, err
	}
	return s.submit(ctx, req, spec, d, g.size)
}

// findFiles looks up what the draft refers to by id.
func (s *Server) findFiles(ctx context.Context, account int64, d *draft, rule catalog.Rule) error {
	for _, ref := range d.files {
		a, err := s.file(ctx, account, ref)
		if err == nil && ref.kind == zoetrope.AssetAudio {
			err = rule.Audio.Check(ref.field, a)
		}
		if err == nil && ref.found != nil {
			err = ref.found(a)
		}
		if err != nil {
			return err
		}
		if ref.kind == zoetrope.AssetImage && d.picture.ID == 0 {
			d.picture = a
		}
	}
	return nil
}

// submit turns a checked spec into a generation.
func (s *Server) submit(ctx context.Context, req *Request, spec zoetrope.Spec, d *draft, size sizer) (zoetrope.Generation, error) {
	width, height, err := size(d, spec)
	if err != nil {
		return zoetrope.Generation{}, fmt.Errorf("size of a checked request: %w", err)
	}
	hash, err := req.bodyHash()
	if err != nil {
		return zoetrope.Generation{}, err
	}
	g, replayed, err := s.generations.Submit(ctx, generation.Submission{
		Account:  req.Account.ID,
		TraceID:  req.TraceID,
		Spec:     spec,
		Width:    width,
		Height:   height,
		BodyHash: hash,
	})
	req.generation = g.ID
	if err == nil && replayed && answerOf(g.Operation) != answerOf(spec.Operation()) {
		return zoetrope.Generation{}, zoetrope.FieldErrorf(zoetrope.CodeTraceID, headerTrace,
			"%s was sent before, for %s; send a new one with this request", headerTrace, g.Operation)
	}
	return g, err
}

// answerOf tells the ways apart in which submissions are answered. A repeated
// trace id can only be answered in the same way again.
func answerOf(op zoetrope.Operation) string {
	switch {
	case op == zoetrope.MaskSelection:
		return "masks"
	case op.MakesImage():
		return "image"
	}
	return "video"
}

// Names of the two ways to name a video.
const (
	fieldGenerated = "source_video_id"
	fieldUploaded  = "video_media_id"
)

// readVideo notes the video that one of the two fields names. found gets it.
func (d *draft) readVideo(r *fieldReader, within string, found func(a zoetrope.Asset)) {
	ref := videoRef{
		within: within, generation: r.id(fieldGenerated), upload: r.id(fieldUploaded, "source_media_id"), found: found,
	}
	d.videos = append(d.videos, ref)
}

// sourceSpec reads the video that an edit is about. Length and, unless the
// request asks for one, quality are the source's.
func (d *draft) sourceSpec(spec *zoetrope.SourceSpec) {
	d.readVideo(&d.fieldReader, "", func(a zoetrope.Asset) {
		spec.Source = a.ID
		if spec.Duration == 0 {
			spec.Duration = wholeSeconds(a.Duration)
		}
		if spec.Quality == "" {
			spec.Quality = zoetrope.NearestQuality(a.Width, a.Height)
		}
	})
}

// wholeSeconds rounds up, but not for the sake of the last packet of sound.
func wholeSeconds(d time.Duration) int {
	return max(1, int(math.Ceil((d - 100*time.Millisecond).Seconds())))
}

// image reads the id of a picture and notes it.
func (d *draft) image(names ...string) int64 {
	id := d.id(names...)
	d.noteImage(names[0], id)
	return id
}

// images reads a list of ids of pictures and notes them.
func (d *draft) images(limit int, names ...string) []int64 {
	ids := d.ids(limit, names...)
	for i, id := range ids {
		d.noteImage(fmt.Sprintf("%s[%d]", names[0], i), id)
	}
	return ids
}

func (d *draft) noteImage(field string, id int64) {
	if id != 0 {
		d.files = append(d.files, fileRef{field: field, id: id, kind: zoetrope.AssetImage})
	}
}

// video finds the video that a reference names. field is the one that named it.
func (s *Server) video(ctx context.Context, account int64, ref videoRef) (a zoetrope.Asset, field string, err error) {
	switch {
	case ref.generation != 0 && ref.upload != 0:
		return a, "", zoetrope.FieldErrorf(zoetrope.CodeInvalid, ref.within+fieldGenerated,
			"give either %[1]s%[2]s or %[1]s%[3]s, not both", ref.within, fieldGenerated, fieldUploaded)
	case ref.generation != 0:
		field = ref.within + fieldGenerated
		a, err = s.generatedVideo(ctx, account, field, ref.generation)
	case ref.upload != 0:
		field = ref.within + fieldUploaded
		a, err = s.file(ctx, account, fileRef{field: field, id: ref.upload, kind: zoetrope.AssetVideo})
	default:
		err = zoetrope.FieldErrorf(zoetrope.CodeMissing, ref.within+fieldGenerated,
			"%[1]s%[2]s and %[1]s%[3]s are missing; give one of them", ref.within, fieldGenerated, fieldUploaded)
	}
	return a, field, err
}

// generatedVideo finds the video that a finished generation made.
func (s *Server) generatedVideo(ctx context.Context, account int64, field string, id int64) (zoetrope.Asset, error) {
	g, err := s.generations.Get(ctx, account, id)
	if zoetrope.CodeOf(err) == zoetrope.CodeNotFound || err == nil && !g.Deleted.IsZero() {
		return zoetrope.Asset{}, noMatch(field, id, "there is no such video in this account")
	}
	if err != nil {
		return zoetrope.Asset{}, err
	}
	if g.Status != zoetrope.StatusSucceeded {
		return zoetrope.Asset{}, zoetrope.FieldErrorf(zoetrope.CodeInvalid, field,
			"%s %d is %s; only a finished video can be used", field, id, g.Status)
	}
	return s.file(ctx, account, fileRef{field: field, id: g.Output, kind: zoetrope.AssetVideo})
}

// noMatch is the documented answer to ids of videos and recordings that do not
// exist.
func noMatch(field string, id int64, why string) error {
	return zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "no matching %s %d: %s", field, id, why)
}

// file finds an asset of the account that must be of a kind.
func (s *Server) file(ctx context.Context, account int64, ref fileRef) (zoetrope.Asset, error) {
	a, err := s.assets.Get(ctx, account, ref.id)
	code := zoetrope.CodeOf(err)
	gone := code == zoetrope.CodeNotFound || code == zoetrope.CodeDeleted
	picture := ref.kind == zoetrope.AssetImage
	switch {
	case gone && picture:
		return a, zoetrope.FieldErrorf(zoetrope.CodeImageUnknown, ref.field,
			"%s %d does not exist in this account; upload the picture to /openapi/v2/image/upload and pass its img_id", ref.field, ref.id)
	case gone:
		return a, noMatch(ref.field, ref.id, "there is no such upload in this account; send it to /openapi/v2/media/upload and pass its media_id")
	case err != nil:
		return a, err
	case picture && (a.Kind != ref.kind || a.Width <= 0 || a.Height <= 0):
		return a, zoetrope.FieldErrorf(zoetrope.CodeImageUnknown, ref.field, "%s %d is %s, not a picture; pass the img_id of a picture", ref.field, ref.id, a.Kind)
	case a.Kind != ref.kind:
		return a, zoetrope.FieldErrorf(zoetrope.CodeInvalid, ref.field, "the media is not %s: %s %d is %s", withArticle(ref.kind), ref.field, ref.id, withArticle(a.Kind))
	}
	return a, nil
}

func withArticle(k zoetrope.AssetKind) string {
	switch k {
	case zoetrope.AssetVideo:
		return "a video"
	case zoetrope.AssetAudio:
		return "an audio file"
	}
	return "an " + string(k)
}
