package pixverse

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"

	"zoetrope"
)

// Defaults of Config.
const (
	DefaultReadRate  = 50 // requests a second per account
	DefaultReadBurst = 200
)

// Config says what the surface works on.
type Config struct {
	// Authenticate returns the account that a secret belongs to.
	Authenticate func(ctx context.Context, secret string) (zoetrope.Account, error)

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
}

// Server is the surface as an http.Handler. It owns the paths below
// /openapi/v2/ and /zoetrope/v1/ and the file /openapi.yaml, and answers any
// other path with an envelope too.
type Server struct {
	authenticate func(context.Context, string) (zoetrope.Account, error)
	log          *slog.Logger
	metrics      *metrics
	reads        *readLimits
	mux          *http.ServeMux
}

// newServer makes a server of any set of endpoints.
func newServer(c Config, endpoints []endpoint) *Server {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.ReadRate == 0 {
		c.ReadRate = DefaultReadRate
	}
	if c.ReadBurst <= 0 {
		c.ReadBurst = DefaultReadBurst
	}
	s := &Server{
		authenticate: c.Authenticate,
		log:          c.Log,
		metrics:      newMetrics(c.Metrics),
		reads:        newReadLimits(c.ReadRate, c.ReadBurst),
	}
	s.register(endpoints)
	return s
}
