package pixverse

import (
	"context"
	"net/http"

	"zoetrope"
)

// imageEndpoints are the routes that make pictures and look at them.
func (s *Server) imageEndpoints() []endpoint {
	return []endpoint{
		{method: http.MethodPost, path: imageTemplate.path, input: inputFields, handle: s.submitImage},
		{method: http.MethodGet, path: "/openapi/v2/image/result/{image_id}", handle: s.imageResult},
	}
}

var imageTemplate = generator{"/openapi/v2/image/template/generate", readImageTemplate, sizeLikePicture}

func readImageTemplate(d *draft) zoetrope.Spec {
	spec := &zoetrope.ImageTemplateSpec{}
	spec.VideoSpec = d.editSpec()
	spec.TemplateID = d.id("template_id")
	spec.Prompt = d.text("prompt")
	spec.Quality = d.quality()
	spec.Images = d.templateImages()
	d.require("GET /openapi/v2/video/effects/templates/list has them all", "template_id")
	d.require("upload a picture and pass its img_id", "img_ids", "img_id", "image_id")
	return spec
}

// submittedImage answers the submission of a picture.
type submittedImage struct {
	ImageID int64            `json:"image_id"`
	Credits zoetrope.Credits `json:"credits"`
	Credit  zoetrope.Credits `json:"credit"`
}

func (s *Server) submitImage(ctx context.Context, req *Request) (any, error) {
	g, err := s.generate(ctx, req, imageTemplate)
	if err != nil {
		return nil, err
	}
	return submittedImage{ImageID: g.ID, Credits: g.Price, Credit: g.Price}, nil
}

// imageResult is a picture being made as the compatible API shows it.
type imageResult struct {
	ID              int64            `json:"image_id"`
	Prompt          string           `json:"prompt"`
	URL             string           `json:"url"`
	Seed            int64            `json:"seed"`
	Status          int              `json:"status"`
	PromptTranslate string           `json:"prompt_translate"`
	TemplateID      int64            `json:"template_id"`
	CreateTime      string           `json:"create_time"`
	ModifyTime      string           `json:"modify_time"`
	OutputWidth     int              `json:"outputWidth"`
	OutputHeight    int              `json:"outputHeight"`
	Credits         zoetrope.Credits `json:"credits"`
	CustomerPaths   imagePaths       `json:"customer_paths"`
}

// imagePaths is what the reference puts beside a picture; the nulls are its.
type imagePaths struct {
	ExtInfo        *struct{} `json:"ext_info"`
	AgentInfo      *struct{} `json:"agent_info"`
	CameoIDs       *struct{} `json:"cameo_id_list"`
	DurationType   string    `json:"duration_type"`
	FusionIDs      *struct{} `json:"fusion_id_list"`
	ModelEvaluator string    `json:"model_evaluator"`
	ImagePaths     []string  `json:"customer_img_paths"`
	ImageIDs       []int64   `json:"gen_img_req_img_ids"`
}

func (s *Server) imageResult(ctx context.Context, req *Request) (any, error) {
	id, err := req.pathID("image_id")
	if err != nil {
		return nil, err
	}
	g, err := s.generations.Get(ctx, req.Account.ID, id)
	if err != nil {
		return nil, err
	}
	spec, ok := g.Spec.(*zoetrope.ImageTemplateSpec)
	if !ok {
		return nil, zoetrope.FieldErrorf(zoetrope.CodeNotFound, "image_id", "image_id %d is not a picture; look at it under /openapi/v2/video/result", id)
	}
	result := imageResult{
		ID: g.ID, Prompt: spec.Prompt, Seed: g.Seed, Status: wireStatus(g), TemplateID: spec.TemplateID,
		CreateTime: timeText(g.Created), ModifyTime: timeText(g.Modified),
		OutputWidth: g.Width, OutputHeight: g.Height, Credits: g.Price,
		CustomerPaths: imagePaths{ImagePaths: []string{}, ImageIDs: spec.Images},
	}
	if result.Status == wireDone {
		picture, gone, err := s.output(ctx, g.Account, g.Output)
		if err != nil {
			return nil, err
		}
		if gone {
			result.Status = wireDeleted
			return result, nil
		}
		result.URL, result.OutputWidth, result.OutputHeight = picture.url, picture.Width, picture.Height
	}
	return result, nil
}
