package blob

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// FilesPath is where Handler expects to be mounted.
const FilesPath = "/files/"

// The parameters of a signed URL.
const (
	paramExpires   = "e" // Unix seconds; absent: never
	paramType      = "t" // Content-Type
	paramName      = "n" // file name
	paramSignature = "s"
)

var (
	errSignature = errors.New("this link is not valid: it was changed or cut off; ask for the result again to get a new one")
	errExpired   = errors.New("this link has expired; ask for the result again to get a new one")
)

// signer makes and checks URLs of files.
type signer struct{ secret []byte }

// signature is the HMAC-SHA256 of a key and all parameters, cut to 128 bits.
func (s signer) signature(key string, params url.Values) string {
	mac := hmac.New(sha256.New, s.secret)
	// Encode sorts and escapes, so no two sets of parameters look the same.
	_, _ = mac.Write([]byte(key + "?" + params.Encode()))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// verify checks the parameters of a request for a key and returns them.
func (s signer) verify(key, query string) (url.Values, error) {
	params, err := url.ParseQuery(query)
	if err != nil {
		return nil, errSignature
	}
	given := params.Get(paramSignature)
	params.Del(paramSignature)
	if !hmac.Equal([]byte(given), []byte(s.signature(key, params))) {
		return nil, errSignature
	}
	if e := params.Get(paramExpires); e != "" {
		at, err := strconv.ParseInt(e, 10, 64)
		if err != nil {
			return nil, errSignature
		}
		if time.Now().Unix() >= at {
			return nil, errExpired
		}
	}
	return params, nil
}

// expiry returns when a URL made now expires. It is rounded up by at most an
// eighth of the lifetime, so that URLs stay the same for a while and caches
// can work.
func expiry(now time.Time, lifetime time.Duration) int64 {
	step := max(int64(lifetime/time.Second)/8, 1)
	at := now.Add(lifetime).Unix()
	return (at + step - 1) / step * step
}

// URL implements Store.
func (f *Files) URL(_ context.Context, key string, opt URLOptions) (string, error) {
	if err := CheckKey(key); err != nil {
		return "", err
	}
	params := url.Values{}
	if opt.Lifetime > 0 {
		params.Set(paramExpires, strconv.FormatInt(expiry(time.Now(), opt.Lifetime), 10))
	}
	if opt.ContentType != "" {
		params.Set(paramType, opt.ContentType)
	}
	if opt.Name != "" {
		params.Set(paramName, opt.Name)
	}
	params.Set(paramSignature, f.sign.signature(key, params))
	// Keys consist of characters that paths need not escape.
	return f.base + FilesPath + key + "?" + params.Encode(), nil
}

// Handler serves the files under signed URLs, to be mounted at FilesPath of
// the public URL. It answers GET and HEAD with ranges and validators, 403 to a
// URL that was tampered with, 410 to one that has expired and 404 when the file
// is gone.
func (f *Files) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The URL is all the authority there is, so pages anywhere may use it.
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "files can only be read", http.StatusMethodNotAllowed)
			return
		}
		key := strings.TrimPrefix(r.URL.Path, FilesPath)
		params, err := f.sign.verify(key, r.URL.RawQuery)
		switch {
		case errors.Is(err, errExpired):
			http.Error(w, err.Error(), http.StatusGone)
		case err != nil:
			http.Error(w, err.Error(), http.StatusForbidden)
		default:
			f.serve(w, r, key, params)
		}
	})
}

// serve answers a request whose signature is good.
func (f *Files) serve(w http.ResponseWriter, r *http.Request, key string, params url.Values) {
	object, err := f.Open(r.Context(), key)
	if errors.Is(err, fs.ErrNotExist) {
		http.Error(w, "this file was deleted", http.StatusNotFound)
		return
	}
	if err != nil {
		http.Error(w, "this file cannot be read now; try again later", http.StatusInternalServerError)
		return
	}
	defer object.Close()
	header := w.Header()
	header.Set("Content-Type", params.Get(paramType))
	if params.Get(paramType) == "" {
		header.Set("Content-Type", "application/octet-stream")
	}
	header.Set("Content-Disposition", contentDisposition(params.Get(paramName)))
	header.Set("Cache-Control", "private, max-age=3600")
	header.Set("ETag", fmt.Sprintf(`"%x-%x"`, object.Modified.UnixNano(), object.Size))
	// The file itself, not the object around it, lets the kernel copy it.
	http.ServeContent(w, r, "", object.Modified, object.ReadSeekCloser)
}
