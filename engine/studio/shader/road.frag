#version 300 es
// Road: a country road with lane markings that leads over low hills to the horizon, between fields, trees and a line of poles.
//
// The ground is a walked height field that is flat across the road. Markings are filtered by the footprint of a pixel along and
// across the road, so that they neither flicker nor vanish. Trees and poles stand on planes of constant depth; wires hang between
// the poles in upright planes. At night the headlights of the camera's car light the road, and posts and lines throw them back.
//
// Own uniforms (0 keeps the default):
//   uLand   float 0..1   fields 0, dry steppe 1
//   uBend   float -1..1  how much the road winds, -1 is straight; default by the seed
//   uTrees  float -1..1  amount of trees, -1 is none; default some
//   uPoles  float -1..1  -1 is no line of poles; default by the seed
// uPalette[2] tints leaves and grass, [3] some of the fields. uWeather.y wets the road, .z covers the land with snow.
#include "common.glsl"
#include "storm.glsl"
#include "country.glsl"

uniform float uLand;
uniform float uBend;
uniform float uTrees;
uniform float uPoles;

const float EYE = 1.62;
const float FAR = 1100.0;
const float HALF_WIDTH = 3.55; // m, to the outer edge of the asphalt
const float POLE_GAP = 42.0;
const float TREE_GAP = 12.0;

float winding() {
  return uBend < 0.0 ? 0.0 : (uBend > 0.0 ? uBend : 0.25 + 0.75 * hash1(3));
}

// roadX is the middle of the road.
float roadX(float z) {
  return winding() * (10.0 * sin(z * 0.0165 + TAU * hash1(4)) + 30.0 * sin(z * 0.0071 + TAU * hash1(5)));
}

float roadY(float z) {
  return 2.2 * sin(z * 0.0137 + TAU * hash1(6)) + 0.9 * sin(z * 0.034 + TAU * hash1(7));
}

// land is the height of the ground: hills that begin beyond a shallow ditch.
float land(vec2 p, bool fine) {
  float off = abs(p.x - roadX(p.y));
  float rise = smoothstep(8.0, 150.0, off);
  float h = roadY(p.y) + (noise(p * 0.0056 + 3.0) - 0.34) * 78.0 * rise;
  h -= 0.42 * smoothstep(HALF_WIDTH + 0.6, HALF_WIDTH + 2.0, off) * smoothstep(HALF_WIDTH + 5.0, HALF_WIDTH + 2.6, off);
  if (fine) {
    h += (noise(p * 0.045 + 9.0) - 0.5) * 2.6 * smoothstep(5.0, 22.0, off);
  }
  return h;
}

// headlight is the light of the camera's car at a point: two overlapping lobes that end some way ahead.
float headlight(vec3 p, vec3 ro) {
  vec3 d = p - ro;
  float t = max(length(d), 0.5);
  float side = d.x / t;
  float reach = smoothstep(2.5, 9.0, t) / (1.0 + sq(t / 21.0));
  return nightness() * reach * (exp(-sq(side * 3.4)) + 0.35 * exp(-sq(side * 1.3)));
}

// fieldColor is the albedo of the land beside the road: parcels of grass, corn and ploughed soil, or steppe with scrub.
vec3 fieldColor(vec2 p, float t) {
  vec3 grass = mix(vec3(0.085, 0.135, 0.028), 0.07 + 0.20 * uPalette[2], 0.35);
  float patches = fbm(p * 0.05, 3);
  float fine = noise(p * 1.7);
  float blades = mix(noise(p * vec2(27.0, 10.0)), 0.5, smoothstep(8.0, 34.0, t));
  float clumps = mix(noise(p * 4.1 + 40.0), 0.5, smoothstep(25.0, 80.0, t));
  vec2 parcel = p * vec2(0.013, 0.0075) + 0.35 * noise(p * 0.004 + 50.0);
  vec2 kind = hash22(ivec2(floor(parcel)) + ivec2(300, 0));
  vec3 crop = kind.x < 0.40 ? grass : (kind.x < 0.62 ? mix(vec3(0.36, 0.25, 0.070), 0.36 * uPalette[3], 0.25) : (kind.x < 0.80 ? grass * vec3(0.62, 0.80, 0.62) : vec3(0.130, 0.088, 0.052)));
  vec2 edge = abs(fract(parcel) - 0.5);
  float hedge = smoothstep(0.470, 0.487, max(edge.x, edge.y)) * smoothstep(22.0, 45.0, t);
  float across = kind.y < 0.5 ? p.x + 0.3 * p.y : p.x - 0.55 * p.y;
  float furrow = 0.5 + 0.5 * sin(across * 3.4);
  furrow = mix(0.5, furrow, smoothstep(0.9, 0.25, t * pixelAngle() * 3.4 * max(0.05 * t, 1.0)));
  crop *= 0.84 + 0.30 * furrow * step(0.40, kind.x);
  crop = mix(crop, grass * 0.32, hedge);
  vec3 sand = mix(vec3(0.36, 0.245, 0.140), vec3(0.27, 0.165, 0.090), patches);
  float scrub = smoothstep(0.60, 0.72, noise(p * 0.42 + 20.0)) * smoothstep(0.40, 0.60, noise(p * 0.05 + 60.0));
  sand = mix(sand, vec3(0.10, 0.095, 0.040), 0.75 * scrub);
  vec3 c = mix(crop, sand, uLand);
  return c * (0.40 + 0.32 * patches + 0.22 * fine + 0.42 * blades * (0.4 + 0.6 * clumps) + 0.26 * clumps);
}

// marking is the coverage of paint at off metres from the middle, filtered over a pixel of across x along metres.
float marking(float off, float z, float across, float along) {
  float wide = max(across, 0.02);
  float edge = smoothstep(0.075 + wide, 0.075 - wide, abs(abs(off) - HALF_WIDTH + 0.42)) * min(1.0, 0.15 / wide);
  float phase = abs(fract(z / 9.0) - 0.5) * 9.0;
  float dash = smoothstep(1.6 + 0.5 * along, 1.6 - 0.5 * along - 0.02, phase);
  dash = mix(dash, 0.35, smoothstep(3.0, 9.0, along));
  float middle = smoothstep(0.07 + wide, 0.07 - wide, abs(off)) * min(1.0, 0.14 / wide) * dash;
  return max(edge, middle);
}

// surface is the lit road at p, off metres from its middle. lamp is the light of the headlights there.
vec3 surface(vec3 p, vec3 rd, float off, float t, vec3 light, float lamp) {
  float across = t * pixelAngle();
  float along = across / max(-rd.y, 0.004);
  float grain = mix(0.5 * noise(p.xz * vec2(23.0, 9.0)) + 0.5 * noise(OCTAVE * p.xz * 17.0), 0.5, smoothstep(0.02, 0.10, across));
  float patches = fbm(p.xz * vec2(0.55, 0.16) + 4.0, 3);
  vec3 c = vec3(0.060, 0.060, 0.063) * (0.55 + 0.5 * grain + 0.55 * patches);
  float lane = abs(abs(off) - 1.62);
  c *= 1.0 - 0.22 * exp(-sq((lane - 0.75) * 3.2));
  float crack = abs(noise(p.xz * vec2(1.7, 0.8) + 30.0) - 0.5);
  c *= 1.0 - 0.35 * smoothstep(0.011, 0.003, crack) * smoothstep(0.05, 0.01, across) * smoothstep(0.5, 0.7, patches * 1.3);
  float worn = 0.62 + 0.38 * smoothstep(0.25, 0.55, noise(p.xz * vec2(6.0, 2.2) + 8.0));
  float paint = marking(off, p.z, across, along) * worn;
  c = mix(c, vec3(0.62, 0.61, 0.57), paint);
  float snow = uWeather.z * smoothstep(0.42, 0.62, noise(p.xz * vec2(0.8, 0.18)) * 0.55 + 0.45 * smoothstep(0.25, 0.75, abs(lane - 0.75)));
  c = mix(c, vec3(0.78, 0.82, 0.88), 0.92 * snow);
  vec3 lit = c * (light + vec3(1.25, 1.12, 0.92) * lamp * (1.6 + 5.0 * paint));
  float wet = uWeather.y * (1.0 - snow);
  if (uWeather.y > 0.0) {
    float pool = smoothstep(0.42, 0.62, noise(p.xz * vec2(0.8, 0.22) + 15.0)) * smoothstep(0.02, 0.3, abs(off));
    float ripple = (1.0 - 0.75 * pool) * 0.05;
    vec3 n = normalize(vec3(ripple * (noise(p.xz * 11.0) - 0.5), 1.0, ripple * (noise(p.zx * 11.0 + 5.0) - 0.5)));
    vec3 r = reflect(rd, n);
    r.y = abs(r.y) + 0.01;
    float fresnel = 0.03 + 0.97 * pow(1.0 - max(-rd.y, 0.0), 5.0);
    vec3 mirrored = skyGradient(r);
    vec4 cl = clouds(r, 3);
    mirrored = mirrored * (1.0 - cl.a) + cl.rgb;
    lit = mix(lit * 0.62, mirrored, wet * fresnel * (0.45 + 0.5 * pool));
    lit += keyColor() * wet * pow(max(dot(r, keyDir()), 0.0), 220.0) * 1.4;
  }
  return lit;
}

vec4 roadside(vec3 ro, vec3 rd, float limit) {
  float share = uTrees < 0.0 ? 0.0 : (uTrees > 0.0 ? uTrees : 0.42);
  share *= 1.0 - 0.8 * uLand;
  float through = 1.0;
  vec3 sum = vec3(0.0);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 air = distanceColor(rd);
  float mu = sat(dot(rd, keyDir()));
  vec3 leafBase = mix(vec3(0.036, 0.062, 0.015), 0.24 * uPalette[2], 0.5);
  if (rd.z < 0.08) {
    return vec4(0.0, 0.0, 0.0, 1.0);
  }
  int first = int(floor(ro.z / TREE_GAP)) + 1;
  for (int k = 0; k < 22; k++) {
    int row = first + k;
    float z = float(row) * TREE_GAP;
    float t = (z - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    float middle = roadX(z);
    float side = p.x > middle ? 1.0 : -1.0;
    int id = row * 2 + (p.x > middle ? 1 : 0);
    vec2 h = hash22(ivec2(id, 40));
    float avenue = hash1(12) < 0.4 ? 1.0 : 0.0;
    float centre = middle + side * mix(10.0 + 34.0 * h.x, 8.0 + 1.2 * h.x, avenue);
    float grove = mix(smoothstep(0.30, 0.62, noise(vec2(z * 0.011, side * 9.0) + 70.0)), 1.0, avenue);
    bool stands = hash1(id + 500) < share * grove * 1.5;
    bool bush = avenue < 0.5 && hash1(id + 700) < 0.45;
    float size = bush ? 2.2 + 1.6 * h.y : 5.5 + 5.5 * h.y;
    if (stands && t < limit + size && abs(p.x - centre) < 0.6 * size) {
      float ground = land(vec2(centre, z), true);
      vec2 flat2 = vec2((p.x - centre) / 0.40, (p.y - ground) / (0.40 * clamp(EYE / t, 0.04, 0.3))) / size;
      through *= 1.0 - 0.5 * smoothstep(1.0, 0.1, dot(flat2, flat2)) * (1.0 - 0.6 * overcast()) * smoothstep(6.0, 14.0, t);
      vec2 q = vec2((p.x - centre) * (bush ? 0.72 : 1.0), p.y - ground + (bush ? 0.40 * size : 0.1)) / size;
      if (q.y > -0.05 && q.y < 1.15 && (!bush || q.y > 0.30)) {
        q.x += 0.010 * q.y * sin(iTime * 1.2 + TAU * h.x) * min(length(uWind), 8.0) * 0.25;
        vec3 s = tree(q, t * pixelAngle() / size, int(h.x * 4096.0));
        float a = s.x * smoothstep(6.0, 14.0, t);
        if (bush) { // its foot is ragged and stands in its own shade
          float foot = q.y - 0.40 - 0.10 * (noise(q * 26.0) - 0.5);
          a *= smoothstep(-0.02, 0.02, foot);
          s.y *= smoothstep(-0.05, 0.25, foot);
          s.z = 1.0;
        }
        vec3 leaf = leafBase * (0.75 + 0.6 * h.y);
        leaf = mix(leaf, vec3(0.75), uWeather.z * smoothstep(0.45, 0.8, s.y));
        float lamp = headlight(p, ro) * 0.6;
        vec3 c = leaf * (amb * (0.55 + 0.9 * s.y) + sun * (0.10 + 0.85 * s.y * s.y) * (1.0 - 0.35 * mu) + sun * 0.9 * pow(mu, 6.0) * s.y + lamp);
        c = mix(vec3(0.034, 0.026, 0.020) * (amb * 1.4 + sun * 0.5 * s.y + lamp), c, s.z);
        c = mix(c, air, 1.0 - exp(-t * (0.0022 + 0.022 * uWeather.w + 0.002 * uWeather.y)));
        sum += through * a * c;
        through *= 1.0 - a;
      }
    }
  }
  return vec4(sum, through);
}

// post is a white marker with a reflector, every 25 m on both sides.
vec4 posts(vec3 ro, vec3 rd, float limit, vec3 light) {
  vec4 sum = vec4(0.0);
  int first = int(floor(ro.z / 25.0)) + 1;
  for (int k = 0; k < 8; k++) {
    float z = float(first + k) * 25.0;
    float t = (z - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    float off = p.x - roadX(z);
    float aa = t * pixelAngle();
    vec2 q = vec2(abs(off) - HALF_WIDTH - 0.55, p.y - roadY(z));
    if (rd.z > 0.08 && t < limit + 2.0 && abs(q.x) < 0.3 + aa) {
      float a = smoothstep(0.055 + aa, 0.055 - aa, abs(q.x)) * smoothstep(0.98 + aa, 0.98 - aa, q.y) * step(-0.1, q.y) * min(1.0, 0.11 / aa);
      float lamp = headlight(p, ro);
      vec3 c = vec3(0.62) * (light * 0.9 + lamp);
      c = mix(c, vec3(0.03), smoothstep(0.16, 0.12, abs(q.y - 0.80)));
      float spot = smoothstep(0.05 + aa, 0.05 - aa, length(q - vec2(0.0, 0.80)) * 0.8);
      c = mix(c, vec3(2.2, 1.25, 0.55) * (0.12 * luma(light) + 6.0 * lamp), spot);
      c = mix(c, distanceColor(rd), 1.0 - exp(-t * (0.002 + 0.022 * uWeather.w)));
      sum = vec4(c * a, a) + sum * (1.0 - a);
    }
  }
  return sum;
}

// line is the poles beside the road and the wires between them, as coverage.
float line(vec3 ro, vec3 rd, float limit) {
  float side = hash1(20) < 0.5 ? -1.0 : 1.0;
  float a = 0.0;
  int first = int(floor(ro.z / POLE_GAP));
  for (int k = 0; k < 8; k++) {
    float z0 = float(first + k) * POLE_GAP;
    float z1 = z0 + POLE_GAP;
    vec2 from = vec2(roadX(z0) + side * 8.6, z0);
    vec2 to = vec2(roadX(z1) + side * 8.6, z1);
    float y0 = roadY(z0) + 7.6;
    float y1 = roadY(z1) + 7.6;
    float fade = exp(-max(z0 - ro.z, 0.0) * 0.0035);
    float t = (z1 - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    float aa = max(t, 1.0) * pixelAngle();
    vec2 q = vec2(p.x - to.x, p.y - y1);
    float pole = smoothstep(0.13 + aa, 0.13 - aa, abs(q.x + 0.004 * q.y)) * step(q.y, 0.35) * step(-8.6, q.y) * min(1.0, 0.26 / aa);
    float bar = smoothstep(1.15, 1.15 - aa, abs(q.x)) * smoothstep(0.07 + aa, 0.07 - aa, abs(q.y + 0.1)) * min(1.0, 0.14 / aa);
    float knob = smoothstep(0.07 + aa, 0.07 - aa, length(vec2(abs(abs(q.x) - 0.95), q.y - 0.08)));
    a = max(a, max(max(pole, bar), knob) * (t > 2.0 && t < limit + 3.0 && rd.z > 0.05 ? fade : 0.0));
    for (int w = 0; w < 2; w++) {
      vec2 shift = vec2(w == 0 ? -0.95 : 0.95, 0.0);
      vec2 d = to - from;
      vec2 r = from + shift - ro.xz;
      float cross2 = rd.x * d.y - rd.z * d.x;
      float reach = (r.x * d.y - r.y * d.x) / cross2;
      float s = (r.x * rd.z - r.y * rd.x) / cross2;
      float y = mix(y0, y1, s) - 1.15 * 4.0 * s * (1.0 - s);
      float px = reach * pixelAngle();
      float wire = smoothstep(0.016 + px, max(0.016 - px, 0.0), abs(ro.y + rd.y * reach - y)) * min(1.0, 0.04 / px);
      a = max(a, wire * (s >= 0.0 && s <= 1.0 && reach > 1.0 && reach < limit ? 0.9 * fade : 0.0));
    }
  }
  return a;
}

float walk(vec3 ro, vec3 rd) {
  float t = 1.2;
  float before = t;
  float gapBefore = 1.0;
  int steps = budget(56, 0.8);
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    if (t > FAR) {
      return rd.y < -0.002 ? t : -1.0;
    }
    if (p.y > 56.0 && rd.y > 0.0) {
      return -1.0;
    }
    float gap = p.y - land(p.xz, t < 70.0);
    if (gap < 0.0006 * t) {
      return mix(before, t, sat(gapBefore / max(gapBefore - gap, 1e-4)));
    }
    before = t;
    gapBefore = gap;
    t += max(gap * 0.85, 0.04 * t);
  }
  return gapBefore < 0.02 * t || rd.y < -0.002 ? t : -1.0;
}

// windows are the lamps of far houses after dark.
vec3 windows(vec2 p, float t) {
  vec2 g = p * 0.05;
  vec2 h = hash22(ivec2(floor(g)));
  float lives = step(0.965, hash2(ivec2(floor(g)) + ivec2(9, 9))) * step(0.45, noise(p * 0.004 + 33.0));
  vec2 d = (fract(g) - 0.3 - 0.4 * h) * 20.0;
  float size = max(t * pixelAngle() * 1.1, 0.8);
  return vec3(1.5, 0.95, 0.42) * lives * exp(-dot(d * vec2(1.0, 0.25), d * vec2(1.0, 0.25)) / (size * size)) * smoothstep(60.0, 140.0, t);
}

void main() {
  float at = uTravel;
  vec2 rest = vec2(roadX(at) + 1.55, at);
  float ahead = atan(roadX(at + 60.0) - roadX(at), 60.0);
  vec2 across = vec2(cos(ahead), -sin(ahead));
  vec2 onward = vec2(sin(ahead), cos(ahead));
  vec2 foot = rest + across * uCamPos.x + onward * uCamPos.z;
  vec3 ro = vec3(foot.x, max(roadY(at) + EYE + uCamPos.y, land(foot, true) + 0.5), foot.y);
  vec3 view = cameraRay(0.06);
  // The camera looks along the road; the sun keeps its place in the frame, as the plan of the film has it.
  vec3 rd = vec3(view.x * across.x + view.z * onward.x, view.y, view.x * across.y + view.z * onward.y);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  float hit = walk(ro, rd);
  float limit = FAR;
  vec3 c;
  if (hit > 0.0) {
    limit = hit;
    vec3 p = ro + rd * hit;
    float off = p.x - roadX(p.z);
    float e = 0.35 + 0.01 * hit;
    float h = land(p.xz, true);
    vec3 n = normalize(vec3(h - land(p.xz + vec2(e, 0.0), true), e, h - land(p.xz + vec2(0.0, e), true)));
    float diffuse = sat(dot(n, keyDir()) * 0.8 + 0.2 * keyDir().y);
    float passing = smoothstep(0.35, 0.65, noise(p.xz * 0.010 - uWind * iTime * 0.02 + 7.0));
    float shade = 1.0 - 0.6 * passing * smoothstep(0.15, 0.5, uWeather.x) * smoothstep(20.0, 70.0, hit);
    float lamp = headlight(p, ro);
    vec3 light = amb * 1.2 + sun * shade * (diffuse + 0.12);
    float rim = HALF_WIDTH + 0.10 * (noise(p.xz * 1.6) - 0.5);
    float aa = max(hit * pixelAngle(), 0.03);
    float asphalt = smoothstep(rim + aa, rim - aa, abs(off));
    vec3 verge = vec3(0.0);
    if (asphalt < 1.0) {
      verge = fieldColor(p.xz, hit);
      vec3 gravel = mix(vec3(0.20, 0.175, 0.145), vec3(0.11, 0.095, 0.075), noise(p.xz * 9.0));
      verge = mix(gravel, verge, smoothstep(HALF_WIDTH + 0.15, HALF_WIDTH + 0.95, abs(off) + 0.6 * (noise(p.xz * 3.1) - 0.5)));
      float tuft = noise(vec2(p.x * 5.0, p.z * 1.3)) * smoothstep(30.0, 6.0, hit);
      verge *= 1.0 - 0.45 * tuft * smoothstep(HALF_WIDTH + 0.5, HALF_WIDTH + 1.2, abs(off));
      float snow = uWeather.z * smoothstep(0.2, 0.5, 0.3 + 0.5 * uWeather.z + 0.4 * (fbm(p.xz * 0.5, 3) - 0.5));
      verge = mix(verge, vec3(0.80, 0.84, 0.90), snow);
      verge *= light + vec3(1.25, 1.12, 0.92) * lamp * 1.4;
      verge += windows(p.xz, hit) * smoothstep(0.03, -0.10, uSunDir.y);
    }
    c = verge;
    if (asphalt > 0.0) {
      c = mix(verge, surface(p, rd, off, hit, light, lamp), asphalt);
    }
    c = mix(c, distanceColor(rd), 1.0 - exp(-hit * (0.0020 + 0.022 * uWeather.w + 0.002 * uWeather.y)));
  } else {
    c = skyOrStorm(rd, budget(6, 0.5));
    c = farHills(c, rd);
  }
  vec4 t = roadside(ro, rd, limit);
  c = c * t.a + t.rgb;
  float poles = uPoles < 0.0 ? 0.0 : (uPoles > 0.0 ? 1.0 : step(0.45, hash1(21)));
  if (poles > 0.0) {
    vec3 dark = vec3(0.045, 0.036, 0.030) * (amb * 1.3 + sun * 0.35 + 0.2 * nightness());
    c = mix(c, mix(dark, distanceColor(rd), 0.15 + 0.6 * uWeather.w), line(ro, rd, limit));
  }
  vec4 m = posts(ro, rd, limit, amb + 0.5 * sun);
  c = c * (1.0 - m.a) + m.rgb;
  fragColor = vec4(c, 1.0);
}
