// What the overlays share. They draw over any picture as premultiplied light: alpha 0 adds light, alpha 1 covers.
//
// uAmount  float 0..1     how much falls or floats
// uColor   vec3 linear    its colour as it is lit in the scene
// uOnly    int            n draws the depth n alone, 1 is the nearest, for overlays of many small things; default 0 draws all
// uDrift   vec2           camera movement over the picture in half frame heights, for parallax; default none
// uWind, uSeed, iTime and iResolution as in common.glsl; the other uniforms of common.glsl are not read.
#include "common.glsl"

uniform float uAmount;
uniform vec3 uColor;
uniform vec2 uDrift;
uniform int uOnly;

// over puts a layer of colour c and coverage a on the premultiplied picture below.
vec4 over(vec4 below, vec3 c, float a) {
  return vec4(c * a, a) + below * (1.0 - a);
}

// pixels is the size of n pixels in half frame heights.
float pixels(float n) {
  return 2.0 * n / iResolution.y;
}

// billows is rounded noise: swelling lumps with creases between them, about 0.4 on average.
float billows(vec2 p, int octaves) {
  float sum = 0.0;
  float amp = 0.5;
  for (int i = 0; i < octaves; i++) {
    sum += amp * min(1.5 * abs(2.0 * noise(p) - 1.0), 1.0);
    p = OCTAVE * p + vec2(7.3, 3.1);
    amp *= 0.5;
  }
  return sum;
}
