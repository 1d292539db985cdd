// Package asset keeps the files of accounts: what they upload and what is
// rendered for them.
//
// A file is believed only after its bytes have been looked at: its format, its
// size and its length never come from a name, a header or a client.
//
// Each asset is a row beside a blob. The row is written first, marked as
// pending, then the bytes, and last the mark is taken away, so that whatever a
// killed process leaves behind is known and Sweep removes it.
package asset

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/internal/blob"
	"zoetrope/internal/db"
	"zoetrope/internal/media"
	"zoetrope/internal/outbound"
)

// Config says what a Service works with.
type Config struct {
	DB    *db.DB
	Blobs blob.Store
	Tools *media.Tools
	Fetch *outbound.Client // for uploads by URL
	Dir   string           // for files being received; made when needed

	URLLifetime    time.Duration // of the URLs handed out; 0: as long as the store can promise
	UploadLifetime time.Duration // uploads expire after it; 0: never
	ResultLifetime time.Duration // results expire after it; 0: never
}

// Service keeps assets. It is safe for concurrent use.
type Service struct {
	Config
	// inspections holds a token for each file that may be looked at at the
	// same time: each takes a child process or a decoded picture.
	inspections chan struct{}
}

// New returns a service and removes the files that a killed process left in
// its directory.
func New(cfg Config) (*Service, error) {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, err
	}
	s := &Service{Config: cfg, inspections: make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
	return s, s.sweepDir()
}

// URLSecret returns the secret that signs the URLs of files, which the first
// caller draws and the database keeps.
func URLSecret(ctx context.Context, d *db.DB) ([]byte, error) {
	const name = "url_secret"
	var drawn [32]byte
	_, _ = rand.Read(drawn[:]) // never fails since Go 1.24
	var kept string
	err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO settings (k, v) VALUES ($1, $2) ON CONFLICT (k) DO NOTHING`,
			name, base64.StdEncoding.EncodeToString(drawn[:])); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT v FROM settings WHERE k = $1`, name).Scan(&kept)
	})
	if err != nil {
		return nil, fmt.Errorf("secret of URLs: %w", err)
	}
	return base64.StdEncoding.DecodeString(kept)
}

// columns are those that scan reads.
const columns = `id, account, generation, kind, mime, name, size, digest, width, height, duration, has_audio, blob_key, created, expires, deleted, verified, label`

func scan(r db.Row) (zoetrope.Asset, error) {
	var a zoetrope.Asset
	var duration, hasAudio, created, expires, deleted, verified int64
	err := r.Scan(&a.ID, &a.Account, &a.Generation, &a.Kind, &a.MIME, &a.Name, &a.Size, &a.Digest,
		&a.Width, &a.Height, &duration, &hasAudio, &a.BlobKey, &created, &expires, &deleted, &verified, &a.Label)
	a.Duration = time.Duration(duration) * time.Microsecond
	a.HasAudio, a.Verified = hasAudio != 0, verified != 0
	a.Created, a.Expires, a.Deleted = db.Time(created), db.Time(expires), db.Time(deleted)
	return a, err
}

// Get returns an asset of an account. The error has CodeNotFound, or
// CodeDeleted when it was there.
func (s *Service) Get(ctx context.Context, account, id int64) (zoetrope.Asset, error) {
	a, err := scan(s.DB.Read().QueryRow(ctx, `SELECT `+columns+` FROM assets
		WHERE id = $1 AND account = $2 AND pending = 0`, id, account))
	switch {
	case errors.Is(err, db.ErrNoRows):
		return zoetrope.Asset{}, zoetrope.Errorf(zoetrope.CodeNotFound, "there is no file %d in this account", id)
	case err != nil:
		return zoetrope.Asset{}, fmt.Errorf("get asset %d: %w", id, err)
	case !a.Deleted.IsZero():
		return zoetrope.Asset{}, zoetrope.Errorf(zoetrope.CodeDeleted, "file %d was deleted", id)
	case !a.Expires.IsZero() && !time.Now().Before(a.Expires):
		return zoetrope.Asset{}, zoetrope.Errorf(zoetrope.CodeDeleted, "file %d expired on %s; upload it again", id, a.Expires.UTC().Format(time.DateOnly))
	}
	return a, nil
}

const selectResults = `SELECT ` + columns + ` FROM assets
WHERE generation = $1 AND generation > 0 AND account = $2 AND pending = 0 AND deleted = 0 ORDER BY id`

// Results lists what a generation of an account made, in the order in which it
// was published.
func (s *Service) Results(ctx context.Context, account, generation int64) ([]zoetrope.Asset, error) {
	all, err := db.Collect(scan)(s.DB.Read().Query(ctx, selectResults, generation, account))
	if err != nil {
		return nil, fmt.Errorf("results of generation %d: %w", generation, err)
	}
	return all, nil
}

// URL returns an absolute address at which anybody can fetch the asset.
func (s *Service) URL(ctx context.Context, a zoetrope.Asset) (string, error) {
	return s.Blobs.URL(ctx, a.BlobKey, blob.URLOptions{Lifetime: s.URLLifetime, ContentType: a.MIME, Name: a.Name})
}

// blobKey returns a key that was never used. Results carry the attempt that
// made them, so that two workers never write the same key.
func blobKey(a zoetrope.Asset, attempt int, ext string) string {
	unique := strings.ToLower(rand.Text())
	if a.Generation != 0 {
		return fmt.Sprintf("results/%d/%d-%d-%s%s", a.Account, a.Generation, attempt, unique, ext)
	}
	return fmt.Sprintf("uploads/%d/%s%s", a.Account, unique, ext)
}

// keyExt is the ending of the names of an asset's files.
func keyExt(a zoetrope.Asset) string { return path.Ext(a.BlobKey) }
