package apidoc

import (
	"fmt"
	"slices"
	"strings"
)

// overview is the page that the others are found from.
func (s *spec) overview() string {
	var b strings.Builder
	b.WriteString("# The REST API\n\n")
	b.WriteString(s.Info.Description)
	b.WriteString(setup)
	b.WriteString("\n## All calls\n")
	for _, t := range s.Tags {
		fmt.Fprintf(&b, "\n### [%s](%s.md)\n\n| Call | |\n| --- | --- |\n", t.Title, t.Name)
		for _, r := range s.byTag[t.Name] {
			writeRow(&b, r.link(t.Name+".md"), r.Summary)
		}
	}
	b.WriteString("\nWhat can go wrong is listed on the page of [errors](errors.md).\n")
	return b.String()
}

// setup explains the variables of the examples.
const setup = `
## The examples

Each call has an example for a POSIX shell with curl. They work as they stand, and the tests of this repository run them,
when these variables are set:

| Variable | Holds |
| --- | --- |
| ` + "`ZOETROPE_URL`" + ` | the server, such as ` + "`http://localhost:8080`" + ` |
| ` + "`ZOETROPE_API_KEY`" + ` | the key that the server printed at its first start, or that ` + "`zoetrope key create`" + ` made |
| ` + "`IMG_ID`, `IMG_ID_2`" + ` | pictures: the ` + "`img_id`" + ` that their [upload](uploads.md) answered |
| ` + "`MEDIA_ID`" + ` | a video: the ` + "`media_id`" + ` of its upload |
| ` + "`CLIP_ID`" + ` | the same, of a video of 2 to 30 s with sides of at least 640 pixels |
| ` + "`AUDIO_ID`" + ` | a recording: the ` + "`media_id`" + ` of its upload |
| ` + "`MUSIC_ID`" + ` | the same, of 10 to 360 s |
| ` + "`VIDEO_ID`" + ` | a video of your account that is done: the ` + "`video_id`" + ` that its submission answered |
| ` + "`IMAGE_ID`" + ` | a picture of your account: the ` + "`image_id`" + ` that its submission answered |
| ` + "`MASK_ID`, `KEYFRAME_ID`" + ` | from the answer to a [mask selection](objects.md) in the video ` + "`MEDIA_ID`" + ` |
| ` + "`SPEAKER_ID`" + ` | a custom [voice](speech.md) |

In the tables, an **id** is a positive whole number below 2^53. It may be sent as a number or as text with its digits.

## From a prompt to a file

1. Send what the request refers to, if anything: [uploads](uploads.md) answer ids.
2. [Submit](videos.md). The answer has a ` + "`video_id`" + `, at once.
3. Ask for the [result](videos.md#look-at-a-generation) every few seconds, or have a [webhook](../webhooks.md) tell you.
   ` + "`status`" + ` is 5 until the end; 1 means done, 7 refused by the content policy, 8 failed or cancelled, 6 deleted.
4. Fetch ` + "`url`" + `. It needs no key and supports ranges.
`

// errorPage lists every ErrCode.
func (s *spec) errorPage() string {
	var b strings.Builder
	b.WriteString(errorIntro)
	table := func(codes []int) {
		b.WriteString("| ErrCode | Meaning | What to do |\n| --- | --- | --- |\n")
		for _, code := range codes {
			writeRow(&b, fmt.Sprintf("`%d`", code), s.errors[code][0], s.errors[code][1])
		}
	}
	var rest []int
	for code := range s.errors {
		if code != 0 && !slices.Contains(common, code) {
			rest = append(rest, code)
		}
	}
	slices.Sort(rest)
	b.WriteString("## Of every call\n\n")
	table(common)
	b.WriteString("\n## Of some calls\n\nThe page of a call lists those that it can answer.\n\n")
	table(rest)
	return b.String()
}

const errorIntro = "# Errors\n\n" +
	"Every answer is `{\"ErrCode\", \"ErrMsg\", \"Resp\"}`. `ErrCode` 0 is success. Any other number is an error: `Resp` is then null,\n" +
	"and `ErrMsg` is a sentence that names the field, its value and what is allowed. The HTTP status of these answers is 200;\n" +
	"404 and 405 are used for routes that do not exist, and 429 with `Retry-After` for callers that are too fast.\n\n" +
	"Nothing is charged for a request that is answered with an error. A generation that fails later has `status` 7 or 8 in\n" +
	"its result, and its credits come back.\n\n"
