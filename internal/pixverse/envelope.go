package pixverse

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// envelope is the shape of every answer. Resp is null when ErrCode is not 0.
type envelope struct {
	ErrCode int    `json:"ErrCode"`
	ErrMsg  string `json:"ErrMsg"`
	Resp    any    `json:"Resp"`
}

// encode renders the envelope as one line of JSON. Text is left readable:
// nothing here is meant to be pasted into HTML.
func (e envelope) encode() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("encode answer: %w", err)
	}
	return buf.Bytes(), nil
}

// success wraps a response.
func success(resp any) envelope { return envelope{errCodeOK, "Success", resp} }

// encode renders a failure. Text and numbers always encode.
func (f failure) encode() []byte {
	data, _ := envelope{ErrCode: f.errCode, ErrMsg: f.message}.encode()
	return data
}
