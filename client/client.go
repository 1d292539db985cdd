// Package client talks to a Zoetrope server, or to any other that speaks the
// PixVerse REST API.
//
//	c, err := client.New("http://localhost:8080", key)
//	id, err := c.TextToVideo(ctx, client.TextToVideo{Video: client.Video{Prompt: "a fox in the snow", ...}})
//	result, err := c.Wait(ctx, id.VideoID, nil)
//	_, err = c.Download(ctx, result.URL, "fox.mp4", nil)
//
// Failures that may pass are tried again, with growing pauses. A submission is
// tried again under the same Ai-trace-id, which makes servers answer what they
// answered before: no retry makes a second video.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client calls one server with one key. It is safe for concurrent use.
type Client struct {
	base      *url.URL
	key       string
	api       *http.Client // sends the key and stays on the server
	files     *http.Client // fetches results, never with the key
	userAgent string
	retries   int
	pause     pause // between attempts
	poll      pause // between looks at a generation
}

// Option adjusts a Client.
type Option func(*Client)

// WithHTTPClient uses hc's transport, cookies and timeout in place of those of
// http.DefaultClient.
func WithHTTPClient(hc *http.Client) Option {
	return func(c *Client) {
		api, files := *hc, *hc
		c.api, c.files = &api, &files
	}
}

// WithRetries sets how often a call is tried again after a failure that may
// pass. The default is 4; 0 turns retries off.
func WithRetries(n int) Option { return func(c *Client) { c.retries = max(n, 0) } }

// WithBackoff sets the first and the longest pause between attempts. The
// default is 500 ms and 20 s. A server's Retry-After overrules it.
func WithBackoff(first, longest time.Duration) Option {
	return func(c *Client) { c.pause = pause{first, longest, 2} }
}

// WithPolling sets the first and the longest pause between two looks at a
// generation in Wait. The default is 1 s and 3 s.
func WithPolling(first, longest time.Duration) Option {
	return func(c *Client) { c.poll = pause{first, longest, 1.3} }
}

// WithUserAgent sets the User-Agent header.
func WithUserAgent(s string) Option { return func(c *Client) { c.userAgent = s } }

// New returns a client of the server at baseURL, such as
// "http://localhost:8080". It fails only if baseURL is no absolute http or
// https URL.
func New(baseURL, key string, options ...Option) (*Client, error) {
	base, err := url.Parse(strings.TrimRight(strings.TrimSpace(baseURL), "/"))
	if err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	if base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("base URL %q is not of the form http://host:port", baseURL)
	}
	c := &Client{base: base, key: strings.TrimSpace(key), userAgent: "zoetrope-client", retries: 4}
	for _, set := range append([]Option{
		WithHTTPClient(http.DefaultClient), WithBackoff(500*time.Millisecond, 20*time.Second), WithPolling(time.Second, 3*time.Second),
	}, options...) {
		set(c)
	}
	c.api.CheckRedirect = c.stay
	return c, nil
}

// stay refuses redirects that would carry the key to another server.
func (c *Client) stay(r *http.Request, via []*http.Request) error {
	if r.URL.Host != c.base.Host || r.URL.Scheme != c.base.Scheme {
		return fmt.Errorf("the server redirects to %s, which must not see the key", r.URL.Host)
	}
	if len(via) > 5 {
		return errors.New("the server redirects in circles")
	}
	return nil
}

// call is one API call, attempted as often as need be.
type call struct {
	method, path string
	query        url.Values
	traceID      string // drawn if empty
	// body opens the request body for one attempt. size is -1 if unknown.
	body        func() (r io.Reader, size int64, err error)
	contentType string
	once        bool // the body cannot be sent twice
}

// setPath splits off the query that a path may bring along.
func (k *call) setPath(path string) (err error) {
	var query string
	k.path, query, _ = strings.Cut(path, "?")
	if k.query, err = url.ParseQuery(query); err != nil {
		return fmt.Errorf("query of %s: %w", k.path, err)
	}
	return nil
}

// jsonBody marshals v once and serves it to every attempt.
func jsonBody(v any) (func() (io.Reader, int64, error), error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode request: %w", err)
	}
	return func() (io.Reader, int64, error) { return bytes.NewReader(data), int64(len(data)), nil }, nil
}

// do makes the call and decodes Resp into resp, a pointer. All attempts carry
// the same trace id.
func (c *Client) do(ctx context.Context, k call, resp any) error {
	if k.traceID == "" {
		k.traceID = newUUID()
	}
	for attempt := 0; ; attempt++ {
		err := c.attempt(ctx, k, resp)
		if err == nil || attempt >= c.retries || k.once || !IsRetryable(err) || ctx.Err() != nil {
			return err
		}
		if waitErr := sleep(ctx, c.pause.before(attempt, err)); waitErr != nil {
			return err
		}
	}
}

// attempt makes the call once.
func (c *Client) attempt(ctx context.Context, k call, resp any) error {
	r, err := c.request(ctx, k)
	if err != nil {
		return err
	}
	answer, err := c.api.Do(r)
	if err != nil {
		return fmt.Errorf("%s %s: %w", k.method, k.path, err)
	}
	defer func() { _ = answer.Body.Close() }()
	return decodeAnswer(answer, resp)
}

// request builds the HTTP request of one attempt.
func (c *Client) request(ctx context.Context, k call) (*http.Request, error) {
	u := *c.base
	u.Path += k.path
	u.RawQuery = k.query.Encode()
	var body io.Reader
	size := int64(0)
	if k.body != nil {
		var err error
		if body, size, err = k.body(); err != nil {
			return nil, err
		}
	}
	r, err := http.NewRequestWithContext(ctx, k.method, u.String(), body)
	if err != nil {
		return nil, fmt.Errorf("build request: %w", err)
	}
	if body != nil {
		r.ContentLength = size
		r.Header.Set("Content-Type", k.contentType)
	}
	r.Header.Set("API-KEY", c.key)
	r.Header.Set("Ai-trace-id", k.traceID)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", c.userAgent)
	return r, nil
}

// maxAnswer bounds what is read of an answer.
const maxAnswer = 16 << 20

// decodeAnswer reads the envelope.
func decodeAnswer(answer *http.Response, resp any) error {
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	var envelope struct {
		ErrCode *int            `json:"ErrCode"`
		ErrMsg  string          `json:"ErrMsg"`
		Resp    json.RawMessage `json:"Resp"`
	}
	failure := &Error{
		Message:    http.StatusText(answer.StatusCode),
		HTTPStatus: answer.StatusCode,
		RequestID:  answer.Header.Get("X-Request-Id"),
		RetryAfter: retryAfter(answer.Header.Get("Retry-After"), time.Now()),
	}
	if err := json.Unmarshal(data, &envelope); err != nil || envelope.ErrCode == nil {
		if answer.StatusCode == http.StatusOK {
			return fmt.Errorf("the answer is not an API answer: %.80q", data)
		}
		return failure
	}
	if *envelope.ErrCode != 0 || answer.StatusCode != http.StatusOK {
		failure.Code, failure.Message = *envelope.ErrCode, envelope.ErrMsg
		return failure
	}
	if err := json.Unmarshal(envelope.Resp, resp); err != nil {
		return fmt.Errorf("decode answer: %w", err)
	}
	return nil
}
