package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// maxPresign is the longest lifetime that S3 gives a presigned URL.
const maxPresign = 7 * 24 * time.Hour

// defaultEndpoint is Amazon's.
const defaultEndpoint = "https://s3.amazonaws.com"

// S3Options say where a bucket is.
type S3Options struct {
	Endpoint string // URL of the server; "" is Amazon S3
	// Public is the URL at which clients reach the server when it is another
	// one: presigned URLs name it. "" means Endpoint.
	Public string
	Region string
	Bucket string
	Prefix string // put before every key, with a slash between
	// Credentials are looked for in the environment (AWS_ACCESS_KEY_ID or
	// MINIO_ACCESS_KEY and their companions), in ~/.aws/credentials and in the
	// machine's role when this is nil.
	Credentials *credentials.Credentials
}

// ParseS3 reads the address of a bucket:
//
//	s3://BUCKET/PREFIX?endpoint=URL&public=URL&region=NAME
//
// All but the bucket can be left out.
func ParseS3(address string) (S3Options, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" {
		return S3Options{}, errors.New("the blob store is not given as s3://BUCKET/PREFIX?endpoint=URL&region=NAME")
	}
	if u.User != nil {
		return S3Options{}, errors.New("put the credentials of the blob store into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, not into its address")
	}
	opt := S3Options{Bucket: u.Host, Prefix: strings.Trim(u.Path, "/")}
	for name, values := range u.Query() {
		target := map[string]*string{"endpoint": &opt.Endpoint, "public": &opt.Public, "region": &opt.Region}[name]
		if target == nil {
			return S3Options{}, fmt.Errorf("the blob store has no parameter %q; use endpoint, public and region", name)
		}
		*target = values[0]
	}
	return opt, nil
}

// S3 keeps blobs in a bucket of an S3 server.
type S3 struct {
	client    *minio.Client
	presigner *minio.Client // speaks of the public endpoint
	transport *http.Transport
	bucket    string
	prefix    string
}

// OpenS3 opens the bucket at an address: see ParseS3.
func OpenS3(ctx context.Context, address string) (*S3, error) {
	opt, err := ParseS3(address)
	if err != nil {
		return nil, err
	}
	return NewS3(ctx, opt)
}

// NewS3 opens a bucket, which must exist.
func NewS3(ctx context.Context, opt S3Options) (*S3, error) {
	if opt.Endpoint == "" {
		opt.Endpoint = defaultEndpoint
	}
	if opt.Public == "" {
		opt.Public = opt.Endpoint
	}
	if opt.Credentials == nil {
		opt.Credentials = credentials.NewChainCredentials([]credentials.Provider{
			&credentials.EnvAWS{}, &credentials.EnvMinio{}, &credentials.FileAWSCredentials{}, &credentials.IAM{},
		})
	}
	transport, err := minio.DefaultTransport(true)
	if err != nil {
		return nil, err
	}
	s := &S3{transport: transport, bucket: opt.Bucket, prefix: opt.Prefix}
	if s.client, err = newClient(opt.Endpoint, opt, transport); err != nil {
		return nil, err
	}
	if s.presigner, err = newClient(opt.Public, opt, transport); err != nil {
		return nil, err
	}
	exists, err := s.client.BucketExists(ctx, opt.Bucket)
	if err == nil && !exists {
		err = errors.New("it does not exist; create it")
	}
	if err != nil {
		transport.CloseIdleConnections()
		return nil, fmt.Errorf("bucket %s at %s: %w", opt.Bucket, opt.Endpoint, err)
	}
	return s, nil
}

func newClient(endpoint string, opt S3Options, transport http.RoundTripper) (*minio.Client, error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("endpoint %q is not of the form https://HOST", endpoint)
	}
	return minio.New(u.Host, &minio.Options{
		Creds: opt.Credentials, Secure: u.Scheme == "https", Region: opt.Region, Transport: transport,
	})
}

// Close releases connections.
func (s *S3) Close() error {
	s.transport.CloseIdleConnections()
	return nil
}

// name is the object's name in the bucket.
func (s *S3) name(key string) (string, error) {
	return path.Join(s.prefix, key), CheckKey(key)
}

// Put implements Store.
func (s *S3) Put(ctx context.Context, key string, r io.Reader, size int64, contentType string) error {
	name, err := s.name(key)
	if err != nil {
		return err
	}
	body, err := requestBody(&sized{ctx: ctx, r: r, left: size})
	if err != nil {
		return fmt.Errorf("put %s: %w", key, err)
	}
	_, err = s.client.PutObject(ctx, s.bucket, name, body, size, minio.PutObjectOptions{
		ContentType: contentType,
		// Signed in pieces, an empty object would be sent without a length.
		DisableContentSha256: size == 0,
	})
	if err != nil {
		return fmt.Errorf("put %s: %w", key, err)
	}
	return nil
}

// requestBody returns a reader in the form that lets the client repeat a request
// that failed on the way: seekable, if it can be and is at its start. A source
// that is not as long as announced is refused before anything is sent, if that
// can be told.
func requestBody(s *sized) (io.Reader, error) {
	if err := s.checkEnd(); err != nil {
		return nil, err
	}
	source, ok := s.r.(io.Seeker)
	if !ok || s.left == 0 {
		return s, nil
	}
	if at, err := source.Seek(0, io.SeekCurrent); at != 0 || err != nil {
		return s, err
	}
	end, err := source.Seek(0, io.SeekEnd)
	if err == nil && end != s.left {
		err = fmt.Errorf("blob has %d bytes, not the %d announced", end, s.left)
	}
	if err != nil {
		return nil, err
	}
	_, err = source.Seek(0, io.SeekStart)
	return &rewindable{sized: s, source: source, size: s.left}, err
}

// rewindable is a sized reader of a file that is read from its start.
type rewindable struct {
	*sized
	source io.Seeker
	size   int64
}

// Seek implements io.Seeker.
func (r *rewindable) Seek(offset int64, whence int) (int64, error) {
	at, err := r.source.Seek(offset, whence)
	if err == nil {
		r.left = r.size - at
	}
	return at, err
}

// Open implements Store.
func (s *S3) Open(ctx context.Context, key string) (*Object, error) {
	name, err := s.name(key)
	if err != nil {
		return nil, err
	}
	object, err := s.client.GetObject(ctx, s.bucket, name, minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", key, err)
	}
	info, err := object.Stat()
	if err != nil {
		if minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
			err = fs.ErrNotExist
		}
		return nil, errors.Join(fmt.Errorf("open %s: %w", key, err), object.Close())
	}
	return &Object{ReadSeekCloser: object, Size: info.Size, Modified: info.LastModified}, nil
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, key string) error {
	name, err := s.name(key)
	if err != nil {
		return err
	}
	err = s.client.RemoveObject(ctx, s.bucket, name, minio.RemoveObjectOptions{})
	if err != nil && minio.ToErrorResponse(err).StatusCode != http.StatusNotFound {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	return nil
}

// URL implements Store with a presigned URL. Its signature covers the method
// GET alone: S3 answers 403 to HEAD.
func (s *S3) URL(ctx context.Context, key string, opt URLOptions) (string, error) {
	name, err := s.name(key)
	if err != nil {
		return "", err
	}
	if opt.Lifetime <= 0 || opt.Lifetime > maxPresign {
		opt.Lifetime = maxPresign
	}
	params := url.Values{"response-content-disposition": {contentDisposition(opt.Name)}}
	if opt.ContentType != "" {
		params.Set("response-content-type", opt.ContentType)
	}
	u, err := s.presigner.PresignedGetObject(ctx, s.bucket, name, opt.Lifetime, params)
	if err != nil {
		return "", fmt.Errorf("presign %s: %w", key, err)
	}
	return u.String(), nil
}
