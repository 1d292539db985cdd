package render_test

import (
	"fmt"
	"strings"
	"testing"

	"zoetrope/internal/apitest"
)

// A picture may be used twice in one request.
func TestSameInputTwice(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, apitest.SQLite(t))
	s.Render(t)
	id := number(t, "img_id", s.Post(t, "/openapi/v2/image/upload", s.Key, fmt.Sprintf(`{"image_url": %q}`, s.URL+"/test/picture.png")))
	answer := s.Post(t, "/openapi/v2/video/multi_transition/generate", s.Key, fmt.Sprintf(
		`{"multi_transition": [{"img_id": %[1]s, "duration": 1}, {"img_id": %[1]s}], "model": "v5", "quality": "360p"}`, id))
	video := number(t, "video_id", answer)
	s.Do(t, "wait", map[string]string{"video_id": video})
	if got := s.Get(t, "/openapi/v2/video/result/"+video); !strings.Contains(got, `"status":1,`) {
		t.Errorf("the result is %s", got)
	}
}

// number finds a number in an answer.
func number(t *testing.T, name, answer string) string {
	t.Helper()
	_, rest, found := strings.Cut(answer, `"`+name+`":`)
	digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	if !found || digits == "" {
		t.Fatalf("no %s in %s", name, answer)
	}
	return digits
}
