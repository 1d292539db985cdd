package shader

import (
	"regexp"
	"strconv"

	"zoetrope/engine/studio/spmd"
)

// Scene is a backdrop and what its user has to know about it. All scenes read the uniforms of common.glsl; uCamPos is an
// offset from the scene's own viewpoint, so that the zero vector with the identity rotation gives the composed view.
type Scene struct {
	Program *spmd.Program
	// KeyAzimuth is the angle in radians, from +z towards +x, at which the sun or moon lights the scene best. Rotate Light.SunDir
	// to it (see Light.Facing) unless the words ask for something else.
	KeyAzimuth float32
	// DayAzimuth is KeyAzimuth for a sun that stands above the frame; 0 is the same.
	DayAzimuth float32
	// HighestSun is the sine of the greatest elevation of the sun that still models the scene, 0 for any: a sun overhead leaves sand
	// and clouds without shape.
	HighestSun float32
	// Outdoor scenes show weather and time of day; the others take only colour and warmth from them.
	Outdoor bool
	// Lamps is set where a scene switches its own light on at night and stays bright.
	Lamps bool
	// Travel is a pleasant speed along the path in m/s for uTravel, 0 where the scene has no path.
	Travel float32
	// Relief is how far apart in depth the scene's parts stand for a camera of a few metres: 1 is a street or a wood, less is far
	// land whose parallax is small.
	Relief float32
}

// Scenes holds every backdrop under its name.
var Scenes = map[string]Scene{
	"abstract":   {Program: Abstract, Relief: 0.8},
	"aurora":     {Program: Aurora, KeyAzimuth: -0.30, DayAzimuth: -1.20, HighestSun: 0.40, Outdoor: true, Travel: 0.8, Relief: 0.8},
	"canyon":     {Program: Canyon, KeyAzimuth: -0.70, Outdoor: true, Travel: 1.5, Relief: 0.6},
	"clouds":     {Program: Clouds, KeyAzimuth: 0.25, DayAzimuth: -1.05, HighestSun: 0.34, Outdoor: true, Travel: 1.0, Relief: 0.6},
	"city":       {Program: City, KeyAzimuth: 0.25, Outdoor: true, Lamps: true, Travel: 0.9, Relief: 1},
	"coast":      {Program: Coast, KeyAzimuth: 0.15, Outdoor: true, Travel: 0.5, Relief: 0.9},
	"desert":     {Program: Desert, KeyAzimuth: -0.90, HighestSun: 0.40, Outdoor: true, Travel: 1.0, Relief: 0.8},
	"earth":      {Program: Earth, Travel: 1.0, Relief: 0.4},
	"falls":      {Program: Falls, KeyAzimuth: -1.80, Outdoor: true, Travel: 0.3, Relief: 0.9},
	"forest":     {Program: Forest, KeyAzimuth: 0.16, Outdoor: true, Travel: 0.6, Relief: 1},
	"geometry":   {Program: Geometry, Relief: 0.8},
	"ink":        {Program: Ink, Relief: 0.8},
	"interior":   {Program: Interior, KeyAzimuth: -0.42, Outdoor: true, Lamps: true, Travel: 0.07, Relief: 1},
	"jungle":     {Program: Jungle, KeyAzimuth: 0.20, Outdoor: true, Travel: 0.5, Relief: 1},
	"lake":       {Program: Lake, KeyAzimuth: 0.22, DayAzimuth: -1.20, Outdoor: true, Travel: 0.4, Relief: 0.9},
	"meadow":     {Program: Meadow, KeyAzimuth: 0.30, DayAzimuth: -1.10, Outdoor: true, Travel: 0.8, Relief: 0.9},
	"moon":       {Program: Moon, Travel: 0.4, Relief: 0.9},
	"mountain":   {Program: Mountain, KeyAzimuth: -0.95, Outdoor: true, Travel: 2.0, Relief: 0.6},
	"ocean":      {Program: Ocean, KeyAzimuth: 0.20, Outdoor: true, Travel: 0.6, Relief: 0.7},
	"particles":  {Program: Particles, Relief: 0.8},
	"road":       {Program: Road, KeyAzimuth: 0.35, DayAzimuth: 1.15, Outdoor: true, Travel: 9, Relief: 0.9},
	"savanna":    {Program: Savanna, KeyAzimuth: 0.25, DayAzimuth: 1.10, Outdoor: true, Travel: 0.9, Relief: 0.9},
	"skyline":    {Program: Skyline, KeyAzimuth: 0.25, DayAzimuth: -2.00, Outdoor: true, Lamps: true, Travel: 0.5, Relief: 0.5},
	"space":      {Program: Space, Travel: 1.0, Relief: 0.4},
	"underwater": {Program: Underwater, KeyAzimuth: 0.35, Outdoor: true, Travel: 0.5, Relief: 1},
	"wood":       {Program: Wood, KeyAzimuth: 0.16, Outdoor: true, Travel: 0.6, Relief: 1},
	"village":    {Program: Village, KeyAzimuth: -1.70, Outdoor: true, Lamps: true, Travel: 0.8, Relief: 1},
	"volcano":    {Program: Volcano, KeyAzimuth: -0.90, Outdoor: true, Lamps: true, Travel: 0.8, Relief: 0.8},
}

// Overlays holds every overlay under its name. They read iResolution, iTime, uSeed, uWind, uAmount, uColor and uDrift and give
// premultiplied light that is laid over a picture: out + below*(1 - out.alpha).
// Those that take the sampler uBelow look at that picture, and read the camera and the light of its scene too.
var Overlays = map[string]*spmd.Program{
	"bubbles":   Bubbles,
	"confetti":  Confetti,
	"dust":      Dust,
	"embers":    Embers,
	"fire":      Fire,
	"fireflies": Fireflies,
	"flare":     Flare,
	"leaves":    Leaves,
	"lightning": Lightning,
	"meteors":   Meteors,
	"mist":      Mist,
	"petals":    Petals,
	"rain":      Rain,
	"rainbow":   Rainbow,
	"shafts":    Shafts,
	"smoke":     Smoke,
	"snow":      Snow,
	"splashes":  Splashes,
}

// tilt finds the resting tilt in the source of a scene.
var tilt = regexp.MustCompile(`= cameraRay\([^;]*?(-?[0-9]+\.[0-9]+)\);`)

// Tilt is by how much the scene's camera looks up at rest, the argument of its cameraRay: overlays that stand in the scene take
// it as uTilt.
func (s Scene) Tilt() float32 {
	m := tilt.FindStringSubmatch(s.Program.Source)
	if m == nil {
		return 0
	}
	v, err := strconv.ParseFloat(m[1], 32)
	if err != nil {
		return 0
	}
	return float32(v)
}
