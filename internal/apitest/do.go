package apitest

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/generation"
)

// Do makes something happen to the server, by name: what a worker does to the
// generation vars["video_id"] (claim, succeed, fail, block), or trouble (close
// database, close blobs, exhaust reads, exhaust submissions of KEY).
func (s *Server) Do(t testing.TB, what string, vars map[string]string) {
	t.Helper()
	id, _ := strconv.ParseInt(vars["video_id"], 10, 64)
	verb, argument, _ := strings.Cut(what, " of ")
	switch verb {
	case "close database":
		check(t, s.db.Close())
	case "close blobs":
		check(t, s.files.Close())
	case "exhaust reads":
		s.exhaustReads(t)
	case "exhaust submissions":
		s.exhaustSubmissions(t, vars[argument])
	case "claim":
		_, err := s.generations.Claim(t.Context(), id, 1, time.Hour)
		check(t, err)
		check(t, s.generations.Renew(t.Context(), id, 1, time.Hour, 0.25, "fading in"))
	case "succeed":
		s.succeed(t, id)
	case "fail":
		s.fail(t, id, zoetrope.Errorf(zoetrope.CodeEngine, "the lens cap was on"))
	case "block":
		s.fail(t, id, zoetrope.Errorf(zoetrope.CodeModeration, "the video broke the policy"))
	default:
		t.Fatalf("apitest does not know how to %q", what)
	}
}

// exhaustReads reads until that is too fast.
func (s *Server) exhaustReads(t testing.TB) {
	t.Helper()
	for range 5000 {
		if strings.Contains(s.send(t, http.MethodGet, "/openapi/v2/account/balance", s.Key, ""), `"ErrCode":500045`) {
			return
		}
	}
	t.Fatal("5000 requests were not too fast")
}

// exhaustSubmissions makes the account of a key look as if it had submitted far
// too fast, for long enough that no slow test sees it recover.
func (s *Server) exhaustSubmissions(t testing.TB, key string) {
	t.Helper()
	a, err := s.accounts.Authenticate(t.Context(), key)
	check(t, err)
	check(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE accounts SET tat = now_us() + 3600000000 WHERE id = $1`, a.ID)
		return err
	}))
}

// succeed settles a claimed generation as a worker does that rendered it.
func (s *Server) succeed(t testing.TB, id int64) {
	t.Helper()
	ctx := t.Context()
	g, err := s.generations.Get(ctx, s.Account, id)
	check(t, err)
	dir := t.TempDir()
	video, poster := filepath.Join(dir, "video.mp4"), filepath.Join(dir, "poster.jpg")
	check(t, writeVideo(ctx, s.tools, video, g.Width, g.Height, g.Spec.Video().Frames()))
	check(t, s.tools.Poster(ctx, video, poster, 0))
	output, err := s.assets.Publish(ctx, g, video, zoetrope.AssetVideo)
	check(t, err)
	still, err := s.assets.Publish(ctx, g, poster, zoetrope.AssetImage)
	check(t, err)
	check(t, s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		result := generation.Result{
			Engine: engineName, Metadata: map[string]string{"backend": "none"}, Output: output.Asset.ID, Poster: still.Asset.ID,
		}
		return errors.Join(output.Commit(ctx, tx), still.Commit(ctx, tx), s.generations.Succeed(ctx, tx, id, g.Attempt, result))
	}))
}

// fail settles a claimed generation as a worker does whose engine gave up.
func (s *Server) fail(t testing.TB, id int64, cause *zoetrope.Error) {
	t.Helper()
	check(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := s.generations.Fail(ctx, tx, id, 1, engineName, cause)
		return err
	}))
}
