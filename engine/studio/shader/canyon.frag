#version 300 es
// Canyon: layered rock cut into terraces by a river, with buttes towards the horizon. Without the river and with another sky it is
// the surface of a foreign planet.
//
// The ground is a height field whose heights are pressed into terraces: hard beds stand as cliffs, soft ones lie as slopes between
// them. A ray walks over it in two stages, first over a smooth upper bound. The beds are coloured by height alone, which makes
// them run through the whole land.
//
// Own uniforms (0 keeps the default):
//   uRiver   float -1..1  water on the canyon's floor, -1 is dry; default a river
//   uAlien   float 0..1   craters, no plants, and a large planet in the sky; default none
//   uRock    vec3 linear  mean colour of the rock; default red sandstone
//   uBank    float m      a rim of the canyon before the camera, up to so far ahead; default none
// uPalette[1] tints the water, [2] the plants, [4] and [3] the planet. A metre of the camera is CAMERA_SCALE units.
#include "common.glsl"

uniform float uRiver;
uniform float uAlien;
uniform vec3 uRock;
uniform float uBank;

const float CAMERA_SCALE = 0.05;
const float FAR = 60.0;
const float CEILING = 3.4;
const float MISSED = 1000.0;
const float BED = -1.55;    // level of the floor
const float RIM_EYE = 1.8;  // m above the rim

float middle(float z) {
  return 0.85 * sin(z * 0.21 + 6.28 * hash1(1)) + 0.45 * sin(z * 0.53 + 6.28 * hash1(2)) * smoothstep(2.0, 8.0, z);
}

// plateau is the ground before it is cut into terraces: a valley, side valleys, buttes.
float plateau(vec2 p, int octaves) {
  float off = abs(p.x - middle(p.y));
  float detail = 0.0;
  float amp = 0.5;
  vec2 q = p * 0.75;
  for (int i = 0; i < octaves; i++) {
    detail += amp * (0.5 - abs(noise(q) - 0.5) * 2.0);
    q = OCTAVE * q + vec2(3.7, 1.9);
    amp *= 0.48;
  }
  float gap = (0.85 + 0.5 * noise(vec2(p.y * 0.16, 3.0))) * (1.0 + 0.035 * p.y);
  float wall = smoothstep(0.15 * gap, 2.1 * gap, off - 0.55 * detail);
  float side1 = smoothstep(0.20, 0.42, abs(noise(p * 0.17 + 9.0) - 0.5) + 0.30 * detail);
  float far = smoothstep(9.0, 26.0, p.y);
  float butte = smoothstep(0.50, 0.66, noise(p * 0.22 + vec2(31.0, 7.0)) + 0.20 * detail);
  float land = mix(wall * mix(0.45, 1.0, side1), max(butte, 0.25 * wall), far * 0.85);
  return BED + 2.55 * land + 0.16 * detail;
}

// terraces presses heights into beds of unequal strength.
float terraces(float h, vec2 p) {
  float u = (h - BED) * 2.6 + 0.25 * noise(p * 0.35 + 5.0);
  float k = floor(u);
  float f = u - k;
  float hard = 0.10 + 0.40 * hash1(int(k) + 90);
  float s = smoothstep(hard, hard + 0.22, f) * 0.78 + f * 0.22;
  return BED + (k + s - 0.25 * noise(p * 0.35 + 5.0)) / 2.6;
}

float craters(vec2 p) {
  float h = 0.0;
  float size = 1.7;
  for (int i = 0; i < 3; i++) {
    vec2 g = p / size + float(i) * 7.3;
    ivec2 cell = ivec2(floor(g));
    vec2 h2 = hash22(cell + ivec2(i * 91, 17));
    float r = length(fract(g) - 0.3 - 0.4 * h2) / (0.12 + 0.16 * h2.x);
    float bowl = r < 1.0 ? (r * r - 1.0) * 0.6 + 0.25 : 0.25 * exp(-(r - 1.0) * 4.0);
    h += bowl * size * 0.14 * step(0.35, h2.y);
    size *= 0.42;
  }
  return h;
}

float ground(vec2 p, int octaves) {
  float h = plateau(p, octaves);
  h = mix(terraces(h, p), h, 0.10 + 0.45 * uAlien);
  float foot = smoothstep(0.5, 0.0, h - BED);
  h += 0.05 * foot * (noise(p * 4.0) - 0.5);
  if (uAlien > 0.0) {
    h += craters(p) * uAlien * smoothstep(1.4, 0.2, h - BED);
  }
  return h;
}

float walk(vec3 ro, vec3 rd, int steps) {
  float t = 0.05;
  float before = t;
  float gapBefore = 1.0;
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    if (t > FAR || (p.y > CEILING && rd.y > 0.0)) {
      return MISSED;
    }
    float gap = p.y - ground(p.xz, t < 4.0 ? 5 : (t < 10.0 ? 4 : 3));
    if (gap < 0.0009 * t) {
      float a = before;
      float b = t;
      for (int k = 0; k < 4; k++) {
        float m = 0.5 * (a + b);
        vec3 q = ro + rd * m;
        if (q.y < ground(q.xz, m < 4.0 ? 5 : (m < 10.0 ? 4 : 3))) {
          b = m;
        } else {
          a = m;
        }
      }
      return 0.5 * (a + b);
    }
    before = t;
    gapBefore = gap;
    t += max(gap * 0.48, 0.008 * t + 0.004);
  }
  return gapBefore < 0.05 * t ? t : MISSED;
}

float shadow(vec3 p, vec3 key, int steps) {
  float open = 1.0;
  float s = 0.06;
  for (int i = 0; i < steps; i++) {
    vec3 q = p + key * s;
    float gap = q.y - ground(q.xz, 3);
    open = min(open, 11.0 * gap / s);
    if (open < 0.01 || q.y > CEILING) {
      break;
    }
    s += max(0.07, gap * 0.7);
  }
  open = sat(open);
  return open * open * (3.0 - 2.0 * open);
}

vec3 beds(vec3 p, float grain) {
  vec3 base = uRock.r + uRock.g + uRock.b > 0.0 ? uRock : vec3(0.36, 0.145, 0.070);
  float y = p.y * 2.6 + 0.22 * noise(p.xz * 0.5 + 5.0) + 0.10 * grain;
  float wide = noise(vec2(y * 1.1, 3.0));
  float fine = noise(vec2(y * 7.0, 9.0 + 0.4 * p.x));
  float thin = noise(vec2(y * 23.0, 21.0 + 0.3 * p.z));
  vec3 c = base * (0.62 + 0.75 * wide);
  c = mix(c, base * 1.15 + vec3(0.13, 0.13, 0.11), smoothstep(0.58, 0.80, fine) * 0.65);
  c = mix(c, base * 0.42, smoothstep(0.62, 0.82, thin) * 0.55);
  return c * (0.70 + 0.55 * grain);
}

vec3 shade(vec3 p, vec3 rd, float dist) {
  vec3 key = keyDir();
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  float e = 0.0022 * dist + 0.002;
  int octaves = dist < 8.0 ? 6 : 4;
  float h = ground(p.xz, octaves);
  vec3 n = normalize(vec3(h - ground(p.xz + vec2(e, 0.0), octaves), e, h - ground(p.xz + vec2(0.0, e), octaves)));
  float grain = fbm(vec2(p.x + p.z, p.y * 2.0) * 11.0 + p.zx * 3.0, 4);
  float crack = abs(noise(vec2((p.x - p.z) * 9.0, p.y * 1.6)) - 0.5) * 2.0;
  float steep = smoothstep(0.85, 0.45, n.y);
  vec3 albedo = beds(p, grain) * mix(1.0, 0.62 + 0.5 * crack, steep);
  vec3 sand = (uRock.r > 0.0 ? uRock * 1.25 : vec3(0.40, 0.225, 0.130)) * (0.75 + 0.5 * grain);
  albedo = mix(sand, albedo, smoothstep(0.25, 0.62, 1.0 - n.y + 0.25 * (grain - 0.5)));
  if (uAlien <= 0.0) {
    float bush = smoothstep(0.60, 0.74, noise(p.xz * 31.0) * 0.7 + noise(p.xz * 77.0) * 0.3) * smoothstep(0.80, 0.95, n.y);
    float wetland = exp(-max(p.y - BED - 0.06, 0.0) * 6.0);
    vec3 green = mix(vec3(0.060, 0.075, 0.030), 0.18 * uPalette[2], 0.4);
    albedo = mix(albedo, green * (0.5 + noise(p.xz * 40.0)), bush * mix(0.55, 1.0, wetland) * smoothstep(0.35, 0.6, noise(p.xz * 1.3) + 0.4 * wetland));
  }
  float snow = uWeather.z * smoothstep(0.55, 0.85, n.y + 0.2 * (grain - 0.5));
  albedo = mix(albedo, vec3(0.78, 0.82, 0.90), snow);
  float diffuse = max(dot(n, key), 0.0);
  float open = diffuse > 0.0 ? shadow(p + n * 0.01, key, budget(dist < 14.0 ? 11 : 7, 0.6)) : 1.0;
  float hollow = sat(0.42 + 0.30 * (p.y - BED) + 0.35 * n.y);
  // Sunlit walls light the shaded ones: red bounce fills the canyon.
  float bounce = sat(0.5 + 0.5 * dot(n, normalize(vec3(-key.x, 0.1, -key.z))));
  vec3 light = sun * (diffuse * open) + amb * (1.7 * hollow) + sun * albedo * (0.55 * bounce * hollow * sat(key.y * 3.0 + 0.2));
  return (uAlien > 0.0 ? albedo : moonlit(albedo)) * light;
}

vec3 airColor(vec3 rd) {
  float mu = sat(dot(rd, keyDir()));
  return mix(uFog, distanceColor(rd), 0.45 + 0.40 * mu * mu);
}

// companion is a banded planet with a ring that stands in the sky. Returns (light, coverage).
vec4 companion(vec3 rd) {
  vec3 at = normalize(vec3((hash1(70) < 0.5 ? -0.34 : 0.34) * (1.0 - 0.4 * portrait()), 0.34 + 0.06 * hash1(71), 1.0));
  vec3 right = normalize(cross(vec3(0.0, 1.0, 0.0), at));
  vec3 up = cross(at, right);
  float r = 0.11 + 0.08 * hash1(72);
  vec2 d = vec2(dot(rd, right), dot(rd, up)) / r;
  float soft = pixelAngle() / r * 1.5;
  float in1 = length(d);
  vec3 sunAt = normalize(vec3(dot(keyDir(), right), dot(keyDir(), up) + 0.35, -0.45));
  vec3 n = vec3(d, -sqrt(max(1.0 - in1 * in1, 0.0)));
  float tilt = 0.35 * (hash1(73) - 0.5);
  float band = fbm(vec2((n.y + tilt * n.x) * 5.0 + 0.4 * noise(n.xy * 3.0), 2.0), 4);
  vec3 c = mix(uPalette[4], uPalette[3], smoothstep(0.35, 0.65, band)) * 0.75;
  c *= 0.04 + 1.1 * sat(dot(n, sunAt)) * (0.55 + 0.45 * -n.z);
  float disc = smoothstep(1.0 + soft, 1.0 - soft, in1);
  vec2 ringP = vec2(d.x + tilt * d.y, (d.y - tilt * d.x) * 4.2);
  float ringR = length(ringP);
  float ring = smoothstep(1.35, 1.40, ringR) * smoothstep(2.25, 2.15, ringR) * (0.35 + 0.65 * noise(vec2(ringR * 16.0, 4.0)));
  ring *= d.y - tilt * d.x < 0.0 ? 1.0 : 1.0 - disc;
  vec3 light = c * disc;
  float cover = disc;
  light = mix(light, uPalette[4] * 0.55, ring * 0.75);
  cover = max(cover, ring * 0.75);
  vec3 haze = skyGradient(rd);
  return vec4(light * 0.9 + haze * cover * 0.55, cover);
}

vec3 heaven(vec3 rd, int octaves) {
  vec3 c = skyFull(rd, octaves);
  if (uAlien > 0.0 && rd.y > 0.0) {
    c += nightStars(rd) * 0.6 * uAlien * (1.0 - nightness()) * smoothstep(0.1, 0.5, rd.y);
    vec4 p = companion(rd);
    c = mix(c, p.rgb, p.a * uAlien * (1.0 - 0.8 * overcast()));
  }
  return c;
}

// rim is the flat rock before the camera on which somebody stands: slabs with sand between them, broken off at the edge. Its
// coverage in alpha.
vec4 rim(vec3 rd) {
  float t = (RIM_EYE + uCamPos.y) / max(-rd.y, 0.0001);
  vec2 p = uCamPos.xz + rd.xz * t;
  float edge = uBank + 1.4 * (noise(vec2(p.x * 0.35, 3.0)) - 0.5) + 0.5 * (noise(vec2(p.x * 1.7, 5.0)) - 0.5) + 0.12 * (noise(p * 6.0) - 0.5);
  float soft = 0.02 + 0.5 * t * t * pixelAngle() / RIM_EYE;
  float a = smoothstep(-soft, soft, edge - p.y) * step(rd.y, -0.0001);
  vec3 base = uRock.r + uRock.g + uRock.b > 0.0 ? uRock : vec3(0.36, 0.145, 0.070);
  float fine = mix(noise(p * vec2(31.0, 17.0)), 0.5, smoothstep(4.0, 14.0, t));
  float grain = 0.5 * noise(p * 7.0) + 0.3 * noise(p * 2.1) + 0.2 * fine;
  vec2 joint = abs(vec2(noise(p * vec2(0.55, 0.35) + 7.0), noise(p * vec2(0.30, 0.75) + 19.0)) - 0.5);
  float width = 0.012 + 0.6 * t * t * pixelAngle() / RIM_EYE * 0.35;
  float crack = smoothstep(width, 0.0, min(joint.x, joint.y)) * smoothstep(16.0, 5.0, t);
  float sand = smoothstep(0.48, 0.62, noise(p * 0.42 + 3.0) + 0.25 * (grain - 0.5));
  vec3 c = mix(base * (0.75 + 0.6 * grain), vec3(0.42, 0.25, 0.150) * (0.80 + 0.4 * grain), 0.75 * sand);
  c *= 1.0 - 0.55 * crack * (1.0 - sand);
  c = mix(c, vec3(0.78, 0.82, 0.90), uWeather.z * smoothstep(0.2, 0.5, grain + 0.3 * uWeather.z));
  vec3 light = skyAmbient() * 1.35 + keyColor() * sat(keyDir().y + 0.10) * (1.0 - 0.5 * overcast());
  return vec4(c * light, a);
}

void main() {
  float z = CAMERA_SCALE * (uTravel + uCamPos.z);
  vec2 foot = vec2(middle(z) + 0.25 * (hash1(7) - 0.5) + CAMERA_SCALE * uCamPos.x, z);
  vec3 ro = vec3(foot.x, BED + 1.05 + 0.35 * hash1(8) + CAMERA_SCALE * uCamPos.y, z);
  ro.y = max(ro.y, ground(foot, 3) + 0.16);
  vec3 rd = cameraRay(0.00);
  float water = BED + 0.16 + 0.06 * uRiver;
  float hit = walk(ro, rd, budget(96, 0.6));
  float seen = hit;
  float toWater = uRiver >= 0.0 && uAlien <= 0.0 && rd.y < -0.001 ? (water - ro.y) / rd.y : MISSED;
  vec3 dir = rd;
  vec3 c;
  if (toWater < hit) {
    seen = toWater;
    vec3 p = ro + rd * toWater;
    float near = smoothstep(9.0, 0.5, toWater);
    // Ripples that are finer than a pixel would only sparkle.
    float px = toWater * pixelAngle() * toWater / max(ro.y - water, 0.05);
    vec2 q = p.xz * vec2(14.0, 7.0) - vec2(0.0, iTime * 0.6);
    vec2 slope = (vec2(noise(q), noise(q.yx * 1.3 + 9.0)) - 0.5) * (0.03 + 0.10 * near) * smoothstep(0.9, 0.15, px * 7.0);
    slope += (vec2(noise(q * 2.7 - iTime * 0.4), noise(q.yx * 2.9 + iTime * 0.3)) - 0.5) * 0.08 * near * smoothstep(0.9, 0.15, px * 20.0);
    vec3 n = normalize(vec3(slope.x, 1.0, slope.y));
    dir = reflect(rd, n);
    dir.y = abs(dir.y) + 0.01;
    dir = normalize(dir);
    vec3 from = p + vec3(0.0, 0.006, 0.0);
    float far = walk(from, dir, budget(44, 0.6));
    vec3 mirrored = far < MISSED ? shade(from + dir * far, dir, toWater + far) : heaven(dir, 3);
    float fresnel = 0.05 + 0.95 * pow(1.0 - max(dot(-rd, n), 0.0), 4.0);
    vec3 deep = mix(vec3(0.045, 0.075, 0.060), 0.25 * uPalette[1], 0.35) * (skyAmbient() * 1.2 + 0.2 * keyColor());
    c = mix(deep, mirrored * 0.92, fresnel);
    // White water lies in long patches with the current, laced where the pixels show it.
    vec2 run = p.xz * vec2(7.0, 1.6) - vec2(0.0, iTime * 0.35);
    float lace = noise(p.xz * vec2(30.0, 11.0) + 2.0 * noise(run * 2.0) - vec2(0.0, iTime * 1.6));
    float rapid = smoothstep(0.60, 0.90, noise(run)) * mix(0.45, smoothstep(0.40, 0.85, lace), smoothstep(0.8, 0.2, px * 14.0));
    c = mix(c, skyAmbient() * 1.2 + keyColor() * 0.2, rapid * 0.34 * near);
  } else if (hit < MISSED) {
    c = shade(ro + rd * hit, rd, hit);
  } else {
    c = heaven(rd, budget(6, 0.5));
  }
  if (seen < MISSED) {
    float haze = 1.0 - exp(-pow(seen * (0.026 + 0.08 * uWeather.w + 0.02 * uWeather.y) * (1.0 - 0.35 * uAlien), 1.35));
    c = mix(c, airColor(rd), haze * 0.93);
  }
  if (uBank > 0.0) {
    vec4 near = rim(rd);
    c = mix(c, near.rgb, near.a);
  }
  fragColor = vec4(c, 1.0);
}
