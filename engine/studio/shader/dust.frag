#version 300 es
// Dust: a storm of sand that drives across the picture in gusts, thick near the ground, with streaks of grains close to the
// camera. uColor is the dust in the light of the air.
#include "overlay.glsl"

void main() {
  vec2 p = screenPoint();
  float side = uWind.x < 0.0 ? -1.0 : 1.0;
  float speed = 0.55 + 0.05 * abs(uWind.x);
  vec2 q = vec2(p.x * side, p.y) + uDrift * vec2(side, 1.0) * 0.6;
  float low = smoothstep(1.10, -0.75, p.y);
  float gust = smoothstep(0.25, 0.75, noise(vec2(q.x * 0.45 - iTime * speed * 0.8, 0.35 * iTime)));
  // A wall of rolling clouds in the distance, lit from above, dark beneath.
  vec2 far = vec2(q.x * 1.15 - iTime * speed * 0.38, q.y * 1.35 - 0.05 * iTime);
  vec2 roll = vec2(noise(far * 1.6 + vec2(0.0, 0.16 * iTime)), noise(far * 1.6 + vec2(9.0, -0.12 * iTime))) - 0.5;
  vec2 w = far + 0.22 * roll;
  float wall = 0.50 * fbm(w * 1.3, 3) + 0.60 * billows(w * 1.8 + 3.0, 4);
  float below = 0.50 * fbm((w + vec2(-0.04, 0.11)) * 1.3, 2) + 0.60 * billows((w + vec2(-0.04, 0.11)) * 1.8 + 3.0, 3);
  float lit = sat(0.46 + (wall - below) * 1.7);
  float height = 0.55 + 0.9 * (noise(vec2(q.x * 0.55 - iTime * speed * 0.30, 4.0)) - 0.5) + 0.5 * (wall - 0.45);
  float body = smoothstep(height + 0.35, height - 0.30, p.y);
  float a = mix(0.52, 0.96, body * smoothstep(0.22, 0.52, wall + 0.25 * low));
  // Sheets of sand that run over the ground, and gusts that thicken everything.
  vec2 near = vec2(q.x * 0.9 - iTime * speed * 2.3, q.y * 5.5 + 0.9 * roll.x);
  float sheets = smoothstep(0.42, 0.78, fbm(near + 0.5 * roll, 3)) * smoothstep(0.35, -0.55, p.y);
  a = sat(a * (0.72 + 0.34 * gust) + 0.45 * sheets * (0.4 + gust)) * uAmount;
  vec3 c = uColor * mix(0.50, 1.22, lit) * (0.80 + 0.35 * sat(0.5 + 0.5 * p.y));
  c = mix(c, uColor * 1.25, 0.65 * sheets);
  // Grains pass as short streaks.
  vec2 g = vec2(q.x * 3.2 - iTime * speed * 15.0, q.y * 38.0 + 3.0 * sin(q.x * 2.0 - iTime));
  vec2 f = fract(g) - 0.5;
  float grain = step(hash2(ivec2(floor(g))), 0.22 * uAmount) * exp(-sq(f.x * 3.4) - sq(f.y * 4.0)) * (0.35 + 0.65 * low) * (0.4 + 0.6 * gust);
  fragColor = vec4(c * a + uColor * grain * 0.55, sat(a + 0.12 * grain));
}
