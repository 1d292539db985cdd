package pixverse

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"zoetrope"
)

// The numbers that are not the image of a zoetrope.Code.
const (
	errCodeOK              = 0
	errCodeBadRoute        = 400    // a path or method that does not exist
	errCodeImageModeration = 500054 // CodeModeration about a picture
)

// wireError is how a zoetrope.Code appears to clients.
type wireError struct {
	errCode int
	text    string // what ErrMsg says when the error brings no sentence
}

// wireErrors is the one table from codes to ErrCode. CodeCancelled and
// CodeEngine are outcomes of generations, reported by the extension as text;
// they are listed so that the table is total.
var wireErrors = map[zoetrope.Code]wireError{
	zoetrope.CodeInternal:      {99999, "the server failed; the cause is in its log"},
	zoetrope.CodeUnavailable:   {500069, "the server is too busy; try again in a moment"},
	zoetrope.CodeTimeout:       {500069, "the request took too long; try again"},
	zoetrope.CodeKeyMissing:    {10004, "the API-KEY header is missing or empty"},
	zoetrope.CodeKeyUnknown:    {10001, "the API-KEY is unknown or revoked"},
	zoetrope.CodeForbidden:     {500020, "the account may not do this"},
	zoetrope.CodeMissing:       {400011, "a required parameter is missing"},
	zoetrope.CodeType:          {400013, "a parameter has the wrong type"},
	zoetrope.CodeInvalid:       {400017, "a parameter has a value that is not allowed"},
	zoetrope.CodePromptTooLong: {400018, "the prompt is too long"},
	zoetrope.CodeNegativeLong:  {400019, "the negative prompt is too long"},
	zoetrope.CodeTraceID:       {400033, "the Ai-trace-id cannot be used"},
	zoetrope.CodeNotFound:      {500008, "no such thing in this account"},
	zoetrope.CodeDeleted:       {500064, "it has been deleted"},
	zoetrope.CodeImageUnknown:  {400032, "no such image in this account"},
	zoetrope.CodeMediaInvalid:  {500047, "the media cannot be used"},
	zoetrope.CodeTooLarge:      {500030, "the file is too large"},
	zoetrope.CodeImageBroken:   {500031, "the image cannot be read"},
	zoetrope.CodeImageFormat:   {500032, "the image format is not supported"},
	zoetrope.CodeImageSize:     {500033, "the image's width or height is out of range"},
	zoetrope.CodeUploadFailed:  {500041, "the upload could not be stored; try again"},
	zoetrope.CodeURLInvalid:    {500042, "the URL cannot be fetched"},
	zoetrope.CodeConcurrency:   {500044, "too many generations are running; wait for one to finish"},
	zoetrope.CodeRate:          {500045, "too many requests; slow down"},
	zoetrope.CodeCredits:       {500090, "not enough credits"},
	zoetrope.CodeModeration:    {500063, "refused by the content policy"},
	zoetrope.CodeUnsupported:   {400017, "no configured engine can do this"},
	zoetrope.CodeLyrics:        {400080, "the lyrics cannot be used"},
	zoetrope.CodeNotVerified:   {701020, "the audio is not verified; run the audio verification first"},
	zoetrope.CodeTemplate:      {500070, "the template does not exist or is not active"},
	zoetrope.CodeTemplateSize:  {500071, "the template does not offer this quality"},
	zoetrope.CodeNoSubject:     {701002, "the picture shows no clear subject"},
	zoetrope.CodeNoPerson:      {701003, "the video shows no person"},
	zoetrope.CodeCancelled:     {99999, "the generation was cancelled"},
	zoetrope.CodeEngine:        {99999, "the engine failed"},
}

// failure is an error as it goes out.
type failure struct {
	errCode int
	message string
	status  int  // of HTTP
	ours    bool // our fault rather than the customer's
}

// describe maps any error to its wire form. Errors without a code are ours and
// keep their text to the log.
func describe(err error) failure {
	e, ok := errors.AsType[*zoetrope.Error](err)
	if !ok {
		code := zoetrope.CodeInternal
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			code = zoetrope.CodeTimeout
		case errors.Is(err, context.Canceled): // the client hung up, or the server stops
			code = zoetrope.CodeUnavailable
		}
		e = &zoetrope.Error{Code: code}
	}
	w, ok := wireErrors[e.Code]
	if !ok {
		w = wireErrors[zoetrope.CodeInternal]
	}
	f := failure{errCode: w.errCode, message: e.Message, status: http.StatusOK, ours: w.errCode == 99999}
	if f.message == "" {
		f.message = w.text
	}
	f.message = abridge(f.message)
	if e.Field != "" && !strings.Contains(f.message, e.Field) {
		f.message = e.Field + ": " + f.message
	}
	switch {
	case e.Code == zoetrope.CodeRate:
		f.status = http.StatusTooManyRequests
	case e.Code == zoetrope.CodeModeration && (e.Field == "image" || strings.HasPrefix(e.Field, "img_id")):
		f.errCode = errCodeImageModeration
	}
	return f
}

// Bounds of a message, in bytes.
const (
	maxMessage  = 600
	messageHead = 200
)

// abridge cuts the middle out of a long message, which is where it repeats a
// value that the client sent: what is wrong stands before, what to do behind.
func abridge(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	tail := message[len(message)-(maxMessage-messageHead):]
	return strings.ToValidUTF8(message[:messageHead], "") + "…" + strings.ToValidUTF8(tail, "")
}
