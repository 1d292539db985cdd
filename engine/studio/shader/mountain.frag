#version 300 es
// Mountain: a valley with a lake between snowy ridges, one high peak at its end, mist in the low places.
//
// The terrain is value-noise fbm whose octaves are damped by the slope gathered so far, which gives ridges and smooth valleys
// (Musgrave, "Synthesis and Rendering of Eroded Fractal Terrains", 1989; Quilez, "Elevated", 2009). A ray first walks over a
// cheap upper bound of the terrain, then over the terrain itself. Soft shadows by the cone trick of Hart's sphere tracing. The
// lake mirrors the ray once and continues the same walk.
//
// Own uniforms (0 keeps the default):
//   uLake      float -1..1  water level of the lake, -1 is dry; default 0
//   uSnowline  float -1..1  lowers (negative) or raises the snow; default 0
// uWeather.z brings the snow down into the valley. uPalette[2] tints the woods. A metre of the camera is CAMERA_SCALE units.
#include "common.glsl"

uniform float uLake;
uniform float uSnowline;

const float CAMERA_SCALE = 0.07;
const float FAR = 34.0;
const float CEILING = 4.4;
const float MISSED = 1000.0;
const int COARSE = 3;
const int BROAD = 4;

// relief is the damped fbm, of its first four octaves and of all; every further octave only adds height.
vec2 relief(vec2 p, int octaves) {
  p *= 0.34;
  float height = 0.0;
  float broad = 0.0;
  float amp = 1.0;
  vec2 slope = vec2(0.0);
  for (int i = 0; i < octaves; i++) {
    vec3 n = noised(p);
    slope += n.yz;
    height += amp * n.x / (1.0 + dot(slope, slope));
    if (i < BROAD) {
      broad = height;
    }
    amp *= 0.5;
    p = OCTAVE * p + vec2(3.7, 1.9);
  }
  return vec2(broad, height);
}

// terrain is all of the relief, for less.
float terrain(vec2 p, int octaves) {
  p *= 0.34;
  float height = 0.0;
  float amp = 1.0;
  vec2 slope = vec2(0.0);
  for (int i = 0; i < octaves; i++) {
    vec3 n = noised(p);
    slope += n.yz;
    height += amp * n.x / (1.0 + dot(slope, slope));
    amp *= 0.5;
    p = OCTAVE * p + vec2(3.7, 1.9);
  }
  return height;
}

vec2 peakPosition() {
  float side = hash1(2) < 0.5 ? -1.0 : 1.0;
  return vec2(side * (0.7 + 0.8 * hash1(4)) * (1.0 - 0.6 * portrait()), 10.5 + 2.0 * hash1(5));
}

// shape returns how much of the terrain stands at p, low in the valley and high at the peak, and how deep the ground lies.
vec2 shape(vec2 p) {
  float bend = 0.9 * sin(p.y * 0.23 + 6.28 * hash1(1));
  float off = abs(p.x - bend);
  float valley = 0.30 + 0.70 * smoothstep(0.25, 3.0, off);
  vec2 d = p - peakPosition();
  float peak = exp(-dot(d, d) * 0.16);
  float blocks = 0.55 + 0.80 * noise(p * 0.11 + vec2(4.2, 1.7));
  float relief = 2.0 * blocks * mix(valley, 1.15, peak) * (1.0 + 0.42 * peak);
  return vec2(relief, 0.30 + 0.22 * exp(-off * off * 1.1));
}

float groundHeight(vec2 p, int octaves) {
  vec2 s = shape(p);
  return terrain(p, octaves) * s.x - s.y;
}

// surface is the ground at p of the first four octaves and of all.
vec2 surface(vec2 p, int octaves) {
  vec2 s = shape(p);
  return relief(p, octaves) * s.x - s.y;
}

float lakeLevel() {
  return 0.02 + 0.10 * uLake;
}

// walk returns the distance to the terrain or MISSED, and for a ray that missed how much of its pixel a ridge covers that it
// passed within a pixel, and the distance to that.
vec3 walk(vec3 ro, vec3 rd, int steps) {
  float t = 0.06;
  float before = t;
  float gapBefore = 1.0;
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    if (t > FAR || (p.y > CEILING && rd.y > 0.0)) {
      return vec3(MISSED, 0.0, 0.0);
    }
    vec2 s = shape(p.xz);
    float gap = p.y - (terrain(p.xz, COARSE) + 0.20) * s.x + s.y;
    if (gap < 0.0) {
      t = mix(before, t, gapBefore / (gapBefore - gap)); // where it met the bound: the ground itself is not passed yet
      break;
    }
    before = t;
    gapBefore = gap;
    t += max(gap * 0.75, 0.020 * t);
  }
  before = t;
  gapBefore = 1.0;
  float nearest = 1.0;
  float ridge = t;
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    if (t > FAR || (p.y > CEILING && rd.y > 0.0)) {
      break;
    }
    int octaves = t < 4.0 ? 7 : (t < 12.0 ? 6 : 5);
    float gap = p.y - groundHeight(p.xz, octaves);
    if (gap < 0.0) {
      float middle = mix(before, t, clamp(gapBefore / (gapBefore - gap), 0.1, 0.9));
      p = ro + rd * middle;
      float g = p.y - groundHeight(p.xz, octaves);
      if (g < 0.0) {
        return vec3(mix(before, middle, gapBefore / (gapBefore - g)), 0.0, 0.0);
      }
      return vec3(mix(middle, t, g / (g - gap)), 0.0, 0.0);
    }
    if (gap < nearest * t) {
      nearest = gap / t;
      ridge = t;
    }
    before = t;
    gapBefore = gap;
    t += max(gap * 0.66, 0.0052 * t);
  }
  return vec3(MISSED, 1.0 - smoothstep(0.0, 1.1 * pixelAngle(), nearest), ridge);
}

float shadow(vec3 p, vec3 key, int steps) {
  float open = 1.0;
  float s = 0.05;
  for (int i = 0; i < steps; i++) {
    vec3 q = p + key * s;
    float gap = q.y - groundHeight(q.xz, 3) - 0.03;
    open = min(open, 13.0 * gap / s);
    if (open < 0.01 || q.y > CEILING) {
      break;
    }
    s += max(0.08, gap * 0.9);
  }
  open = sat(open);
  return open * open * (3.0 - 2.0 * open);
}

vec3 woods() {
  return mix(vec3(0.020, 0.036, 0.020), 0.09 * uPalette[2] + vec3(0.004), 0.35);
}

vec3 shadeGround(vec3 p, vec3 rd, float dist) {
  vec3 key = keyDir();
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  float e = 0.0016 * dist + 0.0015;
  int octaves = budget(dist < 4.0 ? 9 : (dist < 18.0 ? 7 : 6), 0.75);
  vec2 at = surface(p.xz, octaves);
  vec2 ax = surface(p.xz + vec2(e, 0.0), octaves);
  vec2 az = surface(p.xz + vec2(0.0, e), octaves);
  float h = at.y;
  float b = at.x;
  vec3 n = normalize(vec3(h - ax.y, e, h - az.y));
  vec3 slope = normalize(vec3(b - ax.x, e, b - az.x));

  // The height field has nothing to tell across a wall: cracks and ledges are laid over it from the side.
  float wall = smoothstep(0.80, 0.42, n.y);
  vec2 face = vec2(dot(p.xz, vec2(0.8, 0.6)) * 9.0, p.y * 6.0) + 1.5 * slope.xz;
  vec3 crags = noised(face);
  crags += sat(14.0 / dist - 0.3) * vec3(0.5, 0.9, 0.9) * (noised(OCTAVE * face * 1.3 + 5.0) - vec3(0.5, 0.0, 0.0));
  crags += sat(7.0 / dist - 0.4) * vec3(0.5, 0.8, 0.8) * (noised(face.yx * 7.3 + 9.0).xzy - vec3(0.5, 0.0, 0.0));
  n = normalize(n + 0.15 * wall * (crags.y * vec3(0.8, 0.0, 0.6) + crags.z * vec3(0.0, 1.0, 0.0)));

  float grain = fbm(p.xz * 9.0, 3);
  float strata = fbm(vec2(p.y * 15.0 + 2.0 * grain, p.x * 1.3), 2);
  vec3 rock = mix(vec3(0.070, 0.066, 0.070), vec3(0.200, 0.170, 0.150), grain);
  rock = mix(rock, vec3(0.125, 0.095, 0.080), sat(strata * 1.4 - 0.40));
  rock *= mix(1.0, 0.45 + 1.1 * sat(crags.x), wall);
  float treeTop = 0.66 + 0.40 * (grain - 0.5);
  float trees = smoothstep(treeTop, treeTop - 0.42, p.y) * smoothstep(0.45, 0.74, slope.y);
  float stand = fbm(p.xz * 30.0, 2);
  vec3 albedo = mix(rock, woods() * (0.45 + 1.1 * stand), trees);
  vec3 meadow = mix(vec3(0.060, 0.075, 0.028), 0.12 * uPalette[2], 0.25);
  albedo = mix(albedo, meadow * (0.7 + 0.6 * grain), trees * smoothstep(0.60, 0.42, stand + 0.25 * grain) * smoothstep(0.78, 0.90, slope.y));
  float line = mix(0.62, -0.10, uWeather.z) + 0.5 * uSnowline;
  float cover = smoothstep(line - 0.22, line + 0.30, p.y + 0.36 * (grain - 0.5) + 0.24 * (slope.y - 0.6));
  float holds = smoothstep(0.40, 0.68, n.y + 0.18 * (grain - 0.5) + 0.10 * (p.y - 0.7));
  float snow = cover * holds * (1.0 - 0.35 * trees * (1.0 - uWeather.z));
  albedo = mix(albedo, vec3(0.80, 0.84, 0.92), snow);
  float shore = smoothstep(0.05, 0.0, p.y - lakeLevel());
  albedo *= 1.0 - 0.55 * shore;

  float diffuse = max(dot(n, key), 0.0);
  float open = 1.0;
  if (diffuse > 0.0) {
    open = shadow(p, key, budget(dist < 12.0 ? 10 : 7, 0.6));
  }
  float up = sat(0.5 + 0.5 * n.y);
  float bounce = sat(0.5 + 0.5 * dot(n, normalize(vec3(-key.x, 0.15, -key.z))));
  float hollow = sat(0.55 + 1.6 * (h - b) + 0.35 * slope.y);
  vec3 light = sun * (diffuse * open) + amb * (2.1 * up * hollow) + sun * (0.075 * bounce);
  vec3 c = albedo * light;
  vec3 halfway = normalize(key - rd);
  c += sun * (snow * open * diffuse * 0.14 * pow(sat(dot(n, halfway)), 26.0));
  return c;
}

vec3 airColor(vec3 rd) {
  float mu = sat(dot(rd, keyDir()));
  return mix(uFog, distanceColor(rd), 0.35 + 0.45 * mu * mu);
}

// mist is a sea of fog in the valley: slices of a slab whose top follows a slow noise. Returns (light, transmittance).
vec4 mist(vec3 ro, vec3 rd, float limit) {
  float top = min(0.50 + 0.5 * uWeather.w, ro.y - 0.14);
  float s0 = 0.9;
  float s1 = min(limit, 20.0);
  if (ro.y > top) {
    if (rd.y > -0.002) {
      return vec4(0.0, 0.0, 0.0, 1.0);
    }
    s0 = max(s0, (top - ro.y) / rd.y);
  } else if (rd.y > 0.002) {
    s1 = min(s1, (top - ro.y) / rd.y);
  }
  if (s1 <= s0) {
    return vec4(0.0, 0.0, 0.0, 1.0);
  }
  float mu = sat(dot(rd, keyDir()));
  vec3 lit = airColor(rd) * 1.02 + keyColor() * (0.05 + 0.16 * mu * mu);
  float through = 1.0;
  vec3 sum = vec3(0.0);
  int slices = budget(6, 0.6);
  float width = (s1 - s0) / float(slices);
  vec2 drift = uWind * iTime * 0.020;
  for (int i = 0; i < slices; i++) {
    vec3 p = ro + rd * (s0 + width * (float(i) + 0.5));
    float d = fbm(p.xz * 0.75 - drift + vec2(0.0, p.y * 0.9), 3) + 0.03;
    float level = top * (0.10 + 1.25 * smoothstep(0.28, 0.75, d));
    float density = smoothstep(level, level - 0.40, p.y) * smoothstep(0.8, 4.0, s0 + width * float(i));
    float a = 1.0 - exp(-density * width * (0.42 + 1.4 * uWeather.w));
    sum += through * a * lit * (0.62 + 0.42 * sat(p.y / top));
    through *= 1.0 - a;
  }
  return vec4(sum, through);
}

void main() {
  float z = 2.6 + CAMERA_SCALE * (uTravel + uCamPos.z);
  float bend = 0.9 * sin((2.6 + CAMERA_SCALE * uTravel) * 0.23 + 6.28 * hash1(1));
  vec3 ro = vec3(bend + 0.25 * (hash1(7) - 0.5) + CAMERA_SCALE * uCamPos.x, 0.95 + CAMERA_SCALE * uCamPos.y, z);
  ro.y = max(ro.y, max(groundHeight(ro.xz, 5), lakeLevel()) + 0.22);
  vec3 rd = cameraRay(-0.06);
  int steps = budget(50, 0.6);
  vec3 found = walk(ro, rd, steps);
  float hit = found.x;
  float toLake = rd.y < -0.0005 ? (lakeLevel() - ro.y) / rd.y : MISSED;
  vec3 from = ro;
  vec3 dir = rd;
  float mirror = 0.0;
  float seen = hit;
  if (toLake < hit && uLake > -0.99) {
    vec3 p = ro + rd * toLake;
    vec2 q = p.xz * vec2(9.0, 22.0) - uWind * iTime * 0.25;
    float near = 1.0 / (1.0 + 0.9 * toLake * toLake);
    float breeze = 0.010 + 0.008 * min(length(uWind), 12.0);
    vec2 ripple = (vec2(noise(q), noise(q.yx * 1.3 + 9.0)) - 0.5) * 0.6;
    ripple += (vec2(noise(q * 2.3 + 4.0), noise(q.yx * 2.9 + 17.0)) - 0.5) * 0.4;
    ripple *= breeze * (0.10 + near);
    vec3 n = normalize(vec3(ripple.x * 0.6, 1.0, ripple.y));
    dir = reflect(rd, n);
    dir.y = max(dir.y, 0.004);
    from = p + vec3(0.0, 0.004, 0.0);
    mirror = 0.06 + 0.94 * pow(1.0 - max(dot(-rd, n), 0.0), 4.0);
    seen = toLake;
    found = vec3(walk(from, dir, budget(36, 0.6)).x, 0.0, 0.0);
    hit = found.x;
  }
  vec3 c = vec3(0.0);
  if (hit == MISSED) {
    c = skyFull(dir, budget(6, 0.5));
  }
  float cover = hit < MISSED ? 1.0 : found.y;
  if (cover > 0.01) {
    float reach = hit < MISSED ? hit : found.z;
    float whole = reach + (mirror > 0.0 ? seen : 0.0);
    vec3 ground = shadeGround(from + dir * reach, dir, whole);
    float haze = 1.0 - exp(-pow(whole * (0.050 + 0.10 * uWeather.w + 0.03 * uWeather.y), 1.5));
    c = mix(c, mix(ground, airColor(dir), haze * 0.94), cover);
  }
  if (mirror > 0.0) {
    vec3 deep = vec3(0.010, 0.045, 0.055) * (skyAmbient() + 0.15 * keyColor()) + 0.01 * uPalette[1] * skyAmbient();
    c = mix(deep, c * 0.92, mirror);
  }
  vec4 m = mist(ro, rd, min(seen, 30.0));
  c = c * m.a + m.rgb;
  fragColor = vec4(c, 1.0);
}
