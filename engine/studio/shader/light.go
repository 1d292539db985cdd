package shader

import "math"

// Light is one state of sun and sky, in linear light, tuned on the scenes of this package. The fields go to the uniforms of
// the same meaning: SunDir to uSunDir, SunColor to uSunColor, Zenith, Mid and Horizon to uSkyZenith, uSkyMid and uSkyHorizon,
// Fog to uFog.
type Light struct {
	// SunDir points at the sun: x right, y up, z into the picture, unit length. When y is below about -0.08 the scene is lit by
	// a moon that stands at the same azimuth and at the mirrored elevation, SunColor is then the colour of the moonlight.
	SunDir [3]float32
	// SunColor is the irradiance of the key light: a white diffuse surface that faces it has this radiance.
	SunColor [3]float32
	// Zenith, Mid and Horizon are sky radiance straight up, at about 20 degrees, and at the horizon below the sun.
	Zenith, Mid, Horizon [3]float32
	// Fog is the colour of distance and of mist, away from the sun.
	Fog [3]float32
}

// The presets of the hours of a day. They keep the sun inside the frame of a camera that looks along +z, except at noon.
var (
	Dawn = Light{
		SunDir:   [3]float32{-0.297, 0.105, 0.949},
		SunColor: [3]float32{2.55, 1.50, 0.80},
		Zenith:   [3]float32{0.032, 0.115, 0.290},
		Mid:      [3]float32{0.152, 0.268, 0.395},
		Horizon:  [3]float32{0.900, 0.480, 0.230},
		Fog:      [3]float32{0.215, 0.260, 0.340},
	}
	Noon = Light{
		SunDir:   [3]float32{-0.545, 0.660, 0.517},
		SunColor: [3]float32{3.20, 2.90, 2.45},
		Zenith:   [3]float32{0.040, 0.125, 0.390},
		Mid:      [3]float32{0.150, 0.310, 0.620},
		Horizon:  [3]float32{0.520, 0.660, 0.800},
		Fog:      [3]float32{0.420, 0.550, 0.710},
	}
	Golden = Light{
		SunDir:   [3]float32{0.246, 0.122, 0.962},
		SunColor: [3]float32{3.40, 1.85, 0.80},
		Zenith:   [3]float32{0.031, 0.106, 0.272},
		Mid:      [3]float32{0.180, 0.250, 0.340},
		Horizon:  [3]float32{1.000, 0.440, 0.110},
		Fog:      [3]float32{0.235, 0.210, 0.225},
	}
	Dusk = Light{
		SunDir:   [3]float32{0.174, -0.020, 0.985},
		SunColor: [3]float32{0.720, 0.390, 0.260},
		Zenith:   [3]float32{0.012, 0.036, 0.108},
		Mid:      [3]float32{0.045, 0.085, 0.172},
		Horizon:  [3]float32{0.600, 0.225, 0.080},
		Fog:      [3]float32{0.052, 0.072, 0.128},
	}
	Night = Light{
		SunDir:   [3]float32{-0.277, -0.300, 0.913},
		SunColor: [3]float32{0.350, 0.530, 0.830},
		Zenith:   [3]float32{0.0050, 0.0105, 0.0300},
		Mid:      [3]float32{0.0140, 0.0270, 0.0660},
		Horizon:  [3]float32{0.0340, 0.0560, 0.1080},
		Fog:      [3]float32{0.0220, 0.0360, 0.0700},
	}
	Overcast = Light{
		SunDir:   [3]float32{-0.400, 0.620, 0.675},
		SunColor: [3]float32{0.900, 0.920, 0.960},
		Zenith:   [3]float32{0.230, 0.265, 0.320},
		Mid:      [3]float32{0.330, 0.370, 0.420},
		Horizon:  [3]float32{0.520, 0.550, 0.580},
		Fog:      [3]float32{0.400, 0.430, 0.470},
	}
)

// Lights holds the presets under the words of the prompt reader.
var Lights = map[string]Light{
	"dawn": Dawn, "noon": Noon, "golden": Golden, "dusk": Dusk, "night": Night, "overcast": Overcast,
}

// Facing turns the sun to the azimuth in radians (from +z towards +x) and keeps its elevation.
func (l Light) Facing(azimuth float32) Light {
	s, c := math.Sincos(float64(azimuth))
	flat := math.Hypot(float64(l.SunDir[0]), float64(l.SunDir[2]))
	l.SunDir[0], l.SunDir[2] = float32(s*flat), float32(c*flat)
	return l
}
