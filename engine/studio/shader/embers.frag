#version 300 es
// Embers: sparks that rise and swirl from below, glowing hot when young, with short trails, as pure added light.
#include "overlay.glsl"

vec3 sparks(vec2 p, float depth, int layer) {
  float cells = 2.3 * depth;
  vec2 q = p + uDrift / depth;
  float rise = (0.62 + 0.2 * hash1(layer)) / depth;
  q -= vec2(0.04 + uWind.x * 0.05 / depth, rise) * iTime;
  q.x += 0.10 / depth * sin(iTime * 0.9 + float(layer) * 2.1 + q.y * 3.1) + 0.03 * sin(q.y * 9.0 + iTime * 1.7);
  mat2 turn = rot(1.3 * float(layer));
  vec2 g = turn * q * cells + vec2(float(layer) * 5.31, float(layer) * 2.17);
  ivec2 cell = ivec2(floor(g)) + ivec2(layer * 307, layer * 97);
  float present = hash2(cell + ivec2(3, 29));
  if (present > (0.05 + 0.40 * uAmount) * 1.15) {
    return vec3(0.0);
  }
  vec2 h = hash22(cell);
  vec2 swing = 0.12 * vec2(sin(iTime * (1.4 + 2.0 * h.x) + 40.0 * h.y), cos(iTime * (1.1 + 1.6 * h.y) + 30.0 * h.x));
  vec2 d = fract(g) - 0.5 - (h - 0.5) * 0.42 - swing;
  d = d * turn;
  vec2 way = normalize(vec2(0.35 * cos(iTime * (1.4 + 2.0 * h.x) + 40.0 * h.y) + uWind.x * 0.06, 1.0));
  float along = dot(d, way);
  float across = dot(d, vec2(way.y, -way.x));
  float px = pixels(1.0) * cells;
  float width = max(0.010 + 0.014 * h.x, px * 0.65);
  float trail = along > 0.0 ? width : width * 4.5;
  float body = exp(-sq(across / width) - sq(along / trail));
  float r = length(d);
  float halo = 0.06 * exp(-r * 9.0) * smoothstep(0.17, 0.08, r);
  float age = sat(0.5 + 0.5 * p.y + 0.25 * (h.y - 0.5));
  float flicker = 0.6 + 0.4 * sin(iTime * (9.0 + 9.0 * h.x) + 60.0 * h.y);
  present = step(present, (0.05 + 0.40 * uAmount) * (1.15 - 0.90 * age));
  vec3 hot = mix(uColor, vec3(1.0, 0.86, 0.55) * max(uColor.r, uColor.g), 0.55 * (1.0 - age));
  return hot * (body * 1.7 + halo) * present * flicker * (1.0 - 0.75 * age);
}

vec3 laid(vec2 p, int i) {
  return sparks(p, 1.0 + 0.62 * float(i), i + 1) * (i == 0 ? 0.55 : 1.0 - 0.07 * float(i));
}

void main() {
  vec2 p = screenPoint();
  vec3 sum = vec3(0.0);
  if (uOnly > 0) {
    sum = laid(p, uOnly - 1);
  } else {
    for (int i = 0; i < 6; i++) {
      sum += laid(p, i);
    }
  }
  fragColor = vec4(sum * step(0.001, uAmount), 0.0);
}
