package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// schemaName is the file of a file's schema.
func schemaName(name string) string { return strings.TrimSuffix(name, path.Ext(name)) + ".schema.json" }

// checkSchema holds a parsed file against its schema. The error names the
// entries and fields that do not fit.
func checkSchema(name string, value any) error {
	content, err := schemas.ReadFile("schema/" + schemaName(name))
	if err != nil {
		return err
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
	if err != nil {
		return err
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(schemaName(name), schema); err != nil {
		return err
	}
	compiled, err := compiler.Compile(schemaName(name))
	if err != nil {
		return err
	}
	err = compiled.Validate(value)
	if invalid, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		return describe(name, value, invalid)
	}
	return err
}

// maxFaults is how many faults an error names.
const maxFaults = 5

// describe tells what is wrong, and where.
func describe(name string, value any, e *jsonschema.ValidationError) error {
	var faults []string
	printer := message.NewPrinter(language.English)
	var walk func(e *jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			walk(cause)
		}
		// Those with causes only say that something below them is wrong.
		if len(e.Causes) == 0 && len(faults) < maxFaults {
			faults = append(faults, place(name, value, e.InstanceLocation)+e.ErrorKind.LocalizedString(printer))
		}
	}
	walk(e)
	return errors.New(strings.Join(faults, "; "))
}

// place names an entry and a field of it.
func place(name string, value any, steps []string) string {
	where := ""
	if entries, ok := value.([]any); ok && len(steps) > 0 {
		i, _ := strconv.Atoi(steps[0])
		where, steps = entryName(name, entries, i), steps[1:]
	}
	if len(steps) > 0 {
		where += strings.Join(steps, ".") + ": "
	}
	return where
}

// entryName names an entry of a list by its number and, where it has one, its
// key or name.
func entryName(name string, entries []any, i int) string {
	if name == pricesFile {
		return fmt.Sprintf("line %d: ", i+2)
	}
	if i < len(entries) {
		members, _ := entries[i].(map[string]any)
		for _, key := range []string{keys[name], "id", "name", "operation"} {
			if id, ok := members[key]; ok {
				return fmt.Sprintf("entry %d (%v): ", i+1, id)
			}
		}
	}
	return fmt.Sprintf("entry %d: ", i+1)
}
