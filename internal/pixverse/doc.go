// Package pixverse is the REST surface that clients of the PixVerse platform
// API already speak: /openapi/v2/..., authenticated by the API-KEY header,
// idempotent through Ai-trace-id, answering {ErrCode, ErrMsg, Resp}. Beside it,
// kept apart under /zoetrope/v1/, is a small extension of our own for what that
// API cannot say: progress, cancellation, deletion, engines.
//
// A route is a value of type endpoint: method, path, the way its input is read,
// and a function from Request to response. Nothing but the adapter in serve.go
// and the static file in openapi.go touches http.ResponseWriter. What the
// surface promises is written down in openapi.yaml and proved by the exchanges
// in testdata/golden.
package pixverse
