package asset

import (
	"strings"
	"testing"
	"time"

	"zoetrope/internal/account"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
)

// TestPlans checks that what sweeps run does not look at all assets, once a
// database has some history.
func TestPlans(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		plans, err := catalog.Load()
		if err != nil {
			t.Fatal(err)
		}
		owner, err := account.New(d, plans).Create(t.Context(), "test", "business")
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Fill(t, d, 2000)
		id := dbtest.Filled(t, d, owner.ID)[0]
		for _, c := range []struct {
			query, index string
			args         []any
		}{
			{deleteResults, "assets_generation", []any{id}},
			{selectResults, "assets_generation", []any{id, owner.ID}},
			{deleteExpired, "assets_expiring", nil},
			{deleteAbandoned, "assets_pending", []any{time.Hour.Microseconds()}},
			{selectDeleted, "assets_purge", []any{0, purgeBatch}},
		} {
			if plan := dbtest.Plan(t, d, c.query, c.args...); !strings.Contains(plan, c.index) {
				t.Errorf("%s\nwant index %s:\n%s", c.query, c.index, plan)
			}
		}
	})
}
