package zoetrope

import "time"

// AssetKind is what an asset holds.
type AssetKind string

// The kinds of assets.
const (
	AssetImage AssetKind = "image"
	AssetVideo AssetKind = "video"
	AssetAudio AssetKind = "audio"
)

// Asset is a file that belongs to an account: an upload or a result.
type Asset struct {
	ID         int64
	Account    int64
	Generation int64 // the generation that made it, 0 for uploads
	Kind       AssetKind
	Label      string // what the engine calls this one of several results, such as "person" for a mask
	MIME       string // from the bytes, never from a name or header
	Name       string // base name for downloads, never a path
	Size       int64  // bytes
	Digest     string // SHA-256, hex
	Width      int    // pixels as displayed, 0 for audio
	Height     int
	Duration   time.Duration // 0 for images
	HasAudio   bool
	Verified   bool // music that has passed the verification
	BlobKey    string
	Created    time.Time
	Expires    time.Time // zero: kept until deleted
	Deleted    time.Time // zero unless deleted
}
