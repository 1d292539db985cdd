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
#include "peaks.glsl"

uniform float uPeaks;
uniform float uTimber;
uniform float uTrees;

const float EYE = 1.72;
const float FAR = 700.0;
const int HOUSES = 18;
const int LANE_HOUSES = 8; // the first ones, along the lane
const int PLUMES = 5;
const int NOBODY = -1;
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

#include "village_houses.glsl"

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
    vec3 h = house(i, p, key, NOTHING, 0.035);
    lit = h.y > 0.0 ? lit * (1.0 - h.z) : lit;
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
  if (t < 14.0) {
    blades += 1.1 * (noise(p.xz * vec2(83.0, 29.0) + 3.0 * blades) - 0.5) * smoothstep(14.0, 5.0, t);
  }
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

// seenAt is the colour of what a ray meets: b as house and church have it, w the house, HOUSES for the church or NOBODY for the
// ground at hit and the sky.
vec3 seenAt(vec3 ro, vec3 rd, vec3 b, int w, float hit, vec3 sun, vec3 amb) {
  vec3 c = vec3(0.0);
  float t = b.x;
  vec3 p = ro + rd * t;
  if (w == HOUSES) {
    c = churchColor(p, b.y, rd, t, sun, amb);
  } else if (w != NOBODY) {
    for (int i = 0; i < HOUSES; i++) {
      if (w == i) {
        float k = pitchOf(i);
        float face = b.y > 20.0 ? b.y - 20.0 : (b.y > 10.0 ? b.y - 10.0 : b.y);
        float norm = inversesqrt(1.0 + k * k);
        vec3 n = face < 1.5 ? vec3(1.0, 0.0, 0.0) : (face < 2.5 ? vec3(-1.0, 0.0, 0.0) : (face < 3.5 ? vec3(0.0, 0.0, 1.0) : (face < 4.5 ? vec3(0.0, 0.0, -1.0) : (face < 5.5 ? vec3(0.0, norm, k * norm) : (face < 6.5 ? vec3(0.0, norm, -k * norm) : vec3(0.0, -1.0, 0.0))))));
        float kind = face > 4.5 && b.y < 20.0 ? face + 10.0 : b.y;
        c = shade(i, local(p - spot(i), turn(i)), kind, n, rd, t, sun, amb);
        // Grass stands before the foot of a wall.
        float high = p.y - land(p.xz);
        if (high < 0.5) {
          float blades = noise(vec2(p.x + p.z, p.y * 0.25) * 15.0) * 0.6 + noise(vec2(p.x + p.z, 3.0) * 2.3) * 0.4;
          float grown = smoothstep(0.02, -0.02, high - 0.42 * blades * blades - 1.5 * t * pixelAngle());
          c = mix(c, groundColor(p, t, 9.0) * (amb * 0.80 + sun * 0.30) * (0.75 + 1.6 * high), grown);
        }
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
  return c;
}

void main() {
  vec2 foot = vec2(laneX(uTravel) + uCamPos.x, uTravel + uCamPos.z);
  vec3 ro = vec3(foot.x, max(land(vec2(laneX(uTravel), uTravel)) + EYE + uCamPos.y, land(foot) + 0.5), foot.y);
  vec3 rd = cameraRay(0.16);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  float hit = walk(ro, rd);
  float limit = hit > 0.0 ? hit : NOTHING;
  // Outlines of houses cover a part of their pixel: the next thing behind shows through it.
  vec3 best = vec3(limit, 0.0, 1.0);
  vec3 back = best;
  int who = NOBODY;
  int whoBack = NOBODY;
  for (int i = 0; i <= HOUSES; i++) {
    float last = best.z < 1.0 ? back.x : best.x;
    vec3 h = vec3(last, 0.0, 1.0);
    if (i < HOUSES) {
      h = house(i, ro, rd, last, pixelAngle());
    } else {
      h = church(ro, rd, last);
    }
    if (h.y > 0.0) {
      if (h.x < best.x) {
        back = best;
        whoBack = who;
        best = h;
        who = i;
      } else {
        back = h;
        whoBack = i;
      }
    }
  }
  float t = best.x;
  vec3 c = vec3(0.0);
  float share = 1.0;
  for (int layer = 0; layer < 2; layer++) {
    vec3 b = layer == 0 ? best : back;
    int w = layer == 0 ? who : whoBack;
    float cover = layer == 0 ? share * best.z : share;
    if (cover > 0.004) {
      c += cover * seenAt(ro, rd, b, w, hit, sun, amb);
    }
    share -= cover;
  }
  float seen = who != NOBODY ? behind(1.0, t * rd.z, 1.0) : 1.0;
  vec4 s = orchard(ro, rd, t, seen);
  c = c * s.a + s.rgb;
  float fume = smoke(ro, rd, t) * 0.75;
  c = mix(c, amb * 1.15 + sun * 0.22 + vec3(0.07, 0.05, 0.035) * lamps(), fume);
  fragColor = vec4(c, seen);
}
