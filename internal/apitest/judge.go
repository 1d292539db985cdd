package apitest

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/internal/moderation"
)

// bannedWords is the content policy: it refuses "zorgblat".
const bannedWords = `{"rules": [{"id": "words", "category": "nonsense", "verdict": "refuse", "words": ["zorgblat"]}]}`

// judge is the content policy of a server: its words, and a moderation endpoint
// that is asked, and refuses every picture, from when it is told to.
type judge struct {
	words, pictures *moderation.Service
}

func (s *Server) newJudge(t testing.TB) judge {
	t.Helper()
	policy, err := moderation.Parse([]byte(bannedWords))
	check(t, err)
	return judge{
		words: moderation.New(moderation.Config{DB: s.db, Policy: policy}),
		pictures: moderation.New(moderation.Config{
			DB: s.db, Policy: policy, Endpoint: &moderation.Endpoint{URL: s.URL + judgePath},
			Picture: func(ctx context.Context, account, id int64) ([]byte, error) {
				if a, err := s.assets.Get(ctx, account, id); err != nil || a.Kind != zoetrope.AssetImage {
					return nil, err
				}
				return Picture(), nil
			},
		}),
	}
}

// judgePath is where the server's own moderation endpoint is.
const judgePath = "/test/v1/moderations"

// serveJudgement flags pictures and nothing else.
func serveJudgement(w http.ResponseWriter, r *http.Request) {
	var question struct{ Input json.RawMessage }
	if err := json.NewDecoder(r.Body).Decode(&question); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	type result struct {
		Flagged    bool            `json:"flagged"`
		Categories map[string]bool `json:"categories"`
	}
	picture := strings.Contains(string(question.Input), "image_url")
	_ = json.NewEncoder(w).Encode(map[string][]result{"results": {{picture, map[string]bool{"violence": picture}}}})
}

// judgeInput judges a request.
func (s *Server) judgeInput(ctx context.Context, account int64, spec zoetrope.Spec) error {
	if s.picturesRefused.Load() {
		return s.judge.pictures.Input(ctx, account, spec)
	}
	return s.judge.words.Input(ctx, account, spec)
}

// judgeOutput judges a result.
func (s *Server) judgeOutput(ctx context.Context, g zoetrope.Generation, _, _ string) error {
	if s.resultsRefused.Load() {
		return s.judge.pictures.Output(ctx, g, [][]byte{Picture()})
	}
	return nil
}
