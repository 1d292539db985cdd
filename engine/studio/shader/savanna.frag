#version 300 es
// Savanna: dry grassland with acacias under a big sky, table mountains on the horizon.
//
// The plain is all but flat, so that a ray meets it after a few steps. Grass tufts and acacias stand on rows of constant depth, as in
// meadow.frag. An acacia is a forked trunk that carries flat layers of leaves. Shadows of the trees are found by following the key
// light from the ground through the canopy.
//
// Own uniforms (0 keeps the default):
//   uTrees  float -1..1   amount of acacias, -1 none; default few
//   uMesa   float -1..1   height of the table mountains, -1 none; default by seed
//   uGreen  float 0..1    green grass of the rains; default dry
// uPalette[0] tints the grass and [2] the leaves. uWeather.w thickens the haze, uWeather.z lays snow.
#include "common.glsl"
#include "storm.glsl"
#include "cast.glsl"

uniform float uTrees;
uniform float uMesa;
uniform float uGreen;

const float EYE = 1.9;
const float ROW = 16.0;
const float SPAN = 19.0;
const int ROWS = 18;
const float FAR = 1500.0;
const float TUFT_ROW = 0.19;

// land is the height of the ground.
float land(vec2 p) {
  return (noise(p * 0.011) - 0.5) * 3.2 * smoothstep(4.0, 90.0, length(p)) + (noise(p * 0.07 + 5.0) - 0.5) * 0.5;
}

float hazeAt(float t) {
  return 1.0 - exp(-t * (0.0011 + 0.016 * uWeather.w + 0.002 * uWeather.y));
}

// dust is the warm air near the horizon under a low sun.
vec3 airColor(vec3 rd) {
  vec3 c = distanceColor(rd);
  float mu = sat(dot(rd, keyDir()));
  return c + keyColor() * (0.02 + 0.09 * lowSun()) * mu * mu * mu;
}

float gust(vec2 p) {
  vec2 w = uWind + vec2(0.6, 0.2);
  return noise(p * 0.10 - w * iTime * 0.20) * 0.65 + noise(p * 0.33 - w * iTime * 0.45) * 0.35;
}

vec3 grassColor(vec2 p) {
  vec3 straw = mix(vec3(0.40, 0.275, 0.095), 0.60 * uPalette[0], 0.22);
  vec3 brown = vec3(0.190, 0.115, 0.048);
  vec3 green = mix(vec3(0.095, 0.125, 0.028), 0.4 * uPalette[2], 0.25);
  float wide = noise(p * 0.022 + 31.0);
  float mid = fbm(p * 0.10 + 2.0, 3);
  vec3 c = mix(brown, straw, smoothstep(0.25, 0.62, mid));
  c = mix(c, green, sat(0.55 * smoothstep(0.52, 0.80, wide) + 0.9 * uGreen * smoothstep(0.2, 0.6, wide + 0.5 * (mid - 0.5))));
  return c;
}

// bareness is 1 where red earth shows: along a game trail and in patches.
float bareness(vec2 p) {
  float trail = abs(p.x - 3.0 * sin(p.y * 0.045 + 6.28 * hash1(8)) - 1.2 + 0.5 * (noise(p * 1.4) - 0.5));
  float patches = smoothstep(0.62, 0.90, noise(p * 0.16 + 80.0) + 0.22 * (noise(p * 0.9) - 0.5));
  return max(smoothstep(0.75, 0.25, trail), 0.8 * patches);
}

// Where an acacia of a row stands: (x, height, number), height 0 for none.
vec3 treeIn(int col, int row) {
  vec2 h = hash22(ivec2(col, row));
  float share = uTrees < 0.0 ? 0.0 : (uTrees > 0.0 ? uTrees : 0.34);
  float x = (float(col) + 0.5 + 0.34 * (h.x - 0.5)) * SPAN;
  float z = float(row) * ROW;
  float grove = smoothstep(0.25, 0.65, noise(vec2(x, z) * 0.012 + 90.0));
  bool stands = hash2(ivec2(col + 31, row)) < share * (0.35 + 1.1 * grove) && abs(x) > 6.0 + 5.0 * portrait() * step(z, 60.0) && row > 1;
  // One large tree stands near the viewer, at a side that the seed picks.
  bool hero = row == 2 && col == (hash1(12) < 0.5 ? 0 : -1) && uTrees >= 0.0;
  float heroHeight = 7.5 + 2.5 * h.y;
  x = hero ? sign(x) * mix(abs(x), 0.70 * heroHeight, portrait()) : x;
  return vec3(x, hero ? heroHeight : (stands ? 4.6 + 4.2 * h.y : 0.0), hash2(ivec2(col + 77, row)));
}

// acacia is one tree with its foot at the origin and height 1. Returns (coverage, light, share of leaves).
vec3 acacia(vec2 q, float soft, float id) {
  float lean = 0.22 * (id - 0.5);
  float n1 = fract(id * 17.0);
  float n2 = fract(id * 53.0);
  float n3 = fract(id * 131.0);
  float fork = 0.28 + 0.16 * n1;
  vec2 foot = vec2(0.0, -0.06);
  vec2 knee = vec2(lean * 0.4, fork);
  float wobble = 0.014 * sin(q.y * 19.0 + 40.0 * id);
  vec2 w = q + vec2(wobble, 0.0);
  float d = capsule(w, foot, knee, 0.034, 0.021);
  vec2 left = vec2(-0.36 - 0.14 * n2, 0.70 + 0.05 * n1);
  vec2 right = vec2(0.34 + 0.14 * n3, 0.74 + 0.06 * n2);
  vec2 top = vec2(lean * 0.8, 0.84);
  d = min(d, capsule(w, knee, left * vec2(0.55, 0.80), 0.017, 0.011));
  d = min(d, capsule(w, left * vec2(0.55, 0.80), left, 0.011, 0.004));
  d = min(d, capsule(w, knee, right * vec2(0.55, 0.80), 0.018, 0.011));
  d = min(d, capsule(w, right * vec2(0.55, 0.80), right, 0.011, 0.004));
  d = min(d, capsule(w, knee, top, 0.015, 0.006));
  d = min(d, capsule(w, right * vec2(0.55, 0.80), top + vec2(0.20, -0.02), 0.009, 0.003));
  d = min(d, capsule(w, left * vec2(0.55, 0.80), top + vec2(-0.20, -0.03), 0.009, 0.003));
  float wood = smoothstep(soft, -soft, d) * min(1.0, 0.02 / soft + 0.3);
  // Flat pads of leaves, the widest on top, with a ragged rim above and an even one below.
  float frayed = fbm(q * vec2(15.0, 22.0) + id * 90.0, 4) - 0.47;
  float best = -1.0;
  float under = 1.0;
  for (int i = 0; i < 4; i++) {
    vec2 c = i == 0 ? vec2(lean * 0.5, 0.885) : (i == 1 ? left + vec2(0.06, 0.045) : (i == 2 ? right + vec2(-0.05, 0.05) : vec2(lean - 0.1 + 0.2 * n1, 0.79)));
    vec2 r = i == 0 ? vec2(0.52 + 0.10 * n1, 0.105) : (i == 3 ? vec2(0.24, 0.06) : vec2(0.28 + 0.08 * n3, 0.075));
    vec2 e = (q - c) / r;
    e.y *= e.y < 0.0 ? 1.7 : 1.0;
    float rim = 1.0 - dot(e, e) + 1.7 * frayed;
    if (rim > best) {
      under = e.y;
    }
    best = max(best, rim);
  }
  float holes = smoothstep(0.16, 0.05, frayed + 0.10) * 0.0 + smoothstep(-0.26, -0.14, frayed);
  float leaves = smoothstep(-0.02 - 6.0 * soft, 0.10 + 6.0 * soft, best) * mix(holes, 1.0, smoothstep(0.2, 0.9, best) * 0.6);
  float lit = sat(0.38 + 0.40 * under + 1.5 * frayed);
  return vec3(max(leaves, wood), lit, leaves);
}

// trees is the acacias up to limit metres. Returns (light, transmittance).
vec4 trees(vec3 ro, vec3 rd, float limit, inout float seen) {
  float through = 1.0;
  vec3 sum = vec3(0.0);
  if (rd.z < 0.05 || uTrees < 0.0) {
    return vec4(0.0, 0.0, 0.0, 1.0);
  }
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 key = keyDir();
  float mu = sat(dot(rd, key));
  vec3 air = airColor(rd);
  vec3 leafBase = mix(vec3(0.050, 0.066, 0.017), 0.22 * uPalette[2], 0.40);
  int first = int(floor(ro.z / ROW)) + 1;
  for (int k = 0; k < ROWS; k++) {
    int row = first + k;
    float z = float(row) * ROW;
    float t = (z - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    if (t < limit + 6.0 && t > 3.0 && p.y < 12.0 && through > 0.01) {
      vec3 tree = treeIn(int(floor(p.x / SPAN)), row);
      if (tree.y > 0.0) {
        vec2 q = vec2(p.x - tree.x, p.y - land(vec2(tree.x, z))) / tree.y;
        if (abs(q.x) < 0.86 && q.y > -0.04 && q.y < 1.08) {
          q.x += 0.008 * q.y * sin(iTime * 1.1 + 40.0 * tree.z);
          q.x *= fract(tree.z * 7.0) < 0.5 ? -1.0 : 1.0;
          float soft = t * pixelAngle() / tree.y;
          vec3 s = acacia(q, soft, tree.z);
          float a = s.x * smoothstep(4.0, 14.0, t);
          vec3 leaf = leafBase * (0.75 + 0.6 * fract(tree.z * 23.0));
          leaf = mix(leaf, vec3(0.75), uWeather.z * smoothstep(0.45, 0.8, s.y));
          vec3 c = leaf * (amb * (0.40 + 0.9 * s.y) + sun * (0.06 + 0.85 * s.y * s.y) * (1.0 - 0.45 * mu) + sun * 1.1 * pow(mu, 5.0) * s.y);
          float round1 = sat(0.35 + 10.0 * q.x * key.x);
          c = mix(vec3(0.070, 0.050, 0.036) * (amb * 0.9 + sun * 0.35 * round1), c, s.z);
          c = mix(c, air, hazeAt(t));
          sum += through * a * c;
          through *= 1.0 - a;
          seen = behind(seen, z - ro.z, a);
        }
      }
    }
  }
  return vec4(sum, through);
}

// treeShade is the light that acacias leave for a point of the ground.
float treeShade(vec3 p) {
  vec3 key = keyDir();
  float light = 1.0;
  float flat1 = max(length(key.xz), 0.05);
  float usual = clamp(0.88 * 6.5 * flat1 / max(key.y, 0.10), 0.0, 24.0);
  int row0 = int(floor((p.z + key.z / flat1 * usual) / ROW + 0.5));
  for (int k = -1; k < 2; k++) {
    int row = row0 + k;
    float z = float(row) * ROW;
    for (int j = 0; j < 2; j++) {
      // The canopy stands above the ground along the light; the shadow lies away from it.
      int col = int(floor((p.x + key.x / flat1 * usual + (j == 0 ? -3.0 : 3.0)) / SPAN));
      vec3 tree = treeIn(col, row);
      float own = clamp(0.88 * tree.y * flat1 / max(key.y, 0.10), 0.0, 24.0);
      vec2 d = p.xz + key.xz / flat1 * own - vec2(tree.x, z);
      float along = dot(d, key.xz) / flat1;
      float across = d.x * key.z / flat1 - d.y * key.x / flat1;
      float wide = 0.52 * tree.y;
      float disc = sq(across / wide) + sq(along / (wide * (1.0 + 0.25 / max(key.y, 0.2))));
      float leafy = smoothstep(1.15, 0.65, disc + 0.5 * (noise(p.xz * 1.6) - 0.5));
      float stem = smoothstep(0.28, 0.10, abs(across)) * step(along, 0.0) * step(-own, along) * 0.8;
      light = min(light, 1.0 - 0.58 * step(0.1, tree.y) * max(leafy, stem));
    }
  }
  return light;
}

// tufts draws grass near the camera over the colour under; p is the ground point at distance dist.
vec3 tufts(vec3 under, vec3 ro, vec3 rd, vec3 p, vec2 slope, float dist, vec3 sun, vec3 amb, inout float seen) {
  float run = rd.z > 0.15 ? 1.0 : 0.0;
  float fade = smoothstep(20.0, 6.0, dist + 5.0 * (noise(p.xz * 0.6) - 0.5)) * run * sat(1.0 - 1.4 * uWeather.z);
  if (fade <= 0.0) {
    return under;
  }
  float px = dist * pixelAngle();
  float back = pow(sat(dot(rd, keyDir())), 4.0);
  vec3 tint = grassColor(p.xz) * 1.15;
  float through = 1.0;
  vec3 sum = vec3(0.0);
  float breeze = gust(p.xz);
  float grown = 1.0 - bareness(p.xz);
  int rows = budget(13, 0.7);
  int last = int(floor(p.z / TUFT_ROW)) + 1;
  for (int i = 0; i < rows; i++) {
    int row = last - (rows - 1 - i);
    float t = (float(row) * TUFT_ROW - ro.z) / rd.z;
    vec3 q = ro + rd * t;
    float v = q.y - p.y - dot(slope, q.xz - p.xz);
    if (t > 0.9 && v < 1.15) {
      vec2 root = vec2(q.x, float(row) * TUFT_ROW);
      float clump = noise(root * 1.9);
      float stand = smoothstep(0.22, 0.66, 0.8 * noise(root * 0.33 + 12.0) + 0.2 * clump) * mix(grown, 1.0, smoothstep(0.2, 0.6, v));
      for (int k = 0; k < 2; k++) {
        float g = q.x / 0.036 + 0.5 * float(k) + 0.37 * float(row);
        int col = int(floor(g));
        vec2 h = hash22(ivec2(col * 2 + k, row));
        float tall = (0.14 + 0.85 * stand * smoothstep(0.15, 0.85, clump)) * (0.35 + 0.85 * h.y);
        float u = sat(v / tall);
        float bend = (h.x - 0.5) * 2.6 + (0.5 + 0.25 * uWind.x) * (breeze - 0.2);
        float offset = fract(g) - 0.5 - 0.3 * (h.x - 0.5) - bend * u * u * 0.45;
        float half1 = 0.20 * (1.0 - u * u) + 0.02;
        half1 += 0.10 * step(0.80, h.y) * smoothstep(0.72, 0.80, u) * step(u, 0.98);
        float soft = px / 0.036;
        float a = smoothstep(half1 + soft, half1 - soft, abs(offset)) * step(v, tall) * min(1.0, half1 * 2.0 / soft) * fade * smoothstep(0.04, 0.45, stand);
        vec3 blade = mix(tint * 0.40, tint * (0.85 + 0.5 * h.y), u);
        vec3 c = blade * (amb * (0.45 + 0.75 * u) + sun * (0.10 + 0.38 * u + 1.1 * back * u));
        sum += through * a * c;
        through *= 1.0 - a;
        seen = behind(seen, float(row) * TUFT_ROW - ro.z, a);
      }
    }
  }
  return under * through + sum;
}

// mesas is the table mountains behind the plain.
vec3 mesas(vec3 c, vec3 rd) {
  float tall = uMesa < 0.0 ? 0.0 : (uMesa > 0.0 ? uMesa : 0.25 + 0.5 * hash1(3));
  float a = atan(rd.x, rd.z);
  vec3 air = airColor(rd);
  float aa = pixelAngle();
  float high = rd.y / max(length(rd.xz), 0.1);
  for (int i = 1; i >= 0; i--) {
    float fi = float(i);
    float n = fbm(vec2(a * (2.6 - 0.7 * fi) + 11.0 * fi + 4.0, 3.0 + 7.0 * fi), 5);
    float table = smoothstep(0.44, 0.52, n) * (0.8 + 0.2 * smoothstep(0.55, 0.62, n));
    float ridge = tall * (0.055 + 0.095 * fi) * table + 0.010 * n + 0.004 * noise(vec2(a * 70.0, fi)) + 0.003;
    float cover = smoothstep(ridge + aa, ridge - aa, high);
    float relief = fbm(vec2(a * 34.0, high * 26.0 + 5.0 * fi), 4);
    float strata = noise(vec2(a * 4.0, high * 220.0));
    vec3 rock = mix(vec3(0.17, 0.105, 0.075), vec3(0.30, 0.19, 0.125), relief) * (0.85 + 0.3 * strata);
    rock = mix(rock, vec3(0.10, 0.095, 0.045), smoothstep(0.8, 0.3, high / max(ridge, 0.004)) * 0.6);
    rock = mix(rock, vec3(0.75), 0.6 * uWeather.z);
    vec3 lit = rock * (skyAmbient() + keyColor() * (0.12 + 0.7 * sat(relief - 0.3 + 0.4 * keyDir().y) * sat(0.6 - 0.5 * keyDir().z)));
    c = mix(c, mix(lit, air, sat(0.40 + 0.20 * fi + 0.4 * uWeather.w)), cover * (1.0 - 0.7 * uWeather.w));
  }
  return c;
}

float walk(vec3 ro, vec3 rd) {
  float t = 0.9;
  float before = t;
  float gapBefore = 1.0;
  int steps = budget(34, 0.8);
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    if (t > FAR) {
      return rd.y < -0.001 ? t : -1.0;
    }
    if (p.y > 2.6 && rd.y > 0.0) {
      return -1.0;
    }
    float gap = p.y - land(p.xz);
    if (gap < 0.0006 * t) {
      return mix(before, t, sat(gapBefore / max(gapBefore - gap, 1e-4)));
    }
    before = t;
    gapBefore = gap;
    t += max(gap * 1.4, 0.07 * t);
  }
  return rd.y < -0.001 ? t : -1.0;
}

void main() {
  vec2 foot = vec2(uCamPos.x, uTravel + uCamPos.z);
  vec3 ro = vec3(foot.x, land(vec2(0.0, uTravel)) + EYE + uCamPos.y, foot.y);
  ro.y = max(ro.y, land(foot) + 0.6);
  vec3 rd = cameraRay(0.16);
  float hit = walk(ro, rd);
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
    float h = land(p.xz);
    vec3 n = normalize(vec3(h - land(p.xz + vec2(e, 0.0)), e, h - land(p.xz + vec2(0.0, e))));
    float passing = smoothstep(0.40, 0.65, noise(p.xz * 0.010 - uWind * iTime * 0.02 + 7.0));
    float shade = 1.0 - 0.55 * passing * smoothstep(0.25, 0.6, uWeather.x) * smoothstep(20.0, 80.0, hit);
    if (hit < 260.0 && uTrees >= 0.0) {
      shade *= mix(treeShade(p), 1.0, smoothstep(160.0, 260.0, hit));
    }
    float bare = bareness(p.xz);
    float fine = noise(p.xz * 2.4);
    float finer = noise(p.xz * 9.0);
    vec3 grass = grassColor(p.xz) * (0.62 + 0.45 * fine + 0.25 * finer) * (0.85 + 0.35 * gust(p.xz));
    // Near the eye the earth shows its pebbles and straw lies on it.
    float grit = hit < 14.0 ? mix(0.5, 0.55 * noise(OCTAVE * p.xz * 13.0) + 0.45 * noise(p.xz * 61.0), smoothstep(14.0, 5.0, hit)) : 0.5;
    vec3 earth = mix(vec3(0.255, 0.140, 0.075), vec3(0.400, 0.250, 0.145), sat(fine + 1.1 * (grit - 0.5))) * (0.70 + 0.35 * finer + 0.45 * grit);
    grass *= 0.72 + 0.56 * grit;
    vec3 albedo = mix(grass, earth, bare * 0.85);
    albedo = mix(albedo, albedo * 0.5, 0.6 * uWeather.y * bare);
    albedo = mix(albedo, vec3(0.80, 0.84, 0.90), uWeather.z * smoothstep(0.25, 0.55, 0.2 + 0.6 * uWeather.z + 0.4 * (fine - 0.5)));
    float mu = sat(dot(rd, key));
    float diffuse = sat(dot(n, key) * 0.8 + 0.2 * key.y);
    vec3 light = sun * shade;
    c = moonlit(albedo) * (amb * 1.35 + light * (diffuse + 0.12 + 0.55 * mu * mu * mu * mu));
    c = tufts(c, ro, rd, p, -n.xz / n.y, hit, light, amb, seen);
    c = mix(c, airColor(rd), hazeAt(hit));
  } else {
    c = skyOrStorm(rd, budget(6, 0.5));
    c = mesas(c, rd);
  }
  vec4 t = trees(ro, rd, limit, seen);
  c = c * t.a + t.rgb;
  fragColor = vec4(c, seen);
}
