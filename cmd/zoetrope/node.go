package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio"
	"zoetrope/internal/account"
	"zoetrope/internal/asset"
	"zoetrope/internal/blob"
	"zoetrope/internal/db"
	"zoetrope/internal/generation"
	"zoetrope/internal/media"
	"zoetrope/internal/moderation"
	"zoetrope/internal/outbound"
	"zoetrope/internal/pixverse"
	"zoetrope/internal/render"
	"zoetrope/internal/webhook"
)

// nodeFlags configure a process that serves, renders, or both.
type nodeFlags struct {
	storageFlags
	moderationFlags
	catalogFlags
	gpuFlags
	Workers          int           `help:"Generations rendered at once in this process; each uses all cores. 0: none." default:"1"`
	PublicURL        string        `help:"The address that clients use; file URLs in answers begin with it." placeholder:"URL"`
	AllowPrivateURLs bool          `name:"allow-private-urls" help:"Let uploads by URL and webhooks reach private and loopback addresses."`
	URLTTL           time.Duration `name:"url-ttl" help:"How long a signed file URL works; each look at a result hands out a fresh one." default:"168h"`
	Keep             time.Duration `help:"How long results and uploads are kept; 0: until deleted." default:"0"`
	StopTimeout      time.Duration `help:"How long a stop waits for renders before it hands them back to the queue." default:"20s"`
	webhookWorkers   int           // of a server: workers deliver nothing
	Lease            time.Duration `help:"How long a worker may be silent before its work is given to another." default:"15s"`
}

// node is everything that one process of the platform consists of. It is
// built here and nowhere else.
type node struct {
	log         *slog.Logger
	db          *db.DB
	files       *blob.Files // nil when blobs are in S3
	accounts    *account.Service
	generations *generation.Service
	render      *render.Service
	webhooks    *webhook.Service
	judge       *moderation.Service
	surface     http.Handler
	metrics     *prometheus.Registry
	backend     func() string  // what draws
	close       []func() error // in order of opening
}

// newNode opens the storage and wires the parts together. Nothing runs yet.
func newNode(ctx context.Context, f nodeFlags, log *slog.Logger) (*node, error) {
	n := &node{log: log, metrics: newRegistry()}
	if err := n.open(ctx, f); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

func (n *node) open(ctx context.Context, f nodeFlags) error {
	tools, err := media.Find()
	if err != nil {
		return fmt.Errorf("%w; zoetrope doctor says what else is missing", err)
	}
	offer, err := f.loadCatalog()
	if err != nil {
		return err
	}
	if f.Catalog != "" {
		n.log.Info("the catalog is changed", "directory", f.Catalog, "changes", overrides(offer))
	}
	if n.db, err = f.openDB(ctx); err != nil {
		return err
	}
	n.close = append(n.close, n.db.Close)

	store, err := n.openBlobs(ctx, f)
	if err != nil {
		return err
	}
	out := outbound.New(outbound.Options{AllowPrivate: f.AllowPrivateURLs})
	assets, err := asset.New(asset.Config{
		DB: n.db, Blobs: store, Tools: tools,
		Fetch:       out,
		Dir:         filepath.Join(f.Data, "incoming"),
		URLLifetime: f.URLTTL, UploadLifetime: f.Keep, ResultLifetime: f.Keep,
	})
	if err != nil {
		return err
	}
	engines := new(engine.Registry)
	own := studio.New(tools, n.log)
	n.backend = own.Backend
	if f.Workers > 0 {
		if d := f.openGPU(ctx, n.log); d != nil {
			n.close = append(n.close, func() error { d.Close(); return nil })
			own.UseGPU(d)
		}
	}
	if err := engines.Add("studio", own); err != nil {
		return err
	}
	queue, err := render.NewQueue(n.db, n.log)
	if err != nil {
		return err
	}
	if n.webhooks, err = n.newWebhooks(f, out, assets); err != nil {
		return err
	}
	if n.judge, err = n.newModeration(f, tools, assets); err != nil {
		return err
	}
	n.accounts = account.New(n.db, offer)
	n.generations = generation.New(generation.Config{
		DB: n.db, Accounts: n.accounts, Catalog: offer, Queue: queue, Log: n.log,
		Accepts: func(ctx context.Context, s zoetrope.Spec) error {
			_, _, err := engines.For(ctx, s)
			return err
		},
		CheckWebhook: n.webhooks.Check, Settled: n.webhooks.Settled, Judge: n.judge.Input,
	})
	n.metrics.MustRegister(newBacklogCollector(n.generations, n.log))
	if n.render, err = n.newRender(f, engines, tools, assets); err != nil {
		return err
	}
	n.surface = pixverse.New(pixverse.Config{
		Accounts: n.accounts, Generations: n.generations, Assets: assets, Catalog: offer,
		Engines:   func(ctx context.Context) ([]pixverse.EngineInfo, error) { return describeEngines(ctx, engines) },
		PublicURL: f.PublicURL, Log: n.log, Metrics: n.metrics,
	})
	return nil
}

// openBlobs opens the store that the flags name.
func (n *node) openBlobs(ctx context.Context, f nodeFlags) (blob.Store, error) {
	if f.Blobs != "" {
		store, err := blob.OpenS3(ctx, f.Blobs)
		if err != nil {
			return nil, err
		}
		n.close = append(n.close, store.Close)
		return store, nil
	}
	secret, err := asset.URLSecret(ctx, n.db)
	if err != nil {
		return nil, err
	}
	n.files, err = blob.NewFiles(filepath.Join(f.Data, "blobs"), f.PublicURL, secret)
	if err != nil {
		return nil, err
	}
	n.close = append(n.close, n.files.Close)
	return n.files, nil
}

// newRender makes the worker and gives it the tasks that keep house.
func (n *node) newRender(f nodeFlags, engines *engine.Registry, tools *media.Tools, assets *asset.Service) (*render.Service, error) {
	scratch := filepath.Join(f.Data, "scratch")
	if err := os.MkdirAll(scratch, 0o700); err != nil {
		return nil, fmt.Errorf("the scratch directory cannot be made: %w", err)
	}
	upkeep := []render.Task{
		{Name: "renew monthly credits", Run: func(ctx context.Context) error {
			_, err := n.accounts.Renew(ctx)
			return err
		}},
		{Name: "remove expired files", Run: func(ctx context.Context) error {
			_, err := assets.Sweep(ctx)
			return err
		}},
		{Name: "forget old webhook deliveries", Run: func(ctx context.Context) error { return n.webhooks.Expire(ctx, keepDeliveries) }},
		{Name: "forget old verdicts", Run: func(ctx context.Context) error { return n.judge.Expire(ctx, keepRecords) }},
	}
	if f.Keep > 0 {
		upkeep = append(upkeep, render.Task{Name: "expire generations", Run: func(ctx context.Context) error {
			_, err := n.generations.Expire(ctx, f.Keep)
			return err
		}})
	}
	if n.files != nil {
		upkeep = append(upkeep, render.Task{Name: "remove unfinished files", Run: func(context.Context) error { return n.files.Sweep() }})
	}
	observe := newRenderMetrics(n.metrics)
	config := render.Config{
		DB: n.db, Generations: n.generations, Engines: engines, Media: tools, Scratch: scratch,
		Workers: f.Workers, Lease: f.Lease, Grace: f.StopTimeout,
		ReapEvery: min(f.Lease/2, 5*time.Second),
		Upkeep:    upkeep, Observe: observe, Log: n.log,
		Assets: render.Stored(assets, n.log),
	}
	if n.judge.JudgesOutputs() {
		config.Judge = judgeOutput(n.judge, tools)
	}
	return render.New(config)
}

// describeEngines lists what the engines can do, for the API.
func describeEngines(ctx context.Context, engines *engine.Registry) ([]pixverse.EngineInfo, error) {
	var list []pixverse.EngineInfo
	for _, name := range engines.Names() {
		caps, err := engines.Get(name).Capabilities(ctx)
		if err != nil {
			return nil, fmt.Errorf("engine %s: %w", name, err)
		}
		e := pixverse.EngineInfo{Name: name}
		for _, c := range caps {
			e.Capabilities = append(e.Capabilities, pixverse.EngineCapability{
				Operation: c.Operation, MaxSeconds: c.MaxLength, Notes: c.Notes,
				// Empty lists, not null, for clients that iterate.
				Models: append([]string{}, c.Models...), Qualities: append([]zoetrope.Quality{}, c.Qualities...),
			})
		}
		list = append(list, e)
	}
	return list, nil
}

// Close releases the storage, the last opened first.
func (n *node) Close() error {
	var err error
	for i := len(n.close) - 1; i >= 0; i-- {
		err = errors.Join(err, n.close[i]())
	}
	n.close = nil
	return err
}
