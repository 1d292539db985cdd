package zoetrope

import "time"

// Status is where a generation is in its life.
//
//	queued → rendering → succeeded | failed | blocked | cancelled
//
// A rendering generation goes back to queued when its worker is lost or stops.
// Deletion is a mark beside the status, not a status.
type Status string

// The states of a generation.
const (
	StatusQueued    Status = "queued"
	StatusRendering Status = "rendering"
	StatusSucceeded Status = "succeeded"
	StatusFailed    Status = "failed"
	StatusBlocked   Status = "blocked"   // refused by output moderation
	StatusCancelled Status = "cancelled" // by its owner
)

// Final reports whether the status never changes again.
func (s Status) Final() bool { return s != StatusQueued && s != StatusRendering }

// Generation is one submitted piece of work and what became of it.
type Generation struct {
	ID      int64 // the video_id that clients see
	Account int64
	TraceID string // the client's idempotency key, "" when it sent none that counts

	Operation Operation
	Spec      Spec
	Seed      int64 // 0..MaxSeed; drawn at submission when the client gave none
	Width     int   // pixels of the output, even
	Height    int
	Price     Credits // held at submission, charged at success

	Status   Status
	Attempt  int       // counts claims by workers; guards every later change
	Lease    time.Time // when the current claim lapses unless renewed
	Progress float64   // 0..1
	Phase    string    // what the engine is doing, for people

	Engine   string            // which engine rendered it
	Metadata map[string]string // what the engine reported: backend, tier, ...
	Output   int64             // asset id of the video, 0 until it exists
	Poster   int64             // asset id of the poster image
	Code     Code              // why it failed, "" otherwise
	Reason   string            // the sentence that goes with Code

	Created  time.Time
	Started  time.Time // first claim
	Finished time.Time
	Modified time.Time
	Deleted  time.Time // zero unless deleted
}
