package dbtest

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/internal/db"
)

// filledDays is how far back the history that Fill makes reaches.
const filledDays = 90

// filledBase is what the numbers of rows are added to for trace ids, so that
// all of them have as many digits.
const filledBase = 1_000_000_000

// Fill gives the accounts of a database a past of n generations, with their
// ledger entries and files: evenly spread over 90 days and over the accounts,
// 17 of 20 of them successful, the rest failed, blocked or cancelled, one in ten
// deleted, and the newest ones not finished. It is set-based SQL, so that a
// million generations take a minute or two. The balances of the accounts are
// left alone.
func Fill(t testing.TB, d *db.DB, n int) {
	t.Helper()
	var spec strings.Builder
	err := json.NewEncoder(&spec).Encode(&zoetrope.TextToVideoSpec{
		VideoSpec:   zoetrope.VideoSpec{Model: "v6", Prompt: "a fox crosses field NUMBER in the snow", Duration: 5, Quality: zoetrope.Quality540},
		AspectRatio: "16:9",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name, query string
		args        []any
	}{
		{"generations", fillGenerations, []any{n, int64(filledDays * 86400 * 1e6), filledBase, strings.TrimSpace(spec.String())}},
		{"entries", fillEntries, nil},
		{"the number of entries", countEntries, nil},
		{"assets", fillAssets, nil},
	} {
		err := d.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, step.query, step.args...)
			return err
		})
		if err != nil {
			t.Fatalf("fill %s: %v", step.name, err)
		}
	}
	if d.Engine() != "postgres" {
		return // SQLite plans without statistics, here as in production
	}
	// Autovacuum does this in production, a while after the rows came.
	if _, err := d.Read().Exec(t.Context(), `ANALYZE`); err != nil {
		t.Fatal(err)
	}
}

// Filled lists the ids of the account's generations, oldest first.
func Filled(t testing.TB, d *db.DB, account int64) []int64 {
	t.Helper()
	ids, err := db.Collect(db.Int64)(d.Read().Query(t.Context(), `SELECT id FROM generations WHERE account = $1 ORDER BY id`, account))
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

const (
	// The numbers of a row come from i: its place in time, and what became of
	// it. Ids have the form of zoetrope.NewID; those of a generation's files
	// are the next two.
	fillGenerations = `
WITH RECURSIVE numbers(i) AS (
	SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM numbers WHERE i < CAST($1 AS bigint)
), clock(now) AS (SELECT now_us()), owners(id, k, of) AS (
	SELECT id, row_number() OVER (ORDER BY id) - 1, count(*) OVER () FROM accounts
), moments AS (
	SELECT i, now - CAST($2 AS bigint) + i * (CAST($2 AS bigint) / CAST($1 AS bigint)) AS created,
		CASE WHEN i > CAST($1 AS bigint) - 4 - CAST($1 AS bigint) / 10000
			THEN CASE WHEN i % 2 = 0 THEN 'rendering' ELSE 'queued' END
			ELSE CASE (i + i / 20) % 20 WHEN 0 THEN 'failed' WHEN 7 THEN 'blocked' WHEN 13 THEN 'cancelled' ELSE 'succeeded' END
		END AS status
	FROM numbers CROSS JOIN clock
), drafts AS (
	SELECT i, created, status, created / 1000 * 4096 + i * 2654435761 % 4090 AS id,
		CASE WHEN status IN ('queued', 'rendering') THEN 0 ELSE created + 30000000 + i % 60 * 1000000 END AS finished
	FROM moments
)
INSERT INTO generations (id, account, trace_id, idempotency, body_hash, operation, spec, seed, width, height, price,
	status, attempt, lease, slot, progress, engine, metadata, output, poster, created, started, finished, modified, deleted)
SELECT d.id, o.id, 'trace-' || CAST(CAST($3 AS bigint) + i AS text),
	CASE WHEN i / 4 % 4 = 0 THEN NULL ELSE 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f485' || CAST(CAST($3 AS bigint) + i AS text) END,
	'3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d', 'text_to_video',
	replace(CAST($4 AS text), 'NUMBER', CAST(i AS text)), i * 48271 % 2147483647, 960, 540,
	CASE WHEN finished = 0 THEN 0 ELSE 45 END,
	status, CASE WHEN status = 'queued' THEN 0 ELSE 1 END,
	CASE WHEN status = 'rendering' THEN created + 7200000000000 ELSE 0 END, 0,
	CASE WHEN status = 'succeeded' THEN 1 ELSE 0 END, 'studio', '{"backend":"simd"}',
	CASE WHEN status = 'succeeded' THEN d.id + 1 ELSE 0 END, CASE WHEN status = 'succeeded' THEN d.id + 2 ELSE 0 END,
	created, created + 1000000, finished, CASE WHEN finished = 0 THEN created ELSE finished END,
	CASE WHEN finished > 0 AND i / 10 % 10 = 3 THEN finished + 60000000 ELSE 0 END
FROM drafts d JOIN owners o ON o.k = i % o.of
ORDER BY i`

	fillEntries = `
WITH events AS (
	SELECT account, id, 'hold' AS kind, price, created AS at FROM generations WHERE finished > 0
	UNION ALL
	SELECT account, id, CASE WHEN status = 'succeeded' THEN 'charge' ELSE 'release' END, price, finished
	FROM generations WHERE finished > 0
)
INSERT INTO entries (account, seq, generation, kind, credits, available, created)
SELECT e.account, a.entries + row_number() OVER (PARTITION BY e.account ORDER BY e.at, e.id, e.kind DESC),
	e.id, e.kind, e.price, 1000000, e.at
FROM events e JOIN accounts a ON a.id = e.account
ORDER BY e.at`

	countEntries = `UPDATE accounts SET entries = coalesce((SELECT max(seq) FROM entries e WHERE e.account = accounts.id), entries)`

	fillAssets = `
INSERT INTO assets (id, account, generation, kind, mime, name, size, digest, width, height, duration, has_audio,
	blob_key, created, expires, deleted, purged)
SELECT CASE WHEN f.poster = 1 THEN g.poster ELSE g.output END, g.account, g.id,
	CASE WHEN f.poster = 1 THEN 'image' ELSE 'video' END, CASE WHEN f.poster = 1 THEN 'image/jpeg' ELSE 'video/mp4' END,
	CASE WHEN f.poster = 1 THEN 'poster.jpg' ELSE 'video.mp4' END, 1000000 + g.id % 4000000,
	'd61e21e796d78dccdf1352f23cd32812f485c1a6b5bb9d8014a0f9b1' || CAST(10000000 + g.id % 80000000 AS text),
	g.width, g.height, CASE WHEN f.poster = 1 THEN 0 ELSE 5000000 END, 0,
	'results/' || CAST(g.id AS text) || CASE WHEN f.poster = 1 THEN '/1/poster.jpg' ELSE '/1/video.mp4' END,
	g.finished, g.finished + 31536000000000, g.deleted, g.deleted
FROM generations g CROSS JOIN (SELECT 0 AS poster UNION ALL SELECT 1) f
WHERE g.status = 'succeeded'
ORDER BY g.id`
)
