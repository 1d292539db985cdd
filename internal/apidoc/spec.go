package apidoc

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// spec is the part of an OpenAPI 3.0 description that the pages show.
type spec struct {
	Info struct {
		Description string `yaml:"description"`
	} `yaml:"info"`
	Tags       []tag               `yaml:"tags"`
	Paths      ordered[pathItem]   `yaml:"paths"`
	Components components          `yaml:"components"`
	errors     map[int][2]string   // ErrCode → meaning, what to do
	byTag      map[string][]*route // in the order of the file
}

// tag is a group of routes, which becomes a page.
type tag struct {
	Name        string `yaml:"name"`
	Title       string `yaml:"x-title"`
	Description string `yaml:"description"`
}

type components struct {
	Parameters map[string]parameter `yaml:"parameters"`
	Schemas    map[string]*schema   `yaml:"schemas"`
}

// pathItem holds the operations of a path by method.
type pathItem = ordered[operation]

type operation struct {
	Tags        []string            `yaml:"tags"`
	ID          string              `yaml:"operationId"`
	Summary     string              `yaml:"summary"`
	Description string              `yaml:"description"`
	ErrCodes    []int               `yaml:"x-err-codes"`
	Parameters  []parameter         `yaml:"parameters"`
	Body        *body               `yaml:"requestBody"`
	Responses   map[string]response `yaml:"responses"`
}

type parameter struct {
	Ref         string  `yaml:"$ref"`
	Name        string  `yaml:"name"`
	In          string  `yaml:"in"`
	Required    bool    `yaml:"required"`
	Description string  `yaml:"description"`
	Schema      *schema `yaml:"schema"`
}

type body struct {
	Content ordered[mediaType] `yaml:"content"`
}

type response struct {
	Content ordered[mediaType] `yaml:"content"`
}

type mediaType struct {
	Schema  *schema   `yaml:"schema"`
	Example yaml.Node `yaml:"example"`
}

// schema describes a value. References and allOf are not resolved in it.
type schema struct {
	Ref         string           `yaml:"$ref"`
	Title       string           `yaml:"title"`
	Type        string           `yaml:"type"`
	Format      string           `yaml:"format"`
	Description string           `yaml:"description"`
	Enum        []any            `yaml:"enum"`
	Minimum     *int64           `yaml:"minimum"`
	Maximum     *int64           `yaml:"maximum"`
	MinLength   int              `yaml:"minLength"`
	MaxLength   int              `yaml:"maxLength"`
	MinItems    int              `yaml:"minItems"`
	MaxItems    int              `yaml:"maxItems"`
	Default     any              `yaml:"default"`
	Items       *schema          `yaml:"items"`
	Properties  ordered[*schema] `yaml:"properties"`
	Required    []string         `yaml:"required"`
	AllOf       []*schema        `yaml:"allOf"`
	AnyOf       []*schema        `yaml:"anyOf"`
	OneOf       []*schema        `yaml:"oneOf"`
}

// ordered is a mapping that keeps the order of the file.
type ordered[T any] []entry[T]

type entry[T any] struct {
	key   string
	value T
}

// UnmarshalYAML decodes a mapping.
func (o *ordered[T]) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: not a mapping", node.Line)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		e := entry[T]{key: node.Content[i].Value}
		if err := node.Content[i+1].Decode(&e.value); err != nil {
			return err
		}
		*o = append(*o, e)
	}
	return nil
}

// get returns the value of a key.
func (o ordered[T]) get(key string) (value T, ok bool) {
	i := slices.IndexFunc(o, func(e entry[T]) bool { return e.key == key })
	if i < 0 {
		return value, false
	}
	return o[i].value, true
}

// route is an operation with where it is found.
type route struct {
	method, path string
	operation
}

// parse reads a description and groups its routes.
func parse(data []byte) (*spec, error) {
	s := &spec{byTag: make(map[string][]*route)}
	if err := yaml.Unmarshal(data, s); err != nil {
		return nil, err
	}
	for _, path := range s.Paths {
		for _, op := range path.value {
			if len(op.value.Tags) != 1 {
				return nil, fmt.Errorf("%s %s has %d tags; give it one", op.key, path.key, len(op.value.Tags))
			}
			name := op.value.Tags[0]
			if slices.ContainsFunc(s.byTag[name], func(r *route) bool { return r.Summary == op.value.Summary }) {
				return nil, fmt.Errorf("%s %s has the summary of another: %q", op.key, path.key, op.value.Summary)
			}
			s.byTag[name] = append(s.byTag[name], &route{strings.ToUpper(op.key), path.key, op.value})
		}
	}
	for name := range s.byTag {
		if !slices.ContainsFunc(s.Tags, func(t tag) bool { return t.Name == name && t.Title != "" }) {
			return nil, fmt.Errorf("tag %q has no entry with an x-title in the list of tags", name)
		}
	}
	return s, s.readErrors()
}

// readErrors reads the table in the description of the schema ErrCode.
func (s *spec) readErrors() error {
	codes := s.Components.Schemas["ErrCode"]
	if codes == nil {
		return fmt.Errorf("there is no schema ErrCode")
	}
	s.errors = make(map[int][2]string)
	for line := range strings.Lines(codes.Description) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		var code int
		if n, _ := fmt.Sscan(cells[0], &code); n == 1 && len(cells) == 3 {
			s.errors[code] = [2]string{strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])}
		}
	}
	for _, value := range codes.Enum {
		if code, ok := value.(int); !ok || s.errors[code][1] == "" {
			return fmt.Errorf("ErrCode %v is not in the table of the schema's description", value)
		}
	}
	return nil
}

// resolve follows references and merges allOf. A description beside them wins.
func (s *spec) resolve(in *schema) *schema {
	if in == nil {
		return &schema{}
	}
	if name, ok := strings.CutPrefix(in.Ref, "#/components/schemas/"); ok {
		return s.resolve(s.Components.Schemas[name])
	}
	if len(in.AllOf) == 0 {
		return in
	}
	merged := *s.resolve(in.AllOf[0])
	if in.Description != "" {
		merged.Description = in.Description
	}
	return &merged
}

// parameter follows a reference.
func (s *spec) parameter(p parameter) parameter {
	if name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
		return s.Components.Parameters[name]
	}
	return p
}
