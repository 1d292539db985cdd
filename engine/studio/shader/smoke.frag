#version 300 es
// Smoke: plumes that rise from below the frame, roll over, bend with the wind and thin out. Lit from the side of the sun.
// uColor is its colour in the light of the air.
#include "overlay.glsl"

void main() {
  vec2 p = screenPoint();
  vec2 q = p + uDrift * 0.6;
  float up = sat(0.5 + 0.5 * p.y);
  float lean = clamp(uWind.x * 0.06, -0.5, 0.5);
  q.x -= lean * up * (1.0 + up);
  vec2 flow = vec2(q.x * 1.5, q.y * 0.85 - iTime * 0.30);
  float bend = noise(flow * 0.9 + vec2(3.0, iTime * 0.05)) - 0.5;
  vec2 warp = flow + vec2(1.1 * bend, 0.5 * bend);
  float d = fbm(warp * 1.7 + vec2(0.0, -iTime * 0.12), 4);
  float lit = fbm(warp * 1.7 + vec2(0.0, -iTime * 0.12) + 0.16 * normalize(keyDir().xy + vec2(1e-3)), 3);
  float columns = noise(vec2(q.x * 1.05 + 0.6 * bend + 20.0, 0.15 * iTime));
  float body = smoothstep(0.26, 0.56, d + 0.55 * (columns - 0.50));
  float fade = smoothstep(1.15, -0.55, p.y);
  float a = min(body * (0.25 + 0.95 * fade) * 1.15, 0.94) * uAmount;
  float shade = 0.42 + sat(0.40 + (d - lit) * 3.4) * 1.05;
  vec3 warm = uSunColor * (1.0 - overcast()) * 0.05 * mix(1.0, 0.2, nightness());
  fragColor = vec4((uColor * shade + warm * shade) * a, a);
}
