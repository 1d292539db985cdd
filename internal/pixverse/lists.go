package pixverse

import (
	"context"
	"net/http"
	"slices"

	"zoetrope"
	"zoetrope/internal/catalog"
)

// listEndpoints are the routes that say what can be asked for.
func (s *Server) listEndpoints() []endpoint {
	return []endpoint{
		{method: http.MethodGet, path: "/openapi/v2/video/restyle/list", handle: s.listRestyles},
		{method: http.MethodGet, path: "/openapi/v2/video/effects/templates/list", handle: s.listTemplates},
	}
}

// paging is which part of a list a client wants. Pages count from 1.
type paging struct{ page, size int }

// maxPages bounds page numbers, so that their product with a size is sane.
const maxPages = 1_000_000

// paging reads a page number and size. sizes lists the sizes that are allowed;
// with none, 1 to 100 are.
func (r *fieldReader) paging(pageName, sizeName string, size int, sizes ...int) paging {
	p := paging{1, size}
	if n, ok := r.integer(pageName); ok {
		if n < 1 || n > maxPages {
			r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, pageName, "%s is %d; pages count from 1", pageName, n))
		}
		p.page = int(n)
	}
	if n, ok := r.integer(sizeName); ok {
		allowed := n >= 1 && n <= maxPage
		if len(sizes) > 0 {
			allowed = slices.Contains(sizes, int(n))
		}
		if !allowed {
			r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, sizeName, "%s is %d; use %s", sizeName, n, sizeHint(sizes)))
		}
		p.size = int(n)
	}
	return p
}

func sizeHint(sizes []int) string {
	if len(sizes) > 0 {
		return "10, 20, 50 or 100"
	}
	return "1 to 100"
}

// pageOf cuts one page out of a list; beyond the end it is empty, never null.
func pageOf[T any](all []T, p paging) []T {
	start := min((p.page-1)*p.size, len(all))
	return append([]T{}, all[start:min(start+p.size, len(all))]...)
}

// restyleView is a preset as clients know it.
type restyleView struct {
	ID       int64  `json:"restyle_id"`
	Name     string `json:"restyle_name"`
	Prompt   string `json:"restyle_prompt"`
	CoverURL string `json:"cover_url"`
}

// listRestyles answers a bare list: a client is known to decode that.
func (s *Server) listRestyles(_ context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	p := r.paging("page_num", "page_size", maxPage)
	if r.err != nil {
		return nil, r.err
	}
	all := pageOf(s.catalog.Restyles(), p)
	views := make([]restyleView, len(all))
	for i, preset := range all {
		views[i] = restyleView{preset.ID, preset.Name, preset.Prompt, s.coverURL(preset.Cover)}
	}
	return views, nil
}

// Values of the field type of the list of templates.
const (
	templatesOfVideos = 1
	templatesOfImages = 2
)

// templateView is a template as clients see it. Of the official fields only the
// first three are known by name.
type templateView struct {
	ID         int64              `json:"template_id"`
	Name       string             `json:"display_name"`
	Prompt     string             `json:"display_prompt"`
	PreviewURL string             `json:"preview_url"`
	CoverURL   string             `json:"cover_url"`
	Kind       int                `json:"template_type"` // 1 video, 2 image
	Images     int                `json:"image_count"`
	MaxImages  int                `json:"max_image_count"`
	Qualities  []zoetrope.Quality `json:"qualities"` // empty for images
	Duration   int                `json:"duration"`  // seconds, 0 for images
	// Credits is the price by quality, or under "any".
	Credits map[string]zoetrope.Credits `json:"credits"`
}

// listTemplates lists the templates that an engine can do at the moment.
func (s *Server) listTemplates(ctx context.Context, req *Request) (any, error) {
	r := fieldReader{fields: req.Fields}
	p := r.paging("page", "pageSize", 50, 10, 20, 50, 100)
	kind, _ := r.integer("type")
	if kind != 0 && kind != templatesOfVideos && kind != templatesOfImages {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "type", "type is %d; use 1 for video, 2 for image, or leave it out", kind))
	}
	if r.err != nil {
		return nil, r.err
	}
	views := []templateView{}
	for _, t := range s.catalog.Templates() {
		v := s.viewTemplate(t)
		if kind != 0 && int64(v.Kind) != kind || !s.doesTemplate(ctx, t) {
			continue
		}
		views = append(views, v)
	}
	return struct {
		Total int            `json:"total"`
		Items []templateView `json:"effect_items"`
	}{len(views), pageOf(views, p)}, nil
}

func (s *Server) viewTemplate(t catalog.Template) templateView {
	v := templateView{
		ID: t.ID, Name: t.Name, Prompt: t.Prompt, PreviewURL: s.coverURL(t.Preview), CoverURL: s.coverURL(t.Cover),
		Kind: templatesOfVideos, Images: t.Images, MaxImages: t.Most(), Qualities: append([]zoetrope.Quality{}, t.Qualities()...),
		Duration: t.Duration, Credits: t.Price,
	}
	if t.Kind == zoetrope.AssetImage {
		v.Kind = templatesOfImages
	}
	return v
}

// doesTemplate reports whether an engine takes a template in one of its
// qualities.
func (s *Server) doesTemplate(ctx context.Context, t catalog.Template) bool {
	base := zoetrope.TemplateSpec{VideoSpec: zoetrope.VideoSpec{TemplateID: t.ID}, Images: make([]int64, t.Images)}
	if t.Kind == zoetrope.AssetImage {
		spec := &zoetrope.ImageTemplateSpec{TemplateSpec: base}
		s.catalog.Normalize(spec)
		return s.generations.Accepts(ctx, spec) == nil
	}
	for _, q := range t.Qualities() {
		spec := base
		spec.Quality = q
		s.catalog.Normalize(&spec)
		if s.generations.Accepts(ctx, &spec) == nil {
			return true
		}
	}
	return false
}
