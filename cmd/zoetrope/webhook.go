package main

import (
	"context"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"zoetrope"
	"zoetrope/internal/asset"
	"zoetrope/internal/outbound"
	"zoetrope/internal/webhook"
)

// keepDeliveries is how long deliveries that ended can be looked at and
// repeated.
const keepDeliveries = 30 * 24 * time.Hour

// newWebhooks makes the sender of webhooks, which runs in servers: they know
// the address that files are reached by.
func (n *node) newWebhooks(f nodeFlags, out *outbound.Client, assets *asset.Service) (*webhook.Service, error) {
	sent := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "zoetrope_webhook_attempts_total", Help: "Attempts to deliver webhooks by result.",
	}, []string{"result"})
	n.metrics.MustRegister(sent)
	return webhook.New(webhook.Config{
		DB: n.db, HTTP: out.HTTP(), Log: n.log, Workers: f.webhookWorkers,
		Observe: func(result string) { sent.WithLabelValues(result).Inc() },
		Outcome: func(ctx context.Context, account, generation int64) (webhook.Outcome, error) {
			return n.outcome(ctx, assets, account, generation)
		},
	})
}

// outcome says what became of a generation as a poll would.
func (n *node) outcome(ctx context.Context, assets *asset.Service, account, generation int64) (webhook.Outcome, error) {
	g, err := n.generations.Get(ctx, account, generation)
	if err != nil {
		return webhook.Outcome{}, err
	}
	o := webhook.Outcome{TraceID: g.TraceID, Status: g.Status, Deleted: !g.Deleted.IsZero(), Credits: g.Price}
	if o.Deleted || g.Status != zoetrope.StatusSucceeded {
		return o, nil
	}
	file, err := assets.Get(ctx, account, g.Output)
	switch code := zoetrope.CodeOf(err); {
	case code == zoetrope.CodeNotFound, code == zoetrope.CodeDeleted:
		o.Deleted = true
		return o, nil
	case err != nil:
		return o, err
	}
	o.Size, o.HasAudio = file.Size, file.HasAudio
	o.URL, err = assets.URL(ctx, file)
	return o, err
}

type webhookCmd struct {
	Create     webhookCreateCmd     `cmd:"" help:"Register an address of an account and print its id and secret, once."`
	List       webhookListCmd       `cmd:"" help:"List an account's webhooks."`
	Delete     webhookDeleteCmd     `cmd:"" help:"Stop delivering to a webhook, for good."`
	Deliveries webhookDeliveriesCmd `cmd:"" help:"List an account's latest deliveries."`
	Redeliver  webhookRedeliverCmd  `cmd:"" help:"Send a delivery again, such as a dead one."`
}

// openWebhooks opens the webhooks of the database; done releases it.
func (f adminFlags) openWebhooks(ctx context.Context) (s *webhook.Service, done func(), err error) {
	d, err := f.openDB(ctx)
	if err != nil {
		return nil, nil, err
	}
	if s, err = webhook.New(webhook.Config{DB: d}); err != nil {
		_ = d.Close()
		return nil, nil, err
	}
	return s, func() { _ = d.Close() }, nil
}

// accountID finds an account by its id or its name.
func (f adminFlags) accountID(ctx context.Context, nameOrID string) (int64, error) {
	accounts, done, err := f.open(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	a, err := find(ctx, accounts, nameOrID)
	return a.ID, err
}

type webhookCreateCmd struct {
	Account  string           `arg:"" help:"The account's id or name."`
	URL      string           `arg:"" name:"url" help:"Where to deliver."`
	Encoding webhook.Encoding `help:"How the body enters the signature: raw (percent-encoded whole) or query (key=value pairs)." default:"raw"`
	adminFlags
}

// Run registers the address. Id and secret go to standard output.
func (c *webhookCreateCmd) Run(ctx context.Context, con *console) error {
	account, err := c.accountID(ctx, c.Account)
	if err != nil {
		return err
	}
	s, done, err := c.openWebhooks(ctx)
	if err != nil {
		return err
	}
	defer done()
	e, secret, err := s.Create(ctx, account, c.URL, c.Encoding)
	if err != nil {
		return err
	}
	if c.JSON {
		v := endpointJSON(e)
		v["secret"] = secret
		return printJSON(con, v)
	}
	fmt.Fprintf(con.out, "webhook_id %d\nsecret     %s\n", e.ID, secret)
	fmt.Fprintln(con.err, "the secret is shown this once; put webhook_id into requests")
	return nil
}

type webhookListCmd struct {
	Account string `arg:"" help:"The account's id or name."`
	adminFlags
}

// Run lists the endpoints as a table.
func (c *webhookListCmd) Run(ctx context.Context, con *console) error {
	account, err := c.accountID(ctx, c.Account)
	if err != nil {
		return err
	}
	s, done, err := c.openWebhooks(ctx)
	if err != nil {
		return err
	}
	defer done()
	all, err := s.Endpoints(ctx, account)
	if err != nil {
		return err
	}
	if c.JSON {
		list := make([]map[string]any, len(all))
		for i, e := range all {
			list[i] = endpointJSON(e)
		}
		return printJSON(con, list)
	}
	t := tabwriter.NewWriter(con.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "WEBHOOK_ID\tURL\tENCODING\tCREATED")
	for _, e := range all {
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\n", e.ID, e.URL, e.Encoding, e.Created.Format(time.DateOnly))
	}
	return t.Flush()
}

// endpointJSON is how scripts see an endpoint.
func endpointJSON(e webhook.Endpoint) map[string]any {
	return map[string]any{"webhook_id": e.ID, "account": e.Account, "url": e.URL, "encoding": e.Encoding, "created": e.Created}
}

type webhookDeleteCmd struct {
	ID int64 `arg:"" name:"webhook_id" help:"From webhook list."`
	adminFlags
}

// Run deletes the endpoint.
func (c *webhookDeleteCmd) Run(ctx context.Context, con *console) error {
	s, done, err := c.openWebhooks(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := s.Delete(ctx, c.ID); err != nil {
		return err
	}
	fmt.Fprintf(con.out, "webhook %d is deleted\n", c.ID)
	return nil
}

type webhookDeliveriesCmd struct {
	Account string `arg:"" help:"The account's id or name."`
	Limit   int    `help:"How many to show." default:"50"`
	adminFlags
}

// Run lists the deliveries as a table.
func (c *webhookDeliveriesCmd) Run(ctx context.Context, con *console) error {
	account, err := c.accountID(ctx, c.Account)
	if err != nil {
		return err
	}
	s, done, err := c.openWebhooks(ctx)
	if err != nil {
		return err
	}
	defer done()
	all, err := s.Deliveries(ctx, account, c.Limit)
	if err != nil {
		return err
	}
	if c.JSON {
		list := make([]map[string]any, len(all))
		for i, d := range all {
			list[i] = deliveryJSON(d)
		}
		return printJSON(con, list)
	}
	t := tabwriter.NewWriter(con.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tWEBHOOK_ID\tVIDEO_ID\tSTATE\tATTEMPTS\tNEXT\tHTTP\tREASON")
	for _, d := range all {
		next := "-"
		if d.State == webhook.StatePending {
			next = d.Next.Format(time.RFC3339)
		}
		status := "-"
		if d.LastStatus > 0 {
			status = strconv.Itoa(d.LastStatus)
		}
		fmt.Fprintf(t, "%d\t%d\t%d\t%s\t%d\t%s\t%s\t%s\n", d.ID, d.Endpoint, d.Generation, d.State, d.Attempt, next, status, d.LastReason)
	}
	return t.Flush()
}

// deliveryJSON is how scripts see a delivery.
func deliveryJSON(d webhook.Delivery) map[string]any {
	return map[string]any{
		"id": d.ID, "webhook_id": d.Endpoint, "video_id": d.Generation, "state": d.State, "attempts": d.Attempt, "next": d.Next,
		"last_status": d.LastStatus, "last_reason": d.LastReason, "body": d.Body, "created": d.Created, "finished": d.Finished,
	}
}

type webhookRedeliverCmd struct {
	ID int64 `arg:"" name:"delivery_id" help:"From webhook deliveries."`
	adminFlags
}

// Run makes the delivery due again; a running server sends it.
func (c *webhookRedeliverCmd) Run(ctx context.Context, con *console) error {
	s, done, err := c.openWebhooks(ctx)
	if err != nil {
		return err
	}
	defer done()
	d, err := s.Redeliver(ctx, c.ID)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(con, deliveryJSON(d))
	}
	fmt.Fprintf(con.out, "delivery %d of video %d is on its way to webhook %d\n", d.ID, d.Generation, d.Endpoint)
	return nil
}
