package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"zoetrope/internal/db"
	"zoetrope/internal/outbound"
)

// claim is one attempt's right to an endpoint.
type claim struct {
	endpoint   int64
	turn       int64
	url        string
	secret     string
	encoding   Encoding
	delivery   int64
	account    int64
	generation int64
	attempt    int64
	step       int64
}

const (
	claimEndpoint = `UPDATE webhook_endpoints SET lease = now_us() + $1, turn = turn + 1, woken = 0
WHERE id = $2 AND lease < now_us() AND deleted = 0 RETURNING turn, url, secret, encoding`
	claimDelivery = `UPDATE deliveries SET attempt = attempt + 1, step = step + 1
WHERE id = (SELECT id FROM deliveries WHERE endpoint = $1 AND state = 'pending' AND next <= now_us() ORDER BY next, id LIMIT 1)
RETURNING id, account, generation, attempt, step`
	releaseEndpoint = `UPDATE webhook_endpoints SET lease = 0 WHERE id = $1 AND turn = $2`
	countDue        = `SELECT count(*) FROM deliveries WHERE endpoint = $1 AND state = 'pending' AND next <= now_us()`
	noteDelivered   = `UPDATE deliveries SET state = 'delivered', body = $1, last_status = $2, last_reason = '', finished = now_us()
WHERE id = $3 AND attempt = $4 AND state = 'pending'`
	noteDead = `UPDATE deliveries SET state = 'dead', body = $1, last_status = $2, last_reason = $3, finished = now_us()
WHERE id = $4 AND attempt = $5 AND state = 'pending'`
	noteRetry = `UPDATE deliveries SET body = $1, last_status = $2, last_reason = $3, next = now_us() + $4
WHERE id = $5 AND attempt = $6 AND state = 'pending'`
	noteBroken = `UPDATE deliveries SET step = step - 1 WHERE id = $1 AND attempt = $2 AND state = 'pending'`
)

// lease is how long a claim holds: a request, and time to note its outcome.
func (s *Service) lease() time.Duration { return s.cfg.Timeout + 20*time.Second }

// Deliver makes one attempt to deliver what has been due longest at an
// endpoint. It does nothing when nothing is due, or another attempt at this
// endpoint is under way. What the receiver gets wrong is no error.
func (s *Service) Deliver(ctx context.Context, endpoint int64) error {
	c, err := s.claim(ctx, endpoint)
	if errors.Is(err, db.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("claim webhook endpoint %d: %w", endpoint, err)
	}
	a := s.send(ctx, c)
	if a.err != nil && ctx.Err() != nil {
		a.broken = true // by this node, which is stopping; no fault of the receiver
	}
	// The outcome is noted also while stopping.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.lease()-s.cfg.Timeout)
	defer cancel()
	if err := s.note(ctx, c, a); err != nil {
		return fmt.Errorf("note the outcome of delivery %d: %w", c.delivery, err)
	}
	return nil
}

// claim takes the endpoint and its oldest due delivery. db.ErrNoRows: there is
// nothing to do.
func (s *Service) claim(ctx context.Context, endpoint int64) (c claim, err error) {
	c.endpoint = endpoint
	err = s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		row := tx.QueryRow(ctx, claimEndpoint, s.lease().Microseconds(), endpoint)
		if err := row.Scan(&c.turn, &c.url, &c.secret, &c.encoding); err != nil {
			return err
		}
		row = tx.QueryRow(ctx, claimDelivery, endpoint)
		return row.Scan(&c.delivery, &c.account, &c.generation, &c.attempt, &c.step)
	})
	return c, err
}

// attempt is what came of sending.
type attempt struct {
	body   []byte
	status int   // of HTTP, 0 without an answer
	err    error // nil: acknowledged
	broken bool  // off, by us
}

// send posts the outcome of the claimed generation.
func (s *Service) send(ctx context.Context, c claim) (a attempt) {
	outcome, err := s.cfg.Outcome(ctx, c.account, c.generation)
	if err != nil {
		a.err = fmt.Errorf("look up generation %d: %w", c.generation, err)
		return a
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.cfg.Timeout, errTimeout)
	defer cancel()
	req, body, err := newRequest(ctx, c, outcome)
	a.body = body
	if err != nil {
		a.err = err
		return a
	}
	a.status, a.err = s.post(req)
	if a.err != nil && errors.Is(context.Cause(ctx), errTimeout) {
		a.err = fmt.Errorf("no complete answer within %v", s.cfg.Timeout)
	}
	return a
}

var errTimeout = errors.New("the receiver is too slow")

// newRequest builds and signs the request.
func newRequest(ctx context.Context, c claim, o Outcome) (*http.Request, []byte, error) {
	p := newPayload(c.generation, o)
	body, err := p.json()
	if err != nil {
		return nil, nil, err
	}
	encoded, err := c.encoding.encode(p)
	if err != nil {
		return nil, body, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return nil, body, err
	}
	timestamp, nonce := strconv.FormatInt(time.Now().Unix(), 10), newNonce()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "zoetrope")
	req.Header.Set("Ai-Trace-Id", traceHeader(o.TraceID, nonce))
	req.Header.Set("Webhook-Timestamp", timestamp)
	req.Header.Set("Webhook-Nonce", nonce)
	req.Header.Set("Webhook-Signature", sign(c.secret, timestamp, nonce, encoded))
	return req, body, nil
}

// traceHeader is the submission's trace id if a header can carry it.
func traceHeader(trace, otherwise string) string {
	printable := strings.IndexFunc(trace, func(r rune) bool { return r < ' ' || r > '~' }) < 0
	if trace == "" || !printable {
		return otherwise
	}
	return trace
}

const (
	acknowledgement = "ok"
	maxAnswer       = 200 // bytes of a wrong answer that its sentence repeats
)

// post sends and reads the answer, which must be 200 and exactly "ok".
func (s *Service) post(req *http.Request) (status int, err error) {
	resp, err := s.http.Do(req)
	if err != nil {
		if errors.Is(err, outbound.ErrRefused) {
			return 0, fmt.Errorf("the address may not be called: %w", err)
		}
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	switch {
	case err != nil:
		return resp.StatusCode, fmt.Errorf("read the answer: %w", err)
	case resp.StatusCode != http.StatusOK:
		return resp.StatusCode, fmt.Errorf("the receiver answered %d; 200 is expected", resp.StatusCode)
	case string(answer) != acknowledgement:
		return resp.StatusCode, fmt.Errorf("the receiver's body is %q; exactly %q is expected", answer, acknowledgement)
	}
	return resp.StatusCode, nil
}

// note writes down what came of an attempt, releases the endpoint, and wakes
// the next worker if more is due.
func (s *Service) note(ctx context.Context, c claim, a attempt) error {
	var result string
	err := s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		// The endpoint first: whoever found it taken before this has committed
		// what is counted below.
		released, err := tx.Exec(ctx, releaseEndpoint, c.endpoint, c.turn)
		if err != nil {
			return err
		}
		if result, err = s.noteDelivery(ctx, tx, c, a); err != nil || released == 0 || a.broken {
			return err
		}
		due, err := db.Int64(tx.QueryRow(ctx, countDue, c.endpoint))
		if err != nil || due == 0 {
			return err
		}
		return s.wake(ctx, tx, c.endpoint)
	})
	if err != nil {
		return err
	}
	s.report(ctx, c, a, result)
	return nil
}

// noteDelivery changes the delivery, unless it moved on meanwhile.
func (s *Service) noteDelivery(ctx context.Context, tx *db.Tx, c claim, a attempt) (result string, err error) {
	var rows int64
	body, reason := string(a.body), ""
	if a.err != nil {
		reason = plain(a.err.Error())
	}
	switch {
	case a.broken:
		result = "broken"
		rows, err = tx.Exec(ctx, noteBroken, c.delivery, c.attempt)
	case a.err == nil:
		result = "delivered"
		rows, err = tx.Exec(ctx, noteDelivered, body, a.status, c.delivery, c.attempt)
	case c.step > int64(len(s.cfg.Schedule)):
		result = "dead"
		rows, err = tx.Exec(ctx, noteDead, body, a.status, reason, c.delivery, c.attempt)
	default:
		result = "retried"
		wait := s.cfg.Schedule[c.step-1].Microseconds()
		rows, err = tx.Exec(ctx, noteRetry, body, a.status, reason, wait, c.delivery, c.attempt)
	}
	if err == nil && rows == 0 {
		return "lost", nil
	}
	return result, err
}

// maxReason bounds what a receiver says about itself, in bytes.
const maxReason = 500

// plain makes text from far away fit for a row.
func plain(text string) string {
	if len(text) > maxReason {
		text = text[:maxReason]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}

// report logs an attempt and tells Observe.
func (s *Service) report(ctx context.Context, c claim, a attempt, result string) {
	attrs := []any{
		slog.Int64("endpoint", c.endpoint), slog.Int64("delivery", c.delivery), slog.Int64("account", c.account),
		slog.Int64("generation", c.generation), slog.Int64("attempt", c.attempt), slog.String("result", result),
	}
	switch {
	case a.err == nil:
		s.log.InfoContext(ctx, "webhook delivered", attrs...)
	case a.body == nil:
		s.log.ErrorContext(ctx, "webhook not sent", append(attrs, slog.Any("error", a.err))...)
	default:
		s.log.WarnContext(ctx, "webhook not acknowledged", append(attrs, slog.Any("error", a.err))...)
	}
	s.cfg.Observe(result)
}

// sweepUntilDone wakes workers for what is due until ctx ends.
func (s *Service) sweepUntilDone(ctx context.Context) {
	ticker := time.NewTicker(s.cfg.SweepEvery)
	defer ticker.Stop()
	for {
		if _, err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "webhooks that are due could not be looked for", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

const (
	// A wake-up that nobody took for a minute is given up.
	selectDue = `SELECT id FROM webhook_endpoints e
WHERE deleted = 0 AND lease < now_us() AND woken < now_us() - 60000000
	AND EXISTS (SELECT 1 FROM deliveries d WHERE d.endpoint = e.id AND d.state = 'pending' AND d.next <= now_us())
ORDER BY id LIMIT 200`
	markWoken = `UPDATE webhook_endpoints SET woken = now_us()
WHERE id = $1 AND lease < now_us() AND woken < now_us() - 60000000`
)

// Sweep wakes a worker for each endpoint where something is due and nobody is
// at work, and returns how many it woke. All nodes call it all the time.
func (s *Service) Sweep(ctx context.Context) (woken int, err error) {
	due, err := db.Collect(db.Int64)(s.cfg.DB.Read().Query(ctx, selectDue))
	if err != nil {
		return 0, err
	}
	for _, endpoint := range due {
		err := s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			rows, err := tx.Exec(ctx, markWoken, endpoint)
			if err != nil || rows == 0 {
				return err
			}
			woken++
			return s.wake(ctx, tx, endpoint)
		})
		if err != nil {
			return woken, err
		}
	}
	return woken, nil
}
