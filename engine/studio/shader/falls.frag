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
// uPalette[1] tints the water, [2] and [3] the leaves. uWeather.z covers all with snow.
#include "common.glsl"

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

vec3 woods(float h) {
  vec3 summer = mix(vec3(0.030, 0.062, 0.020), 0.30 * uPalette[2], 0.5);
  return mix(summer, 0.30 * uPalette[2] + 0.16 * uPalette[3], 0.5 * smoothstep(0.5, 0.8, h));
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

// rockFace is wet layered rock at m metres, with n from its relief.
vec3 rockFace(vec2 m, float seed, vec3 key, float soak) {
  float bulk = fbm(m * 0.16 + seed, 4);
  float layer = fbm(vec2(m.x * 0.22 + seed, m.y * 0.85 + 1.8 * bulk), 4);
  float crack = abs(fbm(vec2(m.x * 0.75 + seed, m.y * 0.24), 3) - 0.44) * 3.2;
  float fine = fbm(m * 2.2 + seed, 3);
  float e = 0.35;
  float right = fbm(vec2((m.x + e) * 0.22 + seed, m.y * 0.85 + 1.8 * bulk), 3);
  float below = fbm(vec2(m.x * 0.22 + seed, (m.y - e) * 0.85 + 1.8 * bulk), 3);
  vec3 n = normalize(vec3((layer - right) * 3.0, 0.30 + (layer - below) * 2.2, -0.8));
  vec3 rock = mix(vec3(0.062, 0.056, 0.052), vec3(0.36, 0.32, 0.27), smoothstep(0.25, 0.72, 0.6 * layer + 0.4 * fine));
  rock *= 0.25 + 0.95 * sat(crack);
  float ledge = smoothstep(0.10, 0.36, n.y - 0.25 + 0.5 * (fine - 0.5));
  vec3 moss = mix(vec3(0.045, 0.080, 0.018), 0.25 * uPalette[2], 0.4) * (0.5 + 1.1 * fine);
  float grows = uWoods < 0.0 ? 0.15 : 0.95;
  rock = mix(rock, moss, grows * sat(ledge * 0.8 + smoothstep(0.48, 0.70, bulk + 0.3 * (fine - 0.5)) * (0.4 + 0.6 * uTropic)));
  rock = mix(rock, vec3(0.78, 0.82, 0.90), uWeather.z * (0.30 + 0.60 * smoothstep(0.0, 0.7, ledge + 0.5 * (bulk - 0.4))));
  rock *= mix(1.0, 0.45, soak);
  float diffuse = max(dot(n, key), 0.0);
  vec3 c = rock * (skyAmbient() * (1.1 + 0.9 * n.y) + keyColor() * (diffuse * 0.95 + 0.06));
  return c + soak * 0.06 * skyAmbient();
}

// conifers is the coverage of a row of trees over a line; m in metres above it. Returns (coverage, light).
vec2 conifers(vec2 m, float seed, float size, float soft) {
  float cover = 0.0;
  float lit = 0.0;
  for (int k = 0; k < 2; k++) {
    float pitch = size * (0.34 + 0.10 * float(k));
    float g = m.x / pitch + seed + 0.5 * float(k);
    int id = int(floor(g)) + k * 500;
    float h = hash1(id + 1200);
    float tall = size * (0.55 + 0.65 * h);
    float x = (fract(g) - 0.5 + 0.3 * (h - 0.5)) * pitch;
    float u = sat(m.y / tall);
    float frayed = noise(vec2(x * 9.0 / size + float(id), m.y * 14.0 / size)) - 0.5;
    float half1 = (1.0 - u) * 0.17 * size + 0.10 * size * frayed * (1.0 - 0.6 * u);
    float a = smoothstep(soft, -soft, abs(x) - half1) * smoothstep(soft, -soft, m.y - tall) * step(-size, m.y) * step(0.18, h);
    cover = max(cover, a);
    lit = max(lit, a * (0.35 + 0.5 * sat(frayed + 0.5) + 0.3 * u));
  }
  if (uTropic > 0.0) {
    // A canopy of round crowns instead, one behind another.
    float crowns = abs(noise(vec2(m.x * 1.1 / size * 2.0 + seed, 3.0)) - 0.5) * 1.4 + 0.5 * fbm(vec2(m.x * 4.0 / size + seed, 1.0), 4);
    float leaf = fbm(m * 9.0 / size + seed, 5);
    float round1 = fbm(m * 2.2 / size + seed, 3);
    float a = smoothstep(soft, -soft, m.y - size * (0.10 + 0.62 * crowns) - 0.22 * size * (leaf - 0.5)) * step(-size, m.y);
    return mix(vec2(cover, lit), vec2(a, a * sat(0.15 + 1.5 * (leaf - 0.30) + 0.8 * (round1 - 0.4))), uTropic);
  }
  return vec2(cover, lit);
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
  float trees = uWoods < 0.0 ? 0.0 : 1.0;
  vec2 stand = conifers(vec2(m.x, m.y - rim + 0.7), 3.7, 5.2, soft);
  float keep = trees * step(0.0, rim) * (1.0 - smoothstep(0.5, 1.0, notch)) * (1.0 - open);
  vec3 tree = woods(noise(vec2(m.x * 0.30, m.y * 0.2))) * (skyAmbient() * (0.5 + 1.2 * stand.y) + keyColor() * stand.y * 0.55);
  tree = mix(tree, vec3(0.75) * (skyAmbient() + 0.3 * keyColor()), uWeather.z * smoothstep(0.5, 0.9, stand.y) * 0.7);
  c = mix(c, mix(tree, air, haze), stand.x * keep);
  float face = smoothstep(soft, -soft, m.y - rim);
  if (face > 0.0) {
    float soak = smoothstep(wide * 1.9 + 1.0, wide * 0.6, abs(m.x - fx)) * (uFall < 0.0 ? 0.0 : 1.0);
    vec3 wall = rockFace(m, 3.0, key, soak);
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
  // Banks: nearer walls at both sides.
  for (int i = 0; i < 4; i++) {
    float fi = float(i);
    float side = i % 2 == 0 ? -1.0 : 1.0;
    float zb = 25.0 - 5.2 * fi + 2.0 * hash1(20 + i);
    float tb = (zb - ro.z) / z;
    vec2 b = ro.xy + rd.xy * tb;
    float in1 = side * b.x - (5.6 + 1.5 * hash1(24 + i) - 0.55 * fi) * mix(1.0, 0.62, portrait());
    float bump = fbm(vec2(b.x * 0.35, fi * 7.0), 4);
    float crest = 0.55 * smoothstep(-1.2, 1.5, in1) + max(in1, 0.0) * (0.75 - 0.12 * fi) + 1.6 * (bump - 0.35) * smoothstep(-1.0, 1.0, in1) - 0.6 * smoothstep(0.5, -1.5, in1);
    float sb = tb * pixelAngle() * 1.2;
    float hb = 1.0 - exp(-tb * (0.0022 + 0.03 * uWeather.w + 0.005 * uWeather.y));
    vec2 st = conifers(vec2(b.x, b.y - crest + 0.35), 11.0 + 7.0 * fi, 4.2, sb);
    float grow = trees * smoothstep(0.4, 1.4, in1);
    vec3 tc = woods(noise(vec2(b.x * 0.45 + 9.0 * fi, b.y * 0.3))) * (skyAmbient() * (0.35 + 1.1 * st.y) + keyColor() * st.y * (0.25 + 0.30 * sat(-side * key.x)));
    tc = mix(tc, vec3(0.75) * (skyAmbient() + 0.3 * keyColor()), uWeather.z * smoothstep(0.5, 0.9, st.y) * 0.7);
    if (tb > 0.0) {
      c = mix(c, mix(tc, air, hb), st.x * grow);
      float cover = smoothstep(sb, -sb, b.y - crest);
      if (cover > 0.0) {
        vec3 bank = rockFace(b * 1.6, 20.0 + 9.0 * fi, key, smoothstep(0.7, 0.0, b.y));
        c = mix(c, mix(bank, air, hb), cover);
      }
    }
    if (i == 0 && whole && wide > 0.0) {
      float veil = spray(m) * 0.85;
      c = mix(c, skyAmbient() * 1.5 + keyColor() * 0.30, veil);
    }
  }
  return c;
}

vec3 water(vec3 ro, vec3 rd) {
  float t = ro.y / -rd.y;
  vec3 p = ro + rd * t;
  float near = smoothstep(34.0, 2.0, t);
  float rush = uFall < 0.0 ? 0.7 : 0.45;
  vec2 flow = vec2(0.10, -0.75) * iTime * rush;
  float bend = 0.6 * noise(p.xz * 0.25);
  vec2 q = vec2(p.x * 1.5 + bend, p.z * 0.55) - flow;
  vec2 slope = (vec2(noise(q), noise(q.yx * 1.3 + 9.0)) - 0.5) * 0.16;
  slope += (vec2(noise(q * 2.6 - flow * 0.6), noise(q.yx * 2.9 + 4.0)) - 0.5) * 0.13 * near;
  slope += (vec2(noise(q * 6.1 - flow), noise(q.yx * 6.7 + 2.0)) - 0.5) * 0.08 * near;
  vec2 foot = p.xz - vec2(fallX(), WALL - 1.0);
  float d = length(foot);
  float rings = sat(fallWidth()) * smoothstep(24.0, 2.0, d);
  slope += foot / (d + 0.1) * sin(d * 2.6 - iTime * 3.4) * 0.05 * rings;
  vec3 n = normalize(vec3(slope.x, 1.0, slope.y));
  vec3 r = reflect(rd, n);
  r.y = abs(r.y) + 0.01;
  vec3 mirrored = scenery(vec3(p.x, 0.02, p.z), normalize(r), 3, false);
  float fresnel = 0.03 + 0.97 * pow(1.0 - max(dot(-rd, n), 0.0), 4.0);
  vec3 tint = mix(vec3(0.020, 0.085, 0.080), 0.05 + 0.30 * uPalette[1], 0.40);
  vec3 light = skyAmbient() * 1.2 + keyColor() * 0.22;
  float stones = fbm(p.xz * vec2(1.1, 0.9) + slope * 1.2, 4);
  vec3 bed = mix(vec3(0.07, 0.065, 0.05), vec3(0.26, 0.23, 0.18), smoothstep(0.3, 0.65, stones));
  vec3 body = mix(tint, bed * (0.55 + 0.6 * tint / max(luma(tint), 0.02) * 0.35), smoothstep(16.0, 3.0, t) * 0.60) * light;
  vec3 c = mix(body, mirrored, sat(fresnel * 0.95 + 0.03));
  c += keyColor() * min(pow(max(dot(normalize(r), keyDir()), 0.0), 260.0) * 1.6, 1.6) * (1.0 - overcast());
  float churn = smoothstep(6.5, 0.5, d / (0.5 + 0.22 * fallWidth())) * sat(fallWidth());
  float lace = abs(noise(vec2(p.x * 1.1, p.z * 0.5) - flow * 1.2) - 0.5) * 2.0;
  float fleck = noise(vec2(p.x * 3.4, p.z * 1.5) - flow * 2.0);
  float foam = churn * smoothstep(0.25, 0.7, fleck + 0.3) + smoothstep(0.07, 0.0, lace) * smoothstep(0.55, 0.80, fleck) * 0.30 * (0.3 + rush) * smoothstep(30.0, 10.0, t);
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
    if (t > 0.5 && abs(q.x) < 1.4 && q.y > -0.35 && q.y < 1.5) {
      float lump = fbm(q * 1.7 + float(i) * 7.0, 4) - 0.45;
      float edge = length(q) - 1.0 - 0.55 * lump;
      float soft = t * pixelAngle() / size * 1.3;
      float a = smoothstep(soft, -soft, edge) * smoothstep(-0.10, 0.02, q.y + 0.12 * noise(vec2(p.x * 4.0, iTime)));
      float bulge = sqrt(max(1.0 - dot(q, q) * 0.8, 0.05));
      vec3 n = normalize(vec3(q.x + 1.6 * lump, q.y + 0.45 + 1.2 * (fbm(q * 4.0 + float(i), 3) - 0.45), -bulge));
      float grain = fbm(q * 7.0 + float(i) * 3.0, 4);
      vec3 rock = mix(vec3(0.060, 0.056, 0.052), vec3(0.27, 0.25, 0.22), grain) * mix(0.40, 1.0, smoothstep(0.02, 0.30, q.y));
      float moss = smoothstep(0.55, 0.85, n.y + 0.6 * (grain - 0.5)) * (uWoods < 0.0 ? 0.2 : 0.85);
      rock = mix(rock, mix(vec3(0.050, 0.085, 0.018), 0.26 * uPalette[2], 0.4) * (0.5 + grain), moss);
      rock = mix(rock, vec3(0.78, 0.82, 0.90), uWeather.z * smoothstep(0.5, 0.7, n.y));
      vec3 c = rock * (skyAmbient() * (1.15 + 0.85 * n.y) + keyColor() * max(dot(n, key), 0.0));
      float rim = 0.6 * smoothstep(0.06, 0.0, q.y + 0.08 * (noise(vec2(p.x * 7.0, iTime * 1.5)) - 0.5));
      c = mix(c, skyAmbient() * 1.3 + keyColor() * 0.25, rim * 0.55);
      sum += through * a * c;
      through *= 1.0 - a;
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
    if (uFall >= 0.0) {
      vec3 p = ro + rd * t;
      float d = length(p.xz - vec2(fallX(), WALL - 1.0)) / (1.0 + 0.3 * fallWidth());
      c = mix(c, skyAmbient() * 1.5 + keyColor() * 0.30, smoothstep(5.0, 0.5, d) * 0.45 * (0.6 + 0.8 * (noise(p.xz * 0.5 - iTime * 0.3) - 0.4)));
    }
  } else {
    c = scenery(ro, rd, budget(6, 0.5), true);
  }
  vec4 b = boulders(ro, rd);
  c = c * b.a + b.rgb;
  fragColor = vec4(c, 1.0);
}
