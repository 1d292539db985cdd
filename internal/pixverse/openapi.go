package pixverse

import (
	_ "embed"
	"net/http"
)

// specPath is where the description of the surface is served, without a key.
const specPath = "/openapi.yaml"

// Spec is openapi.yaml: the surface described in OpenAPI 3.0.
//
//go:embed openapi.yaml
var Spec []byte

func serveSpec(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "application/yaml; charset=utf-8")
	h.Set("Cache-Control", "max-age=300")
	_, _ = w.Write(Spec)
}
