#version 300 es
// Village: a lane between gabled houses, more of them and a church on the slope behind, gardens, smoke, and hills or peaks.
//
// Houses are convex: a box under a roof of two planes that stands over its walls, found by clipping the ray at every plane, each
// only where the ray passes its sphere. The ground is a walked height field. Houses throw shadows along the key light and darken
// the ground at their feet; after dusk windows and lamps light the lane.
//
// Own uniforms (0 keeps the default):
//   uPeaks   float -1..1  snowy mountains behind, -1 is none; default by the seed
//   uTimber  float -1..1  timber framing, -1 is none; default by the seed
//   uTrees   float -1..1  amount of trees, -1 is none; default some
// uPalette[2] tints leaves and grass, [1] and [3] some of the walls. uWeather.z lies on roofs and ground.
#include "common.glsl"
#include "cast.glsl"
#include "country.glsl"

uniform float uPeaks;
uniform float uTimber;
uniform float uTrees;

const float EYE = 1.72;
const float FAR = 700.0;
const int HOUSES = 18;
const int LANE_HOUSES = 8; // the first ones, along the lane
const int PLUMES = 5;
const float NOTHING = 10000.0;
const float LANE = 2.3;    // m, half the width of the lane

float laneX(float z) {
  return 3.4 * sin(z * 0.047 + TAU * hash1(2)) * smoothstep(0.0, 30.0, z) + 5.0 * sin(z * 0.019 + TAU * hash1(3)) * smoothstep(10.0, 60.0, z);
}

float land(vec2 p) {
  float off = abs(p.x - laneX(p.y));
  float slope = 11.0 * smoothstep(24.0, 120.0, p.y) + 3.5 * smoothstep(8.0, 40.0, off);
  float rise = smoothstep(9.0, 90.0, off + 0.45 * max(p.y - 50.0, 0.0));
  return slope + (noise(p * 0.011 + 4.0) - 0.4) * 26.0 * rise + (noise(p * 0.07) - 0.5) * 0.5 * smoothstep(2.0, 7.0, off);
}

// lamps is how much light people have switched on.
float lamps() {
  return max(smoothstep(0.16, -0.04, uSunDir.y), 0.35 * overcast());
}

// --- houses: everything about house i is the same for a whole frame ----------------------------------------------------------

// spot is where house i stands: x, height of the ground, z.
vec3 spot(int i) {
  vec2 h = vec2(hash1(i * 11 + 100), hash1(i * 11 + 101));
  vec2 at;
  if (i < LANE_HOUSES) {
    float side = (i & 1) == 0 ? -1.0 : 1.0;
    float z = 12.5 + 9.5 * float(i / 2) + 4.0 * h.x + (side > 0.0 ? 3.5 : 0.0);
    at = vec2(laneX(z) + side * (8.6 + 2.4 * h.y - 1.2 * portrait()), z);
  } else {
    float z = 46.0 + 68.0 * h.x;
    float x = (h.y - 0.5) * 2.0 * (16.0 + 0.50 * z);
    at = vec2(x + (x > 0.0 ? 1.0 : -1.0) * 9.0, z);
  }
  return vec3(at.x, land(at) - 0.25, at.y);
}

// turn is the direction of the ridge of house i: along the lane or across it.
float turn(int i) {
  return (hash1(i * 11 + 102) < 0.5 ? 0.0 : 0.5 * PI) + 0.22 * (hash1(i * 11 + 103) - 0.5);
}

// body is half the length, the height of the eaves and half the width of house i.
vec3 body(int i) {
  return vec3(4.0 + 2.0 * hash1(i * 11 + 104), hash1(i * 11 + 105) < 0.45 ? 2.9 : 5.3, 2.9 + 0.9 * hash1(i * 11 + 106));
}

// clip cuts the part s = (enter, leave, face entered) of a ray by a half space whose distance is o + d*t, negative inside.
vec3 clip(vec3 s, float o, float d, float face) {
  float t = -o / (abs(d) < 1e-6 ? 1e-6 : d);
  bool enters = d < 0.0;
  bool later = enters && t > s.x;
  return vec3(later ? t : s.x, enters ? s.y : min(s.y, t), later ? face : s.z);
}

// prism meets the ray with a box of half length b.x from y0 to b.y and half width b.z under a roof that rises by k per metre of
// width. The faces are 1 and 2 (ends), 3 and 4 (sides), 5 and 6 (roof). The result is (distance, face), or NOTHING.
vec2 prism(vec3 o, vec3 d, vec3 b, float y0, float k) {
  vec3 s = vec3(-NOTHING, NOTHING, 0.0);
  s = clip(s, o.x - b.x, d.x, 1.0);
  s = clip(s, -o.x - b.x, -d.x, 2.0);
  s = clip(s, o.z - b.z, d.z, 3.0);
  s = clip(s, -o.z - b.z, -d.z, 4.0);
  s = clip(s, y0 - o.y, -d.y, 7.0);
  float top = b.y + k * b.z;
  s = clip(s, o.y + k * o.z - top, d.y + k * d.z, 5.0);
  s = clip(s, o.y - k * o.z - top, d.y - k * d.z, 6.0);
  return s.x < s.y && s.x > 0.05 ? vec2(s.x, s.z) : vec2(NOTHING, 0.0);
}

// local turns a direction or an offset into the frame of a house.
vec3 local(vec3 v, float angle) {
  float c = cos(angle);
  float s = sin(angle);
  return vec3(c * v.x + s * v.z, v.y, c * v.z - s * v.x);
}

float pitchOf(int i) {
  return 0.95 + 0.35 * hash1(i * 11 + 107);
}

// house meets the ray with house i: (distance, face), faces of the roof and its gables from 11 on, the chimney from 21 on.
vec2 house(int i, vec3 ro, vec3 rd, float best) {
  vec3 at = spot(i);
  vec3 b = body(i);
  vec3 to = at + vec3(0.0, 0.5 * b.y + 1.5, 0.0) - ro;
  float along = dot(to, rd);
  float reach = 0.62 * (b.x + b.y + b.z) + 1.6;
  vec3 miss = to - rd * along;
  vec2 hit = vec2(best, 0.0);
  if (dot(miss, miss) < reach * reach && along > -reach && along - reach < best) {
    float angle = turn(i);
    vec3 o = local(ro - at, angle);
    vec3 d = local(rd, angle);
    float k = pitchOf(i);
    vec2 h = prism(o, d, b, -1.0, k);
    hit = h.x < hit.x ? h : hit;
    vec3 wide = vec3(b.x + 0.35, b.y - 0.42 * k, b.z + 0.55);
    h = prism(o - vec3(0.0, 0.16, 0.0), d, wide, b.y - 0.50 * k, k);
    hit = h.x < hit.x ? vec2(h.x, h.y + 10.0) : hit;
    vec3 stack = vec3(b.x * 0.45, 0.0, b.z * 0.25);
    h = prism(o - stack, d, vec3(0.40, b.y + k * b.z + 1.0, 0.36), b.y, 0.0);
    hit = h.x < hit.x ? vec2(h.x, h.y + 20.0) : hit;
  }
  return hit;
}

vec3 wallColor(int i) {
  float h = hash1(i * 11 + 108);
  vec3 c = h < 0.45 ? vec3(0.66, 0.62, 0.54) : (h < 0.65 ? vec3(0.58, 0.44, 0.27) : (h < 0.82 ? vec3(0.36, 0.33, 0.29) : vec3(0.55, 0.36, 0.27)));
  return h > 0.90 ? mix(c, 0.55 * uPalette[1] + 0.1, 0.5) : c;
}

// shade is the lit surface of house i at distance t; face and n are what house found, in the house's frame, o the local point.
vec3 shade(int i, vec3 o, float face, vec3 n, vec3 rd, float t, vec3 sun, vec3 amb) {
  float px = t * pixelAngle();
  vec3 b = body(i);
  float fine = sat(0.05 / px);
  vec3 key = local(keyDir(), turn(i));
  float lit = max(dot(n, key), 0.0);
  vec3 light = amb * (0.75 + 0.35 * max(n.y, -0.3) + 0.25 * sat(o.y * 0.25)) + sun * (lit + 0.10 * sat(-n.y));
  if (face > 14.5 && face < 17.5) { // roof
    float row = o.z * 4.6;
    float tone = hash1(i * 11 + 109);
    vec3 c = tone < 0.55 ? vec3(0.235, 0.082, 0.045) : (tone < 0.8 ? vec3(0.115, 0.090, 0.075) : vec3(0.085, 0.090, 0.100));
    float tile = mix(0.5, hash2(ivec2(int(floor(o.x * 4.0 + 0.5 * mod(floor(row), 2.0))) + i * 64, int(floor(row)) + 900)), fine);
    c *= 0.72 + 0.34 * tile + 0.25 * noise(o.xz * 0.8 + float(i));
    c *= 1.0 - 0.35 * fine * smoothstep(0.75, 1.0, fract(row));
    float moss = smoothstep(0.55, 0.8, noise(o.xz * 1.1 + 30.0 + float(i)));
    c = mix(c, vec3(0.075, 0.085, 0.030), 0.35 * moss);
    float snow = smoothstep(0.08, 0.30, uWeather.z - 0.35 * noise(o.xz * 0.9 + 7.0));
    c = mix(c, vec3(0.80, 0.84, 0.90), snow);
    vec3 r = reflect(rd, n);
    return c * light + uWeather.y * (1.0 - snow) * 0.06 * skyGradient(vec3(r.x, abs(r.y), r.z));
  }
  bool gable = face < 2.5 || (face > 10.5 && face < 12.5);
  float u = gable ? o.z : o.x;
  float v = o.y;
  vec3 c = wallColor(i) * (0.80 + 0.22 * noise(vec2(u * 1.4, v * 1.1) + float(i) * 3.0) + 0.10 * (noise(vec2(u, v) * 7.0) - 0.5));
  c *= 1.0 - 0.35 * exp(-max(v, 0.0) * 2.2);
  if (face > 20.0) {
    return vec3(0.21, 0.11, 0.075) * (0.75 + 0.4 * noise(vec2(u * 9.0, v * 12.0))) * light;
  }
  float framed = uTimber < 0.0 ? 0.0 : (uTimber > 0.0 ? 1.0 : step(0.45, hash1(9)));
  float beam = 0.0;
  if (framed > 0.0) {
    float half1 = gable ? b.z : b.x;
    float edge = abs(abs(u) - half1 + 0.12);
    float post = abs(fract(u / 1.45 + 0.5) - 0.5) * 1.45;
    float rail = min(abs(v - 2.65), min(abs(v - b.y), abs(v - 0.12)));
    float brace = abs(abs(u) - half1 + 1.45 - 1.35 * sat((v - 0.2) / 2.3)) * 0.7;
    float d = min(min(edge, rail), min(post + 0.03, brace));
    beam = smoothstep(0.085 + px, 0.085 - px, d) * min(1.0, 0.2 / px);
    c = mix(c, vec3(0.062, 0.040, 0.026), beam);
  }
  float window = 0.0;
  vec3 pane = vec3(0.0);
  vec2 g = vec2(u / 1.9 + 0.5, (v - 0.30) / 2.5);
  ivec2 cell = ivec2(floor(g));
  vec2 f = (fract(g) - 0.5) * vec2(1.9, 2.5);
  float half2 = gable ? b.z : b.x;
  bool room = abs((float(cell.x) + 0.0) * 1.9) < half2 - 0.9 && v > 0.4 && v < (gable ? b.y + 2.3 : b.y) && (v < b.y || abs(float(cell.x)) < 0.5);
  float door = (cell.x == 0 && cell.y == 0 && !gable) ? 1.0 : 0.0;
  vec2 open2 = door > 0.5 ? vec2(0.52, 1.10) : vec2(0.47, 0.62);
  vec2 q = door > 0.5 ? f + vec2(0.0, 0.45) : f;
  if (room) {
    vec2 a = smoothstep(open2 + px, open2 - px, abs(q));
    window = a.x * a.y;
    vec2 rim = smoothstep(open2 + 0.10 + px, open2 + 0.10 - px, abs(q));
    c = mix(c, vec3(0.60, 0.57, 0.50), (rim.x * rim.y - window) * 0.8);
    float shutter = door > 0.5 ? 0.0 : smoothstep(0.26 + px, 0.26 - px, abs(abs(q.x) - 0.76)) * smoothstep(0.64 + px, 0.64 - px, abs(q.y)) * step(0.4, hash1(i * 11 + 110));
    vec3 paint = hash1(i * 11 + 111) < 0.5 ? vec3(0.060, 0.130, 0.075) : mix(vec3(0.16, 0.055, 0.035), 0.5 * uPalette[3], 0.3);
    c = mix(c, paint * (0.8 + 0.4 * step(0.5, fract(q.y * 9.0)) * fine), shutter);
    float h = hash2(cell + ivec2(i * 97 + int(face) * 7, 55));
    float on = lamps() * step(h, 0.62);
    vec3 r = reflect(rd, n);
    vec3 glass = skyGradient(normalize(vec3(r.x, abs(r.y) + 0.1, r.z))) * (0.10 + 0.5 * pow(1.0 - abs(dot(rd, n)), 3.0)) + 0.012;
    float bars = max(smoothstep(0.035 + px, 0.025 - px, abs(q.x)), smoothstep(0.03 + px, 0.02 - px, abs(q.y - 0.12))) * fine;
    float curtain = smoothstep(0.18, 0.42, abs(q.x) + 0.05 * sin(q.y * 9.0));
    vec3 glow = vec3(1.9, 1.02, 0.38) * on * (0.55 + 0.5 * h) * (0.75 + 0.45 * curtain) * (0.8 + 0.3 * sat(q.y + 0.4));
    pane = mix(glass + glow, vec3(0.30, 0.28, 0.24) * (light * 0.6 + 0.3 * glow), 0.75 * bars);
    if (door > 0.5) {
      float plank = 0.8 + 0.35 * noise(vec2(q.x * 9.0, 0.0)) * fine;
      pane = mix(paint, vec3(0.14, 0.080, 0.042), 0.5) * plank * light;
    }
  }
  vec3 spill = vec3(0.55, 0.27, 0.09) * lamps() * exp(-max(v, 0.0) * 0.35) * 0.5;
  vec3 lit2 = c * (light + spill);
  return mix(lit2, pane, window);
}

// --- the church --------------------------------------------------------------------------------------------------------------

vec3 churchAt() {
  float side = hash1(31) < 0.5 ? -1.0 : 1.0;
  vec2 at = vec2(laneX(66.0) + side * (10.0 - 3.0 * portrait()), 66.0);
  return vec3(at.x, land(at), at.y);
}

// church is the tower with its spire and the nave, as (distance, face); faces of the spire from 5 on.
vec2 church(vec3 ro, vec3 rd, float best) {
  vec3 at = churchAt();
  vec3 to = at + vec3(0.0, 13.0, 0.0) - ro;
  float along = dot(to, rd);
  vec3 miss = to - rd * along;
  vec2 hit = vec2(best, 0.0);
  if (dot(miss, miss) < 340.0 && along > 0.0) {
    vec3 o = ro - at;
    vec3 s = vec3(-NOTHING, NOTHING, 0.0);
    s = clip(s, o.x - 2.4, rd.x, 1.0);
    s = clip(s, -o.x - 2.4, -rd.x, 2.0);
    s = clip(s, o.z - 2.4, rd.z, 3.0);
    s = clip(s, -o.z - 2.4, -rd.z, 4.0);
    s = clip(s, o.y - 15.0, rd.y, 7.0);
    if (s.x < s.y && s.x > 0.0 && s.x < hit.x) {
      hit = s.xz;
    }
    s = vec3(-NOTHING, NOTHING, 0.0);
    float k = 0.235;
    s = clip(s, o.x + k * (o.y - 15.0) - 2.75, rd.x + k * rd.y, 5.0);
    s = clip(s, -o.x + k * (o.y - 15.0) - 2.75, -rd.x + k * rd.y, 6.0);
    s = clip(s, o.z + k * (o.y - 15.0) - 2.75, rd.z + k * rd.y, 8.0);
    s = clip(s, -o.z + k * (o.y - 15.0) - 2.75, -rd.z + k * rd.y, 9.0);
    s = clip(s, 14.7 - o.y, -rd.y, 7.0);
    if (s.x < s.y && s.x > 0.0 && s.x < hit.x) {
      hit = s.xz;
    }
    vec2 nave = prism(o - vec3(0.0, 0.0, 9.0), rd, vec3(4.2, 6.0, 7.5), -2.0, 0.0);
    nave = prism(vec3(o.z - 9.0, o.y, o.x), vec3(rd.z, rd.y, rd.x), vec3(7.5, 6.0, 4.2), -2.0, 1.05);
    if (nave.x < hit.x) {
      hit = vec2(nave.x, nave.y + 20.0);
    }
  }
  return hit;
}

vec3 churchColor(vec3 p, float face, vec3 rd, float t, vec3 sun, vec3 amb) {
  vec3 q = p - churchAt();
  float px = t * pixelAngle();
  vec3 n = face < 1.5 ? vec3(1.0, 0.0, 0.0) : (face < 2.5 ? vec3(-1.0, 0.0, 0.0) : (face < 3.5 ? vec3(0.0, 0.0, 1.0) : vec3(0.0, 0.0, -1.0)));
  bool roof = false;
  if (face > 20.0) {
    n = face < 21.5 ? vec3(0.0, 0.0, 1.0) : (face < 22.5 ? vec3(0.0, 0.0, -1.0) : (face < 23.5 ? vec3(1.0, 0.0, 0.0) : (face < 24.5 ? vec3(-1.0, 0.0, 0.0) : (face < 25.5 ? vec3(0.72, 0.69, 0.0) : vec3(-0.72, 0.69, 0.0)))));
    roof = face > 24.5;
  } else if (face > 4.5) {
    n = face < 5.5 ? vec3(0.97, 0.23, 0.0) : (face < 6.5 ? vec3(-0.97, 0.23, 0.0) : (face < 8.5 ? vec3(0.0, 0.23, 0.97) : vec3(0.0, 0.23, -0.97)));
    roof = true;
  }
  vec3 light = amb * (0.8 + 0.3 * n.y) + sun * max(dot(n, keyDir()), 0.0);
  float u = abs(n.z) > 0.5 ? q.x : q.z;
  vec3 stone = vec3(0.52, 0.48, 0.41) * (0.74 + 0.35 * noise(vec2(u * 2.0, q.y * 1.6)) + 0.10 * noise(q.xy * 0.4));
  vec3 c = stone * light;
  if (roof) {
    c = vec3(0.095, 0.105, 0.112) * (0.75 + 0.4 * noise(vec2(u * 3.0, q.y * 4.0))) * light;
    c = mix(c, vec3(0.80, 0.84, 0.90) * light, smoothstep(0.2, 0.6, uWeather.z) * 0.85);
  } else {
    float arch = length(vec2(u * 1.5, max(q.y - 11.9, 0.0))) - 0.75;
    float belfry = smoothstep(px, -px, max(arch, abs(q.y - 11.6) - 1.5)) * (face < 10.0 ? 1.0 : 0.0);
    c = mix(c, vec3(0.012), belfry);
    float dial = length(vec2(u, q.y - 8.2));
    float clock = face < 10.0 ? 1.0 : 0.0;
    c = mix(c, vec3(0.65, 0.62, 0.52) * (light + 0.8 * lamps()), clock * smoothstep(0.95 + px, 0.95 - px, dial));
    c = mix(c, vec3(0.02), clock * smoothstep(0.06 + px, 0.06 - px, min(abs(dial - 0.85), max(abs(u - 0.35 * (q.y - 8.2)), abs(q.y - 8.45) - 0.3))));
    float tall = face > 20.0 ? smoothstep(0.42 + px, 0.42 - px, abs(fract(u / 3.0 + 0.5) - 0.5) * 3.0) * smoothstep(1.4 + px, 1.4 - px, abs(q.y - 3.4)) : 0.0;
    c = mix(c, vec3(0.02) + vec3(1.5, 0.85, 0.35) * lamps(), tall);
  }
  return c;
}

// --- ground ------------------------------------------------------------------------------------------------------------------

float walk(vec3 ro, vec3 rd) {
  float t = 1.0;
  float before = t;
  float gapBefore = 1.0;
  int steps = budget(48, 0.8);
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    if (t > FAR) {
      return rd.y < -0.002 ? t : -1.0;
    }
    if (p.y > 36.0 && rd.y > 0.0) {
      return -1.0;
    }
    float gap = p.y - land(p.xz);
    if (gap < 0.0007 * t) {
      return mix(before, t, sat(gapBefore / max(gapBefore - gap, 1e-4)));
    }
    before = t;
    gapBefore = gap;
    t += max(gap * 0.8, 0.035 * t);
  }
  return gapBefore < 0.02 * t || rd.y < -0.002 ? t : -1.0;
}

// shadow is 0 where a house of the lane stands between p and the key light.
float shadow(vec3 p) {
  vec3 key = keyDir();
  float lit = 1.0;
  for (int i = 0; i < LANE_HOUSES; i++) {
    vec2 h = house(i, p, key, NOTHING);
    lit = h.y > 0.0 ? 0.0 : lit;
  }
  return lit;
}

// nearHouses is (darkening, lamp light) of the ground at p by the houses of the lane.
vec2 nearHouses(vec3 p) {
  vec2 sum = vec2(1.0, 0.0);
  for (int i = 0; i < LANE_HOUSES; i++) {
    vec3 b = body(i);
    vec3 o = local(p - spot(i), turn(i));
    vec2 q = max(abs(o.xz) - b.xz, 0.0);
    float d = length(q);
    sum.x *= 1.0 - 0.55 * exp(-d * 0.9);
    sum.y += exp(-d * 0.42) * (0.35 + 0.65 * hash1(i * 11 + 112));
  }
  return sum;
}

vec3 groundColor(vec3 p, float t, float off) {
  vec3 g = mix(vec3(0.090, 0.140, 0.030), 0.07 + 0.20 * uPalette[2], 0.35);
  float blades = mix(noise(p.xz * vec2(27.0, 11.0)), 0.5, smoothstep(7.0, 30.0, t));
  float clumps = mix(noise(p.xz * 3.3 + 40.0), 0.5, smoothstep(25.0, 90.0, t));
  float patches = fbm(p.xz * 0.11, 3);
  vec3 c = g * (0.40 + 0.5 * patches + 0.5 * blades * (0.4 + 0.6 * clumps) + 0.3 * clumps);
  c = mix(c, vec3(0.20, 0.15, 0.055), 0.35 * smoothstep(0.5, 0.75, noise(p.xz * 0.06 + 20.0)));
  float beds = smoothstep(0.52, 0.66, noise(p.xz * 0.45 + 80.0)) * smoothstep(16.0, 5.0, off) * smoothstep(45.0, 12.0, t);
  vec2 plot = p.xz * 6.5;
  vec2 bloom = hash22(ivec2(floor(plot)));
  float soft = max(6.5 * t * pixelAngle(), 0.03);
  float petals = smoothstep(0.17 + soft, 0.17 - soft, length(fract(plot) - 0.3 - 0.4 * bloom)) * step(bloom.x + 0.3 * bloom.y, 0.75);
  vec3 flower = bloom.y < 0.35 ? vec3(0.62, 0.58, 0.50) : mix(uPalette[0], uPalette[3], step(0.5, noise(p.xz * 1.3))) * 0.55 + 0.05;
  c *= 1.0 - 0.35 * beds;
  c = mix(c, flower, 0.9 * beds * petals);
  vec2 s = p.xz * vec2(3.1, 2.6);
  s.x += 0.5 * mod(floor(s.y), 2.0);
  vec2 f = abs(fract(s) - 0.5);
  float joint = mix(smoothstep(0.36, 0.48, max(f.x, f.y)), 0.4, smoothstep(6.0, 26.0, t));
  vec3 stone = mix(vec3(0.225, 0.205, 0.180), vec3(0.145, 0.130, 0.115), mix(hash2(ivec2(floor(s))), 0.5, smoothstep(8.0, 40.0, t)));
  stone = mix(stone, vec3(0.070, 0.062, 0.050), 0.75 * joint) * (0.8 + 0.4 * noise(p.xz * 0.7));
  float rim = LANE + 0.35 * (noise(p.xz * 0.9) - 0.5);
  c = mix(stone, c, smoothstep(rim - 0.12, rim + 0.25, off));
  float snow = uWeather.z * smoothstep(0.25, 0.5, 0.3 + 0.5 * uWeather.z + 0.4 * (fbm(p.xz * 0.5, 3) - 0.5) - 0.35 * smoothstep(1.5, 0.4, off));
  return mix(c, vec3(0.80, 0.84, 0.90) * (0.9 + 0.15 * patches), snow);
}

// smoke is the plumes over some chimneys, as coverage.
float smoke(vec3 ro, vec3 rd, float limit) {
  float a = 0.0;
  for (int k = 0; k < PLUMES; k++) {
    int i = k * 2 + (hash1(k + 60) < 0.5 ? 0 : 1);
    vec3 at = spot(i);
    vec3 b = body(i);
    float angle = turn(i);
    vec3 stack = vec3(b.x * 0.45, b.y + pitchOf(i) * b.z + 1.0, b.z * 0.25);
    vec3 mouth = at + vec3(cos(angle) * stack.x - sin(angle) * stack.z, stack.y, sin(angle) * stack.x + cos(angle) * stack.z);
    float t = (mouth.z - ro.z) / rd.z;
    vec3 q = ro + rd * t - mouth;
    float wind = clamp(uWind.x * 0.22 + 0.25, -1.2, 1.2);
    float bend = wind * q.y + 0.5 * (noise(vec2(q.y * 0.5 - iTime * 0.5, float(i))) - 0.5) * q.y;
    float wide = 0.22 + 0.26 * q.y;
    float body1 = exp(-sq((q.x - bend) / wide));
    vec2 w = vec2((q.x - bend) / (0.5 + 0.45 * wide), q.y * 0.62 - iTime * 0.8) + float(i) * 5.0;
    float puff = fbm(w + 0.6 * noise(w * 1.7 + 9.0), 3);
    float d = body1 * smoothstep(0.18, 0.62, puff) * smoothstep(-0.1, 0.5, q.y) * exp(-max(q.y, 0.0) * 0.30);
    a += (t > 1.0 && t < limit + 2.0 && rd.z > 0.05 ? 1.9 : 0.0) * d;
  }
  return 1.0 - exp(-a);
}

vec4 orchard(vec3 ro, vec3 rd, float limit, inout float seen) {
  float share = uTrees < 0.0 ? 0.0 : (uTrees > 0.0 ? uTrees : 0.5);
  float through = 1.0;
  vec3 sum = vec3(0.0);
  if (rd.z < 0.08 || share <= 0.0) {
    return vec4(0.0, 0.0, 0.0, 1.0);
  }
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 air = distanceColor(rd);
  vec3 leafBase = mix(vec3(0.036, 0.062, 0.015), 0.24 * uPalette[2], 0.5);
  for (int k = 0; k < 16; k++) {
    vec2 h = vec2(hash1(k * 5 + 400), hash1(k * 5 + 401));
    float z = 9.0 + 7.0 * float(k) + 4.0 * h.x;
    float side = (k & 1) == 0 ? 1.0 : -1.0;
    float size = 3.6 + 3.6 * h.y + 0.03 * z;
    float centre = laneX(z) + side * (5.2 + (0.12 * z + 5.0) * hash1(k * 5 + 402) + (k > 6 ? 7.0 : 0.0));
    float t = (z - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    if (hash1(k * 5 + 403) < share && t < limit + 0.3 * size && abs(p.x - centre) < 0.6 * size) {
      vec2 q = vec2(p.x - centre, p.y - land(vec2(centre, z)) + 0.1) / size;
      if (q.y > -0.05 && q.y < 1.15) {
        q.x += 0.010 * q.y * sin(iTime * 1.2 + TAU * h.x) * min(length(uWind), 8.0) * 0.25;
        vec3 s = tree(q, t * pixelAngle() / size, int(h.x * 4096.0));
        vec3 leaf = leafBase * (0.75 + 0.6 * h.y);
        leaf = mix(leaf, vec3(0.75), uWeather.z * smoothstep(0.45, 0.8, s.y));
        vec3 c = leaf * (amb * (0.55 + 0.9 * s.y) + sun * (0.10 + 0.85 * s.y * s.y) + vec3(0.5, 0.25, 0.08) * lamps() * 0.6 * (1.0 - s.y));
        c = mix(vec3(0.034, 0.026, 0.020) * (amb * 1.4 + sun * 0.5 * s.y), c, s.z);
        c = mix(c, air, 1.0 - exp(-t * (0.0022 + 0.022 * uWeather.w + 0.002 * uWeather.y)));
        float a = s.x * smoothstep(4.0, 8.0, t);
        sum += through * a * c;
        through *= 1.0 - a;
        seen = behind(seen, z - ro.z, a);
      }
    }
  }
  return vec4(sum, through);
}

// peaks is a wall of snowy mountains behind the hills.
vec3 peaks(vec3 c, vec3 rd) {
  float a = atan(rd.x, rd.z);
  vec2 q = vec2(a * 2.6 + 3.0, 1.7);
  float ridge = 0.05 + 0.34 * fbm(q, 7) * (0.65 + 0.35 * sin(a * 2.3 + TAU * hash1(71)));
  float aa = pixelAngle();
  float cover = smoothstep(ridge + aa, ridge - aa, rd.y);
  vec2 face = vec2(a * 9.0, rd.y * 16.0);
  float flank = fbm(face + vec2(0.0, 7.0), 5) - fbm(face + vec2(0.22 * (keyDir().x > 0.0 ? 1.0 : -1.0), 7.12), 5);
  float lit = sat(0.5 + 3.2 * flank);
  float snow = smoothstep(0.35, 0.55, rd.y / ridge + 0.5 * (fbm(face * 1.4, 4) - 0.5));
  vec3 rock = mix(vec3(0.13, 0.13, 0.15), vec3(0.80, 0.83, 0.88), snow);
  vec3 light = skyAmbient() * (0.7 + 0.4 * lit) + keyColor() * 0.75 * lit;
  vec3 land = mix(rock * light, distanceColor(rd), sat(0.42 + 0.5 * uWeather.w + 1.6 * (0.10 - rd.y)));
  return mix(c, land, cover * (1.0 - 0.8 * uWeather.w));
}

void main() {
  vec2 foot = vec2(laneX(uTravel) + uCamPos.x, uTravel + uCamPos.z);
  vec3 ro = vec3(foot.x, max(land(vec2(laneX(uTravel), uTravel)) + EYE + uCamPos.y, land(foot) + 0.5), foot.y);
  vec3 rd = cameraRay(0.16);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  float hit = walk(ro, rd);
  float limit = hit > 0.0 ? hit : NOTHING;
  vec2 best = vec2(limit, 0.0);
  int who = -1;
  for (int i = 0; i < HOUSES; i++) {
    vec2 h = house(i, ro, rd, best.x);
    if (h.y > 0.0) {
      best = h;
      who = i;
    }
  }
  vec2 tower = church(ro, rd, best.x);
  vec3 c;
  vec3 p = ro + rd * min(best.x, tower.x);
  float t = min(best.x, tower.x);
  if (tower.y > 0.0) {
    c = churchColor(p, tower.y, rd, t, sun, amb);
  } else if (who >= 0) {
    c = vec3(0.0);
    for (int i = 0; i < HOUSES; i++) {
      if (who == i) {
        float k = pitchOf(i);
        float face = best.y > 20.0 ? best.y - 20.0 : (best.y > 10.0 ? best.y - 10.0 : best.y);
        float norm = inversesqrt(1.0 + k * k);
        vec3 n = face < 1.5 ? vec3(1.0, 0.0, 0.0) : (face < 2.5 ? vec3(-1.0, 0.0, 0.0) : (face < 3.5 ? vec3(0.0, 0.0, 1.0) : (face < 4.5 ? vec3(0.0, 0.0, -1.0) : (face < 5.5 ? vec3(0.0, norm, k * norm) : (face < 6.5 ? vec3(0.0, norm, -k * norm) : vec3(0.0, -1.0, 0.0))))));
        float kind = face > 4.5 && best.y < 20.0 ? face + 10.0 : best.y;
        c = shade(i, local(p - spot(i), turn(i)), kind, n, rd, t, sun, amb);
      }
    }
  } else if (hit > 0.0) {
    float off = abs(p.x - laneX(p.z));
    float e = 0.3 + 0.01 * hit;
    float h = land(p.xz);
    vec3 n = normalize(vec3(h - land(p.xz + vec2(e, 0.0)), e, h - land(p.xz + vec2(0.0, e))));
    vec2 feet = vec2(1.0, 0.0);
    float lit = 1.0;
    if (hit < 70.0) {
      feet = nearHouses(p);
      lit = shadow(p + vec3(0.0, 0.05, 0.0));
    }
    vec3 light = amb * 1.15 * feet.x + sun * lit * (sat(dot(n, keyDir()) * 0.8 + 0.2 * keyDir().y) + 0.08);
    light += vec3(0.75, 0.38, 0.13) * lamps() * min(feet.y, 1.6) * 0.42;
    c = groundColor(p, hit, off) * light;
    float wet = uWeather.y * smoothstep(LANE + 0.2, LANE - 0.2, off);
    if (wet > 0.0) {
      vec3 r = reflect(rd, normalize(vec3(0.05 * (noise(p.xz * 6.0) - 0.5), 1.0, 0.05 * (noise(p.zx * 6.0 + 5.0) - 0.5))));
      r.y = abs(r.y) + 0.01;
      c = mix(c * 0.7, skyGradient(r) + vec3(0.5, 0.26, 0.09) * lamps() * min(feet.y, 1.2) * 0.5, wet * (0.06 + 0.6 * pow(1.0 - max(-rd.y, 0.0), 5.0)));
    }
  } else {
    c = skyFull(rd, budget(6, 0.5));
    bool high = uPeaks > 0.0 || (uPeaks == 0.0 && hash1(70) < 0.45);
    c = high ? peaks(c, rd) : c;
    c = farHills(c, rd);
  }
  if (t < FAR) {
    c = mix(c, distanceColor(rd), 1.0 - exp(-t * (0.0022 + 0.022 * uWeather.w + 0.002 * uWeather.y)));
  }
  float seen = tower.y > 0.0 || who >= 0 ? behind(1.0, t * rd.z, 1.0) : 1.0;
  vec4 s = orchard(ro, rd, t, seen);
  c = c * s.a + s.rgb;
  float fume = smoke(ro, rd, t) * 0.75;
  c = mix(c, amb * 1.15 + sun * 0.22 + vec3(0.07, 0.05, 0.035) * lamps(), fume);
  fragColor = vec4(c, seen);
}
