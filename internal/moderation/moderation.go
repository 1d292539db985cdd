// Package moderation judges what requests ask for and what engines made,
// against the operator's policy: words and patterns in a file, and optionally a
// server that speaks the OpenAI-compatible POST /v1/moderations. Every refusal
// is recorded.
package moderation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
)

// Config is what a Service needs.
type Config struct {
	DB       *db.DB
	Policy   *Policy   // nil: words are not judged
	Endpoint *Endpoint // nil: nobody is asked
	// FailOpen lets through what the endpoint could not judge. Otherwise it is
	// refused with CodeUnavailable.
	FailOpen bool
	// Picture returns an input of the account as a JPEG, nil when the asset is
	// no picture. Nil: input pictures are not judged.
	Picture func(ctx context.Context, account, asset int64) (jpeg []byte, err error)
	Log     *slog.Logger // nil: slog.Default
}

// Service judges. It is safe for concurrent use.
type Service struct {
	cfg Config
	log *slog.Logger
}

// New returns a Service.
func New(cfg Config) *Service {
	if cfg.Policy == nil {
		cfg.Policy = new(Policy)
	}
	s := &Service{cfg: cfg, log: cfg.Log}
	if s.log == nil {
		s.log = slog.Default()
	}
	return s
}

// JudgesOutputs reports whether Output does anything.
func (s *Service) JudgesOutputs() bool { return s.cfg.Endpoint != nil }

// Input judges what a request of the account says and shows. Errors are
// *zoetrope.Error: CodeModeration about a field (img_id for pictures), or
// CodeUnavailable when the endpoint does not answer and refusing is the
// failure mode.
func (s *Service) Input(ctx context.Context, account int64, spec zoetrope.Spec) error {
	texts := zoetrope.Texts(spec)
	for _, t := range texts {
		if err := s.judgeWords(ctx, account, t); err != nil {
			return err
		}
	}
	if s.cfg.Endpoint == nil || s.cfg.Policy.exception(account).Off {
		return nil
	}
	subject := Record{Account: account, Stage: StageInput}
	for _, t := range texts {
		subject.Field, subject.Excerpt = t.Field, t.Value
		err := s.ask(ctx, subject, content{text: t.Value},
			zoetrope.FieldErrorf(zoetrope.CodeModeration, t.Field, "%s was refused by the content policy; change it", t.Field))
		if err != nil {
			return err
		}
	}
	if s.cfg.Picture == nil {
		return nil
	}
	for _, id := range spec.Inputs() {
		picture, err := s.cfg.Picture(ctx, account, id)
		if err != nil {
			return fmt.Errorf("look at picture %d: %w", id, err)
		}
		if picture == nil {
			continue
		}
		subject.Field, subject.Excerpt = "img_id", fmt.Sprintf("picture %d", id)
		err = s.ask(ctx, subject, content{jpeg: picture},
			zoetrope.FieldErrorf(zoetrope.CodeModeration, "img_id", "img_id %d was refused by the content policy; use another picture", id))
		if err != nil {
			return err
		}
	}
	return nil
}

// Output judges frames of what an engine made, as JPEGs. Errors are
// *zoetrope.Error: CodeModeration, or CodeUnavailable.
func (s *Service) Output(ctx context.Context, g zoetrope.Generation, frames [][]byte) error {
	if s.cfg.Endpoint == nil || s.cfg.Policy.exception(g.Account).Off {
		return nil
	}
	for i, frame := range frames {
		subject := Record{
			Account: g.Account, Generation: g.ID, Stage: StageOutput, Excerpt: fmt.Sprintf("frame %d of %d", i+1, len(frames)),
		}
		err := s.ask(ctx, subject, content{jpeg: frame},
			zoetrope.Errorf(zoetrope.CodeModeration, "the result was refused by the content policy; its credits were returned"))
		if err != nil {
			return err
		}
	}
	return nil
}

// judgeWords holds a text against the policy file.
func (s *Service) judgeWords(ctx context.Context, account int64, t zoetrope.Text) error {
	refused := ""
	for _, f := range s.cfg.Policy.Check(account, t.Value) {
		r := Record{
			Account: account, Stage: StageInput, Source: SourcePolicy, Category: f.Category, Rule: f.Rule,
			Field: t.Field, Excerpt: f.Excerpt, Verdict: f.Verdict,
		}
		if err := s.record(ctx, r); err != nil {
			return err
		}
		if f.Verdict == Refuse && refused == "" {
			refused = f.Category
		}
	}
	if refused == "" {
		return nil
	}
	return zoetrope.FieldErrorf(zoetrope.CodeModeration, t.Field,
		"%s was refused by the content policy (%s); change it", t.Field, refused)
}

// unjudged is the verdict on what could not be judged and was let through.
const unjudged Verdict = "unjudged"

// ask has the endpoint judge and returns refusal when it objects.
func (s *Service) ask(ctx context.Context, subject Record, c content, refusal *zoetrope.Error) error {
	subject.Source = SourceEndpoint
	categories, err := s.cfg.Endpoint.judge(ctx, c)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return s.unanswered(ctx, subject, err)
	}
	allow := slices.Concat(s.cfg.Policy.Allow, s.cfg.Policy.exception(subject.Account).Allow)
	categories = slices.DeleteFunc(categories, func(name string) bool { return slices.Contains(allow, name) })
	if len(categories) == 0 {
		return nil
	}
	subject.Category, subject.Verdict = categories[0], Refuse
	if err := s.record(ctx, subject); err != nil {
		return err
	}
	return refusal
}

// unanswered applies the failure mode.
func (s *Service) unanswered(ctx context.Context, subject Record, cause error) error {
	if !s.cfg.FailOpen {
		return zoetrope.WrapError(zoetrope.CodeUnavailable, cause, "the content could not be judged because the moderation server does not answer; try again later")
	}
	s.log.WarnContext(ctx, "moderation server does not answer: the content is let through",
		slog.Int64("account", subject.Account), slog.Any("error", cause))
	subject.Category, subject.Verdict = "none", unjudged
	return s.record(ctx, subject)
}

// Stage is when something was judged.
type Stage string

// The stages.
const (
	StageInput  Stage = "input"
	StageOutput Stage = "output"
)

// Source is who judged.
type Source string

// The sources.
const (
	SourcePolicy   Source = "policy"
	SourceEndpoint Source = "endpoint"
)

// Record is one line of the audit.
type Record struct {
	ID         int64
	Account    int64
	Generation int64 // 0 for requests
	Stage      Stage
	Source     Source
	Category   string
	Rule       string // of the policy
	Field      string // of the request
	Excerpt    string // what was found, or the beginning of what was judged
	Verdict    Verdict
	Created    time.Time
}

const (
	insertRecord = `INSERT INTO moderation_records
	(id, account, generation, stage, source, category, rule, field, excerpt, verdict, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now_us()) ON CONFLICT DO NOTHING`
	selectRecords = `SELECT id, account, generation, stage, source, category, rule, field, excerpt, verdict, created
FROM moderation_records ORDER BY id DESC LIMIT $1`
	selectOfAccount = `SELECT id, account, generation, stage, source, category, rule, field, excerpt, verdict, created
FROM moderation_records WHERE account = $1 ORDER BY id DESC LIMIT $2`
	deleteOld = `DELETE FROM moderation_records WHERE created < now_us() - $1`
)

// record writes a line of the audit: a refusal that cannot be recorded is an
// error.
func (s *Service) record(ctx context.Context, r Record) error {
	err := s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for {
			rows, err := tx.Exec(ctx, insertRecord, zoetrope.NewID(time.Now()), r.Account, r.Generation, string(r.Stage),
				string(r.Source), excerpt(r.Category), r.Rule, r.Field, excerpt(r.Excerpt), string(r.Verdict))
			if err != nil || rows == 1 {
				return err
			}
		}
	})
	if err != nil {
		return fmt.Errorf("record a verdict: %w", err)
	}
	return nil
}

// maxExcerpt bounds what the audit repeats, in characters.
const maxExcerpt = 200

func excerpt(text string) string {
	if runes := []rune(text); len(runes) > maxExcerpt {
		return string(runes[:maxExcerpt]) + "…"
	}
	return text
}

// Records lists the latest lines of the audit, the newest first; account 0
// means all accounts.
func (s *Service) Records(ctx context.Context, account int64, limit int) ([]Record, error) {
	scan := db.Collect(func(r db.Row) (v Record, err error) {
		var created int64
		err = r.Scan(&v.ID, &v.Account, &v.Generation, &v.Stage, &v.Source, &v.Category, &v.Rule, &v.Field, &v.Excerpt, &v.Verdict, &created)
		v.Created = db.Time(created)
		return v, err
	})
	if account == 0 {
		return scan(s.cfg.DB.Read().Query(ctx, selectRecords, limit))
	}
	return scan(s.cfg.DB.Read().Query(ctx, selectOfAccount, account, limit))
}

// Expire forgets the lines of the audit that are older than age.
func (s *Service) Expire(ctx context.Context, age time.Duration) error {
	return s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, deleteOld, age.Microseconds())
		return err
	})
}

// ErrAnswer is wrapped by errors about answers of the endpoint that are none.
var ErrAnswer = errors.New("the moderation server's answer cannot be used")
