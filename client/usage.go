package client

import (
	"context"
	"fmt"
	"net/http"
)

// UsageQuery chooses what Usage lists. All fields are optional.
type UsageQuery struct {
	Start     string   `json:"start_time,omitempty"` // YYYY-MM-DD HH:mm:ss in UTC
	End       string   `json:"end_time,omitempty"`   // at most 30 days later
	Status    string   `json:"credits_status,omitempty"`
	Creations []string `json:"creation_type,omitempty"`
	Limit     int      `json:"limit,omitempty"`  // 1 to 100
	Cursor    string   `json:"cursor,omitempty"` // UsagePage.Next of the page before
}

// UsageItem is credits that left the balance for a video ("consume") or came
// back ("refund").
type UsageItem struct {
	ID       int64  `json:"id"`
	VideoID  int64  `json:"video_id"`
	Creation string `json:"creation_type"`
	Status   string `json:"credits_status"`
	Credits  int64  `json:"credits"`
	Balance  int64  `json:"balance"` // after it
	Time     string `json:"create_time"`
}

// UsagePage is a part of the list of usage, newest first.
type UsagePage struct {
	Items []UsageItem `json:"items"`
	Next  string      `json:"next_cursor"`
	More  bool        `json:"has_more"`
}

// Usage lists what generations cost.
func (c *Client) Usage(ctx context.Context, query UsageQuery) (UsagePage, error) {
	return send[UsagePage](ctx, c, http.MethodPost, "/openapi/v2/account/billing/usage-detail", "", query)
}

// VideoCredits is the price of a video.
func (c *Client) VideoCredits(ctx context.Context, id int64) (int64, error) {
	resp, err := send[struct {
		Credit int64 `json:"credit"`
	}](ctx, c, http.MethodGet, fmt.Sprintf("/openapi/v2/video/credits/%d", id), "", nil)
	return resp.Credit, err
}

// send makes a call with an optional JSON body and decodes the answer. A path
// may bring a query along.
func send[T any](ctx context.Context, c *Client, method, path, traceID string, request any) (resp T, err error) {
	k := call{method: method, traceID: traceID}
	if err := k.setPath(path); err != nil {
		return resp, err
	}
	if request != nil {
		if k.body, err = jsonBody(request); err != nil {
			return resp, err
		}
		k.contentType = "application/json"
	}
	err = c.do(ctx, k, &resp)
	return resp, err
}
