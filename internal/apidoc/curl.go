package apidoc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// variables are the shell variables that stand for the ids in the examples of
// openapi.yaml, which have to be numbers there. What they hold is told on the
// overview page.
var variables = map[string]string{
	"411000000000001": "$IMG_ID",
	"411000000000002": "$IMG_ID_2",
	"411000000000003": "$VIDEO_ID",
	"411000000000004": "$MEDIA_ID",
	"411000000000005": "$AUDIO_ID",
	"411000000000006": "$MUSIC_ID",
	"411000000000007": "$CLIP_ID",
	"411000000000008": "$KEYFRAME_ID",
}

// pathVariables are those that stand for what is in braces in a path.
var pathVariables = map[string]string{
	"id": "$VIDEO_ID", "video_id": "$VIDEO_ID", "image_id": "$IMAGE_ID", "speaker_id": "$SPEAKER_ID",
}

var (
	pathParameter = regexp.MustCompile(`\{(\w+)\}`)
	exampleID     = regexp.MustCompile(`\b4110000000000\d\d\b`)
)

// curl writes the command that makes a call.
func curl(r *route) (string, error) {
	path := pathParameter.ReplaceAllStringFunc(r.path, func(p string) string { return pathVariables[strings.Trim(p, "{}")] })
	lines := []string{"curl -s"}
	if r.method != "GET" && (r.method != "POST" || r.Body == nil) {
		lines[0] += " -X " + r.method
	}
	lines[0] += fmt.Sprintf(` "$ZOETROPE_URL%s"`, path)
	lines = append(lines, `-H "API-KEY: $ZOETROPE_API_KEY"`)
	if r.method == "POST" {
		lines = append(lines, `-H "Ai-trace-id: $(uuidgen)"`)
	}
	if r.Body == nil {
		return strings.Join(lines, " \\\n  ") + "\n", nil
	}
	media := r.Body.Content[0]
	if media.value.Example.Kind != yaml.MappingNode {
		return "", fmt.Errorf("%s %s has no example", r.method, r.path)
	}
	if media.key == "multipart/form-data" {
		content := media.value.Example.Content
		for i := 0; i+1 < len(content); i += 2 {
			lines = append(lines, fmt.Sprintf("-F %s=%s", content[i].Value, content[i+1].Value))
		}
		return strings.Join(lines, " \\\n  ") + "\n", nil
	}
	data, err := orderedJSON(&media.value.Example)
	if err != nil {
		return "", err
	}
	lines = append(lines, `-H "Content-Type: application/json"`, "-d @- <<EOF")
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, data, "", "  "); err != nil {
		return "", err
	}
	text := exampleID.ReplaceAllStringFunc(pretty.String(), func(id string) string { return variables[id] })
	return strings.Join(lines, " \\\n  ") + "\n" + text + "\nEOF\n", nil
}

// orderedJSON writes a YAML value as JSON with its members in their order.
func orderedJSON(n *yaml.Node) ([]byte, error) {
	var b bytes.Buffer
	list := func(open, end byte, step int, item func(i int) error) error {
		b.WriteByte(open)
		for i := 0; i < len(n.Content); i += step {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := item(i); err != nil {
				return err
			}
		}
		b.WriteByte(end)
		return nil
	}
	put := func(n *yaml.Node) error {
		data, err := orderedJSON(n)
		b.Write(data)
		return err
	}
	var err error
	switch n.Kind {
	case yaml.MappingNode:
		err = list('{', '}', 2, func(i int) error {
			if err := put(n.Content[i]); err != nil {
				return err
			}
			b.WriteByte(':')
			return put(n.Content[i+1])
		})
	case yaml.SequenceNode:
		err = list('[', ']', 1, func(i int) error { return put(n.Content[i]) })
	default:
		var v any
		if err := n.Decode(&v); err != nil {
			return nil, err
		}
		return json.Marshal(v)
	}
	return b.Bytes(), err
}
