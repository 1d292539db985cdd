package pixverse_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"zoetrope/internal/apitest"
)

// Pictures given by their address are fetched for requests that an engine can
// do, and for no others.
func TestPicturesAreFetchedWhenAnEngineIsThere(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, apitest.SQLite(t))
	var fetched atomic.Int32
	pictures := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fetched.Add(1)
		_, _ = w.Write(apitest.Picture())
	}))
	t.Cleanup(pictures.Close)

	var upload struct {
		Resp struct {
			MediaID int64 `json:"media_id"`
		}
	}
	answer := s.Post(t, "/openapi/v2/media/upload", s.Key, fmt.Sprintf(`{"file_url": %q}`, s.URL+"/test/reference.mp4"))
	if err := json.Unmarshal([]byte(answer), &upload); err != nil || upload.Resp.MediaID == 0 {
		t.Fatalf("%s: %v", answer, err)
	}
	body := fmt.Sprintf(`{"agent_id": 414562414124109, "prompt": "again", "quality": "720p", "aspect_ratio": "9:16",
		"img_references": [{"img_url": %q}], "video_references": [{"video_media_id": %d}]}`, pictures.URL, upload.Resp.MediaID)

	s.Do(t, "lose engines", nil)
	if answer := s.Post(t, "/openapi/v2/video/agent/generate", s.Key, body); !strings.Contains(answer, `"ErrCode":400017`) || fetched.Load() != 0 {
		t.Errorf("without an engine: %d fetched, %s", fetched.Load(), answer)
	}
	s.Do(t, "find engines", nil)
	if answer := s.Post(t, "/openapi/v2/video/agent/generate", s.Key, body); !strings.Contains(answer, `"ErrCode":0`) || fetched.Load() != 1 {
		t.Errorf("with an engine: %d fetched, %s", fetched.Load(), answer)
	}
}
