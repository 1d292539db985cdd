package pixverse

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics counts requests as clients see them.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

// newMetrics makes the metrics and registers them, unless registerer is nil.
func newMetrics(registerer prometheus.Registerer) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "zoetrope_api_requests_total",
			Help: "Requests to the REST API by route and ErrCode.",
		}, []string{"route", "err_code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "zoetrope_api_request_seconds",
			Help:    "Time to answer requests to the REST API by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60},
		}, []string{"route"}),
	}
	if registerer != nil {
		registerer.MustRegister(m.requests, m.seconds)
	}
	return m
}

// maxLogged bounds what the log repeats of an error, in bytes: stacks fit in it,
// what a client sent may not.
const maxLogged = 16 << 10

// observe counts and logs one answered request. err is what the handler
// returned: this is the edge at which errors are logged.
func (s *Server) observe(ctx context.Context, req *Request, f failure, err error) {
	took := time.Since(req.started)
	s.metrics.requests.WithLabelValues(req.route, strconv.Itoa(f.errCode)).Inc()
	s.metrics.seconds.WithLabelValues(req.route).Observe(took.Seconds())

	level := slog.LevelInfo
	switch {
	case f.ours:
		level = slog.LevelError
	case err == nil && !req.writes:
		level = slog.LevelDebug
	}
	if !s.log.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("route", req.route),
		slog.String("request", req.id),
		slog.Int("err_code", f.errCode),
		slog.Duration("took", took),
	}
	if req.Account.ID != 0 {
		attrs = append(attrs, slog.Int64("account", req.Account.ID))
	}
	if req.generation != 0 {
		attrs = append(attrs, slog.Int64("generation", req.generation))
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", shorten(err.Error(), maxLogged)))
	}
	s.log.LogAttrs(ctx, level, "request", attrs...)
}
