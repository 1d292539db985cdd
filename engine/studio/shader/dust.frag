#version 300 es
// Dust: a storm of sand that drives across the picture in gusts, thick near the ground, with streaks of grains close to the
// camera. uColor is the dust in the light of the air.
#include "overlay.glsl"

void main() {
  vec2 p = screenPoint();
  float side = uWind.x < 0.0 ? -1.0 : 1.0;
  float speed = 0.55 + 0.05 * abs(uWind.x);
  vec2 q = vec2(p.x * side, p.y) + uDrift * vec2(side, 1.0) * 0.6;
  float gust = noise(vec2(q.x * 0.5 - iTime * speed * 0.7, 0.3 * iTime));
  vec2 far = vec2(q.x * 0.9 - iTime * speed * 0.55, q.y * 1.7 + 0.25 * sin(q.x * 1.3 - iTime * 0.9));
  float bend = noise(far * 0.7);
  float clouds2 = fbm(far * 1.2 + 0.8 * bend, 4);
  vec2 near = vec2(q.x * 1.3 - iTime * speed * 1.9, q.y * 4.6 + 0.3 * bend);
  float sheets = fbm(near + 0.6 * bend, 3);
  float low = smoothstep(1.25, -0.75, p.y);
  float veil = (0.45 + 0.55 * low) * smoothstep(0.25, 0.66, clouds2) + 0.38;
  veil += 0.50 * low * smoothstep(0.45, 0.85, sheets) * (0.5 + gust);
  float a = sat(veil * (0.65 + 0.5 * gust)) * 0.92 * uAmount;
  // Grains pass as short streaks.
  vec2 g = vec2(q.x * 5.0 - iTime * speed * 16.0, q.y * 46.0 + 3.0 * sin(q.x * 2.0 - iTime));
  ivec2 cell = ivec2(floor(g));
  vec2 f = fract(g) - 0.5;
  float grain = step(hash2(cell), 0.16 * uAmount) * exp(-sq(f.x * 4.0) - sq(f.y * 5.0)) * (0.4 + 0.6 * low);
  vec3 c = uColor * (0.58 + 0.85 * clouds2 + 0.30 * (sheets - 0.5));
  fragColor = vec4(c * a + uColor * grain * 0.35, sat(a + 0.1 * grain));
}
