package generation

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/db"
)

// UsageFilter chooses entries of an account's ledger that generations caused.
type UsageFilter struct {
	// Before is the id of the last entry of the page before, whose time To then
	// is; 0: from the newest.
	Before     int64
	Limit      int                  // 1..account.MaxPage; 0: account.MaxPage
	Kind       zoetrope.EntryKind   // EntryHold or EntryRelease; "": both
	Operations []zoetrope.Operation // nil: all
	From, To   time.Time            // inclusive; zero: no bound
}

// Usage is credits that left the balance for a generation (EntryHold), or came
// back (EntryRelease). Charges are left out: they move nothing that a client can
// see, because what is held is no longer in the balance. So grants less
// expiries, less the holds, plus the releases, is the balance at any time.
type Usage struct {
	zoetrope.Entry
	Operation zoetrope.Operation
}

// The conditions on kind are those of the indexes, to the letter: that is how
// SQLite tells that an index has all the rows.
const (
	selectUsage = `SELECT e.seq, e.account, e.generation, e.kind, e.credits, e.available, e.created, g.operation
FROM entries e JOIN generations g ON g.id = e.generation
WHERE e.account = $1 AND e.created >= $2 AND (e.created, e.seq) < ($3, $4)
	AND (CAST($5 AS text) = '' OR $5 LIKE '%,' || g.operation || ',%')
	AND `
	newestUsage   = ` ORDER BY e.created DESC, e.seq DESC LIMIT $6`
	selectAll     = selectUsage + `e.kind IN ('hold', 'release')` + newestUsage
	selectHolds   = selectUsage + `e.kind IN ('hold', 'release') AND e.kind = 'hold'` + newestUsage
	selectRefunds = selectUsage + `e.kind = 'release'` + newestUsage
)

// Usage lists what generations of an account cost and gave back, newest first.
func (s *Service) Usage(ctx context.Context, acct int64, f UsageFilter) ([]Usage, error) {
	if f.Before <= 0 {
		f.Before = math.MaxInt64
	}
	if f.Limit <= 0 || f.Limit > account.MaxPage {
		f.Limit = account.MaxPage
	}
	from, to := int64(0), int64(math.MaxInt64)
	if !f.From.IsZero() {
		from = db.Micros(f.From)
	}
	if !f.To.IsZero() {
		to = db.Micros(f.To)
	}
	operations := ""
	for _, op := range f.Operations {
		operations += "," + string(op)
	}
	if operations != "" {
		operations += ","
	}
	query := selectAll
	switch f.Kind {
	case zoetrope.EntryHold:
		query = selectHolds
	case zoetrope.EntryRelease:
		query = selectRefunds
	}
	all, err := db.Collect(scanUsage)(s.db.Read().Query(ctx, query, acct, from, to, f.Before, strings.ToLower(operations), f.Limit))
	if err != nil {
		return nil, fmt.Errorf("usage of account %d: %w", acct, err)
	}
	return all, nil
}

func scanUsage(r db.Row) (u Usage, err error) {
	var created int64
	var kind, operation string
	err = r.Scan(&u.ID, &u.Account, &u.Generation, &kind, &u.Credits, &u.Available, &created, &operation)
	u.Kind, u.Created, u.Operation = zoetrope.EntryKind(kind), db.Time(created), zoetrope.Operation(operation)
	return u, err
}
