//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zoetrope/client"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/media"
)

// clip is the request that these tests make: long enough to be caught in the
// middle of its render, small enough to be quick.
func clip(prompt string) client.TextToVideo {
	return client.TextToVideo{
		Video:       client.Video{Prompt: prompt, Model: "v6", Duration: clipSeconds, Quality: "360p"},
		AspectRatio: "16:9",
	}
}

// clipSeconds is the length of clip, and clipPrice what it costs: v6, 360p,
// silent, 5 credits a second.
const (
	clipSeconds = 5
	clipPrice   = 5 * clipSeconds
)

// TestKilledServerLosesNothing kills a server in the middle of a render and
// starts another on the same data: the video must arrive and be paid once.
func TestKilledServerLosesNothing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := start(t, data, "serve", "--lease", "3s")
	submitted, err := first.client(t).TextToVideo(t.Context(), clip("misty mountains at dawn"))
	if err != nil {
		t.Fatal(err)
	}
	awaitRendering(t, first.client(t), submitted.VideoID)
	first.kill()

	second := start(t, data, "serve", "--lease", "3s")
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	result, err := second.client(t).Wait(ctx, submitted.VideoID, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkVideo(t, second.client(t), result, clipSeconds)

	g, err := second.client(t).Generation(t.Context(), submitted.VideoID)
	if err != nil {
		t.Fatal(err)
	}
	if g.Attempt < 2 {
		t.Errorf("the video took %d attempt(s); the kill came too late to test anything", g.Attempt)
	}
	balance, err := second.client(t).Balance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := balance.Monthly + balance.Package; got != initialCredits(t, data)-clipPrice {
		t.Errorf("the account has %d credits; want %d less than it was given", got, clipPrice)
	}
	if kinds := ledgerKinds(t, data, submitted.VideoID); kinds != "charge hold" {
		t.Errorf("the ledger has %q for the video; want one hold and one charge", kinds)
	}
	if left := scratchLeft(t, data); len(left) > 0 {
		t.Errorf("the dead attempt left files behind: %v", left)
	}
}

// TestStopHandsBack stops a server politely in the middle of a render: the
// generation goes back to the queue at once and the attempt is not lost time.
func TestStopHandsBack(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := start(t, data, "serve", "--stop-timeout", "10ms")
	submitted, err := first.client(t).TextToVideo(t.Context(), clip("a rainy neon street"))
	if err != nil {
		t.Fatal(err)
	}
	awaitRendering(t, first.client(t), submitted.VideoID)
	if code := first.stop(t); code != 0 {
		t.Errorf("a polite stop ends with exit code %d", code)
	}
	second := start(t, data, "serve", "--workers", "0")
	g, err := second.client(t).Generation(t.Context(), submitted.VideoID)
	if err != nil {
		t.Fatal(err)
	}
	if g.Status != "queued" {
		t.Errorf("after the stop the generation is %s; want it queued for the next worker", g.Status)
	}
	if _, err := second.client(t).Cancel(t.Context(), submitted.VideoID); err != nil {
		t.Fatal(err)
	}
	if kinds := ledgerKinds(t, data, submitted.VideoID); kinds != "hold release" {
		t.Errorf("after the cancel the ledger has %q; want a hold and its release", kinds)
	}
}

// TestManyNodes runs one API node and two workers on PostgreSQL, kills one
// worker in the middle, and checks that every video arrives and is paid once.
func TestManyNodes(t *testing.T) {
	t.Parallel()
	database := dbtest.PostgresDSN(t)
	data := t.TempDir() // the nodes share the blob directory
	shared := []string{"--database", database, "--lease", "3s"}
	api := start(t, data, append([]string{"serve", "--workers", "0"}, shared...)...)
	doomed := start(t, data, append([]string{"worker"}, shared...)...)

	prompts := []string{"ocean at noon", "forest in fog", "snowy mountains", "stars and a nebula"}
	ids, seconds := make([]int64, len(prompts)), []int{8, 1, 1, 1} // the first is long enough to be caught while it renders
	for i, prompt := range prompts {
		request := clip(prompt)
		request.Duration = seconds[i]
		submitted, err := api.client(t).TextToVideo(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = submitted.VideoID
	}
	awaitRendering(t, api.client(t), ids[0])
	doomed.kill()
	start(t, data, append([]string{"worker"}, shared...)...)

	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	for i, id := range ids {
		result, err := api.client(t).Wait(ctx, id, nil)
		if err != nil {
			t.Fatal(err)
		}
		checkVideo(t, api.client(t), result, seconds[i])
	}
	for _, id := range ids {
		if kinds := ledgerKinds(t, data, id, "--database", database); kinds != "charge hold" {
			t.Errorf("the ledger has %q for video %d; want one hold and one charge", kinds, id)
		}
	}
}

// awaitRendering returns when a worker has made some progress.
func awaitRendering(t *testing.T, c *client.Client, id int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ctx, seen := context.WithCancel(ctx)
	rendering := false
	_, err := c.Wait(ctx, id, func(p client.Progress) {
		if p.Status == "rendering" && p.Done > 0 {
			rendering = true
			seen()
		}
	})
	if !rendering {
		t.Fatalf("the generation was never seen rendering: %v", err)
	}
}

// checkVideo downloads a result and looks at what it is.
func checkVideo(t *testing.T, c *client.Client, result client.Result, seconds int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "video.mp4")
	size, err := c.Download(t.Context(), result.URL, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if size != result.Size {
		t.Errorf("the file has %d bytes; the result said %d", size, result.Size)
	}
	tools, err := media.Find()
	if err != nil {
		t.Fatal(err)
	}
	info, err := tools.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Width != result.Width || info.Height != result.Height || info.Frames != 24*seconds || info.VideoCodec != "h264" {
		t.Errorf("the video is %d x %d, %d frames, %s; want %d x %d, %d frames, h264",
			info.Width, info.Height, info.Frames, info.VideoCodec, result.Width, result.Height, 24*seconds)
	}
}

// account is what `account show --json` prints.
type account struct {
	ID      int64 `json:"id"`
	Entries []struct {
		Kind       string `json:"kind"`
		Credits    int64  `json:"credits"`
		Generation int64  `json:"generation"`
	} `json:"entries"`
}

// showAccount asks the admin command about the only account.
func showAccount(t *testing.T, data string, flags ...string) account {
	t.Helper()
	args := append([]string{"account", "list", "--json", "--data", data}, flags...)
	out, errs, code := command(t, nil, args...)
	if code != 0 {
		t.Fatalf("account list: exit code %d: %s", code, errs)
	}
	var all []account
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) != 1 {
		t.Fatalf("account list printed %q (%v); want one account", out, err)
	}
	args = append([]string{"account", "show", strconv.FormatInt(all[0].ID, 10), "--json", "--entries", "100", "--data", data}, flags...)
	out, errs, code = command(t, nil, args...)
	if code != 0 {
		t.Fatalf("account show: exit code %d: %s", code, errs)
	}
	var a account
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// ledgerKinds lists the kinds of a generation's entries, sorted, after
// checking that every hold is matched by what became of it.
func ledgerKinds(t *testing.T, data string, generation int64, flags ...string) string {
	t.Helper()
	var kinds []string
	sum := map[string]int64{}
	for _, e := range showAccount(t, data, flags...).Entries {
		if e.Generation == generation {
			kinds = append(kinds, e.Kind)
			sum[e.Kind] += e.Credits
		}
	}
	if sum["hold"] != sum["charge"]+sum["release"] {
		t.Errorf("generation %d: held %d, charged %d, released %d", generation, sum["hold"], sum["charge"], sum["release"])
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

// initialCredits is the sum of all grants.
func initialCredits(t *testing.T, data string) (total int64) {
	t.Helper()
	for _, e := range showAccount(t, data).Entries {
		if e.Kind == "grant" {
			total += e.Credits
		}
	}
	return total
}

// scratchLeft lists what lies in the scratch directory.
func scratchLeft(t *testing.T, data string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(data, "scratch"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
