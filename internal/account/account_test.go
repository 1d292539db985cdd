package account_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// each runs test with the accounts of a fresh database on both engines.
func each(t *testing.T, test func(t *testing.T, d *db.DB, s *account.Service)) {
	t.Helper()
	t.Parallel()
	plans, err := catalog.Load()
	must(t, err)
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, d, account.New(d, plans)) })
}

func TestCreateGrantsTheFirstMonth(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *account.Service) {
		ctx := t.Context()
		a, err := s.Create(ctx, "  studio ", "Essential")
		must(t, err)
		if a.Name != "studio" || a.Plan != "essential" || a.Monthly != 15000 || a.Package != 0 || a.Created.IsZero() {
			t.Errorf("created %+v", a)
		}
		a, err = s.Grant(ctx, a.ID, 500, "welcome")
		must(t, err)
		if a.Package != 500 || a.Available() != 15500 {
			t.Errorf("after a grant: %+v", a)
		}
		entries, err := s.Statement(ctx, a.ID, 0, 0)
		must(t, err)
		if len(entries) != 2 || entries[0].ID != 2 || entries[0].Note != "welcome" || entries[0].Available != 15500 || entries[1].Credits != 15000 {
			t.Errorf("statement: %+v", entries)
		}
		older, err := s.Statement(ctx, a.ID, 2, 1)
		must(t, err)
		if len(older) != 1 || older[0].ID != 1 {
			t.Errorf("second page: %+v", older)
		}
	})
}

func TestRefusals(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *account.Service) {
		ctx := t.Context()
		a, err := s.Create(ctx, "a", "free")
		must(t, err)
		tests := []struct {
			name string
			err  error
			want zoetrope.Code
		}{
			{"no name", second(s.Create(ctx, " ", "free")), zoetrope.CodeMissing},
			{"unknown plan", second(s.Create(ctx, "b", "gold")), zoetrope.CodeInvalid},
			{"unknown account", second(s.Show(ctx, 1)), zoetrope.CodeNotFound},
			{"no credits", second(s.Grant(ctx, a.ID, 0, "")), zoetrope.CodeInvalid},
			{"negative credits", second(s.Grant(ctx, a.ID, -5, "")), zoetrope.CodeInvalid},
			{"too many credits", second(s.Grant(ctx, a.ID, account.MaxGrant+1, "")), zoetrope.CodeInvalid},
			{"grant to nobody", second(s.Grant(ctx, 1, 5, "")), zoetrope.CodeNotFound},
			{"plan of nobody", s.SetPlan(ctx, 1, "scale"), zoetrope.CodeNotFound},
			{"key of nobody", second(s.UseKey(ctx, 1, "k", "some-secret")), zoetrope.CodeNotFound},
			{"revoke nothing", second(s.RevokeKey(ctx, 1)), zoetrope.CodeNotFound},
			{"no secret", second(s.Authenticate(ctx, "")), zoetrope.CodeKeyMissing},
			{"wrong secret", second(s.Authenticate(ctx, "zt_nonsense")), zoetrope.CodeKeyUnknown},
		}
		for _, tt := range tests {
			if got := zoetrope.CodeOf(tt.err); got != tt.want {
				t.Errorf("%s: %v, want %s", tt.name, tt.err, tt.want)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestKeys(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *account.Service) {
		ctx := t.Context()
		a, err := s.Create(ctx, "a", "free")
		must(t, err)
		key, secret, err := s.CreateKey(ctx, a.ID, "laptop")
		must(t, err)
		if !account.WellFormed(secret) || !strings.HasPrefix(secret, key.Prefix) || len(key.Prefix) > len(secret)/4 {
			t.Errorf("key %+v of secret %q", key, secret)
		}
		got, err := s.Authenticate(ctx, secret)
		must(t, err)
		if got.ID != a.ID {
			t.Errorf("authenticated account %d, want %d", got.ID, a.ID)
		}
		_, err = s.UseKey(ctx, a.ID, "again", secret)
		if zoetrope.CodeOf(err) != zoetrope.CodeInvalid {
			t.Errorf("the same secret was taken twice: %v", err)
		}
		revoked, err := s.RevokeKey(ctx, key.ID)
		must(t, err)
		if revoked.Revoked.IsZero() {
			t.Error("a revoked key does not say when")
		}
		if _, err := s.Authenticate(ctx, secret); zoetrope.CodeOf(err) != zoetrope.CodeKeyUnknown {
			t.Errorf("a revoked key works: %v", err)
		}
		keys, err := s.ListKeys(ctx, a.ID)
		must(t, err)
		if len(keys) != 1 || keys[0].ID != key.ID {
			t.Errorf("keys: %+v", keys)
		}
	})
}

func TestWellFormed(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"", "zt_", "zt_0000000000000000000000000000000000000000000000000", strings.Repeat("x", 52)} {
		if account.WellFormed(secret) {
			t.Errorf("%q passes for a key", secret)
		}
	}
}

func TestBootstrap(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *account.Service) {
		ctx := t.Context()
		a, created, err := s.Bootstrap(ctx, "main", "business", "operators-choice", 100)
		must(t, err)
		if !created || a.Package != 100 {
			t.Errorf("first start: %+v, %t", a, created)
		}
		again, created, err := s.Bootstrap(ctx, "main", "business", "operators-choice", 100)
		must(t, err)
		if created || again != a {
			t.Errorf("second start: %+v, %t; want the same account", again, created)
		}
	})
}

func TestSecretsAreNotKept(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *account.Service) {
		ctx := t.Context()
		a, err := s.Create(ctx, "a", "free")
		must(t, err)
		_, secret, err := s.CreateKey(ctx, a.ID, "k")
		must(t, err)
		n, err := db.Int64(d.Read().QueryRow(ctx, `SELECT count(*) FROM api_keys WHERE prefix LIKE $1 OR digest LIKE $1`, "%"+secret[12:20]+"%"))
		must(t, err)
		if n != 0 {
			t.Error("the database holds part of the secret beyond its prefix")
		}
	})
}

// What is left of a month lapses, but for what is held; held credits that come
// back go to the monthly pocket.
func TestRenew(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *account.Service) {
		ctx := t.Context()
		a, err := s.Create(ctx, "a", "essential")
		must(t, err)
		exec(t, d, `UPDATE accounts SET held_monthly = 1000, renews = $1 WHERE id = $2`, time.Now().Add(-40*24*time.Hour).UnixMicro(), a.ID)
		n, err := s.Renew(ctx)
		must(t, err)
		if n != 1 {
			t.Fatalf("renewed %d accounts, want 1", n)
		}
		if n, err = s.Renew(ctx); err != nil || n != 0 {
			t.Errorf("renewed again: %d, %v", n, err)
		}
		a, err = s.Show(ctx, a.ID)
		must(t, err)
		if a.Monthly != 16000 || a.Held != 1000 {
			t.Errorf("after the renewal: %+v, want 15000 new and 1000 held", a)
		}
		entries, err := s.Statement(ctx, a.ID, 0, 2)
		must(t, err)
		if entries[0].Kind != zoetrope.EntryGrant || entries[1].Kind != zoetrope.EntryExpire || entries[1].Credits != 14000 {
			t.Errorf("entries of the renewal: %+v", entries)
		}
	})
}

func exec(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	must(t, d.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}))
}
