package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"syscall"
	"time"
)

// Some ErrCodes that programs react to. The server's /openapi.yaml lists all.
const (
	CodeKeyUnknown   = 10001
	CodeKeyMissing   = 10004
	CodeInvalid      = 400017
	CodeNotFound     = 500008
	CodeUploadFailed = 500041
	CodeConcurrency  = 500044
	CodeTooFast      = 500045
	CodeModeration   = 500063
	CodeDeleted      = 500064
	CodeBusy         = 500069
	CodeNoTemplate   = 500070
	CodeNoCredits    = 500090
	CodeNotVerified  = 701020
	CodeUnknown      = 99999
)

// Error is a failure that the server reported.
type Error struct {
	Code       int           // ErrCode, 0 if the answer was no envelope
	Message    string        // ErrMsg: names the field, the value and the fix
	HTTPStatus int           // usually 200, even for failures
	RetryAfter time.Duration // what the server asks for, 0 if it does not
	RequestID  string        // to find the request in the server's log
}

// Error returns the message and the code.
func (e *Error) Error() string {
	if e.Code == 0 {
		return fmt.Sprintf("HTTP %d: %s", e.HTTPStatus, e.Message)
	}
	return fmt.Sprintf("%s (ErrCode %d)", e.Message, e.Code)
}

// IsRetryable reports whether the same call may succeed later.
func (e *Error) IsRetryable() bool {
	switch e.HTTPStatus {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return slices.Contains([]int{CodeUploadFailed, CodeConcurrency, CodeTooFast, CodeBusy, CodeUnknown}, e.Code) ||
		e.Code == 0 && e.HTTPStatus >= 500
}

// IsRetryable reports whether a call that returned err may succeed when made
// again: errors of the network, and those errors of the server that pass.
func IsRetryable(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.IsRetryable()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.EPIPE) {
		return true
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return true
	}
	_, ok := errors.AsType[*net.OpError](err)
	return ok
}
