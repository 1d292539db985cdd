package zoetrope

import (
	"crypto/rand"
	"encoding/binary"
	"time"
)

// MaxID is the largest id a client may see: JSON numbers are exact in
// JavaScript up to 2^53 - 1.
const MaxID = 1<<53 - 1

// NewID returns a positive id below 2^53 that sorts by time: 41 bits of
// milliseconds since the Unix epoch and 12 random bits. Two ids of the same
// millisecond collide with a chance of 1 in 4096, so whoever inserts one
// retries on conflict. Ids can be guessed: every read is scoped by account.
func NewID(now time.Time) int64 {
	var b [2]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return (now.UnixMilli()&(1<<41-1))<<12 | int64(binary.BigEndian.Uint16(b[:])&0xfff)
}
