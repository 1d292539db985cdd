// Package docs holds the documentation, so that the server can show it. The
// pages below api are written from the description of the API.
package docs

import "embed"

//go:generate go run zoetrope/internal/apidoc/cmd/apidoc api

// Files are the Markdown pages and the pictures in them.
//
//go:embed *.md api adr assets
var Files embed.FS
