#version 300 es
// Aurora: a snowfield with wind-carved ridges, firs, tracks, a hut and white mountains; by night curtains of northern light, by day
// plain winter.
//
// The curtains are ridges of warped noise that are extruded upwards: a ray samples them on rising shells and each sample is
// coloured by its height (after Lawlor, Genetti, "Interactive Volume Rendering Aurora on the GPU", 2011). Firs stand on rows of
// constant depth. The ground takes up the colour of the sky above.
//
// Own uniforms (0 keeps the default):
//   uAurora  float -1..1  strength of the light, -1 is none; default 0.8 by night
//   uFirs    float -1..1  amount of trees, -1 is none; default medium
//   uTracks  float -1..1  1 a line of footprints, -1 none; default by seed
//   uHut     float -1..1  1 a hut whose windows are lit after dusk, -1 none; default by seed
// uPalette[0] colours the lower rim and [1] the upper rays when they are given; black keeps green and violet.
#include "common.glsl"
#include "fir.glsl"
#include "cast.glsl"

uniform float uAurora;
uniform float uFirs;
uniform float uTracks;
uniform float uHut;

const float EYE = 1.8;
const float ROW = 9.0;
const float CELL = 5.0;
const int ROWS = 14;
const int HUT_ROW = 4;
const float STEP = 0.42; // m between footprints

float drifts(vec2 p) {
  return (noise(p * 0.045) - 0.5) * 2.2 + (noise(p * 0.16 + 7.0) - 0.5) * 0.5;
}

// trackX is the way that somebody went.
float trackX(float z) {
  return (hash1(15) - 0.5) * 5.0 + 1.6 * sin(z * 0.07 + 6.28 * hash1(16)) + 0.05 * z * (hash1(17) - 0.5);
}

bool hasTracks() {
  return uTracks > 0.0 || (uTracks == 0.0 && hash1(14) < 0.55);
}

bool hasHut() {
  return uHut > 0.0 || (uHut == 0.0 && hash1(13) < 0.45);
}

// print is how deep the snow is trodden at p: x the pit, y its raised rim.
vec2 print(vec2 p) {
  float id = floor(p.y / STEP);
  float side = mod(id, 2.0) < 0.5 ? -0.13 : 0.13;
  vec2 d = p - vec2(trackX(id * STEP) + side, (id + 0.5) * STEP);
  float r = length(d / vec2(0.095, 0.17));
  float rough = 0.25 * (noise(p * 14.0) - 0.5);
  return vec2(smoothstep(1.05, 0.70, r + rough), smoothstep(1.7, 1.1, r + rough) * smoothstep(0.8, 1.1, r + rough));
}

// hut is a log cabin under snow, m metres from the middle of its foot. Returns (light, coverage).
vec4 hut(vec2 m, float soft, vec3 sun, vec3 amb) {
  float wall = min(3.0 - abs(m.x), min(2.5 - m.y, m.y + 1.0));
  float gable = 2.45 + (3.7 - abs(m.x)) * 0.68;
  float front = max(wall, min(gable - 0.55 - m.y, min(m.y - 2.3, 3.0 - abs(m.x))));
  float roof = min(gable + 0.12 * noise(vec2(m.x * 1.3, 5.0)) - m.y, min(m.y - gable + 0.55, 3.75 - abs(m.x)));
  float pipe = min(0.26 - abs(m.x - 1.5), min(5.2 - m.y, m.y - 3.2));
  float a = smoothstep(-soft, soft, max(max(front, roof), pipe));
  float log1 = abs(fract(m.y * 3.4) - 0.5);
  vec3 c = vec3(0.120, 0.075, 0.045) * (0.45 + 0.9 * smoothstep(0.5, 0.1, log1)) * (0.8 + 0.4 * noise(m * vec2(1.5, 12.0)));
  c = mix(c, vec3(0.045, 0.028, 0.020), smoothstep(soft, -soft, max(abs(m.x) - 0.48, m.y - 1.95)));
  float glass = smoothstep(soft, -soft, max(abs(abs(m.x) - 1.75) - 0.48, abs(m.y - 1.45) - 0.48));
  float bars = smoothstep(0.08, 0.03, min(abs(abs(m.x) - 1.75), abs(m.y - 1.45)));
  c = mix(c, vec3(0.78, 0.83, 0.92) * 1.1, max(smoothstep(-soft, soft, roof), smoothstep(0.25, 0.0, m.y) * 0.8));
  c *= amb * 1.1 + sun * (0.12 + 0.4 * sat(-keyDir().z) + 0.2 * keyDir().y);
  float lamp = smoothstep(0.16, -0.06, uSunDir.y);
  vec3 lit = mix(amb * 0.3, vec3(1.9, 0.85, 0.22) * mix(1.0, 0.30, nightness()), lamp);
  c = mix(c, lit * (1.0 - 0.75 * bars), glass * smoothstep(soft, -soft, roof));
  return vec4(c, a);
}

vec3 lowTint() {
  vec3 c = uPalette[0];
  return mix(vec3(0.10, 1.0, 0.42), c / max(max(c.r, max(c.g, c.b)), 0.05), 0.35 * step(0.01, luma(c)));
}

vec3 highTint() {
  vec3 c = uPalette[1];
  return mix(vec3(0.45, 0.16, 0.95), c / max(max(c.r, max(c.g, c.b)), 0.05), 0.35 * step(0.01, luma(c)));
}

float strength() {
  float amount = uAurora < 0.0 ? 0.0 : (uAurora > 0.0 ? uAurora : 0.8);
  return amount * nightness() * (1.0 - 0.85 * overcast());
}

// curtain is the brightness of the sheet at the ground point q.
float curtain(vec2 q) {
  float t = iTime * 0.10;
  vec2 w = vec2(noise(q * 0.55 + vec2(0.0, t)), noise(q * 0.55 + vec2(7.0, -t))) - 0.5;
  vec2 p = q + 2.4 * w;
  float line = 1.0 - abs(2.0 * noise(vec2(p.x * 0.42, p.y * 1.05) + vec2(0.4 * t, 3.0)) - 1.0);
  line = sq(sq(line)) * sq(line);
  line *= smoothstep(0.18, 0.52, noise(q * 0.23 + vec2(0.3 * t, 40.0)));
  // One curtain always hangs across the view.
  float front = sat(1.0 - 0.75 * abs(p.y - 2.1 - 0.7 * sin(0.8 * p.x + 6.28 * hash1(41) + t)));
  front = sq(sq(front)) * (0.30 + 0.65 * smoothstep(0.25, 0.60, noise(vec2(q.x * 0.5 + 0.5 * t, 60.0))));
  float rays = 0.30 + 1.15 * noise(vec2(p.x * 6.5 + 2.0 * t, p.y * 1.2 - 0.6 * t));
  return max(line, 0.9 * front) * rays;
}

vec3 auroraLight(vec3 rd) {
  vec3 sum = vec3(0.0);
  if (rd.y < 0.015) {
    return sum;
  }
  int shells = budget(20, 0.6);
  float fade = 1.0;
  float start = hash2(ivec2(gl_FragCoord.xy)); // neighbours look at different heights, so that the shells show no steps
  for (int i = 0; i < shells; i++) {
    float h = (float(i) + start) / float(shells);
    float rise = 0.72 + 0.85 * h * h + 0.20 * h;
    vec2 q = rd.xz * (rise / (rd.y + 0.16)) * 1.15 + uCamPos.xz * 0.004;
    float b = curtain(q);
    vec3 c = mix(lowTint(), highTint(), smoothstep(0.12, 0.75, h));
    c = mix(vec3(0.75, 1.0, 0.85), c, smoothstep(0.0, 0.12, h));
    sum += c * b * exp(-h * 3.1) * smoothstep(0.0, 0.06, h);
    fade *= 0.97;
  }
  return sum * (strength() * 5.2 / float(shells)) * smoothstep(0.015, 0.16, rd.y) * 1.35;
}

// glow is a cheap average of the curtains for the ground and the trees.
vec3 glow() {
  return (0.75 * lowTint() + 0.25 * highTint()) * strength() * 0.055 * (1.0 + 0.15 * sin(iTime * 0.6));
}

// winterSky puts the light behind the clouds and thins them, since it shows on clear nights.
vec3 winterSky(vec3 rd) {
  float night = nightness() * sat(strength() * 2.0);
  vec3 c = skyGradient(rd) * mix(1.0, 0.55, night);
  if (nightness() > 0.0) {
    c += nightStars(rd) * nightness() * (1.0 - overcast()) * sat(rd.y * 7.0);
  }
  c += keyDisc(rd) + auroraLight(rd);
  vec4 cl = clouds(rd, budget(5, 0.5)) * mix(1.0, 0.30, night);
  c = c * (1.0 - cl.a) + cl.rgb;
  return mix(c, distanceColor(rd), 0.9 * uWeather.w * exp(-max(rd.y, 0.0) * 5.0));
}

vec3 peaks(vec3 c, vec3 rd, vec3 air) {
  float a = atan(rd.x, rd.z);
  float aa = pixelAngle();
  vec3 key = keyDir();
  for (int i = 0; i < 2; i++) {
    float fi = float(i);
    vec2 q = vec2(a * (2.4 + 1.6 * fi) + 9.0 * fi, 4.0 + 5.0 * fi);
    float ridge = (0.30 - 0.13 * fi) * (fbm(q, 6) - 0.20) + 0.010;
    if (rd.y < ridge + aa) {
      float shade = fbm(vec2(a * 16.0 + 0.6 * rd.y * 60.0, rd.y * 38.0) + 20.0 * fi, 4);
      float face = smoothstep(0.40, 0.62, shade + 0.25 * (key.x > 0.0 ? 0.2 : -0.1));
      vec3 snow = vec3(0.70, 0.76, 0.86) * (skyAmbient() * 1.1 + keyColor() * (0.10 + 0.45 * face) + glow() * 1.4);
      vec3 rock = vec3(0.10, 0.11, 0.13) * (skyAmbient() * 1.2 + keyColor() * 0.15 + glow());
      vec3 land = mix(rock, snow, smoothstep(0.34, 0.52, shade + 1.2 * rd.y));
      land = mix(land, air, sat(0.62 - 0.22 * fi + 0.35 * uWeather.w));
      c = mix(c, land, smoothstep(ridge + aa, ridge - aa, rd.y));
    }
  }
  return c;
}

void main() {
  vec3 ro = vec3(0.0, EYE, uTravel) + uCamPos;
  ro.y = max(ro.y + drifts(vec2(0.0, uTravel)), drifts(ro.xz) + 0.5);
  vec3 rd = cameraRay(0.16);
  vec3 key = keyDir();
  vec3 sun = keyColor() * mix(1.0, 0.45, nightness());
  vec3 amb = skyAmbient() * mix(1.0, 0.65, nightness()) + glow();
  vec3 air = distanceColor(rd) + glow() * 0.6;
  float density = 0.0045 + 0.030 * uWeather.w + 0.008 * uWeather.z;

  float t = -1.0;
  if (rd.y < 0.02) {
    float s = 1.0;
    for (int i = 0; i < 30; i++) {
      vec3 p = ro + rd * s;
      float gap = p.y - drifts(p.xz);
      if (gap < 0.001 * s || s > 420.0) {
        break;
      }
      s += max(gap * 0.8, 0.02 * s);
    }
    t = s < 420.0 || rd.y < -0.003 ? s : -1.0;
  }
  vec3 c;
  float reach = 1000.0;
  if (t > 0.0) {
    reach = t;
    vec3 p = ro + rd * t;
    float e = 0.15 + 0.006 * t;
    float h = drifts(p.xz);
    vec2 slope = vec2(drifts(p.xz + vec2(e, 0.0)) - h, drifts(p.xz + vec2(0.0, e)) - h) / e;
    float fine = smoothstep(40.0, 4.0, t);
    vec2 down = normalize(uWind + vec2(0.4, 0.9));
    vec2 along = vec2(dot(p.xz, down), dot(p.xz, vec2(-down.y, down.x)));
    along.y += 0.8 * noise(along * 0.35);
    vec3 ridges = noised(along * vec2(0.26, 1.25) + 11.0);
    float carved = smoothstep(0.30, 0.65, noise(p.xz * 0.07 + 50.0)) * smoothstep(70.0, 12.0, t);
    vec2 ridgeSlope = ridges.yz * vec2(0.26, 1.25) * 0.17 * carved;
    slope += vec2(ridgeSlope.x * down.x - ridgeSlope.y * down.y, ridgeSlope.x * down.y + ridgeSlope.y * down.x);
    vec3 crust = noised(p.xz * vec2(0.9, 2.4) + 3.0);
    slope += crust.yz * vec2(0.05, 0.12) * (0.3 + 0.7 * fine);
    vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
    float diffuse = max(dot(n, key), 0.0);
    vec3 snow = vec3(0.78, 0.83, 0.92);
    c = snow * (sun * diffuse * 0.95 + amb * (0.55 + 0.45 * n.y) * 1.15);
    float mu = sat(dot(rd, key));
    c += sun * pow(sat(dot(reflect(rd, n), key)), 12.0) * 0.22 * (0.3 + mu);
    float sparkle = step(0.990, hash2(ivec2(floor(p.xz * 60.0)))) * smoothstep(11.0, 2.5, t);
    c += (sun * 0.35 + glow() * 2.5) * sparkle * (0.5 + 0.5 * sin(iTime * 2.0 + 40.0 * noise(p.xz * 9.0)));
    if (hasTracks() && t < 34.0) {
      vec2 pit = print(p.xz) * smoothstep(34.0, 20.0, t) * sat(1.0 - 0.7 * uWeather.z);
      c = mix(c, snow * amb * 0.62 + 0.10 * c, pit.x * 0.75);
      c += snow * sun * (0.10 + 0.25 * sat(dot(n, key))) * pit.y * 0.35;
    }
    c = mix(c, air, 1.0 - exp(-t * density));
  } else {
    c = winterSky(rd);
    c = peaks(c, rd, air);
  }

  float seen = 1.0;
  float share = uFirs < 0.0 ? 0.0 : (uFirs > 0.0 ? uFirs : 0.45);
  if ((share > 0.0 || hasHut()) && rd.z > 0.1) {
    float through = 1.0;
    vec3 sum = vec3(0.0);
    int first = int(floor(ro.z / ROW)) + 1;
    for (int k = 0; k < ROWS; k++) {
      int row = first + k;
      float z = float(row) * ROW;
      float s = (z - ro.z) / rd.z;
      vec3 p = ro + rd * s;
      if (hasHut() && row == HUT_ROW && s > 3.0 && s < reach + 5.0) {
        float side = hash1(18) < 0.5 ? -1.0 : 1.0;
        float middle = side * mix(9.0 + 6.0 * hash1(19), 5.0, portrait());
        vec4 b = hut(vec2(p.x - middle, p.y - drifts(vec2(middle, z)) + 0.1), pixelAngle() * s, sun, amb);
        b.rgb = mix(b.rgb, air, 1.0 - exp(-s * density));
        sum += through * b.a * b.rgb;
        through *= 1.0 - b.a;
        seen = behind(seen, z - ro.z, b.a);
      }
      float salt1 = hash1(row * 7);
      int col = int(floor(p.x / CELL + salt1));
      vec2 h = hash22(ivec2(col, row));
      float centre = (float(col) + 0.5 + 0.4 * (h.x - 0.5) - salt1) * CELL;
      float open2 = 5.0 + 0.10 * z * (1.0 - portrait()) - 2.5 * portrait();
      bool stands = hash2(ivec2(col + 51, row)) < share * smoothstep(open2 - uTravel * 0.1, open2 + 16.0, abs(centre)) * 1.6;
      if (stands && s < reach + 3.0 && s > 2.0) {
        float size = 3.2 + 5.2 * h.y;
        vec2 q = vec2(p.x - centre, p.y - drifts(vec2(centre, z)) + 0.2) / size;
        if (abs(q.x) < 0.32 && q.y > -0.03 && q.y < 1.02) {
          float soft = pixelAngle() * s / size;
          vec2 f = fir(vec2(q.x * 0.78, q.y), soft, h, clamp(1.5 * key.x, -1.0, 1.0));
          float a = f.x * smoothstep(-0.02, 0.02, q.y);
          float white = smoothstep(0.26, 0.58, f.y);
          vec3 bough = mix(vec3(0.018, 0.030, 0.024), vec3(0.70, 0.75, 0.84), white * 0.9);
          vec3 fc = bough * (amb * (0.45 + 0.75 * f.y) + sun * (0.06 + 0.62 * f.y * white));
          fc = mix(fc, air, 1.0 - exp(-s * density));
          sum += through * a * fc;
          through *= 1.0 - a;
          seen = behind(seen, z - ro.z, a);
        }
      }
    }
    c = c * through + sum;
  }
  fragColor = vec4(c, seen);
}
