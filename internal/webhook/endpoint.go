package webhook

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/outbound"
)

// Endpoint is where an account wants to hear of its generations.
type Endpoint struct {
	ID       int64 // the webhook_id of requests
	Account  int64
	URL      string
	Encoding Encoding
	Created  time.Time
	Deleted  time.Time // zero while it is in use
}

// maxURL bounds an endpoint's address, in bytes.
const maxURL = 2000

const (
	endpointColumns = `id, account, url, encoding, created, deleted`
	insertEndpoint  = `INSERT INTO webhook_endpoints (id, account, url, secret, encoding, created)
VALUES ($1, $2, $3, $4, $5, now_us()) ON CONFLICT DO NOTHING`
	selectEndpoint  = `SELECT ` + endpointColumns + ` FROM webhook_endpoints WHERE id = $1`
	selectEndpoints = `SELECT ` + endpointColumns + ` FROM webhook_endpoints
WHERE account = $1 AND deleted = 0 ORDER BY id`
	deleteEndpoint = `UPDATE webhook_endpoints SET deleted = now_us() WHERE id = $1 AND deleted = 0`
	buryDeliveries = `UPDATE deliveries SET state = 'dead', finished = now_us(), last_reason = 'the endpoint was deleted'
WHERE endpoint = $1 AND state = 'pending'`
	countEndpoint = `SELECT count(*) FROM webhook_endpoints WHERE id = $1 AND account = $2 AND deleted = 0`
)

func scanEndpoint(r db.Row) (e Endpoint, err error) {
	var created, deleted int64
	err = r.Scan(&e.ID, &e.Account, &e.URL, &e.Encoding, &created, &deleted)
	e.Created, e.Deleted = db.Time(created), db.Time(deleted)
	return e, err
}

// Create registers an address of an account. The secret, which signs the
// deliveries, is returned this once. Errors are *zoetrope.Error with
// CodeInvalid.
func (s *Service) Create(ctx context.Context, account int64, address string, enc Encoding) (e Endpoint, secret string, err error) {
	u, err := url.Parse(address)
	if err == nil {
		err = outbound.CheckURL(u)
	}
	if err != nil {
		return e, "", zoetrope.WrapError(zoetrope.CodeInvalid, err, "%q is no address to deliver to; give an http or https URL", address)
	}
	if len(address) > maxURL {
		return e, "", zoetrope.Errorf(zoetrope.CodeInvalid, "the address has %d bytes; at most %d are allowed", len(address), maxURL)
	}
	if enc != EncodingRaw && enc != EncodingQuery {
		return e, "", zoetrope.Errorf(zoetrope.CodeInvalid, "the encoding is %q; use raw or query", enc)
	}
	secret = "whs_" + strings.ToLower(rand.Text()+rand.Text())
	err = s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for {
			id := zoetrope.NewID(time.Now())
			rows, err := tx.Exec(ctx, insertEndpoint, id, account, u.String(), secret, string(enc))
			if err != nil {
				return fmt.Errorf("insert webhook endpoint: %w", err)
			}
			if rows == 1 {
				e, err = scanEndpoint(tx.QueryRow(ctx, selectEndpoint, id))
				return err
			}
		}
	})
	return e, secret, err
}

// Endpoints lists the account's endpoints that are not deleted.
func (s *Service) Endpoints(ctx context.Context, account int64) ([]Endpoint, error) {
	return db.Collect(scanEndpoint)(s.cfg.DB.Read().Query(ctx, selectEndpoints, account))
}

// Delete takes an endpoint out of use, and with it what is still to be
// delivered there. The error is CodeNotFound for one that does not exist.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := tx.Exec(ctx, deleteEndpoint, id)
		if err != nil {
			return err
		}
		if rows == 0 {
			return zoetrope.Errorf(zoetrope.CodeNotFound, "there is no webhook endpoint %d", id)
		}
		_, err = tx.Exec(ctx, buryDeliveries, id)
		return err
	})
}

// Check says whether a request of the account may name this webhook_id: the
// number of one of its endpoints, or nothing. The error is CodeInvalid about
// webhook_id.
func (s *Service) Check(ctx context.Context, account int64, webhookID string) error {
	id, err := parseID(webhookID)
	if err != nil {
		return err
	}
	if id == 0 {
		return nil
	}
	n, err := db.Int64(s.cfg.DB.Read().QueryRow(ctx, countEndpoint, id, account))
	if err != nil {
		return fmt.Errorf("look up webhook endpoint %d: %w", id, err)
	}
	if n == 0 {
		return unknownID(webhookID)
	}
	return nil
}

// parseID reads a webhook_id; 0 stands for none, as some clients send it.
func parseID(text string) (int64, error) {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".0")
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 0 || id > zoetrope.MaxID {
		return 0, unknownID(text)
	}
	return id, nil
}

// maxShown bounds how much of a wrong id its error repeats.
const maxShown = 60 // characters

func unknownID(text string) error {
	if shown := []rune(text); len(shown) > maxShown {
		text = string(shown[:maxShown]) + "…"
	}
	return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "webhook_id",
		"webhook_id %q is no webhook of this account; use the id of an endpoint that was registered for it, or leave it out", text)
}

const (
	insertDelivery = `INSERT INTO deliveries (id, endpoint, generation, account, next, created)
VALUES ($1, $2, $3, $4, now_us(), now_us()) ON CONFLICT DO NOTHING`
	countDelivery = `SELECT count(*) FROM deliveries WHERE endpoint = $1 AND generation = $2`
)

// Settled notes, in the transaction that makes a generation final, that its
// webhook is to be told. An endpoint that was deleted meanwhile is not.
func (s *Service) Settled(ctx context.Context, tx *db.Tx, g zoetrope.Generation) error {
	endpoint, err := parseID(g.Spec.Video().WebhookID)
	if err != nil || endpoint == 0 {
		return nil //nolint:nilerr // checked at submission; nothing to tell
	}
	if n, err := db.Int64(tx.QueryRow(ctx, countEndpoint, endpoint, g.Account)); err != nil || n == 0 {
		return err
	}
	for {
		rows, err := tx.Exec(ctx, insertDelivery, zoetrope.NewID(time.Now()), endpoint, g.ID, g.Account)
		if err != nil {
			return fmt.Errorf("insert delivery of generation %d: %w", g.ID, err)
		}
		if rows == 1 {
			return s.wake(ctx, tx, endpoint)
		}
		// Either it is noted already, or the id of this millisecond is taken.
		n, err := db.Int64(tx.QueryRow(ctx, countDelivery, endpoint, g.ID))
		if err != nil || n > 0 {
			return err
		}
	}
}
