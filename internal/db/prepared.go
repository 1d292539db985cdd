package db

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"sync"
)

// prepared keeps the compiled form of statements for one pool of SQLite
// connections: compiling takes longer than most of our statements run. (pgx
// does the same for PostgreSQL by itself.)
type prepared struct {
	pool *sql.DB

	mu     sync.RWMutex
	ready  map[string]*sql.Stmt // nil for what does not compile
	wanted map[string]bool      // by transactions, to be compiled when they have ended
}

// maxPrepared bounds the statements kept, should some contain values.
const maxPrepared = 256

func newPrepared(pool *sql.DB) *prepared {
	return &prepared{pool: pool, ready: make(map[string]*sql.Stmt), wanted: make(map[string]bool)}
}

// get returns the compiled statement, or nil.
func (p *prepared) get(query string) *sql.Stmt {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.ready[query]
}

// want has compileWanted compile a statement.
func (p *prepared) want(query string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, tried := p.ready[query]; !tried && len(p.ready)+len(p.wanted) < maxPrepared {
		p.wanted[query] = true
	}
}

// compileWanted compiles what was wanted. It waits for a connection, so it must
// not be called inside a transaction on the writing one, nor hold the lock that
// such a transaction may need. What does not compile is not tried again: its
// users hear why when they run it.
func (p *prepared) compileWanted(ctx context.Context) {
	for _, query := range p.takeWanted() {
		stmt, err := p.pool.PrepareContext(ctx, query)
		if err != nil {
			stmt = nil
		}
		p.keep(query, stmt)
	}
}

// keep stores a compiled statement, unless another transaction was faster.
func (p *prepared) keep(query string, stmt *sql.Stmt) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, tried := p.ready[query]; !tried {
		p.ready[query] = stmt
	} else if stmt != nil {
		_ = stmt.Close()
	}
}

func (p *prepared) takeWanted() []string {
	p.mu.RLock()
	none := len(p.wanted) == 0
	p.mu.RUnlock()
	if none {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	queries := slices.Collect(maps.Keys(p.wanted))
	clear(p.wanted)
	return queries
}

// poolQuerier runs statements on a pool, outside transactions.
type poolQuerier struct{ prepared *prepared }

func (q poolQuerier) stmt(ctx context.Context, query string) *sql.Stmt {
	s := q.prepared.get(query)
	if s == nil {
		q.prepared.want(query)
		q.prepared.compileWanted(context.WithoutCancel(ctx))
		s = q.prepared.get(query)
	}
	return s
}

func (q poolQuerier) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	if s := q.stmt(ctx, query); s != nil {
		return affected(s.ExecContext(ctx, args...))
	}
	return affected(q.prepared.pool.ExecContext(ctx, query, args...))
}

func (q poolQuerier) Query(ctx context.Context, query string, args ...any) (Rows, error) {
	if s := q.stmt(ctx, query); s != nil {
		return rowsOf(s.QueryContext(ctx, args...))
	}
	return rowsOf(q.prepared.pool.QueryContext(ctx, query, args...))
}

func (q poolQuerier) QueryRow(ctx context.Context, query string, args ...any) Row {
	if s := q.stmt(ctx, query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return q.prepared.pool.QueryRowContext(ctx, query, args...)
}

// txQuerier runs statements in a transaction.
type txQuerier struct {
	tx       *sql.Tx
	prepared *prepared
}

func (q txQuerier) stmt(ctx context.Context, query string) *sql.Stmt {
	s := q.prepared.get(query)
	if s == nil {
		q.prepared.want(query)
		return nil
	}
	return q.tx.StmtContext(ctx, s)
}

func (q txQuerier) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	if s := q.stmt(ctx, query); s != nil {
		return affected(s.ExecContext(ctx, args...))
	}
	return affected(q.tx.ExecContext(ctx, query, args...))
}

func (q txQuerier) Query(ctx context.Context, query string, args ...any) (Rows, error) {
	if s := q.stmt(ctx, query); s != nil {
		return rowsOf(s.QueryContext(ctx, args...))
	}
	return rowsOf(q.tx.QueryContext(ctx, query, args...))
}

func (q txQuerier) QueryRow(ctx context.Context, query string, args ...any) Row {
	if s := q.stmt(ctx, query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return q.tx.QueryRowContext(ctx, query, args...)
}

func affected(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func rowsOf(rows *sql.Rows, err error) (Rows, error) {
	if err != nil {
		return nil, err
	}
	return sqlRows{rows}, nil
}

// sqlRows drops the error of Close, which Err reports too.
type sqlRows struct{ *sql.Rows }

func (r sqlRows) Close() { _ = r.Rows.Close() }

// Statements lists what was run so far, on SQLite: what its connections keep
// compiled.
func (d *DB) Statements() (all []string) {
	for _, p := range []*prepared{d.writes, d.reads} {
		if p == nil {
			continue
		}
		p.mu.RLock()
		all = slices.AppendSeq(all, maps.Keys(p.ready))
		p.mu.RUnlock()
	}
	return all
}
