package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zoetrope"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
)

// Hold is what an admitted generation has reserved.
type Hold struct {
	Account     int64
	Generation  int64
	Price       zoetrope.Credits
	FromMonthly zoetrope.Credits // part of Price out of the monthly pocket
}

// PlanOf returns the plan of an account.
func (s *Service) PlanOf(ctx context.Context, q db.Querier, account int64) (catalog.Plan, error) {
	var name string
	err := q.QueryRow(ctx, `SELECT plan FROM accounts WHERE id = $1`, account).Scan(&name)
	if errors.Is(err, db.ErrNoRows) {
		return catalog.Plan{}, zoetrope.Errorf(zoetrope.CodeNotFound, "there is no account %d", account)
	}
	if err != nil {
		return catalog.Plan{}, fmt.Errorf("read plan of account %d: %w", account, err)
	}
	plan, ok := s.plans.Plan(name)
	if !ok {
		return plan, fmt.Errorf("account %d has plan %q, which the catalog does not", account, name)
	}
	return plan, nil
}

// admit takes a concurrency slot, a place in the rate (GCRA: tat is when the
// account's past submissions will be used up) and the price out of both
// pockets, or changes nothing. The old values stand on every right-hand side.
const admit = `UPDATE accounts SET
	last_split = CASE WHEN monthly - held_monthly < $1 THEN monthly - held_monthly ELSE $1 END,
	held_monthly = held_monthly + CASE WHEN monthly - held_monthly < $1 THEN monthly - held_monthly ELSE $1 END,
	held_package = held_package + $1 - CASE WHEN monthly - held_monthly < $1 THEN monthly - held_monthly ELSE $1 END,
	running = running + 1,
	tat = CASE WHEN tat > now_us() THEN tat ELSE now_us() END + $2,
	entries = entries + 1
WHERE id = $3
	AND monthly + package - held_monthly - held_package >= $1
	AND running < $4
	AND tat <= now_us() + $5
RETURNING last_split, entries, monthly + package - held_monthly - held_package`

// Admit reserves the price and a concurrency slot for a generation whose row
// the transaction has inserted, or says why not: CodeConcurrency, CodeCredits
// or CodeRate. Balance, concurrency and rate are decided by one conditional
// UPDATE, so that any number of nodes admit exactly to the limit.
func (s *Service) Admit(ctx context.Context, tx *db.Tx, plan catalog.Plan, account, generation int64, price zoetrope.Credits) (Hold, error) {
	hold := Hold{Account: account, Generation: generation, Price: price}
	interval := int64(float64(time.Second.Microseconds()) / plan.RatePerSecond)
	entry := zoetrope.Entry{Account: account, Generation: generation, Kind: zoetrope.EntryHold, Credits: price}
	err := tx.QueryRow(ctx, admit, price, interval, account, plan.Concurrency, interval*int64(plan.Burst-1)).
		Scan(&hold.FromMonthly, &entry.ID, &entry.Available)
	if errors.Is(err, db.ErrNoRows) {
		return hold, refusal(ctx, tx, plan, account, price)
	}
	if err != nil {
		return hold, fmt.Errorf("admit generation %d: %w", generation, err)
	}
	return hold, insertEntry(ctx, tx, entry)
}

// refusal finds out why admit changed no row.
func refusal(ctx context.Context, tx *db.Tx, plan catalog.Plan, account int64, price zoetrope.Credits) error {
	a, err := show(ctx, tx, account)
	switch {
	case err != nil:
		return err
	case a.Running >= plan.Concurrency:
		return zoetrope.Errorf(zoetrope.CodeConcurrency,
			"%d videos are being generated, which is the limit of plan %s; wait until one is finished", a.Running, plan.Name)
	case a.Available() < price:
		return zoetrope.Errorf(zoetrope.CodeCredits,
			"this costs %d credits and %d are available; add credits or choose a cheaper setting", price, a.Available())
	}
	return zoetrope.Errorf(zoetrope.CodeRate,
		"more than %g requests per second; plan %s allows bursts of %d", plan.RatePerSecond, plan.Name, plan.Burst)
}

// settle spends the credits $1 (monthly) and $2 (package) and takes $3 and $4
// out of what is held.
const settle = `UPDATE accounts SET
	monthly = monthly - $1,
	package = package - $2,
	held_monthly = held_monthly - $3,
	held_package = held_package - $4,
	entries = entries + 1
WHERE id = $5
RETURNING entries, monthly + package - held_monthly - held_package`

// Charge spends a hold.
func Charge(ctx context.Context, tx *db.Tx, h Hold) error {
	rest := h.Price - h.FromMonthly
	return record(ctx, tx, zoetrope.Entry{Account: h.Account, Generation: h.Generation, Kind: zoetrope.EntryCharge, Credits: h.Price},
		settle, h.FromMonthly, rest, h.FromMonthly, rest, h.Account)
}

// Release gives a hold back to the pockets it came from. note says why. Monthly
// credits go back even when their month has passed meanwhile; they lapse at the
// next renewal.
func Release(ctx context.Context, tx *db.Tx, h Hold, note string) error {
	return record(ctx, tx, zoetrope.Entry{Account: h.Account, Generation: h.Generation, Kind: zoetrope.EntryRelease, Credits: h.Price, Note: note},
		settle, 0, 0, h.FromMonthly, h.Price-h.FromMonthly, h.Account)
}

const freeSlot = `UPDATE accounts SET running = running - 1 WHERE id = $1`

// FreeSlot takes one generation off the account's concurrency.
func FreeSlot(ctx context.Context, tx *db.Tx, account int64) error {
	_, err := tx.Exec(ctx, freeSlot, account)
	return err
}

const addPackage = `UPDATE accounts SET package = package + $1, entries = entries + 1 WHERE id = $2
RETURNING entries, monthly + package - held_monthly - held_package`

// MaxGrant bounds one grant, and by it every sum of credits, far below what
// int64 holds.
const MaxGrant zoetrope.Credits = 1_000_000_000_000

// Grant gives package credits to an account. note says why.
func (s *Service) Grant(ctx context.Context, account int64, credits zoetrope.Credits, note string) (a zoetrope.Account, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := grant(ctx, tx, account, credits, note); err != nil {
			return err
		}
		a, err = show(ctx, tx, account)
		return err
	})
	return a, err
}

func grant(ctx context.Context, tx *db.Tx, account int64, credits zoetrope.Credits, note string) error {
	if credits <= 0 || credits > MaxGrant {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "credits", "credits is %d; grant 1 to %d", credits, MaxGrant)
	}
	return record(ctx, tx, zoetrope.Entry{Account: account, Kind: zoetrope.EntryGrant, Credits: credits, Note: note},
		addPackage, credits, account)
}

// record runs an update of an account that returns the number of its next
// entry and what is then available, and writes that entry.
func record(ctx context.Context, tx *db.Tx, e zoetrope.Entry, update string, args ...any) error {
	err := tx.QueryRow(ctx, update, args...).Scan(&e.ID, &e.Available)
	if errors.Is(err, db.ErrNoRows) {
		return zoetrope.Errorf(zoetrope.CodeNotFound, "there is no account %d", e.Account)
	}
	if err != nil {
		return fmt.Errorf("%s %d credits, account %d, generation %d: %w", e.Kind, e.Credits, e.Account, e.Generation, err)
	}
	return insertEntry(ctx, tx, e)
}

const insertEntrySQL = `INSERT INTO entries (account, seq, generation, kind, credits, available, note, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, now_us())`

func insertEntry(ctx context.Context, tx *db.Tx, e zoetrope.Entry) error {
	var generation *int64
	if e.Generation != 0 {
		generation = &e.Generation
	}
	_, err := tx.Exec(ctx, insertEntrySQL, e.Account, e.ID, generation, string(e.Kind), e.Credits, e.Available, e.Note)
	if err != nil {
		return fmt.Errorf("write %s entry of generation %d: %w", e.Kind, e.Generation, err)
	}
	return nil
}
