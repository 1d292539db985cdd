#version 300 es
// Meadow: rolling grassland with wild flowers, a trail, lone trees and far hills under a big sky. The backdrop for everything
// that happens outdoors and for prompts without a place of their own.
//
// Hills are a walked height field. Blades, flowers and trees stand on rows of constant depth; a ray meets each row in one cell
// of a hashed grid, which keeps true parallax at the price of a few cells per pixel. Gusts run over the field as moving noise
// that bends the blades and makes the far grass shimmer.
//
// Own uniforms (0 keeps the default):
//   uFlowers  float -1..1  amount of flowers, -1 is none; default medium
//   uTrees    float -1..1  amount of trees, -1 is none; default few
//   uPeaks    float 0..1   above a half: snowy mountains behind the hills
//   uGrass    vec3 linear  colour of the grass; default fresh green
// uPalette[0] and [3] colour the flowers, [2] tints leaves and grass. uWeather.z covers the ground with snow.
#include "common.glsl"
#include "storm.glsl"
#include "cast.glsl"
#include "country.glsl"
#include "peaks.glsl"

uniform float uFlowers;
uniform float uTrees;
uniform float uPeaks;
uniform vec3 uGrass;

const float EYE = 1.75;
const float FAR = 900.0;
const float ROW = 17.0;
const int ROWS = 15;
const float BLADE_HEIGHT = 0.40;
const float BLADE_CELL = 0.045;
const float GRASS_ROW = 0.13;
const float FLOWER_ROW = 0.42;
const float LARGEST_TREE = 10.5;

float hills(vec2 p, int octaves) {
  float rise = smoothstep(0.0, 190.0, length(p * vec2(1.6, 1.0)));
  float h = (noise(p * 0.0075) - 0.42) * 52.0 * rise;
  h += (noise(p * 0.024 + 5.0) - 0.5) * 7.0 * mix(0.35, 1.0, rise);
  if (octaves > 2) {
    h += (noise(p * 0.13 + 9.0) - 0.5) * 0.55;
  }
  return h;
}

float trailX(float z) {
  return 2.2 * sin(z * 0.060 + 6.28 * hash1(8)) + 4.0 * sin(z * 0.021 + 6.28 * hash1(9)) * smoothstep(5.0, 60.0, z);
}

// gust is the passing wind, 0..1, the same for blades and for the shimmer far away.
float gust(vec2 p) {
  vec2 w = uWind + vec2(0.6, 0.2);
  return noise(p * 0.11 - w * iTime * 0.22) * 0.65 + noise(p * 0.37 - w * iTime * 0.5) * 0.35;
}

vec3 grassTint() {
  vec3 base = uGrass.r + uGrass.g + uGrass.b > 0.0 ? uGrass : vec3(0.110, 0.170, 0.030);
  return mix(base, base * 0.45 + 0.22 * uPalette[2], 0.45);
}

float flowerShare() {
  return uFlowers < 0.0 ? 0.0 : (uFlowers > 0.0 ? uFlowers : 0.45);
}

// meadowColor is the albedo of the field seen from far.
vec3 meadowColor(vec2 p) {
  float patches = fbm(p * 0.045 + 2.0, 3);
  float fine = noise(p * 1.1);
  vec3 g = grassTint();
  vec3 dry = vec3(0.24, 0.19, 0.06) * (0.5 + 1.2 * luma(g) * 3.0);
  vec3 c = mix(g * 0.80, g * 1.30, smoothstep(0.30, 0.70, patches));
  c = mix(c, dry, 0.40 * smoothstep(0.50, 0.75, noise(p * 0.02 + 31.0)));
  c *= 0.80 + 0.40 * fine;
  c *= 0.82 + 0.42 * gust(p);
  float bloom = smoothstep(0.45, 0.75, fbm(p * 0.09 + 70.0, 2)) * flowerShare();
  c = mix(c, mix(uPalette[0], uPalette[3], noise(p * 0.05 + 3.0)) * 0.55, bloom * 0.34);
  return c;
}

// lawn draws the blades and flowers near the camera over the colour under. p is the ground point at distance dist and slope the
// ground's gradient there. Blades stand on rows of constant depth; a ray crosses the last rows before it reaches the ground.
vec3 lawn(vec3 under, vec3 ro, vec3 rd, vec3 p, vec2 slope, float dist, vec3 sun, vec3 amb, inout float seen) {
  float run = rd.z > 0.15 ? 1.0 : 0.0;
  float fade = smoothstep(15.0, 5.0, dist + 3.0 * (noise(p.xz * 0.8) - 0.5)) * run * sat(1.0 - 1.6 * uWeather.z);
  float px = dist * pixelAngle();
  float far = 0.62 * smoothstep(2.0, 10.0, dist);
  float back = pow(sat(dot(rd, keyDir())), 3.0);
  vec3 tint = grassTint() * 1.20;
  vec2 wind = uWind * 0.010 + vec2(0.012, 0.0);
  float through = 1.0;
  vec3 sum = vec3(0.0);
  float length2 = 0.75 + 0.5 * noise(p.xz * 0.45);
  float breeze = gust(p.xz);
  float middle = trailX(p.z);
  float ragged = 0.7 * (noise(p.xz * 2.0) - 0.5);
  if (fade > 0.0) {
    int rows = budget(11, 0.7);
    int last = int(floor(p.z / GRASS_ROW));
    for (int i = 0; i < rows; i++) {
      int row = last - (rows - 1 - i);
      float t = (float(row) * GRASS_ROW - ro.z) / rd.z;
      vec3 q = ro + rd * t;
      float v = q.y - p.y - dot(slope, q.xz - p.xz);
      if (t > 0.3 && v < BLADE_HEIGHT * 1.2) {
        for (int k = 0; k < 2; k++) {
          float x = q.x / BLADE_CELL + 0.5 * float(k) + 0.37 * float(row);
          int col = int(floor(x));
          vec2 h = hash22(ivec2(col * 2 + k, row));
          float root = (float(col) + 0.5 - 0.5 * float(k) - 0.37 * float(row)) * BLADE_CELL;
          float away = abs(root - middle) + 0.5 * (h.x - 0.5) + ragged;
          float edge = smoothstep(0.50, 1.30, away);
          float tall = BLADE_HEIGHT * length2 * (0.45 + 0.75 * h.y) * (0.02 + 0.98 * smoothstep(0.15, 0.95, away));
          float u = sat(v / tall);
          float bend = (h.x - 0.5) * 0.45 + (wind.x * 9.0 + 0.15) * (breeze - 0.25) * 1.6;
          float offset = fract(x) - 0.5 - (0.30 * h.x - 0.15) - bend * u * u * 0.5;
          float halfWidth = 0.17 * (1.0 - u * u);
          float soft = px / BLADE_CELL;
          float a = smoothstep(halfWidth + soft, halfWidth - soft, abs(offset)) * step(v, tall) * fade;
          a *= smoothstep(0.25, 0.60, away) * smoothstep(0.3, 0.6, t) * mix(smoothstep(0.0, 0.12, v), 1.0, edge);
          // Of far blades the tips alone are seen, of those at the trail the feet are in the light.
          u = max(u, max(far, 0.4 - 0.4 * edge));
          vec3 blade = mix(tint * 0.26, tint * (0.80 + 0.55 * h.y), u);
          blade = mix(blade, vec3(0.30, 0.25, 0.09), 0.5 * step(0.86, h.x) * u);
          vec3 c = blade * (amb * (0.45 + 0.9 * u) + sun * (0.10 + 0.40 * u + 0.75 * back * u));
          sum += through * a * c;
          through *= 1.0 - a;
          seen = behind(seen, float(row) * GRASS_ROW - ro.z, a);
        }
      }
    }
  }
  // The ground between blades lies in their shade.
  vec3 c = under * through * mix(1.0, mix(0.22, 0.45, smoothstep(1.0, 4.0, dist)), fade * smoothstep(0.3, 0.9, abs(p.x - middle) + ragged)) + sum;
  float share = flowerShare() * (1.0 - uWeather.z);
  float flowerFade = smoothstep(36.0, 22.0, dist) * run;
  if (share > 0.0 && flowerFade > 0.0) {
    int last = int(floor(p.z / FLOWER_ROW)) + 1;
    for (int i = 0; i < 7; i++) {
      int row = last - i;
      float t = (float(row) * FLOWER_ROW - ro.z) / rd.z;
      vec3 q = ro + rd * t;
      float v = q.y - p.y - dot(slope, q.xz - p.xz);
      float x = q.x / 0.34 + 0.43 * float(row);
      int col = int(floor(x));
      vec2 h = hash22(ivec2(col, row + 5000));
      float rise = BLADE_HEIGHT * (0.50 + 0.65 * h.y);
      float sway = 0.25 * (breeze - 0.35) + 0.03 * sin(iTime * 2.1 + 40.0 * h.x);
      vec2 d = vec2((fract(x) - 0.25 - 0.5 * h.x) * 0.34 - sway * 0.25, (v - rise) * 1.55);
      float soft = max(px, 0.002);
      // What a flower is asked for only where the largest would be.
      if (t > 1.0 && length(d) < 0.058 + soft && hash2(ivec2(col, row + 900)) < share * 1.1) {
        float kind = hash2(ivec2(col + 77, row));
        float many = smoothstep(0.30, 0.70, noise(vec2(float(col) * 0.34, float(row) * FLOWER_ROW) * 0.30 + 40.0));
        bool grows = hash2(ivec2(col, row + 900)) < share * (0.10 + many) && abs(q.x - middle) > 0.7;
        float size = 0.030 + 0.026 * kind;
        float petals = 0.80 + 0.20 * cos(6.0 * atan(d.y, d.x) + 6.28 * h.x);
        float a = smoothstep(size * petals + soft, size * petals - soft, length(d));
        a *= min(1.0, size * 1.4 / soft) * flowerFade;
        a = grows ? a : 0.0;
        vec3 petal = kind < 0.40 ? uPalette[0] : (kind < 0.70 ? uPalette[3] : vec3(0.80, 0.78, 0.72));
        petal *= 0.55 + 0.45 * smoothstep(0.0, size, length(d));
        vec3 flower = mix(petal * 0.85, vec3(0.50, 0.26, 0.02), smoothstep(size * 0.42, size * 0.28, length(d)));
        c = mix(c, flower * (amb * 1.1 + sun * (0.34 + 0.5 * back)), a);
        seen = behind(seen, float(row) * FLOWER_ROW - ro.z, a);
      }
    }
  }
  return c;
}

vec4 trees(vec3 ro, vec3 rd, float limit, inout float seen) {
  float share = uTrees < 0.0 ? 0.0 : (uTrees > 0.0 ? uTrees : 0.32);
  float through = 1.0;
  vec3 sum = vec3(0.0);
  if (rd.z < 0.05 || share <= 0.0) {
    return vec4(0.0, 0.0, 0.0, 1.0);
  }
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  float mu = sat(dot(rd, keyDir()));
  vec3 air = distanceColor(rd);
  vec3 leafBase = mix(vec3(0.040, 0.070, 0.016), 0.26 * uPalette[2], 0.55);
  int first = int(floor(ro.z / ROW)) + 1;
  for (int k = 0; k < ROWS; k++) {
    int row = first + k;
    float z = float(row) * ROW;
    float t = (z - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    // Each question is asked only where the one before leaves a tree in sight.
    if (t < limit + LARGEST_TREE) {
      float span = 13.0;
      float shift = 0.5 * hash1(row * 3);
      int col = int(floor(p.x / span + shift));
      vec2 h = hash22(ivec2(col, row));
      float centre = (float(col) + 0.38 + 0.24 * h.x - shift) * span;
      float size = 5.5 + 5.0 * h.y;
      if (t < limit + size && abs(p.x - centre) < 0.55 * size && hash2(ivec2(col + 31, row)) < share * 1.7) {
        float grove = smoothstep(0.25, 0.70, noise(vec2(centre, z) * 0.017 + 90.0));
        bool stands = hash2(ivec2(col + 31, row)) < share * grove * 1.7 && abs(centre - trailX(z)) > 4.0 && abs(centre) > 5.0 + 9.0 * portrait() - 0.02 * z;
        if (stands) {
          float ground = hills(vec2(centre, z), 3);
          vec2 q = vec2(p.x - centre, p.y - ground + 0.15) / size;
          // The shade below the crown lies flat on the ground, as a narrow ellipse for low eyes.
          vec2 flat2 = vec2(q.x / 0.34, (q.y - 0.01) / (0.34 * clamp(EYE / t, 0.05, 0.3)));
          float clear = exp(-t * (0.0022 + 0.022 * uWeather.w + 0.002 * uWeather.y));
          float shade = 0.55 * smoothstep(1.0, 0.1, dot(flat2, flat2)) * (1.0 - 0.6 * overcast()) * smoothstep(4.0, 12.0, t) * clear;
          through *= 1.0 - shade;
          if (abs(q.x) < 0.55 && q.y > -0.05 && q.y < 1.15) {
            q.x += 0.012 * q.y * sin(iTime * 1.3 + 6.28 * h.x) * min(length(uWind), 8.0) * 0.2;
            vec3 s = tree(q, t * pixelAngle() / size, int(h.x * 4096.0));
            float a = s.x * smoothstep(4.0, 12.0, t);
            vec3 leaf = leafBase * (0.75 + 0.6 * h.y);
            leaf = mix(leaf, vec3(0.75), uWeather.z * smoothstep(0.45, 0.8, s.y));
            vec3 c = leaf * (amb * (0.55 + 0.9 * s.y) + sun * (0.10 + 0.85 * s.y * s.y) * (1.0 - 0.35 * mu) + sun * 0.9 * pow(mu, 6.0) * s.y);
            c = mix(vec3(0.034, 0.026, 0.020) * (amb * 1.4 + sun * 0.5 * s.y), c, s.z);
            c = mix(air, c, clear);
            sum += through * a * c;
            through *= 1.0 - a;
            seen = behind(seen, z - ro.z, a);
          }
        }
      }
    }
  }
  return vec4(sum, through);
}

// walk finds the ground: the way to it, or -1. graze is how close the ray came to it, in parts of the way.
float walk(vec3 ro, vec3 rd, inout vec2 graze) {
  float t = 0.8;
  float before = t;
  float gapBefore = 1.0;
  int steps = budget(64, 0.8);
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    if (t > FAR) {
      return rd.y < -0.002 ? t : -1.0;
    }
    if (p.y > 32.0 && rd.y > 0.0) {
      return -1.0;
    }
    float gap = p.y - hills(p.xz, t < 50.0 ? 3 : 2);
    if (gap < 0.0006 * t) {
      return mix(before, t, sat(gapBefore / max(gapBefore - gap, 1e-4)));
    }
    if (gap < graze.x * t && t > 40.0) {
      graze = vec2(gap / t, t);
    }
    before = t;
    gapBefore = gap;
    // A level ray keeps its gap: only the second term takes it to the far hills.
    t += max(gap * 0.85, 0.045 * t);
  }
  return gapBefore < 0.02 * t || rd.y < -0.002 ? t : -1.0;
}

void main() {
  vec2 foot = vec2(trailX(uTravel) + 1.1 + uCamPos.x, uTravel + uCamPos.z);
  vec2 rest = vec2(trailX(uTravel) + 1.1, uTravel);
  vec3 ro = vec3(foot.x, hills(rest, 3) + EYE + uCamPos.y, foot.y);
  ro.y = max(ro.y, hills(foot, 3) + 0.55);
  vec3 rd = cameraRay(0.02);
  vec2 graze = vec2(1.0, FAR);
  float hit = walk(ro, rd, graze);
  vec3 key = keyDir();
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 c;
  float seen = 1.0;
  float limit = FAR;
  if (hit > 0.0) {
    limit = hit;
    vec3 p = ro + rd * hit;
    float e = 0.3 + 0.01 * hit;
    float h = hills(p.xz, 3);
    vec3 n = normalize(vec3(h - hills(p.xz + vec2(e, 0.0), 3), e, h - hills(p.xz + vec2(0.0, e), 3)));
    float diffuse = sat(dot(n, key) * 0.8 + 0.2 * key.y);
    float passing = smoothstep(0.35, 0.65, noise(p.xz * 0.012 - uWind * iTime * 0.02 + 7.0));
    float shade = 1.0 - 0.65 * passing * smoothstep(0.15, 0.5, uWeather.x) * smoothstep(15.0, 60.0, hit);
    vec3 albedo = meadowColor(p.xz);
    float off = abs(p.x - trailX(p.z)) + 0.5 * (noise(p.xz * 2.0) - 0.5);
    vec3 soil = mix(vec3(0.16, 0.115, 0.070), vec3(0.24, 0.18, 0.12), noise(p.xz * 7.0));
    albedo = mix(soil, albedo, smoothstep(0.25, 0.75, off));
    if (uWeather.z > 0.0) {
      float snow = uWeather.z * smoothstep(0.25, 0.55, 0.3 + uWeather.z * 0.5 + 0.4 * (fbm(p.xz * 0.7, 3) - 0.5));
      albedo = mix(albedo, vec3(0.80, 0.84, 0.90) * (0.72 + 0.40 * fbm(p.xz * vec2(0.22, 0.5) + 3.0, 4)), snow);
    }
    float mu = sat(dot(rd, key));
    c = albedo * (amb * 1.25 + sun * shade * (diffuse + 0.14 + 0.40 * pow(mu, 4.0)));
    if (hit < 36.0) {
      c = lawn(c, ro, rd, p, -n.xz / n.y, hit, sun * shade, amb, seen);
    }
    float haze = 1.0 - exp(-hit * (0.0022 + 0.022 * uWeather.w + 0.002 * uWeather.y));
    c = mix(c, distanceColor(rd), haze);
  } else {
    c = skyOrStorm(rd, budget(6, 0.5));
    if (uPeaks > 0.5) {
      c = peaks(c, rd);
    }
    c = farHills(c, rd);
    // The crests of hills cover parts of the pixels above them.
    float part = smoothstep(1.4, 0.1, graze.x / pixelAngle());
    if (part > 0.0) {
      float haze = 1.0 - exp(-graze.y * (0.0022 + 0.022 * uWeather.w + 0.002 * uWeather.y));
      vec3 crest = mix(grassTint(), vec3(0.80, 0.84, 0.90), uWeather.z) * (amb * 1.25 + sun * (0.14 + 0.5 * key.y));
      c = mix(c, mix(crest, distanceColor(rd), haze), part);
    }
  }
  vec4 t = trees(ro, rd, limit, seen);
  c = c * t.a + t.rgb;
  fragColor = vec4(c, seen);
}
