package pixverse

import (
	"context"
	"net/http"
	"time"

	"zoetrope"
	"zoetrope/internal/asset"
)

// uploadEndpoints are the routes that take files.
func (s *Server) uploadEndpoints() []endpoint {
	return []endpoint{
		{
			method: http.MethodPost, path: "/openapi/v2/image/upload", input: inputUpload,
			limit: asset.ImageLimits("").Bytes + uploadFraming, handle: s.uploadImage,
		},
		{
			method: http.MethodPost, path: "/openapi/v2/media/upload", input: inputUpload,
			limit: asset.MediaLimits("").Bytes + uploadFraming, handle: s.uploadMedia,
		},
	}
}

// imageView answers the upload of a picture. Clients read its address under
// either name.
type imageView struct {
	ID     int64  `json:"img_id"`
	ImgURL string `json:"img_url"`
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

func (s *Server) uploadImage(ctx context.Context, req *Request) (any, error) {
	a, address, err := s.store(ctx, req, asset.ImageLimits, "image")
	if err != nil {
		return nil, err
	}
	return imageView{ID: a.ID, ImgURL: address, URL: address, Width: a.Width, Height: a.Height}, nil
}

// mediaView answers the upload of a video or sound.
type mediaView struct {
	ID       int64              `json:"media_id"`
	Kind     zoetrope.AssetKind `json:"media_type"`
	URL      string             `json:"url"`
	Width    int                `json:"width"`
	Height   int                `json:"height"`
	Duration float64            `json:"duration"` // seconds
}

func (s *Server) uploadMedia(ctx context.Context, req *Request) (any, error) {
	a, address, err := s.store(ctx, req, asset.MediaLimits, "file")
	if err != nil {
		return nil, err
	}
	seconds := a.Duration.Round(time.Millisecond).Seconds()
	return mediaView{ID: a.ID, Kind: a.Kind, URL: address, Width: a.Width, Height: a.Height, Duration: seconds}, nil
}

// store keeps the file or fetches the URL of an upload. field is the name of
// the form field that brings the file; with _url behind it, that of the URL.
func (s *Server) store(ctx context.Context, req *Request, limits func(field string) asset.Limits, field string) (a zoetrope.Asset, address string, err error) {
	if req.Upload.file != nil {
		a, err = s.assets.Upload(ctx, req.Account.ID, req.Upload.file, limits(field))
	} else {
		a, err = s.assets.UploadURL(ctx, req.Account.ID, req.Upload.url, limits(field+"_url"))
	}
	if err != nil {
		return a, "", err
	}
	address, err = s.assets.URL(ctx, a)
	return a, address, err
}
