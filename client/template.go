package client

import (
	"context"
	"fmt"
	"net/http"
)

// Template is an effect that is applied to pictures.
type Template struct {
	ID         int64            `json:"template_id"`
	Name       string           `json:"display_name"`
	Prompt     string           `json:"display_prompt"`
	PreviewURL string           `json:"preview_url"`
	CoverURL   string           `json:"cover_url"`
	Kind       TemplateKind     `json:"template_type"`
	Images     int              `json:"image_count"` // that it needs
	MaxImages  int              `json:"max_image_count"`
	Qualities  []string         `json:"qualities"`
	Duration   int              `json:"duration"` // seconds, 0 for images
	Credits    map[string]int64 `json:"credits"`  // by quality, or under "any"
}

// TemplateKind is what a template makes.
type TemplateKind int

// The kinds of templates.
const (
	AnyTemplate   TemplateKind = 0 // as a filter: both kinds
	VideoTemplate TemplateKind = 1
	ImageTemplate TemplateKind = 2
)

const templatePage = 100

// Templates lists the templates that the server can do now.
func (c *Client) Templates(ctx context.Context, kind TemplateKind) ([]Template, error) {
	var all []Template
	for page := 1; ; page++ {
		path := fmt.Sprintf("/openapi/v2/video/effects/templates/list?page=%d&pageSize=%d", page, templatePage)
		if kind != AnyTemplate {
			path += fmt.Sprintf("&type=%d", kind)
		}
		part, err := send[struct {
			Items []Template `json:"effect_items"`
		}](ctx, c, http.MethodGet, path, "", nil)
		if err != nil {
			return nil, err
		}
		if all = append(all, part.Items...); len(part.Items) < templatePage {
			return all, nil
		}
	}
}

// Effect asks for a template applied to pictures, as many as it needs.
type Effect struct {
	Options
	TemplateID int64   `json:"template_id"`
	ImageIDs   []int64 `json:"img_ids"`
	Quality    string  `json:"quality,omitempty"` // of a video
	Music      bool    `json:"sound_effect_switch,omitempty"`
}

// EffectVideo submits a video made by a template.
func (c *Client) EffectVideo(ctx context.Context, request Effect) (Submitted, error) {
	return c.submit(ctx, "/openapi/v2/video/img/generate", request.TraceID, request)
}

// SubmittedImage is the answer to the submission of a picture.
type SubmittedImage struct {
	ImageID int64 `json:"image_id"`
	Credits int64 `json:"credits"` // the price
}

// EffectImage submits a picture made by a template.
func (c *Client) EffectImage(ctx context.Context, request Effect) (SubmittedImage, error) {
	return send[SubmittedImage](ctx, c, http.MethodPost, "/openapi/v2/image/template/generate", request.TraceID, request)
}

// ImageResult is a picture being made.
type ImageResult struct {
	ID         int64  `json:"image_id"`
	Status     Status `json:"status"`
	URL        string `json:"url"` // empty until done
	Prompt     string `json:"prompt"`
	Seed       int64  `json:"seed"`
	TemplateID int64  `json:"template_id"`
	Width      int    `json:"outputWidth"`
	Height     int    `json:"outputHeight"`
	Credits    int64  `json:"credits"`
	CreateTime string `json:"create_time"`
	ModifyTime string `json:"modify_time"`
}

// ImageResult looks at a picture being made.
func (c *Client) ImageResult(ctx context.Context, id int64) (ImageResult, error) {
	return send[ImageResult](ctx, c, http.MethodGet, fmt.Sprintf("/openapi/v2/image/result/%d", id), "", nil)
}

// WaitImage looks at a picture until it ends. If it ends without a picture the
// error is a *GenerationError.
func (c *Client) WaitImage(ctx context.Context, id int64) (ImageResult, error) {
	for step := 0; ; step++ {
		result, err := c.ImageResult(ctx, id)
		switch {
		case err != nil && (ctx.Err() != nil || !IsRetryable(err)):
			return result, err
		case err == nil && result.Status == StatusDone:
			return result, nil
		case err == nil && result.Status != StatusRunning:
			return result, &GenerationError{ID: id, Status: result.Status}
		}
		if err := sleep(ctx, c.poll.before(step, err)); err != nil {
			return ImageResult{}, err
		}
	}
}
