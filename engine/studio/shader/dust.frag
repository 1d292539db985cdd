#version 300 es
// Dust: a storm of sand. Two walls of rolling dust come up behind each other and swallow the distance, sheets of sand run over the
// ground before them, gusts thicken the air, and grains fly past the camera as streaks. The near ground and a dimmed sun stay in
// sight. A little of it is a haze without walls. uColor is the dust in the light of the air.
//
// Own uniform:
//   uClear  float 0..1  keeps the lower half of the picture open, for subjects that stand there; default 0
#include "overlay.glsl"

uniform float uClear;

// wall is a bank of rolling dust whose upper rim stands at height: (light, coverage).
vec2 wall(vec2 q, float height, float grow) {
  vec2 turn = vec2(noise(q * 1.3 + vec2(0.0, 0.22 * iTime)), noise(q * 1.3 + vec2(9.0, -0.17 * iTime))) - 0.5;
  vec2 w = q + 0.24 * turn;
  float heads = billows(w * grow, 4);
  float above = billows(w * grow + vec2(-0.16, 0.30), 3);
  float rim = height + 0.50 * (noise(vec2(q.x * 0.8, 4.0)) - 0.5) + 0.42 * (heads - 0.45) - q.y;
  float light = sat(0.40 + 1.35 * (heads - above) + 0.45 * smoothstep(0.45, 0.0, rim) + 0.25 * (heads - 0.45));
  return vec2(light, smoothstep(0.0, 0.10, rim));
}

void main() {
  vec2 p = screenPoint();
  float side = uWind.x < 0.0 ? -1.0 : 1.0;
  float speed = 0.55 + 0.05 * abs(uWind.x);
  vec2 q = vec2(p.x * side, p.y) + uDrift * vec2(side, 1.0) * 0.6;
  float low = smoothstep(1.10, -0.75, p.y);
  float gust = smoothstep(0.25, 0.75, noise(vec2(q.x * 0.45 - iTime * speed * 0.8, 0.35 * iTime)));
  // Thin dust is everywhere.
  float a = 0.70 + 0.16 * gust;
  vec3 c = uColor * (0.52 + 0.26 * sat(0.6 - p.y));
  float open = uClear * smoothstep(0.28, -0.06, p.y);
  a *= 1.0 - 0.55 * open;
  // The walls: the far one is higher and paler.
  float storm = smoothstep(0.40, 0.70, uAmount);
  vec2 far = wall(vec2(q.x - iTime * speed * 0.16, q.y - 0.03 * iTime), 0.62, 2.9) * vec2(1.0, storm);
  vec2 near = wall(vec2(q.x * 0.8 - iTime * speed * 0.34 + 5.0, q.y * 0.9 - 0.05 * iTime), 0.06, 3.7) * vec2(1.0, storm);
  float ground = smoothstep(-0.85, -0.10, p.y);
  float farCover = far.y * mix(0.30, 0.94, ground) * (1.0 - 0.80 * open);
  c = mix(c, uColor * mix(0.54, 1.28, far.x), farCover);
  a = mix(a, 0.97, farCover);
  float nearCover = near.y * mix(0.10, 0.86, ground * ground) * (1.0 - 0.85 * open);
  c = mix(c, uColor * mix(0.38, 1.12, near.x), nearCover);
  a = mix(a, 0.97, nearCover);
  // What runs before them on the ground, away from the eye in ever finer strips.
  vec2 run = vec2(q.x * 0.9 - iTime * speed * 2.3, q.y * 5.5 + 0.6 * near.x);
  float sheets = smoothstep(0.40, 0.74, fbm(run, 4)) * smoothstep(0.20, -0.45, p.y) * (1.0 - 0.65 * open);
  a = mix(a, 0.95, sheets * (0.35 + 0.50 * gust));
  c = mix(c, uColor * 1.18, 0.75 * sheets);
  a *= mix(0.62, 1.0, max(max(ground, sheets), gust));
  a *= mix(uAmount, min(1.6 * uAmount, 1.0), max(farCover, nearCover));
  // Grains pass as streaks, near ones longer, faster and softer.
  float grains = 0.0;
  for (int i = 0; i < 2; i++) {
    float k = float(i);
    vec2 g = vec2(q.x * (2.6 - 1.1 * k) - iTime * speed * (13.0 + 5.0 * k), q.y * (54.0 - 26.0 * k) + (2.0 + k) * sin(q.x * 1.7 + 2.0 * k - iTime));
    g.x += 7.3 * hash1(int(floor(g.y)) + 400 * i);
    vec2 f = fract(g) - 0.5;
    float h = hash2(ivec2(floor(g)) + ivec2(0, 900 * i));
    grains += step(h, 0.20 * uAmount) * exp(-sq(f.x * 3.4) - sq(f.y * 4.5)) * (0.25 + 3.0 * h);
  }
  grains *= (0.30 + 0.70 * low) * (0.35 + 0.65 * gust);
  fragColor = vec4(c * a + uColor * grains * 0.42, sat(a + 0.10 * grains));
}
