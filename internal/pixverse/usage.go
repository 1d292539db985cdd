package pixverse

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/internal/generation"
)

// usageEndpoints are the routes about what generations cost. The price of one
// is known under two paths: a client asks without the prefix.
func (s *Server) usageEndpoints() []endpoint {
	return []endpoint{
		{method: http.MethodPost, path: "/openapi/v2/account/billing/usage-detail", input: inputFields, handle: s.usageDetail},
		{method: http.MethodGet, path: "/openapi/v2/video/credits/{video_id}", handle: s.videoCredits},
		{method: http.MethodGet, path: "/video/credits/{video_id}", handle: s.videoCredits},
	}
}

// usageItem is credits that left the balance for a video, or came back.
type usageItem struct {
	ID         int64            `json:"id"` // counts from 1 within the account, with gaps
	VideoID    int64            `json:"video_id"`
	Creation   string           `json:"creation_type"`
	Status     string           `json:"credits_status"`
	Credits    zoetrope.Credits `json:"credits"`
	Balance    zoetrope.Credits `json:"balance"` // after it
	CreateTime string           `json:"create_time"`
}

// usagePage is a part of the list of usage.
type usagePage struct {
	Items      []usageItem `json:"items"`
	NextCursor string      `json:"next_cursor"`
	HasMore    bool        `json:"has_more"`
}

// Values of credits_status.
const (
	usageConsume = "consume"
	usageRefund  = "refund"
)

// usageTime is how times are written in this request and its answer, in UTC.
const usageTime = "2006-01-02 15:04:05"

// maxUsageSpan bounds the time between start_time and end_time.
const maxUsageSpan = 30 * 24 * time.Hour

func (s *Server) usageDetail(ctx context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	var filter generation.UsageFilter
	if cursor := r.text("cursor"); cursor != "" {
		// A cursor carries the filters of its first page; those beside it are
		// documented as not looked at.
		filter = r.usageCursor(cursor)
	} else {
		filter = r.usageFilter()
	}
	filter.Limit = r.limit()
	if r.err != nil {
		return nil, r.err
	}
	all, err := s.generations.Usage(ctx, req.Account.ID, filter)
	if err != nil {
		return nil, err
	}
	page := usagePage{Items: make([]usageItem, len(all))}
	for i, u := range all {
		page.Items[i] = viewUsage(u)
	}
	if len(all) == filter.Limit {
		last := all[len(all)-1]
		filter.Before, filter.To = last.ID, last.Created
		page.NextCursor, page.HasMore = encodeCursor(filter), true
	}
	return page, nil
}

func viewUsage(u generation.Usage) usageItem {
	item := usageItem{
		ID: u.ID, VideoID: u.Generation, Creation: creationType(u.Operation), Status: usageConsume,
		Credits: u.Credits, Balance: u.Available, CreateTime: u.Created.UTC().Format(usageTime),
	}
	if u.Kind == zoetrope.EntryRelease {
		item.Status = usageRefund
	}
	return item
}

// creationType names an operation as the usage list does, in which templates
// are made from images.
func creationType(op zoetrope.Operation) string {
	if op == zoetrope.Template {
		op = zoetrope.ImageToVideo
	}
	return string(op)
}

// usageFilter reads the filters of the first page.
func (r *fieldReader) usageFilter() generation.UsageFilter {
	f := generation.UsageFilter{From: r.moment("start_time"), To: r.moment("end_time")}
	switch {
	case f.From.IsZero() || f.To.IsZero():
	case f.To.Before(f.From):
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "start_time", "start_time is after end_time"))
	case f.To.Sub(f.From) > maxUsageSpan:
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "end_time", "end_time is more than 30 days after start_time"))
	}
	if !f.To.IsZero() {
		f.To = f.To.Add(time.Second - time.Microsecond) // the whole of the second it names
	}
	switch status := r.word("credits_status"); status {
	case "":
	case usageConsume:
		f.Kind = zoetrope.EntryHold
	case usageRefund:
		f.Kind = zoetrope.EntryRelease
	default:
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "credits_status", "credits_status %q is unknown; use consume or refund", status))
	}
	f.Operations = r.creationTypes("creation_type")
	return f
}

// creationTypes reads a list of operations; a scalar is a list of one.
func (r *fieldReader) creationTypes(field string) []zoetrope.Operation {
	_, v, ok := r.lookup([]string{field})
	if !ok {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var all []zoetrope.Operation
	for i, item := range list {
		name, ok := item.(string)
		op := zoetrope.Operation(strings.ToLower(strings.TrimSpace(name)))
		if !ok || !slices.Contains(zoetrope.Operations(), op) {
			r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s[%d] is %s, which is no kind of creation", field, i, show(item)))
			return nil
		}
		if all = append(all, op); op == zoetrope.ImageToVideo {
			all = append(all, zoetrope.Template)
		}
	}
	return all
}

// moment reads a time, the zero time if there is none.
func (r *fieldReader) moment(field string) time.Time {
	text := strings.TrimSpace(r.text(field))
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(usageTime, text)
	if err != nil {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s is %s; write it as YYYY-MM-DD HH:mm:ss in UTC", field, show(text)))
	}
	return t
}

// encodeCursor packs a filter into text that clients pass back.
func encodeCursor(f generation.UsageFilter) string {
	data, _ := json.Marshal(f) // numbers, text and times always encode
	return base64.RawURLEncoding.EncodeToString(data)
}

// usageCursor unpacks it.
func (r *fieldReader) usageCursor(text string) (f generation.UsageFilter) {
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(text))
	if err == nil {
		err = json.Unmarshal(data, &f)
	}
	if err != nil || f.Before <= 0 {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "cursor", "cursor is %s, which is none of this server's; pass the next_cursor of the page before", show(text)))
	}
	return f
}

// videoCredits answers what a generation costs.
func (s *Server) videoCredits(ctx context.Context, req *Request) (any, error) {
	id, err := req.pathID("video_id")
	if err != nil {
		return nil, err
	}
	g, err := s.generations.Get(ctx, req.Account.ID, id)
	if err != nil {
		return nil, err
	}
	return struct {
		VideoID int64            `json:"video_id"`
		Credit  zoetrope.Credits `json:"credit"`
	}{g.ID, g.Price}, nil
}
