package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Generation is a generation as Zoetrope's own extension shows it. Other
// servers of the API do not have it.
type Generation struct {
	ID        int64             `json:"id"`
	Operation string            `json:"operation"`
	Status    string            `json:"status"`   // queued, rendering, succeeded, failed, blocked or cancelled
	Progress  float64           `json:"progress"` // 0..1
	Phase     string            `json:"phase"`    // what is being done, for people
	Attempt   int               `json:"attempt"`  // how often a worker has taken it up
	Engine    string            `json:"engine"`
	Metadata  map[string]string `json:"metadata"`
	Model     string            `json:"model"`
	Prompt    string            `json:"prompt"`
	Quality   string            `json:"quality"`
	Duration  int               `json:"duration"` // seconds
	Seed      int64             `json:"seed"`
	Width     int               `json:"width"`
	Height    int               `json:"height"`
	Credits   int64             `json:"credits"`
	URL       string            `json:"url"`        // empty until it exists
	PosterURL string            `json:"poster_url"` // empty until it exists
	Size      int64             `json:"size"`       // bytes
	Error     *Cause            `json:"error"`      // nil unless it failed
	Created   time.Time         `json:"created"`
	Started   *time.Time        `json:"started"`
	Finished  *time.Time        `json:"finished"`
	Deleted   *time.Time        `json:"deleted"`
}

// Cause says why a generation failed.
type Cause struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Final reports whether the generation's status never changes again.
func (g Generation) Final() bool { return g.Status != "queued" && g.Status != "rendering" }

// Generation looks at a generation in detail.
func (c *Client) Generation(ctx context.Context, id int64) (Generation, error) {
	return c.generation(ctx, http.MethodGet, id, "")
}

// Cancel stops a generation and gives its credits back. Cancelling it again
// changes nothing; one that ended in another way cannot be cancelled.
func (c *Client) Cancel(ctx context.Context, id int64) (Generation, error) {
	return c.generation(ctx, http.MethodPost, id, "/cancel")
}

// Delete removes a generation and its files. An unfinished one is cancelled.
func (c *Client) Delete(ctx context.Context, id int64) (Generation, error) {
	return c.generation(ctx, http.MethodDelete, id, "")
}

func (c *Client) generation(ctx context.Context, method string, id int64, verb string) (Generation, error) {
	var resp Generation
	err := c.do(ctx, call{method: method, path: fmt.Sprintf("/zoetrope/v1/generations/%d%s", id, verb)}, &resp)
	return resp, err
}

// Page is a part of the list of generations, newest first.
type Page struct {
	Items []Generation `json:"items"`
	Next  string       `json:"next_cursor"` // empty on the last page
}

// Generations lists the account's generations. cursor is empty for the first
// page; limit is 1 to 100, or 0 for the server's choice.
func (c *Client) Generations(ctx context.Context, cursor string, limit int) (Page, error) {
	query := make(url.Values)
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	if limit > 0 {
		query.Set("limit", strconv.Itoa(limit))
	}
	var resp Page
	err := c.do(ctx, call{method: http.MethodGet, path: "/zoetrope/v1/generations", query: query}, &resp)
	return resp, err
}

// Engine is something that renders videos on the server.
type Engine struct {
	Name         string       `json:"name"`
	Capabilities []Capability `json:"capabilities"`
}

// Capability is one operation of an engine and its bounds. Empty lists mean: no
// bound.
type Capability struct {
	Operation  string   `json:"operation"`
	Models     []string `json:"models"`
	Qualities  []string `json:"qualities"`
	MaxSeconds int      `json:"max_seconds"` // 0: no bound
	Notes      string   `json:"notes"`
}

// Engines lists the server's engines in order of preference.
func (c *Client) Engines(ctx context.Context) ([]Engine, error) {
	var resp struct {
		Items []Engine `json:"items"`
	}
	err := c.do(ctx, call{method: http.MethodGet, path: "/zoetrope/v1/engines"}, &resp)
	return resp.Items, err
}
