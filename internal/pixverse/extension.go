package pixverse

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"zoetrope"
	"zoetrope/internal/generation"
)

// extensionEndpoints are the routes of our own. They are apart from the
// compatible ones so that nobody takes them for part of that API.
func (s *Server) extensionEndpoints() []endpoint {
	return []endpoint{
		{method: http.MethodGet, path: "/zoetrope/v1/generations", handle: s.listGenerations},
		{method: http.MethodGet, path: "/zoetrope/v1/generations/{id}", handle: s.getGeneration},
		{method: http.MethodDelete, path: "/zoetrope/v1/generations/{id}", handle: s.deleteGeneration},
		{method: http.MethodPost, path: "/zoetrope/v1/generations/{id}/cancel", handle: s.cancelGeneration},
		{method: http.MethodGet, path: "/zoetrope/v1/engines", handle: s.listEngines},
	}
}

// generationView is a generation with everything that its owner may know.
type generationView struct {
	ID        int64              `json:"id"`
	Operation zoetrope.Operation `json:"operation"`
	Status    zoetrope.Status    `json:"status"`
	Progress  float64            `json:"progress"` // 0..1
	Phase     string             `json:"phase"`
	Attempt   int                `json:"attempt"`
	Engine    string             `json:"engine"`
	Metadata  map[string]string  `json:"metadata"`
	Model     string             `json:"model"`
	Prompt    string             `json:"prompt"`
	Quality   zoetrope.Quality   `json:"quality"`
	Duration  int                `json:"duration"` // seconds
	Seed      int64              `json:"seed"`
	Width     int                `json:"width"`
	Height    int                `json:"height"`
	Credits   zoetrope.Credits   `json:"credits"`
	URL       string             `json:"url"`
	PosterURL string             `json:"poster_url"`
	Size      int64              `json:"size"` // bytes
	Error     *causeView         `json:"error"`
	Created   string             `json:"created"`
	Started   *string            `json:"started"`
	Finished  *string            `json:"finished"`
	Deleted   *string            `json:"deleted"`
}

// causeView says why a generation failed.
type causeView struct {
	Code    zoetrope.Code `json:"code"`
	Message string        `json:"message"`
}

// view looks up a generation's files and renders it.
func (s *Server) view(ctx context.Context, g zoetrope.Generation) (generationView, error) {
	v := g.Spec.Video()
	out := generationView{
		ID: g.ID, Operation: g.Operation, Status: g.Status,
		Progress: g.Progress, Phase: g.Phase, Attempt: g.Attempt, Engine: g.Engine, Metadata: g.Metadata,
		Model: v.Model, Prompt: v.Prompt, Quality: v.Quality, Duration: v.Duration,
		Seed: g.Seed, Width: g.Width, Height: g.Height, Credits: g.Price,
		Created: timeText(g.Created), Started: optionalTime(g.Started), Finished: optionalTime(g.Finished),
		Deleted: optionalTime(g.Deleted),
	}
	if out.Metadata == nil {
		out.Metadata = map[string]string{}
	}
	if g.Code != "" {
		out.Error = &causeView{g.Code, g.Reason}
	}
	if wireStatus(g) != wireDone {
		return out, nil
	}
	video, _, err := s.output(ctx, g.Account, g.Output)
	if err != nil {
		return out, err
	}
	poster, _, err := s.output(ctx, g.Account, g.Poster)
	if err != nil {
		return out, err
	}
	out.URL, out.Size, out.PosterURL = video.url, video.Size, poster.url
	return out, nil
}

// optionalTime writes a time, or null for the zero time.
func optionalTime(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := timeText(t)
	return &s
}

func (s *Server) getGeneration(ctx context.Context, req *Request) (any, error) {
	return s.onGeneration(ctx, req, s.generations.Get)
}

func (s *Server) cancelGeneration(ctx context.Context, req *Request) (any, error) {
	return s.onGeneration(ctx, req, s.generations.Cancel)
}

func (s *Server) deleteGeneration(ctx context.Context, req *Request) (any, error) {
	return s.onGeneration(ctx, req, s.generations.Delete)
}

// onGeneration applies a use case to the generation in the path and shows what
// became of it.
func (s *Server) onGeneration(ctx context.Context, req *Request, do func(ctx context.Context, account, id int64) (zoetrope.Generation, error)) (any, error) {
	id, err := req.pathID("id")
	if err != nil {
		return nil, err
	}
	g, err := do(ctx, req.Account.ID, id)
	if err != nil {
		return nil, err
	}
	return s.view(ctx, g)
}

// Items per page of a list.
const (
	defaultPage = 20
	maxPage     = 100
)

// limit reads how many items a page shall have.
func (r *fieldReader) limit() int {
	n, ok := r.integer("limit")
	if !ok {
		return defaultPage
	}
	if n < 1 || n > maxPage {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "limit", "limit is %d; use 1 to %d", n, maxPage))
	}
	return int(n)
}

// generationPage is a part of a list.
type generationPage struct {
	Items      []generationView `json:"items"`
	NextCursor string           `json:"next_cursor"`
}

func (s *Server) listGenerations(ctx context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	before := r.id("cursor")
	limit := r.limit()
	if r.err != nil {
		return nil, r.err
	}
	all, err := s.generations.List(ctx, req.Account.ID, generation.Page{Before: before, Limit: limit})
	if err != nil {
		return nil, err
	}
	page := generationPage{Items: make([]generationView, 0, len(all))}
	for _, g := range all {
		item, err := s.view(ctx, g)
		if err != nil {
			return nil, err
		}
		page.Items = append(page.Items, item)
	}
	if len(all) == limit {
		page.NextCursor = strconv.FormatInt(all[len(all)-1].ID, 10)
	}
	return page, nil
}

// EngineInfo describes an engine to clients.
type EngineInfo struct {
	Name         string             `json:"name"`
	Capabilities []EngineCapability `json:"capabilities"`
}

// EngineCapability is one operation of an engine and its bounds. Empty lists
// mean: no bound.
type EngineCapability struct {
	Operation  zoetrope.Operation `json:"operation"`
	Models     []string           `json:"models"`
	Qualities  []zoetrope.Quality `json:"qualities"`
	MaxSeconds int                `json:"max_seconds"` // 0: no bound
	Notes      string             `json:"notes"`       // what the pictures are and are not
}

func (s *Server) listEngines(ctx context.Context, _ *Request) (any, error) {
	found, err := s.engines(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]EngineInfo, 0, len(found))
	for _, e := range found {
		capabilities := make([]EngineCapability, 0, len(e.Capabilities))
		for _, c := range e.Capabilities {
			// Clients see empty lists, never null.
			c.Models = append([]string{}, c.Models...)
			c.Qualities = append([]zoetrope.Quality{}, c.Qualities...)
			capabilities = append(capabilities, c)
		}
		items = append(items, EngineInfo{e.Name, capabilities})
	}
	return struct {
		Items []EngineInfo `json:"items"`
	}{items}, nil
}
