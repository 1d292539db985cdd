package pixverse

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"zoetrope"
)

// codesInVocabulary reads the constants of type Code from the vocabulary's
// source, so that a new code without a row in the table fails here.
func codesInVocabulary(t *testing.T) []zoetrope.Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []zoetrope.Code
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != "Code" {
			return true
		}
		for _, v := range spec.Values {
			text, err := strconv.Unquote(v.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, zoetrope.Code(text))
		}
		return true
	})
	if len(codes) < 20 {
		t.Fatalf("found only %d codes", len(codes))
	}
	return codes
}

func TestEveryCodeHasAnErrCode(t *testing.T) {
	t.Parallel()
	codes := codesInVocabulary(t)
	for _, code := range codes {
		if w, ok := wireErrors[code]; !ok || w.errCode <= 0 || w.text == "" {
			t.Errorf("code %q has no complete row in wireErrors", code)
		}
	}
	if len(wireErrors) != len(codes) {
		t.Errorf("wireErrors has %d rows for %d codes", len(wireErrors), len(codes))
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		err  error
		code int
		want string // in the message
		http int
		ours bool
	}{
		{"plain error keeps its text to itself", errors.New("disk on fire"), 99999, "log", 200, true},
		{"deadline", context.DeadlineExceeded, 500069, "too long", 200, false},
		{"client gone", context.Canceled, 500069, "try again", 200, false},
		{"field is named once", zoetrope.FieldErrorf(zoetrope.CodeInvalid, "quality", "quality is bad"), 400017, "quality is bad", 200, false},
		{"field is added", zoetrope.FieldErrorf(zoetrope.CodeInvalid, "quality", "bad value"), 400017, "quality: bad value", 200, false},
		{"empty message", &zoetrope.Error{Code: zoetrope.CodeCredits}, 500090, "credits", 200, false},
		{"wrapped", errors.Join(errors.New("x"), zoetrope.Errorf(zoetrope.CodeNotFound, "no video 7")), 500008, "no video 7", 200, false},
		{"rate", zoetrope.Errorf(zoetrope.CodeRate, "slow"), 500045, "slow", http.StatusTooManyRequests, false},
		{"moderated words", zoetrope.FieldErrorf(zoetrope.CodeModeration, "prompt", "refused"), 500063, "prompt", 200, false},
		{"moderated picture", zoetrope.FieldErrorf(zoetrope.CodeModeration, "img_id", "refused"), 500054, "img_id", 200, false},
		{"long value", zoetrope.FieldErrorf(zoetrope.CodeInvalid, "style", "style %q is unknown; use anime", strings.Repeat("ü", 3000)), 400017, "…", 200, false},
		{"code without a row", zoetrope.Errorf("new", "novel"), 99999, "novel", 200, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := describe(c.err)
			if got.errCode != c.code || !strings.Contains(got.message, c.want) || got.status != c.http || got.ours != c.ours {
				t.Errorf("describe = %+v, want %d, %q, HTTP %d, ours %v", got, c.code, c.want, c.http, c.ours)
			}
			if len(got.message) > 700 || !utf8.ValidString(got.message) {
				t.Errorf("the message has %d bytes: %q", len(got.message), got.message)
			}
			if strings.Contains(got.message, "fire") {
				t.Errorf("message %q leaks the cause", got.message)
			}
		})
	}
}
