package render

import (
	"context"
	"log/slog"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/asset"
)

// Stored is how inputs are read from a store of assets and results published
// in it.
func Stored(in *asset.Service, log *slog.Logger) Assets {
	return Assets{
		Local: func(ctx context.Context, account, id int64, dir string) (engine.Input, error) {
			a, err := in.Get(ctx, account, id)
			if err != nil {
				return engine.Input{}, err
			}
			path, err := in.Local(ctx, a, dir)
			return engine.Input{Asset: a, Path: path}, err
		},
		Publish: func(ctx context.Context, g zoetrope.Generation, o engine.Output) (Published, error) {
			p, err := in.Publish(ctx, g, o.Path, o.Kind, o.Name)
			if err != nil {
				return Published{}, err
			}
			discard := func(ctx context.Context) {
				if err := p.Discard(ctx); err != nil {
					log.Warn("an unwanted file is left for the upkeep", "error", err)
				}
			}
			return Published{Asset: p.Asset, Commit: p.Commit, Discard: discard}, nil
		},
	}
}
