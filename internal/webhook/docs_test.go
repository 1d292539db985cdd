package webhook_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/webhook"
)

// TestReceiversOfTheDocumentation runs the programs of docs/webhooks.md and
// delivers to them, genuinely and not.
func TestReceiversOfTheDocumentation(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/webhooks.md")
	must(t, err)
	for _, c := range []struct {
		language, file string
		command        []string
	}{
		{"go", "main.go", []string{"go", "build", "-o", "receiver", "main.go"}},
		{"python", "main.py", []string{"python3", "main.py"}},
		{"js", "main.js", []string{"node", "main.js"}},
	} {
		t.Run(c.language, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(c.command[0]); err != nil {
				t.Skipf("%s is not installed", c.command[0])
			}
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, c.file), []byte(snippet(t, string(page), c.language)), 0o600))
			if c.language == "go" {
				run(t, dir, c.command...)
				c.command = []string{"./receiver"}
			}
			testReceiver(t, dir, c.command)
		})
	}
}

// snippet is the only fenced block of a language.
func snippet(t *testing.T, page, language string) string {
	t.Helper()
	parts := strings.Split(page, "```"+language+"\n")
	if len(parts) != 2 {
		t.Fatalf("%d blocks of %s, want 1", len(parts)-1, language)
	}
	code, _, _ := strings.Cut(parts[1], "```\n")
	return code
}

func run(t *testing.T, dir string, command ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", command, err, out)
	}
}

// testReceiver starts the program and sends to it.
func testReceiver(t *testing.T, dir string, command []string) {
	t.Helper()
	w := newWorld(t, dbtest.SQLite(t))
	port := freePort(t)
	address := "http://localhost:" + port + "/"
	endpoint, secret := w.endpoint(t, address)

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PORT="+port, "WEBHOOK_SECRET="+secret)
	must(t, cmd.Start())
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // killed: its error is ours
	}()
	awaitListener(ctx, t, port)

	w.settle(t, endpoint, "succeed")
	must(t, w.Deliver(t.Context(), endpoint))
	d := w.delivery(t)
	if d.State != webhook.StateDelivered {
		t.Fatalf("a genuine delivery: %+v", d)
	}
	now := time.Now()
	for name, c := range map[string]struct {
		secret string
		sent   time.Time
		body   string
		good   bool
	}{
		"the same":     {secret, now, d.Body, true},
		"every escape": {secret, now, `{"url":"https://e.org/a b?x=1&y=~'()*!+%<é>"}`, true},
		"wrong secret": {secret + "x", now, d.Body, false},
		"too old":      {secret, now.Add(-time.Hour), d.Body, false},
	} {
		timestamp := strconv.FormatInt(c.sent.Unix(), 10)
		answer := post(ctx, t, address, c.body, timestamp, webhook.Sign(c.secret, timestamp, "nonce", webhook.Percent(c.body)))
		if (answer == "200 ok") != c.good {
			t.Errorf("%s: answer %q", name, answer)
		}
	}
	timestamp := strconv.FormatInt(now.Unix(), 10)
	signature := webhook.Sign(secret, timestamp, "nonce", webhook.Percent(d.Body))
	if answer := post(ctx, t, address, strings.Replace(d.Body, `"status":1`, `"status":8`, 1), timestamp, signature); answer == "200 ok" {
		t.Error("a changed body was taken for genuine")
	}
}

// post sends a body with a signature and returns status and answer.
func post(ctx context.Context, t *testing.T, address, body, timestamp, signature string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body))
	must(t, err)
	req.Header.Set("Webhook-Timestamp", timestamp)
	req.Header.Set("Webhook-Nonce", "nonce")
	req.Header.Set("Webhook-Signature", signature)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	must(t, err)
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	must(t, err)
	return fmt.Sprintf("%d %s", resp.StatusCode, strings.TrimSpace(string(answer)))
}

// freePort returns a port that nobody listened on a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	must(t, err)
	defer func() { _ = l.Close() }()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// awaitListener returns when a program listens on the port.
func awaitListener(ctx context.Context, t *testing.T, port string) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := net.Dial("tcp", "localhost:"+port)
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("the receiver does not listen")
		}
	}
}
