package account

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"zoetrope"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
)

const selectEntries = `SELECT account, seq, coalesce(generation, 0), kind, credits, available, note, created
FROM entries WHERE account = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3`

// MaxPage bounds how many rows one call lists.
const MaxPage = 100

// Statement lists an account's ledger entries, newest first: those with an ID
// below before (0: from the newest), at most limit or MaxPage of them. Entry
// IDs count from 1 within an account, without gaps.
func (s *Service) Statement(ctx context.Context, account, before int64, limit int) ([]zoetrope.Entry, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	if limit <= 0 || limit > MaxPage {
		limit = MaxPage
	}
	entries, err := db.Collect(scanEntry)(s.db.Read().Query(ctx, selectEntries, account, before, limit))
	if err != nil {
		return nil, fmt.Errorf("statement of account %d: %w", account, err)
	}
	return entries, nil
}

func scanEntry(r db.Row) (e zoetrope.Entry, err error) {
	var created int64
	var kind string
	err = r.Scan(&e.Account, &e.ID, &e.Generation, &kind, &e.Credits, &e.Available, &e.Note, &created)
	e.Kind, e.Created = zoetrope.EntryKind(kind), db.Time(created)
	return e, err
}

const selectDue = `SELECT id, renews FROM accounts WHERE renews > 0 AND renews <= now_us() ORDER BY id`

// Renew grants the monthly credits of all accounts whose month has passed;
// what was left of the old month and is not held lapses. It returns how many
// accounts it renewed. Nodes may call it at the same time.
func (s *Service) Renew(ctx context.Context) (renewed int, err error) {
	type due struct{ id, renews int64 }
	all, err := db.Collect(func(r db.Row) (a due, err error) {
		return a, r.Scan(&a.id, &a.renews)
	})(s.db.Read().Query(ctx, selectDue))
	if err != nil {
		return 0, fmt.Errorf("renew monthly credits: %w", err)
	}
	for _, a := range all {
		err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			plan, err := s.PlanOf(ctx, tx, a.id)
			if err != nil {
				return err
			}
			return renew(ctx, tx, a.id, a.renews, plan)
		})
		if errors.Is(err, errRenewed) {
			continue
		}
		if err != nil {
			return renewed, fmt.Errorf("renew monthly credits of account %d: %w", a.id, err)
		}
		renewed++
	}
	return renewed, nil
}

// errRenewed says that another node renewed the account.
var errRenewed = errors.New("renewed by another node")

const (
	// setRenewal is the compare-and-set that lets one node renew a month. It
	// leaves the credits that lapse in last_split for RETURNING.
	setRenewal = `UPDATE accounts SET renews = $1, last_split = monthly - held_monthly
WHERE id = $2 AND renews = $3 RETURNING last_split`
	dropMonthly = `UPDATE accounts SET monthly = monthly - $1, entries = entries + 1 WHERE id = $2
RETURNING entries, monthly + package - held_monthly - held_package`
	addMonthly = `UPDATE accounts SET monthly = monthly + $1, entries = entries + 1 WHERE id = $2
RETURNING entries, monthly + package - held_monthly - held_package`
)

// renew starts a month of an account whose last one ended at renews (0: it has
// had none).
func renew(ctx context.Context, tx *db.Tx, account, renews int64, plan catalog.Plan) error {
	now, err := db.Int64(tx.QueryRow(ctx, `SELECT now_us()`))
	if err != nil {
		return err
	}
	var lapsed int64
	err = tx.QueryRow(ctx, setRenewal, db.Micros(nextRenewal(db.Time(renews), db.Time(now))), account, renews).Scan(&lapsed)
	if errors.Is(err, db.ErrNoRows) {
		return errRenewed
	}
	if err != nil {
		return err
	}
	if lapsed > 0 {
		err := record(ctx, tx, zoetrope.Entry{Account: account, Kind: zoetrope.EntryExpire, Credits: lapsed, Note: "monthly credits lapsed"},
			dropMonthly, lapsed, account)
		if err != nil {
			return err
		}
	}
	if plan.MonthlyCredits == 0 {
		return nil
	}
	return record(ctx, tx, zoetrope.Entry{Account: account, Kind: zoetrope.EntryGrant, Credits: plan.MonthlyCredits, Note: "monthly credits, plan " + plan.Name},
		addMonthly, plan.MonthlyCredits, account)
}

// nextRenewal is the first monthly anniversary of last after now. Months that
// were missed while nothing ran are not made up for. Days beyond the 28th
// would wander, so they count as the 28th.
func nextRenewal(last, now time.Time) time.Time {
	if last.IsZero() {
		last = now
	}
	if last.Day() > 28 {
		last = last.AddDate(0, 0, 28-last.Day())
	}
	next := last.AddDate(0, 1, 0)
	for !next.After(now) {
		next = next.AddDate(0, 1, 0)
	}
	return next
}
