#version 300 es
// Ink: clouds of ink that sink, fold and thin out to threads in lit water, for abstract prompts about ink and liquids.
//
// Two sheets of ink, one behind the other. A sheet is noise whose domain two coarser noises bend one after the other (Quilez,
// "Domain warping", 2002), which draws it out as a slow flow does; the fields of the bending also say which ink it is. An
// envelope that hangs from above, or grows from a side, keeps water clear. Relief shading gives the folds their bodies.
//
// Own uniforms (0 keeps the default):
//   uCalm   float 0..1     1 almost stops the flow; default 0
// uPalette gives the inks, [0] to [3], and tints the water with [4]. By night the water is dark and the ink bright in it.
#include "common.glsl"

uniform float uCalm;

const float CAMERA_SCALE = 0.05;

vec3 full(vec3 c) {
  float top = max(c.r, max(c.g, c.b));
  return c / max(top, 0.05) * mix(0.04, 0.92, smoothstep(0.0, 0.30, top));
}

// ink is the colour at a place 0..1 between the inks.
vec3 ink(float x) {
  x = fract(x) * 4.0;
  int i = int(x);
  float f = smoothstep(0.25, 0.75, x - float(i));
  vec3 a = i == 0 ? uPalette[0] : (i == 1 ? uPalette[1] : (i == 2 ? uPalette[2] : uPalette[3]));
  vec3 b = i == 0 ? uPalette[1] : (i == 1 ? uPalette[2] : (i == 2 ? uPalette[3] : uPalette[0]));
  return mix(full(a), full(b), f);
}

// pool lays a sheet of ink over c. o tells sheets apart, far is 0 for the near one and 1 for the one behind.
vec3 pool(vec3 c, vec2 p, float o, float far, float t, vec2 toKey, vec3 beam, vec3 water) {
  vec2 down = vec2(0.0, 0.10 * t);
  vec2 q = vec2(fbm(p * 0.75 + down + vec2(o, 1.7), 3), fbm(p * 0.75 + down + vec2(o + 5.2, 9.3), 3)) - 0.44;
  vec2 bent = p + 1.9 * q;
  vec2 r = vec2(fbm(bent * 1.15 + down * 1.3 + vec2(o + 8.3, 2.8 + 0.06 * t), 4), fbm(bent * 1.15 + down * 1.3 + vec2(o + 3.1, 6.1 - 0.05 * t), 4)) - 0.46;
  vec2 at = bent + 2.3 * r + down * 0.6;
  vec2 stretch = vec2(1.5, 1.05);
  float f = fbm(at * stretch + o, 5);
  float lit = fbm((at + toKey * 0.035) * stretch + o, 4);
  // The envelope: where along the way from its side the ink has come.
  float turn = (hash1(3) - 0.5) * 1.6;
  float along = dot(p, vec2(sin(turn), cos(turn))) + 1.5 * q.x + 0.9 * r.y + 0.15 - 0.25 * far;
  float come = smoothstep(-0.62, 0.55, along + 0.05 * sin(0.2 * t));
  float body = smoothstep(0.62 - 0.42 * come, 0.86 - 0.30 * come, f + 0.22 * come);
  // Threads: the crests of the bent field, sharper where the ink is thin.
  float crest = 1.0 - abs(2.0 * fract(f * 2.6 + 1.3 * r.x) - 1.0);
  float thread = smoothstep(0.55, 0.98, crest) * smoothstep(-0.95, 0.15, along) * (1.0 - 0.7 * body);
  float cover = sat(1.15 * body * come + 0.55 * thread * smoothstep(0.25, 0.55, f)) * (1.0 - 0.45 * far);
  float relief = (f - lit) * 9.0;
  vec3 tone = ink(hash1(4) + 0.62 * (q.x + q.y) + 0.55 * r.x + 0.10 * along + 0.37 * far);
  vec3 deep = tone * tone * (0.30 + 0.30 * tone);
  float shine = sat(0.46 + relief);
  vec3 shade = mix(deep, tone, shine) * (0.22 * water + beam * (0.12 + 0.62 * shine * shine)) + beam * 0.10 * pow(shine, 6.0);
  // What is thin lets the water's light through, in the colour of the ink.
  vec3 thin = water * mix(vec3(1.0), tone, sat(1.6 * cover));
  vec3 over = mix(thin, shade, smoothstep(0.20, 0.85, cover));
  return mix(c, mix(over, water, 0.35 * far), smoothstep(0.0, 0.30, cover));
}

void main() {
  vec3 rd = cameraRay(0.0);
  vec2 plane = rd.xy / max(rd.z, 0.2) * uFocal;
  vec3 eye = CAMERA_SCALE * (uCamPos + vec3(0.0, 0.0, uTravel));
  float t = iTime * (1.0 - 0.85 * uCalm) * (1.0 + 0.02 * length(uWind)) + 30.0 * hash1(2);
  float night = nightness();
  vec3 key = keyDir();
  vec2 toKey = normalize(vec2(key.x < 0.0 ? -0.6 : 0.6, 0.8));

  vec3 tone = uPalette[4] / max(max(uPalette[4].r, max(uPalette[4].g, uPalette[4].b)), 0.05);
  vec2 bright = plane - vec2(0.5 * toKey.x, 0.1);
  float glow = exp(-0.30 * dot(bright, bright));
  vec3 water = mix(mix(vec3(1.0), tone, 0.34), mix(vec3(1.0), tone, 0.05), glow) * (0.60 + 1.10 * glow);
  water = mix(water, (0.006 + 0.06 * tone) * glow, night);
  vec3 beam = mix(vec3(1.0), uSunColor / max(max(uSunColor.r, max(uSunColor.g, uSunColor.b)), 0.05), 0.35) * 1.7;

  vec3 c = water;
  c = pool(c, plane / max(1.0 + 0.4 * eye.z, 0.3) * 1.25 + eye.xy * 0.7, 31.7, 1.0, t * 0.8, toKey, beam, water);
  c = pool(c, plane / max(1.0 + 0.9 * eye.z, 0.3) * 0.85 + eye.xy * 1.4, 4.3, 0.0, t, toKey, beam, water);
  c = mix(c, vec3(luma(c)), 0.25 * uWeather.w);
  fragColor = vec4(c, 1.0);
}
