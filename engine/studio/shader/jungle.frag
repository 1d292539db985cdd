#version 300 es
// Jungle: a tropical forest with a path or a stream, buttressed trunks with lianas, palms, bananas and ferns, and sun that breaks
// through the crowns into the haze.
//
// Everything stands on rows of constant depth and is composited front to back, as in forest.frag. A plant is a rosette of leaves: in
// polar coordinates about its heart a leaf that bends under its weight is a straight sector, so that one evaluation draws all
// leaves of a plant, however many. Crowns are made of single leaves of a hashed grid. Shafts as in forest.frag.
//
// Own uniforms (0 keeps the default):
//   uStream  float -1..1   1 a stream instead of the path, -1 the path; default by seed (two of five have the stream)
//   uShafts  float -1..1   strength of the light shafts, -1 is none; default medium
//   uPalms   float -1..1   share of palms among the tall plants, -1 none; default some
// The camera rises half as far as asked, to stay below the crowns. uPalette[2] colours leaves. uWeather.y wets, .w thickens the
// haze, .z lays snow.
#include "common.glsl"
#include "cast.glsl"

uniform float uStream;
uniform float uShafts;
uniform float uPalms;

const float EYE = 1.6;
const float ROW = 2.2;
const int ROWS = 16;
const float TRUNK = 5.2;  // m, a cell with one trunk
const float PLANT = 3.3;  // m, a cell with one tall plant
const float FERN = 1.7;   // m, a cell with one low plant
const float LEAF = 0.34;  // m, grid of the leaves of crowns

float pathX(float z) {
  return 1.2 * sin(z * 0.12 + 6.28 * hash1(8)) + 0.7 * sin(z * 0.051 + 6.28 * hash1(9));
}

bool streams() {
  return hash1(3) < (uStream < 0.0 ? 0.0 : (uStream > 0.0 ? 2.0 : 0.4));
}

float fogDensity() {
  return 0.015 + 0.042 * uWeather.w + 0.012 * uWeather.y;
}

// leafColor is the albedo of leaves: which 0..1 goes from blue-green to yellow-green ones.
vec3 leafColor(float which) {
  vec3 c = mix(vec3(0.022, 0.070, 0.026), vec3(0.085, 0.125, 0.014), which);
  return moonlit(mix(c, 0.30 * uPalette[2], 0.35));
}

// airColor is the humid haze: green away from the sun, golden towards it, brighter upwards.
vec3 airColor(vec3 rd) {
  float mu = dot(rd, keyDir());
  vec3 sun = keyColor();
  float low = lowSun();
  vec3 mist = mix(uFog, vec3(luma(uFog)), 0.6);
  vec3 c = mist * mix(vec3(0.27, 0.36, 0.19), vec3(0.52, 0.58, 0.46), uWeather.w) + skyAmbient() * vec3(0.95, 1.05, 0.62) * (0.07 + 0.34 * sat(rd.y * 1.7 + 0.05));
  vec3 glow = sun * vec3(0.92, 1.0, 0.62);
  c += glow * (0.10 * exp(-2.2 * (1.0 - mu)) + 0.20 * low * exp(-12.0 * (1.0 - mu)));
  c += sun * 0.8 * low * exp(-140.0 * (1.0 - mu));
  return c;
}

// lightThrough is how much key light the crowns let pass on the line through p along the key direction.
float lightThrough(vec3 p) {
  vec3 key = keyDir();
  vec3 a = normalize(vec3(key.z, 0.0, -key.x + 1e-3));
  vec3 b = cross(key, a);
  vec2 q = vec2(dot(p, a), dot(p, b)) + 0.06 * sin(iTime * 0.5);
  return smoothstep(0.60, 0.80, noise(vec2(q.x * 0.95, q.y * 0.42) + iTime * 0.02));
}

// rosette draws the leaves of a plant of radius 1 with its heart at the origin. kind: 0 broad leaves as of bananas, 1 feathered as of
// palms and ferns. bend is by how much leaves hang. Returns (coverage, light, midrib, number of the leaf).
vec4 rosette(vec2 q, float kind, float leaves, float bend, float soft, int id) {
  float r = length(q);
  float sway = 0.035 * r * sin(iTime * (0.9 + 0.5 * hash1(id)) + float(id % 64));
  float angle = atan(q.x, q.y) + sway;
  float stretch = 1.0 + bend * r * r;
  float base = angle / stretch;
  float part = 2.9 / leaves;
  float at = base / part + hash1(id + 7);
  int k = int(floor(at));
  vec2 h = hash22(ivec2(id, k + 300));
  float off = (at - float(k) - 0.5 - 0.22 * (h.x - 0.5)) * part;
  float slope = base * 2.0 * bend * r * r;
  float d = off * stretch * r * inversesqrt(1.0 + slope * slope);
  float s = r / (0.66 + 0.34 * h.y);
  float room = 0.5 * part * stretch * r;
  float ad = abs(d);
  float light = 0.55 + 0.45 * h.x + 0.30 * cos(angle);
  float rib = smoothstep(0.010 + soft, 0.0, ad);
  float cover;
  if (kind < 0.5) {
    // Broad leaves that the wind has torn along the side veins.
    float tear = fract(s * 9.0 + 5.0 * h.x - 2.5 * ad);
    float width = 0.150 * smoothstep(0.10, 0.42, s) * sqrt(max(1.0 - s * s * s, 0.0)) * (0.82 + 0.18 * smoothstep(0.0, 0.18, tear));
    width = max(min(width, room), 0.020 * step(s, 0.5));
    cover = smoothstep(width + soft, width - soft, ad);
    float veins = 0.5 + 0.5 * sin(s * 70.0 - 30.0 * ad);
    light += (d > 0.0 ? 0.22 : -0.14) * sat(ad * 16.0) + 0.13 * (veins - 0.5) * smoothstep(0.05, 0.012, soft);
  } else {
    float width = 0.175 * smoothstep(0.02, 0.30, s) * sqrt(max(1.0 - s, 0.0)) * (1.4 - 0.6 * s);
    width = min(width, room * 1.1);
    float count = 26.0;
    float edge = sat(1.0 - ad / max(width, 0.001));
    float teeth = abs(fract(s * count - ad * 22.0 + h.x) - 0.5) * 2.0;
    float fine = smoothstep(0.10, 0.36, soft * count);
    float leaflet = smoothstep(1.0 - soft * count, 0.72 - soft * count, teeth / (0.25 + 0.75 * sqrt(edge)));
    cover = mix(leaflet, 0.62 * smoothstep(0.0, 0.3, edge), fine) * step(0.001, edge);
    cover = max(cover, smoothstep(0.008 + soft, 0.008 - soft, ad) * min(1.0, 0.016 / soft));
    light += (d > 0.0 ? 0.12 : -0.10) + 0.25 * (1.0 - teeth) * (1.0 - fine) - 0.1;
  }
  cover *= smoothstep(1.0 + soft, 1.0 - soft, s) * smoothstep(1.42, 1.30, abs(base));
  return vec4(cover, sat(light), rib, h.x);
}

// strewn draws pointed leaves that hang in a grid at q: coverage, the leaf's number and its shade. density is the share of cells.
vec3 strewn(vec2 q, float soft, float density, int layer) {
  vec2 g = (layer == 0 ? q : mat2(0.86, 0.51, -0.51, 0.86) * q) / LEAF;
  ivec2 id = ivec2(floor(g)) + ivec2(layer * 711, layer * 353);
  vec2 h = hash22(id);
  vec2 d = fract(g) - 0.5 - 0.20 * (h - 0.5);
  float c = 1.7 * fract(h.x * 7.0) - 0.85;
  float s = sqrt(1.0 - c * c);
  vec2 e = vec2(d.x * c + d.y * s, d.y * c - d.x * s);
  float sf = soft / LEAF * 0.8 + 0.02;
  float w = 0.24 * (1.0 - 3.6 * e.x * e.x);
  float a = smoothstep(w + sf, w - sf, abs(e.y)) * smoothstep(0.0, 0.10, density - h.y);
  return vec3(a, h.x, sat(0.60 + 0.5 * e.x * s + (e.y > 0.0 ? 0.20 : -0.15)));
}

// lianas are ropes that hang from the crowns beside a trunk at a metres from it.
float lianas(float a, float y, vec2 h, float soft) {
  float sway = 0.03 * sin(iTime * 0.7 + 20.0 * h.x);
  float x0 = a - (h.x - 0.5) * 3.4 - (0.25 + 0.2 * h.y) * sin(y * 0.55 + 30.0 * h.y) - sway;
  float x1 = a - (h.y - 0.5) * 4.2 - 0.14 * sin(y * 1.1 + 50.0 * h.x) + sway;
  float x2 = a + 0.9 - 1.8 * h.y - 0.10 * (y - 4.0) * (y - 4.0) * (h.x - 0.3);
  float g0 = 0.030 + 0.012 * sin(y * 9.0);
  float c = smoothstep(g0 + soft, g0 - soft, abs(x0)) * min(1.0, 0.06 / soft);
  c = max(c, smoothstep(0.017 + soft, 0.017 - soft, abs(x1)) * min(1.0, 0.034 / soft) * step(0.8 + 2.0 * h.x, y));
  return max(c, smoothstep(0.020 + soft, 0.020 - soft, abs(x2)) * min(1.0, 0.04 / soft) * step(0.4 + 2.0 * h.y, y));
}

// water is the stream at p, seen along rd.
vec3 water(vec3 p, vec3 rd, float dist, vec3 sun, float spot) {
  vec2 q = vec2(p.x * 1.1, p.z * 2.4 + iTime * 0.5);
  vec3 n1 = noised(q);
  vec3 n2 = noised(q * 2.9 + vec2(iTime * 0.3, 3.0));
  float calm = smoothstep(26.0, 3.0, dist);
  vec2 tilt = (n1.yz * 0.05 + n2.yz * 0.03) * calm;
  vec3 up = normalize(vec3(rd.x + tilt.x, -rd.y + 0.8 * tilt.y, rd.z));
  // What is mirrored: the haze between dark trunks and under dark crowns, broken by the ripples.
  float trunks = smoothstep(0.46, 0.70, noise(vec2(up.x / max(up.z, 0.2) * 15.0 + 4.0, 2.0)));
  float crowns = smoothstep(0.06, 0.36, up.y);
  vec3 mirror = airColor(up) * (1.0 - 0.55 * trunks) * mix(0.95, 0.26, crowns);
  mirror = mix(mirror, leafColor(0.5) * skyAmbient() * 1.5, 0.6 * crowns);
  // Gaps in the crowns lie on the water as patches of sky that the ripples pull apart.
  float gaps = smoothstep(0.46, 0.74, fbm(up.xz / (up.y + 0.10) * 2.3 + 3.0, 2) * 1.25);
  mirror = mix(mirror, uSkyMid * 0.9 + 0.22 * sun, gaps * (0.20 + 0.45 * crowns));
  float fresnel = 0.09 + 0.91 * pow(1.0 - sat(up.y), 4.0);
  vec2 stone = hash22(ivec2(floor(p.xz * vec2(7.0, 5.0) + 0.35 * n1.yz)));
  vec3 bed = mix(vec3(0.020, 0.046, 0.036), vec3(0.070, 0.064, 0.042), 0.75 * stone.x * smoothstep(7.0, 2.0, dist));
  bed *= (0.45 + 1.1 * n2.x) * (skyAmbient() * 0.9 + sun * (0.05 + 0.5 * spot));
  float sparkle = pow(sat(dot(up, keyDir())), 350.0) * spot * smoothstep(0.45, 0.75, n2.x);
  float crest = smoothstep(0.52, 0.95, 0.5 * n2.x + 0.5 * noise(OCTAVE * q * 3.7) + 0.35 * (n1.x - 0.5)) * calm;
  return mix(bed, mirror, sat(fresnel + 0.06)) + sun * sparkle * 0.5 + (0.22 * skyAmbient() + 0.06 * sun * spot) * crest;
}

// ground is the floor at p.
vec3 ground(vec3 p, vec3 rd, float dist, vec3 sun, vec3 amb) {
  float drift = fbm(p.xz * 0.9, 3);
  float px = dist * pixelAngle() / max(-rd.y, 0.08);
  float spot = lightThrough(p);
  float off = abs(p.x - pathX(p.z));
  float rough = off + 0.9 * (drift - 0.44);
  vec3 soil = mix(vec3(0.030, 0.021, 0.013), vec3(0.075, 0.050, 0.030), noise(p.xz * 6.0));
  vec3 moss = leafColor(0.55) * (0.45 + 1.0 * noise(p.xz * 9.0));
  vec3 c = mix(soil, moss, smoothstep(0.35, 0.75, rough + 0.35 * drift));
  float near = smoothstep(0.20, 0.06, px);
  if (near > 0.0) {
    vec3 s = strewn(p.xz * 1.5, px * 0.9, 0.55 * near, 0);
    c = mix(c, mix(vec3(0.085, 0.058, 0.028), leafColor(s.y), step(0.7, fract(s.y * 13.0))) * (0.35 + 0.8 * s.z), s.x);
  }
  float wet = (0.35 + 0.65 * uWeather.y) * smoothstep(0.50, 0.38, drift);
  c *= 1.0 - 0.45 * wet;
  c = mix(c, vec3(0.75, 0.80, 0.86), uWeather.z * smoothstep(0.35, 0.6, 0.4 * uWeather.z + drift));
  vec3 lit = c * (amb * 0.75 + sun * (spot * 0.65 * max(keyDir().y, 0.2) + 0.02));
  lit += wet * airColor(vec3(rd.x, -rd.y, rd.z)) * 0.5 * pow(1.0 - sat(-rd.y), 4.0);
  if (streams()) {
    float bank = off - 1.15 - 0.7 * (drift - 0.44);
    lit *= smoothstep(-0.1, 0.5, bank) * 0.6 + 0.4;
    lit = mix(water(p, rd, dist, sun, spot), lit, smoothstep(-px, px + 0.04, bank));
    float foam = smoothstep(0.14, 0.0, abs(bank + 0.08)) * smoothstep(0.52, 0.85, 0.6 * noise(vec2(p.x * 17.0, p.z * 11.0 + 2.2 * iTime)) + 0.4 * noise(vec2(p.x * 5.0, p.z * 4.0 + 1.1 * iTime)));
    lit += (0.34 * amb + 0.07 * sun) * foam * smoothstep(20.0, 6.0, dist);
  }
  return lit;
}

void main() {
  float rest = pathX(uTravel + 4.0) * 0.6;
  vec3 ro = vec3(rest, EYE, uTravel) + uCamPos * vec3(1.0, 0.5, 1.0);
  ro.y = max(ro.y, 0.5);
  vec3 rd = cameraRay(0.10);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient() * (1.0 + 1.8 * nightness());
  vec3 key = keyDir();
  float mu = dot(rd, key);
  vec3 air = airColor(rd);
  float density = fogDensity();
  float aa = pixelAngle();
  float toGround = rd.y < -0.001 ? ro.y / -rd.y : 1000.0;
  float reach = min(toGround, 60.0);
  vec3 toEye = vec3(-rd.x, 0.0, -rd.z) / max(length(rd.xz), 1e-3);
  float back = exp(-2.0 * (1.0 - sat(mu)));
  float palms = uPalms < 0.0 ? 0.0 : (uPalms > 0.0 ? uPalms : 0.45);
  float way = streams() ? 1.35 : 0.85;

  float through = 1.0;
  float past = 1.0;
  vec3 sum = vec3(0.0);
  float seen = 0.0; // m to what is seen, on average
  float rz = max(rd.z, 0.12);
  int first = int(floor(ro.z / ROW)) + 1;
  for (int k = 0; k < ROWS; k++) {
    int row = first + k;
    float z = float(row) * ROW;
    float t = (z - ro.z) / rz;
    if (t > 0.7 && t < reach + 0.3 && through > 0.008) {
      vec3 p = ro + rd * t;
      float soft = aa * t;
      float middle = pathX(z);
      float fog = exp(-density * t * (0.85 + 0.4 * exp(-0.5 * max(p.y, 0.0))));
      float patch1 = noise(vec2(p.x * 0.75 + float(row) * 3.3, p.y * 0.55));
      float spot = smoothstep(0.42, 0.72, patch1);
      vec3 sky = amb * (0.30 + 0.60 * sat(0.20 * p.y)) * (0.45 + 0.55 * smoothstep(1.5, 7.0, t));
      vec3 shine = sun * (0.04 + 0.14 * nightness() + spot * (0.30 + 1.15 * back));
      vec3 c = vec3(0.0);
      float cover = 0.0;

      // A trunk with buttresses, and what hangs about it.
      float shift = TRUNK * hash1(row * 7);
      int col = int(floor((p.x + shift) / TRUNK));
      vec2 h = hash22(ivec2(col, row));
      float h2 = hash2(ivec2(col + 501, row));
      float radius = 0.12 + 0.38 * h.y * h.y;
      float centre = (float(col) + 0.5 + 0.45 * (h.x - 0.5)) * TRUNK - shift;
      bool stands = h2 > 0.22 && abs(centre - middle) > way + 0.5 + 2.2 * radius;
      float a = p.x - centre - (h2 - 0.6) * 0.08 * p.y;
      float foot = exp(-max(p.y, 0.0) * (0.75 + 0.9 * h.x));
      if (stands && abs(a) < radius * 3.6 + 0.1 + soft) {
        float bark = noise(vec2(a * 11.0, p.y * 2.0) + float(row)) - 0.5;
        float girth = radius * (max(1.0 - 0.02 * p.y, 0.4) + 1.9 * foot * foot + 0.35 * foot) + 0.03 * bark;
        float u = clamp(a / girth, -1.0, 1.0);
        // Buttresses are fins: towards the ground the trunk falls into bright edges and dark hollows.
        float fins = cos(u * (6.0 + 4.0 * h.x) + 9.0 * h2) * foot;
        vec3 n = toEye * sqrt(1.0 - u * u) + vec3(toEye.z, 0.0, -toEye.x) * -(u + 0.6 * fins);
        vec3 wood = mix(vec3(0.058, 0.045, 0.034), vec3(0.125, 0.112, 0.092), fract(h2 * 9.0)) * (0.65 + 0.9 * bark) * (1.0 + 0.5 * fins);
        wood = mix(wood, leafColor(0.6) * (0.7 + 0.8 * bark), smoothstep(0.30, 0.75, patch1 + 0.5 * bark + 0.35 * foot - 0.25 * u));
        wood = mix(wood, vec3(0.72), uWeather.z * 0.5 * smoothstep(0.1, 0.9, -u + bark));
        float diffuse = max(dot(n, key), 0.0);
        float rim = sq(sq(u));
        c = wood * (sky * 1.1 + sun * spot * (0.75 * diffuse + 0.05)) + (0.06 + wood) * shine * rim * 0.9;
        cover = smoothstep(girth + soft, girth - soft, abs(a));
        // A climber winds around it.
        float turn = p.y * (1.1 + h.x) + 20.0 * h2;
        float rope = smoothstep(0.035 + soft, 0.035 - soft, abs(a - girth * sin(turn)) * 0.8) * smoothstep(-0.2, 0.1, cos(turn));
        c = mix(c, leafColor(0.5) * (sky + shine * 0.4), rope * 0.85);
      }
      if (h2 > 0.35 && t < 24.0) {
        float over = smoothstep(1.2, 0.7, abs(p.x - middle)); // the way stays free
        float rope = lianas(a, p.y, h, soft) * smoothstep(2.5, 5.0, t) * (1.0 - over * step(p.y, 2.6 + 1.2 * h.x));
        c = mix(c, vec3(0.040, 0.040, 0.022) * (sky * 1.3 + shine * 0.5), rope);
        cover = max(cover, rope);
      }

      // A tall plant: banana or palm.
      float shiftP = PLANT * hash1(row * 7 + 3);
      int colP = int(floor((p.x + shiftP) / PLANT));
      vec2 g = hash22(ivec2(colP + 901, row));
      float g2 = hash2(ivec2(colP + 1501, row));
      float size = 1.0 + 0.62 * g.y;
      float heartX = (float(colP) + 0.5 + (g.x - 0.5) * (1.0 - 2.0 * size / PLANT)) * PLANT - shiftP;
      float apart = abs(heartX - middle);
      if (g2 > 0.12 && apart > way + 0.45 * size) {
        float kind = step(g2, 0.12 + 0.88 * palms);
        float heart = kind > 0.5 ? 0.7 + 3.6 * sq(fract(g2 * 31.0)) : 0.35 + 0.9 * fract(g2 * 31.0);
        int id = colP * 17 + row * 131;
        vec3 green = leafColor(fract(g2 * 57.0));
        float lean = 0.10 * sin(p.y * 0.9 + 9.0 * g.x) * kind;
        float stem = abs(p.x - heartX - lean);
        if (p.y < heart && p.y > -0.05) {
          float girth = mix(0.09, 0.055, kind) * (1.0 + 0.3 * exp(-3.0 * p.y));
          float stalk = smoothstep(girth + soft, girth - soft, stem);
          vec3 sc = mix(green * 0.9, vec3(0.055, 0.046, 0.034), kind) * (0.75 + 0.25 * sin(p.y * 40.0) * smoothstep(0.03, 0.008, soft)) * (sky + 0.35 * shine);
          c = mix(c, sc, stalk);
          cover = max(cover, stalk);
        }
        vec2 q = vec2(p.x - heartX - 0.10 * sin(heart * 0.9 + 9.0 * g.x) * kind, p.y - heart) / size;
        if (abs(q.x) < 1.0 && abs(q.y) < 1.0) {
          for (int j = 0; j < 2; j++) {
            vec4 f = rosette(j == 0 ? q * 1.05 : q, kind, 5.0 + 3.0 * kind + float(j), mix(0.35, 0.62, kind) + 0.35 * g.y, soft / size, id + j * 57);
            float shade = (j == 0 ? 0.55 : 1.0) * (0.35 + 0.75 * f.y);
            vec3 leaf = mix(green, vec3(0.72), uWeather.z * 0.8 * step(0.5, f.y));
            vec3 lc = leaf * (sky * shade * 1.25 + shine * vec3(1.25, 1.15, 0.5) * shade * 1.1);
            lc += (0.010 + 0.025 * uWeather.y) * (1.0 - kind) * sky * sq(sq(f.y)) * 2.0 + leaf * f.z * sky * 0.8;
            c = mix(c, lc, f.x);
            cover = max(cover, f.x);
          }
        }
      }

      // Low plants close to the floor.
      if (p.y < 1.25) {
        float away = abs(p.x - middle);
        float tall = 0.60 * smoothstep(way - 0.1, way + 1.1, away);
        float blades = fract(p.x * 14.0 + 3.0 * p.y + float(row) * 0.37);
        float tuft = tall * (0.35 + 0.65 * noise(vec2(p.x * 2.3, z))) * (0.55 + 0.45 * abs(2.0 * blades - 1.0));
        float low = smoothstep(tuft + soft, tuft - soft - 0.01, p.y) * step(0.02, tall);
        vec3 lc = leafColor(patch1) * (0.20 + 0.7 * sat(p.y / max(tuft, 0.05))) * (sky + shine * 0.5);
        c = mix(c, lc, low);
        cover = max(cover, low);
        for (int j = 0; j < 2; j++) {
          float shiftF = FERN * (hash1(row * 7 + 5) + 0.5 * float(j));
          int colF = int(floor((p.x + shiftF) / FERN));
          vec2 e = hash22(ivec2(colF + 2901 + 997 * j, row));
          float sizeF = 0.50 + 0.35 * e.y;
          float fernX = (float(colF) + 0.5 + (e.x - 0.5) * (1.0 - 2.0 * sizeF / FERN)) * FERN - shiftF;
          vec2 q = vec2(p.x - fernX, p.y - 0.05 - 0.20 * fract(e.y * 5.0)) / sizeF;
          if (fract(e.y * 23.0) < 0.22 && abs(fernX - middle) > way - 0.1) {
            // A boulder with moss on it.
            vec2 b = vec2(p.x - fernX, p.y + 0.06) / (sizeF * vec2(0.62, 0.50));
            float round1 = dot(b, b);
            if (round1 < 1.5) {
              float grain = noise(vec2(p.x, p.y) * 7.0 + float(row));
              float rim = 1.0 - sqrt(round1) + 0.22 * (grain - 0.5);
              float lump = smoothstep(-soft * 2.0, soft * 2.0, rim);
              float up = sat(b.y * 0.9 + 0.5 * (grain - 0.3));
              vec3 stone = mix(vec3(0.085, 0.080, 0.070) * (0.5 + grain), leafColor(0.35) * (0.4 + 0.8 * grain), smoothstep(0.25, 0.6, up));
              stone = mix(stone, vec3(0.75), uWeather.z * smoothstep(0.2, 0.6, up));
              c = mix(c, stone * (sky * (0.4 + 0.8 * up) + shine * (0.15 + 0.5 * up)), lump);
              cover = max(cover, lump);
            }
          } else if (abs(fernX - middle) > way + 0.15 && abs(q.x) < 1.0 && q.y < 1.0) {
            float kind = step(0.40, fract(e.x * 7.0));
            vec4 f = rosette(q, kind, 9.0 - 2.0 * (1.0 - kind), 0.7, soft / sizeF, colF * 13 + row * 177 + 5 + j);
            vec3 leaf = leafColor(fract(e.y * 9.0)) * 1.15;
            leaf = mix(leaf, vec3(0.72), uWeather.z * 0.85 * step(0.45, f.y));
            vec3 fc = leaf * (0.25 + 0.85 * f.y) * (0.35 + 0.65 * smoothstep(-0.3, 0.35, q.y)) * (sky * 1.2 + shine * vec3(1.2, 1.1, 0.5));
            c = mix(c, fc, f.x);
            cover = max(cover, f.x);
          }
        }
        cover *= smoothstep(-0.12, 0.02, p.y);
      }

      // Crowns, and the fringe that hangs from them.
      float lowest = 2.7 + 2.4 * hash1(row * 3 + 1);
      if (p.y > lowest && t > 2.0) {
        vec2 q = vec2(p.x + 0.05 * sin(iTime * 0.8 + z + 0.4 * p.y), p.y);
        float clump = 0.62 * noise(vec2(q.x * 0.42 + float(row) * 17.3, q.y * 0.50)) + 0.38 * noise(vec2(q.x * 1.3 + float(row) * 7.1, q.y * 1.2));
        float above = p.y - lowest;
        float want = (clump - 0.45) * 5.0 + 0.24 * (above - 1.2) - 1.6 * smoothstep(1.1, 0.0, above);
        if (want > 0.0) {
          float thick = sat(want * 1.4);
          float mass = smoothstep(0.40, 1.2, want) * 0.85;
          vec3 green = leafColor(0.3 + 0.7 * clump);
          vec3 glow = shine * vec3(1.2, 1.1, 0.5);
          c = mix(c, green * (sky * 0.55 + glow * 0.25) * (0.7 + 0.6 * clump), mass);
          cover = max(cover, mass);
          for (int i = 0; i < 2; i++) {
            vec3 s = strewn(q + vec2(float(row) * 3.1, 0.0), soft, thick, i);
            float inside = mix(1.0, 0.50, smoothstep(0.2, 1.5, want)) * (0.40 + 0.75 * s.z);
            vec3 leaf = mix(green * (0.7 + 0.6 * s.y), vec3(0.72), uWeather.z * 0.7 * step(0.45, s.z));
            c = mix(c, leaf * (sky * (0.35 + 0.75 * inside) + glow * inside), s.x);
            cover = max(cover, s.x);
          }
        }
      }

      float veil = exp(-max(p.y, 0.0) * 0.8) * (0.02 + 0.08 * uWeather.w) * smoothstep(4.0, 14.0, t);
      veil *= 0.4 + 1.2 * patch1;
      c = mix(air, c, fog);
      cover *= smoothstep(0.7, 2.0, t);
      sum += through * (veil * air + (1.0 - veil) * cover * c);
      seen += through * cover * t;
      through *= (1.0 - veil) * (1.0 - cover);
      past = behind(past, z - ro.z, cover);
    }
  }
  seen += through * reach;

  vec3 behind = air;
  if (toGround < 70.0) {
    vec3 g = ground(ro + rd * toGround, rd, toGround, sun, amb);
    behind = mix(air, g, exp(-density * toGround * 1.1) * smoothstep(60.0, 25.0, toGround));
  } else if (through > 0.008) {
    // The rest of the forest: pale masses of leaves with gaps through which the sky shines.
    vec2 far = rd.xy / rz;
    float mass = fbm(far * vec2(6.0, 5.0) + 4.0, 4);
    float gap = smoothstep(0.12, 0.55, far.y) * smoothstep(0.50, 0.34, mass) * (1.0 - 0.8 * uWeather.w);
    behind = air * (0.55 + 0.6 * mass);
    behind += (skyGradient(rd) * 0.9 + sun * 0.10) * gap * 0.6;
  }
  vec3 c = sum + behind * through;

  float strength = uShafts < 0.0 ? 0.0 : (uShafts > 0.0 ? uShafts : 0.55);
  if (strength > 0.0) {
    int taps = budget(8, 0.6);
    float stride = 22.0 / float(taps);
    float lit = 0.0;
    for (int i = 0; i < taps; i++) {
      float s = stride * (float(i) + 0.6);
      float inFront = sat((seen - s) / stride + 0.5);
      lit += inFront * lightThrough(ro + rd * s) * exp(-density * s * 0.9) * smoothstep(0.0, 4.0, s);
    }
    lit *= stride * 0.10;
    float phase = 0.18 + 0.82 * pow(sat(0.5 + 0.5 * mu), 5.0);
    c += sun * vec3(0.98, 1.0, 0.78) * (lit * phase * strength * (0.16 + 0.18 * lowSun() + uWeather.w * 0.22));
  }
  fragColor = vec4(c, past);
}
