#version 300 es
// Petals: blossom or leaves that tumble on the wind at five depths. A petal is a tilted disc with a notch; its apparent width
// follows the tumbling, its two sides differ in brightness. uColor is the petal, its tip is lighter.
#include "overlay.glsl"

vec4 petal(vec2 p, float depth, int layer, float focus) {
  float cells = 1.15 * depth;
  vec2 q = p + uDrift / depth;
  q += vec2(-(0.10 + uWind.x * 0.07), 0.26 + 0.10 * hash1(layer)) * iTime / depth;
  q.x += 0.10 / depth * sin(iTime * 0.6 + float(layer) * 2.7 + q.y * 2.4);
  vec2 g = rot(0.7 * float(layer)) * q * cells + vec2(float(layer) * 5.17, float(layer) * 9.43);
  ivec2 cell = ivec2(floor(g)) + ivec2(layer * 211, layer * 61);
  vec4 none = vec4(0.0);
  if (hash2(cell + ivec2(3, 29)) > 0.04 + 0.46 * uAmount) {
    return none;
  }
  vec2 h = hash22(cell);
  float pick = hash2(cell + ivec2(17, 5));
  float speed = 0.9 + 1.4 * h.x;
  vec2 swing = 0.13 * vec2(sin(iTime * speed * 0.8 + 40.0 * h.y), 0.5 * cos(iTime * speed + 30.0 * h.x));
  vec2 d = fract(g) - 0.5 - (h - 0.5) * 0.40 - swing;
  d = rot(-0.7 * float(layer)) * d;
  d = rot(iTime * (h.y - 0.5) * 2.2 + 6.28 * pick) * d;
  float size = 0.075 + 0.050 * pick;
  float flip = cos(iTime * speed * 1.5 + 6.28 * h.x);
  float narrow = 0.22 + 0.78 * abs(flip);
  vec2 e = d / size;
  e.y /= narrow;
  float taper = 1.45 - 0.55 * clamp(e.x, -1.0, 1.0);
  float shape = length(vec2(e.x, e.y * taper)) - 1.0;
  shape = max(shape, 0.34 - length(e - vec2(1.18, 0.0)));
  float px = pixels(1.0) * cells / size;
  float soft = max(focus, px * 0.8);
  float a = smoothstep(soft, -soft, shape);
  float shade = flip > 0.0 ? 1.0 : 0.72;
  float vein = 0.90 + 0.10 * smoothstep(0.0, 0.25, abs(e.y));
  vec3 c = mix(uColor, uColor * 0.65 + 0.35 * max(max(uColor.r, uColor.g), uColor.b), sat(0.30 + 0.45 * e.x));
  return vec4(c * shade * vein, a);
}

vec4 laid(vec2 p, int i, vec4 c) {
  float fi = float(i);
  vec4 layer = petal(p, 1.0 + 0.9 * fi, i + 1, i == 0 ? 0.55 : 0.10 + 0.03 * abs(fi - 2.0));
  float strength = i == 0 ? 0.70 : 0.96;
  return over(c, layer.rgb * (1.0 - 0.05 * fi), layer.a * strength * step(0.001, uAmount));
}

void main() {
  vec2 p = screenPoint();
  vec4 c = vec4(0.0);
  if (uOnly > 0) {
    c = laid(p, uOnly - 1, c);
  } else {
    for (int i = 4; i >= 0; i--) {
      c = laid(p, i, c);
    }
  }
  fragColor = c;
}
