package zoetrope

import "time"

// Credits is an amount of the platform's unit of account. It is always a
// whole number.
type Credits = int64

// Account owns keys, credits, assets and generations.
type Account struct {
	ID      int64
	Name    string
	Plan    string // key into the catalog's plans
	Created time.Time

	Monthly Credits // subscription credits, reset each month
	Package Credits // bought or granted credits, spent after Monthly
	Held    Credits // part of Monthly+Package that unfinished generations hold
	Running int     // generations that count against the plan's concurrency
}

// Available is what the account can still spend.
func (a Account) Available() Credits { return a.Monthly + a.Package - a.Held }

// Key is an API key. Its secret is known only to its owner: the platform
// keeps the SHA-256 of it.
type Key struct {
	ID      int64
	Account int64
	Name    string
	Prefix  string // the first characters of the secret, to recognise it by
	Created time.Time
	Revoked time.Time // zero while the key works
}

// EntryKind says why a ledger entry was written.
type EntryKind string

// The kinds of ledger entries. A generation has at most one of each, which a
// unique index enforces: a second refund cannot be written.
const (
	EntryGrant   EntryKind = "grant"   // credits given to the account
	EntryHold    EntryKind = "hold"    // reserved at submission
	EntryCharge  EntryKind = "charge"  // spent at success
	EntryRelease EntryKind = "release" // given back: failure, block, cancel, or the unspent part
	EntryExpire  EntryKind = "expire"  // monthly credits that lapsed
)

// Entry is one row of the append-only ledger.
type Entry struct {
	ID         int64
	Account    int64
	Generation int64 // 0 for grants and expiries
	Kind       EntryKind
	Credits    Credits // always positive; the kind gives the direction
	Available  Credits // what the account could spend after this entry
	Note       string
	Created    time.Time
}
