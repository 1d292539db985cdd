#version 300 es
// City: a street between tall houses with shops, lit windows and neon signs, wet or dry, by night or by day.
//
// Houses are boxes on both sides of a street along z; a ray is tested against every wall, end wall and blade sign of the next
// blocks. Wet asphalt mirrors the street with a few rays spread along the view, which gives the long streaks of rough water
// (as in Lagarde, "Water drop" series, 2012-2013); puddles are flatter. Sky light, sun and lamps follow the time of day.
//
// Own uniforms (0 keeps the default):
//   uWet      float -1..1  wetness of the street, -1 is dry; default follows uWeather.y
//   uWalkers  float -1..2  pedestrians, -1 is none; default 2 when it rains or is dark, else none
//   uTraffic  float -1..1  amount of car lights, -1 is none; default 1 by night
// uPalette[0..4] are the neon colours; [0] and [2] also tint the night haze.
#include "common.glsl"
#include "cast.glsl"

uniform float uWet;
uniform float uWalkers;
uniform float uTraffic;

const float BLOCK = 7.0;        // m of street per house
const float HALF = 6.0;         // m from the middle to the nearest wall
const float KERB = 3.7;
const int BLOCKS = 11;
const float NOTHING = 10000.0;
const int WALL = 1;
const int END_WALL = 2;
const int SIGN = 3;

// lamps is how much artificial light is switched on.
float lamps() {
  float dark = smoothstep(0.24, -0.02, uSunDir.y);
  return max(dark, 0.55 * overcast() * uWeather.y);
}

vec3 neon(float h) {
  int i = int(h * 4.999);
  vec3 c = i == 0 ? uPalette[0] : (i == 1 ? uPalette[1] : (i == 2 ? uPalette[2] : (i == 3 ? uPalette[3] : uPalette[4])));
  return c / max(max(c.r, max(c.g, c.b)), 0.05);
}

vec3 nightHaze() {
  return smoothstep(0.12, -0.10, uSunDir.y) * (0.085 * neon(0.1) + 0.060 * neon(0.5) + vec3(0.012, 0.014, 0.022));
}

// airColor is the haze at the end of the street.
vec3 airColor(vec3 rd) {
  vec3 glow = nightHaze() * exp(-max(rd.y, 0.0) * 3.2);
  return distanceColor(rd) * mix(1.0, 0.7, lamps()) + glow;
}

float hazeAmount(float dist) {
  return 1.0 - exp(-dist * (0.0055 + 0.007 * lamps() + 0.009 * uWeather.y + 0.045 * uWeather.w));
}

float box(vec2 p, vec2 b) {
  vec2 d = abs(p) - b;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}

// glyph is a made-up character in the cell f (-0.5..0.5), drawn as a few strokes.
float glyph(vec2 f, ivec2 cell, float soft) {
  vec2 h = hash22(cell);
  float h2 = hash2(cell + ivec2(91, 7));
  float w = 0.055;
  float d = max(abs(f.x - 0.24 * (h.x * 2.0 - 1.0)) - w, abs(f.y) - 0.38);
  d = min(d, max(abs(f.y + 0.28 * (h.y * 2.0 - 1.0)) - w, abs(f.x) - 0.36));
  d = min(d, max(abs(f.y - 0.30 + 0.2 * h2) - w, abs(f.x) - 0.30));
  float ring = abs(length(f - vec2(0.0, -0.06)) - 0.24) - w;
  d = h2 > 0.55 ? min(d, ring) : d;
  return smoothstep(soft, -soft, d);
}

// signLight is the light of a neon board with half size b; it includes the halo on the wall around it.
vec3 signLight(vec2 d, vec2 b, int id, float px) {
  float edge = box(d, b);
  vec3 colour = neon(hash1(id + 6));
  vec3 second = neon(hash1(id + 7));
  bool upright = b.y > b.x;
  float cellSize = upright ? b.x * 1.7 : b.y * 1.7;
  vec2 g = d / cellSize + 40.5;
  ivec2 cell = ivec2(floor(g));
  float soft = 0.02 + px / cellSize;
  float inside = smoothstep(px, -px, edge + 0.06);
  float text = glyph(fract(g) - 0.5, cell + ivec2(id * 3, id), soft) * inside;
  float tube = smoothstep(0.035 + px, 0.010, abs(edge + 0.03));
  float panel = step(0.45, hash1(id + 9)) * smoothstep(px, -px, edge);
  float flicker = 1.0 - 0.6 * step(0.90, hash1(id + 8)) * smoothstep(0.46, 0.66, noise(vec2(iTime * 6.0, float(id))));
  float fade = min(1.0, 0.10 / (px + 0.02));
  vec3 c = second * panel * 0.35;
  c += colour * (tube * 3.2 * fade + 0.34 * exp(-max(edge, 0.0) * 2.2) + 0.11 * exp(-max(edge, 0.0) * 0.7));
  c += mix(colour, second, step(0.5, hash1(id + 12))) * (text * 3.6 * fade + inside * (1.0 - fade) * 0.7);
  return c * flicker * (0.12 + 0.88 * lamps());
}

vec3 houseColor(int id) {
  float h = hash1(id + 3);
  vec3 brick = vec3(0.26, 0.125, 0.085);
  vec3 concrete = vec3(0.26, 0.26, 0.265);
  vec3 plaster = vec3(0.44, 0.39, 0.32);
  vec3 c = h < 0.33 ? brick : (h < 0.70 ? concrete : plaster);
  return c * (0.65 + 0.6 * hash1(id + 4));
}

// sunOn is the share of sun that reaches the height y over the house across the street.
float sunOn(float y, float way) {
  vec3 key = keyDir();
  float clear = y + way * key.y / max(abs(key.x), 0.05);
  return smoothstep(9.0, 16.0, clear);
}

// facade is the radiance of the wall of house id at q = (along the street, up), normal n, seen along rd from dist.
vec3 facade(vec2 q, int id, vec3 n, vec3 rd, float dist) {
  float on = lamps();
  float px = dist * pixelAngle() * 1.2;
  vec3 key = keyDir();
  vec3 sun = keyColor() * max(dot(n, key), 0.0) * sunOn(q.y, 2.0 * HALF);
  vec3 amb = skyAmbient() * (1.10 + 0.70 * sat(q.y / 16.0)) + keyColor() * (0.10 * max(keyDir().y, 0.0));
  vec3 spill = nightHaze() * 1.6 * exp(-q.y * 0.10);
  vec3 light = sun + amb + spill;
  float stain = 0.72 + 0.45 * noise(vec2(q.x * 1.3, q.y * 0.35) + float(id)) + 0.12 * noise(q * 9.0);
  vec3 wall = houseColor(id) * stain;
  float style = hash1(id + 5);
  vec2 pitch = vec2(0.95 + 0.5 * hash1(id + 1), 1.55 + 0.35 * hash1(id + 2));
  vec2 g = q / pitch;
  ivec2 cell = ivec2(floor(g));
  vec2 f = fract(g);
  vec2 pw = px / pitch + 0.012;
  vec2 inset = style > 0.68 ? vec2(0.05, 0.10) : vec2(0.17, 0.22);
  vec2 open2 = smoothstep(inset - pw, inset + pw, f) * smoothstep(1.0 - inset + pw, 1.0 - inset - pw, f);
  float window = open2.x * open2.y;
  float detail = sat(0.30 / (px + 0.02));
  vec2 h = hash22(cell + ivec2(id * 131, id * 17));
  float frame = smoothstep(0.02 + pw.x, 0.0, abs(f.x - 0.5) - 0.012) * detail;

  vec3 r = reflect(rd, n);
  vec3 glassSky = mix(skyGradient(normalize(vec3(r.x, abs(r.y) + 0.15, r.z))), wall * amb, 0.45);
  vec3 glass = glassSky * (0.20 + 0.5 * pow(1.0 - abs(dot(rd, n)), 3.0)) + vec3(0.006, 0.008, 0.012);
  float litShare = on * mix(0.20, 0.42, style);
  float lit = smoothstep(1.0 - litShare - 0.02, 1.0 - litShare + 0.02, h.x);
  vec3 tone = mix(vec3(1.0, 0.60, 0.26), vec3(0.66, 0.82, 1.0), step(0.80, h.y));
  tone = mix(tone, neon(h.y), 0.7 * step(0.93, fract(h.y * 7.0)));
  float room = 0.35 + 0.65 * smoothstep(0.10, 0.95, f.y) * (0.6 + 0.4 * noise(q * vec2(5.0, 4.0)));
  vec3 inner = tone * lit * room * (0.30 + 1.2 * fract(h.x * 91.0));
  vec3 pane = mix(glass + inner, wall * light * 0.4, frame * 0.6);
  vec3 c = mix(wall * light, pane, window * mix(0.55, 1.0, detail));
  float ledge = smoothstep(0.05 + pw.y, 0.0, abs(f.y - 0.04)) * detail;
  c *= 1.0 - 0.45 * ledge;

  if (q.y < 3.4) {
    float bayPos = q.x / 2.33 + 0.3;
    float bay = fract(bayPos);
    int bayId = int(floor(bayPos)) + id * 5;
    float pane2 = smoothstep(0.04, 0.055 + px * 0.4, bay) * smoothstep(0.96, 0.945 - px * 0.4, bay) * smoothstep(0.34, 0.38, q.y) * smoothstep(2.52, 2.47 - px, q.y);
    float kind = hash1(bayId);
    vec3 warm = mix(vec3(1.0, 0.64, 0.32), neon(hash1(bayId + 77)), 0.40 * step(0.55, hash1(bayId + 5)));
    float up = sat((q.y - 0.36) / 2.1);
    float shelf = 0.55 + 0.45 * step(0.22, fract(up * 4.0 + 0.1));
    float goods = 0.35 + 0.9 * hash2(ivec2(int(floor(bayPos * 19.0)), int(floor(up * 4.0 + 0.1)) + id * 7));
    vec3 shop = warm * (0.10 + 0.22 * mix(0.65, shelf * goods, detail) + 0.75 * up * up) * (0.10 + 0.90 * on);
    shop += glassSky * 0.10;
    vec3 shutter = vec3(0.12) * (0.6 + 0.6 * step(0.5, fract(q.y * 8.0))) * light;
    vec3 front = mix(shutter, shop, step(0.34, kind));
    vec3 base = houseColor(id + 9) * 0.35 * light;
    c = mix(base, front, pane2);
    float awning = smoothstep(2.50, 2.54, q.y) * smoothstep(3.02, 2.98, q.y);
    vec3 cloth = neon(hash1(id * 3 + 2));
    float board = step(0.40, hash1(id * 3 + 5));
    vec2 letters = vec2(q.x / 0.42, (q.y - 2.77) / 0.42);
    float name = glyph(fract(letters + 0.5) - 0.5, ivec2(floor(letters + 0.5)) + ivec2(id * 5, 3), 0.03 + px * 2.0) * detail * step(abs(q.x - BLOCK * 0.5), 0.8 + 2.0 * hash1(id * 3 + 8));
    vec3 fascia = cloth * (0.18 * light + 0.42 * on) + vec3(1.4) * name * (0.15 + 0.85 * on);
    c = mix(c, mix(base, fascia, board), awning);
  }
  for (int k = 0; k < 2; k++) {
    int s = id * 11 + k * 29;
    bool upright = hash1(s + 2) > 0.5;
    vec2 b = upright ? vec2(0.34 + 0.14 * hash1(s + 3), 1.3 + 1.3 * hash1(s + 4)) : vec2(1.1 + 0.8 * hash1(s + 3), 0.34 + 0.2 * hash1(s + 4));
    vec2 centre = vec2(1.4 + (BLOCK - 2.8) * hash1(s), 4.6 + 3.6 * hash1(s + 1) + 4.2 * float(k));
    if (hash1(s + 13) < 0.72) {
      vec2 d = q - centre;
      float cover = smoothstep(px, -px, box(d, b + 0.05));
      c = mix(c, vec3(0.012) * light + c * 0.05, cover * 0.9);
      c += signLight(d, b, s, px);
    }
  }
  return c;
}

// Hit is what a ray meets first.
struct Hit {
  float dist;  // m along the ray; NOTHING for the sky
  int kind;    // 0, WALL, END_WALL or SIGN
  int house;   // number of the house, or of its sign
  vec2 at;     // m on the wall (along the street, up), or from the middle of the sign
  float side;  // of the street, -1 or 1; half the height of a sign
};

// trace follows a ray to the next house or sign. All rays try the houses from the camera's on, the same for every pixel, since
// none goes back: what a house is like is then found once for the picture instead of for each mirrored ray.
Hit trace(vec3 ro, vec3 rd) {
  Hit hit = Hit(NOTHING, 0, 0, vec2(0.0), 1.0);
  int first = int(floor((uTravel + uCamPos.z) / BLOCK));
  for (int k = 0; k < BLOCKS; k++) {
    float z = float(first + k) * BLOCK;
    for (int s = 0; s < 2; s++) {
      float sign1 = s == 0 ? -1.0 : 1.0;
      int id = (first + k) * 2 + s + 100;
      float wallX = sign1 * (HALF + 1.1 * hash1(id * 13));
      float high = 9.0 + 22.0 * hash1(id * 17 + 3);
      float gap = 0.9 * step(0.6, hash1(id * 19));
      float t = (wallX - ro.x) / rd.x;
      vec3 p = ro + rd * t;
      if (t > 0.0 && t < hit.dist && p.z > z && p.z < z + BLOCK - gap && p.y < high) {
        hit.dist = t;
        hit.kind = WALL;
        hit.house = id;
        hit.at = vec2(p.z - z, p.y);
        hit.side = sign1;
      }
      float te = (z - ro.z) / rd.z;
      vec3 e = ro + rd * te;
      if (te > 0.0 && te < hit.dist && e.x * sign1 > abs(wallX) && e.y < high) {
        hit.dist = te;
        hit.kind = END_WALL;
        hit.house = id;
        hit.at = vec2(e.x * sign1 - abs(wallX), e.y);
        hit.side = sign1;
      }
      if (hash1(id * 23) < 0.66) {
        float zs = z + 0.6 + 2.5 * hash1(id * 29);
        float ts = (zs - ro.z) / rd.z;
        vec3 q = ro + rd * ts;
        float tall = 1.2 + 1.5 * hash1(id * 31);
        float wide = 0.42 + 0.22 * hash1(id * 37);
        vec2 d = vec2(q.x - (wallX - sign1 * (wide + 0.25)), q.y - 4.4 - 3.5 * hash1(id * 41) - tall);
        if (ts > 0.0 && ts < hit.dist && abs(d.x) < wide + 0.04 && abs(d.y) < tall + 0.04) {
          hit.dist = ts;
          hit.kind = SIGN;
          hit.house = id * 43;
          hit.at = d;
          hit.side = tall;
        }
      }
    }
    if (hit.kind != 0) {
      break;  // what stands in the next blocks is farther
    }
  }
  return hit;
}

// street is the light that comes back along a ray from what it hit, with the air between.
vec3 street(vec3 rd, Hit hit) {
  vec3 air = airColor(rd);
  if (hit.kind == 0) {
    vec3 c = skyFull(rd, 4) + nightHaze() * exp(-max(rd.y, 0.0) * 3.2);
    float bucket = floor(rd.x / max(rd.z, 0.1) * 34.0);
    float roof = 0.05 + 0.26 * hash1(int(bucket) + 700) * smoothstep(0.62, 0.0, abs(rd.x / max(rd.z, 0.1)));
    float tower = smoothstep(roof + 0.003, roof - 0.003, rd.y);
    vec2 wg = vec2(rd.x / max(rd.z, 0.1) * 34.0 * 5.0, rd.y * 150.0);
    float glow = step(0.80, hash2(ivec2(floor(wg)))) * lamps() * 0.22;
    vec3 far = mix(c * 0.30 + vec3(0.9, 0.7, 0.45) * glow, air, 0.62);
    return mix(c, far, tower * (1.0 - uWeather.w));
  }
  vec3 c;
  if (hit.kind == SIGN) {
    vec2 b = vec2(0.42 + 0.22 * hash1(hit.house / 43 * 37), hit.side);
    float px = hit.dist * pixelAngle() * 1.2;
    c = vec3(0.02) * (skyAmbient() + 0.2) + signLight(hit.at, b, hit.house, px) * 1.1;
  } else {
    vec3 n = hit.kind == WALL ? vec3(-hit.side, 0.0, 0.0) : vec3(0.0, 0.0, -1.0);
    c = facade(hit.at, hit.house, n, rd, hit.dist);
    if (hit.kind == END_WALL) {
      c *= 0.55;
    }
  }
  return mix(c, air, hazeAmount(hit.dist));
}

// carLights adds the glow of tail lamps that drive away and head lamps that come.
vec3 carLights(vec3 ro, vec3 rd, float limit) {
  vec3 sum = vec3(0.0);
  float amount = uTraffic < 0.0 ? 0.0 : (uTraffic > 0.0 ? uTraffic : 1.0);
  float on = lamps() * amount;
  if (on < 0.05) {
    return sum;
  }
  for (int i = 0; i < 6; i++) {
    bool away = i < 3;
    float speed = away ? 5.0 : -6.5;
    float z = mod(hash1(i * 3 + 1) * 72.0 + iTime * speed - uTravel, 72.0) + 5.0 + uTravel;
    float lane = away ? 1.75 : -1.75;
    for (int j = 0; j < 2; j++) {
      vec3 d = vec3(lane + (j == 0 ? -0.62 : 0.62), 0.68, z) - ro;
      float along = dot(d, rd);
      if (along > 0.0 && along < limit + 0.6) {
        vec3 miss = d - rd * along;
        float spread = dot(miss, miss);
        float a = 0.0042 / (spread + 0.0022 + 0.0000015 * along * along);
        vec3 c = away ? vec3(1.0, 0.06, 0.03) : vec3(1.0, 0.88, 0.68);
        sum += c * a * exp(-along * 0.022) * smoothstep(0.0, 4.0, z - ro.z);
      }
    }
  }
  return sum * on * 0.42;
}

// walker is the signed distance to a person with a coat and, when it rains, an umbrella; height 1 without it, facing +x.
float walker(vec2 p, float phase, float umbrella) {
  float s = sin(phase);
  float d = length((p - vec2(0.012, 0.915)) * vec2(1.10, 0.92)) - 0.056;
  d = smin(d, capsule(p, vec2(0.0, 0.85), vec2(0.0, 0.80), 0.030, 0.042), 0.02);
  d = smin(d, capsule(p, vec2(0.0, 0.765), vec2(-0.004, 0.57), 0.092, 0.078), 0.05);
  d = smin(d, capsule(p, vec2(-0.004, 0.57), vec2(-0.008 - 0.012 * s, 0.34), 0.084, 0.116), 0.05);
  for (int i = 0; i < 2; i++) {
    float w = i == 0 ? s : -s;
    float lift = i == 0 ? cos(phase) : -cos(phase);
    vec2 hip = vec2(0.0, 0.45);
    vec2 knee = hip + vec2(0.075 * w + 0.02, -0.20);
    vec2 foot = knee + vec2(0.06 * w - 0.05 * max(0.0, -w), -0.235 + 0.035 * max(0.0, -lift));
    d = min(d, capsule(p, hip, knee, 0.050, 0.038));
    d = min(d, capsule(p, knee, foot, 0.036, 0.024));
    d = min(d, capsule(p, foot, foot + vec2(0.052, -0.006), 0.022, 0.016));
  }
  d = smin(d, capsule(p, vec2(0.05, 0.76), vec2(0.12, 0.63), 0.034, 0.028), 0.02);
  if (umbrella > 0.5) {
    d = smin(d, capsule(p, vec2(0.12, 0.63), vec2(0.10, 0.78), 0.026, 0.022), 0.02);
    vec2 u = p - vec2(0.070, 0.985);
    float dome = length(u * vec2(1.0, 1.28) + vec2(0.0, 0.02)) - 0.40;
    float scallop = -(u.y - 0.035 + 0.028 * abs(sin(u.x * 11.8)));
    d = min(d, max(dome, scallop));
    d = min(d, capsule(p, vec2(0.10, 0.72), vec2(0.075, 1.30), 0.0062, 0.0052));
  } else {
    d = smin(d, capsule(p, vec2(0.12, 0.63), vec2(0.13 - 0.05 * s, 0.48), 0.026, 0.020), 0.02);
  }
  return d;
}

vec3 walkers(vec3 c, vec3 ro, vec3 rd, float limit, float wet) {
  float count = uWalkers < 0.0 ? 0.0 : (uWalkers > 0.0 ? uWalkers : (max(lamps(), uWeather.y) > 0.4 ? 2.0 : 0.0));
  float umbrella = step(0.1, uWeather.y);
  for (int i = 1; i >= 0; i--) {
    if (float(i) >= count || rd.z < 0.1) {
      continue;
    }
    float z = (i == 0 ? 6.4 : 11.0) + uTravel + 0.35 * iTime * (i == 0 ? 1.0 : -0.4);
    float x = (i == 0 ? -1.35 + 0.9 * hash1(81) : 2.0 - 0.8 * hash1(82)) * (1.0 - 0.45 * portrait());
    x += (i == 0 ? 0.10 : -0.16) * iTime;
    float t = (z - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    vec2 q = vec2(p.x - x, p.y) / 1.75;
    if (i == 1) {
      q.x = -q.x;
    }
    if (t < 0.5 || abs(q.x) > 0.5 || q.y > 1.4 || q.y < -1.4) {
      continue;
    }
    float phase = iTime * 3.6 + float(i) * 2.0;
    float bob = 0.010 * abs(sin(phase));
    float d = walker(q - vec2(0.0, bob), phase, umbrella);
    float soft = pixelAngle() * t / 1.75;
    float rim = smoothstep(-0.028, 0.0, d);
    vec3 body = vec3(0.05, 0.05, 0.055) * (skyAmbient() * 0.8 + keyColor() * 0.05) + nightHaze() * 0.06;
    body += rim * (q.x < 0.0 ? neon(0.1) : neon(0.3)) * 0.10 * lamps();
    body += rim * 0.15 * skyAmbient();
    float a = smoothstep(soft, -soft, d) * step(0.0, q.y);
    if (wet > 0.0 && q.y < 0.0) {
      vec2 m = vec2(q.x + 0.03 * (noise(vec2(q.x * 9.0, q.y * 30.0 + iTime)) - 0.5), -q.y);
      float dm = walker(m, phase, umbrella);
      c *= 1.0 - 0.65 * wet * smoothstep(0.03, -0.03, dm) * exp(q.y * 1.2);
    }
    c = mix(c, mix(body, airColor(rd), hazeAmount(t)), a);
  }
  return c;
}

// ripples is the slope of rings that drops leave on the water at p.
vec2 ripples(vec2 p) {
  vec2 slope = vec2(0.0);
  for (int i = 0; i < 2; i++) {
    vec2 g = p * (1.7 + 0.6 * float(i)) + float(i) * 7.7;
    ivec2 cell = ivec2(floor(g));
    float start = hash2(cell + ivec2(0, i * 31));
    float age = iTime * 1.3 + start * 9.0;
    float phase = fract(age);
    vec2 jitter = (hash22(cell + ivec2(int(floor(age)) * 7, i)) - 0.5) * 0.5;
    vec2 d = fract(g) - 0.5 - jitter;
    float r = length(d);
    float front = r - phase * 0.36;
    slope += d / (r + 0.001) * sin(front * 55.0) * exp(-18.0 * abs(front)) * (1.0 - phase);
  }
  return slope;
}

vec3 road(vec3 p, vec3 rd, float dist, float wet) {
  float px = dist * pixelAngle();
  vec3 key = keyDir();
  float rough = fbm(p.xz * vec2(0.75, 0.55), 4);
  float grain = mix(noise(p.xz * 34.0), 0.5, sat(px * 20.0));
  float puddle = smoothstep(0.45, 0.55, rough) * wet;
  vec3 albedo = vec3(0.045, 0.046, 0.050) * (0.6 + 0.8 * grain) * (0.85 + 0.4 * rough);
  float x = abs(p.x);
  float pave = smoothstep(KERB - px, KERB + px, x);
  float slab = max(smoothstep(0.47, 0.49, abs(fract(p.x * 0.9) - 0.5)), smoothstep(0.47, 0.49, abs(fract(p.z * 0.9) - 0.5)));
  albedo = mix(albedo, vec3(0.13, 0.125, 0.12) * (0.75 + 0.4 * grain) * (1.0 - 0.3 * slab * sat(0.05 / px)), pave);
  float line = smoothstep(0.075 + px, 0.065 - px, x) * smoothstep(0.44, 0.46, fract(p.z * 0.20));
  line += smoothstep(0.06 + px, 0.05 - px, abs(x - KERB + 0.45)) * 0.7;
  float crossing = mod(p.z - 9.0, 40.0);
  float stripes = smoothstep(0.5 - px, 0.5 + px, abs(fract(p.x * 0.62) - 0.5) * 2.0) * smoothstep(0.0, 0.1, crossing) * smoothstep(3.4, 3.3, crossing) * step(x, KERB - 0.6);
  albedo = mix(albedo, vec3(0.34, 0.33, 0.31) * (0.7 + 0.4 * grain), sat(line + stripes) * (0.55 + 0.4 * rough) * (1.0 - pave));
  albedo *= 1.0 - 0.5 * smoothstep(0.09, 0.05, abs(x - KERB));
  float snow = smoothstep(0.15, 0.5, uWeather.z * 0.9 + 0.5 * (rough - 0.5)) * step(0.02, uWeather.z) * mix(0.55, 1.0, pave);
  albedo = mix(albedo * mix(1.0, 0.45, wet), vec3(0.74, 0.78, 0.85), snow);
  float way = key.x > 0.0 ? HALF - p.x : HALF + p.x;
  vec3 light = skyAmbient() * 1.9 + keyColor() * max(key.y, 0.0) * sunOn(0.0, way);
  int shopId = int(floor(p.z / BLOCK)) * 2 + (p.x > 0.0 ? 1 : 0) + 100;
  vec3 shopGlow = mix(vec3(1.0, 0.64, 0.34), neon(hash1(shopId * 3 + 2)), 0.5);
  light += lamps() * (shopGlow * 0.55 * exp(-max(HALF - x, 0.0) * 0.75) + nightHaze() * 1.5);
  vec3 c = albedo * light;
  if (wet > 0.02) {
    vec2 ring = ripples(p.xz) * uWeather.y * exp(-dist * 0.10);
    vec3 sum = vec3(0.0);
    int rays = budget(3, 0.7);
    for (int k = 0; k < rays; k++) {
      float spread = (float(k) + 0.5) / float(rays) * 2.0 - 1.0;
      float wide = mix(0.060, 0.008, puddle);
      vec2 bump = vec2(noise(p.xz * vec2(3.0, 1.6) + float(k) * 3.7), noise(p.xz * vec2(4.0, 2.0) - float(k) * 1.9)) - 0.5;
      vec2 slope = vec2(bump.x * mix(0.060, 0.012, puddle), spread * wide + bump.y * mix(0.10, 0.014, puddle)) + ring * 0.05;
      vec3 r = reflect(rd, normalize(vec3(slope.x, 1.0, slope.y)));
      r.y = abs(r.y) + 0.002;
      Hit hit = trace(p, r);
      sum += min(street(r, hit) + carLights(p, r, hit.dist), vec3(6.0));
    }
    sum /= float(rays);
    float fresnel = 0.07 + 0.93 * pow(1.0 - max(-rd.y, 0.0), 5.0);
    float mirror = mix(0.10 + 0.75 * fresnel, 0.18 + 0.82 * fresnel, puddle) * wet;
    c = mix(c, sum * 1.25, sat(mirror) * (1.0 - 0.8 * snow));
  }
  return mix(c, airColor(vec3(rd.x, 0.0, rd.z)), hazeAmount(dist));
}

void main() {
  float wet = uWet < 0.0 ? 0.0 : (uWet > 0.0 ? uWet : smoothstep(0.0, 0.4, uWeather.y));
  vec3 ro = vec3(0.35, 1.62, uTravel) + uCamPos;
  ro.x = ro.x / sqrt(1.0 + sq(ro.x / 5.2));
  ro.y = max(ro.y, 0.35);
  vec3 rd = cameraRay(0.17);
  rd.x += abs(rd.x) < 0.00001 ? 0.00002 : 0.0;
  rd.z += abs(rd.z) < 0.00001 ? 0.00002 : 0.0;
  Hit hit = trace(ro, rd);
  float dist = hit.dist;
  float seen = behind(1.0, dist * rd.z, 1.0);
  float toRoad = rd.y < 0.0 ? -ro.y / rd.y : NOTHING;
  vec3 c;
  if (toRoad < dist) {
    c = road(ro + rd * toRoad, rd, toRoad, wet);
    dist = toRoad;
    seen = 1.0;
  } else {
    c = street(rd, hit);
  }
  c += carLights(ro, rd, dist);
  c = walkers(c, ro, rd, dist, wet);
  fragColor = vec4(c, seen);
}
