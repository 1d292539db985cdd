package asset

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"zoetrope"
	"zoetrope/internal/db"
)

// maxVoices bounds the voices of one account.
const maxVoices = 1000

const voiceColumns = `id, account, name, sample, created`

func scanVoice(r db.Row) (v zoetrope.Voice, err error) {
	var created int64
	err = r.Scan(&v.ID, &v.Account, &v.Name, &v.Sample, &created)
	v.Created = db.Time(created)
	return v, err
}

// insertVoice counts and inserts in one statement, so that the bound holds.
const insertVoice = `INSERT INTO voices (id, account, name, sample, created)
SELECT CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS text), CAST($4 AS bigint), now_us()
WHERE (SELECT count(*) FROM voices WHERE account = $2) < CAST($5 AS bigint)
	AND NOT EXISTS (SELECT 1 FROM voices WHERE id = $1)
RETURNING ` + voiceColumns

// CreateVoice makes a voice of a recording that the account has uploaded.
func (s *Service) CreateVoice(ctx context.Context, account int64, name string, sample zoetrope.Asset) (v zoetrope.Voice, err error) {
	name = strings.TrimSpace(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return v, zoetrope.FieldErrorf(zoetrope.CodeMissing, "name", "name is empty; give the voice a name")
	case n > zoetrope.MaxVoiceName:
		return v, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "name", "name has %d characters; at most %d are allowed", n, zoetrope.MaxVoiceName)
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		v, err = scanVoice(tx.QueryRow(ctx, insertVoice, zoetrope.NewID(time.Now()), account, name, sample.ID, maxVoices))
		return err
	})
	if errors.Is(err, db.ErrNoRows) {
		return v, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "name", "name: the account has %d voices already; delete one first", maxVoices)
	}
	if err != nil {
		return v, fmt.Errorf("create voice: %w", err)
	}
	return v, nil
}

// Voices lists the voices of an account, oldest first.
func (s *Service) Voices(ctx context.Context, account int64) ([]zoetrope.Voice, error) {
	all, err := db.Collect(scanVoice)(s.DB.Read().Query(ctx, `SELECT `+voiceColumns+` FROM voices WHERE account = $1 ORDER BY id`, account))
	if err != nil {
		return nil, fmt.Errorf("list voices: %w", err)
	}
	return all, nil
}

// Voice returns a voice of an account, or CodeNotFound.
func (s *Service) Voice(ctx context.Context, account, id int64) (zoetrope.Voice, error) {
	v, err := scanVoice(s.DB.Read().QueryRow(ctx, `SELECT `+voiceColumns+` FROM voices WHERE id = $1 AND account = $2`, id, account))
	if errors.Is(err, db.ErrNoRows) {
		return v, noVoice(id)
	}
	if err != nil {
		return v, fmt.Errorf("read voice %d: %w", id, err)
	}
	return v, nil
}

// DeleteVoice removes a voice of an account, or reports CodeNotFound. The
// recording stays.
func (s *Service) DeleteVoice(ctx context.Context, account, id int64) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := tx.Exec(ctx, `DELETE FROM voices WHERE id = $1 AND account = $2`, id, account)
		if err == nil && n == 0 {
			return noVoice(id)
		}
		return err
	})
}

func noVoice(id int64) error {
	return zoetrope.FieldErrorf(zoetrope.CodeNotFound, "speaker_id", "there is no voice %d in this account", id)
}

// Verify marks a recording as verified for music videos.
func (s *Service) Verify(ctx context.Context, a zoetrope.Asset) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE assets SET verified = now_us() WHERE id = $1 AND verified = 0`, a.ID)
		return err
	})
}
