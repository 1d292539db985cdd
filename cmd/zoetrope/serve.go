package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"zoetrope/internal/blob"
)

// serveCmd runs the API and, unless told otherwise, the workers.
type serveCmd struct {
	nodeFlags
	Listen           string `help:"Where the API listens." default:":8080" placeholder:"ADDR"`
	PortFile         string `help:"Write the port here once the server listens; with --listen :0, for scripts." placeholder:"FILE"`
	WebhookWorkers   int    `help:"Webhooks delivered at once; one at a time to each address." default:"8"`
	BootstrapKey     string `help:"At the first start, the API key of the first account, instead of a random one." placeholder:"KEY"`
	BootstrapCredits int64  `help:"At the first start, the credits of the first account." default:"100000"`
	BootstrapPlan    string `help:"At the first start, the plan of the first account; local has the widest limits." default:"local"`
}

// Run serves until a signal comes.
func (c *serveCmd) Run(ctx context.Context, con *console) error {
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; choose another address with --listen", c.Listen, err)
	}
	defer listener.Close()
	port := listener.Addr().(*net.TCPAddr).Port
	if c.PublicURL == "" {
		c.PublicURL = "http://localhost:" + strconv.Itoa(port)
	}
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	c.webhookWorkers = c.WebhookWorkers

	n, err := newNode(ctx, c.nodeFlags, con.log)
	if err != nil {
		return err
	}
	defer n.Close()
	surface, err := withDocs(n.surface, c.PublicURL)
	if err != nil {
		return err
	}
	if err := c.welcome(ctx, con, n); err != nil {
		return err
	}
	if c.PortFile != "" {
		if err := os.WriteFile(c.PortFile, []byte(strconv.Itoa(port)), 0o644); err != nil {
			return err
		}
	}
	con.log.Info("serving", "url", c.PublicURL, "address", listener.Addr().String(), "workers", c.Workers,
		"database", c.engineName(), "backend", n.backend())
	services := []service{n.webhooks}
	if c.Workers > 0 {
		services = append(services, n.render)
	}
	return n.run(ctx, listener, n.routes(c.engineName(), surface), services, c.StopTimeout)
}

// workerCmd runs workers alone.
type workerCmd struct {
	nodeFlags
	Listen string `help:"Where health and metrics listen; empty: nowhere." placeholder:"ADDR"`
}

// Run renders until a signal comes.
func (c *workerCmd) Run(ctx context.Context, con *console) error {
	if c.Workers < 1 {
		return &exitError{exitUsage, errors.New("a worker needs --workers of at least 1")}
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://localhost:8080" // what serve takes on its default port
	}
	n, err := newNode(ctx, c.nodeFlags, con.log)
	if err != nil {
		return err
	}
	defer n.Close()
	var listener net.Listener
	if c.Listen != "" {
		if listener, err = net.Listen("tcp", c.Listen); err != nil {
			return fmt.Errorf("cannot listen on %s: %w; choose another address with --listen", c.Listen, err)
		}
		defer listener.Close()
	}
	con.log.Info("working", "workers", c.Workers, "database", c.engineName(), "backend", n.backend())
	return n.run(ctx, listener, n.routes(c.engineName(), http.NotFoundHandler()), []service{n.render}, c.StopTimeout)
}

// ready says whether a node takes requests.
type ready struct{ stopping atomic.Bool }

// server is a node's HTTP side.
type server struct {
	http.Handler
	ready *ready
}

// routes puts the API beside the operator's endpoints.
func (n *node) routes(database string, api http.Handler) server {
	s := server{ready: new(ready)}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(n.metrics, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{
			"status": "ok", "version": version, "backend": n.backend(), "database": database,
		})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		var one int64
		switch err := n.db.Read().QueryRow(ctx, "SELECT 1").Scan(&one); {
		case s.ready.stopping.Load():
			http.Error(w, "stopping", http.StatusServiceUnavailable)
		case err != nil:
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		default:
			fmt.Fprintln(w, "ready")
		}
	})
	files := http.NotFoundHandler()
	if n.files != nil {
		files = n.files.Handler()
	}
	// Not one mux for all: a mux redirects a doubled slash, which clients whose
	// base URL ends in one send, and a redirected POST loses its body.
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path := r.URL.Path; {
		case strings.HasPrefix(path, blob.FilesPath):
			files.ServeHTTP(w, r)
		case path == "/metrics" || path == "/healthz" || path == "/readyz":
			mux.ServeHTTP(w, r)
		default:
			api.ServeHTTP(w, r)
		}
	})
	return s
}

// service is work that goes on beside the answering of requests.
type service interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
}

// run serves, renders and delivers until ctx ends, then stops in order: no new
// requests, answers in flight, services. A second signal ends the process at
// once.
func (n *node) run(ctx context.Context, listener net.Listener, s server, services []service, stopTimeout time.Duration) (err error) {
	hs := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	failed := make(chan error, 1)
	if listener != nil {
		go func() { failed <- hs.Serve(listener) }()
	}
	for _, part := range services {
		if err = part.Start(ctx); err != nil {
			break
		}
	}
	if err == nil {
		select {
		case <-ctx.Done():
			n.log.Info("stopping", "timeout", stopTimeout.String())
		case err = <-failed:
		}
	}
	s.ready.stopping.Store(true)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout+15*time.Second)
	defer cancel()
	err = errors.Join(err, hs.Shutdown(ctx))
	for _, part := range services {
		err = errors.Join(err, part.Stop(ctx))
	}
	return err
}
