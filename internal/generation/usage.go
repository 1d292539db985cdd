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
	Before     int64                // entry ids below this one; 0: from the newest
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

const selectUsage = `SELECT e.seq, e.account, e.generation, e.kind, e.credits, e.available, e.created, g.operation
FROM entries e JOIN generations g ON g.id = e.generation
WHERE e.account = $1 AND e.seq < $2 AND e.created >= $3 AND e.created <= $4
	AND e.kind IN ('hold', 'release')
	AND (CAST($5 AS text) = '' OR e.kind = $5)
	AND (CAST($6 AS text) = '' OR $6 LIKE '%,' || g.operation || ',%')
ORDER BY e.seq DESC LIMIT $7`

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
	all, err := db.Collect(scanUsage)(s.db.Read().Query(ctx, selectUsage,
		acct, f.Before, from, to, string(f.Kind), strings.ToLower(operations), f.Limit))
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
