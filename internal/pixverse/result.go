package pixverse

import (
	"context"
	"net/http"
	"time"

	"zoetrope"
)

// resultEndpoints are the routes that look at generations and accounts.
func (s *Server) resultEndpoints() []endpoint {
	return []endpoint{
		{method: http.MethodGet, path: "/openapi/v2/video/result/{id}", handle: s.videoResult},
		{method: http.MethodGet, path: "/openapi/v2/account/balance", handle: s.balance},
	}
}

// The numbers of statuses on the wire.
const (
	wireDone    = 1
	wireRunning = 5
	wireDeleted = 6
	wireBlocked = 7
	wireFailed  = 8
)

// wireStatus maps a generation to the five numbers that clients know.
func wireStatus(g zoetrope.Generation) int {
	if !g.Deleted.IsZero() {
		return wireDeleted
	}
	switch g.Status {
	case zoetrope.StatusSucceeded:
		return wireDone
	case zoetrope.StatusBlocked:
		return wireBlocked
	case zoetrope.StatusFailed, zoetrope.StatusCancelled:
		return wireFailed
	}
	return wireRunning
}

// videoResult is a generation as the compatible API shows it. Text is never
// null.
type videoResult struct {
	ID              int64            `json:"id"`
	Status          int              `json:"status"`
	URL             string           `json:"url"`
	Prompt          string           `json:"prompt"`
	NegativePrompt  string           `json:"negative_prompt"`
	Style           string           `json:"style"`
	Seed            int64            `json:"seed"`
	ResolutionRatio int              `json:"resolution_ratio"` // lines of the quality
	OutputWidth     int              `json:"outputWidth"`
	OutputHeight    int              `json:"outputHeight"`
	Size            int64            `json:"size"` // bytes
	HasAudio        bool             `json:"has_audio"`
	Credits         zoetrope.Credits `json:"credits"`
	CreateTime      string           `json:"create_time"`
	ModifyTime      string           `json:"modify_time"`
	CustomerPaths   struct{}         `json:"customer_paths"` // an object that clients expect and nobody reads
}

func (s *Server) videoResult(ctx context.Context, req *Request) (any, error) {
	id, err := req.pathID("id")
	if err != nil {
		return nil, err
	}
	g, err := s.generations.Get(ctx, req.Account.ID, id)
	if err != nil {
		return nil, err
	}
	v := g.Spec.Video()
	result := videoResult{
		ID:              g.ID,
		Status:          wireStatus(g),
		Prompt:          v.Prompt,
		NegativePrompt:  v.NegativePrompt,
		Style:           v.Style,
		Seed:            g.Seed,
		ResolutionRatio: v.Quality.Lines(),
		OutputWidth:     g.Width,
		OutputHeight:    g.Height,
		Credits:         g.Price,
		CreateTime:      timeText(g.Created),
		ModifyTime:      timeText(g.Modified),
	}
	if result.Status == wireDone {
		video, gone, err := s.output(ctx, g.Account, g.Output)
		if err != nil {
			return nil, err
		}
		if gone {
			result.Status = wireDeleted
			return result, nil
		}
		result.URL, result.Size, result.HasAudio = video.url, video.Size, video.HasAudio
		result.OutputWidth, result.OutputHeight = video.Width, video.Height
	}
	return result, nil
}

// output is a result file with its address.
type output struct {
	zoetrope.Asset
	url string
}

// output looks up a file that a generation made. A file that was deleted or has
// expired before its generation is gone, and no error.
func (s *Server) output(ctx context.Context, account, id int64) (out output, gone bool, err error) {
	if id == 0 {
		return out, true, nil
	}
	a, err := s.assets.Get(ctx, account, id)
	switch code := zoetrope.CodeOf(err); {
	case code == zoetrope.CodeNotFound, code == zoetrope.CodeDeleted:
		return out, true, nil
	case err != nil:
		return out, false, err
	}
	address, err := s.assets.URL(ctx, a)
	return output{a, address}, false, err
}

// timeText writes a time as RFC 3339 in UTC with milliseconds.
func timeText(t time.Time) string {
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

// balance is what the account can still spend.
type balance struct {
	AccountID int64            `json:"account_id"`
	Monthly   zoetrope.Credits `json:"credit_monthly"`
	Package   zoetrope.Credits `json:"credit_package"`
}

// balance subtracts what unfinished generations hold, from the monthly credits
// first, as they are spent.
func (s *Server) balance(_ context.Context, req *Request) (any, error) {
	a := req.Account
	fromMonthly := min(a.Held, a.Monthly)
	return balance{
		AccountID: a.ID,
		Monthly:   a.Monthly - fromMonthly,
		Package:   a.Package - (a.Held - fromMonthly),
	}, nil
}
