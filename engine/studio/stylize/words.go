package stylize

import (
	"strings"
	"unicode"
)

// vocabulary lists the words by which people ask for each style, in English and Chinese. A longer match says more.
var vocabulary = []struct {
	style string
	words []string
}{
	{"anime", []string{"anime", "manga", "cel shading", "cel shaded", "cel animation", "hand-drawn animation", "japanese animation", "ghibli", "shonen", "cartoon", "animated", "动漫", "动画", "日漫", "吉卜力", "卡通"}},
	{"gouache", []string{"gouache", "storybook", "picture book", "children's book", "illustration", "illustrated", "fairy tale", "tempera", "matte painting", "水粉", "绘本", "插画"}},
	{"watercolour", []string{"watercolour", "watercolor", "aquarelle", "water colour", "water color", "wet wash", "水彩"}},
	{"oil", []string{"oil", "oil painting", "oil paint", "oil on canvas", "oils", "rembrandt", "baroque", "renaissance", "classical painting", "painting", "painterly", "油画"}},
	{"impressionist", []string{"impressionist", "impressionism", "impasto", "van gogh", "monet", "starry night", "brush strokes", "brushstrokes", "pointillism", "post-impressionist", "印象派", "梵高", "莫奈"}},
	{"ink", []string{"ink wash", "ink painting", "sumi-e", "sumi", "chinese ink", "calligraphy", "brush and ink", "ink drawing", "pen and ink", "shui-mo", "ink", "水墨", "国画", "墨"}},
	{"pencil", []string{"pencil sketch", "pencil drawing", "pencil", "graphite", "sketch", "hatching", "drawing", "doodle", "line art", "素描", "铅笔", "草图"}},
	{"crayon", []string{"coloured pencil", "colored pencil", "colour pencil", "color pencil", "crayon", "pastel drawing", "pastels", "chalk", "彩铅", "蜡笔", "粉笔"}},
	{"charcoal", []string{"charcoal", "conte", "smudged", "炭笔", "木炭"}},
	{"engraving", []string{"engraving", "engraved", "etching", "woodcut", "linocut", "banknote", "woodblock", "lithograph", "版画", "木刻", "雕版"}},
	{"blueprint", []string{"blueprint", "technical drawing", "architect", "schematic", "cyanotype", "蓝图"}},
	{"comic", []string{"comic book", "comic", "graphic novel", "superhero", "halftone", "bande dessinée", "漫画", "美漫"}},
	{"pop art", []string{"pop art", "warhol", "lichtenstein", "screen print", "silkscreen", "ben-day", "波普"}},
	{"pixel art", []string{"pixel art", "pixelated", "pixel", "8-bit", "16-bit", "8 bit", "16 bit", "retro game", "video game", "arcade", "像素"}},
	{"clay", []string{"clay", "plasticine", "play-doh", "modelling clay", "sculpted", "黏土", "粘土", "橡皮泥"}},
	{"claymation", []string{"claymation", "stop motion", "stop-motion", "clay animation on twos", "定格"}},
	{"toon", []string{"toon", "3d animation", "3d cartoon", "3d render", "3d", "computer-animated", "cgi", "pixar", "disney", "toy", "三维", "皮克斯", "迪士尼"}},
	{"low poly", []string{"low poly", "low-poly", "lowpoly", "polygon", "polygonal", "origami", "triangles", "facets", "faceted", "低多边形", "折纸"}},
	{"mosaic", []string{"mosaic", "tiles", "tesserae", "byzantine", "马赛克"}},
	{"stained glass", []string{"stained glass", "stained-glass", "church window", "cathedral window", "leaded glass", "彩色玻璃", "花窗"}},
	{"cyberpunk", []string{"cyberpunk", "synthwave", "vaporwave", "blade runner", "futuristic city", "sci-fi neon", "neon cyberpunk night", "赛博朋克", "蒸汽波"}},
	{"neon", []string{"neon lines", "neon glow", "neon sign", "neon outlines", "neon light", "neon", "glowing lines", "glowing outlines", "tron", "霓虹"}},
	{"noir", []string{"film noir", "noir", "black and white", "black-and-white", "monochrome", "detective", "黑白", "黑色电影"}},
	{"vintage film", []string{"vintage film", "vintage", "super 8", "super8", "8mm", "16mm", "old film", "old movie", "sepia", "retro film", "home movie", "1920s", "1960s", "1970s", "silent film", "kodachrome", "复古", "老电影", "怀旧", "胶片"}},
	{"video tape", []string{"video tape", "videotape", "vhs", "camcorder", "analog video", "1980s", "1990s", "glitch", "录像带"}},
}

// pleasing are the styles that suit any picture, for words that name none.
var pleasing = []string{"anime", "watercolour", "gouache", "oil", "impressionist", "toon", "comic", "ink"}

// called is what the word "style" behind a phrase adds to its length.
const called = 20

// Find returns the style that a text names best, and whether it names one at all. A text that names none gets one that suits any
// picture: always the same for the same value of steer.
func Find(text string, steer uint64) (name string, named bool) {
	text = strings.ToLower(text)
	most := 0
	for _, entry := range vocabulary {
		score := 0
		for _, w := range entry.words {
			if !contains(text, w) {
				continue
			}
			score += len(w)
			if contains(text, w+" style") || contains(text, w+"-style") || strings.Contains(text, w+"风") {
				score += called
			}
		}
		if score > most {
			name, most = entry.style, score
		}
	}
	if most > 0 {
		return name, true
	}
	return pleasing[steer%uint64(len(pleasing))], false
}

// contains finds a phrase that is not part of a longer word. Chinese has no spaces between words.
func contains(text, phrase string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], phrase)
		if at < 0 {
			return false
		}
		at += from
		end := at + len(phrase)
		if phrase[0] >= 0x80 || !letterBefore(text, at) && !letterAfter(text, end) {
			return true
		}
		from = at + 1
	}
}

func letterBefore(text string, at int) bool {
	return at > 0 && ascii(text[at-1])
}

// letterAfter forgives a plural.
func letterAfter(text string, at int) bool {
	if at < len(text) && text[at] == 's' {
		at++
	}
	return at < len(text) && ascii(text[at])
}

func ascii(b byte) bool {
	return b < 0x80 && (unicode.IsLetter(rune(b)) || unicode.IsDigit(rune(b)))
}
