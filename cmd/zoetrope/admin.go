package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"zoetrope"
	"zoetrope/internal/account"
)

// adminFlags are common to the verbs that work on the database directly.
type adminFlags struct {
	storageFlags
	catalogFlags
	JSON bool `help:"Print JSON."`
}

// open opens the accounts; done releases the database.
func (f adminFlags) open(ctx context.Context) (s *account.Service, done func(), err error) {
	plans, err := f.loadCatalog()
	if err != nil {
		return nil, nil, err
	}
	d, err := f.openDB(ctx)
	if err != nil {
		return nil, nil, err
	}
	return account.New(d, plans), func() { _ = d.Close() }, nil
}

// find returns an account by its id or its name.
func find(ctx context.Context, s *account.Service, nameOrID string) (zoetrope.Account, error) {
	if id, err := strconv.ParseInt(nameOrID, 10, 64); err == nil {
		return s.Show(ctx, id)
	}
	all, err := s.List(ctx)
	if err != nil {
		return zoetrope.Account{}, err
	}
	var found []zoetrope.Account
	for _, a := range all {
		if a.Name == nameOrID {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 0:
		return zoetrope.Account{}, fmt.Errorf("no account is called %q; zoetrope account list shows all", nameOrID)
	case 1:
		return s.Show(ctx, found[0].ID)
	}
	return zoetrope.Account{}, fmt.Errorf("%d accounts are called %q; use the id", len(found), nameOrID)
}

type accountCmd struct {
	Create accountCreateCmd `cmd:"" help:"Open an account."`
	List   accountListCmd   `cmd:"" help:"List all accounts."`
	Show   accountShowCmd   `cmd:"" help:"Show an account, its balance and its latest ledger entries."`
}

type accountCreateCmd struct {
	Name string `arg:"" help:"What to call it."`
	Plan string `help:"Plan: free, essential, scale, business, or one of the operator's." default:"free"`
	adminFlags
}

// Run creates the account.
func (c *accountCreateCmd) Run(ctx context.Context, con *console) error {
	s, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := s.Create(ctx, c.Name, c.Plan)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(con, accountJSON(a))
	}
	fmt.Fprintf(con.out, "account %d (%s, plan %s) has %d credits\n", a.ID, a.Name, a.Plan, a.Available())
	fmt.Fprintf(con.out, "next: zoetrope key create %d\n", a.ID)
	return nil
}

type accountListCmd struct {
	adminFlags
}

// Run lists the accounts as a table.
func (c *accountListCmd) Run(ctx context.Context, con *console) error {
	s, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	all, err := s.List(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		list := make([]map[string]any, len(all))
		for i, a := range all {
			list[i] = accountJSON(a)
		}
		return printJSON(con, list)
	}
	t := tabwriter.NewWriter(con.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tNAME\tPLAN\tAVAILABLE\tHELD\tRUNNING\tCREATED")
	for _, a := range all {
		fmt.Fprintf(t, "%d\t%s\t%s\t%d\t%d\t%d\t%s\n", a.ID, a.Name, a.Plan, a.Available(), a.Held, a.Running, a.Created.Format(time.DateOnly))
	}
	return t.Flush()
}

type accountShowCmd struct {
	Account string `arg:"" help:"Its id or name."`
	Entries int    `help:"How many ledger entries to show." default:"10"`
	adminFlags
}

// Run shows the account.
func (c *accountShowCmd) Run(ctx context.Context, con *console) error {
	s, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := find(ctx, s, c.Account)
	if err != nil {
		return err
	}
	entries, err := s.Statement(ctx, a.ID, 0, c.Entries)
	if err != nil {
		return err
	}
	if c.JSON {
		v := accountJSON(a)
		v["entries"] = entriesJSON(entries)
		return printJSON(con, v)
	}
	fmt.Fprintf(con.out, "account    %d\nname       %s\nplan       %s\navailable  %d\nmonthly    %d\npackage    %d\nheld       %d\nrunning    %d\ncreated    %s\n",
		a.ID, a.Name, a.Plan, a.Available(), a.Monthly, a.Package, a.Held, a.Running, a.Created.Format(time.RFC3339))
	if len(entries) == 0 {
		return nil
	}
	fmt.Fprintln(con.out)
	t := tabwriter.NewWriter(con.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "ENTRY\tTIME\tKIND\tCREDITS\tAVAILABLE\tGENERATION\tNOTE")
	for _, e := range entries {
		generation := "-"
		if e.Generation != 0 {
			generation = strconv.FormatInt(e.Generation, 10)
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%d\t%d\t%s\t%s\n", e.ID, e.Created.Format(time.RFC3339), e.Kind, e.Credits, e.Available, generation, e.Note)
	}
	return t.Flush()
}

type keyCmd struct {
	Create keyCreateCmd `cmd:"" help:"Make an API key and print it, once."`
	List   keyListCmd   `cmd:"" help:"List an account's keys."`
	Revoke keyRevokeCmd `cmd:"" help:"Stop a key from working, at once and for good."`
}

type keyCreateCmd struct {
	Account string `arg:"" help:"The account's id or name."`
	Name    string `help:"What the key is for." default:"key"`
	adminFlags
}

// Run makes the key. Its secret alone goes to standard output, so that
// KEY=$(zoetrope key create …) works.
func (c *keyCreateCmd) Run(ctx context.Context, con *console) error {
	s, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := find(ctx, s, c.Account)
	if err != nil {
		return err
	}
	key, secret, err := s.CreateKey(ctx, a.ID, c.Name)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(con, map[string]any{"id": key.ID, "account": a.ID, "name": key.Name, "key": secret})
	}
	fmt.Fprintln(con.out, secret)
	fmt.Fprintf(con.err, "key %d of account %s; it is shown this once\n", key.ID, a.Name)
	return nil
}

type keyListCmd struct {
	Account string `arg:"" help:"The account's id or name."`
	adminFlags
}

// Run lists the keys as a table.
func (c *keyListCmd) Run(ctx context.Context, con *console) error {
	s, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := find(ctx, s, c.Account)
	if err != nil {
		return err
	}
	keys, err := s.ListKeys(ctx, a.ID)
	if err != nil {
		return err
	}
	if c.JSON {
		list := make([]map[string]any, len(keys))
		for i, k := range keys {
			list[i] = map[string]any{"id": k.ID, "name": k.Name, "prefix": k.Prefix, "created": k.Created, "revoked": !k.Revoked.IsZero()}
		}
		return printJSON(con, list)
	}
	t := tabwriter.NewWriter(con.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tNAME\tBEGINS\tCREATED\tREVOKED")
	for _, k := range keys {
		revoked := "-"
		if !k.Revoked.IsZero() {
			revoked = k.Revoked.Format(time.RFC3339)
		}
		fmt.Fprintf(t, "%d\t%s\t%s…\t%s\t%s\n", k.ID, k.Name, k.Prefix, k.Created.Format(time.DateOnly), revoked)
	}
	return t.Flush()
}

type keyRevokeCmd struct {
	ID int64 `arg:"" name:"key_id" help:"The key's id, from key list."`
	adminFlags
}

// Run revokes the key.
func (c *keyRevokeCmd) Run(ctx context.Context, con *console) error {
	s, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	key, err := s.RevokeKey(ctx, c.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(con.out, "key %d (%s…) no longer works\n", key.ID, key.Prefix)
	return nil
}

type creditCmd struct {
	Grant creditGrantCmd `cmd:"" help:"Give package credits to an account."`
}

type creditGrantCmd struct {
	Account string `arg:"" help:"The account's id or name."`
	Credits int64  `arg:"" help:"How many."`
	Note    string `help:"Why; it stands in the ledger." default:"granted by the operator"`
	adminFlags
}

// Run grants the credits.
func (c *creditGrantCmd) Run(ctx context.Context, con *console) error {
	s, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := find(ctx, s, c.Account)
	if err != nil {
		return err
	}
	if a, err = s.Grant(ctx, a.ID, c.Credits, strings.TrimSpace(c.Note)); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(con, accountJSON(a))
	}
	fmt.Fprintf(con.out, "account %d (%s) can spend %d credits\n", a.ID, a.Name, a.Available())
	return nil
}

// accountJSON is how scripts see an account.
func accountJSON(a zoetrope.Account) map[string]any {
	return map[string]any{
		"id": a.ID, "name": a.Name, "plan": a.Plan, "available": a.Available(), "monthly": a.Monthly,
		"package": a.Package, "held": a.Held, "running": a.Running, "created": a.Created,
	}
}

// entriesJSON is how scripts see the ledger.
func entriesJSON(entries []zoetrope.Entry) []map[string]any {
	list := make([]map[string]any, len(entries))
	for i, e := range entries {
		list[i] = map[string]any{
			"id": e.ID, "kind": e.Kind, "credits": e.Credits, "available": e.Available,
			"generation": json.Number(strconv.FormatInt(e.Generation, 10)), "note": e.Note, "created": e.Created,
		}
	}
	return list
}
