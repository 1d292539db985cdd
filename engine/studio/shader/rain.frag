#version 300 es
// Rain: streaks at five depths. Each streak is the path of a drop during the exposure, so far rain is short, thin and slow on
// the screen, near rain long, wide and faint (Garg, Nayar, "Photorealistic Rendering of Rain Streaks", 2006). The wind slants it.
#include "overlay.glsl"

const float FALL = 9.0;  // m/s

float streaks(vec2 p, float depth, int layer) {
  vec2 q = p + uDrift / depth;
  float slant = clamp(uWind.x / FALL, -0.9, 0.9) + 0.03 * sin(float(layer) * 2.3);
  q.x += q.y * slant;
  float columns = 9.0 * depth + 4.0;
  float x = q.x * columns;
  int col = int(floor(x));
  float h = hash2(ivec2(col, layer * 57));
  float rows = 0.42 * depth + 0.25;
  float y = q.y * rows + iTime * (4.4 / depth * rows + 0.25) * (0.85 + 0.3 * h) + h * 37.0;
  int row = int(floor(y));
  vec2 h2 = hash22(ivec2(col + layer * 131, row));
  float present = step(h2.x, 0.20 + 0.75 * uAmount);
  float centre = 0.25 + 0.5 * h2.y;
  float px = pixels(1.0) * columns;
  float halfWidth = max(0.035 + 0.02 / depth, px * 0.55);
  float across = smoothstep(halfWidth + px * 0.6, halfWidth * 0.15, abs(fract(x) - centre));
  float fy = fract(y);
  float along = smoothstep(0.02, 0.22, fy) * smoothstep(0.52, 0.30, fy);
  return present * across * along * min(1.0, 0.05 / halfWidth + 0.35);
}

void main() {
  vec2 p = screenPoint();
  vec4 c = vec4(0.0);
  #pragma unroll
  for (int k = 0; k < 5; k++) {
    int i = 4 - k;
    float fi = float(i);
    float depth = 1.0 + 0.85 * fi;
    float a = streaks(p + vec2(3.7, 1.9) * fi, depth, i + 1);
    float strength = i == 0 ? 0.13 : 0.26 - 0.028 * fi;
    c = over(c, uColor, a * strength * (0.45 + 0.55 * uAmount) * step(0.001, uAmount));
  }
  float veil = 0.05 * uAmount * uAmount * (0.6 + 0.4 * noise(vec2(p.x * 1.2 + iTime * 0.4, p.y * 0.6 + iTime * 1.5)));
  c = over(c, uColor * 0.8, veil);
  fragColor = c;
}
