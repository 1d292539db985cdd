package pixverse_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zoetrope/internal/apitest"
	"zoetrope/internal/db"
	"zoetrope/internal/pixverse"
)

// perAccount is how many videos the benchmarks submit on one account: below the
// concurrency and the burst of plan business.
const perAccount = 20

var databases = []struct {
	name string
	open func(testing.TB) *db.DB
}{{"sqlite", apitest.SQLite}, {"postgres", apitest.Postgres}}

// unlimited turns the limit of reads off.
func unlimited(c *pixverse.Config) { c.ReadRate = -1 }

// BenchmarkBareHandler is the yardstick: a net/http handler that reads a body
// of the same size and writes an answer of the same size.
func BenchmarkBareHandler(b *testing.B) {
	answer := []byte(`{"ErrCode":0,"ErrMsg":"Success","Resp":{"video_id":7263512345678901,"credits":5,"credit":5}}` + "\n")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}))
	defer server.Close()
	client := pooled(server.Client())
	drive(b, func(int) error {
		return send(client, request(b, http.MethodPost, server.URL+"/x", "key", submission))
	})
}

const submission = `{"prompt":"a fox in the snow","model":"v6","duration":1,"quality":"360p","aspect_ratio":"16:9"}`

// BenchmarkSubmit submits videos: the transaction alone, and through HTTP.
func BenchmarkSubmit(b *testing.B) {
	for _, d := range databases {
		b.Run("transaction/"+d.name, func(b *testing.B) {
			s := apitest.Start(b, d.open(b))
			accounts := make([]int64, b.N/perAccount+1)
			for i := range accounts {
				accounts[i], _ = s.NewAccount(b, "business", 0)
			}
			b.ResetTimer()
			drive(b, func(i int) error { return s.Submit(b.Context(), accounts[i/perAccount]) })
		})
		b.Run("http/"+d.name, func(b *testing.B) {
			s := apitest.Start(b, d.open(b), unlimited)
			client := pooled(s.Client())
			keys := make([]string, b.N/perAccount+1)
			for i := range keys {
				_, keys[i] = s.NewAccount(b, "business", 0)
			}
			b.ResetTimer()
			drive(b, func(i int) error {
				return send(client, request(b, http.MethodPost, s.URL+"/openapi/v2/video/text/generate", keys[i/perAccount], submission))
			})
		})
	}
}

// BenchmarkPoll looks at a queued video.
func BenchmarkPoll(b *testing.B) {
	for _, d := range databases {
		b.Run(d.name, func(b *testing.B) {
			s := apitest.Start(b, d.open(b), unlimited)
			var answer struct {
				Resp struct {
					VideoID int64 `json:"video_id"`
				}
			}
			if err := json.Unmarshal([]byte(s.Post(b, "/openapi/v2/video/text/generate", s.Key, submission)), &answer); err != nil {
				b.Fatal(err)
			}
			url := fmt.Sprintf("%s/openapi/v2/video/result/%d", s.URL, answer.Resp.VideoID)
			b.ResetTimer()
			client := pooled(s.Client())
			drive(b, func(int) error { return send(client, request(b, http.MethodGet, url, s.Key, "")) })
		})
	}
}

func request(b *testing.B, method, url, key, body string) *http.Request {
	r, err := http.NewRequestWithContext(b.Context(), method, url, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("API-KEY", key)
	r.Header.Set("Content-Type", "application/json")
	return r
}

// clients is how many calls the benchmarks make at once.
const clients = 8

// pooled returns a client that keeps a connection for each of them.
func pooled(client *http.Client) *http.Client {
	transport := client.Transport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = clients
	return &http.Client{Transport: transport}
}

// drive makes b.N calls and reports throughput and the 99th percentile of
// latency.
func drive(b *testing.B, do func(i int) error) {
	b.Helper()
	start := time.Now()
	took := latencies(b, do)
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "calls/s")
	slices.Sort(took)
	b.ReportMetric(milliseconds(percentile(took, 99)), "p99-ms")
}

// latencies makes b.N calls, by several clients at once, and returns how long
// each took.
func latencies(b *testing.B, do func(i int) error) []time.Duration {
	b.Helper()
	took := make([]time.Duration, b.N)
	var issued atomic.Int64
	done := make(chan error, clients)
	for range clients {
		go func() {
			var err error
			for i := int(issued.Add(1)) - 1; i < b.N && err == nil; i = int(issued.Add(1)) - 1 {
				at := time.Now()
				err = do(i)
				took[i] = time.Since(at)
			}
			done <- err
		}()
	}
	for range clients {
		if err := <-done; err != nil {
			b.Error(err)
		}
	}
	b.StopTimer()
	return took
}

// percentile of sorted durations.
func percentile(sorted []time.Duration, p int) time.Duration { return sorted[len(sorted)*p/100] }

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// send makes one request and checks that it was answered well.
func send(client *http.Client, r *http.Request) error {
	resp, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err == nil && !strings.HasPrefix(string(data), `{"ErrCode":0,`) {
		err = fmt.Errorf("answer: %s", data)
	}
	return err
}
