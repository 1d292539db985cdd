package generation

import (
	"math"
	"strings"
	"testing"
	"time"

	"zoetrope/internal/account"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
)

// TestPlans checks that the statements which run all the time use the indexes
// made for them, once a database has some history.
func TestPlans(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		plans, err := catalog.Load()
		if err != nil {
			t.Fatal(err)
		}
		accounts := account.New(d, plans)
		var owner int64
		for range 40 {
			a, err := accounts.Create(t.Context(), "test", "business")
			if err != nil {
				t.Fatal(err)
			}
			owner = a.ID
		}
		dbtest.Fill(t, d, 4000)
		id := dbtest.Filled(t, d, owner)[0]
		now := time.Now()
		year, week := (365 * 24 * time.Hour).Microseconds(), db.Micros(now.AddDate(0, 0, -7))
		for _, c := range []struct {
			name, query string
			args        []any
			index       string // what its name begins with; generations_: any of that table
		}{
			{"one", selectOne, []any{id, owner}, "generations_"},
			{"page", selectPage, []any{owner, id, 20}, "generations_"},
			{"repeated", selectRepeated, []any{"x"}, "generations_"},
			{"backlog", selectBacklog, nil, "generations_"},
			{"lapsed", selectLapsed, []any{int64(0), 200}, "generations_open"},
			{"aged", selectAged, []any{year, 200}, "generations_aging"},
			{"slots", selectSlots, []any{year, 200}, "generations_aging"},
			{"old", selectOld, []any{year, 100}, "generations_kept"},
			{"usage", selectAll, []any{owner, int64(0), int64(math.MaxInt64), int64(math.MaxInt64), "", 20}, "entries_usage"},
			{"usage of a week", selectHolds, []any{owner, week, db.Micros(now), int64(math.MaxInt64), "", 20}, "entries_usage"},
			{"refunds", selectRefunds, []any{owner, int64(0), int64(math.MaxInt64), int64(math.MaxInt64), "", 20}, "entries_refunds"},
		} {
			plan := dbtest.Plan(t, d, c.query, c.args...)
			// The names of primary keys begin with their table's, behind this.
			named := strings.Contains(strings.ReplaceAll(plan, "sqlite_autoindex_", ""), c.index)
			if !named || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN") && c.name != "backlog" {
				t.Errorf("%s: want an index %s*:\n%s", c.name, c.index, plan)
			}
		}
	})
}
