// Command zoetrope is the whole platform in one binary: the server, the
// workers, the administration of accounts, and a client for the terminal.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"zoetrope"
)

// version is set by the linker; see the Makefile.
var version = "dev"

// Exit codes. Scripts may rely on them.
const (
	exitOK       = 0
	exitFailed   = 1 // the command could not do its work
	exitUsage    = 2 // the command line is wrong
	exitRefused  = 3 // the server refused the request: bad input, key, credits or limits
	exitNotMade  = 4 // the generation ended as failed, blocked or cancelled
	exitCanceled = 130
)

const description = `Zoetrope generates video from text and pictures behind the PixVerse-compatible REST API.

Start with "zoetrope serve": it prints a URL, an API key and commands that work when pasted.
The embedded studio engine draws with graphics and computer vision, on the CPU or a GPU; it is not a neural model.

Every flag can be given as an environment variable (ZOETROPE_ and the flag's name: --public-url is
ZOETROPE_PUBLIC_URL) or in a JSON file (--config FILE, else zoetrope.json here, else /etc/zoetrope.json:
{"public_url": "https://video.example.org"}). A flag wins over the environment, the environment over the file.`

type cli struct {
	Serve      serveCmd      `cmd:"" help:"Run the API and, unless --workers=0, the workers in one process."`
	Worker     workerCmd     `cmd:"" help:"Run workers alone, beside servers that share the database and the blobs."`
	Migrate    migrateCmd    `cmd:"" help:"Bring the database to this version's schema, and stop."`
	Account    accountCmd    `cmd:"" help:"Create, list and show accounts."`
	Key        keyCmd        `cmd:"" help:"Create, list and revoke API keys."`
	Credit     creditCmd     `cmd:"" help:"Grant credits to an account."`
	Webhook    webhookCmd    `cmd:"" help:"Register webhooks of an account, and look after their deliveries."`
	Catalog    catalogCmd    `cmd:"" help:"Write the files of what is offered (models, prices, plans, ...), or check an operator's own."`
	Moderation moderationCmd `cmd:"" help:"Try the content policy, and see what it refused."`
	Generate   generateCmd   `cmd:"" help:"Generate a video through a server's API and save it."`
	Result     resultCmd     `cmd:"" help:"Show what became of a generation."`
	Balance    balanceCmd    `cmd:"" help:"Show the credits of the key's account."`
	Explain    explainCmd    `cmd:"" help:"Show what the studio understands of a prompt, and what it would draw."`
	Doctor     doctorCmd     `cmd:"" help:"Check this machine and say in sentences what is missing."`
	Version    versionCmd    `cmd:"" help:"Print the version and the rendering backend."`
	GPUProbe   gpuProbeCmd   `cmd:"" hidden:"" name:"gpu-probe" help:"Try the graphics processor and report it as JSON."`

	Config    kong.ConfigFlag `help:"Read flags from this JSON file." placeholder:"FILE"`
	LogLevel  slog.Level      `help:"Log this level and above: debug, info, warn, error." default:"info"`
	LogFormat string          `help:"Write logs as text or json." enum:"text,json" default:"text"`
}

// console is what a command talks to.
type console struct {
	out, err io.Writer
	log      *slog.Logger
}

// exitError carries an exit code other than exitFailed.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run executes one command line and returns its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	var c cli
	code := -1
	parser := kong.Must(&c,
		kong.Name("zoetrope"),
		kong.Description(description),
		kong.Writers(stdout, stderr),
		kong.Exit(func(n int) { code = n }),
		kong.DefaultEnvars("ZOETROPE"),
		kong.Configuration(kong.JSON, "/etc/zoetrope.json", "zoetrope.json"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, Summary: false, WrapUpperBound: 110}),
		kong.Vars{"serverURL": "http://localhost:8080"},
	)
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kctx, err := parser.Parse(args)
	if code >= 0 { // --help has been printed
		return code
	}
	if err != nil {
		fmt.Fprintf(stderr, "zoetrope: %v\n", err)
		fmt.Fprintf(stderr, "Run \"zoetrope%s --help\" to see what is possible.\n", commandPath(err))
		return exitUsage
	}
	io := &console{out: stdout, err: stderr, log: newLogger(stderr, c.LogLevel, c.LogFormat)}
	kctx.BindTo(ctx, (*context.Context)(nil))
	err = kctx.Run(io)
	if err == nil {
		return exitOK
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return exitCanceled
	}
	fmt.Fprintf(stderr, "zoetrope: %s\n", sentence(err))
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.code
	}
	return exitFailed
}

// commandPath is the command that a parse error belongs to, for the hint.
func commandPath(err error) string {
	if e, ok := errors.AsType[*kong.ParseError](err); ok && e.Context != nil {
		if cmd := e.Context.Command(); cmd != "" {
			return " " + strings.Fields(cmd)[0]
		}
	}
	return ""
}

// sentence is what a person should read of an error.
func sentence(err error) string {
	if e, ok := errors.AsType[*zoetrope.Error](err); ok {
		if e.Err != nil {
			return e.Message + " (" + e.Err.Error() + ")"
		}
		return e.Message
	}
	return err.Error()
}

func newLogger(w io.Writer, level slog.Level, format string) *slog.Logger {
	opts := &slog.HandlerOptions{Level: level}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}
