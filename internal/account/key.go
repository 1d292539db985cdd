package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"

	"zoetrope"
	"zoetrope/internal/db"
)

// The parts of a secret: zt_, 43 random characters of 62 (256 bits), and 6
// characters of CRC-32 over what precedes them, so that scanners of leaked
// secrets recognise one without asking the server.
const (
	secretPrefix = "zt_"
	secretRandom = 43
	secretCheck  = 6
	alphabet     = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// newSecret draws an API key.
func newSecret() string {
	var b strings.Builder
	b.WriteString(secretPrefix)
	var buf [64]byte
	for b.Len() < len(secretPrefix)+secretRandom {
		_, _ = rand.Read(buf[:]) // never fails since Go 1.24
		for _, c := range buf {
			// Of 256 values the last 8 would favour some characters.
			if c < 248 && b.Len() < len(secretPrefix)+secretRandom {
				b.WriteByte(alphabet[c%62])
			}
		}
	}
	return b.String() + checksum(b.String())
}

// WellFormed reports whether a secret was made by CreateKey, as far as can be
// told without the database: a mistyped or cut one was not.
func WellFormed(secret string) bool {
	n := len(secret) - secretCheck
	return len(secret) == len(secretPrefix)+secretRandom+secretCheck &&
		strings.HasPrefix(secret, secretPrefix) && checksum(secret[:n]) == secret[n:]
}

func checksum(s string) string {
	sum := crc32.ChecksumIEEE([]byte(s))
	var b [secretCheck]byte
	for i := range b {
		b[secretCheck-1-i] = alphabet[sum%62]
		sum /= 62
	}
	return string(b[:])
}

// digest is what the database keeps of a secret. One round of SHA-256 is
// enough for 256 random bits, and every request pays for it.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

const selectByKey = `SELECT ` + accountColumns + `
FROM api_keys JOIN accounts ON accounts.id = api_keys.account
WHERE api_keys.digest = $1 AND api_keys.revoked = 0`

// Authenticate returns the account whose API key the secret is. Errors:
// CodeKeyMissing for an empty secret, CodeKeyUnknown for one that is unknown
// or revoked.
func (s *Service) Authenticate(ctx context.Context, secret string) (zoetrope.Account, error) {
	if secret == "" {
		return zoetrope.Account{}, zoetrope.Errorf(zoetrope.CodeKeyMissing, "the API-KEY header is missing or empty; send your API key in it")
	}
	a, err := scanAccount(s.db.Read().QueryRow(ctx, selectByKey, digest(secret)))
	if errors.Is(err, db.ErrNoRows) {
		return a, zoetrope.Errorf(zoetrope.CodeKeyUnknown, "the API key is unknown or revoked; check the API-KEY header")
	}
	if err != nil {
		return a, fmt.Errorf("authenticate: %w", err)
	}
	return a, nil
}

// CreateKey makes an API key and returns its secret, which nobody can read
// again.
func (s *Service) CreateKey(ctx context.Context, account int64, name string) (key zoetrope.Key, secret string, err error) {
	secret = newSecret()
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := show(ctx, tx, account); err != nil {
			return err
		}
		key, err = insertKey(ctx, tx, account, name, secret)
		return err
	})
	if err != nil {
		return key, "", err
	}
	return key, secret, nil
}

// Bootstrap makes sure that the operator's secret is the API key of an
// account: when no key has it, an account with that key and credits is created.
// Nodes that start at the same time create one account.
func (s *Service) Bootstrap(ctx context.Context, name, plan, secret string, credits zoetrope.Credits) (a zoetrope.Account, created bool, err error) {
	if strings.TrimSpace(secret) != secret || secret == "" {
		return a, false, zoetrope.Errorf(zoetrope.CodeInvalid, "the bootstrap key is empty or begins or ends with a space")
	}
	a, err = s.Authenticate(ctx, secret)
	if zoetrope.CodeOf(err) != zoetrope.CodeKeyUnknown {
		return a, false, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if a, err = s.create(ctx, tx, name, plan); err != nil {
			return err
		}
		if credits > 0 {
			if err := grant(ctx, tx, a.ID, credits, "bootstrap"); err != nil {
				return err
			}
		}
		if _, err := insertKey(ctx, tx, a.ID, "bootstrap", secret); err != nil {
			return err
		}
		a, err = show(ctx, tx, a.ID)
		return err
	})
	if db.IsUnique(err) { // another node was first, or the key was revoked
		a, err = s.Authenticate(ctx, secret)
		return a, false, err
	}
	return a, err == nil, err
}

// UseKey makes a secret that the operator chose an API key of the account. It
// fails when any account, this one included, has or had a key with that secret.
func (s *Service) UseKey(ctx context.Context, account int64, name, secret string) (key zoetrope.Key, err error) {
	if strings.TrimSpace(secret) != secret || secret == "" {
		return key, zoetrope.Errorf(zoetrope.CodeInvalid, "the key is empty or begins or ends with a space")
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := show(ctx, tx, account); err != nil {
			return err
		}
		key, err = insertKey(ctx, tx, account, name, secret)
		return err
	})
	if db.IsUnique(err) {
		return key, zoetrope.WrapError(zoetrope.CodeInvalid, err, "this key is in use already, or was revoked; choose another")
	}
	return key, err
}

const (
	insertKeySQL = `INSERT INTO api_keys (id, account, name, prefix, digest, created)
VALUES ($1, $2, $3, $4, $5, now_us()) ON CONFLICT (id) DO NOTHING`
	keyColumns = `id, account, name, prefix, created, revoked`
	selectKey  = `SELECT ` + keyColumns + ` FROM api_keys WHERE id = $1`
	selectKeys = `SELECT ` + keyColumns + ` FROM api_keys WHERE account = $1 ORDER BY id`
	revokeKey  = `UPDATE api_keys SET revoked = now_us() WHERE id = $1 AND revoked = 0`
)

func scanKey(r db.Row) (k zoetrope.Key, err error) {
	var created, revoked int64
	err = r.Scan(&k.ID, &k.Account, &k.Name, &k.Prefix, &created, &revoked)
	k.Created, k.Revoked = db.Time(created), db.Time(revoked)
	return k, err
}

func insertKey(ctx context.Context, tx *db.Tx, account int64, name, secret string) (zoetrope.Key, error) {
	id, err := insertWithNewID(func(id int64) (int64, error) {
		return tx.Exec(ctx, insertKeySQL, id, account, name, visible(secret), digest(secret))
	})
	if err != nil {
		return zoetrope.Key{}, fmt.Errorf("create key: %w", err)
	}
	return scanKey(tx.QueryRow(ctx, selectKey, id))
}

// visible is the part of a secret that lists show: at most a quarter of it, so
// that a short one chosen by the operator stays secret.
func visible(secret string) string { return secret[:min(10, len(secret)/4)] }

// ListKeys returns an account's keys, revoked ones too, oldest first.
func (s *Service) ListKeys(ctx context.Context, account int64) ([]zoetrope.Key, error) {
	keys, err := db.Collect(scanKey)(s.db.Read().Query(ctx, selectKeys, account))
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	return keys, nil
}

// RevokeKey stops a key from working, at once and for good. Revoking it again
// changes nothing.
func (s *Service) RevokeKey(ctx context.Context, id int64) (key zoetrope.Key, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, revokeKey, id); err != nil {
			return fmt.Errorf("revoke key: %w", err)
		}
		key, err = scanKey(tx.QueryRow(ctx, selectKey, id))
		if errors.Is(err, db.ErrNoRows) {
			return zoetrope.Errorf(zoetrope.CodeNotFound, "there is no key %d", id)
		}
		return err
	})
	return key, err
}
