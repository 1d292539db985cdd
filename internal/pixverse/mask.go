package pixverse

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"zoetrope"
)

// maskEndpoints is the one route that waits for its generation.
func (s *Server) maskEndpoints() []endpoint {
	return []endpoint{{method: http.MethodPost, path: maskSelection.path, input: inputFields, handle: s.selectMasks}}
}

var maskSelection = generator{"/openapi/v2/video/mask/selection", readMaskSelection, sizeOfSource}

func readMaskSelection(d *draft) zoetrope.Spec {
	spec := &zoetrope.MaskSelectionSpec{KeyFrame: d.keyFrame()}
	spec.VideoSpec = d.editSpec()
	d.sourceSpec(&spec.SourceSpec)
	return spec
}

// maskView is one thing in the key frame that can be swapped.
type maskView struct {
	ID   string `json:"mask_id"`
	Name string `json:"mask_name"`
	URL  string `json:"mask_url"`
}

// selectedMasks answers a mask selection.
type selectedMasks struct {
	KeyFrame    int              `json:"keyframe_id"`
	KeyFrameURL string           `json:"keyframe_url"`
	Credits     zoetrope.Credits `json:"credits"`
	Credit      zoetrope.Credits `json:"credit"`
	Masks       []maskView       `json:"mask_info"`
}

// maskLook is how often a mask selection is looked at that a client waits for.
const maskLook = 150 * time.Millisecond

func (s *Server) selectMasks(ctx context.Context, req *Request) (any, error) {
	g, err := s.generate(ctx, req, maskSelection)
	if err == nil {
		g, err = s.waitFor(ctx, g)
	}
	if err != nil {
		return nil, err
	}
	answer := selectedMasks{KeyFrame: g.Spec.(*zoetrope.MaskSelectionSpec).KeyFrame, Credits: g.Price, Credit: g.Price, Masks: []maskView{}}
	made, err := s.assets.Results(ctx, g.Account, g.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range made {
		address, err := s.assets.URL(ctx, a)
		if err != nil {
			return nil, err
		}
		switch {
		case a.ID == g.Output:
			answer.KeyFrameURL = address
		case a.Label != "":
			answer.Masks = append(answer.Masks, maskView{strconv.FormatInt(a.ID, 10), a.Label, address})
		}
	}
	return answer, nil
}

// waitFor looks at a generation until it has ended well. If that takes too
// long, the generation goes on, and the same request with the same Ai-trace-id
// finds it again.
func (s *Server) waitFor(ctx context.Context, g zoetrope.Generation) (zoetrope.Generation, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.maskWait, zoetrope.Errorf(zoetrope.CodeTimeout,
		"the masks are not ready yet; repeat the request with the same Ai-trace-id to wait for them without paying again"))
	defer cancel()
	look := time.NewTicker(maskLook)
	defer look.Stop()
	for !g.Status.Final() {
		select {
		case <-look.C:
		case <-ctx.Done():
			return g, context.Cause(ctx)
		}
		next, err := s.generations.Get(ctx, g.Account, g.ID)
		if err != nil {
			return g, err
		}
		g = next
	}
	switch {
	case g.Status != zoetrope.StatusSucceeded:
		return g, zoetrope.Errorf(g.Code, "%s", g.Reason)
	case !g.Deleted.IsZero():
		return g, zoetrope.Errorf(zoetrope.CodeDeleted, "the mask selection has been deleted; select again")
	}
	return g, nil
}
