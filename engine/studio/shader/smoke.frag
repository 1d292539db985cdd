#version 300 es
// Smoke: plumes that rise from below the frame, roll over, bend with the wind and thin out. Lit from the side of the sun.
// uColor is its colour in the light of the air.
#include "overlay.glsl"

void main() {
  vec2 p = screenPoint();
  vec2 q = p + uDrift * 0.6;
  float up = sat(0.5 + 0.5 * p.y);
  float lean = clamp(uWind.x * 0.07, -0.6, 0.6);
  q.x -= lean * up * (1.0 + up);
  // Lumps swell as they rise: what is higher is seen at a coarser scale.
  vec2 flow = vec2(q.x * 1.15, q.y - iTime * 0.32) / (0.75 + 0.45 * up);
  vec2 roll = vec2(noise(flow * 1.4 + vec2(3.0, 0.10 * iTime)), noise(flow * 1.4 + vec2(17.0, -0.08 * iTime))) - 0.5;
  vec2 w = flow + 0.24 * roll + vec2(0.0, -0.10 * iTime);
  vec2 toKey = 0.10 * normalize(keyDir().xy + vec2(1e-3, 0.35));
  float d = 0.45 * fbm(w * 1.7, 3) + 0.75 * billows(w * 2.3 + 5.0, 4);
  float shadow = 0.45 * fbm((w + toKey) * 1.7, 2) + 0.75 * billows((w + toKey) * 2.3 + 5.0, 2);
  float columns = noise(vec2(q.x * 1.05 + 0.35 * roll.x + 20.0, 0.13 * iTime - 0.25 * q.y));
  float body = smoothstep(0.30, 0.62, d + 0.75 * (columns - 0.52) - 0.24 * smoothstep(-0.3, 1.0, p.y));
  float fade = smoothstep(1.35, -0.35, p.y);
  float a = min(body * (0.20 + 0.90 * fade), 0.95) * uAmount;
  float relief = sat(0.46 + (d - shadow) * 1.5);
  float shade = 0.30 + 1.25 * relief;
  vec3 warm = uSunColor * (1.0 - overcast()) * 0.07 * mix(1.0, 0.2, nightness());
  fragColor = vec4((uColor + warm) * shade * a, a);
}
