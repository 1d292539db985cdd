#version 300 es
// Falls: a river in a wooded gorge; at its end a waterfall drops over a cliff into a pool.
//
// Cliff, banks and boulders are walls of constant depth with noisy outlines, which keep true parallax, lit by slopes taken from
// their own relief. The falling water is streaks of noise that stretch as they fall; it splits on ledges and ends in spray. The
// river mirrors all of it once.
//
// Own uniforms (0 keeps the default):
//   uFall    float -1..1  width of the waterfall, -1 leaves a river between hills; default medium
//   uWoods   float -1..1  trees, -1 is bare rock; default many
//   uTropic  float 0..1   broad crowns and hanging plants instead of conifers; default none
//   uBank    float m      land before the camera, up to so far ahead; default none
// uPalette[1] tints the water, [2] and [3] the leaves. uWeather.z covers all with snow.
#include "common.glsl"
#include "fir.glsl"
#include "bank.glsl"

uniform float uFall;
uniform float uWoods;
uniform float uTropic;

const float WALL = 34.0;   // m to the cliff
const float EYE = 1.7;

float cliffHeight() {
  return uFall < 0.0 ? 6.5 : 15.0 + 5.0 * hash1(3);
}

float fallX() {
  return (hash1(4) - 0.5) * 9.0 * (1.0 - 0.75 * portrait());
}

float fallWidth() {
  return (uFall < 0.0 ? 0.0 : 1.0) * (2.2 + 2.2 * hash1(5) + 2.6 * uFall);
}

// woods is the colour of leaves; few trees turn to the colours of autumn.
vec3 woods(float h) {
  vec3 summer = mix(vec3(0.032, 0.066, 0.026), 0.30 * uPalette[2], 0.12 + 0.35 * fract(h * 7.0));
  return mix(summer, 0.22 * uPalette[2] + 0.14 * uPalette[3], 0.55 * smoothstep(0.90, 0.96, h));
}

// streaks is falling water: u across, v metres fallen.
float streaks(float u, float v, float id) {
  float fall = sqrt(max(v, 0.0) * 2.0 + 0.6);
  float t = iTime * 1.15;
  float wide = noise(vec2(u * 2.2 + id, fall * 2.1 - t * 2.6));
  float fine = noise(vec2(u * 7.5 + 0.3 * wide + id, fall * 3.4 - t * 4.2));
  float thin = noise(vec2(u * 19.0 + id, fall * 5.0 - t * 6.2));
  return wide * 0.42 + fine * 0.36 + thin * 0.22;
}

// facets is noise over a grid of triangles, each of which is flat: (value 0..1, d/dx, d/dy).
vec3 facets(vec2 p) {
  vec2 f = floor(p);
  vec2 w = p - f;
  ivec2 i = ivec2(f);
  float a = hash2(i);
  float d = hash2(i + ivec2(1, 1));
  bool low = w.x > w.y;
  float m = hash2(i + (low ? ivec2(1, 0) : ivec2(0, 1)));
  vec2 slope = low ? vec2(m - a, d - m) : vec2(d - m, m - a);
  return vec3(a + dot(slope, w), slope);
}

// relief is fractured rock at p: (height, d/dx, d/dy). Two sizes of upright buttresses with clefts between them, and on them flat
// faces that break along slanted joints, of which the small ones lie in layers.
vec3 relief(vec2 p, int octaves) {
  vec3 sum = vec3(0.0);
  vec2 scale = vec2(0.21, 0.10);
  float amp = 0.5;
  for (int i = 0; i < 2; i++) {
    vec3 n = noised(p * scale + vec2(sum.x + 7.3 * float(i), 3.1 * float(i)));
    float d = 2.0 * n.x - 1.0;
    sum += amp * vec3(abs(d), (d < 0.0 ? -2.0 : 2.0) * scale * n.yz);
    scale *= vec2(1.9, 2.3);
    amp *= 0.42;
  }
  scale = vec2(0.30, 0.36);
  amp = 0.52;
  for (int i = 2; i < octaves; i++) {
    float c = i % 2 == 0 ? 0.94 : 0.88;
    float s = i % 2 == 0 ? 0.34 : -0.47;
    vec3 n = facets(vec2(c * p.x + s * p.y, c * p.y - s * p.x) * scale + 5.7 * float(i));
    vec2 g = scale * n.yz;
    sum += amp * vec3(n.x - 0.5, c * g.x - s * g.y, s * g.x + c * g.y);
    scale *= vec2(1.9, 2.4);
    amp *= 0.33;
  }
  return sum;
}

// rockFace is wet rock at m metres, which moss grows on where it lies level.
vec3 rockFace(vec2 m, float seed, vec3 key, float soak, int octaves) {
  vec2 bent = m + vec2(0.28 * m.y, -0.12 * m.x) + 1.6 * vec2(noise(m * 0.33 + seed), noise(m * 0.37 + 31.0));
  vec3 r = relief(bent + seed * 5.0, octaves);
  vec3 n = normalize(vec3(-1.7 * r.y, 0.12 - 1.7 * r.z, -1.0));
  float bulk = fbm(m * 0.13 + seed, 2) * 1.3;
  float fine = fbm(m * 1.7 + seed, 3) * 1.15;
  float open1 = smoothstep(-0.10, 0.36, r.x);
  vec3 rock = mix(vec3(0.075, 0.070, 0.066), vec3(0.235, 0.215, 0.19), sat(1.2 * bulk - 0.25 + 0.7 * (fine - 0.5)));
  float grows = uWoods < 0.0 ? 0.2 : 1.0;
  float ledge = smoothstep(0.20, 0.55, n.y + 0.7 * (fine - 0.5) + 0.5 * (bulk - 0.5));
  vec3 moss = mix(vec3(0.050, 0.085, 0.018), 0.22 * uPalette[2], 0.4) * (0.35 + 0.9 * fine);
  rock = mix(rock, moss, grows * sat(ledge * 0.85 + smoothstep(0.62, 0.80, bulk + 0.4 * (fine - 0.5)) * (0.25 + 0.6 * uTropic)));
  rock = mix(rock, vec3(0.78, 0.82, 0.90), uWeather.z * smoothstep(0.15, 0.55, n.y + 0.35 * (fine - 0.5)));
  rock *= mix(1.0, 0.50, soak) * (0.22 + 0.78 * open1);
  float diffuse = max(dot(n, key), 0.0) * (0.35 + 0.65 * open1);
  vec3 c = rock * (skyAmbient() * (0.85 + 0.9 * n.y) + keyColor() * (diffuse + 0.05));
  return c + soak * 0.08 * skyAmbient() * sat(n.y);
}

// conifers is a stand of firs over a line, three deep; m in metres above it. toKey is where the light comes from, -1 left to 1
// right. Returns (coverage, light, which).
vec3 conifers(vec2 m, float seed, float size, float soft, float toKey) {
  vec3 sum = vec3(0.0);
  for (int k = 0; k < 3; k++) {
    float pitch = size * (0.40 + 0.07 * float(k));
    float g = m.x / pitch + seed + 0.37 * float(k);
    int id = int(floor(g)) + k * 500;
    vec2 h = hash22(ivec2(id, 1200));
    float tall = size * (0.50 + 0.66 * h.x) * (1.12 - 0.12 * float(k));
    vec2 q = vec2((fract(g) - 0.5 + 0.16 * (h.y - 0.5)) * pitch, m.y) / tall;
    if (q.y > -0.3 && h.y > 0.13) {
      vec2 t = fir(q, soft / tall, h, toKey);
      sum = mix(sum, vec3(1.0, t.y * (0.62 + 0.19 * float(k)), h.y), t.x);
    }
  }
  return sum;
}

// canopy is a stand of broad crowns, one behind another, as conifers.
vec3 canopy(vec2 m, float seed, float size, float soft, float toKey) {
  vec3 sum = vec3(0.0);
  for (int k = 0; k < 3; k++) {
    float fk = float(k);
    float pitch = size * (0.52 + 0.12 * fk);
    float g = m.x / pitch + seed + 0.31 * fk;
    int id = int(floor(g)) + k * 500;
    vec2 h = hash22(ivec2(id, 1700));
    float top = size * (0.78 - 0.24 * fk + 0.35 * (h.x - 0.5));
    vec2 q = vec2((fract(g) - 0.5 + 0.2 * (h.y - 0.5)) * pitch, m.y - top) / (0.52 * pitch);
    float clumps = noise(m * 4.4 / size + seed + 3.0 * fk);
    float leaves = noise(m * 17.0 / size + seed) * 0.5 + noise(m * 52.0 / size + seed) * 0.5;
    float d = length(vec2(q.x, max(q.y, 0.0) * 1.25)) - 0.84 - 0.34 * (clumps - 0.5) - 0.42 * (leaves - 0.5);
    float px = soft / (0.52 * pitch);
    float a = smoothstep(px, -px, d) * step(-size, m.y);
    float up = sat(0.55 + 0.5 * q.y + 0.30 * toKey * q.x);
    float l = (0.22 + 0.85 * up) * (0.45 + 1.0 * leaves) * (0.65 + 0.6 * clumps) * (0.70 + 0.15 * fk);
    sum = mix(sum, vec3(1.0, l, h.y), a);
  }
  return sum;
}

// stand is the trees of the place over a line.
vec3 stand(vec2 m, float seed, float size, float soft, float toKey) {
  if (uWoods < 0.0 || m.y < -0.3 * size || m.y > 1.35 * size) {
    return vec3(0.0);
  }
  if (uTropic > 0.5) {
    return canopy(m, seed, size, soft, toKey);
  }
  return conifers(m, seed, size, soft, toKey);
}

// treeColor is the light from a tree, of which tree tells (coverage, light, which).
vec3 treeColor(vec3 tree) {
  vec3 leaf = woods(tree.z) * (uTropic > 0.5 ? 1.25 : 1.0);
  vec3 c = leaf * (skyAmbient() * (0.25 + 1.25 * tree.y) + keyColor() * tree.y * 0.75);
  return mix(c, vec3(0.75) * (skyAmbient() + 0.3 * keyColor()), uWeather.z * smoothstep(0.35, 0.75, tree.y));
}

// spray is the mist before the foot of the falls.
float spray(vec2 m) {
  float d = length((m - vec2(fallX(), 0.4)) * vec2(0.55 / (0.6 + 0.18 * fallWidth()), 0.5));
  float puff = fbm(vec2(m.x * 0.42, m.y * 0.42 - iTime * 0.35) + 0.8 * noise(m * 0.3 + iTime * 0.2), 4);
  return smoothstep(2.6, 0.1, d) * smoothstep(0.20, 0.75, puff) * sat(fallWidth() * 0.4);
}

// scenery is all that stands above the water. foam keeps the picture from reflecting spray twice.
vec3 scenery(vec3 ro, vec3 rd, int octaves, bool whole) {
  vec3 key = keyDir();
  vec3 air = distanceColor(rd);
  vec3 sky = whole ? skyFull(rd, octaves) : skyGradient(rd);
  vec3 c = sky;
  float z = max(rd.z, 0.05);
  // Hills behind.
  float a = rd.x / z;
  for (int i = 0; i < 2; i++) {
    float fi = float(i);
    float top = 0.10 + (0.34 - 0.14 * fi) * fbm(vec2(a * (1.6 + fi) + 4.0 * fi, 6.0 + fi), 5) + 0.02 * noise(vec2(a * 60.0, fi));
    float cover = smoothstep(top + 0.006, top - 0.006, rd.y / z);
    vec3 hill = woods(noise(vec2(a * 12.0, rd.y / z * 20.0))) * (skyAmbient() * 1.5 + keyColor() * 0.3);
    hill = mix(hill, vec3(0.6) * skyAmbient(), uWeather.z * 0.5);
    c = mix(c, mix(hill, air, 0.52 - 0.16 * fi + 0.3 * uWeather.w), cover);
  }
  // The cliff with its falls.
  float t = (WALL - ro.z) / z;
  vec2 m = ro.xy + rd.xy * t;
  float soft = t * pixelAngle() * 1.2;
  float fx = fallX();
  float wide = fallWidth();
  float notch = smoothstep(wide * 1.3, wide * 0.4, abs(m.x - fx));
  float rim = cliffHeight() + 5.0 * (fbm(vec2(m.x * 0.10, 2.0), 4) - 0.45) * 2.0 + 0.10 * abs(m.x) * (0.6 + hash1(8)) - 1.6 * notch;
  float open = 0.0;
  if (uFall < 0.0) {
    rim = 2.0 + 0.30 * max(abs(m.x) - 4.0, 0.0) + 2.0 * fbm(vec2(m.x * 0.2, 2.0), 3);
    open = smoothstep(5.5, 2.5, abs(m.x - 1.5 * (hash1(9) - 0.5)));
    rim *= 1.0 - open;
  }
  float haze = 1.0 - exp(-t * (0.0022 + 0.03 * uWeather.w + 0.005 * uWeather.y));
  float toKey = clamp(key.x * 1.5, -1.0, 1.0);
  vec3 tree = stand(vec2(m.x, m.y - rim + 0.7), 3.7, 5.2, soft, toKey);
  float keep = step(0.0, rim) * (1.0 - smoothstep(0.35, 0.75, notch + 0.5 * (noise(m * 1.3) - 0.5))) * (1.0 - open);
  c = mix(c, mix(treeColor(tree), air, haze), tree.x * keep);
  float face = smoothstep(soft, -soft, m.y - rim);
  if (face > 0.0) {
    float soak = smoothstep(wide * 1.9 + 1.0, wide * 0.6, abs(m.x - fx)) * (uFall < 0.0 ? 0.0 : 1.0);
    vec3 wall = rockFace(m, 3.0, key, soak, octaves);
    wall *= mix(0.55, 1.0, smoothstep(0.0, 5.0, m.y));
    if (wide > 0.0) {
      float fallen = rim - m.y;
      float spread = wide * (0.75 + 0.045 * fallen + 0.20 * (noise(vec2(m.y * 0.25, 9.0)) - 0.5));
      float ledge = noise(vec2(m.x * 0.55 + 4.0, floor(m.y * 0.20) * 3.7));
      float x = m.x - fx + 0.5 * (noise(vec2(m.y * 0.16, 1.0)) - 0.5);
      float s = streaks(x * 0.8, fallen, 0.0);
      float edge = smoothstep(spread * 0.55, spread * 0.36, abs(x) + 0.55 * (s - 0.5));
      float gap = smoothstep(0.30, 0.52, s + 0.30 * ledge + 0.16 * smoothstep(9.0, 1.0, fallen));
      float body = edge * gap;
      // A thinner strand beside the main one.
      float x2 = m.x - fx - (hash1(11) < 0.5 ? -1.0 : 1.0) * (wide * 0.75 + 1.0 + 1.5 * hash1(12));
      float s2 = streaks(x2 * 1.3, fallen, 17.0);
      float strand = smoothstep(0.55, 0.15, abs(x2) + 0.35 * (s2 - 0.5)) * smoothstep(0.36, 0.6, s2 + 0.1) * step(0.35, hash1(13));
      body = max(body, strand);
      float sunlit = 0.30 + 0.70 * sat(key.y * 1.4 + 0.25) * sat(0.75 - 0.55 * key.z);
      vec3 white = (skyAmbient() * 1.35 + keyColor() * 0.34 * sunlit) * mix(0.55, 1.15, smoothstep(0.30, 0.75, max(s, strand * s2)));
      white = mix(white, white * (0.75 + 0.5 * uPalette[1]), 0.25);
      wall = mix(wall, white, sat(body) * 0.95);
    }
    c = mix(c, mix(wall, air, haze), face);
  }
  if (whole && wide > 0.0) {
    c = mix(c, skyAmbient() * 1.5 + keyColor() * 0.30, spray(m) * 0.85);
  }
  return c;
}

// banks draws the wooded walls at both sides, which are nearer than the cliff, over c.
vec3 banks(vec3 c, vec3 ro, vec3 rd, int octaves) {
  vec3 key = keyDir();
  vec3 air = distanceColor(rd);
  float toKey = clamp(key.x * 1.5, -1.0, 1.0);
  float z = max(rd.z, 0.05);
  for (int i = 0; i < 4; i++) {
    float fi = float(i);
    float side = i % 2 == 0 ? -1.0 : 1.0;
    float zb = 25.0 - 5.2 * fi + 2.0 * hash1(20 + i);
    float tb = (zb - ro.z) / z;
    vec2 b = ro.xy + rd.xy * tb;
    float in1 = side * b.x - (5.6 + 1.5 * hash1(24 + i) - 0.55 * fi) * mix(1.0, 0.62, portrait());
    if (tb > 0.0 && in1 > -1.6 && b.y > -0.6) {
      float bump = fbm(vec2(b.x * 0.35, fi * 7.0), 4);
      float crest = 0.55 * smoothstep(-1.2, 1.5, in1) + max(in1, 0.0) * (0.75 - 0.12 * fi) + 1.6 * (bump - 0.35) * smoothstep(-1.0, 1.0, in1) - 0.6 * smoothstep(0.5, -1.5, in1);
      // Away from the river the foot comes nearer to the eye, lower in the picture.
      float foot = -0.28 * ro.y / EYE * smoothstep(-1.0, 3.0, in1) - 0.20 * (noise(vec2(b.x * 1.7, fi)) - 0.4);
      float sb = tb * pixelAngle() * 1.2;
      float hb = 1.0 - exp(-tb * (0.0022 + 0.03 * uWeather.w + 0.005 * uWeather.y));
      float dry = smoothstep(foot - sb, foot + sb, b.y);
      vec3 st = stand(vec2(b.x, b.y - crest + 0.35), 11.0 + 7.0 * fi, 4.2, sb, toKey);
      c = mix(c, mix(treeColor(st), air, hb), st.x * smoothstep(0.4, 1.4, in1) * dry);
      float cover = smoothstep(sb, -sb, b.y - crest) * dry;
      if (cover > 0.0) {
        vec3 bank = rockFace(b * 1.6, 20.0 + 9.0 * fi, key, smoothstep(0.45, 0.0, b.y - foot), octaves);
        c = mix(c, mix(bank, air, hb), cover);
      }
    }
  }
  return c;
}

vec3 water(vec3 ro, vec3 rd) {
  float t = ro.y / -rd.y;
  vec3 p = ro + rd * t;
  float rush = uFall < 0.0 ? 0.7 : 0.45;
  vec2 flow = vec2(0.10, -0.75) * iTime * rush;
  // Ripples of three sizes, each as far as pixels can show it.
  vec2 slope = vec2(0.0);
  float px = t * pixelAngle() * t / ro.y;
  vec2 q = p.xz * vec2(0.55, 0.80) - flow + 0.5 * noise(p.xz * 0.25);
  float steep = 0.055;
  for (int i = 0; i < 4; i++) {
    slope += steep * noised(q).yz * smoothstep(0.9, 0.2, px * 0.7 * exp2(float(i)));
    q = OCTAVE * q - flow * 0.9 + vec2(3.7, 1.9);
    steep *= 0.72;
  }
  vec2 foot = p.xz - vec2(fallX(), WALL - 1.0);
  float d = length(foot);
  float rings = sat(fallWidth()) * smoothstep(24.0, 2.0, d);
  slope += foot / (d + 0.1) * sin(d * 2.6 - iTime * 3.4) * 0.05 * rings;
  vec3 n = normalize(vec3(slope.x, 1.0, slope.y));
  vec3 r = reflect(rd, n);
  r.y = abs(r.y) + 0.01;
  vec3 from = vec3(p.x, 0.02, p.z);
  vec3 up = normalize(r);
  vec3 mirrored = banks(scenery(from, up, 3, false), from, up, 3);
  float fresnel = 0.03 + 0.97 * pow(1.0 - max(dot(-rd, n), 0.0), 4.0);
  vec3 tint = mix(vec3(0.020, 0.085, 0.080), 0.05 + 0.30 * uPalette[1], 0.40);
  vec3 light = skyAmbient() * 1.2 + keyColor() * 0.22;
  float stones = fbm(p.xz * vec2(1.1, 0.9) + slope * 1.2, 4);
  vec3 bed = mix(vec3(0.07, 0.065, 0.05), vec3(0.26, 0.23, 0.18), smoothstep(0.3, 0.65, stones));
  vec3 body = mix(tint, bed * (0.55 + 0.6 * tint / max(luma(tint), 0.02) * 0.35), smoothstep(16.0, 3.0, t) * 0.60) * light;
  vec3 c = mix(body, mirrored, sat(fresnel * 0.95 + 0.03));
  c += keyColor() * min(pow(max(dot(up, keyDir()), 0.0), 260.0) * 1.6, 1.6) * (1.0 - overcast());
  float churn = smoothstep(6.5, 0.5, d / (0.5 + 0.22 * fallWidth())) * sat(fallWidth());
  // Froth drifts from the foot in patches that break up on the way.
  vec2 drift = p.xz * vec2(0.9, 0.7) - flow * 1.2;
  float bubbles = noise(drift * 5.0) * 0.6 + noise(drift * 11.0) * 0.4;
  float patches = fbm(drift * 0.55 + 0.4 * bubbles, 3);
  float afloat = smoothstep(0.50, 0.62, patches) * smoothstep(0.42, 0.70, bubbles) * (0.08 + 0.55 * smoothstep(26.0, 6.0, d)) * smoothstep(0.6, 0.15, px);
  float foam = churn * smoothstep(0.15, 0.7, bubbles + 0.45 * patches) + afloat * (uFall < 0.0 ? 0.5 : 1.0);
  c = mix(c, skyAmbient() * 1.3 + keyColor() * 0.28, sat(foam) * 0.85);
  float haze = 1.0 - exp(-t * (0.004 + 0.03 * uWeather.w));
  return mix(c, distanceColor(rd), haze * 0.6);
}

// boulders lie in the river before everything. Returns (light, transmittance).
vec4 boulders(vec3 ro, vec3 rd) {
  vec3 sum = vec3(0.0);
  float through = 1.0;
  vec3 key = keyDir();
  for (int i = 0; i < 7; i++) {
    float z = 4.6 + 2.3 * float(i) + 1.6 * hash1(40 + i);
    float size = 0.45 + 0.75 * hash1(44 + i) + 0.05 * float(i);
    float side = hash1(48 + i) < 0.5 ? -1.0 : 1.0;
    float x = side * (1.3 + 2.8 * hash1(52 + i) + 0.10 * z) * mix(1.0, 0.55, portrait());
    float t = (z - ro.z) / max(rd.z, 0.05);
    vec3 p = ro + rd * t;
    vec2 q = vec2((p.x - x) / size, p.y / (size * (0.55 + 0.3 * hash1(56 + i))));
    float dip = 0.75 * ro.y / max(z - ro.z, 0.5);
    if (t > 0.5 && z > uBank + size && abs(q.x) < 1.5 && q.y > -1.6 && q.y < 1.5) {
      float lump = fbm(q * 1.7 + float(i) * 7.0, 4) - 0.45;
      float edge = length(q) - 1.0 - 0.55 * lump;
      float soft = t * pixelAngle() / size * 1.3;
      // The near side reaches further down the picture than the middle of the stone, where the card stands.
      float wet = q.y + dip * sqrt(max(1.0 - q.x * q.x, 0.0)) + 0.05 * (noise(vec2(p.x * 5.0, iTime)) - 0.5);
      float a = smoothstep(soft, -soft, edge) * smoothstep(-soft, soft, wet);
      float bulge = sqrt(max(1.0 - dot(q, q) * 0.8, 0.05));
      vec3 n = normalize(vec3(q.x + 1.6 * lump, q.y + 0.45 + 1.2 * (fbm(q * 4.0 + float(i), 3) - 0.45), -bulge));
      float grain = fbm(q * 7.0 + float(i) * 3.0, 4);
      vec3 rock = mix(vec3(0.060, 0.056, 0.052), vec3(0.27, 0.25, 0.22), grain) * mix(0.40, 1.0, smoothstep(0.02, 0.30, wet));
      float moss = smoothstep(0.55, 0.85, n.y + 0.6 * (grain - 0.5)) * (uWoods < 0.0 ? 0.2 : 0.85);
      rock = mix(rock, mix(vec3(0.050, 0.085, 0.018), 0.26 * uPalette[2], 0.4) * (0.5 + grain), moss);
      rock = mix(rock, vec3(0.78, 0.82, 0.90), uWeather.z * smoothstep(0.5, 0.7, n.y));
      vec3 c = rock * (skyAmbient() * (1.15 + 0.85 * n.y) + keyColor() * sat(0.8 * dot(n, key) + 0.2));
      sum += through * a * c;
      through *= 1.0 - a;
      // Below its waterline the water mirrors the stone, and a broken line of froth clings to it.
      float ripple = noise(vec2(p.x * 2.0, p.y * 9.0 + iTime * 1.5)) - 0.5;
      vec2 back = vec2(q.x + 0.30 * ripple, -q.y - 2.0 * dip);
      float image = smoothstep(0.25, -0.25, length(back) - 1.0) * smoothstep(soft, -soft, wet);
      vec3 mirrored = vec3(0.10, 0.11, 0.07) * skyAmbient();
      float froth = smoothstep(0.10, 0.0, abs(wet + 0.03)) * smoothstep(1.25, 0.9, abs(q.x)) * smoothstep(0.45, 0.75, noise(vec2(p.x * 6.0, wet * 9.0 + iTime * 0.8)));
      vec4 under = vec4(mirrored, 0.60 * image);
      under = mix(under, vec4(skyAmbient() * 1.2 + keyColor() * 0.22, 1.0), 0.75 * froth);
      sum += through * under.a * under.rgb;
      through *= 1.0 - under.a;
    }
  }
  return vec4(sum, through);
}

void main() {
  vec3 ro = vec3(0.4 * uCamPos.x, EYE + 0.5 * uCamPos.y, min(0.4 * uTravel + 0.5 * uCamPos.z, 3.2));
  ro.y = max(ro.y, 0.7);
  vec3 rd = cameraRay(uFall < 0.0 ? 0.06 : 0.20);
  vec3 c;
  float t = rd.y < -0.001 ? ro.y / -rd.y : 1000.0;
  if (t * rd.z < WALL - ro.z) {
    c = water(ro, rd);
    vec3 shore = ro + rd * t;
    if (uBank > 0.0 && shore.z < uBank + 1.5) {
      vec4 b = bank(shore, t, EYE, keyColor(), skyAmbient());
      c = mix(c, b.rgb, b.a);
    }
    if (uFall >= 0.0) {
      vec3 p = ro + rd * t;
      float d = length(p.xz - vec2(fallX(), WALL - 1.0)) / (1.0 + 0.3 * fallWidth());
      c = mix(c, skyAmbient() * 1.5 + keyColor() * 0.30, smoothstep(5.0, 0.5, d) * 0.45 * (0.6 + 0.8 * (noise(p.xz * 0.5 - iTime * 0.3) - 0.4)));
    }
  } else {
    c = scenery(ro, rd, budget(6, 0.5), true);
  }
  c = banks(c, ro, rd, 5);
  vec4 b = boulders(ro, rd);
  c = c * b.a + b.rgb;
  fragColor = vec4(c, 1.0);
}
