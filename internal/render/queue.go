package render

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"zoetrope/internal/db"
	"zoetrope/internal/generation"
)

// Job wakes a worker to claim a generation. It carries nothing but the id: what
// is to be done stands in the row, so a job that runs twice or too late does no
// harm.
type Job struct {
	Generation int64 `json:"generation"`
}

// Kind names the job in the queue.
func (Job) Kind() string { return "render" }

// The queues of this package's jobs.
const (
	queueRender = "render"
	queueUpkeep = "upkeep"
)

// InsertOpts sends the job to its queue. River's own attempts are spent on
// failures before the claim only, such as a database that does not answer.
func (Job) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: queueRender} }

// soon is the delay below which a job is not worth scheduling: River's
// scheduler looks every few seconds.
const soon = time.Second

// NewQueue returns the queue in d for inserting and cancelling jobs. Nodes that
// serve requests need no more.
func NewQueue(d *db.DB, log *slog.Logger) (generation.Queue, error) {
	client, err := db.NewRiver(d, &river.Config{Logger: log})
	if err != nil {
		return generation.Queue{}, fmt.Errorf("open the job queue: %w", err)
	}
	insert := func(ctx context.Context, tx *db.Tx, id int64, delay time.Duration) (int64, error) {
		var opts river.InsertOpts
		if delay >= soon {
			// By this node's clock: if it is wrong, so is the delay, no more.
			opts.ScheduledAt = time.Now().Add(delay)
		}
		res, err := client.InsertTx(ctx, tx, Job{Generation: id}, &opts)
		if err != nil {
			return 0, err
		}
		return res.Job.ID, nil
	}
	cancel := func(ctx context.Context, tx *db.Tx, job int64) error {
		_, err := client.JobCancelTx(ctx, tx, job)
		if errors.Is(err, rivertype.ErrNotFound) {
			return nil
		}
		return err
	}
	return generation.Queue{Insert: insert, Cancel: cancel}, nil
}
