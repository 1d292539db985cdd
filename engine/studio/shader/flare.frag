#version 300 es
// Lens flare: the glare of the sun, a thin streak, and its reflections between the lenses on a line through the middle. It
// follows the light that the picture has where the sun stands, so whatever hides the sun hides the flare. uColor is the light.
#include "overlay.glsl"
#include "below.glsl"

const int GHOSTS = 7;

float sunSeen(vec2 at) {
  float sum = 0.0;
  for (int i = 0; i < 5; i++) {
    vec2 off = i == 0 ? vec2(0.0) : 0.022 * vec2(cos(1.6 * float(i)), sin(1.6 * float(i)));
    vec2 size = vec2(textureSize(uBelow, 0)); // it may be larger than the overlay
    vec2 q = ((at + off) * size.y + size) * 0.5;
    vec3 c = texelFetch(uBelow, ivec2(clamp(q, vec2(0.0), size - 1.0)), 0).rgb;
    sum += smoothstep(0.35, 1.8, luma(c));
  }
  return sum * 0.2;
}

void main() {
  vec3 at = onScreen(keyDir());
  float wide = iResolution.x / iResolution.y;
  // Just outside the frame light still strikes the lens.
  float outside = max(abs(at.x) - wide, abs(at.y) - 1.0);
  float seen = at.z < 0.1 ? 0.0 : (outside < 0.0 ? sunSeen(at.xy) : 0.55);
  seen *= smoothstep(0.55, 0.0, outside) * (1.0 - nightness()) * uAmount;
  fragColor = vec4(0.0);
  if (seen > 0.002) {
    vec2 p = screenPoint();
    vec2 d = p - at.xy;
    float r = length(d);
    vec3 sum = uColor * (0.30 * exp(-3.4 * r) + 0.10 * exp(-1.1 * r));
    float streak = exp(-abs(d.y) * 60.0) * exp(-1.3 * abs(d.x)) + 0.35 * exp(-abs(d.y) * 300.0) * exp(-0.8 * abs(d.x));
    sum += mix(uColor, vec3(0.5, 0.7, 1.0) * luma(uColor), 0.5) * streak * 0.30;
    #pragma unroll
    for (int i = 0; i < GHOSTS; i++) {
      float along = hash1(i * 5 + 900) * 2.1 + 0.25;
      vec2 c = at.xy * (1.0 - along);
      float size = 0.03 + 0.17 * sq(hash1(i * 5 + 901));
      float q = length(p - c) / size;
      float disc = smoothstep(1.04, 0.90, q) * (0.35 + 0.65 * smoothstep(0.2, 1.0, q));
      vec3 hue = 0.55 + 0.45 * cos(TAU * (hash1(i * 5 + 902) + vec3(0.0, 0.33, 0.67)));
      sum += hue * luma(uColor) * disc * 0.055 / (0.5 + 5.0 * size);
    }
    float halo = length(p + at.xy * 0.45);
    vec3 off = (vec3(0.88, 0.90, 0.92) - halo) * 26.0;
    vec3 rim = exp(-off * off);
    sum += rim * luma(uColor) * 0.022;
    fragColor = vec4(sum * seen, 0.0);
  }
}
