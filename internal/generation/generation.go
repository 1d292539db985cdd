// Package generation is the life of a generation: submission, reading,
// cancelling, deleting, and every change of state that workers make.
//
// # States
//
//	                 Claim                  Succeed
//	Submit ──► queued ───────► rendering ──────────────► succeeded
//	             ▲                │  │ Fail, Block       failed, blocked
//	             └────────────────┘  └─────────────────► (final)
//	        Fail (retryable), HandBack, Reap
//
//	queued, rendering ── Cancel ──► cancelled
//	queued, rendering ── Reap (too old) ──► failed
//
// Every arrow is one compare-and-set. Those out of rendering that a worker
// makes name its attempt, which Claim counts up: a worker that lost its lease,
// was cancelled or came too late changes no row, gets ErrLost and throws its
// work away. Deletion is a mark beside the state; deleting an unfinished
// generation cancels it first.
//
// # Nothing is lost
//
// A queued generation has a job in the queue, put there by the transaction that
// made it queued. A rendering one has a lease, which its worker renews; Reap
// takes back those that lapsed. Leases are compared with the database's clock
// (now_us), never with a node's. Jobs are only wake-ups: one too many finds
// nothing to claim, and Rewake replaces one that a dying process took with it.
//
// # Money
//
// The transaction that inserts a generation holds its price; the transaction
// that makes it final charges or releases all of it. What may be done once
// hangs on the compare-and-set that wins once, and the ledger's unique
// constraint stands behind it.
package generation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
)

// ErrLost says that a change of state found the generation in another state or
// attempt: someone else claimed, finished, cancelled or reaped it first. It is
// an ordinary result, and its transaction must be rolled back.
var ErrLost = errors.New("the generation has moved on")

// Queue wakes workers. Its functions run in the transaction of the change that
// needs them.
type Queue struct {
	// Insert adds a job that makes a worker claim the generation after delay,
	// and returns the job's id.
	Insert func(ctx context.Context, tx *db.Tx, generation int64, delay time.Duration) (job int64, err error)
	// Cancel drops a waiting job, or cancels the context of a running one. A
	// job that is gone is no error.
	Cancel func(ctx context.Context, tx *db.Tx, job int64) error
}

// Policy is how patient the platform is. Zero fields take the defaults.
type Policy struct {
	MaxFailures int           // attempts that an engine may fail in a retryable way; 3
	MaxLosses   int           // attempts whose worker may be lost; 5
	RetryDelay  time.Duration // wait before the second attempt, doubled for each further one; 2 s
	SlotAge     time.Duration // after which it no longer counts against concurrency; 10 min
	MaxAge      time.Duration // after which it fails and is refunded; 2 h
}

func (p Policy) withDefaults() Policy {
	def := Policy{MaxFailures: 3, MaxLosses: 5, RetryDelay: 2 * time.Second, SlotAge: 10 * time.Minute, MaxAge: 2 * time.Hour}
	if p.MaxFailures > 0 {
		def.MaxFailures = p.MaxFailures
	}
	if p.MaxLosses > 0 {
		def.MaxLosses = p.MaxLosses
	}
	if p.RetryDelay > 0 {
		def.RetryDelay = p.RetryDelay
	}
	if p.SlotAge > 0 {
		def.SlotAge = p.SlotAge
	}
	if p.MaxAge > 0 {
		def.MaxAge = p.MaxAge
	}
	return def
}

// Config is what a Service needs.
type Config struct {
	DB       *db.DB
	Accounts *account.Service
	Catalog  *catalog.Catalog
	Queue    Queue
	// Accepts refuses what no engine can do, before anything is charged. Nil
	// accepts everything.
	Accepts func(ctx context.Context, s zoetrope.Spec) error
	// CheckWebhook refuses a webhook_id that is none of the account's, before
	// anything is charged. Nil accepts everything.
	CheckWebhook func(ctx context.Context, account int64, webhookID string) error
	// Judge refuses what the content policy does not allow, before anything is
	// charged. Nil accepts everything.
	Judge func(ctx context.Context, account int64, s zoetrope.Spec) error
	// Settled runs in the transaction that makes a generation final, after its
	// credits. Nil does nothing.
	Settled func(ctx context.Context, tx *db.Tx, g zoetrope.Generation) error
	Policy  Policy
	Log     *slog.Logger // nil: slog.Default
}

// Service is the generations of one database. It is safe for concurrent use.
type Service struct {
	db       *db.DB
	accounts *account.Service
	catalog  *catalog.Catalog
	queue    Queue
	accepts  func(context.Context, zoetrope.Spec) error
	webhook  func(context.Context, int64, string) error
	judge    func(context.Context, int64, zoetrope.Spec) error
	settled  func(context.Context, *db.Tx, zoetrope.Generation) error
	policy   Policy
	log      *slog.Logger
}

// New returns a Service. Queue must have both functions.
func New(c Config) *Service {
	s := &Service{
		db: c.DB, accounts: c.Accounts, catalog: c.Catalog, queue: c.Queue,
		accepts: c.Accepts, webhook: c.CheckWebhook, judge: c.Judge, settled: c.Settled,
		policy: c.Policy.withDefaults(), log: c.Log,
	}
	if s.accepts == nil {
		s.accepts = func(context.Context, zoetrope.Spec) error { return nil }
	}
	if s.webhook == nil {
		s.webhook = func(context.Context, int64, string) error { return nil }
	}
	if s.judge == nil {
		s.judge = func(context.Context, int64, zoetrope.Spec) error { return nil }
	}
	if s.settled == nil {
		s.settled = func(context.Context, *db.Tx, zoetrope.Generation) error { return nil }
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	return s
}

// Accepts reports whether an engine takes a request: nil, or a refusal.
func (s *Service) Accepts(ctx context.Context, spec zoetrope.Spec) error { return s.accepts(ctx, spec) }

// MaxAge is how old an unfinished generation may become.
func (s *Service) MaxAge() time.Duration { return s.policy.MaxAge }

const columns = `id, account, trace_id, operation, spec, seed, width, height, price,
	status, attempt, lease, progress, phase, engine, metadata, output, poster, code, reason,
	created, started, finished, modified, deleted`

func scan(r db.Row) (g zoetrope.Generation, err error) {
	var (
		operation, status, code                           string
		spec, metadata                                    string
		lease, created, started, finished, modified, dead int64
	)
	err = r.Scan(&g.ID, &g.Account, &g.TraceID, &operation, &spec, &g.Seed, &g.Width, &g.Height, &g.Price,
		&status, &g.Attempt, &lease, &g.Progress, &g.Phase, &g.Engine, &metadata, &g.Output, &g.Poster, &code, &g.Reason,
		&created, &started, &finished, &modified, &dead)
	if err != nil {
		return g, err
	}
	g.Operation, g.Status, g.Code = zoetrope.Operation(operation), zoetrope.Status(status), zoetrope.Code(code)
	g.Lease, g.Created, g.Started = db.Time(lease), db.Time(created), db.Time(started)
	g.Finished, g.Modified, g.Deleted = db.Time(finished), db.Time(modified), db.Time(dead)
	if err := json.Unmarshal([]byte(metadata), &g.Metadata); err != nil {
		return g, fmt.Errorf("metadata of generation %d: %w", g.ID, err)
	}
	g.Spec, err = zoetrope.DecodeSpec(g.Operation, []byte(spec))
	if err != nil {
		return g, fmt.Errorf("generation %d: %w", g.ID, err)
	}
	return g, nil
}

const (
	selectOne  = `SELECT ` + columns + ` FROM generations WHERE id = $1 AND account = $2`
	selectPage = `SELECT ` + columns + ` FROM generations
WHERE account = $1 AND id < $2 AND deleted = 0 ORDER BY id DESC LIMIT $3`
)

// Get returns a generation of the account, also a deleted one (with Deleted
// set). The error is CodeNotFound for an id that the account does not have.
func (s *Service) Get(ctx context.Context, account, id int64) (zoetrope.Generation, error) {
	return get(ctx, s.db.Read(), account, id)
}

func get(ctx context.Context, q db.Querier, account, id int64) (zoetrope.Generation, error) {
	g, err := scan(q.QueryRow(ctx, selectOne, id, account))
	if errors.Is(err, db.ErrNoRows) {
		return g, zoetrope.FieldErrorf(zoetrope.CodeNotFound, "video_id", "there is no video %d in this account", id)
	}
	if err != nil {
		return g, fmt.Errorf("read generation %d: %w", id, err)
	}
	return g, nil
}

// Page asks for some rows of a list, newest first.
type Page struct {
	Before int64 // ids below this one; 0: from the newest
	Limit  int   // 1..account.MaxPage; 0: account.MaxPage
}

// List returns the account's generations that are not deleted, newest first.
func (s *Service) List(ctx context.Context, acct int64, p Page) ([]zoetrope.Generation, error) {
	if p.Before <= 0 {
		p.Before = zoetrope.MaxID + 1
	}
	if p.Limit <= 0 || p.Limit > account.MaxPage {
		p.Limit = account.MaxPage
	}
	all, err := db.Collect(scan)(s.db.Read().Query(ctx, selectPage, acct, p.Before, p.Limit))
	if err != nil {
		return nil, fmt.Errorf("list generations: %w", err)
	}
	return all, nil
}

const selectBacklog = `SELECT
	coalesce(sum(CASE WHEN status = 'queued' THEN 1 ELSE 0 END), 0),
	coalesce(sum(CASE WHEN status = 'rendering' THEN 1 ELSE 0 END), 0),
	coalesce(now_us() - min(CASE WHEN status = 'queued' THEN created END), 0),
	coalesce(sum(price), 0)
FROM generations WHERE finished = 0`

// Backlog is the work that is not finished.
type Backlog struct {
	Queued, Rendering int64
	Oldest            time.Duration    // age of the oldest queued generation
	Held              zoetrope.Credits // by all of them
}

// Backlog counts the unfinished generations of all accounts.
func (s *Service) Backlog(ctx context.Context) (b Backlog, err error) {
	var age int64
	err = s.db.Read().QueryRow(ctx, selectBacklog).Scan(&b.Queued, &b.Rendering, &age, &b.Held)
	b.Oldest = time.Duration(age) * time.Microsecond
	return b, err
}
