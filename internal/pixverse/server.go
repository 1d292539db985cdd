package pixverse

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/asset"
	"zoetrope/internal/catalog"
	"zoetrope/internal/generation"
)

// Defaults of Config.
const (
	DefaultReadRate  = 50 // requests a second per account
	DefaultReadBurst = 200
	DefaultMaskWait  = time.Minute
)

// Config says what the surface works on.
type Config struct {
	Accounts    *account.Service
	Generations *generation.Service
	Assets      *asset.Service
	Catalog     *catalog.Catalog
	// Engines lists what renders here, in order of preference.
	Engines func(ctx context.Context) ([]EngineInfo, error)

	// PublicURL is the address that clients use, without a slash at the end;
	// addresses of covers begin with it.
	PublicURL string

	// Log takes one line per request: failures of ours as errors, what
	// customers got wrong and what they changed as information, successful
	// reads at debug level. Nil discards.
	Log *slog.Logger
	// Metrics takes the request counters. Nil: not registered anywhere.
	Metrics prometheus.Registerer

	// ReadRate is how many reads a second an account may do in the long run,
	// ReadBurst how many at once. 0 stands for the defaults, a negative rate
	// for no limit.
	ReadRate  float64
	ReadBurst int

	// MaskWait is how long a request for masks waits for them before it is
	// answered that they are not ready. 0 stands for DefaultMaskWait.
	MaskWait time.Duration
}

// Server is the surface as an http.Handler. It owns the paths below
// /openapi/v2/, /zoetrope/v1/ and /covers/ and the file /openapi.yaml, and answers any
// other path with an envelope too.
type Server struct {
	authenticate func(ctx context.Context, secret string) (zoetrope.Account, error)
	generations  *generation.Service
	assets       *asset.Service
	catalog      *catalog.Catalog
	engines      func(context.Context) ([]EngineInfo, error)
	publicURL    string

	log     *slog.Logger
	metrics *metrics
	reads   *readLimits
	mux     *http.ServeMux

	maskWait time.Duration
}

// New returns the surface. Accounts, Generations, Assets, Catalog and Engines
// are needed.
func New(c Config) *Server {
	s := newServer(c, c.Accounts.Authenticate)
	s.generations, s.assets, s.catalog, s.engines = c.Generations, c.Assets, c.Catalog, c.Engines
	s.register(s.endpoints())
	return s
}

// newServer makes a server without routes.
func newServer(c Config, authenticate func(context.Context, string) (zoetrope.Account, error)) *Server {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.ReadRate == 0 {
		c.ReadRate = DefaultReadRate
	}
	if c.MaskWait <= 0 {
		c.MaskWait = DefaultMaskWait
	}
	if c.ReadBurst <= 0 {
		c.ReadBurst = DefaultReadBurst
	}
	return &Server{
		authenticate: authenticate,
		publicURL:    strings.TrimRight(c.PublicURL, "/"),
		log:          c.Log,
		metrics:      newMetrics(c.Metrics),
		reads:        newReadLimits(c.ReadRate, c.ReadBurst),
		maskWait:     c.MaskWait,
	}
}

// endpoints lists every route of the surface.
func (s *Server) endpoints() []endpoint {
	return slices.Concat(s.uploadEndpoints(), s.generateEndpoints(), s.imageEndpoints(), s.maskEndpoints(), s.resultEndpoints(),
		s.listEndpoints(), s.voiceEndpoints(), s.verificationEndpoints(), s.usageEndpoints(), s.extensionEndpoints())
}
