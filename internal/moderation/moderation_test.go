package moderation_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/moderation"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// judge is a moderation server: it flags what contains a word, and pictures
// whose bytes do.
type judge struct {
	*httptest.Server
	asked atomic.Int64
}

func newJudge(t *testing.T) *judge {
	t.Helper()
	j := new(judge)
	j.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		j.asked.Add(1)
		var q struct {
			Model string
			Input json.RawMessage
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || q.Model != moderation.DefaultModel || r.Header.Get("Authorization") != "Bearer key" {
			http.Error(w, "what?", http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, verdict(string(q.Input)))
	}))
	t.Cleanup(j.Close)
	return j
}

// verdict is the answer about an input as it came in JSON.
func verdict(input string) string {
	if _, picture, ok := strings.Cut(input, "data:image/jpeg;base64,"); ok {
		picture, _, _ = strings.Cut(picture, `"`)
		data, err := base64.StdEncoding.DecodeString(picture)
		if err != nil {
			return ""
		}
		input = string(data)
	}
	switch {
	case strings.Contains(input, "rude"):
		return `{"results": [{"flagged": true, "categories": {"harassment": true, "sexual": false}}]}`
	case strings.Contains(input, "odd"):
		return `{"results": [{"flagged": true}]}`
	case strings.Contains(input, "nonsense"):
		return `{"results": []}`
	}
	return `{"results": [{"flagged": false, "categories": {"harassment": false}}]}`
}

// each runs test on all databases with an account.
func each(t *testing.T, test func(t *testing.T, d *db.DB, acct int64)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		offer, err := catalog.Load()
		must(t, err)
		a, err := account.New(d, offer).Create(t.Context(), "test", "free")
		must(t, err)
		test(t, d, a.ID)
	})
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func prompt(text string) zoetrope.Spec {
	return &zoetrope.ImageToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: text}, Image: 42}
}

// check holds an error against a code and field, "" meaning none.
func check(t *testing.T, err error, code zoetrope.Code, field string) {
	t.Helper()
	if got := zoetrope.CodeOf(err); got != code {
		t.Errorf("error %v has code %q, want %q", err, got, code)
		return
	}
	if e, ok := errors.AsType[*zoetrope.Error](err); ok && e.Field != field {
		t.Errorf("error %v is about %q, want %q", err, e.Field, field)
	}
}

func TestPolicyAtInput(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, acct int64) {
		policy := parse(t, `{"rules": [
			{"id": "no", "category": "c1", "verdict": "refuse", "words": ["forbidden"]},
			{"id": "hm", "category": "c2", "verdict": "note", "words": ["doubtful"]}]}`)
		s := moderation.New(moderation.Config{DB: d, Policy: policy, Log: quiet()})
		ctx := t.Context()
		must(t, s.Input(ctx, acct, prompt("fine")))
		must(t, s.Input(ctx, acct, prompt("doubtful")))
		must(t, s.Input(ctx, acct, &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{NegativePrompt: "forbidden"}}))
		check(t, s.Input(ctx, acct, prompt("doubtful and Forbidden")), zoetrope.CodeModeration, "prompt")
		check(t, s.Input(ctx, acct, &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{SoundEffectContent: "forbidden"}}),
			zoetrope.CodeModeration, "sound_effect_content")
		check(t, s.Input(ctx, acct, &zoetrope.LipSyncSpec{SpeechSpec: zoetrope.SpeechSpec{Text: "forbidden"}}),
			zoetrope.CodeModeration, "lip_sync_tts_content")
		check(t, s.Input(ctx, acct, &zoetrope.MultiTransitionSpec{Frames: []zoetrope.KeyFrame{{}, {Prompt: "forbidden"}}}),
			zoetrope.CodeModeration, "multi_transition[1].prompt")
		check(t, s.Input(ctx, acct, &zoetrope.MusicVideoSpec{Words: []zoetrope.Word{{Text: "so"}, {Text: "forbidden"}}}),
			zoetrope.CodeModeration, "lyric_timestamp")

		all, err := s.Records(ctx, acct, 100)
		must(t, err)
		if len(all) != 7 || all[6].Verdict != moderation.Note || all[6].Rule != "hm" || all[6].Excerpt != "doubtful" ||
			all[5].Rule != "no" && all[4].Rule != "no" {
			t.Errorf("records %+v", all)
		}
		must(t, s.Expire(ctx, time.Hour))
		if all, err = s.Records(ctx, 0, 100); err != nil || len(all) != 7 {
			t.Errorf("%d records, %v", len(all), err)
		}
		must(t, s.Expire(ctx, -time.Hour))
		if all, err = s.Records(ctx, 0, 100); err != nil || len(all) != 0 {
			t.Errorf("%d old records, %v", len(all), err)
		}
	})
}

func TestEndpoint(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, acct int64) {
		server := newJudge(t)
		image := "a picture"
		config := moderation.Config{
			DB: d, Log: quiet(), Endpoint: &moderation.Endpoint{URL: server.URL + "/v1/moderations", Key: "key", HTTP: server.Client()},
			Picture: func(context.Context, int64, int64) ([]byte, error) { return []byte(image), nil },
		}
		s, ctx := moderation.New(config), t.Context()
		must(t, s.Input(ctx, acct, prompt("fine")))
		check(t, s.Input(ctx, acct, prompt("rude")), zoetrope.CodeModeration, "prompt")
		check(t, s.Input(ctx, acct, prompt("odd")), zoetrope.CodeModeration, "prompt")
		image = "a rude picture"
		check(t, s.Input(ctx, acct, prompt("fine")), zoetrope.CodeModeration, "img_id")

		g := zoetrope.Generation{ID: 5, Account: acct}
		must(t, s.Output(ctx, g, [][]byte{[]byte("one"), []byte("two")}))
		check(t, s.Output(ctx, g, [][]byte{[]byte("one"), []byte("rude")}), zoetrope.CodeModeration, "")

		all, err := s.Records(ctx, acct, 10)
		must(t, err)
		want := []moderation.Record{
			{Generation: 5, Stage: "output", Source: "endpoint", Category: "harassment", Excerpt: "frame 2 of 2", Verdict: "refuse"},
			{Stage: "input", Source: "endpoint", Category: "harassment", Field: "img_id", Excerpt: "picture 42", Verdict: "refuse"},
			{Stage: "input", Source: "endpoint", Category: "flagged", Field: "prompt", Excerpt: "odd", Verdict: "refuse"},
			{Stage: "input", Source: "endpoint", Category: "harassment", Field: "prompt", Excerpt: "rude", Verdict: "refuse"},
		}
		for i := range want {
			if len(all) != len(want) {
				t.Fatalf("%d records, want %d", len(all), len(want))
			}
			all[i].ID, all[i].Account, all[i].Created = 0, 0, time.Time{}
			if all[i] != want[i] {
				t.Errorf("record %d is %+v, want %+v", i, all[i], want[i])
			}
		}
		// What the policy lets through, and an account that nobody judges.
		image = "a picture"
		config.Policy = parse(t, `{"allow": ["harassment"]}`)
		must(t, moderation.New(config).Input(ctx, acct, prompt("rude")))
		config.Policy = new(moderation.Policy)
		config.Policy.Accounts = map[string]moderation.Exception{idText(acct): {Off: true}}
		before := server.asked.Load()
		must(t, moderation.New(config).Input(ctx, acct, prompt("rude")))
		must(t, moderation.New(config).Output(ctx, g, [][]byte{[]byte("rude")}))
		if server.asked.Load() != before {
			t.Error("the endpoint was asked about an account that is off")
		}
	})
}

func idText(id int64) string {
	data, _ := json.Marshal(id)
	return string(data)
}

// TestFailureModes: an endpoint that does not answer, is too slow, or answers
// nonsense.
func TestFailureModes(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, acct int64) {
		hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then is a client's going noticed
			<-r.Context().Done()
		}))
		t.Cleanup(hanging.Close)
		gone := httptest.NewServer(http.NotFoundHandler())
		gone.Close()
		for name, address := range map[string]string{
			"nonsense": newJudge(t).URL, "slow": hanging.URL, "gone": gone.URL, "broken": "http://[::1", "refusing": newJudge(t).URL,
		} {
			key := "key"
			if name == "refusing" {
				key = "wrong"
			}
			config := moderation.Config{DB: d, Log: quiet(), Endpoint: &moderation.Endpoint{
				URL: address, Key: key, Timeout: time.Second, HTTP: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
			}}
			if name == "slow" {
				config.Endpoint.Timeout = 20 * time.Millisecond
			}
			ctx, g := t.Context(), zoetrope.Generation{ID: 5, Account: acct}
			closed := moderation.New(config)
			check(t, closed.Input(ctx, acct, prompt("nonsense")), zoetrope.CodeUnavailable, "")
			check(t, closed.Output(ctx, g, [][]byte{[]byte("nonsense")}), zoetrope.CodeUnavailable, "")
			if all, err := closed.Records(ctx, acct, 10); err != nil || len(all) != 0 {
				t.Errorf("%s, closed: %+v, %v", name, all, err)
			}
			config.FailOpen = true
			open := moderation.New(config)
			must(t, open.Input(ctx, acct, prompt("nonsense")))
			must(t, open.Output(ctx, g, [][]byte{[]byte("nonsense")}))
			if all, err := open.Records(ctx, acct, 10); err != nil || len(all) != 2 || all[0].Verdict != "unjudged" {
				t.Errorf("%s, open: %+v, %v", name, all, err)
			}
			must(t, open.Expire(ctx, -time.Hour))
		}
	})
}
