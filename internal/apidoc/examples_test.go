package apidoc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"zoetrope/internal/apitest"
)

// TestExamplesWork sends what each example would send and expects success.
func TestExamplesWork(t *testing.T) {
	t.Parallel()
	s := &shell{server: apitest.Start(t, apitest.SQLite(t))}
	// A worker makes what the examples refer to, and stops: what they submit
	// need not be rendered.
	t.Run("with a worker", func(t *testing.T) {
		s.server.Render(t)
		s.prepare(t)
	})
	var last []string
	for _, p := range pages(t) {
		for _, command := range examples(p.Text) {
			switch {
			case strings.Contains(command, "/mask/selection"): // prepare ran it
			case strings.Contains(command, "-X DELETE"):
				last = append(last, command)
			case strings.Contains(command, "/cancel"):
				finished := s.vars["VIDEO_ID"]
				s.vars["VIDEO_ID"] = s.run(t, simplest)["video_id"]
				s.run(t, command)
				s.vars["VIDEO_ID"] = finished
			default:
				s.run(t, command)
			}
		}
	}
	for _, command := range last {
		s.run(t, command)
	}
}

var fence = regexp.MustCompile("(?s)```sh\n(curl .*?)```")

// examples are the commands on a page.
func examples(page string) []string {
	var all []string
	for _, match := range fence.FindAllStringSubmatch(page, -1) {
		all = append(all, match[1])
	}
	return all
}

// shell runs the commands as curl would, with the variables of the overview.
type shell struct {
	server *apitest.Server
	vars   map[string]string
}

// simplest submits a short video.
const simplest = `curl -s "$ZOETROPE_URL/openapi/v2/video/text/generate" -d @- <<EOF
{"prompt": "a fox", "model": "v6", "duration": 1, "quality": "360p", "aspect_ratio": "16:9"}
EOF
`

// prepare makes what the examples refer to.
func (s *shell) prepare(t *testing.T) {
	t.Helper()
	s.vars = map[string]string{"ZOETROPE_URL": s.server.URL, "ZOETROPE_API_KEY": s.server.Key}
	for _, u := range []struct{ variable, kind, file, id string }{
		{"IMG_ID", "image", "picture.png", "img_id"},
		{"IMG_ID_2", "image", "square.png", "img_id"},
		{"MEDIA_ID", "media", "clip.mp4", "media_id"},
		{"CLIP_ID", "media", "reference.mp4", "media_id"},
		{"AUDIO_ID", "media", "speech.wav", "media_id"},
		{"MUSIC_ID", "media", "song.wav", "media_id"},
	} {
		s.vars[u.variable] = s.run(t, fmt.Sprintf("curl \"$ZOETROPE_URL/openapi/v2/%s/upload\" -F file=@%s", u.kind, u.file))[u.id]
	}
	s.vars["VIDEO_ID"] = s.run(t, simplest)["video_id"]
	for _, p := range pages(t) {
		for _, command := range examples(p.Text) {
			var id string
			switch {
			case strings.Contains(command, "/image/template/generate"):
				id = "image_id"
			case strings.Contains(command, "/mask/selection"):
				id = "keyframe_id"
			case strings.Contains(command, "/audio/verification"):
				id = "none"
			case strings.Contains(command, "/video/tts_speaker") && here.MatchString(command):
				id = "speaker_id"
			default:
				continue
			}
			answer := s.run(t, command)
			s.vars[strings.ToUpper(id)] = answer[id]
			if mask := maskID.FindStringSubmatch(answer["mask_info"]); mask != nil {
				s.vars["MASK_ID"] = mask[1]
			}
		}
	}
	s.server.Do(t, "wait", map[string]string{"video_id": s.vars["VIDEO_ID"]})
}

// files are what stands for the files that the examples upload.
var files = map[string]string{"photo.jpg": "portrait.jpg"}

var (
	address = regexp.MustCompile(`"(\$ZOETROPE_URL[^"]*)"`)
	method  = regexp.MustCompile(`-X (\w+)`)
	form    = regexp.MustCompile(`-F (\w+)=@(\S+)`)
	maskID  = regexp.MustCompile(`mask_id:([^ \]]+)`)
	here    = regexp.MustCompile(`(?s)<<EOF\n(.*)\nEOF\n`)
)

// run makes the call of a command and returns the members of Resp as text.
func (s *shell) run(t *testing.T, command string) map[string]string {
	t.Helper()
	expand := func(text string) string { return os.Expand(text, func(name string) string { return s.vars[name] }) }
	target := expand(address.FindStringSubmatch(command)[1])
	verb, contentType := http.MethodGet, ""
	var body bytes.Buffer
	if m := form.FindStringSubmatch(command); m != nil {
		verb = http.MethodPost
		name := m[2]
		if stand := files[name]; stand != "" {
			name = stand
		}
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile(m[1], m[2])
		if err == nil {
			_, err = part.Write(apitest.File(t, name))
		}
		if err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		contentType = w.FormDataContentType()
	}
	if m := here.FindStringSubmatch(command); m != nil {
		verb, contentType = http.MethodPost, "application/json"
		body.WriteString(expand(m[1]))
	}
	if m := method.FindStringSubmatch(command); m != nil {
		verb = m[1]
	}
	sent := body.String()
	r, err := http.NewRequestWithContext(t.Context(), verb, target, &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("API-KEY", s.vars["ZOETROPE_API_KEY"])
	r.Header.Set("Content-Type", contentType)
	resp, err := s.server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var envelope struct {
		ErrCode int
		Resp    any
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&envelope); err != nil || envelope.ErrCode != 0 {
		t.Errorf("%s %s %.300s\nanswers %.500s", verb, target, sent, data)
	}
	answer := make(map[string]string)
	if members, ok := envelope.Resp.(map[string]any); ok {
		for name, value := range members {
			answer[name] = fmt.Sprint(value)
		}
	}
	return answer
}
