package pixverse

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"zoetrope"
)

// voiceEndpoints are the routes about voices. The list has an older path, which
// knows nothing of custom voices, and a newer one.
func (s *Server) voiceEndpoints() []endpoint {
	const path = "/openapi/v2/video/tts_speaker"
	return []endpoint{
		{method: http.MethodGet, path: "/openapi/v2/video/lip_sync/tts_list", handle: s.listSystemVoices},
		{method: http.MethodGet, path: path, handle: s.listVoices},
		{method: http.MethodPost, path: path, input: inputFields, handle: s.createVoice},
		{method: http.MethodDelete, path: path + "/{speaker_id}", handle: s.deleteVoice},
	}
}

// voiceView is a voice as clients know it.
type voiceView struct {
	ID   string `json:"speaker_id"`
	Name string `json:"name"`
}

// voiceList answers both lists.
type voiceList struct {
	Total int         `json:"total"`
	Data  []voiceView `json:"data"`
}

// defaultVoices is the page size of clients that send none.
const defaultVoices = 30

func (s *Server) systemVoices() []voiceView {
	var views []voiceView
	for _, v := range s.catalog.Voices() {
		views = append(views, voiceView(v))
	}
	return views
}

func viewVoice(v zoetrope.Voice) voiceView { return voiceView{strconv.FormatInt(v.ID, 10), v.Name} }

func (s *Server) listSystemVoices(_ context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	p := r.paging("page_num", "page_size", defaultVoices)
	if r.err != nil {
		return nil, r.err
	}
	all := s.systemVoices()
	return voiceList{len(all), pageOf(all, p)}, nil
}

// Values of speaker_type.
const (
	voicesOfSystem = "system"
	voicesOfOwn    = "custom"
	voicesAll      = "all"
)

func (s *Server) listVoices(ctx context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	p := r.paging("page_num", "page_size", defaultVoices)
	kind := r.word("speaker_type")
	var all []voiceView
	switch kind {
	case "", voicesAll, voicesOfSystem:
		all = s.systemVoices()
	case voicesOfOwn:
	default:
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "speaker_type", "speaker_type %q is unknown; use system, custom or all", kind))
	}
	if r.err != nil {
		return nil, r.err
	}
	if kind != voicesOfSystem {
		own, err := s.assets.Voices(ctx, req.Account.ID)
		if err != nil {
			return nil, err
		}
		for _, v := range own {
			all = append(all, viewVoice(v))
		}
	}
	return voiceList{len(all), pageOf(all, p)}, nil
}

func (s *Server) createVoice(ctx context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	name, id := r.text("name"), r.id(speechAudio)
	r.require("give the voice a name", "name")
	r.require("upload a recording of the voice", speechAudio)
	if r.err != nil {
		return nil, r.err
	}
	sample, err := s.file(ctx, req.Account.ID, fileRef{field: speechAudio, id: id, kind: zoetrope.AssetAudio})
	if err != nil {
		return nil, err
	}
	if err := s.catalog.Rule(zoetrope.LipSync).Audio.Check(speechAudio, sample); err != nil {
		return nil, err
	}
	v, err := s.assets.CreateVoice(ctx, req.Account.ID, name, sample)
	if err != nil {
		return nil, err
	}
	return viewVoice(v), nil
}

func (s *Server) deleteVoice(ctx context.Context, req *Request) (any, error) {
	const field = "speaker_id"
	text := strings.TrimSpace(req.pathValue(field))
	if _, ok := s.catalog.Voice(text); ok {
		return nil, zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "speaker_id %s is a voice of the system, which cannot be deleted", text)
	}
	id, err := voiceID(text)
	if err != nil {
		return nil, zoetrope.FieldErrorf(zoetrope.CodeNotFound, field, "there is no voice %s in this account", show(text))
	}
	return struct{}{}, s.assets.DeleteVoice(ctx, req.Account.ID, id)
}

// voiceID reads the id of a custom voice.
func voiceID(text string) (int64, error) { return strconv.ParseInt(text, 10, 64) }

// findVoice checks the voice that shall speak and, if it is a custom one, adds
// its recording to the spec.
func (s *Server) findVoice(ctx context.Context, account int64, spec zoetrope.Spec) error {
	speaking, ok := spec.(interface{ Speech() *zoetrope.SpeechSpec })
	if !ok || speaking.Speech().Audio != 0 {
		return nil
	}
	speech := speaking.Speech()
	if v, ok := s.catalog.Voice(speech.Speaker); ok {
		speech.Speaker = v.ID
		return nil
	}
	unknown := zoetrope.FieldErrorf(zoetrope.CodeInvalid, speechSpeaker,
		"%s %s is an invalid speaker; GET /openapi/v2/video/tts_speaker lists the voices", speechSpeaker, show(speech.Speaker))
	id, err := voiceID(speech.Speaker)
	if err != nil {
		return unknown
	}
	v, err := s.assets.Voice(ctx, account, id)
	if zoetrope.CodeOf(err) == zoetrope.CodeNotFound {
		return unknown
	}
	if err != nil {
		return err
	}
	if _, err := s.file(ctx, account, fileRef{field: speechSpeaker, id: v.Sample, kind: zoetrope.AssetAudio}); err != nil {
		return err
	}
	speech.Sample = v.Sample
	return nil
}
