package generation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/db"
)

// Submission is a request for a generation.
type Submission struct {
	Account  int64
	TraceID  string        // as the client sent it, "" for none
	Spec     zoetrope.Spec // the catalog normalises it in place
	Width    int           // pixels of the output, even
	Height   int
	BodyHash string // of the request's body: tells repetition from coincidence
}

// Submit admits a request: in one transaction it inserts the generation, takes
// a concurrency slot and the price, and queues the job. Either all of it
// happens or nothing.
//
// A repeated trace id replays the first generation instead, which replayed
// tells: a UUID whatever the body, any other text when operation and body are
// the same too. Missing, empty and placeholder ids never replay. A refused
// submission leaves its trace id unused.
//
// Errors are *zoetrope.Error: what Spec.Validate, Catalog.Check,
// Config.Accepts, Config.CheckWebhook and Config.Judge report, and
// CodeForbidden (quality beyond the plan), CodeConcurrency, CodeCredits or
// CodeRate.
func (s *Service) Submit(ctx context.Context, sub Submission) (g zoetrope.Generation, replayed bool, err error) {
	s.catalog.Normalize(sub.Spec)
	if err := sub.Spec.Validate(); err != nil {
		return g, false, err
	}
	if err := s.catalog.Check(sub.Spec); err != nil {
		return g, false, err
	}
	key := idempotency(sub)
	// A client that repeats itself hears its answer also while no engine could
	// take new work. Whether this is a repetition is decided below, by the
	// unique constraint: this look only comes before the engines'.
	if key != nil {
		if g, err := s.repeated(ctx, s.db.Read(), *key, sub); !errors.Is(err, db.ErrNoRows) {
			return g, err == nil, err
		}
	}
	if err := s.accepts(ctx, sub.Spec); err != nil {
		return g, false, err
	}
	if id := sub.Spec.Video().WebhookID; id != "" {
		if err := s.webhook(ctx, sub.Account, id); err != nil {
			return g, false, err
		}
	}
	if err := s.judge(ctx, sub.Account, sub.Spec); err != nil {
		return g, false, err
	}
	row, err := s.newRow(sub, key)
	if err != nil {
		return g, false, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, replayed, err = s.commit(ctx, tx, sub, row)
		return err
	})
	return g, replayed, err
}

// commit is the transaction of Submit.
func (s *Service) commit(ctx context.Context, tx *db.Tx, sub Submission, row newRow) (g zoetrope.Generation, replayed bool, err error) {
	for {
		row.id = zoetrope.NewID(time.Now())
		rows, err := tx.Exec(ctx, insertRow, row.id, sub.Account, row.trace, row.key, sub.BodyHash,
			string(sub.Spec.Operation()), row.spec, row.seed, sub.Width, sub.Height, row.price)
		if err != nil {
			return g, false, fmt.Errorf("insert generation: %w", err)
		}
		if rows == 1 {
			break
		}
		// Either the trace id was used before, or the id of this millisecond.
		if row.key != nil {
			if g, err := s.repeated(ctx, tx, *row.key, sub); !errors.Is(err, db.ErrNoRows) {
				return g, err == nil, err
			}
		}
	}
	hold, err := s.admit(ctx, tx, sub, row)
	if err != nil {
		return g, false, err
	}
	job, err := s.queue.Insert(ctx, tx, row.id, 0)
	if err != nil {
		return g, false, fmt.Errorf("queue generation %d: %w", row.id, err)
	}
	g, err = scan(tx.QueryRow(ctx, completeRow, hold.FromMonthly, job, row.id))
	return g, false, err
}

const (
	insertRow = `INSERT INTO generations
	(id, account, trace_id, idempotency, body_hash, operation, spec, seed, width, height, price, created, modified)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now_us(), now_us())
ON CONFLICT DO NOTHING`
	completeRow = `UPDATE generations SET from_monthly = $1, job = $2 WHERE id = $3 RETURNING ` + columns
)

// admit checks the plan and reserves slot and price.
func (s *Service) admit(ctx context.Context, tx *db.Tx, sub Submission, row newRow) (account.Hold, error) {
	plan, err := s.accounts.PlanOf(ctx, tx, sub.Account)
	if err != nil {
		return account.Hold{}, err
	}
	op := sub.Spec.Operation()
	if slices.Contains(plan.Without, op) {
		return account.Hold{}, zoetrope.Errorf(zoetrope.CodeForbidden, "plan %s does not include %s; choose a larger plan", plan.Name, op)
	}
	// The plan bounds what is asked for, not what is brought along.
	if q := sub.Spec.Video().Quality; !op.KeepsQuality() && q.Lines() > plan.MaxQuality.Lines() {
		return account.Hold{}, zoetrope.FieldErrorf(zoetrope.CodeForbidden, "quality",
			"quality %s is beyond plan %s, which goes up to %s", q, plan.Name, plan.MaxQuality)
	}
	return s.accounts.Admit(ctx, tx, plan, sub.Account, row.id, row.price)
}

// newRow is what Submit computes before its transaction.
type newRow struct {
	id    int64
	trace string
	key   *string // nil: may be repeated
	spec  string
	seed  int64
	price zoetrope.Credits
}

func (s *Service) newRow(sub Submission, key *string) (newRow, error) {
	if sub.Width <= 0 || sub.Height <= 0 || sub.Width%2 != 0 || sub.Height%2 != 0 {
		return newRow{}, fmt.Errorf("submission of %d x %d pixels: both must be positive and even", sub.Width, sub.Height)
	}
	price, err := s.catalog.Price(sub.Spec)
	if err != nil {
		return newRow{}, err
	}
	spec, err := json.Marshal(sub.Spec)
	if err != nil {
		return newRow{}, fmt.Errorf("encode spec: %w", err)
	}
	row := newRow{trace: storedTrace(sub.TraceID), key: key, spec: string(spec), price: price}
	if seed := sub.Spec.Video().Seed; seed != nil {
		row.seed = *seed
	} else {
		row.seed = rand.Int64N(zoetrope.MaxSeed + 1)
	}
	return row, nil
}

const selectRepeated = `SELECT ` + columns + `, body_hash FROM generations WHERE idempotency = $1`

// repeated returns the generation that first used the key, or db.ErrNoRows.
func (s *Service) repeated(ctx context.Context, q db.Querier, key string, sub Submission) (zoetrope.Generation, error) {
	var hash string
	g, err := scan(withTail{q.QueryRow(ctx, selectRepeated, key), &hash})
	if err == nil && hash != sub.BodyHash {
		s.log.WarnContext(ctx, "trace id used again with another body: the first answer is replayed",
			slog.Int64("account", g.Account), slog.Int64("generation", g.ID), slog.String("trace_id", g.TraceID))
	}
	return g, err
}

// withTail scans one more column after those of a generation.
type withTail struct {
	db.Row
	tail any
}

func (r withTail) Scan(dest ...any) error { return r.Row.Scan(append(dest, r.tail)...) }

var (
	uuidForm        = regexp.MustCompile(`^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$`)
	placeholderForm = regexp.MustCompile(`^(\{\{.*\}\}|\$\{.*\}|<.*>)$`)
)

// idempotency is the value that no second generation may have, or nil when the
// submission may be repeated.
func idempotency(sub Submission) *string {
	trace := strings.TrimSpace(sub.TraceID)
	var parts []string
	switch {
	case trace == "" || placeholderForm.MatchString(trace):
		return nil
	case uuidForm.MatchString(trace):
		parts = []string{"uuid", strings.ToLower(strings.ReplaceAll(trace, "-", ""))}
	default:
		parts = []string{"text", trace, string(sub.Spec.Operation()), sub.BodyHash}
	}
	h := sha256.New()
	h.Write(strconv.AppendInt(nil, sub.Account, 10))
	for _, p := range parts {
		fmt.Fprintf(h, "|%d|%s", len(p), p) // lengths keep parts apart
	}
	key := hex.EncodeToString(h.Sum(nil))
	return &key
}

// storedTrace is a trace id as a row keeps it: its digest when it is longer
// than zoetrope.MaxTraceID, and without what PostgreSQL's text cannot hold.
func storedTrace(trace string) string {
	if len(trace) > zoetrope.MaxTraceID {
		sum := sha256.Sum256([]byte(trace))
		return "sha256:" + hex.EncodeToString(sum[:])
	}
	return strings.ReplaceAll(strings.ToValidUTF8(trace, "\uFFFD"), "\x00", "")
}
