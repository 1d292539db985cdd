package zoetrope

import (
	"errors"
	"fmt"
)

// Code names a kind of failure in machine-readable form. The wire's numeric
// ErrCode is derived from it in one table, in internal/pixverse.
type Code string

// The codes. A code says whose fault it is and what the caller can do about
// it; two codes exist only where a client can tell the difference.
const (
	CodeInternal      Code = "internal"        // our fault; the cause is in the log
	CodeUnavailable   Code = "unavailable"     // too busy or shutting down; try again
	CodeTimeout       Code = "timeout"         // a time limit of the platform was reached
	CodeKeyMissing    Code = "key_missing"     // no API-KEY header
	CodeKeyUnknown    Code = "key_unknown"     // API-KEY unknown or revoked
	CodeForbidden     Code = "forbidden"       // the account may not do this
	CodeMissing       Code = "missing"         // a required field is absent or empty
	CodeType          Code = "type"            // a field has the wrong JSON type, or the JSON is broken
	CodeInvalid       Code = "invalid"         // a field's value is not allowed
	CodePromptTooLong Code = "prompt_too_long" // prompt over its limit
	CodeNegativeLong  Code = "negative_prompt_too_long"
	CodeTraceID       Code = "trace_id"      // Ai-trace-id cannot be used
	CodeNotFound      Code = "not_found"     // no such thing in this account
	CodeDeleted       Code = "deleted"       // it was there and was deleted
	CodeImageUnknown  Code = "image_unknown" // an img_id that does not exist in this account
	CodeMediaInvalid  Code = "media_invalid" // a media_id or media file that cannot be used
	CodeTooLarge      Code = "too_large"     // file or picture over its limit
	CodeImageBroken   Code = "image_broken"  // picture cannot be read
	CodeImageFormat   Code = "image_format"  // not a supported picture format
	CodeImageSize     Code = "image_size"    // width or height out of range
	CodeUploadFailed  Code = "upload_failed" // bytes could not be stored
	CodeURLInvalid    Code = "url_invalid"   // a URL that cannot or may not be fetched
	CodeConcurrency   Code = "concurrency"   // too many generations running
	CodeRate          Code = "rate"          // too many requests
	CodeCredits       Code = "credits"       // not enough credits
	CodeModeration    Code = "moderation"    // refused by the content policy
	CodeUnsupported   Code = "unsupported"   // no configured engine can do this
	CodeLyrics        Code = "lyrics"        // lyrics of a music video that cannot be used
	CodeNotVerified   Code = "not_verified"  // music that has not passed the verification
	CodeTemplate      Code = "template"      // a template that does not exist or is not active
	CodeTemplateSize  Code = "template_size" // a template that does not offer this quality
	CodeNoSubject     Code = "no_subject"    // a picture without a clear subject
	CodeNoPerson      Code = "no_person"     // a video without a person
	CodeCancelled     Code = "cancelled"     // cancelled by its owner
	CodeEngine        Code = "engine"        // an engine gave up on the job
)

// Error is a failure with a sentence for the person who caused or met it.
type Error struct {
	Code    Code
	Field   string // the request field at fault, "" when none is
	Message string // one sentence, safe to show; names the field, the value and the fix
	Err     error  // the cause, for the log only; may be nil
}

// Error returns the public sentence followed by the cause, for logs.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Message, e.Err)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Message)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Retryable reports whether the same request may succeed later.
func (e *Error) Retryable() bool {
	switch e.Code {
	case CodeInternal, CodeUnavailable, CodeTimeout, CodeConcurrency, CodeRate, CodeUploadFailed:
		return true
	}
	return false
}

// Errorf makes an Error without a field or cause.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// FieldErrorf makes an Error about one request field.
func FieldErrorf(code Code, field, format string, args ...any) *Error {
	return &Error{Code: code, Field: field, Message: fmt.Sprintf(format, args...)}
}

// WrapError makes an Error with a cause.
func WrapError(code Code, err error, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Err: err}
}

// CodeOf returns the code of the first Error in err's chain, CodeInternal for
// any other error and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}
