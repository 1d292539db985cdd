#version 300 es
// Leaves that fall and tumble at five depths: maple, birch and oak, in the colours of autumn. Each swings from side to side as
// flat things do in the air, turns about its own axis and is lit from both of its faces. uColor is the light of the air on them.
#include "overlay.glsl"

// outline is the signed distance, roughly, to the edge of a leaf that points along +x and is 2 long; negative is inside.
float outline(vec2 e, float kind) {
  float y = abs(e.y);
  float d;
  if (kind < 0.40) {
    vec2 c = e + vec2(0.35, 0.0);
    float a = atan(y, c.x);
    float lobes = abs(fract(a * 0.5570 + 0.5) - 0.5) * 2.0;
    float r = (0.52 + 0.72 * (1.0 - lobes)) * (1.02 - 0.16 * a) + 0.05 * cos(a * 21.0);
    d = length(c) - r;
  } else {
    float w = kind < 0.75 ? 0.52 - 0.02 * cos(30.0 * e.x) : 0.46 + 0.13 * cos(8.5 * e.x + 0.6);
    float reach = max(1.0 - e.x * e.x, 0.0);
    d = y - w * sqrt(reach) * (1.0 - 0.30 * e.x) + (abs(e.x) > 1.0 ? 1.0 : 0.0);
  }
  float stem = max(y - 0.035, abs(e.x + 1.15) - 0.35);
  return min(d, stem);
}

vec3 tint(float h) {
  vec3 c = mix(vec3(0.62, 0.10, 0.03), vec3(0.85, 0.30, 0.03), smoothstep(0.0, 0.35, h));
  c = mix(c, vec3(0.92, 0.60, 0.06), smoothstep(0.35, 0.68, h));
  return mix(c, vec3(0.36, 0.17, 0.06), smoothstep(0.80, 0.98, h));
}

vec4 leaf(vec2 p, float depth, int layer, float focus) {
  float cells = 0.95 * depth;
  vec2 q = p + uDrift / depth;
  float fall = 0.34 + 0.08 * hash1(layer);
  q += vec2(-(0.05 + uWind.x * 0.06), fall) * iTime / depth;
  mat2 turn = rot(0.7 * float(layer));
  vec2 g = turn * q * cells + vec2(float(layer) * 5.17, float(layer) * 9.43);
  ivec2 cell = ivec2(floor(g)) + ivec2(layer * 211, layer * 61);
  vec4 none = vec4(0.0);
  if (hash2(cell + ivec2(3, 29)) > 0.05 + 0.55 * uAmount) {
    return none;
  }
  vec2 h = hash22(cell);
  vec2 h2 = hash22(cell + ivec2(17, 5));
  // A flat thing glides to one side, slows down, and drops as it turns back.
  float beat = iTime * (1.5 + 1.3 * h.x) + TAU * h.y;
  vec2 swing = vec2(0.15 * sin(beat), 0.05 * cos(2.0 * beat));
  vec2 d = (fract(g) - 0.5 - (h - 0.5) * 0.34) * turn - swing;
  float size = 0.085 + 0.055 * h2.x;
  if (dot(d, d) > sq(size * 1.7)) {
    return none;
  }
  float spin = (h2.y - 0.5) * 3.0;
  d = rot(0.7 * sin(beat + 0.6) + iTime * spin * 0.6 + TAU * h.x) * d;
  float roll = beat * 0.9 + iTime * spin;
  float flip = cos(roll);
  vec2 e = d / size;
  e.y /= 0.16 + 0.84 * abs(flip);
  e.x /= 0.80 + 0.20 * abs(cos(beat));
  e.y += 0.14 * sin(roll) * (1.0 - e.x * e.x); // it is not quite flat
  float px = pixels(1.0) * cells / size;
  float soft = max(focus, px * 0.8);
  float a = smoothstep(soft, -soft, outline(e, h2.x));
  vec3 albedo = tint(fract(h.x * 7.0 + h2.y)) * (0.80 + 0.35 * noise(e * 2.5 + 9.0 * h));
  float rib = smoothstep(0.08 + px, 0.02, abs(e.y)) * step(e.x, 0.85);
  float side = abs(fract(e.x * 3.2 - abs(e.y) * 2.2) - 0.5) * 2.0;
  albedo *= 1.0 + 0.35 * rib + 0.10 * smoothstep(0.75, 1.0, side) * smoothstep(0.25, 0.06, px);
  float facing = 0.5 + 0.5 * sin(roll + 0.8);
  vec3 sun = uSunColor * (1.0 - 0.9 * overcast()) * mix(1.0, 0.3, nightness());
  vec3 c = albedo * (uColor * (0.62 + 0.38 * abs(flip)) + sun * (0.08 + 0.34 * facing * facing));
  return vec4(c, a);
}

vec4 laid(vec2 p, int i, vec4 c) {
  float fi = float(i);
  vec4 layer = leaf(p, 1.0 + 1.05 * fi, i + 1, i == 0 ? 0.45 : 0.03 + 0.04 * abs(fi - 2.0));
  return over(c, layer.rgb, layer.a * (i == 0 ? 0.85 : 1.0) * step(0.001, uAmount));
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
