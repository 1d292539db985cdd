#version 300 es
// Particles: a sheet of glowing points that rolls in waves, seen along its surface, with loose points floating above it.
//
// The points stand on a grid in x and z. A ray is cut with the plane of each row, where the nearest point can be told without a
// search; each is a disc whose size follows a thin lens focused on the middle of the sheet, as bright in all as a sharp one.
//
// Own uniforms (0 keeps the default):
//   uCalm   float 0..1     1 almost stops the waves; default 0
//   uSwell  float 0.2..2   height of the waves; default 1
// uPalette gives the colours: troughs [0] and [1], crests [2] and [3], the loose points [4].
#include "common.glsl"

uniform float uCalm;
uniform float uSwell;

const float CAMERA_SCALE = 0.06;
const int ROWS = 50;
const float GAP = 0.155;    // between rows and between points of a row
const float NEAREST = 1.3;
const float FOCUS = 4.2;    // distance at which points are sharp

vec3 tint(vec3 c) {
  return c / max(max(c.r, max(c.g, c.b)), 0.05);
}

float clock() {
  return iTime * (1.0 - 0.85 * uCalm) + 30.0 * hash1(2);
}

float swell() {
  return uSwell > 0.0 ? uSwell : 1.0;
}

// height of the sheet at x, z.
float height(vec2 p, float t) {
  float a = 6.0 * hash1(3);
  float b = 6.0 * hash1(4);
  float bend = sin(0.55 * p.x + 0.31 * t + a);
  float h = 0.40 * sin(0.95 * p.y - 0.62 * t + 1.1 * bend) + 0.26 * sin(1.25 * p.x + 0.45 * t + b + 0.8 * sin(0.7 * p.y + a));
  return swell() * (h + 0.09 * sin(2.7 * p.x - 1.9 * p.y - 0.9 * t));
}

// blot is the light of a point of radius r at distance d from its middle; its whole light does not depend on r.
float blot(float d, float r, float sharp) {
  float x = d / r;
  return sq(sharp / r) * (smoothstep(1.25, 0.75, x) * (0.7 + 0.3 * x * x) + 0.16 * exp(-0.9 * x * x));
}

void main() {
  vec3 rd = cameraRay(-0.32);
  float t = clock();
  vec3 eye = vec3(0.0, 1.30 + 0.25 * portrait(), 0.0) + CAMERA_SCALE * uCamPos + vec3(0.0, 0.0, CAMERA_SCALE * uTravel);
  float forward = max(rd.z, 0.15);
  vec3 low = tint(uPalette[0]);
  vec3 mid = tint(uPalette[1]);
  vec3 high = tint(uPalette[2]);
  vec3 top = tint(uPalette[3]);

  vec2 screen = screenPoint();
  float dusk = exp(-sq(screen.y - 0.44) * 4.0);
  vec3 c = (low * 0.012 + mid * 0.030 * dusk) + low * 0.05 * exp(-sq(screen.y - 0.36) * 30.0);

  float first = ceil((eye.z + NEAREST) / GAP) * GAP;
  float pixel = pixelAngle();
  for (int j = ROWS - 1; j >= 0; j--) {
    // Rows stand closer than they are far: every second one, then every fourth, is left out with distance.
    float z = first + GAP * float(j) * (1.0 + 0.016 * float(j));
    z = floor(z / GAP + 0.5) * GAP;
    float far = z - eye.z;
    vec3 p = eye + rd * (far / forward);
    if (abs(p.y) > 0.75 * swell() + 0.1 || far < NEAREST) {
      continue;
    }
    float sharp = max(0.017, 0.95 * pixel * far);
    float blur = 0.040 * abs(far - FOCUS) * far / (FOCUS * far);
    float r = sharp + blur * 0.55;
    float fade = smoothstep(NEAREST, NEAREST + 0.5, far) * exp(-0.16 * max(far - 4.5, 0.0)) * smoothstep(14.0, 9.0, far);
    // Points are smaller than half of what parts them: only the nearest of the row can be met.
    float column = floor(p.x / GAP + 0.5);
    float x = column * GAP;
    float h = height(vec2(x, z), t);
    float d = length(vec2(p.x - x, p.y - h));
    if (d > 2.2 * r) {
      continue;
    }
    float level = sat(0.5 + 0.75 * h);
    uint cell = mixBits((uint(int(column)) * HX) ^ (uint(int(z / GAP + 0.5)) * HY) ^ salt());
    float spark = 0.45 + 0.55 * sin(unitFloat(cell) * TAU + t * 1.3);
    vec3 hue = mix(mix(low, mid, sat(level * 2.0)), mix(high, top, sat(level * 2.0 - 1.0)), smoothstep(0.35, 0.75, level));
    c += hue * blot(d, r, sharp) * (0.42 + 2.5 * level * level) * (0.55 + 0.9 * spark * spark) * fade * 1.15;
  }

  // Loose points drift up from the sheet; near ones are large discs.
  vec3 loose = mix(tint(uPalette[4]), vec3(1.0), 0.25);
  for (int i = 0; i < 26; i++) {
    float z = 1.3 + 5.0 * hash1(i * 5 + 200);
    float rise = fract(hash1(i * 5 + 201) + t * (0.020 + 0.02 * hash1(i * 5 + 202)));
    vec3 at = vec3((hash1(i * 5 + 203) - 0.5) * (1.3 * z + 1.0), rise * 2.8 - 0.4, z);
    at.x += 0.15 * sin(0.5 * t + 20.0 * hash1(i * 5 + 204));
    float far = at.z - eye.z;
    vec3 p = eye + rd * (far / forward);
    float sharp = max(0.012, 0.85 * pixel * far);
    float r = sharp + 0.030 * abs(far - FOCUS) / FOCUS * 0.9;
    float breathe = (0.5 + 0.5 * sin(t * (0.6 + hash1(i * 5 + 205)) + 40.0 * hash1(i * 5 + 206))) * smoothstep(0.0, 0.2, rise) * smoothstep(1.0, 0.7, rise);
    c += mix(loose, high, hash1(i * 5 + 207)) * blot(length(p.xy - at.xy), r, sharp) * breathe * 1.6;
  }
  c = mix(c, vec3(luma(c)), 0.2 * uWeather.w);
  fragColor = vec4(c, 1.0);
}
