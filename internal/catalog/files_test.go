package catalog

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// operator writes files into a directory of their own.
func operator(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	onePlan = `[{"name": "house", "monthly_credits": 100, "concurrency": 2, "max_quality": "720p", "rate_per_second": 1, "burst": 2}]`
	header  = "model,quality,motion_mode,audio,clip,duration,per,credits\n"
)

func TestOperatorsFiles(t *testing.T) {
	t.Parallel()
	ours, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	first := ours.Restyles()[0]
	dir := operator(t, map[string]string{
		"plans.json": onePlan,
		"restyles.json": `[
			{"id": 1001, "name": "House Style", "prompt": "as we like it"},
			{"id": 99, "name": "New", "prompt": "something else"},
			{"id": 1002, "remove": true}
		]`,
		"voices.json": `[{"speaker_id": "AUTO", "name": "Choose"}]`,
		".notes":      "not a file of the catalog, and hidden",
	})
	if err := os.Mkdir(filepath.Join(dir, "schema"), 0o700); err != nil {
		t.Fatal(err)
	}
	c, err := LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if plans := c.Plans(); len(plans) != 1 || plans[0].Name != "house" {
		t.Errorf("plans are %+v", plans)
	}
	if r, ok := c.Restyle(first.ID); !ok || r.Name != "House Style" {
		t.Errorf("preset %d is %+v", first.ID, r)
	}
	if _, ok := c.Restyle(1002); ok {
		t.Error("the removed preset is there")
	}
	if got, want := c.Restyles(), len(ours.Restyles()); len(got) != want || got[want-1].ID != 99 {
		t.Errorf("%d presets, the last %+v; want %d and the new one last", len(got), got[len(got)-1], want)
	}
	if v, ok := c.Voice("auto"); !ok || v.Name != "Choose" || len(c.Voices()) != len(ours.Voices()) {
		t.Errorf("voice auto is %+v of %d", v, len(c.Voices()))
	}
	want := []Override{{File: "plans.json", Replaced: true}, {File: "restyles.json", Changed: 1, Added: 1, Removed: 1}, {File: "voices.json", Changed: 1}}
	if got := c.Overrides(); !slices.Equal(got, want) {
		t.Errorf("overrides are %v, want %v", got, want)
	}
}

func TestOperatorsMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, file, content string
		want                []string // in the error
	}{
		{"unknown file", "prices.json", "[]", []string{"prices.json", "video_prices.csv", "plans.json"}},
		{"broken JSON", "plans.json", "[\n{]", []string{"plans.json", "line 2"}},
		{"not a list", "plans.json", `{}`, []string{"plans.json", "array"}},
		{"misspelt field", "plans.json", strings.Replace(onePlan, "burst", "brust", 1), []string{"plans.json", "entry 1 (house)", "brust"}},
		{"wrong type", "plans.json", strings.Replace(onePlan, "100", `"many"`, 1), []string{"entry 1 (house)", "monthly_credits", "integer"}},
		{"out of range", "plans.json", strings.Replace(onePlan, `"concurrency": 2`, `"concurrency": 0`, 1), []string{"entry 1 (house)", "concurrency", "0"}},
		{"unknown quality", "plans.json", strings.Replace(onePlan, "720p", "721p", 1), []string{"plans.json", "house"}},
		{"unknown operation", "plans.json", strings.Replace(onePlan, `"burst"`, `"without": ["dance"], "burst"`, 1), []string{"plans.json", "house", "dance"}},
		{"missing field", "restyles.json", `[{"id": 7, "name": "x"}]`, []string{"restyles.json", "entry 1 (7)", "prompt"}},
		{"removal of nothing", "restyles.json", `[{"id": 7, "remove": true}]`, []string{"entry 1", "7"}},
		{"removal with more", "restyles.json", `[{"id": 1001, "name": "x", "remove": true}]`, []string{"entry 1 (1001)", "name"}},
		{"twice", "voices.json", `[{"speaker_id": "a", "name": "A"}, {"speaker_id": "A", "name": "B"}]`, []string{"voices.json", "entry 2", "twice"}},
		{"price of a template", "templates.json", `[{"id": 7, "name": "x", "kind": "video", "images": 1, "duration": 5, "price": {"540p": 0}}]`, []string{"entry 1 (7)", "price.540p"}},
		{"a video without seconds", "templates.json", `[{"id": 7, "name": "x", "kind": "video", "images": 1, "duration": 0, "price": {"540p": 5}}]`, []string{"template 7", "duration"}},
		{"wrong columns", pricesFile, "model,price\nv5,3\n", []string{pricesFile, "first line", header[:20]}},
		{"ragged row", pricesFile, header + "v5,540p\n", []string{pricesFile, "line 2"}},
		{"price of nothing", pricesFile, header + "v5,540p,,,,5,video,0\n", []string{pricesFile, "line 2", "credits"}},
		{"unknown model", pricesFile, header + "v9,540p,,,,5,video,5\n", []string{pricesFile, "line 2", "v9"}},
		{"a price is missing", pricesFile, header + "v5,540p,,,,5,video,45\n", []string{pricesFile, "no price for"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := LoadDir(operator(t, map[string]string{tt.file: tt.content}))
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
	if _, err := LoadDir(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a directory that is not there was read")
	}
}

// What is exported can be used as it is, and is not written over.
func TestExport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	written, err := Export(dir)
	if err != nil || len(written) != 2*len(Names()) {
		t.Fatalf("wrote %d files, %v", len(written), err)
	}
	c, err := LoadDir(dir)
	if err != nil || len(c.Overrides()) != len(Names()) {
		t.Fatalf("%v, %v", c, err)
	}
	for _, o := range c.Overrides() {
		if o.Changed+o.Added+o.Removed > 0 {
			t.Errorf("%s, though it is as it was exported", o)
		}
	}
	if _, err := Export(dir, "plans.json"); !os.IsExist(err) {
		t.Errorf("exporting again: %v", err)
	}
	if _, err := Export(t.TempDir(), "plan.json"); err == nil || !strings.Contains(err.Error(), "plans.json") {
		t.Errorf("unknown name: %v", err)
	}
}

func TestBuiltInFilesFitTheirSchemas(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		content, err := data.ReadFile("data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		value, err := parse(name, content)
		if err == nil {
			err = checkSchema(name, value)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A field that the program reads is in the schema, and the other way round.
func TestSchemasNameTheFieldsThatAreRead(t *testing.T) {
	t.Parallel()
	for name, example := range map[string]any{
		"models.json": Model{}, "plans.json": Plan{}, "operations.json": Rule{}, "words.json": words{}, "agents.json": Agent{},
		"restyles.json": Restyle{}, "templates.json": Template{}, "voices.json": Voice{},
	} {
		content, err := schemas.ReadFile("schema/" + schemaName(name))
		if err != nil {
			t.Fatal(err)
		}
		type object struct {
			Properties map[string]any
			Else       *object
			Items      *object
		}
		var schema object
		if err := json.Unmarshal(content, &schema); err != nil {
			t.Fatal(err)
		}
		entry := &schema
		if entry.Items != nil {
			entry = entry.Items
		}
		if entry.Else != nil {
			entry = entry.Else
		}
		var read []string
		for field := range reflect.TypeOf(example).Fields() {
			if tag := field.Tag.Get("json"); tag != "-" {
				read = append(read, tag)
			}
		}
		slices.Sort(read)
		if described := slices.Sorted(maps.Keys(entry.Properties)); !slices.Equal(read, described) {
			t.Errorf("%s has the fields %v, its schema %v", name, read, described)
		}
	}
}
