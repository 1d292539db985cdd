package studio

import (
	"image"
	"math"

	"zoetrope/engine/studio/montage"
	"zoetrope/engine/studio/vision/raster"
)

// videoStyle is what a style of music videos means: words for its places, effects for its pictures, and its colours.
type videoStyle struct {
	name    string
	words   string
	places  []string
	effects []string
	look    montage.Look
}

// Looks that several styles share.
var (
	plainLook   = montage.Look{Saturation: 1.06, Contrast: 1.05}
	filmLook    = montage.Look{Saturation: 0.92, Contrast: 1.1, Cb: -2, Cr: 2}
	fadedLook   = montage.Look{Saturation: 0.72, Contrast: 0.88, Cb: -5, Cr: 4, Lift: 10}
	vividLook   = montage.Look{Saturation: 1.32, Contrast: 1.1}
	dreamyLook  = montage.Look{Saturation: 0.95, Contrast: 0.92, Cb: 4, Cr: 3, Lift: 8}
	coolLook    = montage.Look{Saturation: 1.1, Contrast: 1.14, Cb: 6, Cr: -3}
	quietPlaces = []string{"golden hour over a calm ocean", "misty mountains at dawn", "meadow with flowers in the wind", "lake at sunset"}
	nightPlaces = []string{"neon city street at night in the rain", "skyline at night", "starry space with a nebula", "northern lights over snow"}
)

var (
	gentle  = []string{"alive", "petals", "timefreeze", "cinemagraph", "dolly"}
	loud    = []string{"spotlight", "dance", "comic", "explode", "timefreeze", "kungfu"}
	magical = []string{"levitate", "petals", "timefreeze", "alive", "portal", "hearts"}
	digital = []string{"hologram", "robot", "dance", "portal", "timefreeze"}
	playful = []string{"inflate", "comic", "dance", "hearts", "fold", "spotlight"}
)

// videoStyles are the styles of the API by name. The pictures are not redrawn in them: colours, places and effects follow.
var videoStyles = []videoStyle{
	{"", "", append(append([]string{}, quietPlaces...), nightPlaces...), append(append([]string{}, loud[:3]...), gentle...), plainLook},
	{"Custom", "", quietPlaces, gentle, plainLook},
	{"Cinematic", "cinematic, dramatic light", append([]string{"desert dunes at sunset"}, quietPlaces...), []string{"dolly", "timefreeze", "spotlight", "alive", "cinemagraph"}, filmLook},
	{"Lo-fi", "calm evening", []string{"rainy city street at night", "quiet meadow at dusk", "lake at dusk"}, gentle, fadedLook},
	{"Dreamscape", "dreamy, soft light", []string{"northern lights over snow", "nebula in space", "sea of clouds at dawn", "misty lake"}, magical, dreamyLook},
	{"Woolen Felt", "cosy, warm", quietPlaces, playful, montage.Look{Saturation: 0.9, Contrast: 0.9, Cr: 4, Cb: -4, Lift: 6}},
	{"Candy", "bright, cheerful", quietPlaces, playful, montage.Look{Saturation: 1.4, Contrast: 0.96, Cr: 6, Cb: 3, Lift: 10}},
	{"Vintage", "warm evening light", quietPlaces, []string{"alive", "burn", "cinemagraph", "dolly", "petals"}, montage.Look{Saturation: 0.62, Contrast: 0.92, Cb: -10, Cr: 7, Lift: 9}},
	{"Voxel", "bright", nightPlaces, playful, vividLook},
	{"Retro Game", "neon", nightPlaces, []string{"comic", "hologram", "dance", "explode"}, vividLook},
	{"Claymation", "warm", quietPlaces, playful, montage.Look{Saturation: 1.12, Contrast: 0.95, Cr: 3, Cb: -3}},
	{"Woodland Tale", "forest, fireflies", []string{"forest at dawn with mist", "forest at night with fireflies", "autumn forest", "meadow at dusk"}, magical, montage.Look{Saturation: 1.02, Contrast: 1, Cb: -5, Cr: -2}},
	{"Impressionism", "soft light", quietPlaces, gentle, montage.Look{Saturation: 1.15, Contrast: 0.86, Lift: 8}},
	{"Decadence", "night", nightPlaces, []string{"spotlight", "burn", "timefreeze", "dance", "portal"}, montage.Look{Saturation: 0.8, Contrast: 1.2, Cr: 5, Cb: -2, Lift: -4}},
	{"Futuristic", "neon, cyberpunk", nightPlaces, digital, coolLook},
	{"Chromatic Clash", "vivid", append([]string{"abstract colours"}, nightPlaces...), loud, montage.Look{Saturation: 1.6, Contrast: 1.14}},
	{"Holiday", "snow, warm light", []string{"snowy mountains at dawn", "northern lights over snow", "village lights in the snow at night"}, []string{"alive", "freeze", "hearts", "petals", "fold"}, montage.Look{Saturation: 1.1, Contrast: 1.02, Cr: 4, Cb: -4}},
}

// styleNamed is the style of a name, the plain one for others.
func styleNamed(name string) videoStyle {
	for _, s := range videoStyles {
		if s.name == name {
			return s
		}
	}
	return videoStyles[0]
}

// lookOf moves a look towards the colours of a picture: half of its cast, its saturation and its contrast.
func lookOf(img image.Image, base montage.Look) montage.Look {
	p := raster.Load(img, 64, 64)
	var cb, cr, chroma, mean, square float64
	n := float64(len(p.R.Pix))
	for i := range p.R.Pix {
		r, g, b := float64(p.R.Pix[i]), float64(p.G.Pix[i]), float64(p.B.Pix[i])
		y := 0.2126*r + 0.7152*g + 0.0722*b
		u, v := 224*(b-y)/1.8556, 224*(r-y)/1.5748
		cb, cr, chroma = cb+u/n, cr+v/n, chroma+math.Hypot(u, v)/n
		mean, square = mean+y/n, square+y*y/n
	}
	// Typical photographs have a chroma of 18 codes and a contrast of 0.22.
	const usualChroma, usualContrast, most = 18, 0.22, 12
	limit := func(v float64) float64 { return math.Min(math.Max(v, -most), most) }
	base.Cb, base.Cr = limit(base.Cb+0.5*cb), limit(base.Cr+0.5*cr)
	base.Saturation *= math.Min(math.Max(math.Sqrt(chroma/usualChroma), 0.5), 1.5)
	base.Contrast *= math.Min(math.Max(math.Sqrt(math.Sqrt(math.Max(square-mean*mean, 0))/usualContrast), 0.85), 1.15)
	base.Lift += 14 * (mean - 0.45)
	return base
}
