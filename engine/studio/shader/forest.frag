#version 300 es
// Forest: a misty wood with a footpath, ferns, shafts of light through the crowns and, if wanted, a stag.
//
// Trunks, branches, young firs and ferns stand on rows of constant depth and are composited front to back with soft edges, so
// they need no further anti-aliasing and move with true parallax. Fog between the rows is exponential. The shafts are single
// scattering along the view ray through a light field that is constant along the key direction (after Dobashi, Yamamoto,
// Nishita, "Interactive Rendering of Atmospheric Scattering Effects Using Graphics Hardware", 2002).
//
// Own uniforms (0 keeps the default):
//   uStag    float 0..1   1 shows a stag on the path; default none
//   uShafts  float -1..1  strength of the light shafts, -1 is none; default medium
// The camera rises half as far as asked, to stay below the crowns. uPalette[2] colours leaves, [3] the sunlit mist. uWeather.w
// thickens the fog, uWeather.z lays snow.
#include "common.glsl"
#include "fir.glsl"
#include "cast.glsl"

uniform float uStag;
uniform float uShafts;

const float EYE = 1.6;
const float ROW = 3.1;
const float CELL = 3.4;
const int ROWS = 17;
const float NEAR = 9.0; // m, how far dense fog hardly veils, so that the nearest trunks frame it

float pathX(float z) {
  return 1.3 * sin(z * 0.11 + 6.28 * hash1(8)) + 0.9 * sin(z * 0.047 + 6.28 * hash1(9));
}

float fogDensity() {
  return 0.017 + 0.042 * uWeather.w + 0.012 * uWeather.y;
}

// sunTint is the colour that leaves give to the light between them.
vec3 sunTint() {
  return mix(vec3(1.0), 0.4 + 0.9 * uPalette[3], 0.25) * mix(vec3(1.06, 1.0, 0.76), vec3(1.0), nightness());
}

// airColor is the light that fog sends to the eye: grey-green away from the sun, glowing towards it and brighter upwards.
vec3 airColor(vec3 rd) {
  float mu = dot(rd, keyDir());
  vec3 sun = keyColor();
  vec3 c = uFog * mix(vec3(0.34, 0.40, 0.34), vec3(0.34, 0.42, 0.37), uWeather.w) + skyAmbient() * (0.10 + 0.38 * sat(rd.y * 1.6));
  float low = lowSun();
  c += sun * sunTint() * ((0.085 + 0.060 * uWeather.w) * exp(-2.6 * (1.0 - mu)) + (0.26 * low + 0.13 * uWeather.w) * exp(-16.0 * (1.0 - mu)));
  c += sun * sunTint() * 0.9 * low * exp(-160.0 * (1.0 - mu));
  return c;
}

// lightThrough is how much key light the crowns let pass on the line through p along the key direction.
float lightThrough(vec3 p) {
  vec3 key = keyDir();
  vec3 a = normalize(vec3(key.z, 0.0, -key.x + 1e-3));
  vec3 b = cross(key, a);
  vec2 q = vec2(dot(p, a), dot(p, b));
  q += 0.05 * sin(iTime * 0.5) * normalize(uWind + 0.01);
  float n = noise(q * 0.55 + iTime * 0.03) * 0.60 + noise(q * 1.7 - iTime * 0.05) * 0.40;
  return smoothstep(0.50, 0.74, n);
}

vec3 leafColor() {
  return mix(vec3(0.050, 0.085, 0.022), 0.30 * uPalette[2], 0.55);
}

// branches are the bare side shoots of a trunk: a is the offset from the stem, y the height above ground.
float branches(float a, float y, int id, float soft) {
  float cover = 0.0;
  for (int b = 0; b < 4; b++) {
    float at = 1.3 + 1.15 * float(b) + 0.9 * hash1(id + 20 + b);
    float side = hash1(id + 30 + b) < 0.5 ? -1.0 : 1.0;
    float reach = 0.35 + 0.85 * hash1(id + 40 + b);
    float x = a * side;
    float rise = 0.30 * x + 0.18 * x * x - 0.05 * sin(x * 7.0 + float(b));
    float girth = 0.022 * (1.0 - x / reach);
    float c = smoothstep(girth + soft, girth - soft, abs(y - at - rise)) * step(0.0, x) * step(x, reach);
    cover = max(cover, c * min(1.0, girth * 2.0 / soft));
  }
  return cover;
}

// ferns is a tuft of fronds around the middle of each cell of a row, as (coverage, light); at is the point in the row, tall how
// high the undergrowth stands there, step1 how much lower those stand that are half a row nearer. A frond is a ray of the tuft that bends down towards its tip, with leaflets along it.
vec2 ferns(vec2 at, float tall, int id, float soft, float step1) {
  float cover = 0.0;
  float lit = 0.0;
  for (int k = 0; k < 2; k++) {
    float x = at.x / 0.95 + 0.5 * float(k) + 0.61 * hash1(id + k);
    int col = int(floor(x));
    vec2 h = hash22(ivec2(col * 2 + k, id));
    float size = tall * (0.55 + 0.65 * h.y);
    vec2 q = vec2(fract(x) - 0.30 - 0.40 * h.x, 0.0) * 0.95;
    q = vec2(q.x, at.y + step1 * fract(h.x * 13.0 + h.y * 7.0)) / max(size, 0.05);
    q.y += 0.55 * q.x * q.x;
    q.x += 0.05 * sin(iTime * 1.3 + 6.28 * h.x) * q.y;
    float r = length(q);
    if (r < 1.15 && size > 0.12 && q.y > -0.05) {
      float fan = (atan(q.x, q.y) + 0.25 * (h.x - 0.5)) * 3.3 + 0.5;
      float frond = floor(fan);
      float own = hash2(ivec2(int(frond) + 40 * col, id + 7 + k));
      float side = fan - frond - 0.5;
      float out1 = abs(side) * r * 0.303;
      float long1 = 0.70 + 0.40 * own;
      float leaflet = abs(fract(r * 13.0 - abs(side) * 1.2) - 0.5) * 2.0;
      float px = soft / size;
      leaflet = mix(leaflet, 0.5, sat(px * 16.0));
      float wide = 0.125 * smoothstep(0.02, 0.30, r) * sat((long1 - r) * 1.6) * (0.35 + 0.85 * leaflet);
      float c = smoothstep(-px, px + 0.004, wide - out1) * step(r, long1);
      float l = (0.30 + 0.70 * r) * (0.65 + 0.5 * own) * (0.80 + 0.35 * leaflet) * (0.88 + 0.24 * step(0.0, side));
      lit = mix(lit, l, c);
      c *= smoothstep(0.50, 0.40, abs(fract(x) - 0.5));
      cover = max(cover, c);
    }
  }
  return vec2(cover, lit);
}

// stagDistance is the signed distance to a stag that faces +x, about 1.6 tall with its antlers, hooves at y = 0.
float stagDistance(vec2 p) {
  float breath = 0.006 * sin(iTime * 1.6);
  float look = 0.10 * sin(iTime * 0.55);
  float d = capsule(p, vec2(-0.36, 0.71 + breath), vec2(0.26, 0.735 + breath), 0.150, 0.158);
  d = smin(d, capsule(p, vec2(0.24, 0.74), vec2(0.30, 0.64), 0.155, 0.125), 0.08);
  vec2 head = vec2(0.56 + 0.05 * look, 1.19 + 0.06 * look);
  d = smin(d, capsule(p, vec2(0.30, 0.82), head + vec2(-0.05, -0.04), 0.120, 0.058), 0.06);
  d = smin(d, capsule(p, head + vec2(-0.04, 0.0), head + vec2(0.17, -0.08), 0.064, 0.028), 0.035);
  d = smin(d, capsule(p, head + vec2(-0.05, 0.05), head + vec2(-0.14, 0.11), 0.028, 0.006), 0.02);
  d = smin(d, capsule(p, vec2(-0.50, 0.79), vec2(-0.56, 0.68), 0.034, 0.012), 0.04);
  d = smin(d, capsule(p, vec2(0.27, 0.66), vec2(0.29, 0.36), 0.066, 0.030), 0.04);
  d = min(d, capsule(p, vec2(0.29, 0.36), vec2(0.27, 0.03), 0.025, 0.019));
  d = smin(d, capsule(p, vec2(0.18, 0.64), vec2(0.15, 0.36), 0.062, 0.028), 0.03);
  d = min(d, capsule(p, vec2(0.15, 0.36), vec2(0.17, 0.03), 0.024, 0.018));
  d = smin(d, capsule(p, vec2(-0.38, 0.68), vec2(-0.45, 0.40), 0.108, 0.034), 0.05);
  d = min(d, capsule(p, vec2(-0.45, 0.40), vec2(-0.40, 0.03), 0.027, 0.019));
  d = smin(d, capsule(p, vec2(-0.30, 0.64), vec2(-0.32, 0.40), 0.098, 0.032), 0.04);
  d = min(d, capsule(p, vec2(-0.32, 0.40), vec2(-0.28, 0.03), 0.026, 0.018));
  vec2 q = p - head - vec2(-0.02, 0.055);
  for (int i = 0; i < 2; i++) {
    float s = i == 0 ? 1.0 : -0.45;
    vec2 base = vec2(0.02 * float(i), 0.0);
    vec2 a = base + vec2(-0.09 * s, 0.15);
    vec2 b = base + vec2(-0.15 * s, 0.31);
    vec2 c = base + vec2(-0.06 * s, 0.48);
    d = min(d, capsule(q, base, a, 0.018, 0.016));
    d = min(d, capsule(q, a, b, 0.016, 0.013));
    d = min(d, capsule(q, b, c, 0.013, 0.004));
    d = min(d, capsule(q, base + vec2(-0.05 * s, 0.08), base + vec2(0.09 * s, 0.19), 0.013, 0.004));
    d = min(d, capsule(q, a, base + vec2(0.04 * s, 0.31), 0.012, 0.004));
    d = min(d, capsule(q, b, base + vec2(-0.23 * s, 0.45), 0.011, 0.004));
  }
  return d;
}

// ground is the floor of the wood at p.
vec3 ground(vec3 p, float dist, vec3 sun, vec3 amb) {
  float litter = fbm(p.xz * 1.7, budget(5, 0.6));
  float fine = mix(0.5 * noise(p.xz * 13.0) + 0.5 * noise(OCTAVE * p.xz * 15.0), 0.5, smoothstep(6.0, 25.0, dist));
  vec3 moss = leafColor() * 0.75;
  vec3 leaves = mix(vec3(0.085, 0.050, 0.025), 0.20 * uPalette[2] + vec3(0.03, 0.015, 0.0), 0.40);
  vec3 albedo = mix(leaves, moss, smoothstep(0.38, 0.60, litter));
  float away = abs(p.x - pathX(p.z)) + 0.9 * (litter - 0.5);
  albedo = mix(vec3(0.125, 0.090, 0.060), albedo, smoothstep(0.30, 0.85, away));
  albedo *= 0.60 + 0.75 * fine;
  float snow = smoothstep(0.18, 0.42, uWeather.z * 0.95 + 0.6 * (litter - 0.45));
  albedo = mix(albedo, vec3(0.78, 0.82, 0.90), snow * step(0.02, uWeather.z));
  float spot = lightThrough(p);
  float wet = uWeather.y * smoothstep(0.42, 0.36, litter);
  return mix(albedo, albedo * 0.45 + 0.05, wet) * (amb * 1.0 + sun * (spot * 0.80 * max(keyDir().y, 0.16) + 0.03));
}

void main() {
  float rest = pathX(uTravel + 4.0) * 0.6;
  vec3 ro = vec3(rest, EYE, uTravel) + uCamPos * vec3(1.0, 0.5, 1.0);
  ro.y = max(ro.y, 0.5);
  vec3 rd = cameraRay(0.07);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient() * (1.0 + 1.4 * nightness());
  vec3 key = keyDir();
  float mu = dot(rd, key);
  vec3 air = airColor(rd);
  float density = fogDensity();
  float aa = pixelAngle();
  float toGround = rd.y < -0.001 ? ro.y / -rd.y : 1000.0;
  float reach = min(toGround, 60.0);
  vec3 leaf = leafColor();
  float toKey = clamp(key.x * 1.5, -1.0, 1.0);
  float snowy = smoothstep(0.05, 0.55, uWeather.z);
  float moonRim = 0.07 * nightness();
  vec3 toEye = vec3(-rd.x, 0.0, -rd.z) / max(length(rd.xz), 1e-3);

  float through = 1.0;
  float seen = 1.0;
  vec3 sum = vec3(0.0);
  float rz = max(rd.z, 0.12);
  int first = int(floor(ro.z / ROW)) + 1;
  int stagRow = int(floor(uTravel / ROW)) + 3;
  for (int k = 0; k < ROWS; k++) {
    int row = first + k;
    float z = float(row) * ROW;
    float t = (z - ro.z) / rz;
    vec3 p = ro + rd * t;
    if (uStag > 0.5 && row == stagRow) {
      float ahead = t - 0.6;
      vec3 s = ro + rd * ahead;
      float where = pathX(z) + (hash1(5) < 0.5 ? -0.35 : 0.35);
      float facing = hash1(6) < 0.5 ? -1.0 : 1.0;
      vec2 q = vec2((s.x - where) * facing, s.y) / 1.25;
      if (abs(q.x) < 1.0 && q.y < 2.0) {
        float d = stagDistance(q);
        float soft = aa * ahead / 1.25;
        float a = smoothstep(soft, -soft, d) * through;
        float rim = smoothstep(-0.035, 0.0, d) * smoothstep(0.1, 1.1, q.y);
        vec3 coat = vec3(0.060, 0.038, 0.022) * (amb * 0.9 + sun * 0.06) + (air * 0.55 + sun * 0.10) * rim;
        coat = mix(coat, air, 1.0 - exp(-density * ahead * 0.8));
        sum += coat * a;
        through -= a;
      }
    }
    if (t > 0.6 && t < reach + 1.7 && through > 0.004) {
      float salt1 = hash1(row * 7);
      float x = p.x + CELL * salt1;
      int col = int(floor(x / CELL));
      vec2 h = hash22(ivec2(col, row));
      float h2 = hash2(ivec2(col + 501, row));
      float soft = aa * t;
      float haze = density * max(t - NEAR * uWeather.w, 0.3 * t);
      float fog = exp(-haze) * mix(1.0, exp(-0.35 * haze * exp(-0.6 * max(p.y, 0.0))), 0.8);
      float middle = pathX(z);
      int id = col * 13 + row * 101;

      vec3 c = vec3(0.0);
      float cover = 0.0;
      float spot = 0.35 + 0.65 * h2;
      float centre = (float(col) + 0.5 + 0.50 * (h.x - 0.5)) * CELL - CELL * salt1;
      float a = p.x - centre - (h2 - 0.5) * 0.07 * p.y;
      float radius = 0.09 + 0.26 * h.y * h.y;
      float clear = abs(centre - middle);
      bool stands = h2 > 0.20 && clear > 1.15 + radius + 0.5 * portrait();
      if (stands && abs(a) < radius * 1.9 + 0.05 + soft) {
        float bark = noise(vec2(a * 14.0, p.y * 2.2) + float(row)) - 0.5;
        float girth = radius * (1.0 - 0.022 * p.y + 0.75 * exp(-max(p.y, 0.0) * 3.0)) + 0.03 * bark;
        float u = clamp(a / max(girth, 0.01), -1.0, 1.0);
        vec3 n = toEye * sqrt(1.0 - u * u) + vec3(toEye.z, 0.0, -toEye.x) * -u;
        float ridges = 0.55 + 0.9 * noise(vec2(u * 5.0 + h.x * 40.0, p.y * 1.4)) * (0.7 + 0.6 * bark);
        vec3 wood = mix(vec3(0.070, 0.052, 0.040), vec3(0.110, 0.100, 0.088), h2) * ridges;
        wood = mix(wood, leaf * 0.6, smoothstep(1.1, 0.0, p.y + bark) * 0.7);
        wood = mix(wood, vec3(0.75), uWeather.z * 0.6 * smoothstep(0.1, 0.9, -u + bark));
        float diffuse = max(dot(n, key), 0.0);
        c = wood * (amb * (0.55 + 0.25 * sat(n.x)) + sun * diffuse * spot * 0.8) + (air * 0.10 * u * u + sun * moonRim * spot * sat(0.4 + 1.5 * dot(n.xz, key.xz))) * u * u;
        cover = smoothstep(girth + soft, girth - soft, abs(a)) * smoothstep(-0.03, 0.05, p.y + 0.1 * bark);
      }
      if (stands && k < 8 && abs(a) < 1.3 && p.y < 7.0 && p.y > 0.8) {
        float twig = branches(a, p.y, id, soft);
        c = cover > 0.0 ? c : vec3(0.040, 0.032, 0.026) * amb;
        cover = max(cover, twig);
      }
      if (h2 < 0.34 && clear > 1.7) {
        float size = 1.6 + 3.6 * h.y;
        vec2 q = vec2(p.x - centre, p.y) / size;
        q.x += 0.012 * q.y * sin(iTime * 1.1 + 6.28 * h.x);
        if (abs(q.x) < 0.34 && q.y < 1.0) {
          vec2 f = fir(vec2(q.x * 0.80, q.y), soft / size, h, toKey);
          f.x *= smoothstep(0.0, 0.05, q.y + 0.04 * (h.x - 0.5));
          vec3 needles = mix(leaf, vec3(0.030, 0.060, 0.030), 0.4 * h2) * (0.16 + 0.85 * f.y);
          needles = mix(needles, vec3(0.72, 0.76, 0.82) * (0.55 + 0.45 * f.y), snowy * smoothstep(0.38, 0.62, f.y));
          vec3 fc = needles * (amb * 0.95 + sun * (0.10 + 0.30 * spot * f.y));
          c = mix(c, fc, f.x);
          cover = max(cover, f.x);
        }
      }
      if (p.y > 2.6) {
        vec2 q = vec2(p.x + 0.05 * sin(iTime * 0.9 + z), p.y) * 0.34 + vec2(float(row) * 17.3, 0.0);
        float crown = fbm(q, 3) + 0.030 * min(p.y - 6.0, 8.0) - 0.22 * smoothstep(6.5, 2.6, p.y);
        if (crown > 0.36) {
          // Sprays of leaves, down to the single ones where they are wider than pixels.
          vec2 f1 = q * 17.0 + 0.03 * sin(iTime * 0.7 + q.x * 3.0);
          float sprays = noise(f1);
          float twigs = noise(OCTAVE * f1 + 0.9 * sprays);
          float single = 0.5;
          if (t < 24.0) {
            vec2 f2 = vec2(f1.x * 5.2 + f1.y * 2.6, f1.y * 6.4 - f1.x * 2.9);
            single = mix(0.5, 0.6 * noise(f2) + 0.4 * noise(OCTAVE * f2), smoothstep(24.0, 10.0, t));
          }
          float foliage = 0.40 * sprays + 0.32 * twigs + 0.36 * single;
          crown += 0.46 * (foliage - 0.50);
          float edge = 0.012 + soft * 0.30;
          float leaves = smoothstep(0.50 - edge, 0.50 + edge, crown) * smoothstep(4.0, 9.0, t);
          vec3 lc = leaf * (0.14 + 1.6 * foliage * foliage) * (0.45 + 0.9 * single) * (0.6 + 0.8 * smoothstep(0.50, 0.75, crown));
          lc *= amb * 0.95 + sun * (0.10 + 0.50 * sat(mu) * foliage);
          lc = mix(lc, vec3(0.70, 0.74, 0.80) * (amb * 0.8 + sun * 0.10) * (0.5 + 0.7 * single), snowy * smoothstep(0.44, 0.60, foliage));
          c = mix(c, lc, leaves);
          cover = max(cover, leaves);
        }
      }
      if (p.y < 1.0) {
        float away = abs(p.x - middle);
        float tall = 0.80 * (0.30 + 0.70 * noise(vec2(p.x * 0.55, z * 3.1))) * smoothstep(0.75, 1.9, away);
        // Moss and low herbs, and ferns that stand up from them.
        float herb = mix(noise(vec2(p.x * 21.0 + 6.0 * p.y, z * 1.7)), noise(vec2(p.x * 2.3, z * 1.7)), snowy);
        float outline = 0.30 * tall * (0.25 + 1.1 * herb);
        float low = smoothstep(outline + soft, outline - soft - 0.03, p.y) * smoothstep(0.0, 0.16, p.y) * step(0.03, tall) * (1.0 - snowy);
        vec2 frond = vec2(0.0);
        if (t < 24.0) {
          frond = ferns(vec2(p.x, p.y + 0.04), 1.35 * tall, row * 5, soft, ro.y * 1.5 / max(t - 1.5, 1.0)) * (1.0 - snowy);
        }
        float high = sat(p.y / max(0.6 * tall, 0.05));
        float light2 = mix(0.16 + 0.50 * herb * sat(p.y / max(outline, 0.05)), 0.14 + 1.45 * frond.y * frond.y * (0.45 + 0.55 * high), frond.x);
        float fern = max(low, frond.x);
        vec3 green = leaf * light2 * mix(vec3(1.0), vec3(1.25, 1.0, 0.7), 0.5 * h2 * frond.x);
        green = mix(green, vec3(0.70, 0.74, 0.80) * (0.45 + 0.55 * high), snowy);
        vec3 gc = green * (amb * 1.15 + sun * (0.08 + 0.22 * spot * sat(mu)));
        c = mix(c, gc, fern);
        cover = max(cover, fern);
      }
      float veil = exp(-max(p.y, 0.0) * 1.1) * (0.05 + 0.10 * uWeather.w) * smoothstep(2.0, 9.0, t) * smoothstep(0.0, 0.7, p.y);
      if (veil > 0.01) {
        veil *= noise(vec2(p.x * 0.30 - iTime * (0.12 + 0.04 * uWind.x), z * 0.37 + iTime * 0.05)) * 1.8;
        sum += through * veil * air;
        through *= 1.0 - veil;
      }
      c = mix(air, c, fog);
      cover *= smoothstep(0.6, 1.8, t);
      sum += through * cover * c;
      through *= 1.0 - cover;
      seen = behind(seen, z - ro.z, cover);
    }
  }

  vec3 behind = air;
  if (toGround < 70.0) {
    vec3 g = ground(ro + rd * toGround, toGround, sun, amb);
    behind = mix(air, g, exp(-density * max(toGround - NEAR * uWeather.w, 0.3 * toGround) * 1.15));
  } else {
    float hole = smoothstep(0.02, 0.30, rd.y) * 0.7 * (1.0 - uWeather.w);
    if (through * hole > 0.01) {
      behind = mix(air, skyFull(rd, budget(4, 0.5)) * 0.8 + air * 0.2, hole);
    }
  }
  vec3 c = sum + behind * through;

  float strength = uShafts < 0.0 ? 0.0 : (uShafts > 0.0 ? uShafts : 0.55);
  if (strength > 0.0) {
    int taps = budget(8, 0.6);
    float stride = 30.0 / float(taps);
    float lit = 0.0;
    for (int i = 0; i < taps; i++) {
      float s = stride * (float(i) + 0.6);
      vec3 p = ro + rd * s;
      float inFront = sat((reach - s) / stride + 0.5);
      lit += inFront * lightThrough(p) * exp(-density * s * 0.9) * smoothstep(0.0, 4.0, s);
    }
    lit *= stride * 0.075;
    float phase = 0.16 + 0.84 * pow(sat(0.5 + 0.5 * mu), 5.0);
    c += sun * sunTint() * (lit * phase * strength * (0.12 + 0.20 * lowSun() + uWeather.w * 0.34));
  }
  fragColor = vec4(c, seen);
}
