package asset

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/media"
)

// Publication is a result whose bytes are stored and whose asset nobody can
// see yet.
type Publication struct {
	Asset   zoetrope.Asset
	service *Service
}

// Publish stores a file that an attempt at a generation has made. The caller
// either commits it in the transaction that settles the attempt, or discards
// it. label tells further results of one generation apart.
func (s *Service) Publish(ctx context.Context, g zoetrope.Generation, path string, kind zoetrope.AssetKind, label string) (*Publication, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	defer f.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, f)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	facts, err := s.inspect(ctx, f, size, Limits{Field: "output", Kinds: []zoetrope.AssetKind{kind}, ImagePixels: resultPixels})
	if fault, ok := errors.AsType[*zoetrope.Error](err); ok {
		// Not the client's fault, whatever the code for uploads says.
		return nil, fmt.Errorf("publish %s: the engine's %s", filepath.Base(path), fault.Error())
	}
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	a := facts.asset
	a.Label = label
	a.Account, a.Generation, a.Size, a.Digest = g.Account, g.ID, size, hex.EncodeToString(hash.Sum(nil))
	if a, err = s.begin(ctx, a, g.Attempt, facts.ext, s.ResultLifetime); err != nil {
		return nil, err
	}
	if err := s.put(ctx, a, f); err != nil {
		return nil, errors.Join(fmt.Errorf("publish: %w", err), s.abandon(ctx, a))
	}
	return &Publication{Asset: a, service: s}, nil
}

// resultPixels bounds posters and result pictures.
const resultPixels = 50e6

// Commit makes the asset visible when tx commits.
func (p *Publication) Commit(ctx context.Context, tx *db.Tx) error {
	return activate(ctx, tx, p.Asset.ID)
}

// Discard removes the asset and its bytes. It does nothing after a Commit that
// took effect. It works although ctx has ended.
func (p *Publication) Discard(ctx context.Context) error {
	return p.service.abandon(ctx, p.Asset)
}

// Local copies an asset into a directory, for an engine, and returns the path.
// The copy is compared with what was stored.
func (s *Service) Local(ctx context.Context, a zoetrope.Asset, dir string) (string, error) {
	object, err := s.Blobs.Open(ctx, a.BlobKey)
	if err != nil {
		return "", fmt.Errorf("asset %d: %w", a.ID, err)
	}
	defer object.Close()
	path := filepath.Join(dir, strconv.FormatInt(a.ID, 10)+keyExt(a))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	_, err = io.Copy(io.MultiWriter(f, hash), &source{ctx: ctx, r: object})
	err = cmp.Or(err, f.Close())
	if err == nil && hex.EncodeToString(hash.Sum(nil)) != a.Digest {
		err = fmt.Errorf("%w: the stored bytes have changed", media.ErrBroken)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("asset %d: %w", a.ID, err), os.Remove(path))
	}
	return path, nil
}
