package db

import (
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// NewRiver returns a client of the job queue whose tables lie in this
// database, so that a job and our rows commit together: its InsertTx and
// river.JobCompleteTx[Driver] take a *Tx.
func NewRiver(d *DB, cfg *river.Config) (*river.Client[*Tx], error) {
	return river.NewClient(d.riverDriver(), cfg)
}

// Driver is the queue's driver over both engines.
type Driver = riverdriver.Driver[*Tx]

func (d *DB) riverDriver() Driver {
	if d.pg != nil {
		return pgDriver{riverpgxv5.New(d.pg)}
	}
	return sqliteDriver{riversqlite.New(d.writer), d.writes}
}

// pgDriver and sqliteDriver are the official drivers with our transaction type.
type pgDriver struct{ *riverpgxv5.Driver }

func (d pgDriver) UnwrapExecutor(tx *Tx) riverdriver.ExecutorTx {
	return d.Driver.UnwrapExecutor(tx.pg)
}

func (d pgDriver) UnwrapTx(e riverdriver.ExecutorTx) *Tx {
	tx := d.Driver.UnwrapTx(e)
	return &Tx{Querier: pgQuerier{tx}, pg: tx}
}

type sqliteDriver struct {
	*riversqlite.Driver
	writes *prepared
}

func (d sqliteDriver) UnwrapExecutor(tx *Tx) riverdriver.ExecutorTx {
	return d.Driver.UnwrapExecutor(tx.lite)
}

func (d sqliteDriver) UnwrapTx(e riverdriver.ExecutorTx) *Tx {
	tx := d.Driver.UnwrapTx(e)
	return &Tx{Querier: txQuerier{tx, d.writes}, lite: tx}
}
