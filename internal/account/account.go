// Package account keeps accounts, their API keys and their credits.
//
// # Money
//
// An account has two pockets: monthly credits, which its plan renews and which
// are spent first, and package credits, which were granted. Credits move by
// these steps only, each in the caller's transaction and each with an entry in
// the append-only ledger:
//
//	grant    credits enter a pocket
//	hold     a submission reserves its price; the hold remembers its pockets
//	charge   held credits are spent
//	release  held credits become free again, in the pocket they came from
//	expire   free monthly credits lapse
//
// So at any time, with the entries summed up by kind:
//
//	monthly + package = grants − charges − expiries
//	held              = holds − charges − releases
//
// and for a finished generation hold = charge + release. A generation has at
// most one entry of each kind, by a unique constraint: refunding twice is not
// guarded against, it is impossible.
package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
)

// Service keeps the accounts of one database. It is safe for concurrent use.
type Service struct {
	db    *db.DB
	plans *catalog.Catalog
}

// New returns the accounts in d, whose plans are those of the catalog.
func New(d *db.DB, plans *catalog.Catalog) *Service {
	return &Service{db: d, plans: plans}
}

const accountColumns = `accounts.id, accounts.name, accounts.plan, accounts.created,
	accounts.monthly, accounts.package, accounts.held_monthly + accounts.held_package, accounts.running`

func scanAccount(r db.Row) (a zoetrope.Account, err error) {
	var created int64
	err = r.Scan(&a.ID, &a.Name, &a.Plan, &created, &a.Monthly, &a.Package, &a.Held, &a.Running)
	a.Created = db.Time(created)
	return a, err
}

// Create opens an account on a plan and grants its first monthly credits.
func (s *Service) Create(ctx context.Context, name, plan string) (a zoetrope.Account, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err = s.create(ctx, tx, name, plan)
		return err
	})
	return a, err
}

const insertAccount = `INSERT INTO accounts (id, name, plan, created) VALUES ($1, $2, $3, now_us())
ON CONFLICT (id) DO NOTHING`

func (s *Service) create(ctx context.Context, tx *db.Tx, name, planName string) (zoetrope.Account, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return zoetrope.Account{}, zoetrope.FieldErrorf(zoetrope.CodeMissing, "name", "name is empty; give the account a name")
	}
	plan, ok := s.plans.Plan(planName)
	if !ok {
		return zoetrope.Account{}, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "plan", "plan %q is unknown; use one of %s", planName, s.planNames())
	}
	id, err := insertWithNewID(func(id int64) (int64, error) {
		return tx.Exec(ctx, insertAccount, id, name, plan.Name)
	})
	if err != nil {
		return zoetrope.Account{}, fmt.Errorf("create account: %w", err)
	}
	if err := renew(ctx, tx, id, 0, plan); err != nil {
		return zoetrope.Account{}, fmt.Errorf("create account: %w", err)
	}
	return show(ctx, tx, id)
}

func (s *Service) planNames() string {
	var names []string
	for _, p := range s.plans.Plans() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// insertWithNewID calls insert with fresh ids until it reports a row: ids of
// the same millisecond may collide.
func insertWithNewID(insert func(id int64) (rows int64, err error)) (int64, error) {
	for {
		id := zoetrope.NewID(time.Now())
		rows, err := insert(id)
		if err != nil || rows > 0 {
			return id, err
		}
	}
}

const selectAccount = `SELECT ` + accountColumns + ` FROM accounts WHERE id = $1`

// Show returns an account with its balance.
func (s *Service) Show(ctx context.Context, id int64) (zoetrope.Account, error) {
	return show(ctx, s.db.Read(), id)
}

func show(ctx context.Context, q db.Querier, id int64) (zoetrope.Account, error) {
	a, err := scanAccount(q.QueryRow(ctx, selectAccount, id))
	if errors.Is(err, db.ErrNoRows) {
		return a, zoetrope.Errorf(zoetrope.CodeNotFound, "there is no account %d", id)
	}
	if err != nil {
		return a, fmt.Errorf("read account %d: %w", id, err)
	}
	return a, nil
}

const selectAccounts = `SELECT ` + accountColumns + ` FROM accounts ORDER BY id`

// List returns all accounts, oldest first.
func (s *Service) List(ctx context.Context) ([]zoetrope.Account, error) {
	all, err := db.Collect(scanAccount)(s.db.Read().Query(ctx, selectAccounts))
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return all, nil
}

const updatePlan = `UPDATE accounts SET plan = $1 WHERE id = $2`

// SetPlan moves an account to another plan. Its limits change at once, its
// monthly credits at the next renewal.
func (s *Service) SetPlan(ctx context.Context, id int64, planName string) error {
	plan, ok := s.plans.Plan(planName)
	if !ok {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "plan", "plan %q is unknown; use one of %s", planName, s.planNames())
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := tx.Exec(ctx, updatePlan, plan.Name, id)
		if err == nil && rows == 0 {
			return zoetrope.Errorf(zoetrope.CodeNotFound, "there is no account %d", id)
		}
		return err
	})
}
