#version 300 es
// Ocean: open sea under a moving sky, with headlands at the horizon.
//
// The surface is a sum of directional waves with sharpened crests; each wave drags the position of the next ones towards its
// crests, and the slope is summed analytically beside the height. Light: Fresnel reflection of the sky, a sun or moon path whose
// lobe widens with distance as the unresolved slopes do (Bruneton, Neyret, Holzschuch, "Real-time Realistic Ocean Lighting using
// Seamless Transitions from Geometry to BRDF", 2010), light scattered through the crests, and foam where the crests break.
//
// Own uniforms (0 keeps the default):
//   uBirds  float 0..7   gulls in the air; default 0
//   uWater  vec3 linear  colour of the scattered light; default teal
// uWind: its length drives wave height and foam (0 calm, 6 fresh, 15 storm). uPalette[1] tints the crests.
#include "common.glsl"
#include "storm.glsl"
#include "cast.glsl"

uniform float uBirds;
uniform vec3 uWater;

const float EYE = 1.9;          // m above the mean crest
const float AFLOAT = 2.3;       // m from the resting eye down to where subjects float
const float WAVE_SCALE = 0.34;  // rad/m of the longest wave
const float FADE = 0.00006;     // haze per square metre

float swell() {
  return 0.42 + 0.085 * min(length(uWind), 16.0);
}

// FAN holds sine and cosine of how far each wave runs from the wind: small waves spread more.
const vec2 FAN[24] = vec2[24](
  vec2(0.0000, 1.0000), vec2(-0.8293, 0.5587), vec2(0.5987, 0.8009), vec2(-0.4082, 0.9129),
  vec2(0.9908, 0.1355), vec2(0.2840, 0.9588), vec2(-0.8311, 0.5561), vec2(0.9117, 0.4107),
  vec2(-0.2046, 0.9788), vec2(-0.9938, -0.1109), vec2(0.6594, 0.7518), vec2(-0.7449, 0.6672),
  vec2(0.9745, -0.2244), vec2(0.1517, 0.9884), vec2(-0.9990, -0.0439), vec2(0.9625, 0.2714),
  vec2(-0.5274, 0.8496), vec2(-0.5748, -0.8183), vec2(0.6089, 0.7932), vec2(-0.9860, 0.1665),
  vec2(0.9025, -0.4306), vec2(-0.1264, 0.9920), vec2(-0.6816, -0.7317), vec2(0.9639, 0.2664)
);

// wave is the sine of an angle in turns to within a thousandth: a parabola and one correction, half as long as the exact one.
float wave(float turns) {
  turns -= floor(turns + 0.5);
  float s = turns * (8.0 - 16.0 * abs(turns));
  return s * (0.775 + 0.225 * abs(s));
}

// waves returns the height in 0..1 and the slope of the surface, both for unit amplitude, of the first count waves, at most 24.
vec3 waves(vec2 p, int count) {
  const float TURN = 0.15915494; // of a radian
  float heading = atan(uWind.x, uWind.y + 0.001) + 0.5 * (hash1(3) - 0.5);
  vec2 along = vec2(sin(heading), cos(heading));
  float start = hash1(40);
  float amp = 1.0;
  float freq = TURN;
  float speed = 1.05 * TURN;
  float total = 0.0;
  float height = 0.0;
  vec2 slope = vec2(0.0);
  for (int i = 0; i < count; i++) {
    vec2 dir = vec2(along.x * FAN[i].y + along.y * FAN[i].x, along.y * FAN[i].y - along.x * FAN[i].x);
    float x = dot(dir, p) * freq + fract(float(i) * 0.754878 + start) - iTime * speed;
    float u = 0.5 + 0.5 * wave(x);
    float dx = amp * u * wave(x + 0.25);
    height += amp * u * u;
    slope += dir * (dx * freq);
    p -= dir * (dx * 0.42);
    total += amp;
    amp *= 0.79;
    freq *= 1.22;
    speed *= 1.10;
  }
  return vec3(height, slope / TURN) / total;
}

vec3 seaSky(vec3 rd, int octaves) {
  vec3 c = skyGradient(rd);
  vec4 cl = clouds(rd, octaves);
  return c * (1.0 - cl.a) + cl.rgb;
}

vec3 sea(vec3 ro, vec3 rd, out float dist) {
  float depth = swell();
  float near = ro.y / -rd.y;
  float far = (ro.y + depth) / -rd.y;
  dist = near;
  int coarse = near < 20.0 ? budget(9, 0.7) : 6;
  float minStep = (far - near) * 0.02;
  for (int i = 0; i < 16; i++) {
    vec3 p = ro + rd * dist;
    float gap = p.y - (waves(p.xz * WAVE_SCALE, coarse).x - 1.0) * depth;
    if (gap < 0.004 * dist || dist > far) {
      break;
    }
    dist += max(gap * 0.8, minStep);
  }
  vec3 p = ro + rd * dist;
  int fine = dist < 14.0 ? budget(24, 0.6) : (dist < 50.0 ? budget(18, 0.6) : 12);
  vec3 w = waves(p.xz * WAVE_SCALE, fine);
  vec2 slope = w.yz * depth * WAVE_SCALE;
  // Unresolved slopes average out; what is lost here comes back as a wider highlight.
  float calm = 0.90 * min(1.0, sqrt(dist * 0.0045));
  slope *= 1.0 - calm;
  float drops = uWeather.y * smoothstep(40.0, 2.0, dist);
  if (drops > 0.0) {
    vec2 cellP = p.xz * 5.0;
    slope += drops * 0.35 * (vec2(noise(cellP + iTime * 9.0), noise(cellP.yx - iTime * 8.0)) - 0.5);
  }
  vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
  float facing = max(dot(-n, rd), 0.0);
  float fresnel = 0.02 + 0.98 * pow(1.0 - facing, 5.0);
  vec3 r = reflect(rd, n);
  r.y = abs(r.y) + 0.015;
  r = normalize(r);
  vec3 mirrored = seaSky(r, dist < 60.0 ? 3 : 2);

  vec3 key = keyDir();
  vec3 sun = keyColor();
  float mu = sat(dot(rd, key));
  vec3 light = skyAmbient() + sun * (0.10 + 0.25 * key.y);
  vec3 tint = uWater.r + uWater.g + uWater.b > 0.0 ? uWater : vec3(0.030, 0.240, 0.250);
  tint = mix(tint, tint * 0.35 + 0.16 * uPalette[1], 0.25);
  float crest = w.x;
  vec3 body = vec3(0.010, 0.050, 0.080) * light;
  body += tint * light * (0.08 + 1.25 * crest * crest) * (0.55 + 1.1 * mu * mu * mu);
  body += sun * vec3(0.20, 0.17, 0.09) * pow(crest, 4.0) * pow(mu, 5.0);
  vec3 c = mix(body, mirrored * 0.94, fresnel);

  float gloss = max(dot(r, key), 0.0);
  float lobe = mix(620.0, 150.0, calm);
  c += sun * ((pow(gloss, lobe) * 2.3 + pow(gloss, lobe * 0.13) * 0.16) * mix(1.0, 0.25, sat(1.6 * key.y)));

  float windy = smoothstep(2.0, 14.0, length(uWind));
  float streaks = fbm(p.xz * vec2(2.6, 3.4) + 0.25 * iTime, 4);
  float breaking = smoothstep(0.62 - 0.16 * windy, 0.92 - 0.16 * windy, crest + 0.34 * (streaks - 0.48));
  float foam = breaking * smoothstep(0.30, 0.62, streaks + 0.25 * breaking) * smoothstep(160.0, 8.0, dist);
  c = mix(c, (skyAmbient() * 1.2 + sun * 0.30) * 0.75, foam * 0.75);

  float haze = 1.0 - exp(-FADE * dist * dist - uWeather.w * dist * 0.02);
  return mix(c, distanceColor(rd), haze * mix(0.86, 1.0, uWeather.w));
}

// headlands darkens the sky where far land rises over the horizon.
vec3 headlands(vec3 c, vec3 rd) {
  float a = atan(rd.x, rd.z);
  float aa = pixelAngle();
  vec3 air = distanceColor(rd);
  for (int i = 0; i < 2; i++) {
    float side = hash1(60 + i) < 0.5 ? -1.0 : 1.0;
    side = i == 0 ? side : -side;
    float start = side * (0.10 + 0.22 * hash1(62 + i));
    float mass = smoothstep(start, start + side * (0.25 + 0.3 * hash1(64 + i)), a);
    float ridge = (0.012 + 0.09 * hash1(66 + i) * fbm(vec2(a * (4.0 + 4.0 * float(i)), float(i) * 3.7), 6)) * mass;
    float cover = smoothstep(ridge + aa, ridge - aa, rd.y) * step(0.001, ridge);
    float thin = 0.55 + 0.2 * float(i);
    vec3 land = mix(air * vec3(0.30, 0.36, 0.50) + 0.02 * keyColor(), air, sat(thin * 0.55 + 0.45 * uWeather.w + 2.5 * (0.03 - rd.y)));
    c = mix(c, land, cover * (1.0 - 0.8 * uWeather.w));
  }
  return c;
}

// gull is the coverage of a bird with two curved wings.
float gull(vec2 d, float flap) {
  float wing = abs(d.x) * (0.42 + 0.42 * flap) - 0.34 * d.x * d.x * (0.8 + 0.5 * flap);
  float thickness = 0.11 * (1.15 - abs(d.x));
  float soft = 0.05;
  return smoothstep(thickness + soft, thickness - soft, abs(d.y - wing)) * smoothstep(1.15, 0.95, abs(d.x));
}

vec3 gulls(vec3 c, vec3 rd) {
  vec2 s = rd.xy / max(rd.z, 0.05);
  for (int i = 0; i < 7; i++) {
    if (float(i) >= uBirds) {
      break;
    }
    float fi = float(i);
    float far = 0.010 + 0.006 * hash1(i + 30);
    vec2 at = vec2(-0.34 + 0.09 * fi + 0.05 * hash1(i + 11) + 0.020 * iTime, 0.155 - 0.012 * fi + 0.05 * hash1(i + 19));
    at.y += 0.006 * sin(iTime * 0.9 + fi);
    vec2 d = (s - at) / far;
    float glide = 0.5 + 0.5 * sin(iTime * 0.7 + fi * 2.0);
    c = mix(c, c * 0.12 + uFog * 0.05, gull(d, sin(iTime * 7.0 + fi * 2.1) * glide) * 0.9);
  }
  return c;
}

void main() {
  vec3 ro = vec3(0.0, EYE + 0.5 * swell() + 0.05 * sin(iTime * 0.7), uTravel) + uCamPos;
  ro.y = max(ro.y, 0.35);
  vec3 rd = cameraRay(-0.10);
  vec3 c;
  float seen = 1.0;
  if (rd.y < -0.0006) {
    float dist;
    c = sea(ro, rd, dist);
    // A wave hides what is behind it, softly over a pixel of the water.
    float soft = max(dist * dist * pixelAngle() / ro.y, 0.02);
    float ahead = dist * rd.z * max(AFLOAT + uCamPos.y, 0.3) / (ro.y + 0.5 * swell());
    seen = uCast > 0.0 ? 1.0 - smoothstep(0.0, soft, uCast - ahead) : 1.0;
  } else {
    c = skyOrStorm(rd, budget(6, 0.5));
    c = headlands(c, rd);
    if (uBirds > 0.0) {
      c = gulls(c, rd);
    }
  }
  fragColor = vec4(c, seen);
}
