// The houses and the church of the village. Rays are clipped at every plane of them. After village.frag's own land and lamps.

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

// clip cuts the part s = (enter, leave, face entered) of a ray by a half space whose distance is o + d*t, negative inside. tilt
// keeps the d of the planes where the ray enters and leaves.
vec3 clip(vec3 s, inout vec2 tilt, float o, float d, float face) {
  float t = -o / (abs(d) < 1e-6 ? 1e-6 : d);
  bool enters = d < 0.0;
  bool later = enters && t > s.x;
  tilt = vec2(later ? d : tilt.x, !enters && t < s.y ? d : tilt.y);
  return vec3(later ? t : s.x, enters ? s.y : min(s.y, t), later ? face : s.z);
}

// rimShare is how much of a pixel the part s of its ray shares with a body: at its outline the way through the body falls to
// nothing, the faster the more the planes are tilted that meet there. wide is what the ray is wide per metre of its way.
float rimShare(vec3 s, vec2 tilt, float wide) {
  return sat((s.y - s.x) * inversesqrt(1.0 / sq(tilt.x) + 1.0 / sq(tilt.y)) / (s.x * wide));
}

// prism meets the ray with a box of half length b.x from y0 to b.y and half width b.z under a roof that rises by k per metre of
// width. The faces are 1 and 2 (ends), 3 and 4 (sides), 5 and 6 (roof). The result is (distance, face, share of the pixel), or
// NOTHING.
vec3 prism(vec3 o, vec3 d, vec3 b, float y0, float k, float wide) {
  vec3 s = vec3(-NOTHING, NOTHING, 0.0);
  vec2 tilt = vec2(1.0);
  s = clip(s, tilt, o.x - b.x, d.x, 1.0);
  s = clip(s, tilt, -o.x - b.x, -d.x, 2.0);
  s = clip(s, tilt, o.z - b.z, d.z, 3.0);
  s = clip(s, tilt, -o.z - b.z, -d.z, 4.0);
  s = clip(s, tilt, y0 - o.y, -d.y, 7.0);
  float top = b.y + k * b.z;
  s = clip(s, tilt, o.y + k * o.z - top, d.y + k * d.z, 5.0);
  s = clip(s, tilt, o.y - k * o.z - top, d.y - k * d.z, 6.0);
  return s.x < s.y && s.x > 0.05 ? vec3(s.x, s.z, rimShare(s, tilt, wide)) : vec3(NOTHING, 0.0, 1.0);
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

// nearer is the first of two parts of one building; before the other it has no outline.
vec3 nearer(vec3 a, vec3 b) {
  vec3 first = a.x < b.x ? a : b;
  return vec3(first.xy, a.y > 0.0 && b.y > 0.0 ? 1.0 : first.z);
}

// house meets the ray with house i: (distance, face, share of the pixel), faces of the roof and its gables from 11 on, the chimney from 21 on.
vec3 house(int i, vec3 ro, vec3 rd, float best, float wide) {
  vec3 at = spot(i);
  vec3 b = body(i);
  vec3 to = at + vec3(0.0, 0.5 * b.y + 1.5, 0.0) - ro;
  float along = dot(to, rd);
  float reach = 0.62 * (b.x + b.y + b.z) + 1.6;
  vec3 miss = to - rd * along;
  vec3 hit = vec3(best, 0.0, 1.0);
  if (dot(miss, miss) < reach * reach && along > -reach && along - reach < best) {
    float angle = turn(i);
    vec3 o = local(ro - at, angle);
    vec3 d = local(rd, angle);
    float k = pitchOf(i);
    vec3 h = prism(o, d, b, -1.0, k, wide);
    vec3 eaves = vec3(b.x + 0.35, b.y - 0.42 * k, b.z + 0.55);
    vec3 roof = prism(o - vec3(0.0, 0.16, 0.0), d, eaves, b.y - 0.50 * k, k, wide);
    roof.y += roof.y > 0.0 ? 10.0 : 0.0;
    h = nearer(h, roof);
    vec3 stack = vec3(b.x * 0.45, 0.0, b.z * 0.25);
    vec3 chimney = prism(o - stack, d, vec3(0.40, b.y + k * b.z + 1.0, 0.36), b.y, 0.0, wide);
    chimney.y += chimney.y > 0.0 ? 20.0 : 0.0;
    h = nearer(h, chimney);
    hit = h.x < hit.x ? h : hit;
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
  light *= gable || face > 4.5 ? 1.0 : 1.0 - 0.50 * smoothstep(0.75, 0.30, b.y - o.y);
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

// church is the tower with its spire and the nave, as (distance, face, share of the pixel); faces of the spire from 5 on.
vec3 church(vec3 ro, vec3 rd, float best) {
  vec3 at = churchAt();
  vec3 to = at + vec3(0.0, 13.0, 0.0) - ro;
  float along = dot(to, rd);
  vec3 miss = to - rd * along;
  vec3 hit = vec3(best, 0.0, 1.0);
  if (dot(miss, miss) < 340.0 && along > 0.0) {
    vec3 o = ro - at;
    vec3 s = vec3(-NOTHING, NOTHING, 0.0);
    vec2 tilt = vec2(1.0);
    s = clip(s, tilt, o.x - 2.4, rd.x, 1.0);
    s = clip(s, tilt, -o.x - 2.4, -rd.x, 2.0);
    s = clip(s, tilt, o.z - 2.4, rd.z, 3.0);
    s = clip(s, tilt, -o.z - 2.4, -rd.z, 4.0);
    s = clip(s, tilt, o.y - 15.0, rd.y, 7.0);
    vec3 parts = vec3(NOTHING, 0.0, 1.0);
    if (s.x < s.y && s.x > 0.0) {
      parts = vec3(s.x, s.z, rimShare(s, tilt, pixelAngle()));
    }
    s = vec3(-NOTHING, NOTHING, 0.0);
    float k = 0.235;
    s = clip(s, tilt, o.x + k * (o.y - 15.0) - 2.75, rd.x + k * rd.y, 5.0);
    s = clip(s, tilt, -o.x + k * (o.y - 15.0) - 2.75, -rd.x + k * rd.y, 6.0);
    s = clip(s, tilt, o.z + k * (o.y - 15.0) - 2.75, rd.z + k * rd.y, 8.0);
    s = clip(s, tilt, -o.z + k * (o.y - 15.0) - 2.75, -rd.z + k * rd.y, 9.0);
    s = clip(s, tilt, 14.7 - o.y, -rd.y, 7.0);
    if (s.x < s.y && s.x > 0.0) {
      parts = nearer(parts, vec3(s.x, s.z, rimShare(s, tilt, pixelAngle())));
    }
    vec3 nave = prism(vec3(o.z - 9.0, o.y, o.x), vec3(rd.z, rd.y, rd.x), vec3(7.5, 6.0, 4.2), -2.0, 1.05, pixelAngle());
    nave.y += nave.y > 0.0 ? 20.0 : 0.0;
    parts = nearer(parts, nave);
    hit = parts.x < hit.x ? parts : hit;
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
