#version 300 es
// Wood: tall broadleaf trees over a floor of fallen leaves, with the sun low between the trunks. In autumn it is gold and red,
// in summer a green beech wood, in winter bare.
//
// Trunks, boughs and crowns stand on rows of constant depth and are composited front to back. A crown is a density of which
// every cell of a hashed grid makes a leaf or none, so that its rim is made of leaves; the floor is strewn with the same leaves.
// Shadows of trunks on the floor are found by following the key light to the next rows. Shafts as in forest.frag.
//
// Own uniforms (0 keeps the default):
//   uTurn    float -1..1   colour of the leaves: -1 green, 1 red; default gold
//   uBare    float -1..1   share of the leaves that have fallen, -1 none; default 0.16
//   uShafts  float -1..1   strength of the light shafts, -1 is none; default medium
//   uBirch   float -1..1   1 birches, -1 beeches; default by seed
//   uLeaf    vec3 linear   colour of green leaves; default beech
// The camera rises half as far as asked, to stay below the crowns. uPalette[0], [2] and [3] colour the turned leaves. uWeather.w
// thickens the fog, uWeather.z lays snow.
#include "common.glsl"
#include "cast.glsl"

uniform float uTurn;
uniform float uBare;
uniform float uShafts;
uniform float uBirch;
uniform vec3 uLeaf;

const float EYE = 1.65;
const float ROW = 3.7;
const float CELL = 4.3;
const int ROWS = 15;
const float LEAF = 0.15; // m, grid of the leaves

float pathX(float z) {
  return 1.6 * sin(z * 0.085 + 6.28 * hash1(8)) + 1.1 * sin(z * 0.037 + 6.28 * hash1(9));
}

// floorHeight is the ground: the path runs in a shallow hollow between banks.
float floorHeight(vec2 p) {
  float off = abs(p.x - pathX(p.y));
  return smoothstep(0.9, 7.5, off) * (0.15 + 1.9 * noise(p * 0.085 + 3.0)) + 0.03 * off * (hash1(4) - 0.3) * smoothstep(60.0, 20.0, off);
}

float fallen() {
  return uBare < 0.0 ? 0.0 : (uBare > 0.0 ? uBare : 0.16);
}

float turned() {
  return uTurn < 0.0 ? 1.0 + uTurn : 1.0;
}

float birch() {
  return uBirch < 0.0 ? 0.0 : (uBirch > 0.0 ? uBirch : step(0.68, hash1(2)));
}

float fogDensity() {
  return 0.012 + 0.055 * uWeather.w + 0.012 * uWeather.y;
}

// leafColor is the albedo of leaves: which is 0..1 from the yellow to the red ones, one is the single leaf's own number.
vec3 leafColor(float which, float one) {
  vec3 green = uLeaf.r + uLeaf.g + uLeaf.b > 0.0 ? uLeaf : vec3(0.115, 0.200, 0.026);
  green = mix(green, 0.45 * uPalette[2], 0.12) * (0.65 + 0.7 * one);
  float w = which + 0.30 * (one - 0.5) + 0.35 * max(uTurn, 0.0);
  vec3 gold = mix(vec3(0.66, 0.38, 0.030), 0.80 * uPalette[0], 0.40);
  vec3 orange = mix(vec3(0.58, 0.205, 0.018), 0.80 * uPalette[2], 0.22);
  vec3 red = mix(vec3(0.37, 0.055, 0.016), 0.70 * uPalette[3], 0.30);
  vec3 c = mix(gold, orange, smoothstep(0.28, 0.60, w));
  c = mix(c, red, smoothstep(0.64, 0.92, w));
  c = mix(mix(c, vec3(0.26, 0.27, 0.030), smoothstep(0.26, 0.10, w)), c, sat(uTurn));
  return mix(green, c * (0.80 + 0.4 * one), turned());
}

vec3 airColor(vec3 rd) {
  float mu = dot(rd, keyDir());
  vec3 sun = keyColor();
  float low = lowSun();
  vec3 tint = mix(vec3(1.0), 0.5 + 1.1 * leafColor(0.35, 0.5), 0.45 * (1.0 - 0.8 * fallen()));
  vec3 c = sun * (0.075 * exp(-2.2 * (1.0 - mu)) + 0.26 * low * exp(-13.0 * (1.0 - mu)));
  c += sun * 1.0 * low * exp(-150.0 * (1.0 - mu));
  // Leaves colour the light of the sun; away from it the air keeps the blue of the sky.
  vec3 shade = uFog * mix(vec3(0.42), vec3(0.62), uWeather.w) + skyAmbient() * (0.12 + 0.30 * sat(rd.y * 1.6 + 0.15));
  return c * tint + shade * mix(tint, vec3(0.85), 0.75);
}

// lightThrough is how much key light the crowns let pass on the line through p along the key direction.
float lightThrough(vec3 p) {
  vec3 key = keyDir();
  vec3 a = normalize(vec3(key.z, 0.0, -key.x + 1e-3));
  vec3 b = cross(key, a);
  vec2 q = vec2(dot(p, a), dot(p, b));
  q += 0.05 * sin(iTime * 0.5) * normalize(uWind + 0.01);
  float n = noise(q * 0.50 + iTime * 0.03) * 0.60 + noise(q * 1.6 - iTime * 0.05) * 0.40;
  return smoothstep(0.52 - 0.25 * fallen(), 0.72, n);
}

// strewn draws leaves of a grid at q: coverage, the leaf's number and its shade. density is the share of cells with a leaf.
vec3 strewn(vec2 q, float soft, float density, int layer) {
  vec2 g = (layer == 0 ? q : mat2(0.82, 0.57, -0.57, 0.82) * q) / LEAF;
  ivec2 id = ivec2(floor(g)) + ivec2(layer * 711, layer * 353);
  vec2 h = hash22(id);
  vec2 d = fract(g) - 0.5 - 0.24 * (h - 0.5);
  float c = 2.0 * fract(h.x * 7.0) - 1.0;
  float s = sqrt(1.0 - c * c);
  vec2 e = vec2(d.x * c + d.y * s, (d.y * c - d.x * s) * (1.35 + 0.8 * h.x));
  float sf = soft / LEAF * 0.8 + 0.02;
  float r = 0.46 + 0.10 * e.x;
  float a = smoothstep(r + sf, r - sf, length(e)) * smoothstep(0.0, 0.10, density - h.y);
  return vec3(a, h.x, sat(0.6 + 1.4 * e.y * (h.x - 0.4)));
}

// Where the trunk in a cell of a row stands: (centre, radius, number), radius 0 for none.
vec3 trunkIn(int col, int row, float shift) {
  vec2 h = hash22(ivec2(col, row));
  float h2 = hash2(ivec2(col + 501, row));
  float centre = (float(col) + 0.5 + 0.55 * (h.x - 0.5)) * CELL - shift;
  float radius = mix(0.11 + 0.34 * h.y * h.y, 0.09 + 0.09 * h.y, birch());
  float clear = abs(centre - pathX(float(row) * ROW));
  bool stands = h2 > 0.13 && clear > 1.9 + radius + 0.3 * portrait();
  return vec3(centre, stands ? radius : 0.0, h2);
}

// trunkShade is the light that trunks towards the key leave for a point of the floor.
float trunkShade(vec3 p) {
  vec3 key = keyDir();
  float kz = max(key.z, 0.25);
  float light = 1.0;
  int row0 = int(floor(p.z / ROW)) + 1;
  for (int k = 0; k < 3; k++) {
    int row = row0 + k;
    float z = float(row) * ROW;
    float ahead = (z - p.z) / kz;
    float x = p.x + key.x * ahead;
    float high = key.y * ahead;
    float shift = CELL * hash1(row * 7);
    vec3 tr = trunkIn(int(floor((x + shift) / CELL)), row, shift);
    float soft = 0.012 * ahead + 0.03;
    float near = smoothstep(2.95, 2.2, (z - p.z) / ROW);
    light *= 1.0 - 0.9 * near * step(0.01, tr.y) * smoothstep(tr.y + soft, tr.y - soft, abs(x - tr.x)) * step(high, 14.0);
  }
  return key.z > 0.25 ? light : 1.0;
}

// floorColor is the lit floor of the wood at p.
vec3 floorColor(vec3 p, vec3 n, float dist, vec3 rd, vec3 sun, vec3 amb) {
  float drift = fbm(p.xz * 0.9, 3);
  float px = dist * pixelAngle() / max(-rd.y, 0.08);
  float off = abs(p.x - pathX(p.z)) + 1.1 * (drift - 0.45);
  float worn = smoothstep(0.85, 0.30, off);
  vec3 soil = mix(vec3(0.055, 0.036, 0.022), vec3(0.120, 0.080, 0.050), noise(p.xz * 5.0));
  float hue = 0.22 + 0.75 * noise(p.xz * 0.21 + 17.0);
  vec3 litter = mix(vec3(0.155, 0.085, 0.035), leafColor(hue, 0.5), 0.55 * turned()) * (0.55 + 0.8 * drift);
  vec3 green = vec3(0.040, 0.075, 0.016) * (0.5 + noise(p.xz * 9.0));
  float moss = smoothstep(0.52, 0.70, drift + 0.12 * (1.0 - turned())) * mix(0.85, 0.45, turned());
  litter = mix(litter, green, moss);
  vec3 c = mix(litter, soil, worn * 0.75) * (0.55 + 0.75 * noise(p.xz * 11.0));
  float near = smoothstep(0.16, 0.05, px);
  float share = mix(0.35, 0.80, turned()) * (1.0 - 0.55 * worn) * (1.0 - 0.7 * moss);
  if (near > 0.0) {
    for (int i = 0; i < 2; i++) {
      vec3 s = strewn(p.xz * mat2(0.8, 0.6, -0.6, 0.8), px * 0.6, share * near, i);
      vec3 dry = mix(vec3(0.21, 0.115, 0.048), leafColor(hue + 0.25 * (s.y - 0.5), s.y), 0.25 + 0.62 * turned() * step(0.35, fract(s.y * 13.0)));
      c = mix(c, dry * (0.40 + 0.75 * s.z), s.x);
    }
  }
  float snow = smoothstep(0.22, 0.52, uWeather.z * 0.9 + 0.5 * (drift - 0.45)) * step(0.02, uWeather.z);
  c = mix(c, vec3(0.78, 0.82, 0.90) * (0.85 + 0.25 * drift), snow * (1.0 - 0.15 * worn));
  vec3 key = keyDir();
  float spot = lightThrough(p) * trunkShade(p);
  float wet = uWeather.y * smoothstep(0.46, 0.38, drift);
  c = mix(c, c * 0.5 + 0.03, wet);
  float graze = sat(dot(n, key)) * 0.75 + 0.25 * key.y + 0.10;
  float glow = pow(sat(dot(rd, key)), 3.0);
  return c * (amb * (0.75 + 0.35 * n.y) + sun * spot * (graze + 0.45 * glow) + sun * 0.035);
}

// boughs are the side branches of a trunk; a is the offset from the stem, y the height above its foot.
float boughs(float a, float y, int id, float girth, float low, float soft) {
  float cover = 0.0;
  for (int b = 0; b < 4; b++) {
    float h = hash1(id + 20 + b);
    float at = low + 1.35 * float(b) + 1.1 * h;
    float x = a * (fract(h * 8.0) < 0.5 ? -1.0 : 1.0);
    float reach = 1.1 + 1.9 * fract(h * 64.0);
    float rise = (0.35 + 0.4 * h) * x + 0.10 * x * x - 0.09 * sin(x * 4.0 + 9.0 * h);
    float thick = (0.016 + 0.20 * girth) * sat(1.0 - x / reach) * (0.75 + 0.25 * h);
    float c = smoothstep(thick + soft, thick - soft, abs(y - at - rise) * 0.8) * step(0.0, x) * step(x, reach);
    cover = max(cover, c * min(1.0, thick * 2.0 / soft));
  }
  return cover;
}

// sprig is the fine bare twigs of a crown: lines of equal value of a stretched noise.
float sprig(vec2 q, float soft) {
  float n = abs(noise(q * vec2(2.3, 1.1) + 0.4 * q.yx) - 0.5) * 0.40;
  float m = abs(noise(q * vec2(5.6, 3.0) + 31.0) - 0.5) * 0.17;
  float a = smoothstep(0.030 + 0.5 * soft, 0.0, n) * min(1.0, 0.05 / soft);
  return max(a, 0.9 * smoothstep(0.020 + 0.5 * soft, 0.0, m) * min(1.0, 0.030 / soft));
}

void main() {
  float rest = pathX(uTravel + 5.0) * 0.65;
  vec2 foot = vec2(rest + uCamPos.x, uTravel + uCamPos.z);
  vec3 ro = vec3(foot.x, floorHeight(vec2(rest, uTravel)) + EYE + 0.5 * uCamPos.y, foot.y);
  ro.y = max(ro.y, floorHeight(foot) + 0.5);
  vec3 rd = cameraRay(0.12);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 key = keyDir();
  float mu = dot(rd, key);
  vec3 air = airColor(rd);
  float density = fogDensity();
  float aa = pixelAngle();
  float bare = fallen();
  vec3 toEye = vec3(-rd.x, 0.0, -rd.z) / max(length(rd.xz), 1e-3);

  float toGround = 1000.0;
  if (rd.y < 0.03) {
    float s = 0.9;
    for (int i = 0; i < 22; i++) {
      vec3 p = ro + rd * s;
      float gap = p.y - floorHeight(p.xz);
      if (gap < 0.002 * s || s > 90.0) {
        break;
      }
      s += max(gap * 0.9, 0.03 * s);
    }
    toGround = s < 90.0 ? s : 1000.0;
  }
  float reach = min(toGround, 64.0);

  float through = 1.0;
  float past = 1.0;
  vec3 sum = vec3(0.0);
  float seen = 0.0; // m to what is seen, on average
  float rz = max(rd.z, 0.12);
  int first = int(floor(ro.z / ROW)) + 1;
  float bright = exp(-3.2 * (1.0 - sat(mu)));
  for (int k = 0; k < ROWS; k++) {
    int row = first + k;
    float z = float(row) * ROW;
    float t = (z - ro.z) / rz;
    if (t > 0.7 && t < reach + 0.3 && through > 0.004) {
      vec3 p = ro + rd * t;
      float shift = CELL * hash1(row * 7);
      int col = int(floor((p.x + shift) / CELL));
      vec3 tr = trunkIn(col, row, shift);
      int id = col * 13 + row * 101;
      float soft = aa * t;
      float fog = exp(-density * t * (0.8 + 0.5 * exp(-0.4 * max(p.y, 0.0))));
      float base = floorHeight(vec2(tr.x, z));
      float y = p.y - base;
      float spot = 0.40 + 0.60 * smoothstep(0.30, 0.62, noise(vec2(p.x * 1.3, p.y * 0.9 + z)));
      vec3 c = vec3(0.0);
      float cover = 0.0;

      float fork = 5.0 + 6.0 * fract(tr.z * 17.0);
      float a = p.x - tr.x - (tr.z - 0.55) * 0.09 * y - 0.10 * sin(y * 0.45 + 40.0 * tr.z);
      float split = 0.22 * max(y - fork, 0.0) * (0.5 + tr.z);
      float stem = abs(a) - split;
      float lobe = a < 0.0 ? -stem : stem;
      float off = split > 0.0 ? lobe : a;
      if (tr.y > 0.0 && abs(off) < tr.y * 2.2 + 0.1 + soft) {
        float bark = noise(vec2(off * 16.0, y * 2.6) + float(row)) - 0.5;
        float girth = tr.y * (split > 0.0 ? 0.70 : 1.0) * max(1.0 - 0.028 * y, 0.2);
        girth *= 1.0 + 0.85 * exp(-max(y, 0.0) * 2.6) * (0.75 + 0.5 * noise(vec2(off * 7.0, z)));
        girth += 0.018 * bark;
        float u = clamp(off / max(girth, 0.01), -1.0, 1.0);
        vec3 side = vec3(toEye.z, 0.0, -toEye.x);
        vec3 n = toEye * sqrt(1.0 - u * u) - side * u;
        float grain = noise(vec2(off * 55.0, y * 13.0) + tr.z * 9.0);
        float flutes = noise(vec2(u * 4.5 + tr.z * 40.0, y * 0.9)) * (0.72 + 0.5 * bark) + 0.30 * (grain - 0.5);
        vec3 wood = mix(vec3(0.075, 0.064, 0.054), vec3(0.155, 0.142, 0.122), tr.z) * (0.55 + 0.9 * flutes);
        vec3 white = vec3(0.56, 0.53, 0.48) * (0.75 + 0.4 * flutes);
        float scar = smoothstep(0.60, 0.72, noise(vec2(off * 3.0 + tr.z * 30.0, y * 6.5))) + smoothstep(1.1, 0.0, y) * 0.7;
        white = mix(white, vec3(0.035, 0.030, 0.028), sat(scar));
        wood = mix(wood, white, birch());
        wood = mix(wood, vec3(0.045, 0.070, 0.018), smoothstep(1.5, 0.0, y + 2.0 * bark) * 0.6 * (1.0 - birch()));
        wood *= mix(0.45, 1.0, smoothstep(-0.05, 0.55, y));
        wood = mix(wood, vec3(0.75), uWeather.z * 0.65 * smoothstep(0.0, 0.9, -u + bark));
        float diffuse = max(dot(n, key), 0.0);
        float rim = pow(abs(u), 5.0) * bright;
        c = wood * (amb * (0.62 + 0.25 * sat(n.x)) + sun * diffuse * spot * 0.9 + sun * 0.03) + (0.25 + wood) * sun * rim * 0.30 * spot;
        cover = smoothstep(girth + soft, girth - soft, abs(off)) * smoothstep(-0.05, 0.06, y + 0.10 * (noise(vec2(off * 6.0, z * 2.0)) - 0.5)) * step(y, 19.0);
      }
      if (tr.y > 0.0 && k < 10 && y > 2.2 && abs(a) < 3.0) {
        float twig = boughs(a, y, id, tr.y, 3.0 + 2.5 * fract(tr.z * 5.0), soft);
        vec3 tc = mix(vec3(0.055, 0.046, 0.038), vec3(0.75), uWeather.z * 0.5) * (amb + 0.10 * sun);
        c = mix(tc, c, cover);
        cover = max(cover, twig);
      }

      // Leaves: crowns above, sprays of saplings below.
      vec2 q = vec2(p.x + 0.06 * sin(iTime * 0.8 + z + 0.3 * p.y), p.y);
      float clump = fbm(vec2(q.x * 0.30 + float(row) * 17.3, q.y * 0.42), 3);
      float low = 2.6 + 3.2 * hash1(row * 3 + 1);
      float crown = (clump - 0.40) * 3.0 + 0.050 * (p.y - 7.0) - 1.3 * smoothstep(low + 3.0, low, p.y);
      float sprout = step(0.58, fract(tr.z * 29.0)) * step(2.0, abs(tr.x + 1.3 - pathX(z)));
      float tall = 1.6 + 2.6 * fract(tr.z * 43.0);
      float shoot = abs(p.x - tr.x - 1.3 - 0.12 * sin(y * 1.7 + 30.0 * tr.z));
      float wand = sprout * smoothstep(6.0, 10.0, t) * smoothstep(0.018 + soft, 0.018 - soft, shoot) * min(1.0, 0.036 / soft) * step(y, tall) * step(0.0, y);
      c = mix(vec3(0.050, 0.040, 0.030) * amb, c, cover);
      cover = max(cover, wand);
      vec2 sp = vec2(p.x - tr.x - 1.3, y - 0.62 * tall) / vec2(0.62 * tall, 0.52 * tall);
      float spray = sprout * smoothstep(4.0, 9.0, t) * (noise(vec2(p.x * 1.0, p.y * 3.4) + float(row) * 5.0) * 1.7 - 0.55 - 0.9 * dot(sp, sp));
      float want = max(crown, spray) * (1.0 - 0.75 * bare) - 0.55 * bare;
      if (want > 0.0 && t > 2.5) {
        float thick = sat(want * 1.25) * smoothstep(2.5, 7.0, t);
        float hue = 0.12 + 0.80 * noise(vec2(tr.z * 3.0 + float(row) * 3.7, p.x * 0.16)) + 0.22 * (clump - 0.45);
        float mass = smoothstep(0.40, 1.0, want) * 0.92 * smoothstep(4.0, 9.0, t);
        c = mix(c, leafColor(hue, 0.4) * (amb * 0.55 + sun * spot * (0.10 + 0.55 * bright)) * 0.55, mass);
        cover = max(cover, mass);
        for (int i = 0; i < 2; i++) {
          vec3 s = strewn(q + vec2(float(row) * 3.1, 0.0), soft, thick, i);
          vec3 leaf = leafColor(hue, s.y);
          leaf = mix(leaf, vec3(0.75), uWeather.z * 0.75 * step(0.4, s.z));
          float inside = mix(1.0, 0.40, smoothstep(0.25, 1.1, want)) * (0.55 + 0.75 * s.z);
          vec3 lc = leaf * (amb * (0.50 + 0.45 * inside) + sun * spot * inside * (0.20 + 0.30 * sat(key.y * 1.5) + 1.25 * bright));
          c = mix(c, lc, s.x);
          cover = max(cover, s.x);
        }
      }
      if (bare > 0.3 && p.y > 3.0 && tr.y > 0.0) {
        float twig = sprig(vec2(p.x + float(row) * 9.0, p.y), soft) * smoothstep(3.0, 5.5, y) * smoothstep(2.9, 1.6, abs(a)) * sat(bare * 1.6 - 0.3);
        vec3 tc = mix(vec3(0.050, 0.040, 0.034), vec3(0.72), uWeather.z * 0.75) * (amb + 0.16 * sun + 0.5 * sun * bright);
        c = mix(tc, c, cover);
        cover = max(cover, twig);
      }

      float veil = exp(-max(y, 0.0) * 0.9) * (0.03 + 0.11 * uWeather.w) * smoothstep(3.0, 12.0, t);
      if (veil > 0.008) {
        veil *= noise(vec2(p.x * 0.28 - iTime * (0.10 + 0.04 * uWind.x), z * 0.37 + iTime * 0.05)) * 1.8;
        sum += through * veil * air;
        through *= 1.0 - veil;
      }
      c = mix(air, c, fog);
      cover *= smoothstep(0.7, 1.8, t);
      sum += through * cover * c;
      seen += through * cover * t;
      through *= 1.0 - cover;
      past = behind(past, z - ro.z, cover);
    }
  }
  seen += through * reach;

  vec3 behind = air;
  if (toGround < 90.0) {
    vec3 p = ro + rd * toGround;
    float e = 0.25 + 0.01 * toGround;
    float h = floorHeight(p.xz);
    vec3 n = normalize(vec3(h - floorHeight(p.xz + vec2(e, 0.0)), e, h - floorHeight(p.xz + vec2(0.0, e))));
    vec3 g = floorColor(p, n, toGround, rd, sun, amb);
    behind = mix(air, g, exp(-density * toGround * 1.05) * smoothstep(90.0, 40.0, toGround));
  } else if (through > 0.004) {
    // The rest of the wood: pale trunks, and leaves that light comes through.
    vec2 far = rd.xy / rz;
    float stripes = smoothstep(0.55, 0.75, noise(vec2(far.x * 34.0 + 0.5 * far.y, 3.0))) * 0.5 + smoothstep(0.6, 0.8, noise(vec2(far.x * 71.0, 9.0))) * 0.35;
    float mass = fbm(far * vec2(7.0, 9.0) + 4.0, 4);
    float hole = smoothstep(0.10, 0.55, far.y) * smoothstep(0.62 - 0.30 * bare, 0.35 - 0.2 * bare, mass) * (1.0 - uWeather.w);
    vec3 leaf = leafColor(0.15 + 0.7 * noise(far * 3.0 + 8.0), 0.5) * (amb * 0.7 + sun * (0.10 + 0.9 * bright)) * (0.4 + mass);
    float depth = exp(-density * 62.0);
    behind = mix(air, leaf, sat(0.25 + far.y * 2.0) * (1.0 - bare) * depth);
    behind *= 1.0 - 0.35 * stripes * depth * smoothstep(0.5, 0.1, far.y);
    if (hole > 0.01) {
      behind = mix(behind, skyFull(rd, budget(4, 0.5)) * 0.85 + air * 0.15, hole);
    }
  }
  vec3 c = sum + behind * through;

  float strength = uShafts < 0.0 ? 0.0 : (uShafts > 0.0 ? uShafts : 0.55);
  if (strength > 0.0) {
    int taps = budget(8, 0.6);
    float stride = 32.0 / float(taps);
    float lit = 0.0;
    for (int i = 0; i < taps; i++) {
      float s = stride * (float(i) + 0.6);
      vec3 p = ro + rd * s;
      float inFront = sat((seen - s) / stride + 0.5);
      lit += inFront * lightThrough(p) * exp(-density * s * 0.9) * smoothstep(0.0, 4.0, s);
    }
    lit *= stride * 0.075;
    float phase = 0.16 + 0.84 * pow(sat(0.5 + 0.5 * mu), 5.0);
    c += sun * (lit * phase * strength * (0.10 + 0.17 * lowSun() + uWeather.w * 0.22));
  }
  fragColor = vec4(c, past);
}
