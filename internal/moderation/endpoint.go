package moderation

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"
)

// Endpoint is a server that speaks the OpenAI-compatible POST /v1/moderations.
// The operator chose it: it may be in the local network.
type Endpoint struct {
	URL     string
	Key     string        // for the Authorization header; "": none
	Model   string        // "": DefaultModel
	Timeout time.Duration // of one try; 0: 5 s
	HTTP    *http.Client  // nil: http.DefaultClient
}

// DefaultModel is the model that is asked for.
const DefaultModel = "omni-moderation-latest"

const (
	tries          = 2
	defaultTimeout = 5 * time.Second
	maxAnswer      = 1 << 20 // bytes
)

// content is a text or a picture.
type content struct {
	text string
	jpeg []byte
}

// question is the body of a request.
type question struct {
	Model string `json:"model"`
	Input any    `json:"input"` // text, or a list of one part
}

// part is a picture as the endpoint takes it.
type part struct {
	Type     string   `json:"type"`
	ImageURL imageURL `json:"image_url"`
}

type imageURL struct {
	URL string `json:"url"`
}

// answer is the part of the response that counts.
type answer struct {
	Results []struct {
		Flagged    bool            `json:"flagged"`
		Categories map[string]bool `json:"categories"`
	} `json:"results"`
}

// judge returns the categories that the endpoint flags, sorted; "flagged" when
// it names none.
func (e *Endpoint) judge(ctx context.Context, c content) (categories []string, err error) {
	q := question{Model: e.Model, Input: c.text}
	if q.Model == "" {
		q.Model = DefaultModel
	}
	if c.jpeg != nil {
		q.Input = []part{{"image_url", imageURL{"data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(c.jpeg)}}}
	}
	body, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	for range tries {
		var a answer
		if a, err = e.post(ctx, body); err == nil {
			return a.flagged(), nil
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, err
}

func (a answer) flagged() []string {
	found := make(map[string]bool)
	for _, r := range a.Results {
		if !r.Flagged {
			continue
		}
		named := false
		for name, yes := range r.Categories {
			if yes {
				found[name], named = true, true
			}
		}
		if !named {
			found["flagged"] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// post asks once.
func (e *Endpoint) post(ctx context.Context, body []byte) (a answer, err error) {
	timeout := e.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL, bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	req.Header.Set("Content-Type", "application/json")
	if e.Key != "" {
		req.Header.Set("Authorization", "Bearer "+e.Key)
	}
	client := e.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return a, err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return a, err
	}
	if resp.StatusCode != http.StatusOK {
		return a, fmt.Errorf("%w: status %d", ErrAnswer, resp.StatusCode)
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return a, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	if len(a.Results) == 0 {
		return a, fmt.Errorf("%w: it holds no results", ErrAnswer)
	}
	return a, nil
}
