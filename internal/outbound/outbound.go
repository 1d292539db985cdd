// Package outbound is the HTTP client for addresses that customers give. It
// connects to public addresses only: each address is checked when the
// connection is made, after name resolution and on every hop of a redirect, so
// a name cannot point elsewhere between the check and the use.
package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

var (
	// ErrRefused is wrapped by errors about URLs that may not be fetched.
	ErrRefused = errors.New("address is not allowed")
	// ErrTooLarge is wrapped by errors about answers over the size limit.
	ErrTooLarge = errors.New("answer is too large")
)

const (
	maxRedirects   = 5
	dialTimeout    = 10 * time.Second
	headerTimeout  = 20 * time.Second
	maxHeaderBytes = 64 << 10
	// firstFreePort is where ports that ordinary users can listen on begin.
	firstFreePort = 1024
	userAgent     = "zoetrope"
)

// Options configure a Client.
type Options struct {
	// AllowPrivate lets private and loopback addresses through, for engines
	// and files in the local network. Link-local addresses, where clouds keep
	// their credentials, stay closed.
	AllowPrivate bool
	// Timeout bounds one whole download; 0 means two minutes.
	Timeout time.Duration
}

// Client fetches what URLs of customers point at. It is safe for concurrent
// use, keeps no cookies and no connections, and knows no credentials.
type Client struct {
	http    *http.Client
	timeout time.Duration
}

// New returns a client.
func New(opt Options) *Client {
	if opt.Timeout <= 0 {
		opt.Timeout = 2 * time.Minute
	}
	dialer := &net.Dialer{Timeout: dialTimeout, Control: guard(opt.AllowPrivate)}
	return &Client{
		timeout: opt.Timeout,
		http: &http.Client{
			CheckRedirect: checkRedirect,
			Transport: &http.Transport{
				// No Proxy: a proxy would make the connection instead of us,
				// unguarded.
				DialContext:            dialer.DialContext,
				TLSHandshakeTimeout:    dialTimeout,
				ResponseHeaderTimeout:  headerTimeout,
				MaxResponseHeaderBytes: maxHeaderBytes,
				// Connections that are not kept are checked every time.
				DisableKeepAlives: true,
				// Bytes on the wire are the bytes that count.
				DisableCompression: true,
			},
		},
	}
}

// guard returns a check of the address that a socket is about to connect to.
func guard(allowPrivate bool) func(network, address string, c syscall.RawConn) error {
	options := []ssrf.Option{ssrf.WithAnyPort()}
	if allowPrivate {
		options = append(options,
			ssrf.WithAllowedV4Prefixes(prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8")...),
			ssrf.WithAllowedV6Prefixes(prefixes("fc00::/7", "::1/128")...))
	}
	guardian := ssrf.New(options...)
	return func(network, address string, c syscall.RawConn) error {
		if err := checkPort(address); err != nil {
			return err
		}
		if err := guardian.Safe(network, address, c); err != nil {
			return fmt.Errorf("%w: %w", ErrRefused, err)
		}
		return nil
	}
}

// checkPort keeps requests away from services that are not web servers.
func checkPort(address string) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if p := target.Port(); p != 80 && p != 443 && p < firstFreePort {
		return fmt.Errorf("%w: port %d is not one of web servers", ErrRefused, p)
	}
	return nil
}

func prefixes(list ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(list))
	for i, s := range list {
		all[i] = netip.MustParsePrefix(s)
	}
	return all
}

// checkRedirect is asked before each hop.
func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: more than %d redirects", ErrRefused, maxRedirects)
	}
	next.Header.Del("Referer") // signed URLs carry secrets
	return CheckURL(next.URL)
}

// CheckURL says whether a URL has a form that may be fetched. Where its host
// leads is checked later, when connecting.
func CheckURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: the scheme is %q; use http or https", ErrRefused, u.Scheme)
	case u.Hostname() == "":
		return fmt.Errorf("%w: there is no host", ErrRefused)
	case u.User != nil:
		return fmt.Errorf("%w: it contains a user name or password", ErrRefused)
	}
	return nil
}

// HTTP returns the guarded client for requests other than downloads. Each
// request needs a context with a deadline.
func (c *Client) HTTP() *http.Client { return c.http }

// Download is an answer that is being read.
type Download struct {
	// Body fails with ErrTooLarge past the limit, and with
	// io.ErrUnexpectedEOF if it is shorter than announced.
	Body io.ReadCloser
	Size int64 // as announced, -1 if it is not
}

// Get starts a download of at most limit bytes. The caller closes its body.
func (c *Client) Get(ctx context.Context, address string, limit int64) (*Download, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, fmt.Errorf("download took longer than %v", c.timeout))
	d, err := c.get(ctx, address, limit)
	if err != nil {
		cause := context.Cause(ctx)
		cancel()
		if cause != nil {
			return nil, fmt.Errorf("%w: %w", err, cause)
		}
		return nil, err
	}
	d.Body = &body{ReadCloser: d.Body, left: limit, limit: limit, cancel: cancel}
	return d, nil
}

func (c *Client) get(ctx context.Context, address string, limit int64) (*Download, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%w: it cannot be parsed", ErrRefused)
	}
	if err := CheckURL(u); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "image/*,video/*,audio/*;q=0.9,*/*;q=0.5")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	if err := checkAnswer(resp, limit); err != nil {
		return nil, errors.Join(err, resp.Body.Close())
	}
	return &Download{Body: resp.Body, Size: resp.ContentLength}, nil
}

// checkAnswer looks at the status and the announced size.
func checkAnswer(resp *http.Response, limit int64) error {
	if resp.StatusCode != http.StatusOK {
		return &StatusError{Code: resp.StatusCode}
	}
	if resp.ContentLength > limit {
		return fmt.Errorf("%w: %d bytes; at most %d are taken", ErrTooLarge, resp.ContentLength, limit)
	}
	return nil
}

// StatusError is an answer other than 200.
type StatusError struct{ Code int }

func (e *StatusError) Error() string {
	return fmt.Sprintf("the server answered %d %s", e.Code, http.StatusText(e.Code))
}

// body is an answer's body with a limit.
type body struct {
	io.ReadCloser
	left, limit int64
	cancel      context.CancelFunc
}

func (b *body) Read(p []byte) (int, error) {
	// One byte more than allowed tells a full body from one that is too long.
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left+1)])
	b.left -= int64(n)
	if b.left < 0 {
		return 0, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, b.limit)
	}
	return n, err
}

func (b *body) Close() error {
	b.cancel()
	return b.ReadCloser.Close()
}
