#version 300 es
// Aurora: a snowfield with firs and white mountains; by night curtains of northern light, by day plain winter.
//
// The curtains are ridges of warped noise that are extruded upwards: a ray samples them on rising shells and each sample is
// coloured by its height (after Lawlor, Genetti, "Interactive Volume Rendering Aurora on the GPU", 2011). Firs stand on rows of
// constant depth. The ground takes up the colour of the sky above.
//
// Own uniforms (0 keeps the default):
//   uAurora  float -1..1  strength of the light, -1 is none; default 0.8 by night
//   uFirs    float -1..1  amount of trees, -1 is none; default medium
// uPalette[0] colours the lower rim and [1] the upper rays when they are given; black keeps green and violet.
#include "common.glsl"

uniform float uAurora;
uniform float uFirs;

const float EYE = 1.8;
const float ROW = 9.0;
const float CELL = 5.0;
const int ROWS = 14;

float drifts(vec2 p) {
  return (noise(p * 0.045) - 0.5) * 2.2 + (noise(p * 0.16 + 7.0) - 0.5) * 0.5;
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
  float rays = 0.30 + 1.15 * noise(vec2(p.x * 6.5 + 2.0 * t, p.y * 1.2 - 0.6 * t));
  return line * rays * smoothstep(0.18, 0.52, noise(q * 0.23 + vec2(0.3 * t, 40.0)));
}

vec3 auroraLight(vec3 rd) {
  vec3 sum = vec3(0.0);
  if (rd.y < 0.015) {
    return sum;
  }
  int shells = budget(20, 0.6);
  float fade = 1.0;
  for (int i = 0; i < shells; i++) {
    float h = (float(i) + 0.5) / float(shells);
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
    vec3 crust = noised(p.xz * vec2(0.9, 2.4) + 3.0);
    slope += crust.yz * vec2(0.05, 0.12) * (0.3 + 0.7 * fine);
    vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
    float diffuse = max(dot(n, key), 0.0);
    vec3 snow = vec3(0.78, 0.83, 0.92);
    c = snow * (sun * diffuse * 0.95 + amb * (0.55 + 0.45 * n.y) * 1.15);
    float mu = sat(dot(rd, key));
    c += sun * pow(sat(dot(reflect(rd, n), key)), 12.0) * 0.22 * (0.3 + mu);
    float sparkle = step(0.990, hash2(ivec2(floor(p.xz * 60.0)))) * smoothstep(11.0, 2.5, t);
    c += (sun * 0.7 + glow() * 5.0) * sparkle * (0.5 + 0.5 * sin(iTime * 2.0 + 40.0 * noise(p.xz * 9.0)));
    c = mix(c, air, 1.0 - exp(-t * density));
  } else {
    c = winterSky(rd);
    c = peaks(c, rd, air);
  }

  float share = uFirs < 0.0 ? 0.0 : (uFirs > 0.0 ? uFirs : 0.45);
  if (share > 0.0 && rd.z > 0.1) {
    float through = 1.0;
    vec3 sum = vec3(0.0);
    int first = int(floor(ro.z / ROW)) + 1;
    for (int k = 0; k < ROWS; k++) {
      int row = first + k;
      float z = float(row) * ROW;
      float s = (z - ro.z) / rd.z;
      vec3 p = ro + rd * s;
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
          float tier = fract(q.y * 9.0 + 1.1 * abs(q.x) + h.x);
          float ragged = noise(vec2(q.x * 30.0, q.y * 34.0) + h.x * 50.0);
          float outline = (1.0 - q.y) * 0.25 * (0.60 + 0.40 * (1.0 - tier)) + 0.05 * (ragged - 0.5) * (1.2 - q.y);
          float a = smoothstep(outline + soft, outline - soft, abs(q.x)) * smoothstep(-0.02, 0.02, q.y);
          float white = smoothstep(0.38, 0.66, ragged + 0.35 * (1.0 - tier) - 0.15);
          float side = sat(0.5 + 1.6 * q.x * sign(key.x));
          vec3 fir = mix(vec3(0.018, 0.030, 0.024), vec3(0.66, 0.72, 0.82), white * 0.85);
          vec3 fc = fir * (amb * (0.6 + 0.5 * white) + sun * (0.08 + 0.55 * side * white));
          fc = mix(fc, air, 1.0 - exp(-s * density));
          sum += through * a * fc;
          through *= 1.0 - a;
        }
      }
    }
    c = c * through + sum;
  }
  fragColor = vec4(c, 1.0);
}
