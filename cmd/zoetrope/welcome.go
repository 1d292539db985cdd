package main

import (
	"context"
	"fmt"
)

const (
	firstAccount = "default" // the name of the first account
	minKey       = 16        // characters of a bootstrap key
)

// welcome makes the first account on an empty database and prints how to use
// it. The key is shown this once, and not at all when the operator chose it.
func (c *serveCmd) welcome(ctx context.Context, con *console, n *node) error {
	if c.BootstrapKey != "" {
		if len(c.BootstrapKey) < minKey {
			return &exitError{exitUsage, fmt.Errorf("ZOETROPE_BOOTSTRAP_KEY has %d characters; use at least %d", len(c.BootstrapKey), minKey)}
		}
		a, created, err := n.accounts.Bootstrap(ctx, firstAccount, c.BootstrapPlan, c.BootstrapKey, c.BootstrapCredits)
		if err == nil && created {
			con.log.Info("made the first account with the given key", "account", a.ID, "credits", a.Available())
		}
		return err
	}
	all, err := n.accounts.List(ctx)
	if err != nil || len(all) > 0 {
		return err
	}
	a, err := n.accounts.Create(ctx, firstAccount, c.BootstrapPlan)
	if err != nil {
		return fmt.Errorf("make the first account (--bootstrap-plan): %w", err)
	}
	if a, err = n.accounts.Grant(ctx, a.ID, c.BootstrapCredits, "first start"); err != nil {
		return err
	}
	_, secret, err := n.accounts.CreateKey(ctx, a.ID, "first")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(con.out, welcomeText, c.PublicURL, a.Name, a.ID, a.Available(), secret)
	return err
}

const welcomeText = `
Zoetrope is at     %[1]s
account            %[2]s (%[3]d), %[4]d credits
API key            %[5]s      shown this once
documentation      %[1]s/docs

Try it:

export ZOETROPE_URL=%[1]s
export ZOETROPE_API_KEY=%[5]s

curl -s $ZOETROPE_URL/openapi/v2/video/text/generate \
  -H "API-KEY: $ZOETROPE_API_KEY" -H "Ai-trace-id: $(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)" \
  -H "Content-Type: application/json" \
  -d '{"prompt":"golden hour over the open ocean","model":"v6","duration":5,"quality":"540p","aspect_ratio":"16:9"}'

curl -s $ZOETROPE_URL/openapi/v2/video/result/VIDEO_ID -H "API-KEY: $ZOETROPE_API_KEY"

`
