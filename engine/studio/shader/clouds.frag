#version 300 es
// Clouds: flying over a sea of clouds, with towers of cloud before a wide sky and peaks that rise through the deck.
//
// The deck and the towers are one density that a ray walks through in slices, finer near the camera. Each slice is lit by the
// density a step towards the light, which gives bright crests and soft shaded valleys; light that comes through thin edges
// makes the rims glow.
//
// Own uniforms (0 keeps the default):
//   uPeaks   float -1..1  summits above the clouds, -1 is none; default few
//   uTowers  float -1..1  towers of cloud, -1 is a level deck; default some
#include "common.glsl"

uniform float uPeaks;
uniform float uTowers;

const float DECK = 0.0;     // mean height of the deck
const float FAR = 46.0;

// deckTop is the height of the clouds at p, from broad swells and billows.
float deckTop(vec2 p, int octaves) {
  vec2 drift = uWind * iTime * 0.010 + vec2(0.05, -0.02) * iTime;
  vec2 q = p * 0.21 - drift * 0.3;
  float w = noise(q * 0.8 + 5.0);
  float swell = noise(q * 0.55 + vec2(1.3 * w, 2.0));
  float sum = 0.0;
  float amp = 0.5;
  vec2 r = q * 2.6 + 0.9 * w + 0.04 * iTime;
  for (int i = 0; i < octaves; i++) {
    // Folding the noise gives round heads with narrow valleys between them.
    float n = abs(noise(r) * 2.0 - 1.0);
    n = n * (1.6 - 0.6 * n);
    sum += amp * (1.0 - n);
    r = OCTAVE * r + vec2(3.1, 1.7);
    amp *= 0.46;
  }
  float tower = uTowers < 0.0 ? 0.0 : (uTowers > 0.0 ? uTowers : 0.5);
  float heap = smoothstep(0.52, 0.80, noise(p * 0.085 + vec2(11.0, 3.0) - drift * 0.12));
  return DECK + (swell - 0.5) * 0.9 + (sum - 0.55) * (0.80 + 1.7 * heap * tower) + 1.9 * heap * tower;
}

vec3 peakColor(vec3 p, vec3 n, vec3 rd) {
  float grain = fbm(p.xz * 3.0 + p.y, 4);
  float snow = smoothstep(0.44, 0.66, n.y + 0.5 * (grain - 0.5));
  vec3 rock = mix(vec3(0.075, 0.068, 0.070), vec3(0.19, 0.165, 0.15), grain);
  vec3 albedo = mix(rock, vec3(0.80, 0.84, 0.92), snow);
  return albedo * (skyAmbient() * (1.2 + 0.8 * n.y) + keyColor() * max(dot(n, keyDir()), 0.0));
}

// summit is the height of the rock at p: a few cones with ridges.
float summit(vec2 p, int octaves) {
  float h = -3.0;
  for (int i = 0; i < 3; i++) {
    vec2 c = vec2((hash1(40 + i) * 2.0 - 1.0) * (5.0 + 3.0 * float(i)) * (1.0 - 0.6 * portrait()), 13.0 + 7.0 * float(i) + 4.0 * hash1(44 + i));
    float r = length(p - c);
    h = max(h, 1.5 + 1.5 * hash1(48 + i) - r * (0.75 + 0.3 * hash1(52 + i)));
  }
  float ridge = 0.0;
  float amp = 0.9;
  vec2 q = p * 0.6;
  for (int i = 0; i < octaves; i++) {
    ridge += amp * (0.5 - abs(noise(q) - 0.5) * 1.6);
    q = OCTAVE * q + 2.7;
    amp *= 0.5;
  }
  return h + ridge;
}

void main() {
  vec3 ro = vec3(0.3 * uCamPos.x, 2.35 + 0.7 * (hash1(9) - 0.5) + 0.12 * uCamPos.y, 0.45 * uTravel + 0.2 * uCamPos.z);
  ro.y = max(ro.y, deckTop(ro.xz, 2) + 0.9);
  vec3 rd = cameraRay(-0.09);
  vec3 key = keyDir();
  float night = nightness();
  vec3 sun = keyColor() * mix(mix(0.40, 1.0, smoothstep(-0.03, 0.08, uSunDir.y)), 1.0, night);
  vec3 amb = skyAmbient();
  float mu = dot(rd, key);
  vec3 air = distanceColor(rd);
  vec3 sky = skyGradient(rd);
  if (rd.y > -0.02) {
    if (night > 0.0) {
      sky += nightStars(rd) * night * sat(rd.y * 7.0);
    }
    sky += keyDisc(rd);
    // High veils.
    vec2 flat2 = rd.xz / (max(rd.y, 0.0) + 0.10);
    float veil = fbm(vec2(flat2.x * 0.35, flat2.y * 0.8) + 0.3 * fbm(flat2 * 0.4, 2) + 0.01 * iTime, 5);
    veil = smoothstep(0.42, 0.80, veil) * sat(rd.y * 7.0) * 0.5 * smoothstep(0.02, 0.4, uWeather.x);
    sky = mix(sky, sun * (0.20 + 0.35 * lowSun() * towardKey(rd)) + amb * 0.9, veil);
  }

  // Rock first: it hides the clouds behind it.
  float share = uPeaks < 0.0 ? 0.0 : (uPeaks > 0.0 ? uPeaks : 0.5);
  float rockAt = 1000.0;
  vec3 rock = vec3(0.0);
  if (hash1(61) < (share > 0.0 ? share + 0.15 : 0.0)) {
    float t = 6.0;
    int steps = budget(40, 0.7);
    for (int i = 0; i < steps; i++) {
      vec3 p = ro + rd * t;
      if (t > 34.0 || p.y > 5.0) {
        break;
      }
      float gap = p.y - summit(p.xz, 5);
      if (gap < 0.003 * t) {
        rockAt = t;
        break;
      }
      t += max(gap * 0.45, 0.02);
    }
    if (rockAt < 999.0) {
      vec3 p = ro + rd * rockAt;
      float e = 0.012 * rockAt * 0.25 + 0.01;
      float h = summit(p.xz, 7);
      vec3 n = normalize(vec3(h - summit(p.xz + vec2(e, 0.0), 7), e, h - summit(p.xz + vec2(0.0, e), 7)));
      rock = peakColor(p, n, rd);
      rock = mix(rock, air, 1.0 - exp(-rockAt * (0.030 + 0.06 * uWeather.w)));
    }
  }

  float limit = min(rockAt, FAR);
  vec3 sum = vec3(0.0);
  float through = 1.0;
  float ceiling = uTowers < 0.0 ? 0.95 : 3.6;
  float t = ro.y > ceiling && rd.y < -0.001 ? (ceiling - ro.y) / rd.y : 0.25;
  if (ro.y <= ceiling || rd.y < -0.001) {
    int slices = budget(80, 0.6);
    vec2 toKey = key.xz / max(key.y + 0.35, 0.35);
    float forward = 0.14 * pow(sat(mu), 3.0) + 0.9 * pow(sat(mu), 14.0);
    float cover = 0.20 * smoothstep(0.5, 1.0, uWeather.x);
    float rise = mix(0.22, 0.75, sat(1.6 * key.y)); // of the way to the light, so that low light throws shade on level clouds
    for (int i = 0; i < slices; i++) {
      if (t > limit || through < 0.03) {
        break;
      }
      vec3 p = ro + rd * t;
      if (p.y > ceiling && rd.y > 0.0) {
        break;
      }
      float gap = p.y - deckTop(p.xz, t < 7.0 ? 5 : (t < 18.0 ? 4 : 3)) - cover;
      float thick = 0.11 + 0.015 * t;
      float step1 = max(gap * 0.5, 0.024 + 0.013 * t);
      if (gap < thick) {
        float density = smoothstep(thick, -thick * 0.8, gap);
        float reach = 0.35 + 0.015 * t;
        float shade = deckTop(p.xz + toKey * reach, 3) + cover - (p.y + reach * rise);
        float lit = smoothstep(0.16, -0.24, shade);
        float hollow = sat(0.26 + 2.2 * (p.y - deckTop(p.xz, 1)) + 0.45 * (p.y - DECK));
        vec3 c = sun * (lit * mix(0.18, 1.0, hollow) * (0.30 + 0.20 * sat(key.y * 2.0)) + forward * (1.0 - 0.75 * density) * 0.8) + amb * (0.14 + 0.74 * hollow);
        c += uSkyHorizon * 0.10 * lit * hollow;
        c = mix(c, air, 1.0 - exp(-t * (0.012 + 0.06 * uWeather.w)));
        float a = 1.0 - exp(-density * step1 * (8.0 - 0.10 * t));
        sum += through * a * c;
        through *= 1.0 - a;
      }
      t += step1;
    }
  }
  float levelFade = smoothstep(0.0, 0.05, -rd.y) * step(999.0, rockAt);
  vec3 base = rockAt < 999.0 ? rock : mix(sky, air, levelFade);
  if (rd.y < 0.02 && rockAt > 999.0) {
    base = mix(base, air, 0.85);
  }
  fragColor = vec4(sum + through * base, 1.0);
}
