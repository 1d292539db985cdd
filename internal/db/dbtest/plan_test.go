package dbtest

import "testing"

// failures counts errors in place of reporting them.
type failures struct {
	testing.TB
	n int
}

func (f *failures) Errorf(string, ...any) { f.n++ }

func TestNoWalks(t *testing.T) {
	t.Parallel()
	d := SQLite(t)
	for statement, walks := range map[string]bool{
		`SELECT id FROM generations WHERE id = $1`:                                                                          false,
		`SELECT id FROM generations WHERE created < $1`:                                                                     true,
		`SELECT id FROM generations WHERE finished = 0 AND created < $1`:                                                    false,
		`SELECT sum(price) FROM generations WHERE finished = 0`:                                                             false,
		`SELECT g.id FROM generations g ORDER BY g.id`:                                                                      true,
		`SELECT id FROM assets WHERE deleted > 0 AND id > $1 ORDER BY id`:                                                   true,
		`UPDATE assets SET purged = 1 WHERE size = $1`:                                                                      true,
		`DELETE FROM deliveries WHERE created < $1`:                                                                         true,
		`SELECT e.seq FROM entries e JOIN generations g ON g.id = e.generation WHERE e.account = $1 ORDER BY e.seq LIMIT 1`: false,
		`SELECT id FROM accounts`:                                                                                           false,
	} {
		f := &failures{TB: t}
		NoWalks(f, d, []string{statement})
		if (f.n > 0) != walks {
			t.Errorf("%s: %d complaints; its plan is\n%s", statement, f.n, Plan(t, d, statement, make([]any, countParameters(statement))...))
		}
	}
}
