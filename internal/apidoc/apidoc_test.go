package apidoc

import (
	"strings"
	"testing"

	"zoetrope/docs"
	"zoetrope/internal/pixverse"
)

func pages(t *testing.T) []Page {
	t.Helper()
	all, err := Pages(pixverse.Spec)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPagesAreCurrent(t *testing.T) {
	t.Parallel()
	all := pages(t)
	for _, p := range all {
		stored, err := docs.Files.ReadFile("api/" + p.Name)
		if err != nil || string(stored) != p.Text {
			t.Errorf("docs/api/%s is not what openapi.yaml says (%v); run make generate", p.Name, err)
		}
	}
	stored, err := docs.Files.ReadDir("api")
	if err != nil || len(stored) != len(all) {
		t.Errorf("docs/api has %d files (%v), %d are written", len(stored), err, len(all))
	}
}

// Every field that a client sends or reads is explained.
func TestFieldsHaveMeanings(t *testing.T) {
	t.Parallel()
	for _, p := range pages(t) {
		for line := range strings.Lines(p.Text) {
			cells := strings.Split(strings.TrimSpace(line), " | ")
			if len(cells) < 3 || !strings.HasPrefix(line, "| `") {
				continue
			}
			if last := strings.Trim(cells[len(cells)-1], "| "); last == "" {
				t.Errorf("%s: %s has no description in openapi.yaml", p.Name, cells[0])
			}
		}
	}
}

func TestPagesOfASmallDescription(t *testing.T) {
	t.Parallel()
	const errors = `
components:
  schemas:
    ErrCode: {type: integer, enum: [0, 7], description: "| 0 | fine | nothing |\n| 7 | broken | mend it |\n"}
`
	const tags = "tags: [{name: a, x-title: A, description: The letter.}]\n"
	tests := []struct{ name, text, want string }{
		{"not YAML", "[", "yaml"},
		{"no errors", tags, "ErrCode"},
		{"an error that is not explained", strings.Replace(errors, "[0, 7]", "[0, 8]", 1), "ErrCode 8"},
		{"two tags", "paths: {/x: {get: {tags: [a, b]}}}" + errors, "2 tags"},
		{"two calls alike", tags + "paths: {/x: {get: {tags: [a], summary: S}, post: {tags: [a], summary: S}}}" + errors, "summary"},
		{"unknown tag", tags + "paths: {/x: {get: {tags: [b]}}}" + errors, `"b"`},
		{"no example", tags + "paths: {/x: {post: {tags: [a], requestBody: {content: {application/json: {schema: {type: object}}}}}}}" + errors, "no example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := Pages([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want something about %s", err, tt.want)
			}
		})
	}
}
