// Package covers holds the pictures and clips that show what the presets and templates of the catalog look like. The studio
// engine made them all: `make covers` does it again.
//
// A file is named after what it shows: restyle-1001.jpg is the cover of preset 1001, template-12.jpg and template-12.mp4 are
// cover and preview clip of template 12. Whatever lies in files under such a name is served and linked from the lists.
package covers

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:generate go run ./cmd/covers files

//go:embed files
var embedded embed.FS

// Path is where a server serves Files, without a key.
const Path = "/covers/"

// Files holds the covers by name.
var Files = mustSub(embedded, "files")

// mustSub cannot fail for a directory that was embedded by name.
func mustSub(f fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(f, dir)
	if err != nil {
		panic(err)
	}
	return sub
}

// Of returns the path below a server's address of what shows a thing of the catalog, or "" if there is no such file. kind is
// "restyle" or "template", extension "jpg" for a cover and "mp4" for a preview clip.
func Of(kind string, id int64, extension string) string {
	name := fmt.Sprintf("%s-%d.%s", kind, id, extension)
	if _, err := fs.Stat(Files, name); err != nil {
		return ""
	}
	return Path + name
}
