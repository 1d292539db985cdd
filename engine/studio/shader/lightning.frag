#version 300 es
// Lightning: crooked strokes with branches from the clouds to the horizon, each with return strokes along the same channel, and
// their light on clouds and land. uColor is the light of a stroke.
//
// Own uniforms:
//   uStrikes vec4[4]  x: iTime of the stroke, -1 for none; y: where it stands, as a tangent to the right of the resting view;
//                     z: how bright it is, 0..1; w: a whole number for its shape
#include "overlay.glsl"
#include "below.glsl"

uniform vec4 uStrikes[4];
uniform float uStorm; // of the backdrop: its clouds are dark at the base

// flash is the brightness over time: a first stroke and two return strokes, then the glow of the channel.
float flash(float age) {
  float first = exp(-9.0 * age);
  float second = age > 0.14 ? 0.80 * exp(-9.0 * (age - 0.14)) : 0.0;
  float third = age > 0.31 ? 0.50 * exp(-7.0 * (age - 0.31)) : 0.0;
  return age < 0.0 ? 0.0 : max(first, max(second, third)) + 0.06 * exp(-2.5 * age);
}

// crook is noise of straight pieces in -0.5..0.5: a channel grows in steps.
float crook(float y, int id) {
  float f = floor(y);
  int k = int(f) * 31 + id * 977;
  return mix(hash1(k), hash1(k + 31), y - f) - 0.5;
}

float channel(float y, int id) {
  return 0.26 * crook(y * 4.3, id) + 0.11 * crook(y * 11.0, id + 1) + 0.045 * crook(y * 29.0, id + 2) + 0.018 * crook(y * 73.0, id + 3);
}

// thread is the light of a channel of half width w at the horizontal distance dx, where the channel leans by slope.
float thread(float dx, float slope, float w) {
  float d = abs(dx) * inversesqrt(1.0 + slope * slope);
  return exp(-sq(d / w)) + 0.10 * exp(-d / (6.0 * w)) + 0.012 * exp(-d / (30.0 * w));
}

// stroke is the light of the channel with its branches at the tangents s.
float stroke(vec2 s, float base, int id) {
  float px = pixelAngle();
  float w = max(0.0022, 0.8 * px);
  float x = channel(s.y, id);
  float slope = (channel(s.y + 0.004, id) - x) / 0.004;
  float dx = s.x - base - x;
  float sum = 0.0;
  if (abs(dx) < 0.5) {
    sum = thread(dx, slope, w) * smoothstep(0.62, 0.40, s.y);
    for (int j = 0; j < 6; j++) {
      int k = id * 53 + j * 11 + 5000;
      float from = 0.08 + 0.40 * hash1(k);
      float len = (0.07 + 0.17 * hash1(k + 1)) * (0.5 + from);
      float u = (from - s.y) / len;
      if (u > -0.02 && u < 1.0) {
        float side = hash1(k + 2) < 0.5 ? -1.0 : 1.0;
        float lean = side * (0.45 + 0.8 * hash1(k + 3));
        float bx = channel(from, id) + lean * (from - s.y) + 0.45 * (channel(s.y * 1.3, k) - channel(from * 1.3, k));
        sum += thread(s.x - base - bx, lean + 0.5, w * 0.6) * 0.40 * (1.0 - u);
      }
    }
  }
  return sum;
}

void main() {
  float alive = 0.0;
  for (int i = 0; i < 4; i++) {
    alive = max(alive, uStrikes[i].x < 0.0 ? 0.0 : flash(iTime - uStrikes[i].x) * uStrikes[i].z);
  }
  fragColor = vec4(0.0);
  if (alive * uAmount > 0.003) {
    vec3 rd = cameraRay(uTilt);
    vec2 s = rd.xy / max(rd.z, 0.1);
    vec3 below = pictureBelow();
    float sky = openSky(uStorm > 0.0 ? below * 1.45 : below, rd);
    float gain = mix(1.3, 3.2, nightness());
    float ambient = luma(uSkyMid) + 0.015;
    float lumps = fbm(vec2(s.x * 2.1, s.y * 4.2) + uWind * iTime * 0.01, 4);
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 4; i++) {
      vec4 k = uStrikes[i];
      float power = k.x < 0.0 ? 0.0 : flash(iTime - k.x) * k.z * uAmount;
      if (power > 0.003) {
        vec2 away = vec2(s.x - k.y, max(s.y - 0.34, 0.0) * 1.4);
        float near = exp(-2.2 * length(away));
        float inCloud = near * smoothstep(0.25, 0.75, lumps + 0.25 * near);
        sum += below * power * gain * mix(0.45 + 0.55 * near, 0.35 + 1.3 * near, sky);
        sum += uColor * power * ambient * sky * (0.9 * inCloud + 0.12 * near);
        if (sky > 0.0 && (uMatte > 0.0 || s.y > -0.01)) { // a matte ends where the land begins
          sum += uColor * stroke(s, k.y, int(k.w)) * sky * power * mix(5.0, 3.0, nightness());
        }
      }
    }
    fragColor = vec4(sum, 0.0);
  }
}
