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
// generation vars["video_id"] (claim, succeed, fail, block), another account
// (open account of PLAN, whose key becomes vars["PLAN_key"]), trouble (close
// database, close blobs, exhaust reads, exhaust submissions, credits or slots
// of KEY, lose engines, find engines), a content policy that refuses every
// picture from then on, in requests or in results (refuse pictures, refuse
// results), what nodes do now and then (upkeep), or a real worker that renders
// everything from then on (start worker,
// and wait, until the generation vars["video_id"] is finished; wait of NAME
// waits for vars[NAME]).
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
		s.exhaust(t, vars[argument], `tat = now_us() + 3600000000`)
	case "exhaust credits":
		s.exhaust(t, vars[argument], `monthly = held_monthly, package = held_package`)
	case "exhaust slots":
		s.exhaust(t, vars[argument], `running = 1000`)
	case "open account":
		_, vars[argument+"_key"] = s.NewAccount(t, argument, 1000)
	case "lose engines":
		s.enginesLost.Store(true)
	case "find engines":
		s.enginesLost.Store(false)
	case "upkeep":
		s.Upkeep(t)
	case "refuse pictures":
		s.picturesRefused.Store(true)
	case "refuse results":
		s.resultsRefused.Store(true)
	case "start worker":
		s.Render(t)
	case "wait":
		if argument != "" {
			id, _ = strconv.ParseInt(vars[argument], 10, 64)
		}
		s.wait(t, id)
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

// Upkeep does once what a node does all the time: it takes back what workers
// lost, starts months, and removes what has expired.
func (s *Server) Upkeep(t testing.TB) {
	t.Helper()
	ctx := t.Context()
	_, err := s.generations.Reap(ctx)
	check(t, err)
	_, err = s.accounts.Renew(ctx)
	check(t, err)
	_, err = s.generations.Expire(ctx, 365*24*time.Hour)
	check(t, err)
	_, err = s.assets.Sweep(ctx)
	check(t, err)
}

// wait waits for a generation to be finished, however it ends.
func (s *Server) wait(t testing.TB, id int64) {
	t.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		g, err := s.generations.Get(t.Context(), s.Account, id)
		check(t, err)
		if g.Status.Final() {
			return
		}
		select {
		case <-look.C:
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		}
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

// exhaust makes the account of a key look as if it had submitted far too fast,
// for longer than any slow test takes, or as if it had nothing left.
func (s *Server) exhaust(t testing.TB, key, change string) {
	t.Helper()
	a, err := s.accounts.Authenticate(t.Context(), key)
	check(t, err)
	check(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE accounts SET `+change+` WHERE id = $1`, a.ID)
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
	output, err := s.assets.Publish(ctx, g, video, zoetrope.AssetVideo, "")
	check(t, err)
	still, err := s.assets.Publish(ctx, g, poster, zoetrope.AssetImage, "")
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
