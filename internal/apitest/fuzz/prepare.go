package fuzz

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"zoetrope/internal/apitest"
)

// A kind is what an id names.
type kind string

const (
	kindImage    kind = "image"
	kindVideo    kind = "video"
	kindAudio    kind = "audio"
	kindSong     kind = "song"
	kindMade     kind = "made"  // a generation that is a video
	kindImageGen kind = "still" // a generation that is a picture
	kindSpent    kind = "spent" // a generation that nothing else needs
	kindMask     kind = "mask"
	kindVoice    kind = "voice"
	kindOwnVoice kind = "own voice"
	kindRestyle  kind = "restyle"
	kindTemplate kind = "template"
	kindPicture  kind = "image template"
	kindCursor   kind = "cursor"
)

// things are ids by what they name. Numbers are kept as text.
type things map[kind][]string

func (th things) add(k kind, ids ...any) {
	for _, id := range ids {
		text := fmt.Sprint(id)
		if number, ok := id.(float64); ok {
			text = strconv.FormatFloat(number, 'f', -1, 64)
		}
		th[k] = append(th[k], text)
	}
}

// prepare uploads one file of each kind and makes a video, masks, a picture and
// a voice.
func (f *Fuzzer) prepare(t testing.TB, key string) things {
	t.Helper()
	th := f.prepareOther(t, key)
	masks := f.must(t, key, http.MethodPost, "/openapi/v2/video/mask/selection", map[string]any{"video_media_id": th[kindVideo][0], "keyframe_id": 1})
	for _, m := range masks["mask_info"].([]any) {
		th.add(kindMask, m.(map[string]any)["mask_id"])
	}
	song := f.upload(t, key, "/openapi/v2/media/upload", "file", "song.wav")["media_id"]
	f.must(t, key, http.MethodPost, "/openapi/v2/audio/verification", map[string]any{"audio_media_id": song})
	th.add(kindSong, song)
	for _, v := range f.must(t, key, http.MethodGet, "/openapi/v2/video/tts_speaker", nil)["data"].([]any) {
		th.add(kindVoice, v.(map[string]any)["speaker_id"])
	}
	for _, template := range f.must(t, key, http.MethodGet, "/openapi/v2/video/effects/templates/list", nil)["effect_items"].([]any) {
		template := template.(map[string]any)
		k := kindTemplate
		if template["template_type"] == 2.0 {
			k = kindPicture
		}
		th.add(k, template["template_id"])
	}
	for _, preset := range f.must(t, key, http.MethodGet, "/openapi/v2/video/restyle/list", nil)[bare].([]any) {
		th.add(kindRestyle, preset.(map[string]any)["restyle_id"])
	}
	return th
}

// prepareOther makes what another account needs to have.
func (f *Fuzzer) prepareOther(t testing.TB, key string) things {
	t.Helper()
	th := make(things)
	th.add(kindImage, f.upload(t, key, "/openapi/v2/image/upload", "image", "picture.png")["img_id"],
		f.upload(t, key, "/openapi/v2/image/upload", "image", "portrait.jpg")["img_id"])
	th.add(kindVideo, f.upload(t, key, "/openapi/v2/media/upload", "file", "clip.mp4")["media_id"])
	audio := f.upload(t, key, "/openapi/v2/media/upload", "file", "speech.wav")["media_id"]
	th.add(kindAudio, audio)
	voice := f.must(t, key, http.MethodPost, "/openapi/v2/video/tts_speaker", map[string]any{"name": "narrator", "audio_media_id": audio})
	th.add(kindOwnVoice, voice["speaker_id"])
	made := f.must(t, key, http.MethodPost, "/openapi/v2/video/text/generate", map[string]any{
		"prompt": "a fox in the snow", "model": "v6", "duration": 1, "quality": "360p", "aspect_ratio": "16:9",
	})
	th.add(kindMade, made["video_id"])
	th.add(kindSpent, made["video_id"])
	f.await(t, key, th[kindMade][0])
	return th
}

// await polls a video until it is made.
func (f *Fuzzer) await(t testing.TB, key, id string) {
	t.Helper()
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	for {
		switch f.must(t, key, http.MethodGet, "/openapi/v2/video/result/"+id, nil)["status"] {
		case 1.0:
			return
		case 5.0:
		default:
			t.Fatalf("video %s did not come about", id)
		}
		select {
		case <-look.C:
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		}
	}
}

// bare is the name under which must returns an answer that is a list.
const bare = ""

// must sends a request that has to succeed, and returns what it answers.
func (f *Fuzzer) must(t testing.TB, key, method, path string, body any) map[string]any {
	t.Helper()
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	return f.exchange(t, key, method, path, "application/json", data)
}

// upload sends a file of apitest's as the clients do.
func (f *Fuzzer) upload(t testing.TB, key, path, field, file string) map[string]any {
	t.Helper()
	body, contentType := form(map[string]string{}, field, apitest.File(t, file))
	return f.exchange(t, key, http.MethodPost, path, contentType, body)
}

func (f *Fuzzer) exchange(t testing.TB, key, method, path, contentType string, body []byte) map[string]any {
	t.Helper()
	for {
		r, err := http.NewRequestWithContext(t.Context(), method, f.target.URL+path, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("API-KEY", key)
		r.Header.Set("Content-Type", contentType)
		resp, err := f.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode == http.StatusTooManyRequests {
			f.slowDown(t, resp)
			continue
		}
		var e envelope
		if err := json.Unmarshal(data, &e); err != nil || e.ErrCode != 0 {
			t.Fatalf("%s %s answers %s (%v)", method, path, data, err)
		}
		if list, ok := e.Resp.([]any); ok {
			return map[string]any{bare: list}
		}
		answer, _ := e.Resp.(map[string]any)
		return answer
	}
}

// slowDown waits as long as a refused request was told to.
func (f *Fuzzer) slowDown(t fataler, resp *http.Response) {
	seconds, err := strconv.Atoi(strings.TrimSpace(resp.Header.Get("Retry-After")))
	if err != nil || seconds < 1 {
		t.Fatalf("HTTP 429 with Retry-After %q", resp.Header.Get("Retry-After"))
	}
	<-time.After(time.Duration(seconds) * time.Second)
}

// spendable is the balance of the account.
func (f *Fuzzer) spendable(t testing.TB) int64 {
	t.Helper()
	b := f.must(t, f.target.Key, http.MethodGet, "/openapi/v2/account/balance", nil)
	return int64(b["credit_monthly"].(float64) + b["credit_package"].(float64))
}
