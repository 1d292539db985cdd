#version 300 es
// Abstract: slow sheets of silk in the colours of the palette, for prompts whose subject has no place.
//
// Each sheet hangs below a moving edge; its folds are noise stretched along the edge, lit by the difference of two samples
// (relief shading) with a sheen along the folds. Sheets overlap from back to front, cast soft shadows on those behind and slide
// against each other with the camera. Soft motes float before them.
//
// Own uniforms (0 keeps the default):
//   uScale  float 0.3..3   size of the sheets; default 1
//   uCalm   float 0..1     1 almost stops the flow; default 0
//   uMotes  float -1..1    amount of floating light, -1 is none; default 0.5
// All five palette colours appear. The sun gives the direction and warmth of the light; uWeather.w softens the contrast.
#include "common.glsl"

uniform float uScale;
uniform float uCalm;
uniform float uMotes;

const float CAMERA_SCALE = 0.05;
const int SHEETS = 6;

vec3 ramp(float x) {
  x = fract(x) * 5.0;
  int i = int(x);
  float f = x - float(i);
  f = f * f * (3.0 - 2.0 * f);
  vec3 a = i == 0 ? uPalette[0] : (i == 1 ? uPalette[1] : (i == 2 ? uPalette[2] : (i == 3 ? uPalette[3] : uPalette[4])));
  vec3 b = i == 0 ? uPalette[1] : (i == 1 ? uPalette[2] : (i == 2 ? uPalette[3] : (i == 3 ? uPalette[4] : uPalette[0])));
  return mix(a, b, f);
}

// fold is the height of the cloth of one sheet; u runs along the edge, v down from it.
float fold(float u, float v, float o, float t) {
  vec2 p = vec2(u * 0.55 + 0.30 * v, v * 1.7);
  float w = noise(p * 0.8 + vec2(o, 0.07 * t)) * 1.3;
  float broad = noise(vec2(p.x * 1.1 + o + 0.05 * t, p.y * 0.9 + w * 1.7 - 0.04 * t));
  float fine = noise(vec2(p.x * 1.9 - o, p.y * 2.6 + w * 2.6 + 0.05 * t));
  return 0.72 * broad + 0.28 * fine;
}

void main() {
  vec3 rd = cameraRay(0.0);
  vec2 plane = rd.xy / max(rd.z, 0.2) * uFocal;
  float size = uScale > 0.0 ? uScale : 1.0;
  float t = iTime * (1.0 - 0.85 * uCalm) * (1.0 + 0.02 * length(uWind)) + 30.0 * hash1(2);
  vec3 eye = CAMERA_SCALE * (uCamPos + vec3(0.0, 0.0, uTravel));
  vec3 key = keyDir();
  float night = nightness();
  vec3 warm = uSunColor / max(max(uSunColor.r, max(uSunColor.g, uSunColor.b)), 0.05);
  vec3 sun = mix(vec3(1.0), warm, 0.5) * mix(2.15, 1.45, night);
  vec3 amb = (skyAmbient() / max(luma(skyAmbient()), 0.02) * 0.5 + 0.5) * 0.16;
  vec2 toKey = normalize(vec2(key.x * 0.8 + 0.15, 0.75 + 0.4 * key.y));
  float tilt = (hash1(3) - 0.5) * 1.1;
  mat2 turn = rot(tilt);
  float shift = hash1(4);

  vec2 far = turn * (plane / (1.0 - 0.12 * eye.z) + eye.xy * 0.25);
  vec3 deep = ramp(shift) * 0.05 + ramp(shift + 0.2) * 0.02;
  float glow = exp(-dot(far - vec2(0.5 - hash1(5), 0.65), far - vec2(0.5 - hash1(5), 0.65)) * 1.1);
  vec3 c = deep + ramp(shift + 0.08) * sun * glow * 0.30;

  for (int i = 0; i < SHEETS; i++) {
    float fi = float(i);
    float near = (fi + 1.0) / float(SHEETS);
    float zoom = 1.0 / max(1.0 - (0.12 + 0.35 * near) * eye.z, 0.2);
    vec2 p = turn * (plane * zoom + eye.xy * (0.3 + 1.0 * near)) / size;
    float o = 13.7 * fi + 40.0 * hash1(20 + i);
    float swing = 0.34 + 0.16 * hash1(30 + i);
    float edge = 0.72 - 1.62 * near + 0.10 * (hash1(40 + i) - 0.5);
    edge += swing * (noise(vec2(p.x * 0.62 + o, 0.11 * t)) - 0.5) * 2.0;
    edge += 0.10 * sin(p.x * 1.5 + 0.32 * t + o);
    float s = p.y - edge;
    float soft = 3.0 / iResolution.y;
    if (s > 0.7) {
      continue;
    }
    c *= 1.0 - 0.62 * exp(-max(s, 0.0) * 7.0) * smoothstep(-0.02, 0.0, s);
    if (s < soft) {
      float v = max(-s, 0.0);
      float h = fold(p.x, v, o, t);
      vec2 step2 = toKey * 0.045;
      float hl = fold(p.x + step2.x, v - step2.y, o, t);
      float relief = (h - hl) * 7.5;
      float lit = sat(0.40 + relief * 0.62);
      float sheen = pow(sat(0.5 + relief * 0.72), 7.0);
      float hue = shift + 0.14 * fi + 0.16 * h + 0.05 * p.x + 0.10 * v;
      vec3 cloth = ramp(hue);
      cloth *= 0.35 + 0.65 * cloth;
      vec3 shaded = cloth * (amb * (0.6 + h) + sun * lit * lit * (0.35 + 0.45 * near));
      shaded += mix(cloth, vec3(1.0), 0.30) * sun * sheen * 0.42;
      float hem = exp(-v * 46.0);
      float through = exp(-v * 3.4);
      shaded += ramp(hue + 0.12) * sun * (0.55 * hem + 0.20 * through * (0.4 + h)) * (0.6 + 0.4 * sin(p.x * 0.9 + o));
      shaded *= 0.55 + 0.45 * exp(-v * 0.9);
      c = mix(c, shaded, smoothstep(soft, -soft, s));
    }
  }

  float motes = uMotes < 0.0 ? 0.0 : (uMotes > 0.0 ? uMotes : 0.5);
  for (int i = 0; i < 16; i++) {
    float z = 0.3 + 0.7 * hash1(i * 5 + 200);
    vec2 at = vec2(hash1(i * 5 + 201) * 3.4 - 1.7, hash1(i * 5 + 202) * 2.0 - 1.0);
    at += 0.10 * vec2(sin(0.40 * t + 9.0 * z), cos(0.31 * t + 5.0 * z));
    vec2 d = plane - at + eye.xy * (0.4 + z);
    float radius = 0.012 + 0.055 * sq(hash1(i * 5 + 203));
    float r = length(d) / radius;
    float disc = smoothstep(1.0, 0.80, r) * (0.35 + 0.65 * r * r) + 0.22 * exp(-r * 1.1);
    float breathe = 0.5 + 0.5 * sin(t * (0.4 + 0.6 * z) + 40.0 * z);
    c += mix(ramp(hash1(i * 5 + 204)), vec3(1.0), 0.25) * sun * disc * breathe * motes * 0.16;
  }
  c = mix(c, vec3(luma(c)) * 0.4 + amb, 0.35 * uWeather.w);
  fragColor = vec4(c, 1.0);
}
