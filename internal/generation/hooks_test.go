package generation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/generation"
)

// TestRefusalsComeBeforeTheCharge: what the policy or an unknown webhook
// refuses leaves no trace, and a repetition is not judged again.
func TestRefusalsComeBeforeTheCharge(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var refuse error
		judged := 0
		w := newWorld(t, d, "free", 1000, func(c *generation.Config) {
			c.Judge = func(_ context.Context, account int64, s zoetrope.Spec) error {
				judged++
				if s.Video().Prompt != "a fox" || account == 0 {
					t.Errorf("judged %+v of account %d", s, account)
				}
				return refuse
			}
			c.CheckWebhook = func(_ context.Context, _ int64, id string) error {
				if id != "1" {
					return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "webhook_id", "unknown")
				}
				return nil
			}
		})
		before := w.account(t)
		refuse = zoetrope.FieldErrorf(zoetrope.CodeModeration, "prompt", "no")
		_, _, err := w.Submit(t.Context(), w.submission("once"))
		wantCode(t, err, zoetrope.CodeModeration)
		refuse = nil
		unknown := w.submission("once")
		unknown.Spec.Video().WebhookID = "2"
		_, _, err = w.Submit(t.Context(), unknown)
		wantCode(t, err, zoetrope.CodeInvalid)
		if w.account(t) != before || w.count(t, `SELECT count(*) FROM generations`) != 0 {
			t.Errorf("refusals changed the account: %+v, then %+v", before, w.account(t))
		}
		_, _, err = w.Submit(t.Context(), w.submission("once"))
		must(t, err)
		_, replayed, err := w.Submit(t.Context(), w.submission("once"))
		must(t, err)
		if !replayed || judged != 2 {
			t.Errorf("replayed %v, judged %d times", replayed, judged)
		}
	})
}

// TestSettledIsPartOfTheSettlement: it hears of each end once, and its failure
// undoes all of it.
func TestSettledIsPartOfTheSettlement(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var fail error
		var heard []zoetrope.Generation
		w := newWorld(t, d, "free", 1000, func(c *generation.Config) {
			c.Settled = func(_ context.Context, _ *db.Tx, g zoetrope.Generation) error {
				if fail == nil {
					heard = append(heard, g)
				}
				return fail
			}
		})
		g := w.submit(t)
		_, err := w.Claim(t.Context(), g.ID, 1, time.Hour)
		must(t, err)
		succeed := func(ctx context.Context, tx *db.Tx) error {
			return w.Succeed(ctx, tx, g.ID, 1, generation.Result{Engine: "test"})
		}
		fail = errors.New("no")
		if err := w.tx(t, succeed); !errors.Is(err, fail) {
			t.Errorf("settled with %v", err)
		}
		if got, err := w.Get(t.Context(), w.acct, g.ID); err != nil || got.Status != zoetrope.StatusRendering {
			t.Errorf("after the failure: %s, %v", got.Status, err)
		}
		fail = nil
		must(t, w.tx(t, succeed))
		if err := w.tx(t, succeed); !errors.Is(err, generation.ErrLost) {
			t.Errorf("settled again with %v", err)
		}
		if len(heard) != 1 || heard[0].ID != g.ID || heard[0].Status != zoetrope.StatusSucceeded || heard[0].Price != price {
			t.Errorf("heard %+v", heard)
		}
	})
}
