package catalog

import (
	"bytes"
	"embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// The built-in files, and the JSON Schemas that files of the same names in an
// operator's directory must fit.
var (
	//go:embed data
	data embed.FS
	//go:embed schema
	schemas embed.FS
)

// pricesFile is the table of prices, the one file that is no JSON.
const pricesFile = "video_prices.csv"

// priceColumns is its header.
var priceColumns = []string{"model", "quality", "motion_mode", "audio", "clip", "duration", "per", "credits"}

// keys names the files. A file of an operator takes the place of ours, or,
// where there is a key, its entries are laid over ours by that key.
var keys = map[string]string{
	"models.json": "", "plans.json": "", "operations.json": "", "words.json": "", "agents.json": "", pricesFile: "",
	"restyles.json": "id", "templates.json": "id", "voices.json": "speaker_id",
}

// Names lists the files that the catalog consists of.
func Names() []string { return slices.Sorted(maps.Keys(keys)) }

// Override says what a file of the operator changed.
type Override struct {
	File                    string
	Replaced                bool // as a whole; otherwise by entry:
	Changed, Added, Removed int
}

func (o Override) String() string {
	if o.Replaced {
		return o.File + " replaced"
	}
	return fmt.Sprintf("%s: %d changed, %d added, %d removed", o.File, o.Changed, o.Added, o.Removed)
}

// source holds the files that a catalog is made of, by name.
type source struct {
	files     map[string][]byte
	overrides []Override
}

// open reads the built-in files and those in an operator's directory, "" for
// none. Directories and hidden files in it are left alone.
func open(dir string) (*source, error) {
	s := &source{files: make(map[string][]byte)}
	for name := range keys {
		content, err := data.ReadFile("data/" + name)
		if err != nil {
			return nil, err
		}
		s.files[name] = content
	}
	if dir == "" {
		return s, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("the directory cannot be read: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || strings.HasPrefix(name, ".") {
			continue
		}
		if _, known := keys[name]; !known {
			return nil, fmt.Errorf("%s is no file of the catalog; the names are %s", filepath.Join(dir, name), strings.Join(Names(), ", "))
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = s.lay(name, content)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Join(dir, name), err)
		}
	}
	return s, nil
}

// lay puts an operator's file in the place of ours, or over it.
func (s *source) lay(name string, content []byte) error {
	value, err := parse(name, content)
	if err != nil {
		return err
	}
	if err := checkSchema(name, value); err != nil {
		return err
	}
	change := Override{File: name, Replaced: keys[name] == ""}
	if !change.Replaced {
		if content, err = s.merge(value.([]any), &change); err != nil { // a list, as the schema says
			return err
		}
	}
	s.files[name] = content
	s.overrides = append(s.overrides, change)
	return nil
}

// merge lays entries over ours by their key: one with a key of ours replaces
// ours or takes it away, others are added at the end.
func (s *source) merge(entries []any, change *Override) ([]byte, error) {
	value, err := parse(change.File, s.files[change.File])
	if err != nil {
		return nil, err
	}
	all := value.([]any)
	key := func(entry any) string {
		members, _ := entry.(map[string]any)
		return strings.ToLower(fmt.Sprint(members[keys[change.File]]))
	}
	seen := make(map[string]bool)
	for i, entry := range entries {
		k := key(entry)
		if seen[k] {
			return nil, fmt.Errorf("entry %d: %s %s is there twice", i+1, keys[change.File], k)
		}
		seen[k] = true
		at := slices.IndexFunc(all, func(ours any) bool { return key(ours) == k })
		_, remove := entry.(map[string]any)["remove"]
		switch {
		case remove && at < 0:
			return nil, fmt.Errorf("entry %d: there is no %s %s to remove", i+1, keys[change.File], k)
		case remove:
			all = slices.Delete(all, at, at+1)
			change.Removed++
		case at < 0:
			all = append(all, entry)
			change.Added++
		default:
			if !reflect.DeepEqual(all[at], entry) {
				change.Changed++
			}
			all[at] = entry
		}
	}
	return json.Marshal(all)
}

// readJSON decodes a file; a misspelt field is an error.
func (s *source) readJSON(name string, into any) error {
	dec := json.NewDecoder(bytes.NewReader(s.files[name]))
	dec.DisallowUnknownFields()
	return dec.Decode(into)
}

// parse reads a file into maps and lists, the table of prices as a list of
// rows by column.
func parse(name string, content []byte) (any, error) {
	if name == pricesFile {
		return parseTable(content)
	}
	dec := json.NewDecoder(bytes.NewReader(content))
	dec.UseNumber()
	var value any
	err := dec.Decode(&value)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		line := 1 + bytes.Count(content[:min(int(e.Offset), len(content))], []byte("\n"))
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	return value, err
}

// parseTable reads CSV with a header.
func parseTable(content []byte) (any, error) {
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !slices.Equal(rows[0], priceColumns) {
		return nil, fmt.Errorf("the first line is not %s", strings.Join(priceColumns, ","))
	}
	list := []any{}
	for _, row := range rows[1:] {
		entry := make(map[string]any)
		for i, cell := range row { // as many as the header has, says the reader
			entry[rows[0][i]] = cell
		}
		list = append(list, entry)
	}
	return list, nil
}

// Export writes the built-in files of the given names, all if there are none,
// into a directory, and their schemas into its directory "schema". It returns
// the paths, and replaces no file.
func Export(dir string, names ...string) ([]string, error) {
	if len(names) == 0 {
		names = Names()
	}
	if err := os.MkdirAll(filepath.Join(dir, "schema"), 0o755); err != nil {
		return nil, err
	}
	var written []string
	put := func(from embed.FS, in, out string) error {
		content, err := from.ReadFile(in)
		if err != nil {
			return err
		}
		f, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		written = append(written, out)
		_, err = f.Write(content)
		return errors.Join(err, f.Close())
	}
	for _, name := range names {
		if _, known := keys[name]; !known {
			return written, fmt.Errorf("%s is no file of the catalog; the names are %s", name, strings.Join(Names(), ", "))
		}
		err := put(data, "data/"+name, filepath.Join(dir, name))
		if err == nil {
			err = put(schemas, "schema/"+schemaName(name), filepath.Join(dir, "schema", schemaName(name)))
		}
		if err != nil {
			return written, err
		}
	}
	return written, nil
}
