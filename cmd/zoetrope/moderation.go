package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"text/tabwriter"
	"time"

	"zoetrope"
	"zoetrope/internal/asset"
	"zoetrope/internal/media"
	"zoetrope/internal/moderation"
)

// moderationFlags say what is judged, and by whom.
type moderationFlags struct {
	Moderation        string        `help:"The content policy: a JSON file, off, or nothing for the policy in the program." placeholder:"FILE|off"`
	ModerationURL     string        `name:"moderation-url" help:"A server's OpenAI-compatible /v1/moderations; its key is read from ZOETROPE_MODERATION_KEY." placeholder:"URL"`
	ModerationModel   string        `help:"The model that the moderation server is asked for." default:"omni-moderation-latest"`
	ModerationTimeout time.Duration `help:"How long the moderation server may take to answer." default:"5s"`
	ModerationFail    string        `help:"What happens while the moderation server does not answer: closed refuses, open lets through and records." enum:"closed,open" default:"closed"`
}

// moderationKeyEnv holds the key of the moderation server: not a flag, which
// other users of the machine could see.
const moderationKeyEnv = "ZOETROPE_MODERATION_KEY"

// framesJudged is how many frames of a result the moderation server sees.
const framesJudged = 3

// keepRecords is how long the audit goes back.
const keepRecords = 90 * 24 * time.Hour

// policy reads the policy; nil: off.
func (f moderationFlags) policy() (*moderation.Policy, error) {
	switch f.Moderation {
	case "":
		return moderation.Default(), nil
	case "off":
		return nil, nil
	}
	data, err := os.ReadFile(f.Moderation)
	if err != nil {
		return nil, fmt.Errorf("the content policy cannot be read: %w", err)
	}
	policy, err := moderation.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Moderation, err)
	}
	return policy, nil
}

// newModeration makes the judge.
func (n *node) newModeration(f nodeFlags, tools *media.Tools, assets *asset.Service) (*moderation.Service, error) {
	policy, err := f.policy()
	if err != nil {
		return nil, err
	}
	config := moderation.Config{DB: n.db, Policy: policy, FailOpen: f.ModerationFail == "open", Log: n.log}
	if f.ModerationURL != "" {
		config.Endpoint = &moderation.Endpoint{
			URL: f.ModerationURL, Key: os.Getenv(moderationKeyEnv), Model: f.ModerationModel, Timeout: f.ModerationTimeout,
		}
		config.Picture = func(ctx context.Context, account, id int64) ([]byte, error) {
			return picture(ctx, tools, assets, account, id)
		}
	}
	return moderation.New(config), nil
}

// picture returns an uploaded picture as a JPEG, nil for other assets.
func picture(ctx context.Context, tools *media.Tools, assets *asset.Service, account, id int64) ([]byte, error) {
	a, err := assets.Get(ctx, account, id)
	if err != nil || a.Kind != zoetrope.AssetImage {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "zoetrope-judge-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path, err := assets.Local(ctx, a, dir)
	if err != nil {
		return nil, err
	}
	return frame(ctx, tools, path, dir, 0)
}

// frame returns the picture at a time of a file as a JPEG.
func frame(ctx context.Context, tools *media.Tools, path, dir string, at time.Duration) ([]byte, error) {
	out := filepath.Join(dir, "frame.jpg")
	if err := tools.Poster(ctx, path, out, at); err != nil {
		return nil, err
	}
	return os.ReadFile(out)
}

// judgeOutput shows frames of a result to the judge, from all over it.
func judgeOutput(judge *moderation.Service, tools *media.Tools) func(ctx context.Context, g zoetrope.Generation, result, dir string) error {
	return func(ctx context.Context, g zoetrope.Generation, result, dir string) error {
		count := framesJudged
		if g.Operation.MakesImage() {
			count = 1
		}
		frames := make([][]byte, count)
		for i := range frames {
			at := g.Spec.Video().Length() * time.Duration(2*i+1) / time.Duration(2*count)
			var err error
			if frames[i], err = frame(ctx, tools, result, dir, at); err != nil {
				return fmt.Errorf("take a frame to judge: %w", err)
			}
		}
		return judge.Output(ctx, g, frames)
	}
}

type moderationCmd struct {
	Check moderationCheckCmd `cmd:"" help:"Say what the content policy does about a text, without a server."`
	List  moderationListCmd  `cmd:"" help:"List the latest refusals and remarks."`
}

type moderationCheckCmd struct {
	Text       string `arg:"" help:"As a prompt would say it."`
	Account    int64  `help:"Judge as for this account id."`
	Moderation string `help:"The content policy: a JSON file, or nothing for the policy in the program." placeholder:"FILE"`
}

// Run prints the rules that the text breaks.
func (c *moderationCheckCmd) Run(con *console) error {
	policy, err := moderationFlags{Moderation: c.Moderation}.policy()
	if err != nil {
		return err
	}
	if policy == nil {
		policy = new(moderation.Policy)
	}
	found := policy.Check(c.Account, c.Text)
	if len(found) == 0 {
		fmt.Fprintln(con.out, "no rule finds anything")
	}
	for _, f := range found {
		fmt.Fprintf(con.out, "%s: rule %s (%s) finds %q\n", f.Verdict, f.Rule, f.Category, f.Excerpt)
	}
	return nil
}

type moderationListCmd struct {
	Account string `arg:"" optional:"" help:"The account's id or name; nothing: all accounts."`
	Limit   int    `help:"How many to show." default:"50"`
	adminFlags
}

// Run lists the audit as a table.
func (c *moderationListCmd) Run(ctx context.Context, con *console) error {
	var account int64
	var err error
	if c.Account != "" {
		if account, err = c.accountID(ctx, c.Account); err != nil {
			return err
		}
	}
	d, err := c.openDB(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := moderation.New(moderation.Config{DB: d}).Records(ctx, account, c.Limit)
	if err != nil {
		return err
	}
	if c.JSON {
		list := make([]map[string]any, len(all))
		for i, r := range all {
			list[i] = map[string]any{
				"id": r.ID, "account": r.Account, "video_id": r.Generation, "stage": r.Stage, "source": r.Source, "category": r.Category,
				"rule": r.Rule, "field": r.Field, "excerpt": r.Excerpt, "verdict": r.Verdict, "created": r.Created,
			}
		}
		return printJSON(con, list)
	}
	t := tabwriter.NewWriter(con.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "TIME\tACCOUNT\tVIDEO_ID\tVERDICT\tSTAGE\tSOURCE\tCATEGORY\tRULE\tFIELD\tEXCERPT")
	for _, r := range all {
		video := "-"
		if r.Generation > 0 {
			video = strconv.FormatInt(r.Generation, 10)
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%q\n", r.Created.Format(time.RFC3339), r.Account, video,
			r.Verdict, r.Stage, r.Source, r.Category, r.Rule, r.Field, r.Excerpt)
	}
	return t.Flush()
}
