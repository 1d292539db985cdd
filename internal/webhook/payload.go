package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"zoetrope"
)

// Outcome is what a receiver is told about a generation.
type Outcome struct {
	TraceID  string // of the submission, "" if it had none
	Status   zoetrope.Status
	Deleted  bool   // the generation or its file is gone
	URL      string // of the video, "" when there is none
	Size     int64  // bytes
	HasAudio bool
	Credits  zoetrope.Credits
}

// payload is the body of a delivery. The id is text here, unlike everywhere
// else in the API.
type payload struct {
	ID       string           `json:"id"`
	Status   int              `json:"status"`
	URL      string           `json:"url"`
	Size     int64            `json:"size"`
	HasAudio bool             `json:"has_audio"`
	Credits  zoetrope.Credits `json:"credits"`
}

// newPayload uses the numbers that a poll would show.
func newPayload(generation int64, o Outcome) payload {
	p := payload{
		ID: strconv.FormatInt(generation, 10), Status: 8, // failed or cancelled
		URL: o.URL, Size: o.Size, HasAudio: o.HasAudio, Credits: o.Credits,
	}
	switch {
	case o.Deleted:
		p.Status = 6
	case o.Status == zoetrope.StatusSucceeded:
		p.Status = 1
	case o.Status == zoetrope.StatusBlocked:
		p.Status = 7
	}
	return p
}

// json is the body as it is sent.
func (p payload) json() ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // receivers compare and log URLs
	err := e.Encode(p)
	return []byte(strings.TrimSuffix(b.String(), "\n")), err
}

// Encoding says how the body enters the signature.
type Encoding string

// The encodings that receivers in the wild expect.
const (
	EncodingRaw   Encoding = "raw"   // the percent-encoded body
	EncodingQuery Encoding = "query" // the body's members as a query string, in their order
)

// encode returns the part of the signed text that stands for the body.
func (e Encoding) encode(p payload) (string, error) {
	if e == EncodingQuery {
		return strings.Join([]string{
			"id=" + percent(p.ID), "status=" + strconv.Itoa(p.Status), "url=" + percent(p.URL),
			"size=" + strconv.FormatInt(p.Size, 10), "has_audio=" + strconv.FormatBool(p.HasAudio),
			"credits=" + strconv.FormatInt(p.Credits, 10),
		}, "&"), nil
	}
	body, err := p.json()
	return percent(string(body)), err
}

// likeECMA turns Go's query escaping into that of JavaScript's
// encodeURIComponent (ECMA-262, section 19.2.6.4).
var likeECMA = strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")

// percent escapes everything but letters, digits and - _ . ! ~ * ' ( ).
func percent(s string) string { return likeECMA.Replace(url.QueryEscape(s)) }

// newNonce returns 32 random letters and digits.
func newNonce() string { return (rand.Text() + rand.Text())[:32] }

// sign returns the Base64 of the HMAC-SHA256 over timestamp, nonce and encoded
// body, each on a line.
func sign(secret, timestamp, nonce, encoded string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%s\n%s\n%s", timestamp, nonce, encoded)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
