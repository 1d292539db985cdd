package pixverse_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"zoetrope/internal/apitest"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
)

// The sizes of history that BenchmarkHistory compares, in generations.
const (
	shortHistory = 1_000
	longHistory  = 1_000_000
)

// historyAccounts is how many accounts share a history.
const historyAccounts = 40

// BenchmarkHistory compares requests to a server that has a million generations
// behind it with the same requests to one that has a thousand. Calls to the two
// alternate, so that whatever else the machine does slows down both alike.
// p99-ratio is what the long history costs; run it with -benchtime=20000x for a
// p99 that means something.
func BenchmarkHistory(b *testing.B) {
	for _, d := range databases {
		b.Run(d.name, func(b *testing.B) {
			short, long := newPast(b, d.open(b), shortHistory), newPast(b, d.open(b), longHistory)
			for _, c := range historyCalls {
				b.Run(c.name, func(b *testing.B) { compare(b, short, long, c.call) })
			}
		})
	}
}

var historyCalls = []struct {
	name string
	call func(b *testing.B, p *past) error
}{
	{"result", func(b *testing.B, p *past) error {
		o := p.owner()
		return p.get(b, fmt.Sprintf("/openapi/v2/video/result/%d", o.any()), o)
	}},
	{"credits", func(b *testing.B, p *past) error {
		o := p.owner()
		return p.get(b, fmt.Sprintf("/openapi/v2/video/credits/%d", o.any()), o)
	}},
	{"list", func(b *testing.B, p *past) error {
		return p.get(b, "/zoetrope/v1/generations?limit=20", p.owner())
	}},
	{"usage", func(b *testing.B, p *past) error {
		return p.usage(b, `{"limit":20}`)
	}},
	{"usage-of-a-day", func(b *testing.B, p *past) error {
		day := time.Now().UTC().AddDate(0, 0, -1-rand.IntN(80))
		return p.usage(b, fmt.Sprintf(`{"limit":20,"start_time":%q,"end_time":%q}`,
			day.Format(time.DateTime), day.AddDate(0, 0, 1).Format(time.DateTime)))
	}},
	{"refunds", func(b *testing.B, p *past) error {
		return p.usage(b, `{"limit":20,"credits_status":"refund"}`)
	}},
	{"upkeep", func(b *testing.B, p *past) error {
		p.server.Upkeep(b)
		return nil
	}},
}

// past is a server with a history behind it.
type past struct {
	server *apitest.Server
	client *http.Client
	owners []owner
}

// owner is an account and its generations.
type owner struct {
	key string
	ids []int64
}

func newPast(b *testing.B, d *db.DB, generations int) *past {
	b.Helper()
	p := &past{server: apitest.Start(b, d, unlimited)}
	p.client = pooled(p.server.Client())
	accounts := make([]int64, historyAccounts)
	p.owners = make([]owner, historyAccounts)
	for i := range p.owners {
		accounts[i], p.owners[i].key = p.server.NewAccount(b, "business", 0)
	}
	dbtest.Fill(b, d, generations)
	for i := range p.owners {
		p.owners[i].ids = dbtest.Filled(b, d, accounts[i])
	}
	return p
}

func (p *past) owner() owner { return p.owners[rand.IntN(len(p.owners))] }

func (o owner) any() int64 { return o.ids[rand.IntN(len(o.ids))] }

func (p *past) get(b *testing.B, path string, o owner) error {
	return send(p.client, request(b, http.MethodGet, p.server.URL+path, o.key, ""))
}

func (p *past) usage(b *testing.B, body string) error {
	return send(p.client, request(b, http.MethodPost, p.server.URL+"/openapi/v2/account/billing/usage-detail", p.owner().key, body))
}

// compare makes half of the calls to each of two servers in turn.
func compare(b *testing.B, short, long *past, call func(b *testing.B, p *past) error) {
	servers := []*past{short, long}
	took := latencies(b, func(i int) error { return call(b, servers[i%2]) })
	var halves [2][]time.Duration
	for i, d := range took {
		halves[i%2] = append(halves[i%2], d)
	}
	if len(halves[1]) == 0 { // the first of the runs by which testing finds b.N
		return
	}
	for i, name := range []string{"1k", "1M"} {
		slices.Sort(halves[i])
		b.ReportMetric(milliseconds(percentile(halves[i], 50)), "p50-"+name+"-ms")
		b.ReportMetric(milliseconds(percentile(halves[i], 99)), "p99-"+name+"-ms")
	}
	b.ReportMetric(float64(percentile(halves[1], 99))/float64(percentile(halves[0], 99)), "p99-ratio")
	b.ReportMetric(0, "ns/op") // of both together, which says nothing
}
