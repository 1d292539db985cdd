package dbtest

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zoetrope/internal/db"
)

// Plan returns how a database would run a statement with these arguments, one
// step a line.
func Plan(t testing.TB, d *db.DB, query string, args ...any) string {
	t.Helper()
	explain, scan := `EXPLAIN `, func(r db.Row) (step string, err error) { return step, r.Scan(&step) }
	if d.Engine() == "sqlite" {
		explain = `EXPLAIN QUERY PLAN `
		scan = func(r db.Row) (step string, err error) {
			var id, parent, unused int64
			return step, r.Scan(&id, &parent, &unused, &step)
		}
	}
	var steps []string
	err := d.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		steps, err = db.Collect(scan)(tx.Query(ctx, explain+query, args...))
		return err
	})
	if err != nil {
		t.Fatalf("explain %s: %v", query, err)
	}
	return strings.Join(steps, "\n")
}

// history matches a table that grows with use, and the name that a statement
// gives it.
var history = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|UPDATE)\s+(generations|entries|assets|deliveries|moderation_records|voices|api_keys)\b(?:\s+(?:AS\s+)?([a-z]))?\b`)

// walk matches a step of SQLite's that reads a table from one end, or from some
// value, to the other.
var walk = regexp.MustCompile(`^(?:SCAN (\w+)|SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \(\w+[<>]\?)`)

var parameter = regexp.MustCompile(`\$(\d+)`)

func countParameters(statement string) (n int) {
	for _, m := range parameter.FindAllStringSubmatch(statement, -1) {
		number, _ := strconv.Atoi(m[1]) // digits
		n = max(n, number)
	}
	return n
}

// NoWalks checks that none of the statements that a SQLite database was asked to
// run reads one of the tables that grow with use from one end to the other.
// Partial indexes may be read whole: that they are small is their purpose.
func NoWalks(t testing.TB, d *db.DB, statements []string) {
	t.Helper()
	partial, err := db.Collect(func(r db.Row) (name string, err error) { return name, r.Scan(&name) })(
		d.Read().Query(t.Context(), `SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'`))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		tables := history.FindAllStringSubmatch(statement, -1)
		if len(tables) == 0 {
			continue
		}
		plan := Plan(t, d, statement, make([]any, countParameters(statement))...)
		if walks(plan, tables, partial) {
			t.Errorf("this statement takes the longer the more history there is:\n%s\nits plan is:\n%s", statement, plan)
		}
	}
}

// walks reports whether a plan reads one of the tables, each of which is known
// by any of several names, whole.
func walks(plan string, tables [][]string, partial []string) bool {
	for step := range strings.Lines(plan) {
		m := walk.FindStringSubmatch(step)
		if m == nil || slices.ContainsFunc(partial, func(index string) bool { return strings.Contains(step, "INDEX "+index) }) {
			continue
		}
		if slices.ContainsFunc(tables, func(names []string) bool { return slices.Contains(names[1:], m[1]+m[2]) }) {
			return true
		}
	}
	return false
}
