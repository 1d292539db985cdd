#version 300 es
// Bubbles at five depths. In air they are soap films that drift: a rim that mirrors more than the middle, colours of thin films
// that run down and swirl, two images of the bright sky. Under water they are air that rises and wobbles. uColor is the light.
//
// Own uniforms:
//   uWater float 0..1  1 draws air under water; default 0
#include "overlay.glsl"

uniform float uWater;

// film is the colour of a thin film of the given thickness in wavelengths of green light.
vec3 film(float thickness) {
  return 0.5 - 0.5 * cos(TAU * thickness * vec3(0.82, 1.0, 1.22));
}

vec4 bubble(vec2 p, float depth, int layer, float focus) {
  float cells = mix(0.95, 1.9, uWater) * depth;
  vec2 q = p + uDrift / depth;
  float rise = mix(0.085, 0.42, uWater) * (0.8 + 0.5 * hash1(layer));
  q -= vec2((0.04 + uWind.x * 0.020) * (1.0 - uWater), rise) * iTime / depth;
  q.x += mix(0.05, 0.035, uWater) / depth * sin(iTime * mix(0.5, 1.7, uWater) + float(layer) * 2.1 + q.y * mix(1.7, 6.0, uWater));
  mat2 turn = rot(1.1 * float(layer));
  vec2 g = turn * q * cells + vec2(float(layer) * 7.31, float(layer) * 3.77);
  ivec2 cell = ivec2(floor(g)) + ivec2(layer * 409, layer * 83);
  vec4 none = vec4(0.0);
  if (hash2(cell + ivec2(3, 29)) > 0.06 + 0.50 * uAmount) {
    return none;
  }
  vec2 h = hash22(cell);
  float pick = hash2(cell + ivec2(17, 5));
  vec2 swing = 0.08 * vec2(sin(iTime * (0.5 + h.x) + 40.0 * h.y), 0.6 * cos(iTime * (0.4 + h.y) + 30.0 * h.x));
  vec2 d = (fract(g) - 0.5 - (h - 0.5) * 0.40) * turn - swing;
  float size = mix(0.065 + 0.115 * pick, 0.030 + 0.09 * pick * pick, uWater);
  float wobble = mix(0.025, 0.10, uWater) * sin(iTime * (4.0 + 3.0 * h.x) + TAU * h.y);
  vec2 e = d / size * vec2(1.0 + wobble, 1.0 - wobble);
  float r = length(e);
  if (r > 1.3) {
    return none;
  }
  float px = pixels(1.0) * cells / size;
  float soft = max(focus, px);
  float inside = smoothstep(1.0 + 0.5 * soft, 1.0 - soft, r);
  float z = sqrt(max(1.0 - r * r, 0.0));
  float mirror = 0.035 + 0.965 * sq(sq(1.0 - z)) * (1.0 - z);
  float swirl = noise(e * 2.2 + vec2(iTime * 0.22 + 9.0 * h.x, -iTime * 0.16)) - 0.5;
  float thickness = 1.35 - 0.75 * e.y + 0.55 * swirl + 0.5 * r * r + 0.4 * pick;
  vec3 soap = mix(vec3(1.0), film(thickness) * 1.7, 0.80);
  vec3 c = mix(soap, vec3(0.85, 0.95, 1.0), uWater) * (mirror * mix(1.5, 1.2, uWater) + mix(0.06, 0.02, uWater));
  vec2 hi = e - vec2(-0.42, 0.48);
  vec2 lo = e - vec2(0.46, -0.50);
  float blur = 0.10 + focus;
  c += (1.5 * smoothstep(0.22 + blur, 0.10, length(hi * vec2(1.0, 1.4))) + 0.5 * smoothstep(0.16 + blur, 0.05, length(lo * vec2(1.3, 1.0)))) * z;
  return vec4(c * uColor, inside) * vec4(vec3(inside), mix(0.10, 0.20, uWater) * (0.3 + mirror));
}

vec4 laid(vec2 p, int i, vec4 c) {
  float fi = float(i);
  vec4 b = bubble(p, 1.0 + 0.9 * fi, i + 1, i == 0 ? 0.22 : 0.02 + 0.02 * abs(fi - 2.0));
  b *= (i == 0 ? 0.7 : 1.0 - 0.07 * fi) * step(0.001, uAmount);
  return b + c * (1.0 - b.a);
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
