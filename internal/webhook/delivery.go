package webhook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
)

// State is where a delivery is in its life.
type State string

// The states of a delivery.
const (
	StatePending   State = "pending"
	StateDelivered State = "delivered"
	StateDead      State = "dead" // given up; Redeliver begins anew
)

// Delivery is what an endpoint is to be told about a generation.
type Delivery struct {
	ID         int64
	Endpoint   int64
	Generation int64
	Account    int64
	Body       string // as it was last sent
	State      State
	Attempt    int       // how often it was sent
	Next       time.Time // when it is due, while it is pending
	LastStatus int       // of HTTP, 0 without an answer
	LastReason string    // why the last attempt failed
	Created    time.Time
	Finished   time.Time // zero while it is pending
}

const (
	deliveryColumns = `id, endpoint, generation, account, body, state, attempt, next, last_status, last_reason, created, finished`
	selectDelivery  = `SELECT ` + deliveryColumns + ` FROM deliveries WHERE id = $1`
	selectPage      = `SELECT ` + deliveryColumns + ` FROM deliveries WHERE account = $1 ORDER BY id DESC LIMIT $2`
	beginAnew       = `UPDATE deliveries SET state = 'pending', step = 0, next = now_us(), finished = 0
WHERE id = $1 AND endpoint IN (SELECT id FROM webhook_endpoints WHERE deleted = 0)`
	deleteOld = `DELETE FROM deliveries WHERE finished > 0 AND finished < now_us() - $1`
)

func scanDelivery(r db.Row) (d Delivery, err error) {
	var next, created, finished int64
	err = r.Scan(&d.ID, &d.Endpoint, &d.Generation, &d.Account, &d.Body, &d.State, &d.Attempt,
		&next, &d.LastStatus, &d.LastReason, &created, &finished)
	d.Next, d.Created, d.Finished = db.Time(next), db.Time(created), db.Time(finished)
	return d, err
}

// Deliveries lists the account's latest deliveries, the newest first.
func (s *Service) Deliveries(ctx context.Context, account int64, limit int) ([]Delivery, error) {
	return db.Collect(scanDelivery)(s.cfg.DB.Read().Query(ctx, selectPage, account, limit))
}

// Redeliver sends a delivery again, at once and with the whole schedule before
// it, whatever its state. The error is CodeNotFound when it does not exist, and
// CodeInvalid when its endpoint was deleted.
func (s *Service) Redeliver(ctx context.Context, id int64) (d Delivery, err error) {
	err = s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := tx.Exec(ctx, beginAnew, id)
		if err != nil {
			return err
		}
		d, err = scanDelivery(tx.QueryRow(ctx, selectDelivery, id))
		switch {
		case errors.Is(err, db.ErrNoRows):
			return zoetrope.Errorf(zoetrope.CodeNotFound, "there is no delivery %d", id)
		case err != nil:
			return err
		case rows == 0:
			return zoetrope.Errorf(zoetrope.CodeInvalid, "delivery %d cannot be repeated: its endpoint %d was deleted", id, d.Endpoint)
		}
		return s.wake(ctx, tx, d.Endpoint)
	})
	return d, err
}

// Expire forgets the deliveries that ended longer ago than age.
func (s *Service) Expire(ctx context.Context, age time.Duration) error {
	err := s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, deleteOld, age.Microseconds())
		return err
	})
	if err != nil {
		return fmt.Errorf("expire webhook deliveries: %w", err)
	}
	return nil
}
