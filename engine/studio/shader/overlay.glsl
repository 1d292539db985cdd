// What the overlays share. They draw over any picture as premultiplied light: alpha 0 adds light, alpha 1 covers.
//
// uAmount  float 0..1     how much falls or floats
// uColor   vec3 linear    its colour as it is lit in the scene
// uDrift   vec2           camera movement over the picture in half frame heights, for parallax; default none
// uWind, uSeed, iTime and iResolution as in common.glsl; the other uniforms of common.glsl are not read.
#include "common.glsl"

uniform float uAmount;
uniform vec3 uColor;
uniform vec2 uDrift;

// over puts a layer of colour c and coverage a on the premultiplied picture below.
vec4 over(vec4 below, vec3 c, float a) {
  return vec4(c * a, a) + below * (1.0 - a);
}

// pixels is the size of n pixels in half frame heights.
float pixels(float n) {
  return 2.0 * n / iResolution.y;
}
