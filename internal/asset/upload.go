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
	"time"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/media"
	"zoetrope/internal/outbound"
)

// Upload takes a file from r. It goes to disk while it is read, is hashed on
// the way, and is looked at before anything is kept. The same bytes of the same
// account give the same asset again.
//
// Errors that are the client's fault are *zoetrope.Error and name
// limits.Field; those of r that are one already are passed on.
func (s *Service) Upload(ctx context.Context, account int64, r io.Reader, limits Limits) (zoetrope.Asset, error) {
	file, err := s.receive(ctx, r, limits)
	if err != nil {
		return zoetrope.Asset{}, err
	}
	defer file.remove()
	if known, ok, err := s.known(ctx, account, file, limits); ok || err != nil {
		return known, err
	}
	facts, err := s.inspect(ctx, file.File, file.size, limits)
	if err != nil {
		return zoetrope.Asset{}, err
	}
	a := facts.asset
	a.Account, a.Size, a.Digest = account, file.size, file.digest
	return s.keep(ctx, a, file, facts.ext)
}

// UploadURL takes a file from a URL, through the guarded client.
func (s *Service) UploadURL(ctx context.Context, account int64, address string, limits Limits) (zoetrope.Asset, error) {
	d, err := s.Fetch.Get(ctx, address, limits.Bytes)
	if err != nil {
		return zoetrope.Asset{}, downloadError(ctx, err, limits)
	}
	defer d.Body.Close()
	return s.Upload(ctx, account, downloadReader{ctx, d.Body, limits}, limits)
}

// downloadReader turns the errors of a download into those of a client.
type downloadReader struct {
	ctx    context.Context
	r      io.Reader
	limits Limits
}

func (d downloadReader) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = downloadError(d.ctx, err, d.limits)
	}
	return n, err
}

// downloadError says what went wrong with a URL. The cause stays in the log: it
// may describe the network the server is in.
func downloadError(ctx context.Context, err error, limits Limits) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if status, ok := errors.AsType[*outbound.StatusError](err); ok {
		return limits.fault(zoetrope.CodeURLInvalid, err, "could not be fetched: %s; check the URL, or upload the file itself", status)
	}
	switch {
	case errors.Is(err, outbound.ErrTooLarge):
		return limits.tooManyBytes(err)
	case errors.Is(err, outbound.ErrRefused):
		return limits.fault(zoetrope.CodeURLInvalid, err, "is not a URL that may be fetched; use http or https and a public address")
	}
	return limits.fault(zoetrope.CodeURLInvalid, err, "could not be fetched; check that the URL works from the internet, or upload the file itself")
}

// received is a file on disk that nobody else knows of.
type received struct {
	*os.File
	size   int64
	digest string
}

// remove closes and deletes the file.
func (r *received) remove() {
	_ = r.Close()
	_ = os.Remove(r.Name())
}

// receive writes what r yields to a file.
func (s *Service) receive(ctx context.Context, r io.Reader, limits Limits) (*received, error) {
	f, err := os.CreateTemp(s.Dir, receivingPattern)
	if err != nil {
		return nil, limits.fault(zoetrope.CodeUploadFailed, err, "could not be stored; try again later")
	}
	file := &received{File: f}
	hash := sha256.New()
	source := &source{ctx: ctx, r: io.LimitReader(r, limits.Bytes+1)}
	file.size, err = io.Copy(io.MultiWriter(f, hash), source)
	switch {
	case source.err != nil:
		err = sourceError(ctx, source.err, limits)
	case err != nil:
		err = limits.fault(zoetrope.CodeUploadFailed, err, "could not be stored; try again later")
	case file.size > limits.Bytes:
		err = limits.tooManyBytes(nil)
	case file.size == 0:
		err = limits.fault(zoetrope.CodeMissing, nil, "is an empty file; send %s", limits.formats())
	}
	if err != nil {
		file.remove()
		return nil, err
	}
	file.digest = hex.EncodeToString(hash.Sum(nil))
	return file, nil
}

// source is a reader that ends with its context and remembers why it failed,
// which tells faults of the client from those of the disk.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// sourceError says why a file did not arrive.
func sourceError(ctx context.Context, err error, limits Limits) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if _, ok := errors.AsType[*zoetrope.Error](err); ok {
		return err
	}
	return limits.fault(zoetrope.CodeUploadFailed, err, "did not arrive completely; send it again")
}

// known looks for an asset with the same bytes and makes it last as long as a
// new one would.
func (s *Service) known(ctx context.Context, account int64, file *received, limits Limits) (a zoetrope.Asset, found bool, err error) {
	a, err = s.sameUpload(ctx, account, file.digest)
	if err == nil {
		err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			a, err = scan(tx.QueryRow(ctx, `UPDATE assets
				SET expires = CASE WHEN CAST($1 AS bigint) > 0 THEN now_us() + CAST($1 AS bigint) ELSE 0 END
				WHERE id = $2 AND deleted = 0 RETURNING `+columns, s.UploadLifetime.Microseconds(), a.ID))
			return err
		})
	}
	if errors.Is(err, db.ErrNoRows) { // never there, or deleted this moment
		return zoetrope.Asset{}, false, nil
	}
	if err != nil {
		return zoetrope.Asset{}, false, fmt.Errorf("look for a known upload: %w", err)
	}
	// The frame rate was checked when it was new.
	if err := limits.check(a, 0); err != nil {
		return zoetrope.Asset{}, false, err
	}
	return a, true, nil
}

// sameUpload returns the upload of an account that has the same bytes, or
// db.ErrNoRows.
func (s *Service) sameUpload(ctx context.Context, account int64, digest string) (zoetrope.Asset, error) {
	return scan(s.DB.Read().QueryRow(ctx, `SELECT `+columns+` FROM assets
		WHERE account = $1 AND digest = $2 AND generation = 0 AND deleted = 0 AND pending = 0`, account, digest))
}

// facts are what a file turned out to be.
type facts struct {
	asset zoetrope.Asset // Kind, MIME, Width, Height, Duration, HasAudio
	ext   string
}

// inspect looks at the bytes of a file and checks them against the limits.
func (s *Service) inspect(ctx context.Context, f *os.File, size int64, limits Limits) (facts, error) {
	format, err := media.Sniff(f)
	if errors.Is(err, media.ErrFormat) {
		return facts{}, limits.formatError(err, fmt.Sprintf("cannot be used (%v)", err))
	}
	if err != nil {
		return facts{}, err
	}
	select {
	case s.inspections <- struct{}{}:
		defer func() { <-s.inspections }()
	case <-ctx.Done():
		return facts{}, context.Cause(ctx)
	}
	slow := limits.fault(zoetrope.CodeTimeout, nil, "takes too long to read; send a smaller or simpler file")
	ctx, cancel := context.WithTimeoutCause(ctx, inspectTime, slow)
	defer cancel()
	if format.Kind() == zoetrope.AssetImage {
		if !limits.images() {
			return facts{}, limits.formatError(nil, "is "+format.MIME())
		}
		return s.inspectImage(ctx, f, size, limits)
	}
	return s.inspectMedia(ctx, f.Name(), format, size, limits)
}

// inspectTime bounds how long one file is looked at, waiting for memory
// included.
const inspectTime = time.Minute

func (s *Service) inspectImage(ctx context.Context, f *os.File, size int64, limits Limits) (facts, error) {
	info, err := media.StatImage(f, size)
	if err == nil {
		a := zoetrope.Asset{Kind: zoetrope.AssetImage, MIME: info.Format.MIME(), Size: size, Width: info.Width, Height: info.Height}
		if err := limits.check(a, 0); err != nil {
			return facts{}, err
		}
		if _, err = media.VerifyImage(ctx, f, size, limits.ImagePixels); err == nil {
			return facts{a, info.Format.Ext()}, nil
		}
	}
	switch {
	case ctx.Err() != nil:
		return facts{}, context.Cause(ctx)
	case errors.Is(err, media.ErrFormat):
		return facts{}, limits.formatError(err, fmt.Sprintf("cannot be used (%v)", err))
	case errors.Is(err, media.ErrTooLarge):
		return facts{}, limits.fault(zoetrope.CodeImageSize, err, "cannot be decoded: %v; send a smaller picture", err)
	case errors.Is(err, media.ErrBroken):
		return facts{}, limits.fault(zoetrope.CodeImageBroken, err, "is broken or was cut off; open it in a picture program and save it again")
	}
	return facts{}, err
}

func (s *Service) inspectMedia(ctx context.Context, path string, format media.Format, size int64, limits Limits) (facts, error) {
	if len(limits.Kinds) == 1 && limits.images() {
		return facts{}, limits.formatError(nil, "is "+format.MIME())
	}
	info, err := s.Tools.Probe(ctx, path)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return facts{}, context.Cause(ctx)
	case errors.Is(err, media.ErrFormat):
		return facts{}, limits.formatError(err, fmt.Sprintf("cannot be used (%v)", err))
	case errors.Is(err, media.ErrBroken), errors.Is(err, context.DeadlineExceeded):
		return facts{}, limits.fault(zoetrope.CodeMediaInvalid, err, "is broken or was cut off; play it, and export it again")
	default:
		return facts{}, err
	}
	a := zoetrope.Asset{
		Kind: zoetrope.AssetVideo, MIME: format.MIME(), Size: size,
		Width: info.Width, Height: info.Height, Duration: info.Duration, HasAudio: info.HasAudio(),
	}
	ext := format.Ext()
	if !info.HasVideo() {
		a.Kind, a.MIME, ext = zoetrope.AssetAudio, audioMIME(format), audioExt(format)
	}
	return facts{a, ext}, limits.check(a, info.FPS)
}

// audioMIME is the media type of a file without a picture.
func audioMIME(f media.Format) string {
	switch f {
	case media.MP4, media.MOV:
		return media.M4A.MIME()
	case media.WebM:
		return "audio/webm"
	}
	return f.MIME()
}

// audioExt is the name ending of a file without a picture.
func audioExt(f media.Format) string {
	if f == media.MP4 || f == media.MOV {
		return media.M4A.Ext()
	}
	return f.Ext()
}

// keep stores an upload that has been looked at.
func (s *Service) keep(ctx context.Context, a zoetrope.Asset, file *received, ext string) (zoetrope.Asset, error) {
	a, err := s.begin(ctx, a, 0, ext, s.UploadLifetime)
	if err != nil {
		return zoetrope.Asset{}, err
	}
	err = s.put(ctx, a, file.File)
	if err == nil {
		err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return activate(ctx, tx, a.ID) })
	}
	if err == nil {
		return a, nil
	}
	discardErr := s.abandon(ctx, a)
	if db.IsUnique(err) {
		// The same bytes arrived twice at once and the other was faster.
		same, err := s.sameUpload(ctx, a.Account, a.Digest)
		return same, cmp.Or(err, discardErr)
	}
	if ctx.Err() != nil {
		return zoetrope.Asset{}, errors.Join(context.Cause(ctx), discardErr)
	}
	return zoetrope.Asset{}, zoetrope.WrapError(zoetrope.CodeUploadFailed, errors.Join(err, discardErr), "the file could not be stored; try again later")
}

// begin writes the row of an asset whose bytes are about to be stored.
func (s *Service) begin(ctx context.Context, a zoetrope.Asset, attempt int, ext string, lifetime time.Duration) (zoetrope.Asset, error) {
	a.BlobKey = blobKey(a, attempt, ext)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		id, err := freeID(ctx, tx)
		if err != nil {
			return err
		}
		a.ID = id
		a.Name = fmt.Sprintf("%s-%d%s", a.Kind, cmp.Or(a.Generation, id), ext)
		var created, expires int64
		err = tx.QueryRow(ctx, `INSERT INTO assets (id, account, generation, kind, mime, name, size, digest,
				width, height, duration, has_audio, blob_key, label, created, expires, pending)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, now_us(),
				CASE WHEN CAST($15 AS bigint) > 0 THEN now_us() + CAST($15 AS bigint) ELSE 0 END, 1)
			RETURNING created, expires`,
			a.ID, a.Account, a.Generation, string(a.Kind), a.MIME, a.Name, a.Size, a.Digest,
			a.Width, a.Height, a.Duration.Microseconds(), db.Bool(a.HasAudio), a.BlobKey, a.Label,
			lifetime.Microseconds()).Scan(&created, &expires)
		a.Created, a.Expires = db.Time(created), db.Time(expires)
		return err
	})
	if err != nil {
		return zoetrope.Asset{}, fmt.Errorf("begin asset: %w", err)
	}
	return a, nil
}

// freeID draws ids until one is not taken. Ids of the same millisecond collide
// with a chance of 1 in 4096.
func freeID(ctx context.Context, tx *db.Tx) (int64, error) {
	for {
		id := zoetrope.NewID(time.Now())
		n, err := db.Int64(tx.QueryRow(ctx, `SELECT count(*) FROM assets WHERE id = $1`, id))
		if err != nil || n == 0 {
			return id, err
		}
	}
}

// put stores the bytes of an asset.
func (s *Service) put(ctx context.Context, a zoetrope.Asset, f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return s.Blobs.Put(ctx, a.BlobKey, f, a.Size, a.MIME)
}

// errGone says that an asset was given up before it could be used.
var errGone = errors.New("the asset is no longer pending")

// activate makes an asset visible whose bytes are stored.
func activate(ctx context.Context, tx *db.Tx, id int64) error {
	n, err := tx.Exec(ctx, `UPDATE assets SET pending = 0 WHERE id = $1 AND pending = 1 AND deleted = 0`, id)
	if err != nil {
		return err
	}
	if n != 1 {
		return fmt.Errorf("asset %d: %w", id, errGone)
	}
	return nil
}
