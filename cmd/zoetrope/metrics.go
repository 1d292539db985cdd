package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"zoetrope/internal/generation"
	"zoetrope/internal/render"
)

// newRegistry returns a registry with the process's own figures.
func newRegistry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// newRenderMetrics registers the worker's figures and returns what fills them.
func newRenderMetrics(r prometheus.Registerer) func(render.Attempt) {
	renders := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "zoetrope_renders_total",
		Help: "Attempts that ended, by operation and outcome.",
	}, []string{"operation", "outcome"})
	cost := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "zoetrope_render_seconds_per_video_second",
		Help:    "Seconds that a successful attempt took for each second of its video, by operation.",
		Buckets: []float64{.1, .25, .5, 1, 1.5, 2, 3, 4, 6, 9, 15, 30, 60},
	}, []string{"operation"})
	r.MustRegister(renders, cost)
	return func(a render.Attempt) {
		operation := string(a.Generation.Operation)
		renders.WithLabelValues(operation, string(a.Outcome)).Inc()
		if length := a.Generation.Spec.Video().Length(); a.Outcome == render.OutcomeSucceeded && length > 0 {
			cost.WithLabelValues(operation).Observe(a.Elapsed.Seconds() / length.Seconds())
		}
	}
}

// backlogCollector reads the unfinished work from the database when asked, so
// that every node tells the same.
type backlogCollector struct {
	generations *generation.Service
	log         *slog.Logger
	count       *prometheus.Desc
	oldest      *prometheus.Desc
	held        *prometheus.Desc
}

func newBacklogCollector(g *generation.Service, log *slog.Logger) *backlogCollector {
	return &backlogCollector{
		generations: g, log: log,
		count:  prometheus.NewDesc("zoetrope_generations", "Unfinished generations by status.", []string{"status"}, nil),
		oldest: prometheus.NewDesc("zoetrope_queue_oldest_seconds", "Age of the oldest queued generation.", nil, nil),
		held:   prometheus.NewDesc("zoetrope_ledger_held_credits", "Credits held by unfinished generations.", nil, nil),
	}
}

// Describe implements prometheus.Collector.
func (c *backlogCollector) Describe(ch chan<- *prometheus.Desc) {
	ch <- c.count
	ch <- c.oldest
	ch <- c.held
}

// Collect implements prometheus.Collector. A database that does not answer
// leaves the figures out rather than claiming zeros.
func (c *backlogCollector) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	b, err := c.generations.Backlog(ctx)
	if err != nil {
		c.log.Warn("metrics: the backlog cannot be read", "error", err)
		return
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(c.count, float64(b.Queued), "queued")
	gauge(c.count, float64(b.Rendering), "rendering")
	gauge(c.oldest, b.Oldest.Seconds())
	gauge(c.held, float64(b.Held))
}
