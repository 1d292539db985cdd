#version 300 es
// Snow: flakes at seven depths that sway while they fall; near flakes are large and out of focus.
#include "overlay.glsl"

float flakes(vec2 p, float depth, int layer, float radius, float blur) {
  float cells = 1.35 * depth;
  vec2 q = p + uDrift / depth;
  float fall = (0.55 + 0.12 * hash1(layer)) / depth;
  q += vec2(-uWind.x * 0.10 / depth, fall) * iTime;
  q.x += 0.06 / depth * sin(iTime * 0.7 + float(layer) * 1.9 + q.y * 2.0);
  vec2 g = rot(1.1 * float(layer)) * q * cells + vec2(float(layer) * 7.31, float(layer) * 3.77);
  ivec2 cell = ivec2(floor(g)) + ivec2(layer * 409, layer * 83);
  if (hash2(cell + ivec2(3, 29)) > 0.12 + 0.66 * uAmount) {
    return 0.0;
  }
  vec2 h = hash22(cell);
  float pick = hash2(cell + ivec2(17, 5));
  vec2 swing = 0.07 * vec2(sin(iTime * (0.8 + h.x) + 40.0 * h.y), 0.6 * cos(iTime * (0.6 + h.y) + 30.0 * h.x));
  vec2 d = fract(g) - 0.5 - (h - 0.5) * 0.62 - swing;
  float px = pixels(1.0) * cells;
  float size = max(radius * (0.35 + 1.1 * pick * pick), px * 0.75);
  float dim = sq(min(1.0, radius * (0.35 + 1.1 * pick * pick) / size));
  float soft = max(size * blur, px);
  float disc = smoothstep(size + soft, max(size - soft, 0.0), length(d));
  return disc * dim;
}

vec4 laid(vec2 p, int i, vec4 c) {
  float fi = float(i);
  float depth = 1.0 + 1.05 * fi;
  float a = flakes(p, depth, i + 1, i == 0 ? 0.060 : 0.030 + 0.004 * fi, i == 0 ? 0.95 : 0.55);
  float strength = i == 0 ? 0.28 : 0.95 - 0.06 * fi;
  return over(c, uColor * (1.0 - 0.03 * fi), a * strength * step(0.001, uAmount));
}

void main() {
  vec2 p = screenPoint();
  vec4 c = vec4(0.0);
  if (uOnly > 0) {
    c = laid(p, uOnly - 1, c);
  } else {
    for (int i = 6; i >= 0; i--) {
      c = laid(p, i, c);
    }
  }
  fragColor = c;
}
