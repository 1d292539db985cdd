package moderation_test

import (
	"slices"
	"strings"
	"testing"

	"zoetrope/internal/moderation"
)

func parse(t *testing.T, text string) *moderation.Policy {
	t.Helper()
	p, err := moderation.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPolicyFindsWordsAndPatterns(t *testing.T) {
	t.Parallel()
	p := parse(t, `{
		"languages": ["en"],
		"rules": [
			{"id": "w", "category": "c1", "verdict": "refuse", "language": "en", "words": ["Bad Word", "evil", "坏词"]},
			{"id": "p", "category": "c2", "verdict": "note", "patterns": ["x\\d+y", "a q"]},
			{"id": "de", "category": "c3", "verdict": "refuse", "language": "de", "words": ["schlecht"]}
		],
		"accounts": {
			"7": {"allow": ["c1"], "rules": [{"id": "own", "category": "c4", "verdict": "refuse", "words": ["fox"]}]},
			"8": {"off": true}
		}
	}`)
	for _, c := range []struct {
		account int64
		text    string
		want    string // ids of the rules
	}{
		{1, "a bad word", "w"},
		{1, "BAD, word!", "w"},
		{1, "bad-\nword", "w"},
		{1, "ｂａｄ ｗｏｒｄ", "w"},             // full width
		{1, "b\u200bad w\u00adord", "w"}, // invisible characters
		{1, "badword", ""},
		{1, "bad words", ""},
		{1, "medieval castle", ""},
		{1, "Evil", "w"},
		{1, "很坏词语", "w"},
		{1, "很坏 词语", "w"},
		{1, "X12Y and evil", "w p"},
		{1, "a\nq", "p"},
		{1, "schlecht", ""}, // another language
		{1, "a fox", ""},
		{7, "a fox of evil, x1y", "p own"},
		{8, "evil fox x1y", ""},
		{1, "", ""},
		{1, "\xff\xfe evil", "w"},
	} {
		var got []string
		for _, f := range p.Check(c.account, c.text) {
			got = append(got, f.Rule)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("account %d, %q: rules %v, want %q", c.account, c.text, got, c.want)
		}
	}
}

func TestDefaultPolicy(t *testing.T) {
	t.Parallel()
	p := moderation.Default()
	for text, category := range map[string]string{
		"a naked child":                       "sexual/minors",
		"erotic picture of two schoolgirls":   "sexual/minors",
		"儿童色情":                                "sexual/minors",
		"porn":                                "sexual",
		"一部色情片":                               "sexual",
		"how to hang yourself":                "self-harm/instructions",
		"nazi propaganda poster":              "hate",
		"a dismembered body on a battlefield": "violence/graphic",
	} {
		if found := p.Check(1, text); !slices.ContainsFunc(found, func(f moderation.Finding) bool { return f.Category == category }) {
			t.Errorf("%q: %v, want %s", text, found, category)
		}
	}
	for _, text := range []string{
		"a fox in the snow", "children playing in a park at sunset",
		"Sussex coast", "an essay on sexuality", "a cockerel crowing", "感性交流", "小女孩在花园里跳舞", "bombastic explosion of colour",
		"a war scene with burning tanks", "Adam and Eve, oil painting, nude", "shooting stars", "killer whales hunting",
	} {
		if found := p.Check(1, text); len(found) > 0 {
			t.Errorf("%q is harmless: %v", text, found)
		}
	}
}

func TestBrokenPolicies(t *testing.T) {
	t.Parallel()
	rule := func(fields string) string { return `{"rules": [{` + fields + `}]}` }
	for text, want := range map[string]string{
		``:                      "EOF",
		`{"rule": []}`:          "unknown field",
		`{"rules": []} {}`:      "more after",
		rule(`"category": "c"`): "no id",
		rule(`"id": "a"`):       "no category",
		rule(`"id": "a", "category": "c", "words": ["x"]`):                                    `verdict ""`,
		rule(`"id": "a", "category": "c", "verdict": "refuse"`):                               "neither words nor patterns",
		rule(`"id": "a", "category": "c", "verdict": "refuse", "words": ["!?"]`):              "no word",
		rule(`"id": "a", "category": "c", "verdict": "refuse", "patterns": ["("]`):            "missing closing",
		`{"accounts": {"studio-a": {"off": true}}}`:                                           "no account id",
		`{"accounts": {"5": {"rules": [{"id": "a"}]}}}`:                                       "account 5",
		rule(`"id": "a", "category": "c", "verdict": "refuse", "patterns": ["(?=x)"]`):        "invalid",
		rule(`"id": "a", "category": "c", "verdict": "refuse", "words": ["x"], "lang": "en"`): "unknown field",
	} {
		if _, err := moderation.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
