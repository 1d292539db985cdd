#version 300 es
// Confetti: strips of coloured paper and foil that flutter down at six depths and flash when they face the light. uColor is the
// light on them.
#include "overlay.glsl"

vec3 paper(float h) {
  vec3 c = vec3(0.95, 0.08, 0.25);
  c = h > 0.17 ? vec3(0.98, 0.72, 0.08) : c;
  c = h > 0.34 ? vec3(0.10, 0.45, 0.95) : c;
  c = h > 0.50 ? vec3(0.12, 0.72, 0.32) : c;
  c = h > 0.66 ? vec3(0.85, 0.20, 0.80) : c;
  return h > 0.82 ? vec3(0.95, 0.93, 0.90) : c;
}

vec4 strip(vec2 p, float depth, int layer, float focus) {
  float cells = 2.0 * depth;
  vec2 q = p + uDrift / depth;
  float fall = 0.42 + 0.12 * hash1(layer);
  q += vec2(-(0.02 + uWind.x * 0.05), fall) * iTime / depth;
  mat2 turn = rot(0.9 * float(layer));
  vec2 g = turn * q * cells + vec2(float(layer) * 4.19, float(layer) * 8.61);
  ivec2 cell = ivec2(floor(g)) + ivec2(layer * 193, layer * 71);
  vec4 none = vec4(0.0);
  if (hash2(cell + ivec2(3, 29)) > 0.08 + 0.62 * uAmount) {
    return none;
  }
  vec2 h = hash22(cell);
  vec2 h2 = hash22(cell + ivec2(17, 5));
  float beat = iTime * (2.4 + 2.2 * h.x) + TAU * h.y;
  vec2 d = (fract(g) - 0.5 - (h - 0.5) * 0.44) * turn - vec2(0.12 * sin(beat * 0.7), 0.04 * cos(beat * 1.4));
  float size = 0.085 + 0.035 * h2.x;
  if (dot(d, d) > sq(size * 1.6)) {
    return none;
  }
  d = rot(iTime * (h2.y - 0.5) * 4.0 + TAU * h2.x) * d;
  float flip = cos(beat * 1.3);
  vec2 e = abs(d) / size;
  float narrow = 0.08 + 0.92 * abs(flip);
  float ratio = h2.y < 0.25 ? 1.0 : 0.55;
  float px = pixels(1.0) * cells / size;
  float soft = max(focus, px);
  float round2 = h2.y < 0.25 ? length(vec2(e.x, e.y / narrow)) - 0.72 : max(e.x - 0.95, (e.y / narrow - ratio) * narrow);
  float a = smoothstep(soft, -soft * 0.5, round2);
  float gleam = sq(sq(sat(sin(beat * 1.3 + 0.9)))) * step(0.45, h.y);
  vec3 c = paper(fract(h.x * 5.0 + h2.y * 3.0)) * uColor * (0.55 + 0.45 * abs(flip) + (flip > 0.0 ? 0.0 : -0.12));
  return vec4(c + uColor * gleam * 0.9, a);
}

vec4 laid(vec2 p, int i, vec4 c) {
  float fi = float(i);
  vec4 layer = strip(p, 1.0 + 0.75 * fi, i + 1, i == 0 ? 0.5 : 0.04 + 0.03 * abs(fi - 2.0));
  return over(c, layer.rgb, layer.a * (i == 0 ? 0.75 : 1.0) * step(0.001, uAmount));
}

void main() {
  vec2 p = screenPoint();
  vec4 c = vec4(0.0);
  if (uOnly > 0) {
    c = laid(p, uOnly - 1, c);
  } else {
    for (int i = 5; i >= 0; i--) {
      c = laid(p, i, c);
    }
  }
  fragColor = c;
}
